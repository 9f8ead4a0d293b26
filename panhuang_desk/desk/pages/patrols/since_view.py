"""How long ago plots were last looked at: by group as shades with numbers, and each plot, the longest ago first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.chart import Chart
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, row
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.season_report import NEVER
from panhuang_desk.services.last_looks import LastLook, has_several, last_looks, parts_of, parts_svg

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_LONG = 30
"""Days after which a plot is marked."""


class SinceView(OverView):
    """Enter on a plot shows it: `plot` tells its id."""

    plot = Signal(str)

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._village = desk, village
        look = theme.active()
        line = row(self, 0, 16)
        line.setContentsMargins(0, look.px(16), 0, 0)
        left = Sheet(16, spacing=12)
        left.column.addWidget(Label("多久没看", "title"))
        left.column.addWidget(Label("离最近一次查看几天。数是几块地，占得越多颜色越深。", "caption", "ink2",
                                    wrap=True))
        self.chart = Chart("各组的地块多久没看")
        left.column.addWidget(self.chart, 1)
        right = Sheet(0, spacing=0)
        head = row(None, 0, 12)
        head.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        self.count = Label("", "caption", "ink2")
        head.addWidget(Label("多久没看" if look.narrow else "地块", "panel"))
        head.addWidget(self.count, 1)
        back = Button("退回", "quiet", key=cap("back"))
        back.clicked.connect(lambda: self.on_back())
        head.addWidget(back)
        right.column.addLayout(head)
        right.column.addWidget(Line())
        self.table = self._make_table()
        right.column.addWidget(self.table, 1)
        line.addWidget(left, 1)
        line.addWidget(right, 1)
        left.setVisible(not look.narrow)
        self.reload()

    def take_focus(self) -> None:
        """The keys to the plots."""
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return (Hint(cap("back"), "退回"),)

    def reload(self) -> None:
        """Read it anew."""
        session = self.desk.session
        looks = last_looks(session, self._village)
        parts = parts_of(session, looks, self._village)
        told = "，".join(f"{name} {'、'.join(map(str, counts))}" for name, counts in parts)
        self.chart.draw(lambda width, _height: parts_svg(parts, width), f"按天数从少到多，最后是没有看过的：{told}")
        never = sum(look.days is None for look in looks)
        self.count.setText(f"{len(looks)} 块" + (f"，{never} 块{NEVER}" if never else ""))
        self.table.set_rows(looks)

    def _make_table(self) -> TableView:
        session = self.desk.session
        today, several = session.today, has_several(session, self._village)
        names = {each.code: f"{each.name} " if several else "" for each in session.store.villages}
        table = TableView((
            Column("name", "地块", text=lambda look: look.row.name, stretch=True),
            Column("group", "组", text=lambda look: f"{names[look.row.village]}{look.row.group_no} 组",
                   width=140 if several else 60, tone="ink2"),
            Column("land", "类别", text=lambda look: words.land(look.row.land_kind, short=True), width=96, tone="ink2"),
            Column("day", "上次看", text=lambda look: words.day(look.day, today()), width=120, tone="ink2"),
            Column("days", "天数", tag=_tag, width=116),
        ), name="多久没看的地块")
        table.set_hints((Hint(cap("move"), "选一块"), Hint("Enter", "看这块地")))
        table.opened.connect(lambda look: self.plot.emit(look.id))
        if several or theme.active().text_size > 100:
            table.show_columns(("name", "group", "days"))
        return table


def _tag(look: LastLook) -> TagLook:
    if look.days is None:
        return TagLook(NEVER, "bad", "circle-alert")
    if look.days > _LONG:
        return TagLook(f"{look.days} 天", "warn", "clock")
    return TagLook(f"{look.days} 天" if look.days else "今天", "kind", "")
