"""Drawing on the map: what an outline is for, its draft, what saving it does and says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QObject, Signal

from panhuang_desk.desk.map.drawing import OutlineTool
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.plot_entry import PlotEntry
from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.geo.map_data import GROUP, VILLAGE
from panhuang_desk.model.geo.shape import Shape, ShapeError
from panhuang_desk.model.geo.sketch import Sketch
from panhuang_desk.model.values import Changes
from panhuang_desk.services import base_map, patrols
from panhuang_desk.services.plots import measured_mu, place_values, shape_of

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SLOT = "map_outline"


@attrs.frozen
class Target:
    """What is drawn: the outline of a plot (`id`, a new one where that is empty), of the village, or of a group."""

    kind: str
    id: str = ""
    group_no: int = 0

    @property
    def slot(self) -> str:
        """Where its draft is kept."""
        return f"{_SLOT}:{self.kind}:{self.id or self.group_no or 'new'}"


PLOT_TARGET, VILLAGE_TARGET, GROUP_TARGET = "plot", VILLAGE, GROUP


class Drawing(QObject):
    """One outline from its first corner to the file. `changed` after every step; `saved(words, changes, id)`;
    `drawn(shape)` of a new plot, whose form comes next; `left` where it was given up, the draft kept.
    """

    changed = Signal()
    saved = Signal(str, object, str)
    drawn = Signal(object)
    left = Signal()

    def __init__(self, desk: Shell, target: Target, village: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.target, self._village = desk, target, village
        self._record = (desk.session.store.get("plot", target.id) if target.kind == PLOT_TARGET and target.id else
                        base_map.area_of(desk.session, village, target.kind, target.group_no)
                        if target.kind != PLOT_TARGET else None)
        known = shape_of(self._record) if self._record is not None else None
        self._known = known if known is not None and known.is_outline else None
        draft = desk.session.store.draft(target.slot)
        self.restored = draft is not None
        sketch = _of_draft(draft) if draft else Sketch.of(self._known) if self._known else Sketch()
        self.tool = OutlineTool(sketch, self, of=target.id)
        self.tool.changed.connect(self._step)
        self.tool.finished.connect(self.save)
        self.tool.left.connect(self.leave)
        self.tool.told.connect(desk.announce)

    @property
    def start(self) -> Shape | None:
        """Where the map should look: what was drawn already, the outline that is there, or the point that is known."""
        if self.restored and self.tool.sketch.corners:
            corners = self.tool.sketch.corners
            return Shape(corners[0], ((corners,),))
        return shape_of(self._record) if self._record is not None else None

    @property
    def title(self) -> str:
        """改边界：2 组 沟东菜地."""
        doing = "改边界" if self._known else "画边界"
        return f"{doing}：{self._name}" if self._name else "画一块新的地"

    @property
    def before(self) -> str:
        """What its area is said to be so far."""
        if self._record is None or self.target.kind != PLOT_TARGET:
            return ""
        area = words.area(self._record["area_mu"])  # type: ignore[arg-type]
        return f"，登记 {area} 亩" if area else ""

    @property
    def problem(self) -> str:
        """What is wrong with it as it stands."""
        sketch = self.tool.sketch
        several = self._known is not None and (len(self._known.polygons) > 1 or len(self._known.polygons[0]) > 1)
        return sketch.problem() or ("原来的边界有几块或有洞，这里只改最大的一块，其余的保存后没有了。"
                                    if several and sketch.changed else "")

    def finish(self) -> None:
        """Close the outline, or save it where it is closed."""
        if self.tool.sketch.closed:
            self.save()
        else:
            self._close()

    def save(self) -> None:
        """Save it, closed before where it is open, or hand over the outline of a new plot."""
        if not self.tool.sketch.closed and not self._close():
            return
        try:
            shape = self.tool.sketch.shape()
        except ShapeError as problem:
            self._desk.announce(str(problem))
            return
        if self.target.kind == PLOT_TARGET and not self.target.id:
            self.drawn.emit(shape)
            return
        try:
            done = self._saved(shape)
        except UserError as problem:
            self._desk.error(problem)
            return
        if done is not None:
            said, changes, id = done
            self.drop_draft()
            self.saved.emit(said, changes, id)

    def leave(self) -> None:
        """Give it up; what was drawn stays a draft."""
        if not self.tool.sketch.corners:
            self.drop_draft()
        self.left.emit()

    def drop_draft(self) -> None:
        """Forget what was drawn."""
        self._desk.session.store.drop_draft(self.target.slot)

    def _saved(self, shape: Shape) -> tuple[str, Changes, str] | None:
        session, size = self._desk.session, f"{show_decimal(measured_mu(shape))} 亩"
        if self.target.kind == PLOT_TARGET and self._record is not None:
            saved = patrols.save_plot(session, place_values(shape, known=self._record.values), self.target.id)
            after = saved.record["area_mu"] if saved.record else None
            size += f"，登记的面积仍是 {words.area(after)} 亩" if after not in (None, measured_mu(shape)) else ""  # type: ignore[arg-type]
        else:
            saved = base_map.save_area(session, shape, self.target.kind, self.target.group_no, village=self._village)
        if saved.record is None:
            self._desk.announce(saved.problems[0].message)
            return None
        return f"画好了边界：{self._name or saved.record.text('name')}，{size}", saved.changes, saved.record.id

    @property
    def _name(self) -> str:
        if self.target.kind == PLOT_TARGET:
            return words.plot_words(self._record.number("group_no"), self._record.text("name")) if self._record else ""
        return f"{self.target.group_no} 组" if self.target.kind == GROUP_TARGET else "村（社区）的范围"

    def _close(self) -> bool:
        try:
            self.tool.sketch.close()
        except ShapeError as problem:
            self._desk.announce(str(problem))
            return False
        self._step()
        return True

    def _step(self) -> None:
        """Keep the draft, and tell."""
        sketch = self.tool.sketch
        self._desk.session.store.save_draft(self.target.slot, {
            "corners": json.dumps(sketch.corners), "closed": "1" if sketch.closed else ""})
        self._desk.set_state("draft")
        self.changed.emit()


class DrawnPlotEntry(PlotEntry):
    """The form of a new plot whose outline was drawn already; its area is measured where none is typed."""

    asks_place = False

    def __init__(self, desk: Shell, shape: Shape, *, village: str = "") -> None:
        super().__init__(desk, village=village)
        self._drawn = shape
        self.form.set_title("新的地块", f"画好的边界 {show_decimal(measured_mu(shape))} 亩")

    def _place(self, known: Values, datum: str) -> dict[str, Value]:
        """The outline that was drawn."""
        return place_values(self._drawn, known=known)


def _of_draft(draft: dict[str, str]) -> Sketch:
    corners = [(float(x), float(y)) for x, y in json.loads(draft.get("corners", "[]"))]
    return Sketch(corners, closed=bool(draft.get("closed")))
