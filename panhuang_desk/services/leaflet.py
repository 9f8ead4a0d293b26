"""The leaflet for the next visits: the questions that were answered worst, with what is right and why."""

from __future__ import annotations

from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.items import LEAST_ANSWERS
from panhuang_desk.model.quiz.question import Question
from panhuang_desk.services.list_paper import place_words
from panhuang_desk.services.quiz_statistics import weakest_questions
from panhuang_desk.services.session import Session


def leaflet(session: Session, month: Month, village: str = "") -> bytes:
    """The weakest questions of a month, five at most, as a one-page leaflet (PDF).

    UserError (code `leaflet`) where too few sheets were answered to say which they are, or all were right.
    """
    from panhuang_desk.report.leaflet import Leaflet, LeafletPart, leaflet_bytes  # reportlab is loaded on first use

    found = [item.question for item in weakest_questions(session.store, month, village or None)]
    if not found:
        raise UserError(f"{month.label}还看不出哪些题答得最差。",
                        f"一道题至少要有 {LEAST_ANSWERS} 份有效答卷答过，并且有人答错。", code="leaflet")
    parts = tuple(LeafletPart(question.text, _answer(question), question.explanation) for question in found)
    place = place_words(session, village)
    return leaflet_bytes(Leaflet("这几件事，请您记住", place, parts, f"{place}　禁毒宣传", session.store.sample))


def _answer(question: Question) -> str:
    """The right options in words."""
    return "；".join(question.option(letter) for letter in question.answer)
