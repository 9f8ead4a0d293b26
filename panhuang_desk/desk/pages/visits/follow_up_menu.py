"""The menu of a follow-up: what can be done with it, in the list of follow-ups and below a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up
from panhuang_desk.errors import UserError
from panhuang_desk.services.follow_ups import reopen_follow_up

if TYPE_CHECKING:
    from panhuang_desk.desk.tabs.tab import Tab
    from panhuang_desk.store.queries import FollowUpRow


def is_open(row: FollowUpRow) -> bool:
    """Whether a follow-up still waits, so that it can be reported and closed."""
    return row.status != "closed"


def is_closed(row: FollowUpRow) -> bool:
    """Whether a follow-up is closed, so that it can go back onto the list."""
    return row.status == "closed"


def reopen(tab: Tab, row: FollowUpRow) -> None:
    """Put a follow-up that is closed back onto the list; the bar at the foot offers to undo it."""
    try:
        saved = reopen_follow_up(tab.session, row.id)
    except UserError as problem:
        tab.desk.error(problem)
        return
    tab.desk.did(f"重新办理：{tab.desk.cover(row.matter[:16])}", saved.changes)


ENTRIES: tuple[MenuEntry[Tab, FollowUpRow], ...] = (
    MenuEntry("办结…", lambda tab, row: tab.open_follow_up(row), shown=is_open, key="Enter"),
    MenuEntry("上报…", lambda tab, row: tab.open_follow_up(row, "report"), shown=is_open),
    MenuEntry("重新办理", reopen, shown=is_closed),
    MenuEntry("修改…", lambda tab, row: tab.open_follow_up(row, "correct"), key="edit"),
    MenuEntry("修改记录", lambda tab, row: tab.desk.history.show_record("follow_up", row.id), key="history", group=2),
    MenuEntry("记错了…", lambda tab, row: tab.delete("follow_up", row), shown=is_open, key="delete", group=9),
)
"""The lines of the menu, group by group: 0 what is done with it, 2 looking things up, 9 what takes it away."""


def open_menu(tab: Tab, row: FollowUpRow, at: QPoint) -> QMenu:
    """Show the menu of a follow-up at a point of the screen; it goes by itself."""
    return pop_up("这件待办的操作", ENTRIES, tab, row, at)
