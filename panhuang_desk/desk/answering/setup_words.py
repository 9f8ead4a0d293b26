"""How a setup is said."""

from __future__ import annotations

from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.services.screen_answers import Setup
from panhuang_desk.services.session import Session


def setup_words(session: Session, setup: Setup) -> str:
    """五月测评，随机入户: what stays the same from one person to the next, but for the paper."""
    survey = session.store.get("survey", setup.survey_id) if setup.survey_id else None
    sampling = ANSWER_SHEET.by_name["sampling"].word(setup.sampling)
    return "，".join(word for word in (survey.text("title") if survey else "", sampling) if word)
