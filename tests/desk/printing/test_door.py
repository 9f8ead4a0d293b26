"""Every paper goes through one door: dialog, then the spooler, a file or drawn pages, and what comes of it is said."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.settings import SettingsPage
from panhuang_desk.desk.printing import door, painting, spooler
from panhuang_desk.desk.printing.choice import Choice, Question
from panhuang_desk.desk.shell import Shell
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services.print_test import print_test
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Printing, Settings
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

Print = Callable[[Choice | None], None]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Three empty pages of A4."""
    target = tmp_path_factory.mktemp("paper") / "three.pdf"
    canvas = Canvas(str(target), pagesize=(595.28, 841.89))
    for _ in range(3):
        canvas.showPage()
    canvas.save()
    return target.read_bytes()


@pytest.fixture
def shell(session: Session, qtbot: QtBot) -> Shell:
    desk = Shell(session)
    qtbot.addWidget(desk)
    return desk


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, Choice, str]]:
    """What the spooler got."""
    found: list[tuple[bytes, Choice, str]] = []
    monkeypatch.setattr(spooler, "is_there", lambda: True)
    monkeypatch.setattr(spooler, "hand_over",
                        lambda content, choice, title, progress: found.append((content, choice, title)))
    return found


@pytest.fixture
def print_it(shell: Shell, said: messages.Recorder, paper: bytes) -> Print:
    def do(choice: Choice | None) -> None:
        if choice is not None:
            said.choices.append(choice)
        door.print_paper(shell, "待办清单", paper, lambda: said.answers.append("saved"), job="清单")
    return do


def words(shell: Shell) -> str:
    return shell.undo_bar.text


def test_without_a_printer_it_says_so_and_offers_the_pdf(
    print_it: Print, said: messages.Recorder, sent: list[object],
) -> None:
    said.known_printers = ()
    print_it(None)
    assert said.said[0].title == "这台电脑没有打印机"
    assert not said.prints
    assert said.answers == []
    said.answers.append("save")
    print_it(None)
    assert said.answers == ["saved"]
    assert sent == []


def test_the_pdf_itself_goes_to_the_spooler_and_the_choice_is_remembered(
    print_it: Print, said: messages.Recorder, sent: list[tuple[bytes, Choice, str]], shell: Shell, paper: bytes,
    qtbot: QtBot,
) -> None:
    choice = Choice("激光打印机", copies=2, duplex="long")
    print_it(choice)
    qtbot.waitUntil(lambda: words(shell) != "")
    assert sent == [(paper, choice, "清单")]
    assert words(shell) == "待办清单交给打印机“激光打印机”了，2 份"
    print_it(None)
    assert said.prints == [Question("清单", 3), Question("清单", 3, "激光打印机", "long", "A4")]
    file = shell.settings.file
    assert Settings.load(file).printing == Printing("激光打印机", "long", "A4")
    print_it(Choice("另一台"))
    qtbot.waitUntil(lambda: len(sent) == 2)
    assert shell.settings.printing == Printing("另一台", "long", "A4"), "a printer of one side changes no wish"


def test_a_printer_that_has_stopped_is_said_after_the_paper_waits_for_it(
    print_it: Print, said: messages.Recorder, sent: list[object], qtbot: QtBot,
) -> None:
    said.stopped = {"激光打印机"}
    print_it(Choice("激光打印机"))
    qtbot.waitUntil(lambda: bool(said.said))
    assert said.said[0].title == "打印机“激光打印机”停着"
    assert "不用再印一次" in said.said[0].text
    assert len(sent) == 1


def test_a_refusal_is_said(
    print_it: Print, said: messages.Recorder, sent: list[object], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(content: bytes, choice: Choice, title: str, progress: Progress) -> None:
        raise UserError("这台打印机不在了。", code="no_printer")

    monkeypatch.setattr(spooler, "hand_over", refuse)
    print_it(Choice("激光打印机"))
    qtbot.waitUntil(lambda: bool(said.said))
    assert [message.code for message in said.said] == ["no_printer"]


def test_printing_into_a_file_writes_the_pdf_itself_or_the_chosen_pages(
    print_it: Print, shell: Shell, paper: bytes, tmp_path: Path, sent: list[object], said: messages.Recorder,
) -> None:
    whole, part = tmp_path / "whole.pdf", tmp_path / "part.pdf"
    print_it(Choice(file=str(whole)))
    assert whole.read_bytes() == paper
    print_it(Choice(file=str(part), ranges=((2, 3),)))
    document = pypdfium2.PdfDocument(part.read_bytes())
    assert len(document) == 2
    document.close()
    print_it(Choice(file=str(part), ranges=((7, 9),)))
    print_it(Choice(file=str(tmp_path / "gone" / "x.pdf")))
    assert [message.code for message in said.said] == ["pages", "gone"]
    assert sent == []
    assert shell.settings.printing == Printing(), "a file is no printer to come back to"


def test_without_a_spooler_the_pages_are_drawn_and_the_foot_says_which(
    print_it: Print, shell: Shell, paper: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[bytes] = []
    states: list[tuple[str, str]] = []
    seen = threading.Event()
    set_state = shell.set_state

    def keep(state: str, now: str = "") -> None:
        states.append((state, now))
        set_state(state, now)
        if "第 1 页" in now:
            seen.set()

    def paint(content: bytes, choice: Choice, progress: Progress) -> None:
        progress(0, "正在打印第 1 页，共 3 页")
        assert seen.wait(5)
        drawn.append(content)

    monkeypatch.setattr(spooler, "is_there", lambda: False)
    monkeypatch.setattr(painting, "paint", paint)
    monkeypatch.setattr(shell, "set_state", keep)
    print_it(Choice("激光打印机"))
    qtbot.waitUntil(lambda: states[-1][0] == "saved")
    assert drawn == [paper]
    assert ("busy", "正在打印第 1 页，共 3 页") in states


@pytest.mark.parametrize(("answer", "wanted"), [("no", []), ("as_is", ["A5"]), ("a4", ["A4"])])
def test_a_sheet_that_is_too_small_is_asked_about(
    print_it: Print, said: messages.Recorder, sent: list[tuple[bytes, Choice, str]], qtbot: QtBot, answer: str,
    wanted: list[str],
) -> None:
    said.answers.append(answer)
    print_it(Choice("激光打印机", paper="A5", size=(419.5, 595.3)))
    if wanted:
        qtbot.waitUntil(lambda: bool(sent))
    assert [each[1].paper for each in sent] == wanted
    assert said.said[0].title == "选的纸是 A5，比 A4 小"


def test_settings_that_are_damaged_begin_anew(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for text in ('{"printing": 3}', '{"printing": {"printer": "Laser", "odd": 1}}'):
        file.write_text(text, encoding="utf-8")
        loaded = Settings.load(file).printing
        assert loaded in (Printing(), Printing("Laser"))


def test_the_settings_page_prints_the_test_page(
    shell: Shell, said: messages.Recorder, sent: list[tuple[bytes, Choice, str]], qtbot: QtBot,
) -> None:
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("settings")
    page = shell.page
    assert isinstance(page, SettingsPage)
    page.machine.test_page.click()
    assert page.papers.paper is not None
    said.choices.append(Choice("激光打印机"))
    shell.press("print")
    qtbot.waitUntil(lambda: bool(sent))
    assert sent[0][0] == print_test(shell.session)
    assert sent[0][2] == "打印测试页"
    shell.press("back")
    assert page.papers.paper is None
    assert page.machine.test_page.hasFocus()
    shell.press("print")
    assert page.papers.paper is not None
    page.set_tab(4)
    assert page.papers.paper is None
