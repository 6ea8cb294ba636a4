"""The tags of a registry on loopback: pages, tokens, and answers that are no list of tags."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from scaffold.charts.fault import ArchiveError
from scaffold.charts.fetch import Request
from scaffold.charts.limits import Limits
from scaffold.charts.upstream_tags import MOST_PAGES, tags
from tests import registry as loopback
from tests.registry import TOKEN, Registry

QUICK = Limits(silence_seconds=0.3, whole_seconds=0.6, tries=2, backoff_seconds=0.01)


class Tagged(Registry):
    """A registry that lists tags, a page at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, list[list[str]]] = {}
        """Path of a repository -> pages of tags."""
        self.endless = False
        """True: every page is followed by another one."""
        self.elsewhere = ""
        """The address that follows the last page."""

    def __enter__(self) -> "Tagged":
        super().__enter__()
        return self

    def tagged(self, path: str, *pages: list[str]) -> str:
        """Put tags under `oci://host/path`, and give that reference."""
        self.pages[f"/v2/{path}/tags/list"] = [*pages]
        return f"oci://{self.host}/{path}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tagged]:
    monkeypatch.setenv("NO_PROXY", "*")
    plain = loopback.handler

    def handler(registry: Registry) -> type[BaseHTTPRequestHandler]:
        assert isinstance(registry, Tagged)
        return paged(registry, plain(registry))

    monkeypatch.setattr(loopback, "handler", handler)
    with Tagged() as registry:
        yield registry


def paged(registry: Tagged, plain: type[BaseHTTPRequestHandler]) -> type[BaseHTTPRequestHandler]:
    """The plain answers, and those of lists: `?page=2` is the third page."""

    class Handler(plain):  # type: ignore[misc, valid-type]
        def behave(self, path: str) -> None:
            allowed = not registry.login or self.headers["Authorization"] == f"Bearer {TOKEN}"
            if path not in registry.pages or not allowed:
                super().behave(path)
                return
            number = int(self.path.partition("page=")[2] or 0)
            pages = registry.pages[path]
            more = {}
            if registry.endless or number + 1 < len(pages):
                more = {"Link": f'<{path}?n=2&page={number + 1}>; rel="next"'}
            elif registry.elsewhere:
                more = {"Link": f'<{registry.elsewhere}>; rel="next"'}
            listed = pages[min(number, len(pages) - 1)]
            self.answer(200, json.dumps({"name": "x", "tags": listed}).encode(), more)

    return Handler


def refused(reference: str) -> str:
    with pytest.raises(ArchiveError) as error:
        tags(Request(reference, {}, QUICK))
    return f"{error.value.code} {error.value.what}"


def test_pages_are_followed_to_the_last(server: Tagged) -> None:
    reference = server.tagged("web", ["1.0.0", "1.1.0"], ["1.2.0"], ["1.3.0"])
    assert tags(Request(reference, {}, QUICK)) == ("1.0.0", "1.1.0", "1.2.0", "1.3.0")
    assert server.asked["/v2/web/tags/list"] == 3


def test_an_anonymous_token_is_taken_once_for_all_pages(server: Tagged) -> None:
    server.login = True
    reference = server.tagged("web", ["1.0.0"], ["1.1.0"])
    assert tags(Request(reference, {}, QUICK)) == ("1.0.0", "1.1.0")
    assert server.asked["/token"] == 1
    assert server.token["/v2/web/tags/list"] == f"Bearer {TOKEN}"


def test_the_token_is_for_the_registry_that_another_one_leads_to(server: Tagged) -> None:
    server.login = True
    server.tagged("web", ["1.0.0"])
    with Tagged() as front:
        path = "/v2/front/tags/list"
        front.faults[path] = [f"{server.url}/v2/web/tags/list"]
        assert tags(Request(f"oci://{front.host}/front", {}, QUICK)) == ("1.0.0",)
        assert front.token[path] == ""


def test_the_token_does_not_go_to_another_host(server: Tagged) -> None:
    server.login = True
    with Tagged() as other:
        other.tagged("more", ["2.0.0"])
        server.elsewhere = f"{other.url}/v2/more/tags/list"
        reference = server.tagged("web", ["1.0.0"])
        assert tags(Request(reference, {}, QUICK)) == ("1.0.0", "2.0.0")
        assert server.token["/v2/web/tags/list"] == f"Bearer {TOKEN}"
        assert other.token["/v2/more/tags/list"] == ""


def test_a_repository_without_tags_has_none(server: Tagged) -> None:
    server.files["/v2/web/tags/list"] = b'{"name": "web", "tags": null}'
    assert tags(Request(f"oci://{server.host}/web", {}, QUICK)) == ()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (404, "SC601 cannot be downloaded: '{url}' is not there (404)"),
        (401, "SC601 cannot be downloaded: '{url}' wants a login (401)"),
        (500, "SC601 cannot be downloaded: '{url}' fails (500)"),
        ("silent", "SC601 cannot be downloaded: '{url}' is silent for 0.3 seconds"),
        ("cut", "SC601 cannot be downloaded: '{url}' broke off after 500 of 1000 bytes"),
        ("drop", "SC601 cannot be downloaded: '{host}' breaks the connection off"),
    ],
)
def test_a_registry_that_does_not_tell_says_why(server: Tagged, fault: object, said: str) -> None:
    server.faults["/v2/web/tags/list"] = [fault]
    url = f"{server.url}/v2/web/tags/list?n=1000"
    words = said.format(url=url, host=server.host)
    assert refused(f"oci://{server.host}/web") == words


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"tags": 3}', b"{}", b"[" * 100_000])
def test_an_answer_that_lists_no_tags_is_refused(server: Tagged, content: bytes) -> None:
    server.files["/v2/web/tags/list"] = content
    url = f"{server.url}/v2/web/tags/list?n=1000"
    assert refused(f"oci://{server.host}/web") == f"SC606 '{url}' is no list of tags"


def test_pages_without_end_are_left(server: Tagged, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_PAGES == 500
    monkeypatch.setattr("scaffold.charts.upstream_tags.MOST_PAGES", 5)
    server.endless = True
    reference = server.tagged("web", ["1.0.0"])
    assert refused(reference) == "SC605 lists more than 5 pages of tags"
    assert server.asked["/v2/web/tags/list"] == 5
