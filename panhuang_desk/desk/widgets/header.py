"""The head of a page: title, tabs, what it is about, the sample tag, filters and actions with the primary one last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.desk.widgets.tags import Tag


class _Tab(QAbstractButton):
    """One tab; its width is that of the bold word. `menu` gives it an arrow."""

    def __init__(self, word: str, *, menu: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = menu
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The bold word and a little air."""
        look = theme.active()
        width = paint.text_width(look.font("section"), self.text()) + 2 * look.px(12)
        return QSize(width + (look.px(20) if self._menu else 0), look.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word; under the chosen one a 2 px line."""
        look = theme.active()
        painter = QPainter(self)
        chosen = self.isChecked()
        if self.hasFocus():
            paint.box(painter, self.rect(), "", theme.ACCENT, width=2)
        colour = theme.ACCENT_DARK if chosen else theme.INK if self.underMouse() else theme.INK2
        font = look.font("section" if chosen else "body")
        area = QRectF(self.rect()).adjusted(look.px(12), 0, -look.px(12), 0)
        paint.put_text(painter, area, self.text(), font, colour,
                       Qt.AlignmentFlag.AlignLeft if self._menu else Qt.AlignmentFlag.AlignHCenter)
        if self._menu:
            side = look.px(16)
            paint.put_icon(painter, QRectF(self.width() - side - look.px(10), 0, side, self.height()),
                           "chevron-down", 16, colour)
        elif chosen:
            painter.fillRect(QRectF(area.left(), self.height() - 2, area.width(), 2), QColor(theme.ACCENT))


class Tabs(QFrame):
    """Tabs in a row, or one menu at 150 %. `chosen` tells the place of the tab that a person chose."""

    chosen = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self.index = tuple(words), 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._folded = theme.active().narrow and len(self._words) > 1
        shown = self._words[:1] if self._folded else self._words
        self._tabs = [_Tab(word, menu=self._folded) for word in shown]
        for place, tab in enumerate(self._tabs):
            tab.clicked.connect(lambda _=False, at=place: self._open_menu() if self._folded else self.choose(at))
            layout.addWidget(tab)
        self.set_index(0)

    def set_index(self, index: int) -> None:
        """Mark a tab without telling anybody."""
        self.index = index
        if self._folded:
            self._tabs[0].setText(self._words[index])
            self._tabs[0].setAccessibleName(self._words[index])
            self._tabs[0].setChecked(True)
            self._tabs[0].updateGeometry()
            return
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == index)

    def choose(self, index: int) -> None:
        """Go to a tab, as a click does; beyond the ends it starts over."""
        self.set_index(index % len(self._words))
        self.chosen.emit(self.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour, Enter to the one in focus."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(self.index + (1 if event.key() == Qt.Key.Key_Right else -1))
            if not self._folded:
                self._tabs[self.index].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            for tab in self._tabs:
                if tab.hasFocus():
                    tab.click()
        else:
            super().keyPressEvent(event)

    def _open_menu(self) -> None:
        self._tabs[0].setChecked(True)
        menu = QMenu(self)
        for place, word in enumerate(self._words):
            menu.addAction(word).triggered.connect(lambda _=False, at=place: self.choose(at))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class Header(QFrame):
    """The head of a page. Widgets added with `add` stand right of the sample tag, in the order they come."""

    tab_chosen = Signal(int)

    def __init__(self, title: str, tabs: Sequence[str] = (), *, sample: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.setFixedHeight(look.header)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(24), 0, look.px(24), 0)
        self._row.setSpacing(look.px(12))
        self.title = Label(title, "title")
        self._row.addWidget(self.title)
        self.about = Label("", "caption", "ink2")
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about.hide()
        self.tabs: Tabs | None = None
        if tabs:
            self._row.addSpacing(look.px(12))
            self.tabs = Tabs(tabs)
            self.tabs.chosen.connect(self.tab_chosen)
            self._row.addWidget(self.tabs)
        self._row.addWidget(self.about, 1)
        self._stretch_at = self._row.count()
        self._row.addStretch(1)
        self.sample = Tag("演示数据", "sample")
        self._row.addWidget(self.sample)
        self.sample.setVisible(sample)

    def set_title(self, title: str, about: str = "") -> None:
        """Say another title, and in small what it is about."""
        self.title.setText(title)
        self.set_about(about)

    def set_about(self, text: str) -> None:
        """Say in small, right of title and tabs, what the page is about."""
        self.about.setText(text)
        self.about.setVisible(bool(text))
        self._row.setStretch(self._stretch_at, 0 if text else 1)

    def add(self, widget: QWidget) -> None:
        """Put a filter, a tag or a button at the right."""
        self._row.addWidget(widget)

    def add_button(self, text: str, look: str = "secondary", *, key: str = "", icon: str = "") -> Button:
        """Put a button at the right; the primary one comes last."""
        button = Button(text, look, key=key, icon=icon)
        self._row.addWidget(button)
        return button
