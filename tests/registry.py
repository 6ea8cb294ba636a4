"""A chart server and OCI registry on loopback that misbehaves as told; small charts and locks."""

import gzip
import io
import json
import tarfile
import threading
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
TOKEN = "only-for-this-test"


def tgz(members: Mapping[str, bytes]) -> bytes:
    """A gzipped tar archive of these files; a path that ends with ` -> target` is a link."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in members.items():
            path, _, target = name.partition(" -> ")
            member = tarfile.TarInfo(path)
            member.size, member.linkname = len(content), target
            member.type = tarfile.SYMTYPE if target else tarfile.REGTYPE
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(stream.getvalue(), mtime=0)


def chart(name: str, version: str = "1.2.3", files: Mapping[str, bytes] | None = None) -> bytes:
    """A chart's archive; `files` are paths within its folder."""
    about = f"apiVersion: v2\nname: {name}\nversion: {version}\n".encode()
    inside = {"Chart.yaml": about, **(files or {})}
    return tgz({f"{name}/{path}": content for path, content in inside.items()})


def line(name: str, archive: str, **more: Any) -> dict[str, Any]:
    """One entry of `charts.lock`."""
    given = {"release": name, "chart": name, "repository": "", "version": "1.2.3"}
    return {**given, "archive": archive, "sha256": None, **more}


def lock(root: Path, *lines: dict[str, Any]) -> None:
    """Write `charts.lock`."""
    (root / "charts.lock").write_text(json.dumps({"schema": 1, "charts": [*lines, {}]}))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    """Of five, connections that come at once wait a second for their second try."""


class Registry:
    """Serves `files` (path -> bytes) while the context lasts; `url` and `host` say where."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Any]] = {}
        """Path -> what happens instead, one a request: a status, `silent`, `slow`, `cut`, `drop`.

        The last one stays; None stands for a good answer; a text with `:` is redirected to.
        """
        self.login = False
        """True: the registry gives an anonymous token, and wants it."""
        self.asked: Counter[str] = Counter()
        self.token: dict[str, str] = {}
        """Path -> the Authorization that was last sent."""
        self.most = 0
        """The largest number of requests that waited for their answer at once."""
        self.meet = 0
        """No answer before so many requests have met, or half a minute has gone by.

        Nor at once then, so that one more would be seen.
        """
        self.over = threading.Event()
        self._busy = 0
        self._guard = threading.Condition()

    def __enter__(self) -> "Registry":
        self.server = _Server(("127.0.0.1", 0), handler(self))
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def push(self, path: str, tag: str, content: bytes) -> str:
        """Put a chart under `oci://host/path`, and give that reference."""
        digest = f"sha256:{sha256(content).hexdigest()}"
        layer = {"mediaType": CHART, "digest": digest, "size": len(content)}
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "layers": [layer]}
        self.files[f"/v2/{path}/manifests/{tag}"] = json.dumps(manifest).encode()
        self.files[f"/v2/{path}/blobs/{digest}"] = content
        return f"oci://{self.host}/{path}"

    def enter(self, path: str) -> Any:
        """Count a request; what is to happen to it."""
        with self._guard:
            self.asked[path] += 1
            self._busy += 1
            self.most = max(self.most, self._busy)
            self._guard.notify_all()
            self._guard.wait_for(lambda: self.most >= self.meet, timeout=30)
            waiting = self.faults.get(path, [None])
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def leave(self) -> None:
        with self._guard:
            self._busy -= 1


def handler(registry: Registry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            fault = registry.enter(path)
            registry.token[path] = self.headers["Authorization"] or ""
            registry.over.wait(0.1 if registry.meet else 0)
            registry.leave()  # before the answer: who has it may ask again at once
            self.misbehave(fault, path) if fault else self.behave(path)

        def behave(self, path: str) -> None:
            if path == "/token":
                good = "service=test" in self.path and "scope=repository" in self.path
                self.answer(200 if good else 400, json.dumps({"token": TOKEN}).encode())
            elif registry.login and self.headers["Authorization"] != f"Bearer {TOKEN}":
                realm = f'Bearer realm="{registry.url}/token",service="test"'
                self.answer(401, b"", {"WWW-Authenticate": f'{realm},scope="repository:x:pull"'})
            elif path in registry.files:
                self.answer(200, registry.files[path])
            else:
                self.answer(404)

        def misbehave(self, fault: Any, path: str) -> None:
            body = registry.files.get(path, b"x" * 1000)
            if fault == "silent":
                registry.over.wait()
            elif fault == "cut":
                self.answer(200, body[: len(body) // 2], {"Content-Length": str(len(body))})
            elif fault == "slow":
                self.answer(200, b"", {"Content-Length": str(len(body))})
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    if registry.over.wait(0.02):
                        return
            elif isinstance(fault, str) and ":" in fault:
                self.answer(302, b"", {"Location": fault})
            elif fault != "drop":
                self.answer(fault)

        def answer(
            self, code: int, body: bytes = b"", headers: dict[str, str] | None = None
        ) -> None:
            self.send_response(code)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
