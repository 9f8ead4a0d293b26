"""The menu of a plot: what can be done with it, offered by the button in the detail, a right click, and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk.pages.patrols.plot_life_forms import BackEntry, GiveUpEntry, MergeEntry, PickEntry, SplitEntry
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.patrols.plots_tab import PlotsTab
    from panhuang_desk.services.patrol_views import PlotView


def is_there(view: PlotView) -> bool:
    """Whether a plot is in the register, so that it can be given up or split."""
    return not view.record["inactive_from"] and not view.record["merged_into"]


def may_come_back(view: PlotView) -> bool:
    """Whether a plot was given up by hand."""
    return bool(view.record["inactive_from"]) and view.record["inactive_reason"] not in ("split", "merged")


def may_merge(view: PlotView) -> bool:
    """Whether a plot stands for itself and is still whole."""
    return not view.record["merged_into"] and view.record["inactive_reason"] != "split"


def merge_with(tab: PlotsTab, view: PlotView) -> None:
    """Ask which other plot is the same one, then open the form that merges them."""
    pick = PickEntry(tab.desk, view.record)

    def picked(id: str) -> None:
        other = tab.session.store.get("plot", id)
        if other is not None:
            tab.open(MergeEntry(tab.desk, view.record, other))

    pick.picked.connect(picked)
    tab.open(pick)


ENTRIES: tuple[MenuEntry[PlotsTab, PlotView], ...] = (
    MenuEntry("改资料…", lambda tab, view: tab.on_edit(), key="edit"),
    MenuEntry("加待办…", lambda tab, view: tab.on_follow_up(), key="follow_up"),
    MenuEntry("停用…", lambda tab, view: tab.open(GiveUpEntry(tab.desk, view.record)), shown=is_there, group=1),
    MenuEntry("恢复踏查…", lambda tab, view: tab.open(BackEntry(tab.desk, view.record)), shown=may_come_back, group=1),
    MenuEntry("拆成几块…", lambda tab, view: tab.open(SplitEntry(tab.desk, view.record)), shown=is_there, group=1),
    MenuEntry("与另一块合并…", merge_with, shown=may_merge, group=1),
    MenuEntry("修改记录", lambda tab, view: tab.desk.history.show_record("plot", view.record.id), key="history",
              group=2),
    MenuEntry("删除这块地", lambda tab, view: tab.delete_plot(), group=9),
)
"""The lines of the menu: 0 daily work, 1 the life of a plot, 2 looking things up, 9 what takes something away."""


def open_menu(tab: PlotsTab, view: PlotView, at: QPoint) -> QMenu:
    """Show the menu of a plot at a point of the screen; it goes by itself."""
    return pop_up("这块地的操作", ENTRIES, tab, view, at)
