"""Certificates of one throwaway control plane: one authority, and what it signs."""

import subprocess
from pathlib import Path

from scaffold.errors import Problem, ToolError

NAMES = (
    "subjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,"
    "DNS:kubernetes.default,DNS:kubernetes.default.svc"
)
DAYS = "30"
HINT = "Install OpenSSL 1.1 or newer."
SIGNED = {
    "apiserver": "/CN=kube-apiserver",
    "admin": "/O=system:masters/CN=admin",
    "front-proxy": "/CN=front-proxy-client",
}
"""File -> subject."""


def write(folder: Path) -> None:
    """`<name>.key` and `<name>.crt` of each, `ca.*`, and a key pair for service accounts.

    Raises ToolError (SC705) where openssl is missing or fails.
    """
    folder.mkdir(parents=True)
    new = ["req", "-newkey", "rsa:2048", "-nodes"]
    _openssl(folder, [*new, "-x509", *_files("ca"), "-subj", "/CN=ca", "-days", DAYS])
    (folder / "names").write_text(NAMES, "utf-8")
    for name, subject in SIGNED.items():
        request = f"{name}.csr"
        _openssl(folder, [*new, "-keyout", f"{name}.key", "-out", request, "-subj", subject])
        by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", DAYS]
        extra = ["-extfile", "names"] if name == "apiserver" else []
        _openssl(folder, ["x509", "-req", "-in", request, *by, "-out", f"{name}.crt", *extra])
    _openssl(folder, ["genrsa", "-out", "sa.key", "2048"])
    _openssl(folder, ["rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub"])


def _files(name: str) -> list[str]:
    return ["-keyout", f"{name}.key", "-out", f"{name}.crt"]


def _openssl(folder: Path, arguments: list[str]) -> None:
    try:
        done = subprocess.run(
            ["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ToolError([Problem("SC705", "openssl", "is not on PATH", HINT)]) from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise ToolError([Problem("SC705", "openssl", f"'{arguments[0]}' failed: {last}", HINT)])
