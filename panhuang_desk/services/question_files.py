"""Questions out into a file, and the bank of this machine: replaced by a file after a check, and put back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import attrs

from panhuang_desk import paths
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.bank_out import bank_toml
from panhuang_desk.model.quiz import Question
from panhuang_desk.model.quiz.own import question_row
from panhuang_desk.services.bank_file import Judgement, check_bank_file
from panhuang_desk.services.files import write_file
from panhuang_desk.services.question_bank import bank_of
from panhuang_desk.services.quizzes import paper_questions, papers
from panhuang_desk.services.resources import OWN_BANK
from panhuang_desk.services.session import Session

EARLIER_BANK = "bank.old.toml"
"""The name under which the data folder keeps the office's bank that was in use before."""

_REMARK = "题库格式的题目。改好以后：测评页的题库里按 Ctrl+I 收进来；题号一样的题会改成这里写的样子。"
_WHOLE = ("整个题库。改了题目以后请把版本号一起改掉；至少 40 道题，每道都要有依据编号 facts。\n"
          "改好以后在测评页的题库里选“换整个题库”。")


def export_questions(questions: Sequence[Question], target: Path) -> int:
    """Write questions as a file that `import FILE question` reads back equal; how many there are."""
    write_file(target, bank_toml([question_row(question) for question in questions], remark=_REMARK))
    return len(questions)


def export_bank(session: Session, target: Path) -> int:
    """Write the bank that is asked, own questions at their place and those switched off left out, as a whole bank."""
    bank = bank_of(session)
    topics, audiences = ([{"code": choice.code, "label": choice.label} for choice in choices]
                         for choices in (bank.topics, bank.audiences))
    write_file(target, bank_toml([question_row(question) for question in bank.questions], version=bank.version,
                                 topics=topics, audiences=audiences, remark=_WHOLE))
    return len(bank.questions)


@attrs.frozen
class Candidate:
    """A checked file that may take the place of the bank: the bytes that were judged, and what is in it."""

    content: bytes = attrs.field(repr=False)
    summary: tuple[str, ...]


def check_candidate(source: Path) -> Candidate:
    """Judge a whole bank that is to be used. UserError (code `bank`) says what must be mended first."""
    judgement: Judgement = check_bank_file(source)
    if judgement.findings:
        shown = "\n".join(judgement.findings[:_SHOWN])
        more = f"\n另有 {len(judgement.findings) - _SHOWN} 处。" if len(judgement.findings) > _SHOWN else ""
        raise UserError(f"这个题库有 {len(judgement.findings)} 处要改，没有换，原来的题库照用。",
                        f"{shown}{more}\n请改好以后再换；check-bank 命令会列出每一处。", code="bank")
    try:
        return Candidate(source.read_bytes(), judgement.summary)
    except OSError as error:
        raise UserError("题库文件打不开。", "请检查文件在不在、能不能读。", code="bank") from error


def replace_bank(session: Session, candidate: Candidate) -> None:
    """Use a checked bank from now on, on this machine and without a restart; papers keep their questions.

    The office's bank that was in use is kept beside it. UserError where nothing can be written: nothing changes then.
    """
    target = paths.home() / OWN_BANK
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file():
            write_file(target.with_name(EARLIER_BANK), target.read_bytes())
    except OSError as error:
        raise _not_written() from error
    write_file(target, candidate.content)
    session.resources.forget_bank()


def restore_bank(session: Session) -> None:
    """Use the bank that the program brings along again; the office's own is kept under another name."""
    own = paths.home() / OWN_BANK
    try:
        with contextlib.suppress(FileNotFoundError):
            own.replace(own.with_name(EARLIER_BANK))
    except OSError as error:
        raise _not_written() from error
    session.resources.forget_bank()


def uses_own_bank(session: Session) -> bool:
    """Whether the bank in use is the office's, and not the one that the program brings along."""
    return session.resources.bank_file.name == OWN_BANK and session.resources.bank_file.parent == paths.home()


def papers_asking(session: Session) -> dict[str, tuple[str, ...]]:
    """The titles of the papers that ask each question, by its number, the newest first; damaged papers are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for paper in papers(session):
        with contextlib.suppress(UserError):
            for question in paper_questions(paper):
                found[question.id] = (*found.get(question.id, ()), paper.text("title"))
    return found


def _not_written() -> UserError:
    return UserError("程序的数据文件夹里写不进去，题库没有换，原来的照用。",
                     "请看磁盘是不是满了、文件夹能不能写。", code="read_only")


_SHOWN = 6
"""How many findings are told at once."""
