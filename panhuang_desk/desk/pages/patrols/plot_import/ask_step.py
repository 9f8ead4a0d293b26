"""The first step: where the coordinates come from, and what new plots are that do not say it themselves."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.setting_rows import Setting
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.entry import EntryError, read
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.geo.datum import BD09, GCJ02, WGS84
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.model.kinds.plot import LAND_KINDS
from panhuang_desk.services.plot_imports import Answers

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.exchange.places.found import Found

_DATUMS = (Choice(WGS84, "GPS、手机轨迹软件、国家2000"), Choice(GCJ02, "高德、腾讯地图"), Choice(BD09, "百度地图"))
_REMEMBERED = "plot_place"


@attrs.frozen
class Read:
    """A file that was read: the places of a map, or None where it is a table, which is read by its headings."""

    path: Path
    found: Found | None = None


class AskStep(ScrollColumn):
    """Where positions come from is remembered on this machine, for forms too."""

    def __init__(self, desk: Shell, source: Read, parent: QWidget | None = None) -> None:
        super().__init__((0, 0, 0, 0), 12, parent)
        self.path, self.source = source.path, source
        self._today = desk.session.today_iso
        self._remembered = desk.session.settings.list_look(_REMEMBERED).filters
        self.strip = Strip("", icon="info")
        self.column.addWidget(self.strip)
        self.datums = OptionGroup(_DATUMS, optional=False, name="坐标从哪里来")
        own = _datum_of(source)
        kept = own or self._remembered.get("datum", WGS84)
        self.datums.set_codes([kept if kept in {choice.code for choice in _DATUMS} else WGS84])
        self.datums.changed.connect(self._tell)
        self.column.addWidget(Setting(
            "坐标从哪里来", self.datums,
            ("KML 文件按标准是第一种；知道软件存的是别的，才改。" if own else
             "在哪个地图上量的、用什么记的。不知道就选第一个。") + "选错了会偏几百米，导入以后撤销再选一次就行。"
            + ("表里有“坐标系”一列的，以那一列为准。" if source.found is None else "")))
        self.group = LineEdit(width=84, name="没写组别的新地块算第几组")
        self.land = OptionGroup(LAND_KINDS, name="没写类别的新地块算哪一类")
        self.group.textEdited.connect(lambda _: self._tell())
        if source.found is not None:
            line = row(None, 0, 10)
            line.addWidget(self.group)
            line.addWidget(Label("组", "body", "ink2"))
            line.addStretch(1)
            self.column.addWidget(Setting("新地块的组别", line,
                                          "文件里没写组别的新地块算第几组；空着就看它落在哪个组的范围里。"))
            self.column.addWidget(Setting("新地块的类别", self.land,
                                          "文件里没写类别的新地块算哪一类。已有的地块不改。"))
        self.column.addStretch(1)
        self._tell()

    @property
    def answers(self) -> Answers:
        """What was said."""
        return Answers(next(iter(self.datums.codes()), WGS84), self._number() or 0, next(iter(self.land.codes()), ""))

    def problem(self) -> str:
        """A group that is no number."""
        return "组别要写 1 到 99 的数字，或者空着。" if self._number() is None else ""

    def remember(self) -> None:
        """Keep where the coordinates came from; a file whose standard says it tells nothing of the next."""
        if not _datum_of(self.source):
            self._remembered["datum"] = self.answers.datum

    def take_focus(self) -> None:
        """The keys to what is wrong, else to the first question."""
        (self.group if self.problem() else self.datums).setFocus()

    def after(self, widget: QWidget | None) -> QWidget | None:
        """The question after the one that has the keys, None after the last."""
        asked = [self.datums, *((self.group, self.land) if self.source.found is not None else ())]
        return next((then for now, then in itertools.pairwise(asked) if now is widget), None)

    def _number(self) -> int | None:
        text = self.group.text().strip()
        try:
            value = read(PLOT.by_name["group_no"], text, self._today) if text else 0
        except EntryError:
            return None
        return int(value) if isinstance(value, (int, float)) and 0 <= value <= 99 else None

    def _tell(self) -> None:
        wrong = self.problem()
        self.strip.set_look("bad" if wrong else "next")
        self.strip.set_text(wrong or self._said())

    def _said(self) -> str:
        found = self.source.found
        if found is None:
            return "表格：列按表头认，位置写在“经度”“纬度”两列，或者“边界”一列（WKT、GeoJSON）。"
        outlined = sum(place.shape.is_outline for place in found.places)
        points = len(found.places) - outlined
        parts = [f"{outlined} 处有边界" if outlined else "", f"{points} 处是一个点" if points else ""]
        what = "，".join(part for part in parts if part)
        return f"文件里标了 {len(found.places)} 处：{what}。同名的更新，没有的新增。"


def _datum_of(source: Read) -> str:
    """The datum that a file's format asks for, as KML does; empty where a person has to say it."""
    return WGS84 if source.found is not None and source.found.kind == "kml" else ""
