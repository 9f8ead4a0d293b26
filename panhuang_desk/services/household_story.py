"""What a household went through: away and back, split, found to be one with another entry."""

from __future__ import annotations

import attrs

from panhuang_desk.model.kind import Record
from panhuang_desk.model.presence import away_times
from panhuang_desk.services.session import Session


@attrs.frozen
class Chapter:
    """One thing that happened to a household on an ISO day.

    `what` is left, back, split_from, split_off or merged; `reason` the code of why it left; `other` the household that
    it came from, that came from it, or that was found to be the same.
    """

    day: str
    what: str
    reason: str = ""
    other: Record | None = None

    @property
    def id(self) -> str:
        """The other household, or the day: what tells two chapters apart in a list."""
        return f"{self.day}:{self.what}:{self.other.id if self.other else ''}"


def story(session: Session, record: Record) -> list[Chapter]:
    """What a household went through, newest first; empty where it simply was in the register all the time."""
    chapters = []
    for left, back, reason in away_times(record.values):
        chapters += [Chapter(left, "left", reason), Chapter(back, "back")]
    if record["inactive_from"]:
        chapters.append(Chapter(record.text("inactive_from"), "left", record.text("inactive_reason")))
    origin = session.store.get("household", record.text("split_from")) if record["split_from"] else None
    if origin is not None:
        chapters.append(Chapter(record.text("active_from"), "split_from", other=origin))
    chapters += [Chapter(part.text("active_from"), "split_off", other=part)
                 for part in session.store.records("household", {"split_from": record.id})]
    chapters += [Chapter(entry.text("inactive_from"), "merged", other=entry)
                 for entry in session.store.records("household", {"merged_into": record.id})]
    return sorted(chapters, key=lambda chapter: chapter.day, reverse=True)
