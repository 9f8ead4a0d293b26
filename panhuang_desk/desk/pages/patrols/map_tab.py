"""The tab of the map: the village with its plots, tracks and finds; what is marked stands at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.map_draw import (
    GROUP_TARGET,
    PLOT_TARGET,
    VILLAGE_TARGET,
    Drawing,
    DrawnPlotEntry,
    Target,
)
from panhuang_desk.desk.pages.patrols.map_frame import MapFrame
from panhuang_desk.desk.pages.patrols.map_side import MapSide
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.paper_over import PaperOver
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.map_data import FIND, PHOTO, PLOT, TRACK
from panhuang_desk.model.geo.shape import Shape
from panhuang_desk.model.values import Progress
from panhuang_desk.services import maps, patrols, plots
from panhuang_desk.services.map_paper import map_paper, map_warning

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import PlotRow


class MapTab(PatrolsTabBase):
    """Tab and pointer mark a plot, Enter opens it, F2 draws its outline, Ctrl+H draws a new plot."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.drawing: Drawing | None = None
        self._rows: dict[str, PlotRow] = {}
        self._states: dict[str, str] = {}
        self._unplaced: tuple[PlotRow, ...] = ()
        self._to_mark: tuple[str, bool] | None = None
        self._asked_for = 0
        self.side = MapSide(desk)
        self.map = MapFrame(desk)
        self.view, self.search = self.map.view, self.map.search
        self.map.ground.over_asked.connect(self.over_asked)
        self.map.found.connect(self._show_marked)
        self.map.days_chosen.connect(lambda: self.load(self.village))
        self.map.draw_button.clicked.connect(self._draw_menu)
        self.panes = TwoPanes(self.map, self.side)
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
        """Read what the map shows; a large map in the background, and what is shown stays until it is there."""
        self.village, first, session = village, self.map.first_day(), self.session
        self._asked_for += 1
        number = self._asked_for
        if not maps.is_large(session):
            self._show(maps.village_map(session, village, first=first))
            return

        def read(progress: Progress) -> maps.VillageMap:
            with session.aside() as aside:
                return maps.village_map(aside, village, first=first)

        self.map.say("正在读地图…")
        self.desk.run("正在读地图", read, lambda found: self._show(found) if number == self._asked_for else None,
                      quiet=True)

    def _show(self, found: maps.VillageMap) -> None:
        """Show what was read."""
        self._rows, self._unplaced = found.rows, found.unplaced
        self._states = {plot.id: plot.state for plot in found.data.plots}
        self.map.show_data(found.data, self.village)
        if self._to_mark and self.view.set_mark(PLOT, self._to_mark[0], centre=self._to_mark[1]):
            self._to_mark = None
        if self.drawing is None:
            self._show_marked()

    def _mark(self, id: str, *, centre: bool = False) -> None:
        """Mark a plot, as soon as it is on the map."""
        self._to_mark = None if self.view.set_mark(PLOT, id, centre=centre) else (id, centre)
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
        self._mark(id, centre=True)
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
        self.drawing.save()
        return True

    def on_print(self) -> bool:
        """The map on paper, with the layers that are shown."""
        if self.entry is None and self.drawing is None and self._states:
            village, first, hidden = self.village, self.map.first_day(), self.map.hidden
            self.over_asked.emit(PaperOver(
                self.desk, "踏查图", f"{self.session.place}_踏查图_{self.session.today_iso}",
                lambda session, masked: map_paper(session, village, first=first, hidden=hidden),
                warning=map_warning(self.session, village)))
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
            self.desk.announce("上次画了一半的边界还在，接着画；不要了就选“重新画”")
        self.panes.close_entry()
        self._show_drawing()
        self.forms_changed.emit()
        self.view.setFocus()
        self.desk.update_hints()

    def _draw_again(self) -> None:
        """Forget what was drawn and begin anew."""
        if self.drawing is not None:
            target = self.drawing.target
            self.drawing.drop_draft()
            self._leave_drawing()
            self.draw(target)

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
            self.map.say(self.drawing.problem or f"{len(sketch.corners)} 个角{area}", bad=bool(self.drawing.problem))
        self.view.update()
        self.desk.update_hints()

    def _outline_saved(self, said: str, changes: Any, id: str) -> None:
        target = self.drawing.target if self.drawing is not None else None
        self._leave_drawing()
        self.desk.did(said, changes)
        if target is not None and target.kind == PLOT_TARGET:
            self._mark(id)
        self._show_marked()
        self.view.setFocus()

    def _plot_drawn(self, shape: Shape) -> None:
        """The form of the plot whose outline was drawn; the outline stays a draft until it is saved."""
        self.open(DrawnPlotEntry(self.desk, shape, village=self.village))
        QTimer.singleShot(0, self, lambda: self._look_at(shape))  # the form has taken room from the map

    def _saved(self, said: str, changes: Any, go_on: bool) -> None:
        """A plot that was drawn is in the file."""
        entry = self.entry
        record = entry.record if entry is not None else None
        if self.drawing is not None:
            self.drawing.drop_draft()
        self._leave_drawing()
        super()._saved(said, changes, False)
        if record is not None:
            self._mark(record.id)
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
            self.map.say(self.view.about(layer, id) if layer else f"图上 {len(self._states)} 块地")
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
            {"save": self.drawing.finish, "undo": self.on_undo, "leave": self.drawing.leave,
             "again": self._draw_again}[what]()
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
        if self.drawing is not None:
            menu.addAction("重新画").triggered.connect(lambda _=False: self._draw_again())
            menu.addAction("不画了").triggered.connect(lambda _=False: self.on_back())
            menu.popup(self.map.draw_button.mapToGlobal(self.map.draw_button.rect().bottomLeft()))
            return
        menu.addAction(f"新的地块\t{cap('household')}").triggered.connect(lambda _=False: self.on_household())
        if self._unplaced:
            menu.addAction(f"不在图上的地块（{len(self._unplaced)} 块）…").triggered.connect(
                lambda _=False: self._choose_unplaced())
        menu.addAction("村（社区）的范围").triggered.connect(lambda _=False: self.draw(Target(VILLAGE_TARGET)))
        for number in sorted({each.group_no for each in self._rows.values() if each.group_no}):
            menu.addAction(f"{number} 组的范围").triggered.connect(
                lambda _=False, number=number: self.draw(Target(GROUP_TARGET, group_no=number)))
        button = self.map.draw_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
