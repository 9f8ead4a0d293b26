"""The PDF itself to CUPS: by standard input, so that it stands in no file of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from panhuang_desk.desk.printing.choice import LONG_EDGE, ONE_SIDE, SHORT_EDGE, Choice
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress

_SIDES = {LONG_EDGE: "two-sided-long-edge", SHORT_EDGE: "two-sided-short-edge", ONE_SIDE: "one-sided"}
_ASK_AGAIN_S = 0.1

_REFUSALS = (
    (("scheduler", "unable to connect", "connection refused", "no such file"), "打印服务没有开。",
     "请在系统里启动打印服务（CUPS），或者存成 PDF 到别的电脑上印。", "no_spooler"),
    (("does not exist", "unknown destination"), "找不到这台打印机。",
     "请重新选一台；还是不行，请看系统的打印服务（CUPS）开着没有，打印机有没有改名。", "no_printer"),
    (("not accepting", "rejecting"), "这台打印机现在不收新的打印。",
     "请在系统的打印机设置里让它收，或者换一台。", "printer_closed"),
    (("forbidden", "not authorized", "unauthorized"), "这台电脑不让你用这台打印机。",
     "请找管电脑的人开通，或者换一台打印机。", "printer_closed"),
    (("too large", "no space", "quota"), "打印服务收不下了。", "请清掉没印完的打印，或者清出磁盘地方。", "full"),
)


def is_there() -> bool:
    """Whether a PDF can be handed over as it is."""
    return sys.platform != "win32" and shutil.which("lp") is not None


def command(choice: Choice, title: str) -> list[str]:
    """What is called; `title` is all that it says of the paper, and any user of the machine may read it."""
    words = ["lp", "-d", choice.printer, "-n", str(choice.copies), "-t", title,
             "-o", f"media={choice.paper}", "-o", "print-scaling=none", "-o", f"collate={str(choice.collate).lower()}"]
    if choice.duplex:
        words += ["-o", f"sides={_SIDES[choice.duplex]}"]
    if choice.ranges:
        words += ["-P", ",".join(f"{low}-{high}" if high > low else str(low) for low, high in choice.ranges)]
    for name, value in choice.options:
        words += ["-o", f"{name}={value}"]
    return [*words, "-"]


def hand_over(content: bytes, choice: Choice, title: str, progress: Progress) -> None:
    """Give the bytes to the spooler and wait until it has them; UserError where it refuses them."""
    progress(0, "正在交给打印机")
    # Its sentences in English, so that they are known again; the title stays readable.
    spoken = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    try:
        process = subprocess.Popen(command(choice, title), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, env=spoken)
    except OSError as error:
        raise UserError("打印服务叫不动，没有打印。", "请存成 PDF，到别的电脑上印。", code="no_spooler") from error
    with process:
        try:
            said = _wait(process, content, progress)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise refusal(said.decode("utf-8", "replace"))
    progress(1, "交给打印机了")


def _wait(process: subprocess.Popen[bytes], content: bytes, progress: Progress) -> bytes:
    given: bytes | None = content
    while True:
        try:
            return process.communicate(given, timeout=_ASK_AGAIN_S)[1]
        except subprocess.TimeoutExpired:
            given = None
            progress(0.5, "正在交给打印机")


def refusal(said: str) -> UserError:
    """What the spooler said, in words that tell what to do."""
    lower = said.lower()
    for signs, message, hint, code in _REFUSALS:
        if any(sign in lower for sign in signs):
            return UserError(message, hint, code=code)
    last = next((line.strip().removeprefix("lp:").strip() for line in reversed(said.splitlines()) if line.strip()), "")
    hint = f"打印服务说：{last}" if last else "请看打印机开着没有，再试一次。"
    return UserError("打印机没有收下。", hint, code="print")
