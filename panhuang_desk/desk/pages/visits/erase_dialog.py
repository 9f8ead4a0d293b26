"""Erasing a household's personal data: what goes, what stays, what is out of reach, why; then it cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import KeyCap
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services import erasing

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.visits.households_tab import HouseholdsTab
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView

_WIDTH, _HEIGHT = 620, 640


def ask_to_erase(tab: HouseholdsTab, view: HouseholdView) -> EraseDialog | None:
    """Open the question about a household; None where nothing of it is left to erase."""
    desk = tab.desk
    try:
        erasure = erasing.what_goes(desk.session, view.record.id)
    except UserError as problem:
        desk.error(problem)
        return None
    if erasure.done_before and not any(erasure.counts.values()):
        messages.inform(desk.window(), "这一户的个人信息已经删除过了", "文件里没有别的可删。")
        return None
    dialog = EraseDialog(desk, erasure, words.place_of(desk, view.record))
    dialog.open()
    return dialog


class EraseDialog(QDialog):
    """The focus is on the answer that does nothing; Esc gives it, too."""

    def __init__(self, desk: Shell, erasure: erasing.Erasure, place: str) -> None:
        super().__init__(desk.window())
        self._desk, self._erasure = desk, erasure
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle("删除个人信息")
        self.setAccessibleName("删除个人信息")
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.white)
        self.setPalette(palette)
        look = theme.active()
        self.resize(look.text_px(_WIDTH), min(look.text_px(_HEIGHT), desk.window().height() - look.px(32)))
        layout = column(self, 24, 12)
        layout.addWidget(Label("删除个人信息", "title"))
        about = "·".join(part for part in (place, desk.mask(erasure.name)) if part)
        layout.addWidget(Label(about, "body", "ink2", wrap=True))
        layout.addWidget(self._told(), 1)
        layout.addLayout(self._reason())
        layout.addWidget(Line())
        layout.addLayout(self._foot())

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus on the safe answer."""
        super().showEvent(event)
        self.keep_button.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll what is said."""
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            step = self.area.viewport().height() * (1 if event.key() == Qt.Key.Key_PageDown else -1)
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + step)
            return
        super().keyPressEvent(event)

    def erase(self) -> None:
        """Do it, where a reason is given."""
        reason = next(iter(self.reasons.codes()), "")
        self.problem.setVisible(not reason)
        if not reason:
            self.reasons.setFocus()
            return
        self.accept()
        start(self._desk, self._erasure.household_id, reason)

    def _told(self) -> ScrollColumn:
        self.area = ScrollColumn(spacing=6)
        body = self.area.body
        palette = body.palette()
        palette.setColor(body.backgroundRole(), Qt.GlobalColor.white)
        body.setPalette(palette)
        body.setAutoFillBackground(True)
        box = self.area.column
        for title, lines in (("会删除，删了不能恢复", self._erasure.goes), ("会留下", self._erasure.stays),
                             ("程序管不到，要另外处理", self._erasure.beyond)):
            _add_part(box, title, lines)
        box.addStretch(1)
        return self.area

    def _reason(self) -> QVBoxLayout:
        box = column(None, 0, 6)
        box.addWidget(Label("为什么删除", "section"))
        self.problem = Label("请选一个原因，它会和删除的时间一起留下。", "caption", "red")
        self.reasons = OptionGroup(erasing.REASONS, optional=False, name="为什么删除")
        self.reasons.changed.connect(self.problem.hide)
        box.addWidget(self.reasons)
        box.addWidget(self.problem)
        self.problem.hide()
        return box

    def _foot(self) -> QHBoxLayout:
        foot = row(None, 0, 8)
        self.erase_button = Button("删除，不能恢复", icon="trash-2")
        self.erase_button.clicked.connect(self.erase)
        self.keep_button = Button("不删了", "primary", key=cap("back"))
        self.keep_button.clicked.connect(self.reject)
        more = QFrame()
        more.hide()
        told = row(more, 0, 8)
        told.addWidget(KeyCap("PgDn"))
        told.addWidget(Label("往下看", "caption", "ink2"))
        self.area.verticalScrollBar().rangeChanged.connect(lambda _, most: more.setVisible(most > 0))
        foot.addWidget(more)
        foot.addStretch(1)
        foot.addWidget(self.erase_button)
        foot.addWidget(self.keep_button)
        return foot


def start(desk: Shell, household_id: str, reason: str) -> None:
    """Erase in the background, and say what came of it."""
    session = desk.session

    def work(progress: Progress) -> Changes:
        with session.aside(write=True) as aside:
            return erasing.erase(aside, household_id, reason, progress)

    def failed(problem: UserError) -> None:
        if problem.code == erasing.UNFINISHED:
            desk.refresh(None)
        desk.error(problem)

    desk.run("正在删除个人信息", work, lambda changes: desk.did(
        "个人信息删除了，报表的数没有变", changes, undoable=False), failed=failed)


def _add_part(box: QVBoxLayout, title: str, lines: tuple[str, ...]) -> None:
    if box.count():
        box.addSpacing(theme.active().px(8))
    box.addWidget(Label(title, "section"))
    for line in lines:
        parts = row(None, 0, 8)
        parts.addWidget(Label("·", "body", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
        parts.addWidget(Label(line, "body", wrap=True), 1)
        box.addLayout(parts)
