"""The first step: by what the files were recorded, how somebody went, and of a log which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.pages.patrols.track_import.draft import TrackDraft
from panhuang_desk.desk.pages.patrols.track_import.log_columns import LogColumns
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.setting_rows import Setting
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.geo.datum import BD09, GCJ02, WGS84
from panhuang_desk.services.track_outings import DRONE, FOOT, Source

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_DATUMS = (Choice(WGS84, "GPS、手机轨迹软件、无人机"), Choice(GCJ02, "高德、腾讯地图"), Choice(BD09, "百度地图"))
_METHODS = (Choice(FOOT, "走的"), Choice(DRONE, "无人机飞的"))
_REMEMBERED = "tracks"


class FileStep(ScrollColumn):
    """What is chosen is remembered for the next time, on this machine."""

    def __init__(self, desk: Shell, sources: Sequence[Source], notes: Sequence[str],
                 parent: QWidget | None = None) -> None:
        super().__init__((0, 0, 0, 0), 12, parent)
        self.sources = tuple(sources)
        self._remembered = desk.session.settings.list_look(_REMEMBERED).filters
        if notes:
            self.column.addWidget(Strip("".join(notes), "warn"))
        self.methods = OptionGroup(_METHODS, optional=False, name="怎么走的")
        self.methods.set_codes([self._kept("method", FOOT)])
        self.column.addWidget(Setting("怎么走的", self.methods, "走得太快、飞得太快的地方会按这个剪掉。"))
        self.datums = OptionGroup(_DATUMS, optional=False, name="用什么记的")
        self.datums.set_codes([self._kept("datum", WGS84)])
        self.column.addWidget(Setting("用什么记的", self.datums,
                                      "不知道就选第一个。选错了，整条轨迹会偏几百米：下一步能看出来，退回来再选。"))
        self.logs = [LogColumns(source) for source in self.sources if source.table is not None]
        for log in self.logs:
            self.column.addWidget(Label(f"{log.source.path.name} 的列", "section"))
            self.column.addWidget(log)
            log.changed.connect(self._tell)
        self.strip = Strip("", "warn")
        self.strip.hide()
        self.column.addWidget(self.strip)
        self.column.addStretch(1)
        self._tell()

    @property
    def method(self) -> str:
        """On foot or by drone."""
        return next(iter(self.methods.codes()), FOOT)

    @property
    def datum(self) -> str:
        """The datum of the files."""
        return next(iter(self.datums.codes()), WGS84)

    @property
    def problem(self) -> str:
        """Why it cannot go on, in words."""
        return next((log.problem for log in self.logs if log.problem), "")

    def restore(self, waiting: TrackDraft) -> None:
        """Choose what a draft has."""
        self.methods.set_codes([waiting.method])
        self.datums.set_codes([waiting.datum])
        for log in self.logs:
            for name, place in waiting.columns.get(str(log.source.path), {}).items():
                log.choose(place, name)

    def remember(self) -> None:
        """Keep what was chosen."""
        self._remembered.update(method=self.method, datum=self.datum)

    def take_focus(self) -> None:
        """The keys to what has to be done: a column that is missing, else the first choice."""
        log = next((log for log in self.logs if log.problem), None)
        (log or self.methods).setFocus()

    def _kept(self, name: str, usual: str) -> str:
        known = {choice.code for choice in (*_DATUMS, *_METHODS)}
        code = self._remembered.get(name, usual)
        return code if code in known else usual

    def _tell(self) -> None:
        self.strip.set_text(self.problem)
        self.strip.setVisible(bool(self.problem))
