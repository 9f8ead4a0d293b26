"""How a setup is said: whom it asks and how they were found."""

from __future__ import annotations

from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.services.screen_answers import Setup
from panhuang_desk.services.session import Session


def setup_words(session: Session, setup: Setup) -> str:
    """五月测评，一般居民，36～59 岁，随机入户; never a name, for there is none."""
    survey = session.store.get("survey", setup.survey_id) if setup.survey_id else None
    fields = ANSWER_SHEET.by_name
    words = [survey.text("title") if survey else "", *(
        fields[name].word(code) if code else "" for name, code in (
            ("key_group", setup.key_group), ("age_band", setup.age_band), ("sampling", setup.sampling)))]
    return "，".join(word for word in words if word)
