"""How the quiz page says things: how a sheet counts, whom it is from, what a paper is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.desk.wording import day
from panhuang_desk.model.figures import MISSED, NO_DATA, REACHED, TOO_FEW
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import BLANK, DONT_KNOW, QUESTION_TYPES, UNREADABLE, Question, show_answer
from panhuang_desk.services.quizzes import sheet_state
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import SheetRow

_STATES = {"aware": TagLook("知晓", "good"), "unaware": TagLook("不知晓", "kind"),
           "invalid": TagLook("不计入", "warn", "triangle-alert"), "abandoned": TagLook("没有答完", "kind", "minus")}

VERDICT_TAGS = {REACHED: TagLook(REACHED, "good"), TOO_FEW: TagLook(TOO_FEW, "warn", "triangle-alert"),
                MISSED: TagLook(MISSED, "bad"), NO_DATA: TagLook(NO_DATA, "kind")}
"""The four verdicts on a rate, as tags."""


NO_OPTION = {BLANK: "没答", DONT_KNOW: "不知道", UNREADABLE: "看不清"}
"""What stands in place of the letters of an answer, in words."""


def answer_words(question: Question, answer: str) -> str:
    """An answer as it is read: A; √; 没答; 不知道; 看不清."""
    return NO_OPTION.get(answer) or show_answer(question, answer)


def state_tag(sheet: SheetRow, mark: int) -> TagLook:
    """Whether the sheet's person counts as aware, or the sheet does not count."""
    return _STATES[sheet_state(sheet, mark)]


def score(sheet: SheetRow) -> str:
    """18 / 20."""
    return f"{sheet.correct} / {sheet.asked}"


def group_word(sheet: SheetRow, *, short: bool = False) -> str:
    """The group of people that the sheet is from."""
    field = ANSWER_SHEET.by_name["key_group"]
    choice = next((choice for choice in field.choices if choice.code == sheet.key_group), None)
    return ((choice.short if short else "") or choice.label) if choice else sheet.key_group


def sampling_word(sheet: SheetRow) -> str:
    """How the person was found."""
    return ANSWER_SHEET.by_name["sampling"].word(sheet.sampling)


def age_word(sheet: SheetRow) -> str:
    """The age band, empty where nobody said it."""
    return ANSWER_SHEET.by_name["age_band"].word(sheet.age_band) if sheet.age_band else ""


def entered_word(sheet: SheetRow) -> str:
    """How the sheet came in."""
    return ANSWER_SHEET.by_name["entered"].word(sheet.entered)


def sheet_words(session: Session, sheet: SheetRow) -> str:
    """5月20日 · 一般居民 · 答对 18 / 20, for titles and the undo bar; never a name, for there is none."""
    return f"{day(sheet.taken_on, session.today())} {group_word(sheet)}，答对 {score(sheet)}"


def mix_words(questions: Sequence[Question]) -> str:
    """单选题 10、多选题 4、判断题 6; 9 个主题."""
    types = Counter(question.type for question in questions)
    shown = "、".join(f"{kind.label} {types[kind.code]}" for kind in QUESTION_TYPES if types[kind.code])
    return f"{shown}；{len({question.topic for question in questions})} 个主题" if questions else ""


def paper_words(paper: Record, questions: Sequence[Question], used: int) -> str:
    """20 题 · 题库 2026.1 版 · 已录 12 份."""
    sheets = f"已录 {used} 份答卷" if used else "还没有答卷"
    return f"{len(questions)} 题 · 题库 {paper.text('bank_version')} 版 · {sheets}"
