"""The command line as a person or another program runs it: a process, its exit code and all that it prints."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.store.faults.harness import PASSPHRASE, ROOT

_CAPBSET_DROP, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2


def run(
    *arguments: object, home: Path, passphrase: str = PASSPHRASE, before: Sequence[str] = (),
    prepare: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `panhuang-desk`; `before` stands before it, `prepare` runs in the new process."""
    return subprocess.run(
        [*before, sys.executable, "-m", "panhuang_desk", *map(str, arguments)], cwd=ROOT, text=True, encoding="utf-8",
        capture_output=True, check=False, preexec_fn=prepare, stdin=subprocess.DEVNULL,
        env={**os.environ, "PANHUANG_PASSPHRASE": passphrase, "PANHUANG_HOME": str(home), "PYTHONUTF8": "1"},
    )


def refusal(*arguments: object, home: Path, **more: object) -> str:
    """The one line that a command ends with where something is wrong: exit code 1, and nothing else on stderr."""
    ended = run(*arguments, home=home, **more)
    assert ended.returncode == 1, (ended.returncode, ended.stdout, ended.stderr)
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    assert lines[0].rstrip().endswith("。"), lines[0]
    return lines[0]


def obey_permissions() -> None:
    """Give up root's right to write where nobody may, in a process that is about to become the program."""
    if os.geteuid() == 0:
        for right in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if ctypes.CDLL(None, use_errno=True).prctl(_CAPBSET_DROP, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")
