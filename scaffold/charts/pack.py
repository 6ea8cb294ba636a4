"""Chart archives of our own, out of CRDs: a pure function of bytes.

The objects lie in a sub-chart: Helm stores a chart's own templates in the release's Secret, base64
inside gzip, and those of sub-charts not (helm.sh/helm/v3 pkg/chart/chart.go, `dependencies` has no
JSON name). So a release takes 4/3 of its compressed objects instead of four times as much.
"""

import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from hashlib import sha256

from scaffold.charts import crds
from scaffold.charts.fault import ArchiveError
from scaffold.charts.lock import MOST_PARTS, Line, Pack

MOST_KIBIBYTES = 400
"""Compressed, of one part: its release fits Helm's Secret of 1 MiB."""
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Of gzip: no name, no time, no operating system."""


def pack(line: Line, source: bytes) -> bytes:
    """The archive of a packed line, out of its source.

    Raises ArchiveError: SC603 to SC606 for the source, SC608, SC609.
    """
    how = line.pack or Pack("", 1, 1)
    if how.part == 0:
        return archive(line, crds.others(source))
    texts = crds.of_chart(source, how.origin) if how.origin else crds.of_file(source)
    made = [archive(line, part) for part in split(texts, how.parts)]
    if not all(map(_small, made)):
        raise ArchiveError("SC608", _unfit(line, texts, how.parts), "Set 'parts' in the manifest.")
    return made[how.part - 1]


def split(texts: crds.Texts, parts: int) -> list[dict[str, bytes]]:
    """Each CRD's part hangs on its name alone: none moves to another release in an upgrade."""
    found: list[dict[str, bytes]] = [{} for _ in range(parts)]
    for name in sorted(texts):
        found[int(sha256(name.encode()).hexdigest(), 16) % parts][name] = texts[name]
    return found


def fits(line: Line, texts: crds.Texts, parts: int) -> bool:
    """Whether no part is too large."""
    return all(_small(archive(line, part)) for part in split(texts, parts))


def _small(content: bytes) -> bool:
    return len(content) <= MOST_KIBIBYTES << 10


def _unfit(line: Line, texts: crds.Texts, parts: int) -> str:
    """Why the declared number is wrong, and which one fits."""
    noun = "part" if parts == 1 else "parts"
    few = f"the CRDs do not fit in {parts} {noun} of {MOST_KIBIBYTES} KiB"
    for name in texts:
        if not fits(line, {name: texts[name]}, 1):
            return f"{few}: '{name.removesuffix('.json')}' alone is larger"
    numbers = (number for number in range(parts + 1, MOST_PARTS) if fits(line, texts, number))
    return f"{few}: {next(numbers, MOST_PARTS)} parts fit"


def archive(line: Line, texts: Mapping[str, bytes]) -> bytes:
    """A chart of these texts; the same bytes for the same texts, on any day."""
    about = {"apiVersion": "v2", "name": line.chart, "type": "application", "version": line.version}
    inner = {**about, "name": "objects"}
    members = {"Chart.yaml": _json(about), "charts/objects/Chart.yaml": _json(inner)}
    members |= {f"charts/objects/templates/{name}": texts[name] for name in sorted(texts)}
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(f"{line.chart}/{name}")
            member.size, member.mode = len(content), 0o644
            tar.addfile(member, io.BytesIO(content))
    return _gzipped(stream.getvalue())


def _json(about: Mapping[str, str]) -> bytes:
    return json.dumps(about, sort_keys=True).encode() + b"\n"


def _gzipped(content: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = squeeze.compress(content) + squeeze.flush()
    tail = zlib.crc32(content).to_bytes(4, "little") + (len(content) % 2**32).to_bytes(4, "little")
    return _HEADER + body + tail
