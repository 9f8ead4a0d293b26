"""The map with what belongs around it: its search, the layers that are shown, the legend."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map.legend import Legend
from panhuang_desk.desk.map.sheet import LABELS
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.pages.patrols.map_ground_layer import GroundLayer
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.geo.map_data import AREA, FIND, PHOTO, PLOT, TRACK, MapData
from panhuang_desk.model.geo.shape import ShapeError
from panhuang_desk.model.geo.typed import read_position

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_LAYERS = ((PLOT, "地块"), (AREA, "范围"), (TRACK, "轨迹"), (FIND, "发现"), (PHOTO, "照片"), (LABELS, "名称"))
_SPANS = (Choice("7", "近 7 天的轨迹"), Choice("30", "近 30 天的轨迹"), Choice("year", "今年的轨迹"))
_KEPT = "patrol_map"
_EMPTY = "\n".join((
    "还没有画范围，也没有带位置的地块。", f"按 {cap('household')} 画一块地，或者在“地块”页导入带坐标的表格、KML、GPX。",
    f"要先到哪里，按 {cap('find')} 输入经度, 纬度。"))


class MapFrame(QFrame):
    """`found` tells that the search marked another plot, `days_chosen` that tracks of other days are wanted."""

    found = Signal()
    days_chosen = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = desk.session
        self._kept = self.session.settings.list_look(_KEPT).filters
        self._hits: list[str] = []
        self.view = MapView()
        self.ground = GroundLayer(desk, self.view, self._kept, self)
        self._build()

    def show_data(self, data: MapData, village: str) -> None:
        """Show other things of a village."""
        self.view.show_data(data)
        self.ground.village = village
        self.ground.show()
        self.legend.show_data(data)
        self._show_what_is_there(data)

    def first_day(self) -> str:
        """From which day on tracks are wanted; empty for all."""
        today, code = self.session.today(), self.span_chip.code
        if code == "year":
            return f"{today.year}-01-01"
        return (today - dt.timedelta(days=int(code) - 1)).isoformat() if code.isdigit() else ""

    @property
    def hidden(self) -> frozenset[str]:
        """The layers that are not shown."""
        return frozenset(layer for layer, chip in self.layer_chips.items() if not chip.isChecked())

    def say(self, words: str, *, bad: bool = False) -> None:
        """Say something over the map."""
        self.count.setText(words)
        self.count.set_tone("red" if bad else "ink2")

    def _build(self) -> None:
        box = column(self, 0, 8)
        head = row(None, 0, 8)
        self.search = SearchEdit("地块、组，或者经度, 纬度")
        self.search.textChanged.connect(self._find)
        self.search.leave.connect(self._next_hit)
        self.count = Label("", "caption", "ink2")
        self.draw_button = Button("画边界", icon="pencil")
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        head.addWidget(self.draw_button)
        head.addWidget(self.ground.button)
        box.addLayout(head)
        box.addWidget(self._chips())
        sheet = Sheet(1, spacing=0)
        self.view.empty_words = _EMPTY
        self.view.set_hidden(self.hidden)
        sheet.column.addWidget(self.view)
        box.addWidget(sheet, 1)
        self.legend = Legend()
        box.addWidget(self.legend)

    def _chips(self) -> QFrame:
        chips = QFrame()
        flow = FlowLayout(chips)
        hidden = self._kept.get("hidden", "").split(",")
        self.layer_chips: dict[str, FilterChip] = {}
        for layer, word in _LAYERS:
            chip = FilterChip(word)
            chip.setChecked(layer not in hidden)
            chip.chosen.connect(lambda _: self._layers_chosen())
            self.layer_chips[layer] = chip
            flow.addWidget(chip)
        self.span_chip = FilterChip("轨迹的日子", _SPANS, all_word="全部轨迹")
        self.span_chip.choose(self._kept.get("span", "30"))
        self.span_chip.chosen.connect(self._span_chosen)
        flow.addWidget(self.span_chip)
        flow.addWidget(self.ground.chip)
        return chips

    def _layers_chosen(self) -> None:
        self._kept["hidden"] = ",".join(sorted(self.hidden))
        self.view.set_hidden(self.hidden)

    def _span_chosen(self, code: str) -> None:
        self._kept["span"] = code
        self.days_chosen.emit()

    def _show_what_is_there(self, data: MapData) -> None:
        """The number of plots, and chips only for what there is."""
        points = {point.layer for point in data.points}
        for layer, there in ((AREA, data.areas), (FIND, FIND in points), (PHOTO, PHOTO in points)):
            self.layer_chips[layer].setVisible(bool(there))
        has_tracks = self.session.store.count("track") > 0
        for chip in (self.layer_chips[TRACK], self.span_chip):
            chip.setVisible(has_tracks)
        self._show_count(data)

    def _show_count(self, data: MapData) -> None:
        self.say(f"图上 {len(data.plots)} 块地" if data.plots else "")

    # Finding

    def _find(self, text: str) -> None:
        """Mark the first plot that is meant, or go to the position that was typed."""
        self._hits = []
        text = text.strip()
        if not text:
            self._show_count(self.view.scene.data)
            return
        try:
            position = read_position(text)
        except ShapeError:
            wanted = text.replace(" ", "").lower()
            self._hits = [plot.id for plot in self.view.scene.data.plots
                          if wanted in f"{plot.group_no}组{plot.name}".replace(" ", "").lower()]
            self.say(f"找到 {len(self._hits)} 块" if self._hits else "图上没有这块地")
            if self._hits:
                self.view.set_mark(PLOT, self._hits[0], centre=True)
                self.found.emit()
            return
        self.say("到了这个位置")
        self.view.go_to(position)

    def _next_hit(self) -> None:
        """Enter goes to the next plot that is meant; of one only, the keys go to the map."""
        if len(self._hits) > 1:
            self._hits = [*self._hits[1:], self._hits[0]]
            self.view.set_mark(PLOT, self._hits[0], centre=True)
            self.found.emit()
        else:
            self.view.setFocus()
