"""The form of a survey: which paper, when, who asks whom and how, how many sheets went out and came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panhuang_desk.desk.pages.quizzes.pick_editor import PickEditor
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Choice, Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import SURVEY
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

NEW_SLOT = "survey:new"
_FIELDS = ("title", "paper_id", "started_on", "ended_on", "asked_by", "sampling", "population", "issued", "returned",
           "note")


class SurveyEntry(Entry):
    """A new survey, of the standard paper unless another is chosen, or one that is corrected."""

    def __init__(self, desk: Shell, village: str, survey: Record | None = None, *, paper: str = "") -> None:
        self._known = survey
        session, new = desk.session, survey is None
        papers = quizzes.papers(session, survey.village if survey else village)
        base: Values = survey.values if survey else {
            **SURVEY.defaults(), "title": f"{Month.of(session.today()).label}知晓率测评", "paper_id": paper,
            "started_on": session.today_iso}
        self._villages = {each.id: each.village for each in papers}
        setup = desk.form_setup(
            "survey", slot=NEW_SLOT if new else f"survey:{survey.id}" if survey else "", base=base, new=new,
            fields=_FIELDS,
            editors={"paper_id": PickEditor.of([Choice(each.id, each.text("title")) for each in papers])})
        super().__init__(desk, SURVEY, setup, about=survey.id if survey else "")
        self.form.set_title("新测评" if new else "改测评", survey.text("title") if survey else "")

    def focus_first(self) -> None:
        """At the name, ready to be written over."""
        self.form.focus_field("title")

    def save(self, values: Values) -> Saved:
        """Save it in the village of its paper."""
        session = self.desk.session
        if self._known is not None:
            return surveys.change_survey(session, self._known.id, values)
        return surveys.make_survey(session, values, village=self._villages.get(str(values.get("paper_id")), ""))

    def words(self, values: Values) -> str:
        """新建了测评：2026年5月知晓率测评."""
        return f"{'新建了' if self._known is None else '改了'}测评：{values['title']}"
