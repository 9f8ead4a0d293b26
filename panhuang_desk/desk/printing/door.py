"""The one door to paper: every paper of the program is printed here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import attrs
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, tasks
from panhuang_desk.desk.printing import spooler
from panhuang_desk.desk.printing.choice import A4, Choice, Question
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services.files import write_file
from panhuang_desk.settings import Printing, Settings

_SMALLER = 6.0
"""A sheet that lacks so many points of a page's width or height is another size, not another rounding."""


class Desk(Protocol):
    """What shows the progress and the outcome: the desk, or the steps of the first start."""

    @property
    def settings(self) -> Settings:
        """The settings of this machine."""

    def window(self) -> QWidget:
        """The window that dialogs lie over."""

    def run(self, title: str, work: tasks.Work, done: Callable[[Any], None], **more: Any) -> tasks.Task:
        """Do work in the background."""

    def announce(self, words: str) -> None:
        """Say what is done."""

    def set_state(self, state: str, words: str = "") -> None:
        """Say at the foot what is under way."""

    def error(self, problem: UserError) -> None:
        """Say what went wrong."""


def print_paper(desk: Desk, title: str, content: bytes, save: Callable[[], object], *, job: str = "") -> None:
    """Ask how, then print a PDF in the background; `save` keeps it as a PDF where there is no printer.

    `job` is what the system's queue of prints calls it, for everybody to read: no words that a person typed.
    """
    if not messages.printers():
        _say_no_printer(desk, title, save)
        return
    from panhuang_desk.desk.printing import painting  # QtPdf and QtPrintSupport are loaded on first use

    kept, job = desk.settings.printing, job or title
    choice = messages.ask_printer(desk.window(), Question(
        job, painting.page_count(content), kept.printer, kept.duplex, kept.paper))
    if choice is None:
        return
    fitting = _fitting(desk, choice, painting.page_sizes(content))
    if fitting is None:
        return
    if not fitting.pages(painting.page_count(content)):
        desk.error(UserError("没有这些页，没有打印。", "请看一下页码，再打印。", code="pages"))
    elif fitting.file:
        _write(desk, title, content, fitting)
    else:
        _remember(desk.settings, fitting)
        _send(desk, title, content, fitting, job)


def _say_no_printer(desk: Desk, title: str, save: Callable[[], object]) -> None:
    answers = (messages.Answer("no", "不存"), messages.Answer("save", "存 PDF…"))
    text = f"{title}没有打印。可以存成 PDF，拿到有打印机的电脑上印。"
    if messages.ask(desk.window(), "这台电脑没有打印机", text, answers,
                    hint="要在这台电脑上印，请先接好打印机，在系统的设置里添加它。") == "save":
        save()


def _fitting(desk: Desk, choice: Choice, pages: set[tuple[float, float]]) -> Choice | None:
    """The choice with a sheet that the pages have room on; None where the person would rather not print."""
    if choice.file:
        return choice
    width, height = min(choice.size), max(choice.size)
    if all(page[0] <= width + _SMALLER and page[1] <= height + _SMALLER for page in pages):
        return choice
    if not all(page[0] <= A4[0] + _SMALLER and page[1] <= A4[1] + _SMALLER for page in pages):
        return choice
    answers = (messages.Answer("no", "不打印"), messages.Answer("as_is", "照样印"), messages.Answer("a4", "用 A4 印"))
    said = messages.ask(desk.window(), f"选的纸是 {choice.paper}，比 A4 小", "按原大小印，边上的字会印不全。", answers,
                        hint="请在打印机里放 A4 纸。", look="warning")
    if said != "a4":
        return choice if said == "as_is" else None
    if choice.device is not None:
        from PySide6.QtGui import QPageSize

        choice.device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return attrs.evolve(choice, paper="A4", size=A4)


def _write(desk: Desk, title: str, content: bytes, choice: Choice) -> None:
    """Into a file goes the PDF itself, or the chosen pages of it."""
    from panhuang_desk.desk.printing import painting

    count = painting.page_count(content)
    pages = choice.pages(count)
    if len(pages) < count:
        from panhuang_desk.exchange.page_range import only_pages

        content = only_pages(content, pages)
    try:
        write_file(Path(choice.file), content)
    except UserError as problem:
        desk.error(problem)
        return
    desk.announce(f"{title}印到文件里了：{choice.file}")


def _send(desk: Desk, title: str, content: bytes, choice: Choice, job: str) -> None:
    """To the spooler as it is, or drawn page by page where there is none."""
    if spooler.is_there():
        def work(progress: Progress) -> None:
            spooler.hand_over(content, choice, job, progress)
    else:
        from panhuang_desk.desk.printing import painting

        def work(progress: Progress) -> None:
            painting.paint(content, choice, progress)

    desk.set_state("busy", "正在打印")
    task = desk.run(f"正在打印{title}", work, lambda _: _sent(desk, title, choice),
                    failed=partial(_failed, desk), cancelled=partial(_cancelled, desk, title),
                    cancel_note="取消就不再往下印，已经送到打印机的还会印出来")
    task.progress.connect(lambda share, now: desk.set_state("busy", now) if isValid(desk) else None)


def _sent(desk: Desk, title: str, choice: Choice) -> None:
    desk.set_state("saved")
    copies = f"，{choice.copies} 份" if choice.copies > 1 else ""
    desk.announce(f"{title}交给打印机“{choice.printer}”了{copies}")
    if any(printer.name == choice.printer and not printer.ready for printer in messages.printers()):
        messages.inform(desk.window(), f"打印机“{choice.printer}”停着",
                        f"{title}已经在排队，打印机好了就会印，不用再印一次。", "请看打印机有没有开、缺纸、卡纸。")


def _failed(desk: Desk, problem: UserError) -> None:
    desk.set_state("saved")
    desk.error(problem)


def _cancelled(desk: Desk, title: str) -> None:
    desk.set_state("saved")
    desk.announce(f"{title}取消打印了")


def _remember(settings: Settings, choice: Choice) -> None:
    """What was chosen is offered the next time; a machine whose settings cannot be written still prints."""
    settings.printing = Printing(choice.printer, choice.duplex or settings.printing.duplex, choice.paper)
    with contextlib.suppress(OSError):
        settings.save()
