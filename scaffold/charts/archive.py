"""A chart archive, read to its end: what is in it, and why it is refused."""

import gzip
import io
import posixpath
import tarfile
import zlib
from collections.abc import Callable, Iterator

from scaffold.charts.documents import documents
from scaffold.charts.fault import ArchiveError

UNPACKED_MEBIBYTES = 100
"""Helm refuses larger ones: `MaxDecompressedChartSize` of its chart loader."""
AGAIN = "Delete the file in charts/ if it is there, then run scaffold vendor again."
UNSAFE = "Do not install it; tell the chart's authors."
OTHER = "Compare charts.lock with the address it names."
Wanted = Callable[[str], bool]
"""Whether a file, by its path within the chart's folder, is worth its bytes."""


class _Limited(io.RawIOBase):
    """The unpacked stream, which ends with a fault where it grows too large."""

    def __init__(self, content: bytes) -> None:
        self.stream = gzip.GzipFile(fileobj=io.BytesIO(content))
        self.seen = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, which must be positive."""
        chunk = self.stream.read(size)
        self.seen += len(chunk)
        if self.seen > UNPACKED_MEBIBYTES << 20:
            raise ArchiveError("SC605", f"unpacks to more than {UNPACKED_MEBIBYTES} MiB", UNSAFE)
        return chunk


def check(content: bytes, name: str) -> None:
    """Raise ArchiveError (SC603 to SC606) unless it is the chart of `<chart>-<version>.tgz`."""
    files(content, name, lambda path: False)


def files(content: bytes, name: str, wanted: Wanted) -> dict[str, bytes]:
    """The wanted files of a checked archive: `{"crds/a.yaml": b"…"}`, without the chart's folder.

    Raises ArchiveError: SC603 another chart, SC604 unsafe path, SC605 too large, SC606 damaged.
    """
    try:
        found = dict(_members(content, lambda path: path == "Chart.yaml" or wanted(path)))
    except (EOFError, tarfile.TarError, OSError, zlib.error) as error:
        short = isinstance(error, EOFError) or "unexpected end" in str(error)
        what = "is cut short" if short else "is not a gzipped tar archive"
        raise ArchiveError("SC606", what, AGAIN) from None
    _identify(found.pop("Chart.yaml", None), found.pop("/", b"").decode(), name)
    return found


def _members(content: bytes, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Path within the folder and bytes of each wanted file; `/` is the folder's name."""
    stream = _Limited(content)
    folder = ""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            top, path = _place(member)
            folder = folder or top
            if top != folder:
                raise ArchiveError(
                    "SC604", f"holds a path outside '{folder}/': '{member.name}'", UNSAFE
                )
            if member.isfile() and wanted(path):
                opened = archive.extractfile(member)
                yield path, opened.read() if opened else b""
    while stream.read(1 << 16):
        pass  # up to the checksum at the end
    yield "/", folder.encode()


def _place(member: tarfile.TarInfo) -> tuple[str, str]:
    """The first folder of a member and the path below it. Raises ArchiveError (SC604)."""
    name = member.name
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or not name.isprintable():
        raise ArchiveError("SC604", f"holds an unsafe path: '{_shown(name)}'", UNSAFE)
    clean = posixpath.normpath(name)
    top, _, path = clean.partition("/")
    if member.issym() or member.islnk():
        base = posixpath.dirname(clean) if member.issym() else ""
        target = posixpath.normpath(posixpath.join(base, member.linkname))
        if target != top and not target.startswith(f"{top}/"):
            shown = f"{_shown(name)} -> {_shown(member.linkname)}"
            raise ArchiveError("SC604", f"holds a link that leads out: '{shown}'", UNSAFE)
    elif not member.isfile() and not member.isdir():
        raise ArchiveError("SC604", f"holds neither file nor folder: '{_shown(name)}'", UNSAFE)
    return top, path


def _shown(name: str) -> str:
    return name.encode("unicode_escape").decode()[:200]


def _identify(chart_yaml: bytes | None, folder: str, name: str) -> None:
    """Raise ArchiveError (SC603) unless folder, name and version are those of `name`."""
    if chart_yaml is None:
        raise ArchiveError("SC603", "is not a chart: it holds no Chart.yaml", OTHER)
    about = next(iter(documents(chart_yaml, "Chart.yaml")), {})
    chart, version = str(about.get("name", "")), str(about.get("version", ""))
    if f"{chart}-{version}.tgz" != name:
        named = name.removesuffix(".tgz")
        raise ArchiveError("SC603", f"is '{chart[:80]}-{version[:80]}', not '{named}'", OTHER)
    if folder != chart:
        raise ArchiveError("SC603", f"keeps the chart '{chart}' in a folder '{folder}'", OTHER)
