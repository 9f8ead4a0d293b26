"""The self-test as the shipped program runs it: a process of its own that passes, and that can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

def ran(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PANHUANG_HOME": str(home)}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True,
                          encoding="utf-8", check=False)


def test_it_passes_says_each_step_and_leaves_nothing(tmp_path: Path) -> None:
    done = ran("-m", "panhuang_desk", "--self-test", home=tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith("通过：") for line in lines)
    assert [line.removeprefix("通过：页面 ") for line in lines if "页面" in line] == [
        "今日", "走访", "测评", "踏查", "月报", "报送", "设置"]
    assert "通过：月报 PDF" in lines
    assert done.stderr == ""
    assert not (tmp_path / "home").exists()


def test_a_page_that_breaks_fails_it(tmp_path: Path) -> None:
    script = ("import sys\nfrom panhuang_desk.__main__ import main\nimport panhuang_desk.desk.pages.today as today\n"
              "def broken(*_): raise ZeroDivisionError('x')\ntoday.TodayPage.__init__ = broken\n"
              "sys.exit(main(['--self-test']))\n")
    done = ran("-c", script, home=tmp_path / "home")
    assert done.returncode == 1
    assert "没有通过" in done.stdout
