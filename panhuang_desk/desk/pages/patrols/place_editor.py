"""Where a plot lies, in its form: a position typed or pasted from a phone's map; an outline is told in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from panhuang_desk.desk.editors import Editor
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, Link, column
from panhuang_desk.model.entry import EntryError, show_decimal
from panhuang_desk.model.fields import Choice, Field, Type, Value
from panhuang_desk.model.geo.datum import BD09, GCJ02, WGS84, Position
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.geo.shape import Shape, ShapeError, read_shape
from panhuang_desk.model.geo.typed import read_position, show_position
from panhuang_desk.model.kind import Record
from panhuang_desk.services.plots import measured_mu, shape_of

PLACE = Field("outline", "位置", Type.TEXT, max_length=80,
              hint="经度, 纬度，例如 119.9712, 33.3611；手机地图上长按可以复制")
DATUM = Field("datum", "坐标来自", Type.CHOICE, choices=(
    Choice(WGS84, "GPS、国家2000"), Choice(GCJ02, "高德、腾讯地图"), Choice(BD09, "百度地图")))
"""The two fields of a plot's form about its place."""

_REMOVED = "-"


class PlaceEditor(Editor):
    """`edited` tells whether what stands there is another place than the `shape`, which is as it was received, and
    `position` that place. An outline is not typed: it can only be taken away. `far` says what is odd about a position.
    """

    def __init__(self, field: Field, shape: Shape | None, far: Callable[[Position], str]) -> None:
        super().__init__(field)
        self._shape, self._far, self._removed = shape, far, False
        self._known = show_position(shape.point) if shape is not None and not shape.is_outline else ""
        self.line = LineEdit(self._known, width=216)
        self.line.setPlaceholderText("119.9712, 33.3611")
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.told = Label("", "body", "ink2", wrap=True)
        self.remove = Link("去掉边界", "caption")
        self.remove.clicked.connect(self._turn)
        box = column(None, 0, 4)
        box.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.told)
        box.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addLayout(box, 1)
        outlined = shape is not None and shape.is_outline
        self.hold(self.remove if outlined else self.line)
        self.line.setVisible(not outlined)
        for widget in (self.told, self.remove):
            widget.setVisible(outlined)
        self._tell()

    @property
    def edited(self) -> bool:
        """Whether it is another place than the plot has."""
        return self._removed if self._outlined else self.line.text().strip() != self._known

    @property
    def position(self) -> Position | None:
        """The position that stands there; None where there is none that can be read."""
        try:
            return read_position(self.line.text()) if self.line.text().strip() else None
        except ShapeError:
            return None

    def text(self) -> str:
        """As typed, or that the outline is to go."""
        return _REMOVED if self._removed else self.line.text()

    def set_text(self, text: str) -> None:
        """As typed."""
        self._removed = self._outlined and text == _REMOVED
        if not self._outlined:
            self.line.setText(text)
        self._tell()

    def set_value(self, value: Value) -> None:
        """The plot's own place, whatever is said."""
        self.set_text(self._known)

    def value(self, today: str) -> Value:
        """What stands there; EntryError where it is no position."""
        if self._outlined or not self.line.text().strip():
            return None
        try:
            return show_position(read_position(self.line.text()))
        except ShapeError as problem:
            raise EntryError(str(problem)) from problem

    def echo(self, today: str) -> str:
        """What is odd about the position."""
        position = self.position
        return self._far(position) if position is not None and self.edited else ""

    @property
    def _outlined(self) -> bool:
        return self._shape is not None and self._shape.is_outline

    def _turn(self) -> None:
        self._removed = not self._removed
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        if self._shape is not None and self._outlined:
            self.told.setText("保存以后没有边界" if self._removed else outline_words(self._shape))
            self.remove.setText("留着边界" if self._removed else "去掉边界")


def outline_words(shape: Shape, known: float | None = None) -> str:
    """边界 5 个点，2.31 亩（实测）; without the area where that is the known one."""
    corners = sum(len(ring) - 1 for polygon in shape.polygons for ring in polygon)
    parts = f"{len(shape.polygons)} 片，" if len(shape.polygons) > 1 else ""
    area = measured_mu(shape)
    told = known is not None and abs(known - area) <= max(0.005, 0.01 * area)
    return f"边界 {parts}{corners} 个点" + ("" if told else f"，{show_decimal(area)} 亩（实测）")


def place_words(record: Record) -> str:
    """Where a plot lies: its outline, or 119.9712, 33.3611（高德、腾讯地图坐标换算）."""
    shape = shape_of(record)
    if shape is None:
        return "没有位置"
    area = record["area_mu"]
    known = float(area) if isinstance(area, (int, float)) else None
    said = outline_words(shape, known) if shape.is_outline else f"位置 {show_position(shape.point)}"
    datum = record.text("datum")
    return said + (f"，由{DATUM.word(datum)}坐标换算" if datum in (GCJ02, BD09) else "")


def shape_words(outline: Value) -> str:
    """An outline as it is kept, in words."""
    shape = _kept(outline)
    if shape is None:
        return "读不出来" if outline else "没有位置"
    return outline_words(shape) if shape.is_outline else show_position(shape.point)


def moved_words(before: Value, after: Value) -> str:
    """How far a place moves: （移 512 米）; a shift of some hundred metres is what another datum does."""
    one, other = _kept(before), _kept(after)
    metres = distance(one.point, other.point) if one is not None and other is not None else 0.0
    return f"（移 {metres:,.0f} 米）" if metres >= 1 else ""


def _kept(outline: Value) -> Shape | None:
    try:
        return read_shape(str(outline)) if outline else None
    except ShapeError:
        return None
