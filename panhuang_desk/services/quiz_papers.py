"""Papers by hand, their forms, and how they are printed; a paper that has sheets stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice, Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.model.quiz.forms import form_letters, form_questions, make_forms, paper_places
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.question_bank import bank_of
from panhuang_desk.services.quizzes import paper_questions, papers, save_paper
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session


def paper_by_hand(
    session: Session, title: str, ids: Sequence[str], *, seed: int = 1, village: str = "", note: str = "",
) -> Saved:
    """Save a paper of the questions with these ids, in this order; `seed` makes its forms B and C.

    UserError (code `question`) where the bank has no such question or one stands there twice.
    """
    return save_paper(session, title, chosen_questions(session, ids), seed, bank_version=bank_of(session).version,
                      village=village, note=note)


def chosen_questions(session: Session, ids: Sequence[str]) -> tuple[Question, ...]:
    """The questions of the bank with these ids in this order. UserError (code `question`) as `paper_by_hand`."""
    if not ids:
        raise UserError("还没有选题，试卷没有组成。", "请至少选一道题。", code="question")
    twice = next((id for id in ids if ids.count(id) > 1), "")
    if twice:
        raise UserError(f"题目 {twice} 选了两次，试卷没有组成。", "每道题只选一次。", code="question")
    found: list[Question] = []
    bank = bank_of(session)
    for id in ids:
        question = bank.question(id)
        if question is None:
            raise UserError(f"题库里没有题目 {id}，或者它停用了，试卷没有组成。", "请核对题号，或者换一道题。",
                            code="question")
        found.append(question)
    return tuple(found)


def used_ever(session: Session, id: str) -> int:
    """How many sheets of a paper were ever recorded, deleted ones included, as undoing brings them back."""
    return session.store.count("answer_sheet", {"paper_id": id}, deleted=None)


def change_questions(
    session: Session, id: str, ids: Sequence[str], *, seed: int | None = None, title: str = "", note: str | None = None,
) -> Saved:
    """Ask other questions, or the same in another order, on a paper that nobody answered yet; its forms are made anew.

    UserError (code `paper-used`) where it has sheets (`used_ever`); `copy_paper` is the way then. `seed` is that of
    the new forms, the paper's own where it is not given; `title` and `note` change with it where they are given.
    """
    paper = _paper(session, id)
    used = used_ever(session, id)
    if used:
        raise UserError(f"这份试卷已经录过 {used} 份答卷，题目和卷型不能再改。",
                        "请把它复制成一份新试卷，在新试卷上改；旧答卷仍按原来的题目算。", code="paper-used")
    questions = chosen_questions(session, ids)
    kept = paper["seed"]
    new_seed = seed if seed is not None else kept if isinstance(kept, int) else 1
    values: dict[str, Value] = {
        "questions": to_snapshot(questions), "forms": make_forms(questions, new_seed), "seed": new_seed,
        "bank_version": bank_of(session).version}
    if title:
        values["title"] = title
    if note is not None:
        values["note"] = note or None
    return save_record(session, "quiz_paper", values, id)


def copy_paper(session: Session, id: str, title: str = "") -> Saved:
    """Save a new paper with the questions and forms of another, free to be changed; its title says so if not given."""
    paper = _paper(session, id)
    questions, seed = paper_questions(paper), paper["seed"]
    return save_paper(session, title or f"{paper.text('title')[:56]}（复制）", questions,
                      seed if isinstance(seed, int) else 1, bank_version=paper.text("bank_version"),
                      village=paper.village)


def forms_of(paper: Record) -> str:
    """The letters of a paper's forms; "A" of one that keeps none. UserError (code `paper`) where they are damaged."""
    try:
        return form_letters(paper.text("forms"))
    except ValueError as error:
        raise _damaged() from error


