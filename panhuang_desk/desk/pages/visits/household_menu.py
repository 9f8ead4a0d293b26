"""The menu of a household: what is done seldom, offered by the button in the detail, a right click, and a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits import duplicates_entry, life
from panhuang_desk.desk.pages.visits.erase_dialog import ask_to_erase

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
    from panhuang_desk.services.households import HouseholdView


def _always(view: HouseholdView) -> bool:
    return True


@attrs.frozen
class MenuEntry:
    """One line of the menu. `run` does it; `shown` tells whether it makes sense for a household.

    `key` is the name of its key in the key map, empty where it has none. `group` parts the menu by lines: entries
    with the same number stand together, in the order of ENTRIES.
    """

    word: str
    run: Callable[[HouseholdsTab, HouseholdView], object]
    shown: Callable[[HouseholdView], bool] = _always
    key: str = ""
    group: int = 0


ENTRIES: tuple[MenuEntry, ...] = (
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
    menu = QMenu(tab)
    menu.setAccessibleName("这一户的操作")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = -1
    for entry in sorted(ENTRIES, key=lambda entry: entry.group):
        if not entry.shown(view):
            continue
        if group not in (-1, entry.group):
            menu.addSeparator()
        group = entry.group
        # Behind a tab stands what Qt draws as the key of an entry, without making it a second shortcut.
        action = menu.addAction(entry.word + (f"\t{cap(entry.key)}" if entry.key else ""))
        action.triggered.connect(lambda _=False, entry=entry: entry.run(tab, view))
    menu.popup(at)
    return menu
