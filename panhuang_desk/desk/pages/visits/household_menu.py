"""The menu of a household: what is done seldom, offered by the button in the detail, a right click, and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk.pages.visits import duplicates_entry, life
from panhuang_desk.desk.pages.visits.erase_dialog import ask_to_erase
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
    from panhuang_desk.services.households import HouseholdView


ENTRIES: tuple[MenuEntry[HouseholdsTab, HouseholdView], ...] = (
    MenuEntry("记走访", lambda tab, view: tab.on_new(), key="new"),
    MenuEntry("改资料…", lambda tab, view: tab.on_edit(), key="edit"),
    MenuEntry("加待办…", lambda tab, view: tab.on_follow_up(), key="follow_up"),
    MenuEntry("搬走了…", life.move_away, shown=life.may_move, group=1),
    MenuEntry("搬回来了…", life.come_back, shown=life.may_come_back, group=1),
    MenuEntry("分户…", life.split, shown=life.may_move, group=1),
    MenuEntry("与另一户合并…", duplicates_entry.merge_with, shown=duplicates_entry.may_merge, group=1),
    MenuEntry("找疑似重复的户", lambda tab, view: tab.show_duplicates(), group=2),
    MenuEntry("修改记录", lambda tab, view: tab.desk.history.show_record("household", view.record.id), key="history",
              group=2),
    MenuEntry("删除这一户", lambda tab, view: tab.delete_household(), group=9),
    MenuEntry("删除个人信息…", ask_to_erase, group=9),
)
"""The lines of the menu, group by group: 0 daily work, 1 the life of a household, 2 looking things up, 9 what takes
something away.
"""


def open_menu(tab: HouseholdsTab, view: HouseholdView, at: QPoint) -> QMenu:
    """Show the menu of a household at a point of the screen; it goes by itself."""
    return pop_up("这一户的操作", ENTRIES, tab, view, at)
