"""The village filter in the head of a page of an office's file."""

from __future__ import annotations

from collections.abc import Callable

from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village, shown_village, village_choices


def add_village_filter(header: Header, session: Session, changed: Callable[[], None]) -> FilterChip | None:
    """Put the filter into a page's head and remember what is chosen; None where the file has one village only.

    `changed` is called after a choice; it should make every page refresh, as all of them show that village.
    """
    choices = village_choices(session)
    if not choices:
        return None
    chip = FilterChip("全部村（社区）", choices, all_word="全部村（社区）")
    chip.choose(shown_village(session))

    def chosen(code: str) -> None:
        show_village(session, code)
        changed()

    chip.chosen.connect(chosen)
    header.add(chip)
    return chip
