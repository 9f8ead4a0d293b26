"""The leaflet for the next visits: the questions that were answered worst, with what is right and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.focus import FocusQuestion
from panhuang_desk.model.quiz.items import LEAST_ANSWERS
from panhuang_desk.model.quiz.question import TRUE_FALSE, TRUE_FALSE_OPTIONS
from panhuang_desk.services.focus import focus_of
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words
from panhuang_desk.services.quiz_statistics import weakest_questions
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.report.leaflet import Leaflet


def leaflet(session: Session, month: Month, village: str = "") -> bytes:
    """A month's leaflet, one page (PDF): what its plan is to explain, else the weakest questions of its sheets.

    UserError (code `leaflet`) where too few sheets were answered to say which they are, or all were right.
    """
    focus = focus_of(session, month, village)
    if focus is not None:
        return leaflet_of(session, focus.questions, village)
    found = weakest_questions(session.store, month, village or None)
    if not found:
        raise UserError(f"{month.label}还看不出哪些题答得最差。",
                        f"一道题至少要有 {LEAST_ANSWERS} 份有效答卷答过，并且有人答错。", code="leaflet")
    return leaflet_of(session, [FocusQuestion(item.question, item.asked, item.right) for item in found], village)


def leaflet_of(session: Session, questions: Sequence[FocusQuestion], village: str = "") -> bytes:
    """These questions as a leaflet, one page (PDF)."""
    from panhuang_desk.report.leaflet import leaflet_bytes  # reportlab is loaded on first use

    return leaflet_bytes(_content(session, questions, village))


def leaflet_warning(session: Session, questions: Sequence[FocusQuestion], village: str = "") -> str:
    """A warning of what one page does not hold, and of what no font can print; empty where all is well."""
    from panhuang_desk.report.leaflet import fitting

    content = _content(session, questions, village)
    left_out = len(questions) - fitting(content)
    return "　".join(words for words in (
        f"字太多，一页放不下，最后 {left_out} 道题没有印。" if left_out else "",
        glyph_warning((f"第 {number} 道题", text) for number, part in enumerate(content.parts, start=1)
                      for text in (part.asked, part.answer, part.explanation))) if words)


def _content(session: Session, questions: Sequence[FocusQuestion], village: str) -> Leaflet:
    from panhuang_desk.report.leaflet import Leaflet, LeafletPart

    place = place_words(session, village)
    parts = tuple(LeafletPart(each.question.text, _right_words(each), each.question.explanation) for each in questions)
    return Leaflet("这几件事，请您记住", place, parts, f"{place}　禁毒宣传", session.store.sample)


def _right_words(each: FocusQuestion) -> str:
    """What is right, in words that nobody can take for its opposite: a wrong statement stands right above."""
    if each.question.type == TRUE_FALSE:
        return "这样说是对的。" if each.answer_words == TRUE_FALSE_OPTIONS[0] else "这样说不对。"
    return f"答：{each.answer_words}"
