"""A strict registry on loopback, after the OCI distribution specification 1.1.

One server stands for every host. It holds nothing that does not have the digest that was announced,
takes no manifest whose blobs it lacks, and no push without a login.
"""

import json
import re
import threading
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
NAME = r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
ROUTES = (
    ("upload", re.compile(rf"/v2/({NAME})/blobs/uploads/([a-z0-9]*)")),
    ("blob", re.compile(rf"/v2/({NAME})/blobs/([^/]+)")),
    ("manifest", re.compile(rf"/v2/({NAME})/manifests/([^/]+)")),
    ("tags", re.compile(rf"/v2/({NAME})/tags/(list)")),
)
CODES = {
    "UNAUTHORIZED": 401,
    "NAME_UNKNOWN": 404,
    "BLOB_UNKNOWN": 404,
    "BLOB_UPLOAD_UNKNOWN": 404,
    "MANIFEST_UNKNOWN": 404,
    "DIGEST_INVALID": 400,
    "MANIFEST_INVALID": 400,
    "MANIFEST_BLOB_UNKNOWN": 404,
    "SIZE_INVALID": 416,
    "UNSUPPORTED": 405,
}
"""Of the specification -> the status that it gives."""


def digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


class RefusedError(Exception):
    """A request that the specification answers with one of its codes."""


@dataclass
class Repository:
    """What one name holds."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)

    def take(self, reference: str, content: bytes) -> str:
        """A manifest under a tag or its digest; what it names must be here already."""
        found = digest(content)
        if ":" in reference and reference != found:
            raise RefusedError("DIGEST_INVALID")
        try:
            document = json.loads(content)
            parts = [document["config"], *document["layers"]]
            sound = document["schemaVersion"] == 2 and document["mediaType"] == MANIFEST
            wanted = [(part["digest"], part["size"]) for part in parts]
        except (ValueError, KeyError, TypeError):
            raise RefusedError("MANIFEST_INVALID") from None
        if not sound or (":" not in reference and not TAG.fullmatch(reference)):
            raise RefusedError("MANIFEST_INVALID")
        if any(len(self.blobs.get(name, b"")) != size for name, size in wanted):
            raise RefusedError("MANIFEST_BLOB_UNKNOWN")
        self.manifests[found] = content
        if ":" not in reference:
            self.tags[reference] = found
        return found


class Registry:
    """Serves while the context lasts; `accounts` are the users that may push, with passwords."""

    def __init__(self, accounts: dict[str, str]) -> None:
        self.accounts = accounts
        self.repositories: dict[str, Repository] = {}
        self.guard = threading.Lock()

    def __enter__(self) -> "Registry":
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
        self.repositories.clear()
        self.accounts.clear()

    def known(self, name: str) -> Repository:
        if name not in self.repositories:
            raise RefusedError("NAME_UNKNOWN")
        return self.repositories[name]

    def may(self, header: str) -> bool:
        """Whether the header of basic authentication names an account."""
        user, _, password = b64decode(header.removeprefix("Basic ")).decode().partition(":")
        return bool(password) and self.accounts.get(user) == password


def handler(registry: Registry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def answer(self, code: int, body: bytes = b"", **headers: str) -> None:
            self.send_response(code)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in {"Content-Length": str(len(body)), **named}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def refuse(self, code: str) -> None:
            body = json.dumps({"errors": [{"code": code, "message": code.lower()}]}).encode()
            more = {"WWW_Authenticate": 'Basic realm="test"'} if code == "UNAUTHORIZED" else {}
            self.answer(CODES[code], body, Content_Type="application/json", **more)

        def serve(self) -> None:
            self.body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            there = urlsplit(self.path)
            self.query = {key: value[0] for key, value in parse_qs(there.query).items()}
            try:
                with registry.guard:
                    self.find(there.path)
            except RefusedError as error:
                self.refuse(str(error))

        do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = serve  # noqa: N815

        def find(self, path: str) -> None:
            reads = self.command in ("GET", "HEAD") and path != "/v2/"
            if not reads and not registry.may(self.headers["Authorization"] or ""):
                raise RefusedError("UNAUTHORIZED")
            if path == "/v2/":
                self.answer(200)
                return
            for name, pattern in ROUTES:
                if match := pattern.fullmatch(path):
                    getattr(self, name)(*match.groups())
                    return
            raise RefusedError("NAME_UNKNOWN")

        def upload(self, name: str, session: str) -> None:
            if self.command == "POST" and not session:
                there = registry.repositories.setdefault(name, Repository())
                session = f"{len(there.uploads):08x}"
                there.uploads[session] = b""
                self.proceed(name, session, 0)
                return
            there = registry.known(name)
            if session not in there.uploads:
                raise RefusedError("BLOB_UPLOAD_UNKNOWN")
            if self.command == "PATCH":
                self.chunk(name, session)
            elif self.command == "PUT":
                self.complete(name, session)
            else:
                raise RefusedError("UNSUPPORTED")

        def chunk(self, name: str, session: str) -> None:
            there = registry.known(name)
            begin = len(there.uploads[session])
            said = self.headers["Content-Range"] or f"{begin}-{begin + len(self.body) - 1}"
            if said != f"{begin}-{begin + len(self.body) - 1}":
                raise RefusedError("SIZE_INVALID")
            there.uploads[session] += self.body
            self.proceed(name, session, len(there.uploads[session]))

        def proceed(self, name: str, session: str, size: int) -> None:
            place = f"/v2/{name}/blobs/uploads/{session}"
            self.answer(202, Location=place, Range=f"0-{max(size - 1, 0)}")

        def complete(self, name: str, session: str) -> None:
            there = registry.known(name)
            content = there.uploads[session] + self.body
            wanted = self.query.get("digest", "")
            if not DIGEST.fullmatch(wanted) or digest(content) != wanted:
                raise RefusedError("DIGEST_INVALID")
            del there.uploads[session]
            there.blobs[wanted] = content
            place = f"/v2/{name}/blobs/{wanted}"
            self.answer(201, Location=place, Docker_Content_Digest=wanted)

        def blob(self, name: str, reference: str) -> None:
            if reference not in registry.known(name).blobs:
                raise RefusedError("BLOB_UNKNOWN")
            content = registry.known(name).blobs[reference]
            self.answer(200, content, Docker_Content_Digest=reference)

        def manifest(self, name: str, reference: str) -> None:
            there = registry.known(name)
            if self.command == "PUT":
                if self.headers["Content-Type"] != MANIFEST:
                    raise RefusedError("MANIFEST_INVALID")
                found = there.take(reference, self.body)
                place = f"/v2/{name}/manifests/{found}"
                self.answer(201, Location=place, Docker_Content_Digest=found)
                return
            found = there.tags.get(reference, reference)
            if found not in there.manifests:
                raise RefusedError("MANIFEST_UNKNOWN")
            content = there.manifests[found]
            self.answer(200, content, Content_Type=MANIFEST, Docker_Content_Digest=found)

        def tags(self, name: str, _: str) -> None:
            document: dict[str, Any] = {"name": name, "tags": sorted(registry.known(name).tags)}
            self.answer(200, json.dumps(document).encode(), Content_Type="application/json")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
