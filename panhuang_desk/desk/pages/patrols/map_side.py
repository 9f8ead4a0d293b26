"""What stands beside the map: how many plots have no place yet, or the thing that is marked and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.tables import ListTable
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, column
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.geo.map_data import STATES
from panhuang_desk.model.geo.measure import SQUARE_METRES_OF_A_MU
from panhuang_desk.model.kind import Record
from panhuang_desk.services.plots import measured_mu, shape_of

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import PlotRow

TAG_LOOKS = {"found": "bad", "overdue": "warn", "never": "warn", "due": "open", "checked": "good", "not_due": "kind",
             "inactive": "kind"}

_ALL, _PLOT, _THING, _DRAWING = range(4)


class MapSide(QFrame):
    """`asked` tells what a person wants of what is marked: open, patrol, draw, clear; `draw_plot` the id of one of the
    plots without a place that is to be drawn; of a drawing `asked` tells save, undo, leave, again.
    """

    asked = Signal(str)
    draw_plot = Signal(str)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stack = QStackedWidget()
        column(self, 0, 0).addWidget(self._stack)
        for page in (self._build_all(), self._build_plot(), self._build_thing(), self._build_drawing()):
            self._stack.addWidget(page)

    def take_focus(self) -> None:
        """The keys to what can be done with what is marked."""
        for widget in (self.open_button, self.thing_button, self.unplaced):
            if widget.isVisible():
                widget.setFocus()
                return

    # What is shown

    def show_all(self, placed: int, unplaced: Sequence[PlotRow]) -> None:
        """Nothing is marked: the plots that have no place yet."""
        self._stack.setCurrentIndex(_ALL)
        if unplaced:
            self.all_title.setText(f"还有 {len(unplaced)} 块地不在图上")
            self.all_words.setText("选一块，按 Enter 在图上画它的边界；只有坐标的，也可以在“地块”页改资料时填。")
        else:
            self.all_title.setText(f"{placed} 块地都在图上" if placed else "图上还没有地块")
            self.all_words.setText("点一块地，这里是它的情况。按 Tab 从一块到下一块。" if placed else
                                   f"按 {cap('household')} 画一块新的地；“地块”页可以导入带坐标的表格、KML 和 GPX。")
        self.unplaced.set_rows(list(unplaced))
        self.unplaced.setVisible(bool(unplaced))

    def show_plot(self, record: Record, row: PlotRow, state: str) -> None:
        """A plot is marked."""
        self._stack.setCurrentIndex(_PLOT)
        today = self._desk.session.today()
        shape = shape_of(record)
        outlined = shape is not None and shape.is_outline
        self.plot_title.setText(words.plot_words(row.group_no, row.name))
        self.tag.set_tag(TagLook(STATES[state], TAG_LOOKS[state]))
        size = words.area(row.area_mu)
        measured = measured_mu(shape)
        lines = [words.land(row.land_kind) + ("，曾查获" if row.former_find else ""),
                 f"登记 {size} 亩" if size else "面积没有登记",
                 f"图上 {show_decimal(measured)} 亩" if outlined else "图上只有一个点，没有边界",
                 f"上次看过：{words.day(row.last_checked, today)}" if row.last_checked else "还没有看过"]
        self.facts.setText("\n".join(lines))
        self.draw_button.set_words("改边界" if outlined else "画边界")
        self.clear_button.setVisible(outlined)
        self.patrol_button.setVisible(state != "inactive")

    def show_thing(self, title: str, about: str, action: str) -> None:
        """Something else is marked: a find, a photo, a track."""
        self._stack.setCurrentIndex(_THING)
        self.thing_title.setText(title)
        self.thing_about.setText(about)
        self.thing_button.set_words(action)
        self.thing_button.setVisible(bool(action))

    def show_drawing(self, title: str, corners: int, square_metres: float, *, closed: bool, problem: str,
                     before: str = "") -> None:
        """An outline is being drawn; `before` says what its area was."""
        self._stack.setCurrentIndex(_DRAWING)
        self.drawing_title.setText(title)
        if square_metres:
            mu = square_metres / SQUARE_METRES_OF_A_MU
            self.area.setText(f"{show_decimal(round(mu, 2) or round(mu, 4))} 亩")
            self.area_more.setText(f"{round(square_metres):,} 平方米，{corners} 个角{before}")
        else:
            self.area.setText("—")
            self.area_more.setText(f"{corners} 个角" if corners else "还没有放角")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.how.setText(_HOW_CLOSED if closed else _HOW_OPEN)
        self.save_button.set_words("保存" if closed else "画完")

    # Building

    def _build_all(self) -> QFrame:
        frame, box = self._page()
        self.all_title = Label("", "panel", wrap=True)
        self.all_words = Label("", "body", "ink2", wrap=True)
        self.unplaced = ListTable((
            Column("name", "地块", text=lambda row: row.name, stretch=True),
            Column("group", "组", text=lambda row: f"{row.group_no} 组" if row.group_no else "", width=64, tone="ink2"),
            Column("do", "", text=lambda row: "画边界", width=76, action=True)), name="不在图上的地块")
        self.unplaced.set_hints((Hint(cap("move"), "选地块"), Hint("Enter", "画边界")))
        self.unplaced.opened.connect(lambda row: self.draw_plot.emit(row.id))
        box.addWidget(self.all_title)
        box.addWidget(self.all_words)
        box.addWidget(self.unplaced, 1)
        box.addStretch(0)
        return frame

    def _build_plot(self) -> QFrame:
        frame, box = self._page()
        self.plot_title = Label("", "panel", wrap=True)
        self.tag = Tag("")
        self.facts = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.plot_title)
        box.addWidget(self.tag)
        box.addWidget(self.facts)
        box.addWidget(Line())
        actions = QFrame()
        flow = FlowLayout(actions)
        self.open_button = self._action("看资料", "open", key="Enter")
        self.patrol_button = self._action("记踏查", "patrol")
        self.draw_button = self._action("画边界", "draw", key=cap("edit"))
        self.clear_button = self._action("去掉边界", "clear")
        for button in (self.open_button, self.patrol_button, self.draw_button, self.clear_button):
            flow.addWidget(button)
        box.addWidget(actions)
        box.addStretch(1)
        return frame

    def _build_thing(self) -> QFrame:
        frame, box = self._page()
        self.thing_title, self.thing_about = Label("", "panel", wrap=True), Label("", "body", "ink2", wrap=True)
        self.thing_button = self._action("打开", "open", key="Enter")
        box.addWidget(self.thing_title)
        box.addWidget(self.thing_about)
        actions = QFrame()
        FlowLayout(actions).addWidget(self.thing_button)
        box.addWidget(actions)
        box.addStretch(1)
        return frame

    def _build_drawing(self) -> QFrame:
        frame, box = self._page()
        self.drawing_title = Label("", "panel", wrap=True)
        self.area, self.area_more = Label("", "title"), Label("", "caption", "ink2", wrap=True)
        self.problem = Label("", "body", "red", wrap=True)
        self.how = Label("", "body", "ink2", wrap=True)
        actions = QFrame()
        flow = FlowLayout(actions)
        self.save_button = self._action("画完", "save", key="Enter", look="primary")
        self.undo_button = self._action("退一步", "undo", key=cap("undo"))
        self.leave_button = self._action("不画了", "leave", key="Esc")
        self.again_button = self._action("重新画", "again", look="quiet")
        for button in (self.save_button, self.undo_button, self.leave_button, self.again_button):
            flow.addWidget(button)
        for widget in (self.drawing_title, self.area, self.area_more, self.problem, self.how, actions):
            box.addWidget(widget)
        box.addStretch(1)
        return frame

    def _action(self, text: str, code: str, *, key: str = "", look: str = "secondary") -> Button:
        button = Button(text, look, key=key)
        button.clicked.connect(lambda: self.asked.emit(code))
        return button

    @staticmethod
    def _page() -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        return frame, column(frame, 16, 12)


_HOW_OPEN = ("点一下放一个角，沿着地边走一圈；点第一个角或按 Enter 画完。\n"
             "不用鼠标：方向键移动十字（按住 Shift 走得快），空格放一个角，退格退一个角。")
_HOW_CLOSED = ("拖方块挪角，拖边中间的圆点加角；点一个角再按 Del 去掉它。\n"
               "不用鼠标：Tab 选角，方向键挪它，空格在它后面加角。")

