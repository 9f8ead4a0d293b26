"""Set-up of `.venv` on Windows, called by setup.bat with `run` or `test`; standard library only."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def place_of_python() -> Path:
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def is_spoilt() -> bool:
    """Whether `.venv` is half made, or was moved with its checkout: its scripts name their place."""
    place = VENV / ".place"
    moved = place.is_file() and place.read_text(encoding="utf-8") != str(ROOT)
    return moved or (VENV / ".unfinished").exists() or (VENV.is_dir() and not place_of_python().exists())


def prepare(mode: str) -> int:
    """Make `.venv` with the package in it. The mark `.unfinished` stands first and goes last."""
    if is_spoilt():
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    unfinished = VENV / ".unfinished"
    unfinished.touch()
    (VENV / ".place").write_text(str(ROOT), encoding="utf-8")
    if not place_of_python().exists():
        say(f"首次准备：正在用 Python {sys.version.split()[0]} 建立运行环境 .venv ……")
        venv.create(VENV, with_pip=True)
    say("正在安装程序和依赖（需要联网，约几分钟；以后启动不再重复）……")
    what = ".[test]" if mode == "test" else "."
    command = [str(place_of_python()), "-m", "pip", "install", "--quiet", "--editable", what]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        say("依赖没有装好，原因见上。请检查网络或软件源后重新运行本命令。")
        return 1
    for stamp in ("run", "test")[: 2 if mode == "test" else 1]:
        shutil.copyfile(ROOT / "pyproject.toml", VENV / f".ready_{stamp}")
    unfinished.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(prepare(sys.argv[1]))
