"""The menu of a paper: what can be done with it, offered by a right click and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.papers_tab import PapersTab
    from panhuang_desk.model.kind import Record

ENTRIES: tuple[MenuEntry[PapersTab, Record], ...] = (
    MenuEntry("打印…", lambda tab, paper: tab.on_print(), key="print"),
    MenuEntry("录这份试卷的答卷", lambda tab, paper: tab.record_sheets(paper)),
    MenuEntry("改…", lambda tab, paper: tab.on_edit(), key="edit", group=1),
    MenuEntry("复制成新试卷", lambda tab, paper: tab.copy(paper), group=1),
    MenuEntry("加待办…", lambda tab, paper: tab.on_follow_up(), key="follow_up", group=1),
    MenuEntry("修改记录", lambda tab, paper: tab.desk.history.show_record("quiz_paper", paper.id), key="history",
              group=2),
    MenuEntry("删除", lambda tab, paper: tab.delete_paper(paper), key="delete", group=9),
)
"""The lines of the menu, by group: 0 daily work, 1 the paper itself, 2 looking things up, 9 what takes it away."""


def open_menu(tab: PapersTab, paper: Record, at: QPoint) -> QMenu:
    """Show the menu of a paper at a point of the screen; it goes by itself."""
    return pop_up("这份试卷的操作", ENTRIES, tab, paper, at)
