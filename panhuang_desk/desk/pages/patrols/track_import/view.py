"""Tracks brought in over the tabs of the patrols page: the files, then each day's tracks with the plots they passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.patrols.track_import import draft, track_words
from panhuang_desk.desk.pages.patrols.track_import.draft import TrackDraft
from panhuang_desk.desk.pages.patrols.track_import.file_step import FileStep
from panhuang_desk.desk.pages.patrols.track_import.outing_step import OutingStep
from panhuang_desk.desk.tabs.over_sheet import OverSheet, Work
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.map_data import MapData
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Progress
from panhuang_desk.services import track_outings
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words
from panhuang_desk.services.track_map import way_map
from panhuang_desk.services.track_outings import Confirmed, Outing, Source
from panhuang_desk.services.tracks import Proposal

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

FILES = "轨迹 (*.gpx *.kml *.kmz *.geojson *.json *.csv);;所有文件 (*)"

_Day: TypeAlias = tuple[Outing, tuple[Proposal, ...], MapData]
_Shown: TypeAlias = tuple[tuple[_Day, ...], tuple[str, ...]]


class TrackImport(OverSheet):
    """`ready` tells that there is something to show, `confirmed` the patrol that was saved, empty for none."""

    ready = Signal()
    confirmed = Signal(str)

    def __init__(self, desk: Shell, village: str = "", parent: QWidget | None = None) -> None:
        self._steps = QStackedWidget()
        super().__init__(desk, "导入轨迹", self._steps, parent)
        self.village = village
        self.files: FileStep | None = None
        self.outing: OutingStep | None = None
        self._waiting: list[_Day] = []
        self._notes: tuple[str, ...] = ()
        self._done = self._days = 0
        self._origin = TrackDraft()
        self._resumed: TrackDraft | None = None
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        self.go_button = self.foot.add("下一步：看轨迹", self.on_save, "save", "primary")
        self.other_button = self.foot.add("换文件", self.on_import, "import")
        self.back_button = self.foot.add("取消", self.on_back, "back", "quiet")

    # What the page uses

    def start(self, paths: Sequence[Path] = ()) -> None:
        """Choose files, unless some are given, and look at them in the background."""
        if not paths:
            start = self.session.settings.last_folder
            chosen = messages.ask_open_many(self.desk.window(), "选轨迹文件", start, FILES)
            if not chosen:
                self._give_up()
                return
            paths = [Path(each) for each in chosen]
            self.session.settings.last_folder = str(paths[0].parent)
        files = tuple(paths)

        def work(_: Session, progress: Progress) -> Any:
            return track_outings.look_at(files, progress)
        self._aside("正在看文件", work, self._looked)

    def start_kept(self, records: Sequence[Record]) -> None:
        """Confirm tracks that are in the file and in no patrol yet."""
        village, ids = self.village, [record.id for record in records]
        self._origin = TrackDraft(kept=tuple(ids))

        def work(session: Session, progress: Progress) -> _Shown:
            known = [record for id in ids if (record := session.store.get("track", id)) is not None]
            outings = track_outings.outings_of([track_outings.loose(record) for record in known])
            return _with_plots(session, outings, village, progress), ()
        self._aside("正在对照地块", work, self._read)

    def resume(self, waiting: TrackDraft) -> None:
        """Go on with what was ticked and not saved."""
        self._resumed = waiting
        if waiting.kept:
            records = (self.session.store.get("track", id) for id in waiting.kept)
            self.start_kept([record for record in records if record is not None and not record.deleted])
        else:
            self.start([Path(path) for path in waiting.paths])

    def flush(self) -> None:
        """Keep what was ticked, or forget the draft where nothing is."""
        self._timer.stop()
        if self.outing is None:
            return
        said = self.outing.said
        if said:
            draft.save(self.session, self.village, attrs.evolve(self._origin, said=said))
        else:
            draft.drop(self.session, self.village)

    def take_focus(self) -> None:
        """The keys to where the work is."""
        if self.outing is not None:
            self.outing.take_focus()
        elif self.files is not None:
            self.files.take_focus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the step."""
        if self.outing is None:
            return (Hint(cap("save"), "下一步"), Hint(cap("back"), "不导入，退回"))
        return (Hint(cap("save"), self.go_button.text()), Hint(cap("back"), "退回一步"))

    def work_failed(self, problem: UserError) -> None:
        """Nothing came of it; with the first files the view goes."""
        super().work_failed(problem)
        self._give_up()
        self.take_focus()

    def on_save(self) -> bool:
        """Go on: from the files to the tracks, at 150 % to their plots, and then it is saved."""
        if self.busy:
            return True
        if self.outing is not None:
            if theme.active().narrow and not self.outing.at_plots and not self.outing.later:
                self.outing.show_plots(on=True)
                self._show_step()
                self.outing.take_focus()
            else:
                self._confirm(self.outing)
        elif self.files is not None:
            self._read_files(self.files)
        return True

    def on_back(self) -> bool:
        """From the plots to the tracks, from there to the files, then out."""
        if self.busy:
            return True
        if self.outing is not None and theme.active().narrow and self.outing.at_plots:
            self.outing.show_plots(on=False)
        elif self.outing is not None and self.files is not None and not self._done:
            self.flush()
            self._drop_outing()
            self._steps.setCurrentWidget(self.files)
        else:
            self.flush()
            return super().on_back()
        self._show_step()
        self.take_focus()
        self.desk.update_hints()
        return True

    def on_import(self) -> bool:
        """Other files, as long as nothing of these is saved."""
        if not self.busy and not self._done:
            self.start()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next thing to be said."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    # The steps

    def _looked(self, found: tuple[tuple[Source, ...], tuple[str, ...]]) -> None:
        sources, refused = found
        self._drop_outing()
        before, self.files = self.files, FileStep(self.desk, sources, refused)
        self._steps.addWidget(self.files)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._steps.setCurrentWidget(self.files)
        self.about.setText("、".join(source.path.name for source in sources[:3])
                            + (f" 等 {len(sources)} 个文件" if len(sources) > 3 else ""))
        self._show_step()
        if self._resumed is not None:
            self.files.restore(self._resumed)
            self._read_files(self.files)
            return
        self.ready.emit()
        self.take_focus()
        self.desk.update_hints()

    def _read_files(self, files: FileStep) -> None:
        if files.problem:
            files.take_focus()
            return
        files.remember()
        sources, method, datum, village = files.sources, files.method, files.datum, self.village

        def told(progress: Progress) -> Progress:
            return lambda done, said: progress(0.8 * done, said)

        columns = {log.source.path: dict(log.columns) for log in files.logs}
        self._origin = TrackDraft(tuple(str(source.path) for source in sources), (), method, datum, {
            str(path): known for path, known in columns.items()})

        def work(session: Session, progress: Progress) -> _Shown:
            found = track_outings.read_outings(session, sources, method=method, datum=datum, columns=columns,
                                               progress=told(progress))
            return _with_plots(session, found.outings, village, progress), found.notes
        self._aside("正在读轨迹", work, self._read)

    def _read(self, found: _Shown) -> None:
        self._waiting, self._notes = list(found[0]), found[1]
        self._days, self._done = len(self._waiting), 0
        if not self._waiting:
            messages.inform(self.desk.window(), "没有新的轨迹", "".join(self._notes) or "没有要归到踏查的轨迹。", "")
            self._give_up()
            return
        self._next()
        resumed, self._resumed = self._resumed, None
        if resumed is not None and self.outing is not None:
            self.outing.restore(resumed.said)
        self.ready.emit()
        self.take_focus()

    def _next(self) -> None:
        """The tracks of the next day."""
        self._drop_outing()
        outing, proposals, around = self._waiting.pop(0)
        self.outing = OutingStep(self.desk, outing, proposals, around, self.village, () if self._done else self._notes)
        self.outing.changed.connect(self._show_step)
        self.outing.changed.connect(self._timer.start)
        self._steps.addWidget(self.outing)
        self._steps.setCurrentWidget(self.outing)
        self.about.setText(track_words.days_of([outing.day], self.session.today()))
        self._show_step()
        self.desk.update_hints()

    def _confirm(self, step: OutingStep) -> None:
        if step.day_edit is not None and not step.day_edit.is_good():
            return
        plots = {} if step.later else step.plots.ticked
        try:
            saved = track_outings.confirm(
                self.session, step.outing, plots, patrol_id=step.patrol_id, new=step.values if step.is_new else None,
                village=self.village, day=step.day)
        except UserError as problem:
            self.desk.error(problem)
            return
        if not saved.ok:
            step.show_problems(saved.problems)
            return
        if step.is_new:
            self.desk.remember_last("patrol", {"people": step.values["people"]})
        self._saved(step, saved)

    def _saved(self, step: OutingStep, saved: Confirmed) -> None:
        said = _done_words(step, saved)
        self._drop_outing()
        draft.drop(self.session, self.village)
        self._done += 1
        if self._waiting:
            self._next()
            self.desk.did(said, saved.changes)
            self.take_focus()
            return
        self.closed.emit()
        self.desk.did(said, saved.changes)
        self.confirmed.emit(saved.patrol_id)

    def _drop_outing(self) -> None:
        step, self.outing = self.outing, None
        self._timer.stop()
        if step is not None:
            step.hide()
            step.deleteLater()

    def _give_up(self) -> None:
        """Nothing came of it: the view goes, unless there is something to go back to."""
        if self.files is None and self.outing is None:
            self.closed.emit()
            self.deleteLater()

    def _aside(self, title: str, work: Work, done: Callable[[Any], None]) -> None:
        """Nothing is written."""
        self.run_aside(title, work, done, cancelled=self._give_up, cancel_note="取消就什么都不导入")

    def _show_step(self) -> None:
        step = self.outing
        self.other_button.setVisible(step is None)
        if step is None:
            self.step.setText("第 1 步，共 2 步：怎么记的")
            self.go_button.set_words("下一步：看轨迹")
            self.back_button.set_words("取消")
            return
        many = f"（第 {self._done + 1} 天，共 {self._days} 天）" if self._days > 1 else ""
        self.step.setText(f"第 2 步，共 2 步：确认{many}" if self.files is not None else f"确认{many}")
        ticked = len(step.plots.ticked)
        if theme.active().narrow and not step.at_plots and not step.later:
            self.go_button.set_words("下一步：经过的地块")
        elif step.later:
            self.go_button.set_words("只存轨迹")
        else:
            self.go_button.set_words(f"确认 {ticked} 块确实看过" if ticked or step.is_new else "存轨迹，不加地块")
        self.back_button.set_words("退回")


def _with_plots(session: Session, outings: Sequence[Outing], village: str,
                progress: Progress) -> tuple[_Day, ...]:
    found: list[_Day] = []
    for number, outing in enumerate(outings):
        progress(0.8 + 0.2 * number / len(outings), "正在对照地块")
        proposals = track_outings.proposed_plots(session, outing, village=village)
        found.append((outing, proposals, way_map(session, outing, proposals, village=village)))
    return tuple(found)


def _done_words(step: OutingStep, saved: Confirmed) -> str:
    """记了踏查：5月4日，看了 12 块，轨迹 6.2 千米."""
    day, long = day_words(step.day), track_words.kilometres(step.outing.metres)
    if not saved.patrol_id:
        return f"存了轨迹：{day}，{long}，还没有归到踏查"
    what = f"，{'看了' if step.is_new else '又看了'} {saved.checks} 块" if saved.checks else ""
    return f"{'记了' if step.is_new else '补进'}踏查：{day}{what}，轨迹 {long}"
