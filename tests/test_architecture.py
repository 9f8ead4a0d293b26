"""The shape of the package that import-linter cannot state: rooms, leaves, and what is loaded when."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "panhuang_desk"
LEAVES = {"__init__", "__main__", "assets", "errors", "paths", "settings"}
ROOMS = {"cli", "desk", "exchange", "model", "report", "services", "store"}
HEAVY = ("reportlab", "openpyxl", "pypinyin", "PIL", "PySide6.QtPdf", "PySide6.QtPdfWidgets")
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


def test_no_import_of_our_own_is_hidden_in_a_function() -> None:
    """The door may choose what to load, and services load the room that draws paper on first use, as it is heavy;
    anywhere else a hidden import would hide a cycle."""
    hidden = []
    for path in modules():
        if path.name == "__main__.py":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                hidden += [f"{path.name}:{node.lineno}" for node in ast.walk(function)
                           if isinstance(node, ast.ImportFrom) and "panhuang_desk" in (node.module or "")
                           and not (path.parent.name == "services" and "panhuang_desk.report." in (node.module or ""))]
    assert not hidden


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