def questions_on(paper: Record, form: str = "A") -> tuple[Question, ...]:
    """The questions of a paper as a form asks them.

    UserError (code `form`) where the paper has no such form, (code `paper`) where it is damaged.
    """
    letters = forms_of(paper)
    if form not in letters or len(form) != 1:
        raise UserError(f"这份试卷没有 {form} 卷。", f"有的是：{'、'.join(letters)} 卷。", code="form")
    try:
        return form_questions(paper_questions(paper), paper.text("forms"), form)
    except ValueError as error:
        raise _damaged() from error


WHOLE, QUESTIONS, CARD, KEY = "whole", "questions", "card", "key"
PARTS = (
    Choice(WHOLE, "试卷和答题卡"), Choice(QUESTIONS, "只印试卷"), Choice(CARD, "只印答题卡"),
    Choice(KEY, "答案（内部）"),
)
"""What can be printed of a paper."""


def paper_pdf(session: Session, paper_id: str, forms: str = "A", large: bool = False, part: str = WHOLE) -> bytes:
    """Forms of a paper, one after the other, as PDF in normal size or 18 pt; no name is asked.

    `part` is a code of `PARTS`; the key has always all forms side by side in normal size. UserError (code `paper`)
    where the paper is gone or damaged, (code `form`) where it has no such form.
    """
    if part == KEY:
        return key_pdf(session, paper_id)
    from panhuang_desk.report.quiz_paper import QuizPrint, paper_bytes  # reportlab is loaded on first use

    paper = _paper(session, paper_id)
    place = next((village.name for village in session.store.villages if village.code == paper.village), "")
    printed = [QuizPrint(paper.text("title"), paper.id, questions_on(paper, form), form, forms_of(paper), place,
                         session.store.sample) for form in forms]
    return paper_bytes(printed, large=large, questions=part != CARD, card=part != QUESTIONS)


def paper_warning(session: Session, paper_id: str) -> str:
    """A warning of what of the paper or its key no font can print; empty if all is well. UserError as `paper_pdf`."""
    paper = _paper(session, paper_id)
    asked = enumerate(questions_on(paper, forms_of(paper)[0]), start=1)
    return glyph_warning((("试卷标题", paper.text("title")), *(
        (f"A 卷第 {number} 题", text) for number, question in asked
        for text in (question.text, *question.options, question.explanation, question.source))))


def find_paper(session: Session, named: str) -> Record:
    """The paper of this id, or of the eight signs of it that stand at the foot of its pages.

    UserError (code `paper`) names the papers that there are, where none or more than one is meant.
    """
    every = papers(session)
    found = [paper for paper in every if paper.id == named or (
        len(named) >= _SIGNS and paper.id.lower().endswith(named.lower()))]
    if len(found) == 1:
        return found[0]
    known = "；".join(f"“{paper.text('title')}”编号 {paper.id}" for paper in every[:10])
    raise UserError("没有这份试卷。" if not found else "有不止一份试卷的编号是这样结尾的。",
                    f"有的是：{known}。" if known else "这个文件里还没有试卷，请先在窗口里组一份。", code="paper")


_SIGNS = 8


def key_pdf(session: Session, paper_id: str) -> bytes:
    """The key of a paper for the worker, all forms side by side, with explanations and sources; marked as internal.

    UserError (code `paper`) where the paper is gone or damaged.
    """
    from panhuang_desk.report.quiz_key import KeyForm, key_bytes  # reportlab is loaded on first use

    paper = _paper(session, paper_id)
    forms: list[KeyForm] = []
    for letter in forms_of(paper):
        questions = questions_on(paper, letter)
        places = paper_places(paper.text("forms"), letter, len(questions))
        forms.append(KeyForm(letter, questions, tuple(place + 1 for place in places)))
    return key_bytes(paper.text("title"), paper.id, forms, sample=session.store.sample)


def _paper(session: Session, id: str) -> Record:
    paper = session.store.get("quiz_paper", id)
    if paper is None or paper.deleted:
        raise UserError("没有这份试卷，可能已经删除。", "请先恢复试卷，或者换一份试卷。", code="paper")
    return paper


def _damaged() -> UserError:
    return UserError("这份试卷的卷型读不出来，已录入的答卷没有受影响。", "请另组一份试卷，并检查文件是否完好。",
                     code="paper")
