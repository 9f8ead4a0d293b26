"""The photos that came in, one a line: when, which plot, and why that one is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols.photo_match.draft import LEFT_OUT
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.services.patrol_photos import BY_MINUTE, BY_PLACE, BY_WAY, PatrolPhoto

_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


@attrs.define
class PhotoLine:
    """A photo with what a person says of it: another plot, none, or that it is left out."""

    id: str
    photo: PatrolPhoto
    check_id: str
    by_hand: bool = False
    left_out: bool = False


def why(line: PhotoLine) -> str:
    """Why the photo is given to its plot."""
    photo = line.photo
    if line.left_out:
        return "不要这张"
    if line.by_hand:
        return "您选的"
    if photo.other_day:
        return "不是这一天拍的"
    if photo.why == BY_PLACE:
        return "在地块里拍的" if photo.metres < 0.5 else f"离地块 {photo.metres:.0f} 米拍的"
    if photo.why == BY_WAY:
        return "轨迹那时正到这里"
    if photo.why == BY_MINUTE:
        side = "后" if photo.minutes > 0 else "前"
        return f"看过{side} {abs(photo.minutes)} 分拍的" if photo.minutes else "看的那一分钟拍的"
    return "认不出是哪块" if photo.picture.taken_at else "没有时间地点"


class PhotoList(TableView):
    """`plot_asked` tells that another plot is to be chosen for the current photo, `edited` that something changed."""

    plot_asked = Signal()
    edited = Signal()

    def __init__(self, photos: Sequence[PatrolPhoto], plots: Mapping[str, str], parent: QWidget | None = None) -> None:
        self.lines = [PhotoLine(str(place), photo, photo.check_id) for place, photo in enumerate(photos)]
        self._plots = plots
        super().__init__((
            Column("at", "拍摄", text=lambda r: r.photo.picture.taken_at[5:].replace("-", "/") or "—", width=104,
                   tone="ink2"),
            Column("plot", "地块", text=lambda r: "" if r.left_out else plots.get(r.check_id, "整次踏查"), width=170,
                   stretch=True, tone=lambda r: "ink" if r.check_id else "ink2"),
            Column("why", "怎么认出来的", text=why, width=156, icon=self._icon, tone=self._tone),
            Column("name", "文件", text=lambda r: r.photo.name, width=130, tone="ink2", middle=True),
        ), name="照片", parent=parent)
        if theme.active().text_size > 100:
            self.show_columns(("at", "plot", "why"))
        self.set_hints((Hint("Enter", "换地块"), Hint("0", "不归地块"), Hint(cap("delete"), "不要这张"),
                        Hint(cap("save"), "存照片")))
        self.opened.connect(lambda _: self.plot_asked.emit())
        self.set_rows(self.lines)

    def give(self, check_id: str) -> None:
        """Give the current photo to a plot, none where it is empty, and go to the next."""
        line: Any = self.current()
        if line is not None:
            line.check_id, line.by_hand, line.left_out = check_id, True, False
            self._changed()
            self._next()

    def by_hand(self) -> dict[str, str]:
        """What a person chose, by the digest of the picture."""
        return {line.photo.picture.digest: LEFT_OUT if line.left_out else line.check_id for line in self.lines
                if line.by_hand or line.left_out}

    def restore(self, chosen: Mapping[str, str]) -> None:
        """Choose again what a draft has; a plot that is no longer of the patrol is left to be chosen anew."""
        for line in self.lines:
            check = chosen.get(line.photo.picture.digest)
            if check == LEFT_OUT:
                line.left_out = True
            elif check is not None and (not check or check in self._plots):
                line.check_id, line.by_hand = check, True
        self._changed()

    def on_delete(self) -> bool:
        """Leave the current photo out, or take it in again."""
        line: Any = self.current()
        if line is not None:
            line.left_out = not line.left_out
            self._changed()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right asks for another plot, 0 gives the photo to the patrol as a whole."""
        text = event.text().translate(_HALF_WIDTH)
        if event.key() == Qt.Key.Key_Right and self.current() is not None:
            self.plot_asked.emit()
        elif text == "0":
            self.give("")
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        self.viewport().update()
        self.edited.emit()

    def _next(self) -> None:
        place = self.currentIndex().row() + 1
        if place < self.table.rowCount():
            self.select(place)
            self.scrollTo(self.currentIndex())

    @staticmethod
    def _icon(line: PhotoLine) -> str:
        return "minus" if line.left_out else "circle-alert" if _is_in_doubt(line) else "check"

    @staticmethod
    def _tone(line: PhotoLine) -> str:
        return "ink3" if line.left_out else "amber" if _is_in_doubt(line) else "ink2"


def _is_in_doubt(line: PhotoLine) -> bool:
    """Whether nobody said so, and no plot is known or the photo is of another day."""
    return not line.by_hand and (not line.check_id or line.photo.other_day)
