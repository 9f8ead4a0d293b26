"""A picture of the ground is placed: by its world file, or by points in it whose coordinates are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap, QTransform
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.map.points import PointsTool
from panhuang_desk.desk.map.scene import Scene
from panhuang_desk.desk.map.sheet import Ground
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, Sheet, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.geo.datum import BD09, GCJ02, WGS84, Position
from panhuang_desk.model.geo.fit import FEWEST, Fit
from panhuang_desk.model.geo.shape import ShapeError
from panhuang_desk.model.geo.typed import read_position
from panhuang_desk.services import base_map
from panhuang_desk.services.base_map import FitError, GroundPicture, Placing

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

FILES = "图片 (*.jpg *.jpeg *.png *.tif *.tiff);;所有文件 (*)"
_MOST = 6
_FAR = 15.0
"""Metres by which a point may be missed before that is said in amber."""
_DATUMS = (Choice(WGS84, "GPS、国家2000"), Choice(GCJ02, "高德、腾讯地图"), Choice(BD09, "百度地图"))


class GroundPlacing(OverView):
    """`kept(words, changes)` tells that the picture is in the file."""

    kept = Signal(str, object)

    def __init__(self, desk: Shell, picture: GroundPicture, village: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._picture, self._village = desk, picture, village
        self._by_file = picture.fit is not None
        self._count = 0
        self.tool = PointsTool(_MOST, self)
        self.tool.changed.connect(self._points_changed)
        self.tool.full.connect(lambda: desk.announce(f"最多 {_MOST} 个点，拖动可以挪"))
        line = row(self, 0, 16)
        line.setContentsMargins(0, theme.active().px(16), 0, 0)
        frame = Sheet(1, spacing=0)
        self.view = MapView()
        self.view.setAccessibleName("要定位的图")
        self.view.furnished = False
        self.view.scene = Scene(self.view.scene.data)
        self.view.scene.box = (0.0, 0.0, float(picture.width), float(picture.height))
        self.view.set_ground(Ground(pixmap_of(picture.image), QTransform(), 1.0))
        if not self._by_file:
            self.view.tool = self.tool
        frame.column.addWidget(self.view)
        line.addWidget(frame, 1)
        line.addWidget(self._side())
        self._points_changed()

    def take_focus(self) -> None:
        """The keys to the picture, or to the datum where the place is known."""
        (self.datum if self._by_file else self.view).setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys that matter."""
        return (Hint(cap("save"), "加上底图"), Hint("Esc", "不加了"))

    def on_save(self) -> bool:
        """Keep the picture where it is placed now; what is missing is said."""
        try:
            placing = self._placing()
            saved = base_map.keep_picture(self._desk.session, self._picture, placing, village=self._village)
        except FitError as problem:
            self._desk.announce(str(problem))
            return True
        except UserError as problem:
            self._desk.error(problem)
            return True
        if saved.ok:
            self.closed.emit()
            self.kept.emit(f"加了底图：{self._picture.name}", saved.changes)
        return True

    # Inside

    def _side(self) -> Sheet:
        look = theme.active()
        side = Sheet(0, spacing=0)
        side.setFixedWidth(look.text_px(360) if not look.narrow else look.text_px(300))
        self._area = ScrollColumn((16, 16, 16, 16), 10)
        box = self._area.column
        box.addWidget(Label("给底图定位", "panel"))
        box.addWidget(Label(self._how(), "body", "ink2", wrap=True))
        box.addWidget(Label("坐标来自", "section"))
        self.datum = OptionGroup(_DATUMS, optional=False, name="坐标来自")
        self.datum.set_codes((WGS84,))
        self.datum.changed.connect(self._tell)
        box.addWidget(self.datum)
        self.told = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.told)
        self.lines: list[LineEdit] = []
        self._heads: list[Label] = []
        for number in range(_MOST):
            head = Label(f"点 {number + 1}", "caption", "ink2", wrap=True)
            field = LineEdit(name=f"点 {number + 1} 的坐标")
            field.setPlaceholderText("经度, 纬度")
            field.textEdited.connect(lambda _: self._tell())
            field.returnPressed.connect(self.view.setFocus)
            self._heads.append(head)
            self.lines.append(field)
            box.addWidget(head)
            box.addWidget(field)
        box.addStretch(1)
        side.column.addWidget(self._area, 1)
        foot = QFrame()
        actions = row(foot, 12, 8)
        save = Button("加上底图", "primary", key=cap("save"))
        save.clicked.connect(self.on_save)
        leave = Button("不加了", "quiet", key="Esc")
        leave.clicked.connect(self.on_back)
        actions.addWidget(save)
        actions.addWidget(leave)
        actions.addStretch(1)
        side.column.addWidget(foot)
        return side

    def _how(self) -> str:
        if self._by_file:
            return "图旁边有坐标文件，位置已经知道。请看它的坐标是哪一种，再加上。"
        why = f"旁边的坐标文件用不上：{self._picture.note}\n" if self._picture.note else ""
        return (f"{why}在图上点出至少 {FEWEST} 个认得准的地方（路口、桥头、房角），尽量分开、不在一条线上，"
                "点一处写一处的坐标，Enter 回到图上；手机地图上长按可以看到坐标。点第 4 个可以核对准不准。")

    def _points_changed(self) -> None:
        for number, (head, field) in enumerate(zip(self._heads, self.lines, strict=True)):
            there = not self._by_file and number < len(self.tool.points)
            head.setVisible(there)
            field.setVisible(there)
        grown, self._count = len(self.tool.points) > self._count, len(self.tool.points)
        if grown:  # what is known of a new point is typed at once; Enter leads back to the picture
            self.lines[self._count - 1].setFocus()
            self._area.ensureWidgetVisible(self.lines[self._count - 1])
        self._tell()

    def _typed(self) -> list[tuple[float, float, Position]]:
        """The points whose coordinates are typed; FitError where one cannot be read."""
        found = []
        for number, ((x, y), field) in enumerate(zip(self.tool.points, self.lines, strict=False), start=1):
            text = field.text().strip()
            if not text:
                continue
            try:
                found.append((x - 0.5, y - 0.5, read_position(text)))
            except ShapeError as problem:
                raise FitError(f"点 {number}：{problem}") from problem
        return found

    def _placing(self) -> Placing:
        datum = self.datum.codes()[0]
        if self._by_file:
            return base_map.place(self._picture, datum)
        return base_map.placed_by(self._picture, self._typed(), datum)

    def _tell(self) -> None:
        """How well the points fit, or what is missing."""
        for number, head in enumerate(self._heads, start=1):
            head.setText(f"点 {number}")
        try:
            placing = self._placing()
        except FitError as problem:
            self.told.set_tone("ink2")
            self.told.setText(str(problem))
            return
        worst = max(placing.misses, default=0.0)
        if self._by_file:
            self.told.setText(size_words(placing.fit, self._picture))
        elif len(placing.misses) == FEWEST:
            self.told.setText(f"{size_words(placing.fit, self._picture)}三个点总能对上，再点一个才知道准不准。")
        else:
            self.told.setText(f"{size_words(placing.fit, self._picture)}各点平均差 "
                              f"{sum(placing.misses) / len(placing.misses):.1f} 米，最多差 {worst:.1f} 米。"
                              + ("差得多的那个点请再看看。" if worst > _FAR else ""))
            typed = [head for head, field in zip(self._heads, self.lines, strict=True)
                     if field.isVisibleTo(self) and field.text().strip()]
            for head, miss in zip(typed, placing.misses, strict=False):
                head.setText(f"{head.text()}，差 {miss:.1f} 米")
        self.told.set_tone("amber" if worst > _FAR else "ink2")


def size_words(fit: Fit, picture: GroundPicture) -> str:
    """How large the ground of a picture is."""
    from panhuang_desk.model.geo.measure import distance

    corner = fit.position(0, 0)
    across, down = distance(corner, fit.position(picture.width, 0)), distance(corner, fit.position(0, picture.height))
    return f"这张图东西约 {across:,.0f} 米，南北约 {down:,.0f} 米。"


def pixmap_of(image: bytes) -> QPixmap:
    """A JPEG as a pixmap."""
    pixmap = QPixmap()
    pixmap.loadFromData(image)
    return pixmap


def transform_of(fit: Fit, scene: Scene) -> QTransform:
    """What takes pixels of a picture to metres of a scene."""
    (x, y), (right_x, right_y), (down_x, down_y) = (scene.point(fit.position(column - 0.5, line - 0.5))
                                                    for column, line in ((0, 0), (1000, 0), (0, 1000)))
    return QTransform((right_x - x) / 1000, (right_y - y) / 1000, (down_x - x) / 1000, (down_y - y) / 1000, x, y)
