"""The order of versions, the shapes of tags, and Kubernetes ranges that narrow."""

import pytest

from scaffold.charts.upstream_range import narrowed
from scaffold.charts.upstream_source import Pin, image, source, unasked
from scaffold.charts.upstream_version import newest, semver, step, tag


def ahead(ours: str, *offered: str) -> tuple[str, str] | None:
    """The newest of these charts, and the step to it."""
    mine = semver(ours)
    assert mine
    found = newest(mine, [v for text in offered if (v := semver(text))])
    return (found.text, step(mine, found)) if found else None


def later(ours: str, *offered: str) -> str | None:
    """The newest of these tags."""
    mine = tag(ours)
    assert mine
    found = newest(mine, [v for text in offered if (v := tag(text))])
    return found.text if found else None


@pytest.mark.parametrize(
    ("ours", "offered", "found"),
    [
        ("1.2.3", ["1.2.3", "1.2.2"], None),
        ("1.2.3", ["1.2.10", "1.2.9"], ("1.2.10", "patch")),
        ("1.2.3", ["1.4.0", "1.3.9"], ("1.4.0", "minor")),
        ("v1.2.3", ["v2.0.0", "1.9.9"], ("v2.0.0", "major")),
        ("1.2.3", ["1.3.0-rc.1", "2.0.0-alpha"], None),
        ("1.3.0-rc.2", ["1.3.0-rc.10", "1.3.0-rc.9"], ("1.3.0-rc.10", "pre-release")),
        ("1.3.0-rc.2", ["1.3.0", "1.3.0-rc.3"], ("1.3.0", "pre-release")),
        ("1.3.0-rc.2", ["1.3.0-alpha", "1.3.0-1"], None),
        ("1.2.3+one", ["1.2.3+two"], None),
        ("1.2.3", ["latest", "sha256-abc", "1.2.3.4.5", ""], None),
    ],
)
def test_the_newest_stable_version_is_found(
    ours: str, offered: list[str], found: tuple[str, str] | None
) -> None:
    assert ahead(ours, *offered) == found


@pytest.mark.parametrize(
    ("ours", "offered", "found"),
    [
        ("v1.2.3", ["1.9.0", "v1.3.0", "v1.4.0-rc.1", "v1.5.0-distroless"], "v1.3.0"),
        ("v3.14.0-distroless", ["v3.15.0", "v3.15.0-distroless"], "v3.15.0-distroless"),
        ("3.9", ["3.10", "3.9.1", "3.9-ubuntu", "4"], "3.10"),
        ("1.31-alpine", ["1.32-alpine3.20", "1.32-alpine-slim", "1.31-alpine"], None),
        ("2.568.2-jdk21", ["2.570.1-jdk25", "2.569.1-jdk21"], "2.569.1-jdk21"),
        ("v2.17.0-eksbuild.3", ["v2.17.0-eksbuild.12", "v2.17.0"], "v2.17.0-eksbuild.12"),
        ("edge-26.6.3", ["edge-26.10.1", "stable-27.1.1"], "edge-26.10.1"),
        ("v1.37.5-1782-7cffc778c923", ["v1.37.6-1790-aaaaaaaaaaa1"], "v1.37.6-1790-aaaaaaaaaaa1"),
        ("3.1.0", ["2026.8.0", "20250419.1.0"], None),
        ("2026.8.0", ["2026.10.1", "3.1.0"], "2026.10.1"),
        ("v1.19.3-debian-opensearch-1.1", ["v1.19.3-debian-opensearch-1.2"],
         "v1.19.3-debian-opensearch-1.2"),
    ],
)  # fmt: skip
def test_a_tag_is_compared_with_tags_of_its_shape(
    ours: str, offered: list[str], found: str | None
) -> None:
    assert later(ours, *offered) == found


@pytest.mark.parametrize(
    ("ours", "theirs", "minors"),
    [
        (">=1.25", ">=1.25.0-0", ""),
        (">=1.25", "", ""),
        (">=1.25", "*", ""),
        (">=1.25", ">= 1.30.0-0", "1.25 to 1.29"),
        ("", ">=1.19-0", "1.18 and older"),
        (">=1.25", ">=1.22.0-0 <1.40.0-0", "1.40 and newer"),
        (">=1.25 <1.38", "^1.25.0-0", ""),
        (">=1.25 <1.38", "1.26 - 1.36", "1.25, 1.37"),
        (">=1.25 <1.30", "~1.26 || ~1.28.0", "1.25, 1.27, 1.29"),
        (">=1.25", ">1.25", "1.25"),
        (">=1.25", ">1.25.3, <=1.99", ""),
        (">=1.25 <1.28", "!=1.26.1", ""),
        (">=1.25 <1.28", "1.26.x", "1.25, 1.27"),
    ],
)
def test_versions_that_a_chart_leaves_out_are_named(ours: str, theirs: str, minors: str) -> None:
    assert narrowed(ours, theirs) == minors


def test_a_range_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="new enough"):
        narrowed(">=1.25", "new enough")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("kong:3.9", "oci://docker.io/library/kong"),
        ("docker.io/traefik:v3.7.11", "oci://docker.io/library/traefik"),
        ("nginx/nginx-ingress:5.5.4", "oci://docker.io/nginx/nginx-ingress"),
        ("quay.io/cilium/cilium:v1.20.0@sha256:00", "oci://quay.io/cilium/cilium"),
        ("127.0.0.1:5000/a/b:1.0", "oci://127.0.0.1:5000/a/b"),
    ],
)
def test_an_image_is_asked_where_docker_would_pull_it(text: str, asked: str) -> None:
    assert source(image("row/option", text)) == asked


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        (image("r/o", "auto"), "it has no tag"),
        (image("r/o", "busybox:latest"), "the tag 'latest' is no version"),
        (image("r/o", "ghcr.io/REPLACE/backstage:1.0.0"), "the name is to be replaced"),
        (
            Pin(
                "r/o",
                "file",
                "crds",
                "1.0",
                archive="https://github.com/a/b/releases/download/v1/x",
            ),
            "'github.com' is a git host, which has no index of charts",
        ),
        (
            Pin("r/o", "file", "crds", "1.0", archive="https://example.com/crds.yaml"),
            "a file stands alone: no index names its versions",
        ),
        (
            Pin("r/o", "chart", "web", "one", "https://charts.example.com", "https://x/web.tgz"),
            "'one' is no semantic version",
        ),
    ],
)
def test_what_nobody_can_be_asked_has_its_reason(pin: Pin, reason: str) -> None:
    assert unasked(pin) == reason
    assert source(pin) == ""


def test_a_chart_in_a_registry_is_asked_there_although_its_home_is_a_git_host() -> None:
    pin = Pin("r/o", "chart", "web", "1.0.0", "https://github.com/a/b", "oci://ghcr.io/a/web")
    assert (source(pin), unasked(pin)) == ("oci://ghcr.io/a/web", "")
