"""Answers files that are refused: name -> (bytes, what is said). All end with exit code 3."""

from collections.abc import Mapping

HEAD = b"project: acme\nplatform: kind\n"
NAME = "is not lower-case letters, digits and single hyphens, a letter first"
BOMB = b"a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n"


def named(name: str) -> bytes:
    """A file with this project name."""
    return f"project: {name}\nplatform: kind\n".encode()


ANSWERS: Mapping[str, tuple[bytes, str]] = {
    "empty": (
        b"",
        "SC101 {file}: is not a mapping of keys to values\n"
        "  hint: Compare it with the answers file of an example.",
    ),
    "a-list": (
        b"- project: acme\n",
        "SC101 {file}: is not a mapping of keys to values\n"
        "  hint: Compare it with the answers file of an example.",
    ),
    "not-yaml": (
        b"project: [acme\n",
        "SC101 {file}: is not YAML: did not find expected ',' or ']', line 2",
    ),
    "a-tab": (
        b"project:\tacme\n\tplatform: kind\n",
        "SC101 {file}: is not YAML: found a tab character that violates indentation, line 2",
    ),
    "a-python-object": (
        b"project: !!python/object/apply:os.system [id]\nplatform: kind\n",
        "SC101 {file}: is not YAML: could not determine a constructor for the tag"
        " 'tag:yaml.org,2002:python/object/apply:os.system', line 1",
    ),
    "an-anchor": (
        BOMB,
        "SC101 {file}: uses an anchor or an alias in line 1\n  hint: Write the value out.",
    ),
    "ten-megabytes": (
        b"# " + b"x" * 10_000_000 + b"\n",
        "SC101 {file}: has 10000003 bytes, 1048576 are allowed\n  hint: Is it the right file?",
    ),
    "a-newer-schema": (
        HEAD + b"schema: 99\n",
        "SC103 {file}: has schema 99, and this scaffold knows 1 to 1\n"
        "  hint: Install a newer scaffold.",
    ),
    "a-schema-of-text": (
        HEAD + b"schema: one\n",
        "SC102 {file}: schema: is not a whole number",
    ),
    "no-project": (
        b"platform: kind\n",
        "SC102 {file}: project: key missing\n  hint: Add 'project'.",
    ),
    "a-misspelt-key": (
        HEAD + b"choise: {}\n",
        "SC102 {file}: choise: key unknown\n  hint: Did you mean 'choices'?",
    ),
    "a-version-as-a-number": (
        HEAD + b"kubernetes: 1.30\n",
        "SC102 {file}: kubernetes: is not text\n  hint: Put it in quotes.",
    ),
    "a-version-of-words": (
        HEAD + b"kubernetes: latest\n",
        "SC102 {file}: kubernetes: 'latest' is not a version such as 1.37\n"
        '  hint: Write it in quotes: "1.37".',
    ),
    "a-name-with-a-slash": (
        named("a/b"),
        f"SC102 {{file}}: project: 'a/b' {NAME}\n  hint: Use a name such as 'a-b'.",
    ),
    "a-name-that-climbs": (
        named('".."'),
        f"SC102 {{file}}: project: '..' {NAME}\n  hint: Use a name such as 'acme'.",
    ),
    "a-name-with-blanks": (
        named("my platform"),
        f"SC102 {{file}}: project: 'my platform' {NAME}\n  hint: Use a name such as 'my-platform'.",
    ),
    "a-name-that-is-not-ascii": (
        named("plattförm"),
        f"SC102 {{file}}: project: 'plattförm' {NAME}\n  hint: Use a name such as 'plattf-rm'.",
    ),
    "a-name-of-300": (
        named("a" * 300),
        f"SC102 {{file}}: project: '{'a' * 20}…' has 300 characters, 50 are allowed\n"
        f"  hint: Use a name such as '{'a' * 50}'.",
    ),
    "a-platform-that-is-none": (
        b"project: acme\nplatform: azure\n",
        "SC102 {file}: platform: 'azure' is none of eks, gke, aks, bare-metal, kind",
    ),
    "no-stack": (
        HEAD + b"stacks: []\n",
        "SC102 {file}: stacks: no stack is named\n  hint: Write them as a list: [dev, production].",
    ),
    "a-stack-twice": (
        HEAD + b"stacks: [dev, dev]\n",
        "SC102 {file}: stacks: a stack is named twice\n"
        "  hint: Write them as a list: [dev, production].",
    ),
    "a-stack-that-climbs": (
        HEAD + b"stacks: [../dev]\n",
        f"SC102 {{file}}: stacks: '../dev' {NAME}\n"
        "  hint: Write them as a list: [dev, production].",
    ),
    "a-number-as-a-choice": (
        HEAD + b"choices: {ingress-controller: 3}\n",
        "SC102 {file}: choices.ingress-controller: is not an answer\n"
        "  hint: Write one option, a list of options, or null.",
    ),
    "a-misspelt-row": (
        HEAD + b"choices: {ingres-controller: traefik}\n",
        "SC104 ingres-controller: no such row\n  hint: Did you mean 'ingress-controller'?",
    ),
    "a-misspelt-option": (
        HEAD + b"choices: {ingress-controller: traefk}\n",
        "SC301 ingress-controller/traefk: no such option\n  hint: Did you mean 'traefik'?",
    ),
    "two-in-a-row-of-one": (
        HEAD + b"choices: {ingress-controller: [traefik, haproxy]}\n",
        "SC311 ingress-controller: takes one option, not 2\n"
        "  hint: Choose one of: traefik, haproxy.",
    ),
    "a-retired-option": (
        HEAD + b"choices: {deployment-pipeline: weave-cloud}\n",
        "SC302 deployment-pipeline/weave-cloud: retired",
    ),
}
