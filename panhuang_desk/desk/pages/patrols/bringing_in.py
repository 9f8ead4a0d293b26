"""What comes into the list of patrols from files: tracks and photos; and the strips that say what of them waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.patrols.photo_match import draft as photo_draft
from panhuang_desk.desk.pages.patrols.track_import import draft as track_draft
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.kind import Record
from panhuang_desk.services import track_outings

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.patrols.photo_match.view import PhotoMatch
    from panhuang_desk.desk.pages.patrols.track_import.view import TrackImport
    from panhuang_desk.desk.shell import Shell


class BringingIn(QFrame):
    """`over_asked` tells a view to be laid over all tabs, `done` the patrol of tracks that were saved, if any."""

    over_asked = Signal(object)
    done = Signal(str)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self._village = ""
        self.ticked = Strip("有轨迹勾了地块没有存，草稿还在。", icon="pencil")
        self.ticked.add_link("接着确认").clicked.connect(self.resume_tracks)
        self.chosen = Strip("有踏查照片选了地块没有存，草稿还在。", icon="pencil")
        self.chosen.add_link("接着选").clicked.connect(self.resume_photos)
        self.loose = Strip("", icon="map-pin")
        self.loose.add_link("归到踏查").clicked.connect(lambda: self.tracks())
        box = column(self, 0, 8)
        for strip in (self.ticked, self.chosen, self.loose):
            box.addWidget(strip)
        self.hide()

    def tell(self, village: str) -> None:
        """Say what of a village waits: ticks and choices that were not saved, tracks that are in no patrol."""
        self._village = village
        count = len(track_outings.loose_tracks(self.session, village))
        self.loose.set_text(f"有 {count} 条轨迹还没有归到踏查。")
        waits = {self.ticked: track_draft.kept(self.session, village) is not None,
                 self.chosen: photo_draft.kept(self.session) is not None, self.loose: bool(count)}
        for strip, shown in waits.items():
            strip.setVisible(shown)
        self.setVisible(any(waits.values()))

    # Tracks

    def choose_tracks(self) -> None:
        """Choose files of tracks."""
        self._track_view().start()

    def tracks(self, paths: Sequence[str] = ()) -> None:
        """The tracks of these files; without files, those that are in no patrol yet."""
        kept = [] if paths else track_outings.loose_tracks(self.session, self._village)
        if paths:
            self._track_view().start([Path(path) for path in paths])
        elif kept:
            self._track_view().start_kept(kept)

    def resume_tracks(self) -> None:
        """Go on with tracks whose plots were ticked and not saved."""
        waiting = track_draft.kept(self.session, self._village)
        if waiting is not None and waiting.there:
            self._track_view().resume(waiting)
        elif waiting is not None:
            track_draft.drop(self.session, self._village)
            self._say_gone("轨迹", "勾", "导入")

    # Photos

    def photos(self, patrol: Record, paths: Sequence[Path]) -> None:
        """Photos of a patrol, to be matched with its plots."""
        self._photo_view(patrol).start(paths)

    def resume_photos(self) -> None:
        """Go on with photos whose plots were chosen and not saved."""
        waiting = photo_draft.kept(self.session)
        patrol = self.session.store.get("patrol", waiting.patrol_id) if waiting is not None else None
        if waiting is None or patrol is None:
            return
        if waiting.there:
            self._photo_view(patrol).resume(waiting)
        else:
            photo_draft.drop(self.session)
            self._say_gone("照片", "选", "加")

    # Inside

    def _say_gone(self, what: str, did: str, again: str) -> None:
        self.tell(self._village)
        text = f"上次{did}的地块没有存，那时的{what}文件现在找不到了。"
        messages.inform(self.desk.window(), f"{what}文件不在了", text,
                        f"请看U盘或手机插上没有；再{again}一次，重新{did}。")

    def _track_view(self) -> TrackImport:
        """An import of tracks, laid over the tabs as soon as there is something to show."""
        from panhuang_desk.desk.pages.patrols.track_import.view import TrackImport

        view = TrackImport(self.desk, self._village)
        view.confirmed.connect(self.done)
        self._lay(view)
        return view

    def _photo_view(self, patrol: Record) -> PhotoMatch:
        from panhuang_desk.desk.pages.patrols.photo_match.view import PhotoMatch

        view = PhotoMatch(self.desk, patrol)
        self._lay(view)
        return view

    def _lay(self, view: TrackImport | PhotoMatch) -> None:
        view.ready.connect(lambda: self.over_asked.emit(view) if view.parentWidget() is None else None)
        view.closed.connect(lambda: self.tell(self._village))
