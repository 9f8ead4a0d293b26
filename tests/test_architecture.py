"""The shape of the package that import-linter cannot state: rooms, leaves, and what is loaded when."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "panhuang_desk"
LEAVES = {"__init__", "__main__", "assets", "errors", "paths", "settings"}
ROOMS = {"cli", "desk", "exchange", "model", "report", "services", "store"}
HEAVY = ("reportlab", "openpyxl", "pypinyin", "PIL", "PySide6.QtPdf", "PySide6.QtPdfWidgets", "pypdfium2",
         "zxingcpp", "nacl")
SQL = ("select ", "insert into", "update ", "delete from", "create table", "pragma ")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def loaded_by(statement: str) -> set[str]:
    """The names of the modules that a fresh interpreter has loaded after a statement."""
    done = subprocess.run([sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
                          cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_set_of_rooms_and_of_leaves_is_closed() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == LEAVES
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    assert folders - {"__pycache__", "_bundled"} == ROOMS


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    loaded = loaded_by("from panhuang_desk.__main__ import main\nmain(['--version'])")
    heavy = {"PySide6", "sqlcipher3", "sqlite_utils", *HEAVY}
    assert not {name for name in loaded if name.split(".")[0] in heavy}


@pytest.mark.parametrize("module", ["demo", "papers", "tables", "copies"])
def test_the_command_line_loads_no_window_and_no_heavy_library_before_it_is_used(module: str) -> None:
    loaded = loaded_by(f"import panhuang_desk.cli.{module}")
    assert not {name for name in loaded if name.split(".")[0] in ("PySide6", *HEAVY)}


def test_the_window_is_loaded_without_the_heavy_libraries() -> None:
    loaded = loaded_by("import panhuang_desk.desk.app")
    assert not [name for name in HEAVY if name in loaded]


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def statements_of(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below one, but for what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if not is_for_types_only(child):
            yield child
            yield from statements_of(child)


def imports_of(path: Path, known: set[str]) -> set[str]:
    """The modules of ours that a module imports anywhere, functions included."""
    found = set()
    for node in statements_of(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & known) or {node.module}
    return found & known


def test_no_modules_import_each_other_in_a_circle_not_even_inside_functions() -> None:
    """An import inside a function puts a load off; it must not hide a circle."""
    known = {name_of(path) for path in modules()}
    graph = {name_of(path): imports_of(path, known) - {name_of(path)} for path in modules()}
    while ends := {name for name, wanted in graph.items()
                   if not wanted & graph.keys() or not any(name in other for other in graph.values())}:
        graph = {name: wanted for name, wanted in graph.items() if name not in ends}
    assert not graph, f"these import each other: {graph}"


def test_sql_is_written_in_the_store_only() -> None:
    found = []
    for path in modules():
        if path.relative_to(PACKAGE).parts[0] == "store":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if text.lower().startswith(SQL) and any(word in text for word in ("FROM", "INTO", "SET")):
                found.append(f"{path.name}:{node.lineno}")
    assert not found


def test_files_stay_small_enough_to_be_read() -> None:
    long = {path.name: lines for path in modules()
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500}
    assert not long
