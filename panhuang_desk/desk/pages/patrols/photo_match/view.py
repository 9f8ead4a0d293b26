"""Photos of a patrol over the tabs of its page: a list with what is proposed, the photo itself, the plots to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.photo_match import draft
from panhuang_desk.desk.pages.patrols.photo_match.draft import PhotoDraft
from panhuang_desk.desk.pages.patrols.photo_match.photo_list import PhotoLine, PhotoList, why
from panhuang_desk.desk.pages.patrols.photo_match.preview import Preview
from panhuang_desk.desk.tabs.over_sheet import OverSheet
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Progress
from panhuang_desk.services import patrol_photos
from panhuang_desk.services.patrol_photos import ReadPhotos
from panhuang_desk.services.patrols import checks_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SIDE, _NAMED = 380, 3


@attrs.frozen
class _Plot:
    id: str
    name: str
    at: str


class _PlotList(TableView):
    """The plots of the patrol; Left and Esc go back to the photos."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left leaves it."""
        if event.key() == Qt.Key.Key_Left:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def on_back(self) -> bool:
        """Back to the photos."""
        self.left.emit()
        return True


class PhotoMatch(OverSheet):
    """`ready` tells that there are photos to show. Nothing is in the file before a person saves them."""

    ready = Signal()

    def __init__(self, desk: Shell, patrol: Record, parent: QWidget | None = None) -> None:
        super().__init__(desk, "踏查照片", parent=parent)
        self.patrol = patrol
        self.photos: PhotoList | None = None
        self._paths: tuple[str, ...] = ()
        self._waiting: Mapping[str, str] = {}
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        self.about.setText(f"{words.day(patrol.text('patrolled_on'), self.session.today())}的踏查")
        self.save_button = self.foot.add("存照片", self.on_save, "save", "primary")
        self.foot.add("不存", self.on_back, "back", "quiet")
        desk.mask_changed.connect(self._mark)

    # What the page uses

    def resume(self, waiting: PhotoDraft) -> None:
        """Go on with what was chosen and not saved."""
        self._waiting = waiting.chosen
        self.start([Path(path) for path in waiting.paths])

    def flush(self) -> None:
        """Keep what was chosen by hand; nothing once it is saved."""
        self._timer.stop()
        if self.photos is None:
            return
        chosen = self.photos.by_hand()
        if chosen:
            draft.save(self.session, PhotoDraft(self.patrol.id, self._paths, chosen))
        else:
            draft.drop(self.session)

    def start(self, paths: Sequence[Path]) -> None:
        """Read the files in the background."""
        self._paths = tuple(str(path) for path in paths)
        patrol, files = self.patrol.id, tuple(paths)

        def work(session: Session, progress: Progress) -> ReadPhotos:
            return patrol_photos.read_photos(session, patrol, files, progress)

        self.run_aside("正在读照片", work, self._read, cancelled=self._give_up, cancel_note="取消就一张也不收")

    def take_focus(self) -> None:
        """The keys to the photos."""
        if self.photos is not None:
            self.photos.setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the view."""
        return (Hint(cap("save"), "存照片"), Hint(cap("back"), "不存，退回"))

    def on_save(self) -> bool:
        """Save those that are not left out, as one action."""
        taken = self._taken()
        if not taken:
            self.desk.announce("一张也没有要存的")
            return True
        try:
            changes = patrol_photos.save_photos(self.session, self.patrol.id, [
                (line.photo.picture, line.check_id) for line in taken])
        except UserError as problem:
            self.desk.error(problem)
            return True
        self.photos = None
        self._timer.stop()
        draft.drop(self.session)
        self.closed.emit()
        self.desk.did(f"加了 {len(taken)} 张照片：{day_words(self.patrol.text('patrolled_on'))}踏查", changes)
        return True

    def on_back(self) -> bool:
        """Out, what was chosen kept."""
        self.flush()
        return super().on_back()

    # Inside

    def _read(self, read: ReadPhotos) -> None:
        told = _told(read)
        if not read.photos:
            messages.inform(self.desk.window(), "没有新的照片", told or "没有要加的照片。", "")
            self._give_up()
            return
        if told:
            self.body.addWidget(Strip(told, "warn"))
        checks = checks_of(self.session, self.patrol.id)
        plots = [_Plot(each.id, words.plot_words(each.group_no, each.plot_name), each.checked_at) for each in checks]
        across = row(None, 0, 16)
        self.photos = PhotoList(read.photos, {plot.id: plot.name for plot in plots})
        self.photos.chosen.connect(lambda _: self._mark())
        self.photos.restore(self._waiting)
        self.photos.edited.connect(self._edited)
        self.photos.edited.connect(self._timer.start)
        across.addWidget(self.photos, 1)
        across.addWidget(Line(vertical=True))
        across.addWidget(self._side(plots))
        self.body.addLayout(across, 1)
        self.photos.plot_asked.connect(self._choose_plot)
        self._edited()
        self.ready.emit()
        self.photos.select(0)
        self.take_focus()
        self.desk.update_hints()

    def _side(self, plots: Sequence[_Plot]) -> QFrame:
        side = QFrame()
        side.setFixedWidth(theme.active().text_px(_SIDE) if not theme.active().narrow else _SIDE)
        box = column(side, 0, 8)
        self._preview = Preview()
        box.addWidget(self._preview)
        self._why = Label("", "body", "ink2", wrap=True)
        box.addWidget(self._why)
        box.addWidget(Label("这次看过的地块", "section"))
        self.plots = _PlotList((
            Column("name", "", text=lambda r: r.name, stretch=True),
            Column("at", "", text=lambda r: r.at, width=64, align="right", tone="ink2"),
        ), plots, name="这次看过的地块", header=False, row_height=30)
        self.plots.set_hints((Hint("Enter", "归到这块"), Hint("←", "回到照片")))
        self.plots.opened.connect(self._give)
        self.plots.left.connect(self.take_focus)
        box.addWidget(self.plots, 1)
        return side

    def _choose_plot(self) -> None:
        """To the plots, at the one that the photo has now."""
        line: Any = self.photos.current() if self.photos is not None else None
        if line is not None:
            self.plots.select_where(lambda plot: plot.id == line.check_id)
            self.plots.setFocus()

    def _give(self, plot: Any) -> None:
        if self.photos is not None:
            self.photos.give(plot.id)
            self.take_focus()

    def _mark(self, _: object = None) -> None:
        """Show the photo that is marked."""
        line: Any = self.photos.current() if self.photos is not None else None
        if line is not None:
            self._preview.show_image(line.photo.picture.image, line.photo.name, covered=self.desk.masked)
            self._why.setText(f"{line.photo.name}：{why(line)}")

    def _edited(self) -> None:
        taken = self._taken()
        loose = sum(not line.check_id for line in taken)
        said = f"{len(taken)} 张" + (f"，{loose} 张还不归哪块地" if loose else "，都有地块" if taken else "")
        day = words.day(self.patrol.text("patrolled_on"), self.session.today())
        self.about.setText(f"{day}的踏查，{said}。请看对不对，不对的按 Enter 换")
        self.save_button.set_words(f"存 {len(taken)} 张照片" if taken else "没有要存的")
        self._mark()

    def _taken(self) -> list[PhotoLine]:
        return [line for line in self.photos.lines if not line.left_out] if self.photos is not None else []

    def _give_up(self) -> None:
        if isValid(self):
            self.closed.emit()
            self.deleteLater()


def _told(read: ReadPhotos) -> str:
    """What was not taken, and why."""
    said = [f"{each.name}：{each.problem.message}{each.problem.hint}" for each in read.refused[:_NAMED]]
    if len(read.refused) > _NAMED:
        said.append(f"还有 {len(read.refused) - _NAMED} 个文件也没有收。")
    if read.again:
        said.append(f"{read.again} 张已经有了或者重复，没有再加。")
    return "".join(said)
