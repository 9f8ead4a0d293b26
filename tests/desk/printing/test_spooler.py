"""The PDF goes to CUPS as it is: by standard input, with what was chosen; its refusals are said in words."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from panhuang_desk.desk.printing import spooler
from panhuang_desk.desk.printing.choice import Choice
from panhuang_desk.errors import Cancelled, UserError

CONTENT = b"%PDF-1.4 " + bytes(range(256)) * 4000

FAKE = """#!{python}
import pathlib, sys, time
here = pathlib.Path(__file__).parent
here.joinpath("argv").write_text("\\n".join(sys.argv[1:]), encoding="utf-8")
if here.joinpath("waits").exists():
    time.sleep(60)
here.joinpath("stdin").write_bytes(sys.stdin.buffer.read())
refusal = here / "refusal"
if refusal.exists():
    print(refusal.read_text(encoding="utf-8"), file=sys.stderr)
    sys.exit(1)
print("request id is Laser-1 (0 file(s))")
"""


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an `lp` that keeps what it is told beside itself."""
    script = tmp_path / "lp"
    script.write_text(FAKE.format(python=sys.executable), encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def told(lp: Path) -> list[str]:
    return lp.joinpath("argv").read_text(encoding="utf-8").split("\n")


def nothing(share: float, now: str) -> None:
    pass


def test_the_bytes_are_handed_over_unchanged_and_stand_in_no_file(lp: Path) -> None:
    assert spooler.is_there()
    spooler.hand_over(CONTENT, Choice("Laser"), "月报", nothing)
    assert lp.joinpath("stdin").read_bytes() == CONTENT
    assert told(lp) == ["-d", "Laser", "-n", "1", "-t", "月报", "-o", "media=A4", "-o", "print-scaling=none",
                        "-o", "collate=true", "-"]


def test_what_was_chosen_is_told(lp: Path) -> None:
    choice = Choice("Laser", ranges=((1, 3), (5, 5)), copies=4, collate=False, duplex="long", paper="A3",
                    options=(("page-set", "odd"),))
    spooler.hand_over(CONTENT, choice, "月报", nothing)
    assert told(lp) == ["-d", "Laser", "-n", "4", "-t", "月报", "-o", "media=A3", "-o", "print-scaling=none",
                        "-o", "collate=false", "-o", "sides=two-sided-long-edge", "-P", "1-3,5",
                        "-o", "page-set=odd", "-"]


@pytest.mark.parametrize(("duplex", "sides"), [("one", "one-sided"), ("short", "two-sided-short-edge"), ("", None)])
def test_a_printer_with_one_side_is_not_asked_about_sides(duplex: str, sides: str | None) -> None:
    words = [word for word in spooler.command(Choice("Laser", duplex=duplex), "月报") if word.startswith("sides=")]
    assert words == ([] if sides is None else [f"sides={sides}"])


@pytest.mark.parametrize(("said", "code"), [
    ("lp: The printer or class does not exist.", "no_printer"),
    ("lp: Destination \"Laser\" is not accepting jobs.", "printer_closed"),
    ("lp: Error - scheduler not responding.", "no_spooler"),
    ("lp: No such file or directory", "no_spooler"),
    ("lp: Forbidden", "printer_closed"),
    ("lp: Request entity too large", "full"),
])
def test_a_refusal_says_what_to_do(lp: Path, said: str, code: str) -> None:
    lp.joinpath("refusal").write_text(said, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        spooler.hand_over(CONTENT, Choice("Laser"), "月报", nothing)
    assert refused.value.code == code
    assert not any(char.isascii() and char.isalpha() for char in refused.value.message)


def test_an_unknown_refusal_is_passed_on(lp: Path) -> None:
    lp.joinpath("refusal").write_text("first line\nlp: Coffee is out\n", encoding="utf-8")
    with pytest.raises(UserError, match="打印机没有收下。打印服务说：Coffee is out"):
        spooler.hand_over(CONTENT, Choice("Laser"), "月报", nothing)


def test_a_spooler_that_does_not_answer_can_be_cancelled(lp: Path) -> None:
    lp.joinpath("waits").touch()

    def cancel(share: float, now: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        spooler.hand_over(CONTENT, Choice("Laser"), "月报", cancel)
    assert not lp.joinpath("stdin").exists()


def test_without_lp_nothing_can_be_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not spooler.is_there()
    with pytest.raises(UserError) as problem:
        spooler.hand_over(CONTENT, Choice("Laser"), "月报", nothing)
    assert problem.value.code == "no_spooler"
