"""The leaflet for the next visits: the questions that were answered worst, with what is right and why."""

from __future__ import annotations

from collections.abc import Sequence

from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.focus import FocusQuestion
from panhuang_desk.model.quiz.items import LEAST_ANSWERS
from panhuang_desk.services.focus import focus_of
from panhuang_desk.services.list_paper import glyph_warning, place_words
from panhuang_desk.services.quiz_statistics import weakest_questions
from panhuang_desk.services.session import Session


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
    from panhuang_desk.report.leaflet import Leaflet, LeafletPart, leaflet_bytes  # reportlab is loaded on first use

    parts = tuple(LeafletPart(each.question.text, each.answer_words, each.question.explanation) for each in questions)
    place = place_words(session, village)
    return leaflet_bytes(Leaflet("这几件事，请您记住", place, parts, f"{place}　禁毒宣传", session.store.sample))


def leaflet_warning(questions: Sequence[FocusQuestion]) -> str:
    """A warning of what on the leaflet no font can print; empty where all is well."""
    return glyph_warning(text for each in questions for text in (
        each.question.text, each.answer_words, each.question.explanation))
