"""The photos of a record as a strip of small ones: added, opened, deleted; in a form they are kept with its draft."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.photos import taking
from panhuang_desk.desk.photos.thumb import Shown, Thumb
from panhuang_desk.desk.photos.viewer import PhotoViewer
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.strips import PINNED
from panhuang_desk.errors import UserError
from panhuang_desk.services import photos
from panhuang_desk.services.photos import NewPhoto, Point, ReadPictures
from panhuang_desk.store.photos import PhotoRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HOW = f"可以拖进来，或复制后按 {cap('paste')}"
_NAMED = 3
"""Refused files that are named; the rest is counted."""


class PhotoStrip(QFrame):
    """`set_source` says whose photos. Without `slot` what is added is saved at once; with it, it stays a draft of that
    slot until the form around it saves `new()` and calls `done()`. `most` is how many are shown before 全部; `title`
    stands over it, with their number.
    """

    changed = Signal()

    def __init__(self, desk: Shell, *, slot: str = "", title: str = "", most: int = 1000,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self._slot, self._most = desk, desk.session, slot, most
        self._household = self._about = ""
        self._source: tuple[str, str] | None = None
        self._saved: list[PhotoRow] = []
        self._new: list[NewPhoto] = []
        self._taken_out: list[NewPhoto] = []
        self._point: Point | None = None
        self._whole = False
        self._thumbs: dict[str, Thumb] = {}
        self._current = ""
        self._viewer: PhotoViewer | None = None
        self.setAccessibleName("照片")
        self._build(title)
        taking.PhotoDrop(self, self.take)
        desk.mask_changed.connect(self._covered)

    # What a page uses

    def set_source(self, household: str, about: str, source: tuple[str, str] | None) -> None:
        """Show the photos of a record, None for one that is not saved yet; `about` is the household in words. Those of
        a find belong to no household.
        """
        if source != self._source or household != self._household:
            self._whole, self._point, self._current = False, None, ""
            self._note.hide()
        self._household, self._about, self._source = household, about, source
        self.reload()

    def reload(self) -> None:
        """Read the photos anew."""
        self._saved = photos.photos_of(self.session, *self._source) if self._source else []
        self._show()

    def new(self) -> tuple[NewPhoto, ...]:
        """What was added and is not saved yet."""
        return tuple(self._new)

    def restore(self) -> None:
        """Show the draft, if there is one."""
        kept = self.session.store.draft(self._slot) or {}
        found = [NewPhoto.from_text(id, text) for id, text in kept.items()]
        self._new = photos.still_there(self.session, found)
        self._offer(self._new)
        self._show()

    def done(self) -> int:
        """What was added is saved: the draft goes, and with it what was taken out of it. How many were added."""
        count = len(self._new)
        if self._new or self._taken_out:
            self.session.store.drop_draft(self._slot)
            photos.forget(self.session, [photo.id for photo in self._taken_out])
        self._new, self._taken_out = [], []
        return count

    def take(self, data: QMimeData) -> bool:
        """Take what was dropped or pasted; False where there is no picture in it."""
        paths = taking.paths_of(data)
        picture = b"" if paths else taking.copied_picture(data)
        if paths:
            self._read(functools.partial(photos.read_pictures, paths))
        elif picture:
            self._read(lambda progress: photos.read_pasted(picture))
        return bool(paths or picture)

    def shown(self) -> list[Shown]:
        """All photos, in the order of the strip, those that are not saved yet at the end."""
        saved = [Shown(each.id, self._word(each), each.caption, self._moment(each.taken_at), True)
                 for each in self._saved]
        return saved + [Shown(each.id, "未保存", each.caption, self._moment(each.taken_at), False)
                        for each in self._new]

    def delete(self, id: str) -> None:
        """Delete a photo: one that is saved can be brought back by undo, a new one is put back from below the strip."""
        for photo in self._new:
            if photo.id == id:
                self._new.remove(photo)
                self._taken_out.append(photo)
                self._keep_draft()
                self._say(f"去掉了 {len(self._taken_out)} 张还没保存的照片。", "ink2", "info", back=True)
                self._show()
                return
        try:
            changes = photos.delete_photo(self.session, id)
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.did(f"删除了一张照片：{self._about}", changes)
        self.reload()

    def describe(self, id: str, caption: str) -> None:
        """Write what a photo shows."""
        for place, photo in enumerate(self._new):
            if photo.id == id:
                self._new[place] = photo.described(caption)
                self._keep_draft()
                self._show()
                return
        saved = photos.describe(self.session, id, caption)
        if saved.ok:
            self.desk.did(f"写了照片的说明：{self._about}", saved.changes)
            self.reload()

    def open(self, id: str) -> None:
        """Show a photo large, over the page."""
        if self.desk.page is not None and self._viewer is None:
            self._viewer = PhotoViewer(self.desk, self, self.desk.page)
            self._viewer.closed.connect(self._viewer_closed)
            self._viewer.show_photo(id)

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do on a photo."""
        if not any(thumb.hasFocus() for thumb in self._thumbs.values()):
            return (Hint(cap("paste"), "粘贴照片"),)
        return (Hint("← →", "选一张"), Hint("Enter", "放大"), Hint(cap("delete"), "删除"),
                Hint(cap("paste"), "粘贴照片"))

    # Keys

    def on_photo(self) -> bool:
        """Choose files."""
        paths = messages.ask_open_many(self.window(), "加照片", "", taking.FILTER)
        if paths:
            self._read(functools.partial(photos.read_pictures, [Path(path) for path in paths]))
        return True

    def on_paste(self) -> bool:
        """Take what was copied."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._say("复制的内容里没有照片。", "ink2", "info")
        return True

    def on_delete(self) -> bool:
        """Delete the photo that has the keys."""
        found = next((id for id, thumb in self._thumbs.items() if thumb.hasFocus()), "")
        if found:
            self.delete(found)
        return bool(found)

    # Building

    def _build(self, title: str) -> None:
        box = column(self, 0, 8)
        self.count, self.all_link = Label("", "caption", "ink2"), Link("全部", "caption")
        self.all_link.clicked.connect(self._open_all)
        self._frame = QFrame()
        self._flow = FlowLayout(self._frame, 8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._frame.setSizePolicy(policy)
        self.add_button: QAbstractButton
        if title:
            self.add_button = Link("加照片", "caption", key=cap("photo"))
            # The hint gives way where the detail is narrow; it must not push the detail wider than its pane.
            self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            parts = (Label(title, "section"), self.count, self.all_link, self.add_button)
            box.addLayout(self._line(parts, stretched=self.count))
            box.addWidget(self._frame)
        else:
            self.add_button = Button("加照片", key=cap("photo"), icon="image")
            box.addWidget(self._frame)
            how = Label("" if theme.active().narrow else _HOW, "caption", "ink2")
            box.addLayout(self._line((self.add_button, how, self.all_link), stretched=how))
        self.add_button.clicked.connect(self.on_photo)
        self._note, self.back_link = Note(), Link("放回")
        self.back_link.clicked.connect(self._put_back)
        box.addLayout(self._line((self._note, self.back_link), stretched=self._note))
        self._offered, self.point_link = Note(tone="ink2", icon="map-pin"), Link("")
        self.point_link.setObjectName(PINNED)
        self.point_link.clicked.connect(self._take_point)
        box.addLayout(self._line((self._offered, self.point_link), stretched=self._offered))
        for widget in (self._note, self.back_link, self._offered, self.point_link, self.all_link, self._frame):
            widget.hide()

    @staticmethod
    def _line(parts: Sequence[QWidget], *, stretched: QWidget) -> QHBoxLayout:
        line = row(None, 0, 8)
        for part in parts:
            line.addWidget(part, int(part is stretched))
        return line

    # Showing

    def _show(self) -> None:
        """Bring the small ones in line with the photos; what has the keys keeps them, or its neighbour gets them."""
        had = next((place for place, thumb in enumerate(self._thumbs.values()) if thumb.hasFocus()), -1)
        whole = self.shown()
        few = whole if self._whole or len(whole) <= self._most else whole[:self._most]
        while self._flow.takeAt(0) is not None:
            pass
        old, self._thumbs = self._thumbs, {}
        for photo in few:
            thumb = old.pop(photo.id, None) or self._make(photo)
            thumb.show_photo(photo)
            self._thumbs[photo.id] = thumb
            self._flow.addWidget(thumb)
            thumb.show()
        for thumb in old.values():
            thumb.hide()
            thumb.deleteLater()
        self._frame.setVisible(bool(few))
        for before, after in itertools.pairwise((self.add_button, *self._thumbs.values())):
            self.setTabOrder(before, after)  # what is made later would come last of the whole window
        self.count.setText(f"{len(whole)} 张" if whole else f"还没有；{_HOW}")
        self.all_link.setVisible(len(few) < len(whole))
        if not whole:
            self._point = None
            self._show_offer()
        self._mark(self._current)
        if had >= 0 and not any(thumb.hasFocus() for thumb in self._thumbs.values()):
            left = list(self._thumbs)
            self.focus_photo(left[min(had, len(left) - 1)] if left else "")
        self._frame.updateGeometry()
        self.changed.emit()

    def focus_photo(self, id: str) -> None:
        """Give a photo the keys, the button where it is not there."""
        (self._thumbs.get(id) or self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, photo: Shown) -> Thumb:
        thumb = Thumb(photo, functools.partial(photos.preview, self.session), lambda: self.desk.masked, self._frame)
        thumb.clicked.connect(lambda: self.open(photo.id))
        thumb.walked.connect(lambda steps: self._walk(photo.id, steps))
        thumb.focused.connect(lambda: self._reached(photo.id))
        return thumb

    def _reached(self, id: str) -> None:
        self._mark(id)
        self._bring_into_sight(self._thumbs.get(id, self.add_button))

    def _bring_into_sight(self, widget: QWidget) -> None:
        """Scroll the form or the detail around the strip to something inside it."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(widget, 0, theme.active().px(16))

    def _mark(self, id: str) -> None:
        """Of the photos one is reached by Tab."""
        self._current = id if id in self._thumbs else next(iter(self._thumbs), "")
        for each, thumb in self._thumbs.items():
            thumb.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == self._current else Qt.FocusPolicy.ClickFocus)

    def _walk(self, id: str, steps: int) -> None:
        ids = list(self._thumbs)
        self.focus_photo(ids[min(max(ids.index(id) + steps, 0), len(ids) - 1)])

    def _open_all(self) -> None:
        before = len(self._thumbs)
        self._whole = True
        self._show()
        self.focus_photo(list(self._thumbs)[before])

    def _viewer_closed(self, id: str) -> None:
        self._viewer = None
        self.focus_photo(id)

    def _covered(self) -> None:
        """Names are covered or not any more, and so are the photos."""
        for photo in self.shown():
            if photo.id in self._thumbs:
                self._thumbs[photo.id].show_photo(photo)

    def _word(self, photo: PhotoRow) -> str:
        """What stands below a saved photo: its caption, else the day of its visit or of the picture."""
        today = self.session.today()
        return self.desk.cover(photo.caption) or wording.day((photo.day or photo.taken_at)[:10], today)

    def _moment(self, taken_at: str) -> str:
        return f"{wording.day(taken_at[:10], self.session.today())} {taken_at[11:]}".strip()

    # Taking

    def _read(self, work: Any) -> None:
        """Read in the background; what comes in belongs to the record that is shown now."""
        self._note.hide()
        self.back_link.hide()
        self.desk.run("正在读照片", work, functools.partial(self._took, self._household, self._about, self._source))

    def _took(self, household: str, about: str, source: tuple[str, str] | None, read: ReadPictures) -> None:
        if not isValid(self):
            return
        held = {photo.digest for photo in self._saved} | {photo.digest for photo in self._new}
        known = held if source == self._source else set()
        fresh = {each.digest: each for each in read.pictures if each.digest not in known}
        self._tell(read, len(read.pictures) - len(fresh))
        if not fresh:
            return
        try:
            if self._slot:
                self._new += photos.keep(self.session, fresh.values())
                self._keep_draft()
            elif source is not None:
                changes = photos.add_photos(self.session, *source, fresh.values())
                self.desk.did(f"加了 {len(fresh)} 张照片：{about}", changes)
                self.reload()
        except UserError as problem:
            self.desk.error(problem)
            return
        if (household, source) == (self._household, self._source):
            self._offer(list(fresh.values()))
        before = set(self._thumbs)
        self._show()
        # Once the layout knows how high the strip is now.
        QTimer.singleShot(0, self, lambda: self._to_new(before))

    def _to_new(self, before: Collection[str]) -> None:
        """Bring the strip into sight; a field that has the keys and is out of sight then leaves them to a new photo."""
        self._bring_into_sight(self)
        focus, new = QApplication.focusWidget(), next((id for id in self._thumbs if id not in before), "")
        if new and focus is not None and focus.visibleRegion().isEmpty():
            self.focus_photo(new)

    def _tell(self, read: ReadPictures, again: int) -> None:
        """Say beside the strip what was not taken, and why."""
        words = [f"{each.name}：{each.problem.message}{each.problem.hint}" for each in read.refused[:_NAMED]]
        if len(read.refused) > _NAMED:
            words.append(f"还有 {len(read.refused) - _NAMED} 个文件也没有收。")
        if again:
            words.append(f"{again} 张已经有了，没有再加。")
        if words:
            self._say("\n".join(words), "red" if read.refused else "ink2", "circle-alert" if read.refused else "info")

    def _say(self, words: str, tone: str, icon: str, *, back: bool = False) -> None:
        self._note.set_text(words, tone, icon)
        self._note.show()
        self.back_link.setVisible(back)

    def _put_back(self) -> None:
        self._new += self._taken_out
        self._taken_out = []
        self._note.hide()
        self.back_link.hide()
        self._keep_draft()
        self._show()

    def _keep_draft(self) -> None:
        store = self.session.store
        if self._new:
            store.save_draft(self._slot, {photo.id: photo.as_text() for photo in self._new})
            self.desk.set_state("draft", "照片已存在草稿里")
        else:
            store.drop_draft(self._slot)

    # The point of the household or the find

    def _holder(self) -> tuple[str, str, str]:
        """Kind and id of what a photo's place is offered for, and what it is called."""
        if self._source and self._source[0] == "plant_finding":
            return (*self._source, "这处发现")
        return "household", self._household, "这一户"

    def _offer(self, found: Sequence[Any]) -> None:
        """Offer the place of a photo as the household's or the find's."""
        kind, id, word = self._holder()
        self._point = photos.offered_point(self.session, id, found, kind)
        if self._point is not None and self._point.metres is None:
            self._offered.set_text(f"照片里有拍摄地点，可以记为{word}的位置。")
            self.point_link.set_words("记下位置")
        elif self._point is not None:
            self._offered.set_text(f"照片的拍摄地点离{word}已记的位置约 {self._point.metres} 米。")
            self.point_link.set_words("换成照片里的")
        self._show_offer()

    def _show_offer(self) -> None:
        self._offered.setVisible(self._point is not None)
        self.point_link.setVisible(self._point is not None)

    def _take_point(self) -> None:
        point, self._point = self._point, None
        self.add_button.setFocus()
        self._show_offer()
        if point is None:
            return
        kind, id, _ = self._holder()
        saved = photos.take_point(self.session, id, point, kind)
        if not saved.ok:
            self.desk.announce(saved.problems[0].message)
        else:
            self.desk.did(f"记下了位置：{self._about}", saved.changes)
