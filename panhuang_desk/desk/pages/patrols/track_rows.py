"""The tracks of a patrol in its detail: how long, what was cut out, how much of the village could be seen from them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer

from panhuang_desk.desk import messages
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols.detail import Detail
from panhuang_desk.desk.pages.patrols.track_import import track_words
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.services.track_outings import seen_share
from panhuang_desk.services.tracks import track_of, tracks_of

TRACKS = "tracks"
_CUTS_SHOWN = 12
_LATER_MS = 200


class TrackRows(QObject):
    """The section in a detail: Enter tells what was cut out of a track, Delete takes it away.

    What could be seen takes a moment to reckon, and is told once a patrol has been looked at for as long.
    """

    def __init__(self, detail: Detail) -> None:
        super().__init__(detail)
        self._detail = detail
        self._patrol: Record | None = None
        self._later = QTimer(self, interval=_LATER_MS, singleShot=True)
        self._later.timeout.connect(self._tell_seen)
        detail.add_section(TRACKS, "轨迹", (
            Column("name", "", text=lambda r: r.text("name") or "轨迹", width=140, stretch=True),
            Column("when", "", text=track_words.record_span, width=112, tone="ink2"),
            Column("facts", "", text=track_words.record_facts, width=170, tone="ink2"),
            Column("cuts", "", text=_cuts, width=92, tone="amber", icon=lambda r: "triangle-alert" if _cuts(r) else ""),
        ), "track", "看剪掉了什么")
        detail.tables[TRACKS].set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "看剪掉了什么"),
                                         Hint(cap("delete"), "删除")))

    def show_patrol(self, patrol: Record) -> None:
        """Show the tracks of a patrol."""
        self._patrol = patrol
        rows = tracks_of(self._detail.session, patrol.id)
        self._detail.show_rows(TRACKS, rows, f"{len(rows)} 条" if rows else "")
        if rows:
            self._later.start()
        else:
            self._later.stop()

    def _tell_seen(self) -> None:
        patrol, session = self._patrol, self._detail.session
        if patrol is None:
            return
        rows = tracks_of(session, patrol.id)
        try:
            seen = seen_share(session, rows, village=patrol.village, day=patrol.text("patrolled_on"))
        except UserError as problem:
            self._detail.show_rows(TRACKS, rows, problem.message)
            return
        if rows and seen.area:
            said = f"路上看得到的约占全村地块面积的 {100 * seen.share:.0f} %"
            said += f"（{seen.unplaced} 块没登记位置，算没看到）" if seen.unplaced else ""
            self._detail.say_count(TRACKS, said)


def tell_track(detail: Detail, record: Record) -> None:
    """Say of a track how long it was, and where what was cut out of it."""
    try:
        track = track_of(record)
    except UserError as problem:
        messages.error(detail.window(), problem)
        return
    cuts = [f"{cut.words}：{track_words.cut_where(cut)}" for cut in track.cuts[:_CUTS_SHOWN]]
    if len(track.cuts) > _CUTS_SHOWN:
        cuts.append(f"还有 {len(track.cuts) - _CUTS_SHOWN} 处")
    messages.inform(detail.window(), record.text("name") or "轨迹",
                    f"{track_words.record_span(record)}，{track_words.record_facts(record)}，存下 {track.count} 个点。",
                    "剪掉的地方：\n" + "\n".join(cuts) if cuts else "没有剪掉什么。")


def _cuts(record: Any) -> str:
    count = record.text("cuts").count("[") - 1
    return f"剪掉 {count} 处" if count > 0 else ""
