"""What `make bench` compares with: the floor, cookiecutter and copier, on the same files."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

VARIABLES = 40
"""Variables in each template, as in a template of ours."""
BIN = Path(sys.executable).parent
Run = tuple[Sequence[str], Callable[[], None]]
FLOOR = """\
import sys
from pathlib import Path
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
templates, cache, out = map(Path, sys.argv[1:])
environment = Environment(
    loader=FileSystemLoader(templates), bytecode_cache=FileSystemBytecodeCache(str(cache))
)
words = {f"v{n}": f"word{n}" for n in range(40)}
for path in sorted(p for p in templates.rglob("*") if p.is_file()):
    name = path.relative_to(templates).as_posix()
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text(environment.get_template(name).render(words))
"""


def _templates(files: Mapping[str, str], open_: str) -> Mapping[str, str]:
    """The same files as Jinja templates: their text taken literally, and 40 variables."""
    tail = "".join(f"# {{{{ {open_}v{n} }}}}\n" for n in range(VARIABLES))
    raw = "{% raw %}"
    end = "{% endraw %}"
    return {
        path: f"{raw}{text.replace('{%', '{ %').replace('{#', '{ #')}{end}\n{tail}"
        for path, text in files.items()
    }


def _write(place: Path, files: Mapping[str, str], suffix: str = "") -> None:
    for path, text in files.items():
        target = place / f"{path}{suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def floor(place: Path, files: Mapping[str, str]) -> Sequence[str]:
    """Jinja alone, its templates compiled before; they are warmed here."""
    templates, cache, out = place / "floor", place / "cache", place / "floor-out"
    cache.mkdir()
    _write(templates, _templates(files, ""))
    command = [sys.executable, "-c", FLOOR, str(templates), str(cache), str(out)]
    subprocess.run(command, check=True)
    return command


def cookiecutter(place: Path, files: Mapping[str, str]) -> Run:
    """A template of one folder."""
    source, out = place / "cookie", place / "cookie-out"
    _write(source / "{{cookiecutter.name}}", _templates(files, "cookiecutter."))
    words = ", ".join(f'"v{n}": "word{n}"' for n in range(VARIABLES))
    (source / "cookiecutter.json").write_text(f'{{"name": "acme", {words}}}')
    command = [str(BIN / "cookiecutter"), "--no-input", "-o", str(out), str(source)]
    return command, lambda: shutil.rmtree(out, ignore_errors=True)


def copier(place: Path, files: Mapping[str, str]) -> Run:
    """A template in a git repository with two tags, as copier wants it for updates."""
    source, out = place / "copier", place / "copier-out"
    _write(source, _templates(files, ""), ".jinja")
    (source / "copier.yml").write_text(
        "".join(f"v{n}: {{type: str, default: word{n}}}\n" for n in range(VARIABLES))
    )
    (source / "{{_copier_conf.answers_file}}.jinja").write_text("{{_copier_answers|to_nice_yaml}}")
    _git(source, "init", "-q")
    _commit(source)
    _git(source, "tag", "v1")
    readme = source / "README.md.jinja"
    readme.write_text("An edit of the template.\n" + readme.read_text())
    _commit(source)
    _git(source, "tag", "v2")
    command = [str(BIN / "copier"), "copy", "--defaults", "-q", "-r", "v1", str(source), str(out)]
    return command, lambda: shutil.rmtree(out, ignore_errors=True)


def copier_update(place: Path, files: Mapping[str, str]) -> Run:
    """An update from the first tag to the second, with two edits of the user's."""
    command, clean = copier(place / "second", files)
    clean()
    subprocess.run(command, check=True, capture_output=True)
    out, kept = place / "second" / "copier-out", place / "second" / "kept"
    for name in ("README.md", "__main__.py"):
        (out / name).write_text((out / name).read_text() + "\n# an edit\n")
    _git(out, "init", "-q")
    _commit(out)
    shutil.copytree(out, kept, symlinks=True)

    def again() -> None:
        shutil.rmtree(out)
        shutil.copytree(kept, out, symlinks=True)

    return [str(BIN / "copier"), "update", "--defaults", "-q", "-r", "v2", str(out)], again


def _commit(place: Path) -> None:
    _git(place, "add", "-A")
    _git(place, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "state")


def _git(place: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=place, check=True, capture_output=True)
