"""A photo large, over the whole page: Left and Right to the next, F2 writes what it shows, Esc goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.photos.thumb import Shown
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.strips import PINNED
from panhuang_desk.services import photos

if TYPE_CHECKING:
    from panhuang_desk.desk.photos.strip import PhotoStrip
    from panhuang_desk.desk.shell import Shell


class PhotoViewer(QFrame):
    """Made for one look: it deletes itself when it is left. `closed` names the photo that was shown last."""

    closed = Signal(str)

    def __init__(self, desk: Shell, strip: PhotoStrip, host: QWidget) -> None:
        super().__init__(host)
        look = theme.active()
        self._desk, self._strip, self._host = desk, strip, host
        self.photo: Shown | None = None
        self._place_in_strip = 0
        self.setAutoFillBackground(True)
        box = column(self, 0, 12)
        box.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        head = row(None, 0, 12)
        self.count = Label("", "panel")
        head.addWidget(self.count, 1)
        self.previous_button = Button("", icon="chevron-left", name="上一张")
        self.next_button = Button("", icon="chevron-right", name="下一张")
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        close = Button("收起", "quiet", key=cap("back"))
        close.clicked.connect(self.leave)
        for button in (self.previous_button, self.next_button, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        box.addLayout(head)
        self.canvas = _Canvas(self)
        box.addWidget(self.canvas, 1)
        self.words = Label("", "body", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setObjectName(PINNED)
        box.addWidget(self.words)
        self.editor = LineEdit()
        self.editor.setMaxLength(photos.CAPTION)
        self.editor.setPlaceholderText("这张照片是什么，Enter 记下")
        self.editor.setAccessibleName("照片说明")
        self.editor.returnPressed.connect(self._described)
        self.editor.hide()
        box.addWidget(self.editor)
        strip.changed.connect(self._reload)
        desk.mask_changed.connect(self._reload)
        host.installEventFilter(self)

    def show_photo(self, id: str) -> None:
        """Show a photo and take the keys."""
        self.setGeometry(self._host.rect())
        self._show(id)
        self.show()
        self.raise_()
        self._desk.undo_bar.hide()
        self.canvas.setFocus()

    def step(self, steps: int) -> None:
        """So many photos on; at the ends it stays."""
        shown = self._strip.shown()
        place = min(max(self._place_in_strip + steps, 0), len(shown) - 1)
        self._show(shown[place].id)

    def leave(self) -> None:
        """Close, and give the keys back to the strip."""
        id = self.photo.id if self.photo is not None else ""
        self._end()
        self.closed.emit(id)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do."""
        return (Hint("← →", "上一张、下一张"), Hint(cap("edit"), "写说明"), Hint(cap("delete"), "删除"),
                Hint(cap("back"), "收起"))

    @property
    def keeps_undo(self) -> bool:
        """While a caption is written, undo stops at it."""
        return self.editor.isVisible()

    # Keys

    def on_back(self) -> bool:
        """Out of the caption, else out of the viewer."""
        if self.editor.isVisible():
            self._edit(False)
        else:
            self.leave()
        return True

    def on_delete(self) -> bool:
        """Delete the photo; the next one comes."""
        if self.photo is not None:
            self._strip.delete(self.photo.id)
        return True

    def on_edit(self) -> bool:
        """Write what it shows."""
        if self.photo is not None and not self._desk.masked:
            self.editor.setText(self.photo.caption)
            self._edit(True)
        return True

    def _make_way(self) -> bool:
        """What is asked for belongs to the page below: out of its way."""
        self.leave()
        return False

    on_new = on_save = on_save_next = on_find = on_photo = on_paste = on_follow_up = on_household = _make_way
    on_import = on_export = on_print = on_round = on_menu = _make_way

    # Reacting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the page, whatever size it takes."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, or the file is locked: nobody comes back to an open photo."""
        super().hideEvent(event)
        if self.photo is not None and not self._host.isVisible():
            self.leave()

    def _end(self) -> None:
        self.photo = None
        if isValid(self._strip):
            self._strip.changed.disconnect(self._reload)
        self._desk.mask_changed.disconnect(self._reload)
        self._host.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _reload(self) -> None:
        """Photos came or went, or names are covered now."""
        shown = self._strip.shown()
        if self.photo is None or not shown:
            self.leave()
            return
        ids = [photo.id for photo in shown]
        id = self.photo.id
        self._show(id if id in ids else ids[min(self._place_in_strip, len(ids) - 1)], again=True)

    def _show(self, id: str, *, again: bool = False) -> None:
        shown = self._strip.shown()
        place = next(place for place, photo in enumerate(shown) if photo.id == id)
        before = self.photo
        self.photo, self._place_in_strip = shown[place], place
        self.count.setText(f"第 {place + 1} 张，共 {len(shown)} 张")
        self.previous_button.setEnabled(place > 0)
        self.next_button.setEnabled(place < len(shown) - 1)
        covered = self._desk.masked
        told = "　".join(part for part in (self._desk.cover(self.photo.caption), self.photo.when) if part)
        self.words.setText(told or f"按 {cap('edit')} 写这张照片是什么")
        self.canvas.setAccessibleName("照片，已遮住" if covered else self.photo.name)
        if not again or before is None or before.id != id or covered or self.canvas.covered:
            data = None if covered else photos.image(self._desk.session, id)
            self.canvas.show_image(data, covered=covered)
        if not again:
            self._edit(False)

    def _edit(self, on: bool) -> None:
        self.editor.setVisible(on)
        self.words.setVisible(not on)
        (self.editor if on else self.canvas).setFocus()

    def _described(self) -> None:
        photo = self.photo
        self._edit(False)
        if photo is not None and self.editor.text().strip() != photo.caption:
            self._strip.describe(photo.id, self.editor.text())


class _Canvas(QFrame):
    """The picture as large as it fits, never larger than it is."""

    def __init__(self, viewer: PhotoViewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._pixmap = QPixmap()
        self.covered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_image(self, data: bytes | None, *, covered: bool) -> None:
        """Show a JPEG, or say why there is none."""
        self._pixmap, self.covered = QPixmap(), covered
        if data:
            self._pixmap.loadFromData(data, "JPEG")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the photos."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1,
                 Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Space: 1,
                 Qt.Key.Key_Home: -1_000_000, Qt.Key.Key_End: 1_000_000}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self._viewer.step(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the middle of the grey."""
        painter = QPainter(self)
        if self._pixmap.isNull():
            paint.box(painter, self.rect(), theme.SUNK, theme.LINE2, radius=8)
            words = (f"照片已遮住，按 {cap('mask')} 露出来。" if self.covered
                     else "这张照片的图像不在文件里，请到设置里检查文件。")
            paint.put_text(painter, self.rect(), words, theme.active().font(), theme.INK2,
                           Qt.AlignmentFlag.AlignHCenter)
            return
        ratio = self.devicePixelRatioF()
        size = QSizeF(self._pixmap.size()) / ratio
        room = QSizeF(self.size())
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QPointF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(place, size), self._pixmap, QRectF(self._pixmap.rect()))
