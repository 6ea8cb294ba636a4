"""The house's rules that a machine can see: contracts, budgets, docstrings, forbidden calls."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scaffold"
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)
LINES, BODY, PARAMETERS = 200, 25, 4
WRITERS = (
    "regenerate/",
    "charts/",
    "rehearse/",
    "wizard/draft.py",
    "render/environment.py",
    "catalogue/cache.py",
)
"""Where files are written: the repository, its charts, throwaway folders, drafts, the cache."""
WRITING = {
    "write_text", "write_bytes", "unlink", "mkdir", "rmdir", "rename", "touch", "symlink_to",
    "rmtree", "copytree", "copyfile", "copy2", "move", "makedirs", "remove", "removedirs",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.fixture(params=FILES, ids=named)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_a_file_is_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= LINES


def test_a_function_is_short_and_takes_few_parameters(file: Path) -> None:
    for node in nodes(file, ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        body = (node.end_lineno or 0) - node.lineno + 1 - _docstring(node)
        given = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        count = len([name for name in given if name not in ("self", "cls")])
        assert body <= BODY, f"{node.name} has {body} lines"
        assert count <= PARAMETERS or _decorated(node), f"{node.name} takes {count} parameters"


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or 0) - first.lineno + 1


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A command's parameters are its options."""
    return bool(node.decorator_list) and node.name == "command"


def test_public_names_have_docstrings(file: Path) -> None:
    module = ast.parse(file.read_text("utf-8"))
    assert ast.get_docstring(module)
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"):
                    assert ast.get_docstring(item), f"{node.name}.{item.name}"


def test_nothing_catches_everything(file: Path) -> None:
    for node in nodes(file, ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        kind = node.type
        assert kind is not None
        assert not (
            isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")
        ) or any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node)), (
            f"line {node.lineno} swallows {ast.unparse(kind)}"
        )


def test_only_the_command_line_prints_and_exits(file: Path) -> None:
    if named(file).startswith("cli/"):
        return
    for node in nodes(file, ast.Call):
        assert isinstance(node, ast.Call)
        called = ast.unparse(node.func)
        assert called not in ("print", "sys.exit", "exit", "quit"), f"line {node.lineno}"


def test_files_are_written_in_few_places(file: Path) -> None:
    if named(file).startswith(WRITERS):
        return
    for node in nodes(file, ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute):
            assert node.func.attr not in WRITING, f"line {node.lineno}: {ast.unparse(node.func)}"
        if ast.unparse(node.func) in ("open", "io.open"):
            mode = ast.unparse(node.args[1]) if len(node.args) > 1 else "'r'"
            assert "w" not in mode
            assert "a" not in mode


def test_no_name_says_nothing(file: Path) -> None:
    """`regenerate/base.py` is about the base of a merge."""
    empty = {"utils.py", "helpers.py", "manager.py", "common.py", "misc.py"}
    assert file.name not in empty
    assert file.name != "base.py" or file.parent.name == "regenerate"


def test_the_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_imports_itself_in_a_ring() -> None:
    """Of any kind, late imports included, but for those of the lazy command line."""
    graph = {module(path): set(imported(path)) for path in FILES}
    seen: dict[str, int] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if seen.setdefault(name, 0) == 0:
            for other in sorted(graph.get(name, ())):
                visit(other, (*way, name))
            seen[name] = 1

    for name in graph:
        visit(name, ())


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    known = {module(p) for p in FILES}
    package = module(path) if path.name == "__init__.py" else module(path).rpartition(".")[0]
    for node in nodes(path, ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        assert node.level == 0, f"{path}: relative import"
        for name in node.names:
            full = f"{node.module}.{name.name}"
            target = full if full in known else node.module or ""
            if target in known and target != package:
                yield target


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["completion", "bash"]])
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    script = (
        "import sys\nfrom scaffold.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        "heavy = {'jinja2','questionary','rich','yaml','msgspec','asyncio','pulumi'}\n"
        "sys.stderr.write(','.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
