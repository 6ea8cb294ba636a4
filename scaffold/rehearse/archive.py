"""Chart archives, written so that the same texts are the same bytes on any day."""

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

Texts = Mapping[str, bytes]
"""Path within the chart -> text: `{"templates/a.yaml": b"…"}`."""


def pack(chart: str, version: str, texts: Texts) -> bytes:
    """A gzipped chart of these texts; each sub-chart gets the Chart.yaml that Helm asks for."""
    members = {"Chart.yaml": _about(chart, version)}
    for folder in sorted(set(_subcharts(texts))):
        members[f"{folder}/Chart.yaml"] = _about(PurePosixPath(folder).name, "0.0.0")
    members |= {path: texts[path] for path in sorted(texts)}
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(f"{chart}/{name}")
            member.size, member.mode = len(content), 0o644
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(stream.getvalue(), compresslevel=6, mtime=0)


def _about(name: str, version: str) -> bytes:
    about = {"apiVersion": "v2", "name": name, "type": "application", "version": version}
    return json.dumps(about, sort_keys=True).encode() + b"\n"


def _subcharts(texts: Iterable[str]) -> Iterable[str]:
    """The folders of sub-charts that hold a text: `charts/crds`, `charts/a/charts/b`."""
    for path in texts:
        parts = PurePosixPath(path).parts
        for at in range(0, len(parts) - 2, 2):
            if parts[at] != "charts":
                break
            yield "/".join(parts[: at + 2])


def literal(text: str) -> str:
    """The same text as a template that renders to it."""
    return text.replace("{{", '{{ "{{" }}')


def texts(content: bytes) -> Texts:
    """Every file of an archive; none where it is damaged, which the program itself will say."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tar:
            opened = ((member.name, tar.extractfile(member)) for member in tar)
            return {name.partition("/")[2]: file.read() for name, file in opened if file}
    except (tarfile.TarError, OSError, EOFError, zlib.error):
        return {}
