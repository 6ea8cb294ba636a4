"""Manifests that are refused: name -> (bytes, what is said). All end with exit code 4."""

from collections.abc import Mapping

HEAD = b"title: Option\nsummary: Does a thing\nhomepage: https://example.com\n"
RELEASE = (
    b"releases: [{name: a, chart: a, repo: https://example.com, namespace: a,"
    b" version: 1.0.0, archive: https://example.com/a-1.0.0.tgz}]\n"
)

MANIFESTS: Mapping[str, tuple[bytes, str]] = {
    "not-yaml": (
        b"title: [",
        "SC202 row/option: 'blueprint.yaml' is not YAML:"
        " did not find expected node content, line 2",
    ),
    "a-list": (b"- title\n", "SC203 row/option: not a mapping of keys to values"),
    "no-title": (
        HEAD.partition(b"\n")[2],
        "SC203 row/option: title: key missing\n  hint: Add 'title'.",
    ),
    "its-own-name": (
        HEAD + b"id: other\n",
        "SC203 row/option: id: key unknown\n  hint: Remove the key.",
    ),
    "a-capability-in-capitals": (
        HEAD + b"wants: [Ingress]\n",
        "SC203 row/option: wants[0]: expected `str` matching regex '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'",
    ),
    "a-platform-that-is-none": (
        HEAD + b"platforms: [azure]\n",
        "SC203 row/option: platforms[0]: invalid enum value 'azure'",
    ),
    "a-sum-that-is-none": (
        HEAD + RELEASE.replace(b"1.0.0,", b"1.0.0, sha256: abc,", 1),
        "SC203 row/option: releases[0].sha256: expected `str` matching regex '^[0-9a-f]{64}$'",
    ),
    "a-values-file-too-few": (
        HEAD + RELEASE,
        "SC211 row/option: 'values/a.yaml.j2' is missing\n  hint: Write it.",
    ),
    "a-capability-of-nobody": (
        HEAD + b"wants: [ingres]\n",
        "SC210 row/option: nobody provides 'ingres'\n"
        "  hint: Correct its name, or let an option provide it.",
    ),
}
