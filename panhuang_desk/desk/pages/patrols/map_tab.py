"""The tab of the map: the village with its plots, tracks and finds; what is marked stands at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map.legend import Legend
from panhuang_desk.desk.map.sheet import LABELS
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.map_draw import (
    GROUP_TARGET,
    PLOT_TARGET,
    VILLAGE_TARGET,
    Drawing,
    DrawnPlotEntry,
    Target,
)
from panhuang_desk.desk.pages.patrols.map_ground_layer import GroundLayer
from panhuang_desk.desk.pages.patrols.map_side import MapSide
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import SearchEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.geo.map_data import AREA, FIND, PHOTO, PLOT, TRACK, MapData
from panhuang_desk.model.geo.shape import Shape, ShapeError
from panhuang_desk.model.geo.typed import read_position
from panhuang_desk.services import maps, patrols, plots

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import PlotRow

_LAYERS = ((PLOT, "地块"), (AREA, "范围"), (TRACK, "轨迹"), (FIND, "发现"), (PHOTO, "照片"), (LABELS, "名称"))
_SPANS = (Choice("7", "近 7 天的轨迹"), Choice("30", "近 30 天的轨迹"), Choice("year", "今年的轨迹"))
_KEPT = "patrol_map"
_EMPTY = "\n".join((
    "还没有画范围，也没有带位置的地块。", f"按 {cap('household')} 画一块地，或者在“地块”页导入带坐标的表格、KML、GPX。",
    f"要先到哪里，按 {cap('find')} 输入经度, 纬度。"))



class MapTab(PatrolsTabBase):
    """Tab and pointer mark a plot, Enter opens it, F2 draws its outline, Ctrl+H draws a new plot."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.drawing: Drawing | None = None
        self._rows: dict[str, PlotRow] = {}
        self._states: dict[str, str] = {}
        self._unplaced: list[PlotRow] = []
        self._hits: list[str] = []
        self._kept = self.session.settings.list_look(_KEPT).filters
        self.side = MapSide(desk)
        self.view = MapView()
        self.ground = GroundLayer(desk, self.view, self._kept, self)
        self.ground.over_asked.connect(self.over_asked)
        self.panes = TwoPanes(self._left(), self.side)
        self.panes.slimmed.connect(lambda _: self.forms_changed.emit())
        self.panes.set_needed(10_000)  # the map takes all that the side can spare
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        column(self, 0, 0).addWidget(self._stack)
        self.side.asked.connect(self._asked)
        self.side.draw_plot.connect(lambda id: self.draw(Target(PLOT_TARGET, id)))
        self.view.marked.connect(lambda layer, id: self._show_marked())
        self.view.opened.connect(self._enter)

    # What the page uses

    def load(self, village: str) -> None:
        """Read what the map shows."""
        self.village = village
        every = plots.plots_with_shapes(self.session, village, active_only=False)
        self._rows = {each.row.id: each.row for each in every}
        standing = {row.id for row in patrols.plots(self.session, village)}
        self._unplaced = [each.row for each in every if each.shape is None and each.row.id in standing]
        data = maps.map_of(self.session, village, first=self._first_day())
        self._states = {plot.id: plot.state for plot in data.plots}
        self.view.show_data(data)
        self.ground.village = village
        self.ground.show()
        self.legend.show_data(data)
        self._show_what_is_there(data)
        if self.drawing is None:
            self._show_marked()

    def rest(self) -> None:
        """The keys to the map."""
        self.view.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the tab."""
        if self.entry is not None:
            return ()
        if self.drawing is not None:
            return self.drawing.tool.hints()
        return (*self.view.hints(), Hint(cap("household"), "画新的地块"))

    def show_plot(self, id: str) -> None:
        """Mark a plot and bring it into the middle."""
        self._leave_drawing()
        self.view.set_mark(PLOT, id, centre=True)
        self._show_marked()
        self.view.setFocus()

    # Keys

    def on_household(self) -> bool:
        """Draw a new plot."""
        if self.entry is None and self.drawing is None:
            self.draw(Target(PLOT_TARGET))
        return True

    def on_edit(self) -> bool:
        """Draw the outline of what is marked, or of the plot that is chosen among those without one."""
        layer, id = self.view.mark
        chosen = self.side.unplaced.current() if self.side.unplaced.hasFocus() else None
        if self.entry is None and self.drawing is None and (layer == PLOT or chosen is not None):
            self.draw(Target(PLOT_TARGET, chosen.id if chosen is not None else id))
        return True

    def on_delete(self) -> bool:
        """While one draws: take the marked corner away."""
        if self.drawing is not None:
            self.drawing.tool.remove_marked()
            self.view.update()
        return True

    def on_follow_up(self) -> bool:
        """Follow-ups are raised from a plot's detail."""
        return False

    def on_undo(self) -> bool:
        """While one draws: a step back; nothing that was saved before is taken back meanwhile."""
        if self.drawing is None:
            return False
        if not self.drawing.tool.step_back():
            self.desk.announce("这条边界没有可以退的了；按 Esc 退出后再撤销以前保存的")
        self.view.update()
        return True

    def on_redo(self) -> bool:
        """While one draws: a step forth."""
        if self.drawing is None:
            return False
        self.drawing.tool.step_forth()
        self.view.update()
        return True

    def on_save(self) -> bool:
        """While one draws: save the outline."""
        if self.drawing is None:
            return False
        self.drawing.finish()
        return True

    def on_back(self) -> bool:
        """The form goes, then the drawing, then the mark."""
        if self.step_back():
            return True
        if self.drawing is not None:
            self.drawing.leave()
            return True
        if not self.panes.at_list:
            self.panes.close_entry()
            self.view.setFocus()
            return True
        if self.view.mark[0]:
            self.view.set_mark("", "")
            self._show_marked()
            self.view.setFocus()
            return True
        return False

    # Drawing

    def draw(self, target: Target) -> None:
        """Begin to draw, or to change, an outline."""
        if not self.village and not self.session.store.home and target.id == "":
            self.desk.announce("先在页面上方选一个村（社区），再画边界")
            return
        self.desk.undo_bar.hide()
        self.drawing = Drawing(self.desk, target, self.village, self)
        self.drawing.changed.connect(self._show_drawing)
        self.drawing.saved.connect(self._outline_saved)
        self.drawing.drawn.connect(self._plot_drawn)
        self.drawing.left.connect(self._drawing_left)
        self.view.tool = self.drawing.tool
        start = self.drawing.start
        if start is not None:
            self._look_at(start)
        if self.drawing.restored:
            self.desk.announce("上次画了一半的边界还在，接着画；不要了就一直退格")
        self.panes.close_entry()
        self._show_drawing()
        self.forms_changed.emit()
        self.view.setFocus()
        self.desk.update_hints()

    def _look_at(self, shape: Shape) -> None:
        outline = self.view.scene.outline(shape)
        west, north, east, south = outline.box
        across = max(east - west, south - north, 60.0)
        room = min(self.view.width(), self.view.height())
        self.view.look_at((west + east) / 2, (north + south) / 2, room / across / 2)

    def _show_drawing(self) -> None:
        if self.drawing is None:
            return
        sketch = self.drawing.tool.sketch
        self.side.show_drawing(self.drawing.title, len(sketch.corners), sketch.square_metres(), closed=sketch.closed,
                               problem=self.drawing.problem, before=self.drawing.before)
        if theme.active().narrow:  # there is no side to say it
            area = f"，{self.side.area.text()}" if sketch.square_metres() else ""
            self._say(self.drawing.problem or f"{len(sketch.corners)} 个角{area}", bad=bool(self.drawing.problem))
        self.view.update()
        self.desk.update_hints()

    def _outline_saved(self, said: str, changes: Any, id: str) -> None:
        target = self.drawing.target if self.drawing is not None else None
        self._leave_drawing()
        self.desk.did(said, changes)
        if target is not None and target.kind == PLOT_TARGET:
            self.view.set_mark(PLOT, id)
        self._show_marked()
        self.view.setFocus()

    def _plot_drawn(self, shape: Shape) -> None:
        """The form of the plot whose outline was drawn; the outline stays a draft until it is saved."""
        self.open(DrawnPlotEntry(self.desk, shape, village=self.village))

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        """A plot that was drawn is in the file."""
        entry = self.entry
        record = entry.record if entry is not None else None
        if self.drawing is not None:
            self.drawing.drop_draft()
        self._leave_drawing()
        super()._saved(said, changes, False)
        if record is not None:
            self.view.set_mark(PLOT, record.id)
            self._show_marked()
        if go_on:
            self.draw(Target(PLOT_TARGET))

    def _drawing_left(self) -> None:
        kept = self.drawing is not None and bool(self.drawing.tool.sketch.corners) and (
            self.session.store.draft(self.drawing.target.slot) is not None)
        self._leave_drawing()
        self.desk.set_state("draft" if kept else "saved", "画了一半的边界留着，再画时还在" if kept else "")
        self._show_marked()
        self.view.setFocus()
        self.desk.update_hints()

    def _leave_drawing(self) -> None:
        if self.drawing is not None:
            self.drawing.deleteLater()
        self.drawing = None
        self.view.tool = None
        self.view.unsetCursor()
        self.view.update()
        self.forms_changed.emit()

    def _closed(self) -> None:
        """The form was left: back to the drawing it came from."""
        super()._closed()
        if self.drawing is not None:
            self._show_drawing()

    # Inside

    def _left(self) -> QFrame:
        frame = QFrame()
        box = column(frame, 0, 8)
        head = row(None, 0, 8)
        self.search = SearchEdit("地块、组，或者经度, 纬度")
        self.search.textChanged.connect(self._find)
        self.search.leave.connect(self._next_hit)
        self.count = Label("", "caption", "ink2")
        self.draw_button = Button("画边界", icon="pencil")
        self.draw_button.clicked.connect(self._draw_menu)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        head.addWidget(self.draw_button)
        head.addWidget(self.ground.button)
        box.addLayout(head)
        box.addWidget(self._chips())
        sheet = Sheet(1, spacing=0)
        self.view.empty_words = _EMPTY
        self.view.set_hidden(self._hidden())
        sheet.column.addWidget(self.view)
        box.addWidget(sheet, 1)
        self.legend = Legend()
        box.addWidget(self.legend)
        return frame

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

    def _hidden(self) -> frozenset[str]:
        return frozenset(layer for layer, chip in self.layer_chips.items() if not chip.isChecked())

    def _layers_chosen(self) -> None:
        self._kept["hidden"] = ",".join(sorted(self._hidden()))
        self.view.set_hidden(self._hidden())

    def _span_chosen(self, code: str) -> None:
        self._kept["span"] = code
        self.load(self.village)

    def _first_day(self) -> str:
        today, code = self.session.today(), self.span_chip.code
        if code == "year":
            return f"{today.year}-01-01"
        return (today - dt.timedelta(days=int(code) - 1)).isoformat() if code.isdigit() else ""

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
        self._say(f"图上 {len(data.plots)} 块地" if data.plots else "")

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.count.setText(words)
        self.count.set_tone("red" if bad else "ink2")

    def _show_marked(self) -> None:
        """What is marked, at the right."""
        if self.drawing is not None:
            return
        layer, id = self.view.mark
        record = self.session.store.get("plot", id) if layer == PLOT else None
        if record is not None and id in self._rows:
            self.side.show_plot(record, self._rows[id], self._states.get(id, "due"))
        elif layer:
            titles = {FIND: ("发现", "打开"), PHOTO: ("照片", ""), TRACK: ("轨迹", "看这次踏查")}
            title, action = titles.get(layer, ("", ""))
            if layer == TRACK and not self._patrol_of(id):
                action = ""
            self.side.show_thing(title, self.view.about(layer, id), action)
        else:
            self.side.show_all(len(self._states), self._unplaced)
        if theme.active().narrow:
            self._say(self.view.about(layer, id) if layer else f"图上 {len(self._states)} 块地")
        self.desk.update_hints()

    def _patrol_of(self, track: str) -> str:
        record = self.session.store.get("track", track)
        return record.text("patrol_id") if record is not None else ""

    def _enter(self, layer: str, id: str) -> None:
        """Open what is marked; at 150 % what can be done with it is the next step."""
        if theme.active().narrow and self.panes.at_list:
            self.panes.show_home()
            self.side.take_focus()
        else:
            self._open(layer, id)

    def _choose_unplaced(self) -> None:
        """The plots that are not on the map yet have the keys."""
        self.view.set_mark("", "")
        self._show_marked()
        self.panes.show_home()
        self.side.unplaced.setFocus()

    def _open(self, layer: str, id: str) -> None:
        if layer in (PLOT, FIND):
            self.go_to.emit(layer, id)
        elif layer == TRACK and self._patrol_of(id):
            self.go_to.emit("patrol", self._patrol_of(id))

    def _asked(self, what: str) -> None:
        layer, id = self.view.mark
        if self.drawing is not None:
            {"save": self.drawing.finish, "undo": self.on_undo, "leave": self.drawing.leave}[what]()
            if self.drawing is not None and self.entry is None:
                self.view.setFocus()
        elif what == "open":
            self._open(layer, id)
        elif what == "patrol":
            self.desk.go("patrols", do="patrol", plots=id)
        elif what == "draw":
            self.draw(Target(PLOT_TARGET, id))
        elif what == "clear":
            self._clear(id)

    def _clear(self, id: str) -> None:
        """Take the outline off a plot; its middle stays, so that it is still on the map."""
        record = self.session.store.get("plot", id)
        shape = plots.shape_of(record) if record is not None else None
        if record is None or shape is None:
            return
        try:
            saved = patrols.save_plot(self.session, plots.place_values(Shape(shape.point)), id)
        except UserError as problem:
            self.desk.error(problem)
            return
        if saved.ok:
            self.desk.did(f"去掉了边界，留下一个点：{record.text('name')}", saved.changes)
            self.view.setFocus()

    def _draw_menu(self) -> None:
        """What can be drawn: a new plot, the village, its groups."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"新的地块\t{cap('household')}").triggered.connect(lambda _=False: self.on_household())
        if self._unplaced:
            menu.addAction(f"不在图上的地块（{len(self._unplaced)} 块）…").triggered.connect(
                lambda _=False: self._choose_unplaced())
        menu.addAction("村（社区）的范围").triggered.connect(lambda _=False: self.draw(Target(VILLAGE_TARGET)))
        for number in sorted({each.group_no for each in self._rows.values() if each.group_no}):
            menu.addAction(f"{number} 组的范围").triggered.connect(
                lambda _=False, number=number: self.draw(Target(GROUP_TARGET, group_no=number)))
        menu.popup(self.draw_button.mapToGlobal(self.draw_button.rect().bottomLeft()))

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
            self._say(f"找到 {len(self._hits)} 块" if self._hits else "图上没有这块地")
            if self._hits:
                self.view.set_mark(PLOT, self._hits[0], centre=True)
                self._show_marked()
            return
        self._say("到了这个位置")
        self.view.go_to(position)

    def _next_hit(self) -> None:
        """Enter goes to the next plot that is meant; of one only, the keys go to the map."""
        if len(self._hits) > 1:
            self._hits = [*self._hits[1:], self._hits[0]]
            self.view.set_mark(PLOT, self._hits[0], centre=True)
            self._show_marked()
        else:
            self.view.setFocus()

