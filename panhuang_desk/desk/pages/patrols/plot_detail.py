"""What is known of one plot: how it stands, its checks, finds, follow-ups, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.detail import Detail
from panhuang_desk.desk.pages.patrols.place_editor import place_words
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.model.find_steps import STATES, state
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.patrol_views import PlotView, round_of

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PlotDetail(Detail):
    """Asks for `edit` and `follow_up` of the plot that is shown, and for its `menu` at a point of the screen."""

    edit = Signal()
    follow_up = Signal()
    menu = Signal(QPoint)

    view: PlotView | None = None

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, "左边选一块地，这里是它的情况。", parent)

    def build(self) -> None:
        """Actions and sections."""
        edit = Button("改资料", key=cap("edit"))
        edit.clicked.connect(self.edit)
        raise_one = Button("加待办", key=cap("follow_up"))
        raise_one.clicked.connect(self.follow_up)
        self.more_button = Button("", icon="ellipsis", name="更多", key=cap("menu"))
        self.more_button.clicked.connect(self._menu)
        self.add_actions((edit, raise_one, self.more_button))
        today = self.session.today()
        self.add_section("checks", "踏查", (
            Column("day", "", text=lambda r: words.day(r.checked_on, today), width=100),
            Column("result", "", tag=lambda r: words.result_tag(r), width=116),
            Column("about", "", text=lambda r: words.look_words(self.desk, r), stretch=True, tone="ink2"),
        ), "plot_check", "看这次踏查")
        self.add_section("findings", "发现", (
            Column("day", "", text=lambda r: words.day(r.found_at, today), width=100),
            Column("state", "", tag=words.state_tag, width=116),
            Column("about", "", text=words.find_words, stretch=True, tone="ink2"),
            Column("do", "", text=lambda r: "打开", width=60, action=True),
        ), "plant_finding", "看这处发现")
        self.add_follow_ups()
        self.add_history("plot")

    def show_view(self, view: PlotView | None) -> None:
        """Show a plot; None shows that none is marked."""
        if view is None or self.view is None or view.record.id != self.view.record.id:
            self.area.verticalScrollBar().setValue(0)
        self.view = view
        if view is None:
            self.show_nothing()
            return
        record, row, today = view.record, view.row, self.session.today()
        why = PLOT.by_name["inactive_reason"].word(record["inactive_reason"])
        gave_up = f"{words.day(row.inactive_from, today)}停用" + (f"（{why}）" if why else "")
        facts = "·".join(part for part in (
            words.land(row.land_kind), words.areas(row.area_mu), "曾查获" if record["former_find"] else "",
            f"{words.day(record.text('active_from'), today)}登记", gave_up if row.inactive_from else "",
            place_words(record)) if part)
        self.show_head(row.name, f"{row.group_no} 组", facts, record.text("note"))
        gone = bool(row.inactive_from) and row.inactive_from <= today.isoformat()
        self._show_next(view, gone)
        missed = sum(bool(check.not_looked) for check in view.checks)
        looked = f"看过 {len(view.checks) - missed} 次" if len(view.checks) > missed else "还没有看过"
        self.show_rows("checks", view.checks, looked + (f"，没看成 {missed} 次" if missed else ""))
        self.show_rows("findings", view.findings, f"{len(view.findings)} 处" if view.findings else "")
        self.show_follow_ups(view.follow_ups)
        self.show_history("plot", view.history)

    def _show_next(self, view: PlotView, gone: bool) -> None:
        """What is to be done with the plot."""
        waiting = [row for row in view.findings if state(words.find_values(row), row.rechecked_on) != "closed"]
        around = round_of(self.session)
        if waiting:
            code = state(words.find_values(waiting[0]), waiting[0].rechecked_on)
            self.show_strip(f"{words.find_words(waiting[0])}：{STATES[code]}",
                            "bad" if code == "unreported" else "warn")
        elif not gone and around.season and view.row.last_checked < around.first:
            self.show_strip(f"下一件：{around.label}还没有看，到 {words.day(around.last, self.session.today())}")
        else:
            self.show_strip("")

    def _menu(self) -> None:
        self.menu.emit(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
