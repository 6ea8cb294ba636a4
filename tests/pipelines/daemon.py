"""What `docker` talks to in tests: builds into a store of its own, and pushes over HTTP.

It listens on loopback. The program of the command line, in `machine`, only hands on its arguments.
"""

import http.client
import json
import threading
from base64 import b64encode
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.pipelines.registry import MANIFEST, digest
from tests.registry import tgz

CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
HUB = "index.docker.io"
Image = tuple[bytes, bytes]
"""Configuration and layer."""


class FailedError(Exception):
    """What docker says on standard error."""


class Client:
    """Speaks to the registry on loopback, whatever host is meant; a push is several requests."""

    def __init__(self, port: int, login: str) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {"Authorization": f"Basic {login}"} if login else {}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> dict[str, str]:
        """The headers of the answer. Raises FailedError for a 4xx other than 404 on HEAD."""
        headers = {**self.headers, **({"Content-Type": kind} if kind else {})}
        self.wire.request(method, path, body, headers)
        answer = self.wire.getresponse()
        said = answer.read().decode()
        if answer.status >= 400 and not (method == "HEAD" and answer.status == 404):
            raise FailedError(f"{answer.status}: {said}")
        return {**answer.headers, "status": str(answer.status)}

    def blob(self, name: str, content: bytes) -> None:
        """As docker does: ask, begin, send, close with the digest."""
        wanted = digest(content)
        if self.ask("HEAD", f"/v2/{name}/blobs/{wanted}")["status"] == "200":
            return
        place = self.ask("POST", f"/v2/{name}/blobs/uploads/")["Location"]
        place = self.ask("PATCH", place, content, "application/octet-stream")["Location"]
        self.ask("PUT", f"{place}?digest={wanted}")

    def push(self, name: str, tag: str, image: Image) -> str:
        """The digest of the manifest, as the registry gives it."""
        for content in image:
            self.blob(name, content)
        config, layer = image
        parts = [
            {"mediaType": kind, "digest": digest(content), "size": len(content)}
            for kind, content in ((CONFIG, config), (LAYER, layer))
        ]
        manifest: dict[str, Any] = {"schemaVersion": 2, "mediaType": MANIFEST}
        manifest |= {"config": parts[0], "layers": parts[1:]}
        body = json.dumps(manifest).encode()
        return self.ask("PUT", f"/v2/{name}/manifests/{tag}", body, MANIFEST)[
            "Docker-Content-Digest"
        ]


def parted(reference: str) -> tuple[str, str, str]:
    """Host, repository and tag, as docker reads a reference."""
    host, _, rest = reference.partition("/")
    if not rest or not ("." in host or ":" in host):
        host, rest = "docker.io", reference
    name, _, tag = rest.partition(":")
    return (HUB if host == "docker.io" else host), name, tag or "latest"


class Daemon:
    """Images by reference, and where each was pushed; serves while the context lasts."""

    def __init__(self, registry: int) -> None:
        self.registry = registry
        self.images: dict[str, Image] = {}
        self.pushed: dict[str, str] = {}
        """Reference -> digest."""

    def __enter__(self) -> "Daemon":
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def empty(self) -> None:
        """Forget everything."""
        self.images.clear()
        self.pushed.clear()

    def do(self, call: Mapping[str, Any]) -> str:
        """One command; what it prints. Raises FailedError."""
        verb, *rest = call["arguments"]
        place, config = Path(call["place"]), Path(call["config"]) / "config.json"
        if verb == "build":
            self.build(rest[rest.index("--tag") + 1], place / rest[-1])
        elif verb == "save":
            self.found(rest[2])
            (place / rest[1]).write_bytes(tgz({"layer": self.found(rest[2])[1]}))
        elif verb == "tag":
            self.images[rest[1]] = self.found(rest[0])
        elif verb == "login":
            self.login(rest, call["given"], config)
        elif verb == "push":
            return self.push(rest[0], config)
        elif verb == "image":
            return self.inspect(rest[2], rest[3])
        return ""

    def found(self, reference: str) -> Image:
        if reference not in self.images:
            raise FailedError(f"No such image: {reference}")
        return self.images[reference]

    def build(self, reference: str, context: Path) -> None:
        recipe = (context / "Dockerfile").read_bytes()
        config = {"architecture": "amd64", "os": "linux", "recipe": recipe.decode()}
        self.images[reference] = (json.dumps(config).encode(), tgz({"Dockerfile": recipe}))

    def login(self, rest: list[str], password: str, config: Path) -> None:
        """Refused by the registry if it is wrong; else kept in the folder of the client."""
        user = rest[rest.index("--username") + 1]
        host = rest[-1] if rest[-1] != "--password-stdin" else HUB
        key = b64encode(f"{user}:{password}".encode()).decode()
        Client(self.registry, key).ask("GET", "/v2/")
        there = json.loads(config.read_text()) if config.exists() else {"auths": {}}
        there["auths"][host] = {"auth": key}
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(json.dumps(there))

    def push(self, reference: str, config: Path) -> str:
        host, name, tag = parted(reference)
        there = json.loads(config.read_text()) if config.exists() else {"auths": {}}
        key = there["auths"].get(host, {}).get("auth", "")
        found = Client(self.registry, key).push(name, tag, self.found(reference))
        self.pushed[reference] = found
        return f"{tag}: digest: {found}\n"

    def inspect(self, wanted: str, reference: str) -> str:
        if "RepoDigests" not in wanted:
            return digest(self.found(reference)[0]) + "\n"
        if reference not in self.pushed:
            raise FailedError("index out of range: 0")
        return f"{reference.rpartition(':')[0]}@{self.pushed[reference]}\n"


def handler(daemon: Daemon) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            place, config, *rest = body.decode().split("\x1f")
            arguments, given = rest[:-1], rest[-1]
            call = {"place": place, "config": config, "arguments": arguments, "given": given}
            try:
                said, code = daemon.do(call), 200
            except FailedError as error:
                said, code = str(error), 400
            self.send_response(code)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
