"""The forms of a follow-up: raised, reported, closed, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import FOLLOW_UP
from panhuang_desk.services.follow_ups import (
    close_follow_up,
    due_day,
    raise_follow_up,
    report_follow_up,
)
from panhuang_desk.services.records import Saved, save_record

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SHORT = 16


class RaiseEntry(Entry):
    """A new follow-up, from a record or from none; its due day follows its kind until one is typed."""

    def __init__(self, desk: Shell, source: tuple[str, str], about: str, *, household: str = "",
                 village: str = "") -> None:
        self._source, self._village = source, village
        today = desk.session.today_iso
        setup = desk.form_setup(
            "follow_up", slot=f"follow_up:new:{source[0]}:{source[1]}", next_word="",
            base={"raised_on": today, "due_on": due_day(desk.session, "request", today), "status": "raised"},
            fields=("kind", "matter", "raised_on", "due_on"))
        super().__init__(desk, FOLLOW_UP, setup, about=household)
        self.form.set_title("加待办", about)
        self._due_by_hand = False
        rows = self.form.rows
        rows["due_on"].editor.changed.connect(self._due_typed)
        for name in ("kind", "raised_on"):
            rows[name].editor.changed.connect(self._offer_due)

    def focus_first(self) -> None:
        """The kind comes first: a digit, then Enter to the matter."""
        self.form.rows["kind"].editor.focus.setFocus()

    def save(self, values: Values) -> Saved:
        """Raise it."""
        if self._source[0]:
            return raise_follow_up(self.desk.session, *self._source, values)
        whole = {**FOLLOW_UP.defaults(), **values, "status": "raised"}
        return save_record(self.desk.session, "follow_up", whole, village=self._village)

    def words(self, values: Values) -> str:
        """加了待办：诉求，孙子转学."""
        return f"加了待办：{_matter(values)}"

    def _due_typed(self) -> None:
        self._due_by_hand = bool(self.form.rows["due_on"].editor.text().strip())

    def _offer_due(self) -> None:
        rows, today = self.form.rows, self.desk.session.today_iso
        if self._due_by_hand:
            return
        try:
            raised = str(rows["raised_on"].editor.value(today) or today)
        except EntryError:
            return
        due = rows["due_on"].editor
        due.set_value(due_day(self.desk.session, str(rows["kind"].editor.value(today) or "request"), raised))
        rows["due_on"].set_echo(due.echo(today))


class _Known(Entry):
    """A follow-up that is in the file: `fields` of it are asked, `sets` is set by the save."""

    title = ""
    done = ""
    fields: tuple[str, ...] = ()
    slot = ""

    def __init__(self, desk: Shell, record: Record, *, household: str = "", about: str = "",
                 sets: Values | None = None) -> None:
        self._record = record
        base: dict[str, Value] = {**record.values, **(sets or {})}
        setup = desk.form_setup("follow_up", slot=f"follow_up:{self.slot}{record.id}", base=base, new=False,
                                fields=self.fields)
        super().__init__(desk, FOLLOW_UP, setup, about=household)
        self.form.set_title(self.title, "·".join(part for part in (record.text("matter"), about) if part))

    def words(self, values: Values) -> str:
        """What was done, and to which matter."""
        assert self.record is not None
        return f"{self.done}：{_matter(self.record.values)}"


class CloseEntry(_Known):
    """How a follow-up ended, with what result, and when: today unless another day is typed.

    `as_mistake` begins it as one that should never have been raised.
    """

    title, done, slot = "办结", "办结了待办", "close:"
    fields = ("closed_as", "outcome", "closed_on")

    def __init__(self, desk: Shell, record: Record, *, household: str = "", about: str = "",
                 as_mistake: bool = False) -> None:
        super().__init__(desk, record, household=household, about=about, sets={
            "status": "closed", "closed_on": desk.session.today_iso, "closed_as": "mistake" if as_mistake else "done"})

    def focus_first(self) -> None:
        """The result is what must be written; how it ended is offered, and Shift+Tab goes to it."""
        self.form.rows["outcome"].editor.focus.setFocus()

    def save(self, values: Values) -> Saved:
        """Close it."""
        outcome, closed_on, closed_as = (str(values.get(name) or "") for name in ("outcome", "closed_on", "closed_as"))
        return close_follow_up(self.desk.session, self._record.id, outcome, closed_on, closed_as)


class ReportEntry(_Known):
    """To whom a follow-up was reported, when, and how."""

    title, done, slot = "上报", "上报了待办", "report:"
    fields = ("reported_to", "reported_on", "reported_how")

    def __init__(self, desk: Shell, record: Record, *, household: str = "", about: str = "") -> None:
        super().__init__(desk, record, household=household, about=about, sets={
            "status": "reported", "reported_on": record["reported_on"] or desk.session.today_iso})

    def save(self, values: Values) -> Saved:
        """Mark it as reported."""
        to, on, how = (str(values.get(name) or "") for name in self.fields)
        return report_follow_up(self.desk.session, self._record.id, to, on, how)


class CorrectEntry(_Known):
    """Everything about a follow-up, to be corrected."""

    title, done = "改待办", "改了待办"

    def save(self, values: Values) -> Saved:
        """Save what was corrected."""
        return save_record(self.desk.session, "follow_up", values, self._record.id)


def _matter(values: Values) -> str:
    kind = FOLLOW_UP.by_name["kind"].word(values.get("kind"))
    matter = str(values.get("matter") or "")
    return f"{kind}，{matter if len(matter) <= _SHORT else matter[:_SHORT] + '…'}"
