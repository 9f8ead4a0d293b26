"""What is shipped works by itself: sdist, the wheel made from it, an empty environment outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def done(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command printed; the test fails with its words where it failed."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
                         env={**known, **environment}, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    done(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "tarfile", "-e", sdist, folder, cwd=folder)
    source = next(path for path in folder.iterdir() if path.is_dir())
    done(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it. The libraries come from this one, the program itself cannot: links
    to a checkout are not followed from a folder that is named in a `.pth` file."""
    folder = tmp_path_factory.mktemp("空 的") / "env"
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / ("python.exe" if sys.platform == "win32" else "python")
    packages = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    Path(packages, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    done(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index",
         "--ignore-installed", wheel, cwd=folder)
    return programs


def test_the_sdist_holds_all_that_is_needed_to_build_and_test(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for wanted in ("build/run.sh", "build/test.sh", "build/setup.sh", "build/run.bat", "hatch_build.py", "LICENSE",
                   "resources/villages.csv", "db/schema.sql", "tests/test_wheel.py", "ARCHITECTURE.md"):
        assert wanted in names
    assert not [name for name in names if name.endswith((".phdb", ".pyc")) or name.startswith((".venv", "demo/"))]


def test_the_wheel_holds_the_data_folders_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("resources", "db"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"panhuang_desk/_bundled/{path.relative_to(ROOT).as_posix()}" in names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"panhuang_desk"}
    assert any(name.endswith("licenses/resources/fonts/OFL.txt") for name in names)


def test_the_installed_program_makes_the_demo_and_the_report(environment: Path, tmp_path: Path) -> None:
    given = {"PANHUANG_PASSPHRASE": "桑榆未晚2026", "PANHUANG_HOME": str(tmp_path / "home")}
    where = done(environment / "python", "-c", "import panhuang_desk; print(panhuang_desk.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(environment.parent)
    program = environment / "panhuang-desk"
    done(program, "demo", "示例.phdb", "--villages", "2", "--households", "30", "--months", "2", "--until", "2026-05",
         cwd=tmp_path, **given)
    done(program, "report", "示例.phdb", "2026-05", "-o", "月报.pdf", cwd=tmp_path, **given)
    assert (tmp_path / "月报.pdf").read_bytes().startswith(b"%PDF-")
    done(program, "check", "示例.phdb", cwd=tmp_path, **given)
