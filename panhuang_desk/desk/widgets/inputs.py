"""Fields to type in: one line, several lines, a search, a passphrase with its strength."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from panhuang_desk.desk import keys, rare, theme
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.services.strength import strength

_TEXT_KEYS = ("undo", "redo", "delete", "paste")
_DESK_SEQUENCES = frozenset(key.sequence for key in keys.KEYS if key.name not in _TEXT_KEYS and key.place != "local")


def is_desk_key(event: QKeyEvent) -> bool:
    """Whether a key belongs to the key map although Qt's text fields would take it on some systems (Ctrl+E, Ctrl+H)."""
    return QKeySequence(event.keyCombination()).toString() in _DESK_SEQUENCES or (
        event.matches(QKeySequence.StandardKey.Paste) and _nothing_to_write())


def _nothing_to_write() -> bool:
    """Whether what was copied is a picture, or files, of which a text field could write nothing but their paths."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if data is None:
        return False
    if data.hasUrls():
        return all(url.isLocalFile() for url in data.urls())
    return data.hasImage() and not data.hasText()


def set_error(widget: QWidget, on: bool) -> None:
    """Give a field the red border of an error, or take it away."""
    if bool(widget.property("error")) != on:
        widget.setProperty("error", on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class LineEdit(QLineEdit):
    """One line. Keys of the key map go to the window; an own text undo comes first while there is something to undo."""

    def __init__(self, text: str = "", *, name: str = "", width: int = 0, key: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        look = theme.active()
        self.setAccessibleName(name)
        self.setFixedHeight(look.control)
        if width:
            self.setFixedWidth(look.text_px(width))
        self._key = key
        rare.draw(text)
        self.textChanged.connect(rare.draw)

    def event(self, event: QEvent) -> bool:
        """Let the window have its keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if is_desk_key(event):
                event.ignore()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                event.ignore()
                return True
            if event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
                event.ignore()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and its key at the right while it is empty."""
        super().paintEvent(event)
        if self._key and not self.hasFocus():
            look = theme.active()
            area = QRectF(self.rect()).adjusted(0, 0, -look.px(12), 0)
            paint.put_text(QPainter(self), area, self._key, look.font("caption"), theme.INK3,
                           Qt.AlignmentFlag.AlignRight)


class SearchEdit(LineEdit):
    """The search of a page: a glass at the left, its key at the right, Esc empties it, arrow down leaves it.

    `leave` is told when the person goes down into the list.
    """

    leave = Signal()

    def __init__(self, hint: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(name="查找", key=keys.cap("find"), parent=parent)
        look = theme.active()
        self.setPlaceholderText(hint)
        self.setTextMargins(look.px(26), 0, look.px(44), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow down and Enter go into the list; Esc empties the field, and only then steps back."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the field while there is text in it."""
        if (event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape and self.text()):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field and the glass."""
        super().paintEvent(event)
        area = QRectF(self.rect()).adjusted(theme.active().px(12), 0, 0, 0)
        paint.put_icon(QPainter(self), area, "search", 18, theme.INK2)


class TextEdit(QPlainTextEdit):
    """Several lines. Tab and Enter go on to the next field, Shift+Enter begins a new line."""

    next_field = Signal()

    def __init__(self, text: str = "", *, name: str = "", lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        look = theme.active()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.setFixedHeight(lines * look.line("body") + 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rare.draw(text)
        self.textChanged.connect(self._draw_rare)

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def _draw_rare(self) -> None:
        rare.draw(self.toPlainText())

    def event(self, event: QEvent) -> bool:
        """Let the window have its keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            if is_desk_key(event) or (
                event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable()
            ) or (event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter alone goes on; with Shift it begins a new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.next_field.emit()
            return
        super().keyPressEvent(event)


class PassphraseEdit(QFrame):
    """A passphrase: hidden, 显示 shows it, a caps-lock warning below. `entered` is Enter in the field."""

    entered = Signal()
    changed = Signal(str)

    def __init__(self, name: str = "口令", *, big: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.field = LineEdit(name=name)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.field.setFixedHeight(look.big_control if big else look.control)
        self.field.returnPressed.connect(self.entered)
        self.field.textChanged.connect(self.changed)
        self.field.installEventFilter(self)
        self.show_link = Link("显示", "caption", parent=self.field)
        self.show_link.clicked.connect(lambda: self.reveal(self.field.echoMode() == QLineEdit.EchoMode.Password))
        self.field.setTextMargins(0, 0, self.show_link.sizeHint().width() + look.px(8), 0)
        layout = column(self, 0, 4)
        layout.addWidget(self.field)
        self.caps = Note("大写锁定已打开", "amber", "triangle-alert")
        self.caps.hide()
        layout.addWidget(self.caps)
        self.setFocusProxy(self.field)
        self.setAccessibleName(name)

    def text(self) -> str:
        """What is written."""
        return self.field.text()

    def clear(self) -> None:
        """Empty the field and hide what comes next."""
        self.field.clear()
        self.reveal(False)

    def reveal(self, on: bool) -> None:
        """Show or hide what is written."""
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.show_link.setText("隐藏" if on else "显示")
        self.show_link.setAccessibleName("隐藏口令" if on else "显示口令")
        self.show_link.update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Place the link; find out about caps lock from what is typed, which works on every system."""
        if event.type() == QEvent.Type.Resize:
            size, link = self.field.size(), self.show_link.sizeHint()
            self.show_link.setGeometry(size.width() - link.width() - theme.active().px(12),
                                       (size.height() - link.height()) // 2, link.width(), link.height())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter = event.text()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self.caps.setVisible(not self.caps.isVisible() and bool(self.field.text()))
            elif len(letter) == 1 and letter.isascii() and letter.isalpha():
                self.caps.setVisible(letter.isupper() != shift)
        return False


class Note(QFrame):
    """A small icon and a sentence below or beside a field: an error, a warning, a success."""

    def __init__(self, text: str = "", tone: str = "red", icon: str = "circle-alert", *, role: str = "body",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.icon_tone = ""
        """Another tone for the icon than for the words, where one is named."""
        look = theme.active()
        layout = row(self, 0, 0)
        layout.setContentsMargins(look.px(22), 0, 0, 0)
        self.label = Label(text, role, tone, wrap=True)
        layout.addWidget(self.label, 1)
        self.set_text(text)

    def set_text(self, text: str, tone: str = "", icon: str = "") -> None:
        """Say something else, in another tone where one is named."""
        self.label.setText(text)
        self.setAccessibleName(text)
        if tone:
            self._tone = tone
            self.label.set_tone(tone)
        self._icon = icon or self._icon
        self.update()

    def text(self) -> str:
        """What the note says."""
        return self.label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon beside the first line."""
        look = theme.active()
        line = QRectF(0, 0, self.width(), max(look.line(), self.height() if self.height() < 2 * look.line() else 0))
        paint.put_icon(QPainter(self), line, self._icon, 16, theme.TONES[self.icon_tone or self._tone])


class StrengthMeter(QFrame):
    """Four steps and a sentence: how hard a passphrase is to guess, and how to make it harder.

    `known` are words that somebody would try first: the place and the worker.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self.known: tuple[str, ...] = ()
        self._steps = 0
        layout = column(self, 0, 0)
        layout.setContentsMargins(0, 10, 0, 0)
        self.label = Label("", "caption", "ink2", wrap=True)
        self.label.setMinimumHeight(look.line("caption"))
        layout.addWidget(self.label)
        self.judge("")

    def judge(self, text: str) -> int:
        """Judge a passphrase; returns the score, 0–4."""
        score, words = strength(text, self.known)
        self._steps = max(score, 1) if text else 0
        self.label.setText(words)
        self.setAccessibleName(words)
        self.update()
        return score

    def sizeHint(self) -> QSize:
        """The steps and one line."""
        return QSize(200, 10 + theme.active().line("caption"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Four bars; the filled ones in the colour of the judgement."""
        painter = QPainter(self)
        colour = (theme.LINE2, theme.RED, theme.AMBER_MARK, theme.GREEN, theme.GREEN)[self._steps]
        width = (self.width() - 3 * 4) / 4
        for step in range(4):
            fill = colour if step < self._steps else theme.BAR_TROUGH
            painter.fillRect(QRectF(step * (width + 4), 2, width, 4), QColor(fill))
