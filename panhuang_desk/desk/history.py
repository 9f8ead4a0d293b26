"""The history of the record that is marked, at the right over any page: who changed what when. Esc closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.model.kind import Record
from panhuang_desk.services import history
from panhuang_desk.services.history import FieldStep, HistoryStep

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WIDTH = 620
_ARROW = " → "
_NOTHING = "（空）"


@attrs.frozen
class HistoryLine:
    """A line of the panel: the first of an action says when and who, each field has a line of its own."""

    when: str
    who: str
    text: str
    first: bool


class HistoryPanel(QFrame):
    """Lies over the right of its parent, and takes the keys while it is open."""

    def __init__(self, desk: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        look = theme.active()
        self._desk, self._host = desk, parent
        self.record: tuple[str, str] | None = None
        self._came_from: QWidget | None = None
        self.setAccessibleName("修改记录")
        box = column(self, 0, 8)
        box.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(16))
        head = row(None, 0, 8)
        words = column(None, 0, 0)
        self.title, self.about = Label("修改记录", "panel"), Label("", "body", "ink2", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        self.close_button = Button("收起", "quiet", key=cap("back"))
        self.close_button.clicked.connect(self.leave)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(Line())
        self.table = TableView((
            Column("when", "时间", text=lambda line: line.when, width=176, tone="ink2"),
            Column("who", "谁", text=lambda line: line.who, width=72, tone="ink2"),
            Column("what", "改了什么", text=lambda line: line.text, stretch=True,
                   tone=lambda line: "ink" if line.first else "ink2")), name="修改记录")
        self.table.set_hints((Hint(cap("move"), "上下看"), Hint(cap("back"), "收起")))
        self.table.chosen.connect(self._tell_whole)
        box.addWidget(self.table, 1)
        self.whole = Label("", "body", "ink", wrap=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.whole)
        parent.installEventFilter(self)
        self.hide()

    def show_record(self, kind: str, id: str) -> None:
        """Open with the history of a record."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self.record = (kind, id)
        self.reload(first=True)
        self._place()
        self.show()
        self.raise_()
        self.table.setFocus()
        box = self.layout()
        if box is not None:
            box.activate()
        self._tell_whole(self.table.current())

    def reload(self, *, first: bool = False) -> None:
        """Read the history anew."""
        if self.record is None:
            return
        desk = self._desk
        self.about.setText(history.title_of(desk.session, *self.record, masked=desk.masked))
        steps = history.told(desk.session, *self.record, desk.mask, desk.cover)
        self.table.set_rows([line for step in steps for line in self._lines(step)], first=first)
        self._tell_whole(self.table.current())

    def focus_left(self, widget: QWidget) -> None:
        """Something on the page has the keys now: what lies over it goes."""
        if self.isVisible() and not self.isAncestorOf(widget):
            self.hide()
            self.record = self._came_from = None

    def leave(self) -> None:
        """Close, and give the keys back to where they were."""
        self.hide()
        self.record = None
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus()
        elif self._desk.page is not None:
            self._desk.page.arrive()

    def on_back(self) -> bool:
        """Esc closes the panel."""
        self.leave()
        return True

    def on_history(self) -> bool:
        """The same key closes it, too."""
        self.leave()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the right when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A white sheet with a line at its left."""
        paint.box(QPainter(self), self.rect(), theme.SURFACE, theme.LINE2, radius=0)

    def _place(self) -> None:
        width = min(theme.active().text_px(_WIDTH), self._host.width())
        self.setGeometry(self._host.width() - width, 0, width, self._host.height())

    def _lines(self, step: HistoryStep) -> list[HistoryLine]:
        when = f"{wording.day(step.at[:10], self._desk.session.today())} {step.at[11:16]}"
        texts = [_changed(field) for field in step.fields]
        if len(texts) == 1 and step.what.endswith("改了 1 项"):
            return [HistoryLine(when, step.person, step.what.removesuffix("改了 1 项") + texts[0], True)]
        return [HistoryLine(when, step.person, step.what, True), *(HistoryLine("", "", text, False) for text in texts)]

    def _tell_whole(self, line: HistoryLine | None) -> None:
        """Say in full what the marked line has no room for."""
        text = line.text if line is not None else ""
        wide = paint.text_width(theme.active().font("body"), text) > self.table.columnWidth(2) - theme.active().px(24)
        self.whole.setText(text)
        self.whole.setVisible(wide)


def record_at(desk: Shell, widget: QWidget | None) -> tuple[str, str] | None:
    """The record that is marked where the keys are, else in the first list of the page that is in sight."""
    while widget is not None and widget is not desk:
        found = _record_of(desk, widget)
        if found is not None:
            return found
        widget = widget.parentWidget()
    for table in desk.page.findChildren(TableView) if desk.page is not None else ():
        found = history.record_of(desk.session, table.current()) if table.isVisible() else None
        if found is not None:
            return found
    return None


def _record_of(desk: Shell, widget: QWidget) -> tuple[str, str] | None:
    """The record that a list has marked, or that a detail or a form is about."""
    if isinstance(widget, TableView):
        return history.record_of(desk.session, widget.current())
    about = getattr(getattr(widget, "view", None), "record", None) or getattr(widget, "record", None)
    return history.record_of(desk.session, about) if isinstance(about, Record) else None


def _changed(field: FieldStep) -> str:
    if not field.before:
        return f"{field.label}：{field.after}"
    return f"{field.label}：{field.before}{_ARROW}{field.after or _NOTHING}"
