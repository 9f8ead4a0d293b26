"""What the tabs of the visits page have in common beside what all tabs have: visits."""

from __future__ import annotations

from typing import Any

from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.visit_entry import VisitEntry
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.tabs.tab import GONE, Tab
from panhuang_desk.services import households
from panhuang_desk.services.rounds import visit_begun
from panhuang_desk.services.today import day_words


class VisitsTab(Tab):
    """A tab from which visits are corrected and deleted."""

    def open_visit(self, id: str, *, back: str = "") -> None:
        """Correct a visit."""
        record = self.session.store.get("visit", id)
        view = households.view(self.session, record.text("household_id")) if record and not record.deleted else None
        if record is None or view is None:
            self.desk.announce(GONE)
            return
        self.open(VisitEntry(self.desk, view, record), back=back)

    def photo_strip(self) -> PhotoStrip | None:
        """Where a photo belongs that is added now: the form that is open."""
        return getattr(self.entry, "photos", None)

    def on_photo(self) -> bool:
        """Choose photos."""
        strip = self.photo_strip()
        return strip is not None and strip.on_photo()

    def on_paste(self) -> bool:
        """Take the photos that were copied."""
        strip = self.photo_strip()
        return strip is not None and strip.on_paste()

    def deleted_words(self, kind: str, row: Any) -> str:
        """删除了走访：3 组 27 号，5月14日."""
        if kind == "visit":
            return f"删除了走访：{words.door(row)}，{day_words(row.visited_on)}"
        if kind == "household":
            begun = "，没写完的走访撤销后还在" if visit_begun(self.session, row.id) else ""
            return f"删除了户：{words.door(row)}{begun}"
        return super().deleted_words(kind, row)
