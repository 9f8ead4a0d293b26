"""The set-up of run.sh and test.sh, with stand-ins for Python, the loader and apt-get."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts; Windows has its own")

ROOT = Path(__file__).resolve().parents[2]

PYTHON = """#!/bin/sh
echo "python $*" >> "$CALLS"
case "$*" in
    -V) echo Python 3.12.0 ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && touch "$3/made-by-venv" ;;
    "-m pip "*) [ -z "${PIP_FAILS:-}" ] || { echo no network; exit 1; }
        for tool in panhuang-desk ruff mypy lint-imports pytest; do
            cp "$TOOLS/tool" "$(dirname "$0")/$tool"
        done ;;
esac
"""
TOOL = """#!/bin/sh
echo "$(basename "$0") in $(pwd):$(printf ' [%s]' "$@")" >> "$CALLS"
case "$(basename "$0")" in "${TOOL_FAILS:-none}") exit 3 ;; esac
"""
LDD = """#!/bin/sh
[ -z "${MISSING:-}" ] || [ -e "$TOOLS/installed" ] || for library in $MISSING; do
    printf '\\t%s => not found\\n' "$library"
done
"""
APT = """#!/bin/sh
echo "apt-get $*" >> "$CALLS"
case "$1" in install) touch "$TOOLS/installed" ;; esac
"""


class Machine:
    """A checkout and a PATH on which the stand-ins come first."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "工作台 一"
        self.tools = folder / "tools"
        self.calls_file = folder / "calls"
        (self.root / "build").mkdir(parents=True)
        self.tools.mkdir()
        for name in ("setup.sh", "run.sh", "test.sh", "demo.py"):
            shutil.copy(ROOT / "build" / name, self.root / "build")
        (self.root / "pyproject.toml").write_text("one", encoding="utf-8")
        texts = {"python3.13": PYTHON, "ldd": LDD, "apt-get": APT, "tool": TOOL}
        texts["uname"] = "#!/bin/sh\necho Linux\n"
        for name, text in texts.items():
            (self.tools / name).write_text(text, encoding="utf-8")
            (self.tools / name).chmod(0o755)
        self.be_user(0)

    def be_user(self, number: int) -> None:
        (self.tools / "id").write_text(f"#!/bin/sh\necho {number}\n", encoding="utf-8")
        (self.tools / "id").chmod(0o755)

    def run(self, script: str, *arguments: str, **environment: str) -> tuple[int, str, list[str]]:
        """The exit code, what was said on stderr, and the calls of the stand-ins."""
        self.calls_file.write_text("", encoding="utf-8")
        known = {**os.environ, "PATH": f"{self.tools}:{os.environ['PATH']}", "TOOLS": str(self.tools)}
        for name in ("PYTHON", "WAYLAND_DISPLAY"):
            known.pop(name, None)
        done = subprocess.run(
            ["sh", str(self.root / "build" / script), *arguments], cwd=self.tools, check=False,
            capture_output=True, text=True, encoding="utf-8",
            env={**known, "CALLS": str(self.calls_file), **environment})
        return done.returncode, done.stderr, self.calls_file.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_start_sets_up_and_the_second_does_nothing(machine: Machine) -> None:
    code, said, calls = machine.run("run.sh", "figures", "一 二.phdb")
    assert code == 0
    assert "首次准备" in said
    assert "python -m pip install --quiet --editable ." in calls
    started = f"panhuang-desk in {machine.tools}: [figures] [一 二.phdb]"
    assert calls[-1] == started
    assert machine.run("run.sh", "figures", "一 二.phdb") == (0, "", [started])


def test_the_demo_is_made_by_its_script(machine: Machine) -> None:
    machine.run("run.sh")
    assert machine.run("run.sh", "--demo")[2] == [f"python {machine.root}/build/demo.py"]


def test_tests_need_more_than_a_run_and_a_run_nothing_more_than_tests(machine: Machine) -> None:
    machine.run("run.sh")
    code, _, calls = machine.run("test.sh", "-k", "one")
    assert code == 0
    assert "python -m pip install --quiet --editable .[test]" in calls
    assert [call.split(" in ")[0] for call in calls[-4:]] == ["ruff", "mypy", "lint-imports", "pytest"]
    assert calls[-1] == f"pytest in {machine.root}: [-k] [one]"
    assert len(machine.run("run.sh")[2]) == 1


@pytest.mark.parametrize("tool", ["ruff", "mypy", "lint-imports", "pytest"])
def test_any_check_that_fails_fails_the_whole_and_the_tests_still_run(machine: Machine, tool: str) -> None:
    code, _, calls = machine.run("test.sh", TOOL_FAILS=tool)
    assert code != 0
    assert calls[-1].startswith("pytest ")


def test_another_pyproject_is_installed_again(machine: Machine) -> None:
    machine.run("run.sh")
    (machine.root / "pyproject.toml").write_text("two", encoding="utf-8")
    _, _, calls = machine.run("run.sh")
    assert any("pip install" in call for call in calls)
    assert not any("-m venv" in call for call in calls)
    assert len(machine.run("run.sh")[2]) == 1


def test_a_set_up_that_failed_says_so_and_is_made_anew(machine: Machine) -> None:
    code, said, calls = machine.run("run.sh", PIP_FAILS="1")
    assert code == 1
    assert "no network" in said
    assert said.splitlines()[-1].startswith("依赖没有装好")
    assert not any(call.startswith("panhuang-desk") for call in calls)
    (machine.root / ".venv" / "half").touch()
    assert machine.run("run.sh")[0] == 0
    assert not (machine.root / ".venv" / "half").exists()


def test_a_checkout_that_moved_is_set_up_anew(machine: Machine) -> None:
    machine.run("run.sh")
    machine.root = machine.root.rename(machine.root.with_name("别处"))
    code, _, calls = machine.run("run.sh")
    assert code == 0
    assert any("-m venv" in call for call in calls)


def test_root_installs_the_missing_libraries(machine: Machine) -> None:
    code, said, calls = machine.run("run.sh", MISSING="libEGL.so.1 libxcb-cursor.so.0 libgthread-2.0.so.0")
    assert code == 0
    update, install = [call for call in calls if call.startswith("apt-get")]
    assert update.startswith("apt-get update")
    assert install.split()[-3:] == ["libegl1", "libglib2.0-0", "libxcb-cursor0"]
    assert said.splitlines()[-1].startswith("正在安装窗口所需的系统库")
    assert len(machine.run("run.sh")[2]) == 1


def test_others_are_told_the_line_to_run_until_the_libraries_are_there(machine: Machine) -> None:
    machine.be_user(1000)
    machine.run("run.sh")
    for _ in range(2):
        (machine.root / ".venv" / ".libraries").unlink(missing_ok=True)
        code, said, calls = machine.run("run.sh", MISSING="libEGL.so.1")
        assert code == 0
        assert said.count("\n") == 1
        assert "apt-get install -y --no-install-recommends libegl1" in said
        assert [call.split(" in ")[0] for call in calls] == ["panhuang-desk"]
    assert not (machine.root / ".venv" / ".libraries").exists()


def test_without_a_python_there_is_one_line(machine: Machine) -> None:
    code, said, _ = machine.run("run.sh", PYTHON="no-such-python")
    assert code == 1
    assert said.count("\n") == 1
    assert "3.10" in said
    assert not (machine.root / ".venv").exists()
