"""The settings page: one column of sections with a tab for each; what is changed is saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.settings.file_parts import CountingSection, MachineSection, PlaceSection
from panhuang_desk.desk.pages.settings.going_out import AboutSection, EmergencySection, ExportSection
from panhuang_desk.desk.pages.settings.keeping import KeepingSection
from panhuang_desk.desk.pages.settings.track_parts import TrackSection
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.desk.widgets.setting_rows import SavedEdit
from panhuang_desk.model.values import Changes
from panhuang_desk.services.print_test import PRINT_TEST, print_test

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class SettingsPage(Page):
    """Tabs are anchors into the column: a tab scrolls to its section and puts the focus into it."""

    name, title = "settings", "设置"
    tabs = ("这台电脑", "人和村", "数字", "轨迹", "备份", "应急单", "导出", "关于")

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        look = theme.active()
        self.machine, self.place, self.counting = MachineSection(self), PlaceSection(self), CountingSection(self)
        self.tracks = TrackSection(self)
        self.keeping, self.emergency = KeepingSection(self), EmergencySection(self)
        self.export, self.about = ExportSection(self), AboutSection(self)
        self.sections = (self.machine, self.place, self.counting, self.tracks, self.keeping, self.emergency,
                         self.export, self.about)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget()
        holder.setObjectName("scroll_body")
        lines = column(holder, 0, 16)
        # Room for the scroll bar, so that it never lies on a sheet.
        lines.setContentsMargins(0, 0, look.px(8), 0)
        for section in self.sections:
            lines.addWidget(section)
        lines.addStretch(1)
        self.area.setWidget(holder)
        self.papers = Papers(desk, self.area)
        self.papers.closed.connect(self._paper_closed)
        self.body.addWidget(self.papers, 1)
        self.area.verticalScrollBar().valueChanged.connect(self._mark_section)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_in_sight)

    def refresh(self, changes: Changes | None = None) -> None:
        """Show what is set now; what is being typed stays."""
        for section in self.sections:
            section.show_values()

    def arrive(self) -> None:
        """The focus is in the section that is looked at."""
        self.keeping.show_values()
        focus = QApplication.focusWidget()
        if self.papers.paper is not None:
            self.papers.paper.take_focus()
        elif focus is None or not self.area.isAncestorOf(focus):
            self._focus(self.tab)

    def open_target(self, target: Mapping[str, str]) -> None:
        """Go to a section by its number, where another page names one."""
        if target.get("tab", "").isdigit():
            self.set_tab(int(target["tab"]))

    def tab_chosen(self, index: int) -> None:
        """Scroll to a section and put the focus into it."""
        self.papers.close_paper()
        self.area.verticalScrollBar().setValue(self.sections[index].y())
        self._focus(index)
        if self.header.tabs:
            self.header.tabs.set_index(index)

    def hints(self) -> tuple[Hint, ...]:
        """How to get from section to section."""
        return (Hint(cap("next_tab"), "下一部分"), Hint("Tab", "下一项"))

    def on_print(self) -> bool:
        """Show the printer's test page, which is printed from there."""
        if self.papers.paper is None:
            self.papers.show_paper(PRINT_TEST, lambda session, masked: print_test(session), names=False)
        else:
            self.papers.paper.on_print()
        return True

    def on_back(self) -> bool:
        """The paper goes."""
        return self.papers.close_paper()

    def on_export(self) -> bool:
        """Export a table."""
        self.export.export()
        return True

    def on_save(self) -> bool:
        """What is changed is saved at once; a field that is being typed in is saved now."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus) and hasattr(focus, "left"):
            focus.left.emit()
        return True

    def flush_drafts(self) -> None:
        """Save what is being typed before the file is closed; what cannot be saved is let go."""
        for field in self.findChildren(SavedEdit):
            field.left.emit()

    def saved(self, words: str, *, everywhere: bool = False) -> None:
        """Say that something of the file was changed; `everywhere` makes all pages count anew."""
        if everywhere:
            self.desk.refresh(None)
        self.desk.announce(f"{words}，已保存")
        self.desk.set_state("saved")

    def keep_settings(self, words: str) -> None:
        """Keep the settings of this machine, and say so."""
        try:
            self.desk.settings.save()
        except OSError:
            self.desk.set_state("error", "这台电脑的设置没有存上，磁盘满了？")
            return
        if words:
            self.desk.announce(f"{words}，已保存")
        self.desk.set_state("saved")

    def show_below(self, widget: QWidget) -> None:
        """Scroll so that what was just said is seen, once it has its place."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget, 0, theme.active().px(24)))

    def _paper_closed(self) -> None:
        self.machine.test_page.setFocus()

    def _focus(self, index: int) -> None:
        first = self.sections[index].first
        if first is not None:
            first.setFocus()

    def _mark_section(self, value: int) -> None:
        """Mark the tab of the section at the top of what is seen; at the very end, of the last."""
        bar = self.area.verticalScrollBar()
        tops = [section.y() for section in self.sections]
        at = max((place for place, top in enumerate(tops) if top <= value + theme.active().px(80)), default=0)
        if self.header.tabs:
            self.header.tabs.set_index(len(tops) - 1 if bar.maximum() and value == bar.maximum() else at)

    def _keep_in_sight(self) -> None:
        """Scroll to what has the focus; it takes nothing of the signal, as what lost the focus may be dying."""
        new = QApplication.focusWidget()
        if new is not None and self.isVisible() and self.area.isAncestorOf(new):
            self.area.ensureWidgetVisible(new, 0, theme.active().px(56))
