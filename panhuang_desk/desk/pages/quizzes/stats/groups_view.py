"""The parts of a scope: by group of people, age, form, sampling, village, month and topic; and a chart of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.chart import Chart
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.stats.parts_table import NARROW, explained_part, give_parts_out, part_columns
from panhuang_desk.desk.pages.quizzes.stats.view import StatsView
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.definitions import Definition
from panhuang_desk.services.quiz_charts import parts_svg
from panhuang_desk.services.quiz_statistics import Asked, Told
from panhuang_desk.services.quiz_tables import (
    NOT_RANDOM,
    TOPIC,
    WITHHELD,
    WORDS,
    PartRow,
    part_rows,
    remark,
    scope_words,
)

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FILLED, _NOTHING, _TOO_FEW = range(3)


class GroupsView(StatsView):
    """Enter narrows the statistics to the line that is marked; the chart shows the lines that it stands among."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        look = theme.active()
        self.rows: tuple[PartRow, ...] = ()
        self._parts: dict[str, tuple[PartRow, ...]] = {}
        self._shown, self._scope = "", ""
        box = column(self, 0, 0)
        sheet = Sheet(1, spacing=0)
        self.table = TableView(part_columns("分组"), name="分组", row_height=34)
        self.table.set_hints((Hint(cap("move"), "选一组"), Hint("Enter", "只看这一组")))
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show_chart)
        sheet.column.addWidget(self.table)
        right = QFrame()
        inner = column(right, 0, 8)
        inner.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self.title, self.about = Label("", "panel"), Label("", "caption", "ink2", wrap=True)
        self.chart = Chart("各组知晓率")
        for widget in (self.title, self.about):
            inner.addWidget(widget)
        inner.addWidget(self.chart, 100)
        inner.addStretch(1)
        self.panes = TwoPanes(sheet, right)
        self.panes.set_needed(self.table.needed_width() + look.text_px(40))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        for icon, title, sentence in (
            ("inbox", "这个范围还没有答卷", "录几份，或者在上面换个月份、范围再看。"),
            ("lock", "人太少，不显示", "这个范围不到 3 人，显示了就能猜出是谁答的。换个大一点的范围再看。"),
        ):
            empty = Sheet(0)
            empty.column.addWidget(EmptyPage(icon, title, sentence))
            self._stack.addWidget(empty)
        box.addWidget(self._stack)
        self.table.show_columns(NARROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_told(self, told: Told, asked: Asked) -> None:
        """Show the parts of a scope."""
        self._scope = scope_words(self.session, asked)
        self._parts = dict(part_rows(self.session, told))
        self.rows = tuple(row for rows in self._parts.values() for row in rows)
        lines: list[Row] = []
        for dimension, rows in self._parts.items():
            by = f"按{WORDS[dimension]}" + ("，答对的题次/问到的题次" if dimension == TOPIC else "")
            lines += [Heading(by), *rows]
        self.table.set_rows(lines)
        rates = told.statistics.rates
        self._stack.setCurrentIndex(_TOO_FEW if rates is None else _FILLED if rates.returned else _NOTHING)
        self._shown = ""
        self._show_chart(self.table.current())

    def take_focus(self) -> None:
        """The keys to the list."""
        (self.table if self._stack.currentIndex() == _FILLED else self).setFocus()

    def hints(self) -> Sequence[Hint]:
        """What else there is to see."""
        if not self.panes.at_list:
            return (Hint(cap("back"), "回到列表"),)
        look = (Hint(cap("edit"), "看图"),) if theme.active().narrow else ()
        return (*look, Hint(cap("explain"), "怎么算的"), Hint(cap("export"), "导出"))

    def on_export(self) -> bool:
        """The table that is shown, with what is withheld left withheld."""
        return give_parts_out(self.desk, self.rows, self._scope)

    def explained(self) -> Sequence[Definition]:
        """The numbers of the line that is marked."""
        return explained_part(self.table.current(), self._scope)

    def on_edit(self) -> bool:
        """At 150 %: the chart in a step of its own."""
        if theme.active().narrow and self.rows and self.panes.at_list:
            self.panes.show_home()
            self.setFocus()
        return True

    def on_back(self) -> bool:
        """Back from the chart to the list."""
        if self.panes.at_list:
            return False
        self.panes.close_entry()
        self.take_focus()
        return True

    def _open(self, current: Any) -> None:
        if not isinstance(current, PartRow):
            return
        if current.withheld:
            self.desk.announce(f"{current.label}：{remark(current)}")
        elif current.dimension == TOPIC:
            self.narrowed.emit(TOPIC, current.code)
        elif not current.code:
            self.desk.announce("没有写明的不能单独看")
        else:
            self.narrowed.emit(current.dimension, current.code)

    def _show_chart(self, current: Any) -> None:
        """The dimension that the marked line belongs to."""
        if not isinstance(current, PartRow) or not hasattr(self, "chart") or current.dimension == self._shown:
            return
        self._shown = dimension = current.dimension
        rows = self._parts[dimension]
        self.title.setText(f"各{WORDS[dimension]}的知晓率")
        remarks = [words for words, shown in ((WITHHELD, any(row.withheld for row in rows)),
                                              (NOT_RANDOM, any(row.rates and row.rates.not_random for row in rows)))
                   if shown]
        topics = dimension == TOPIC
        words = "；".join(("按人算", *remarks))
        self.about.setText("主题是按题算的，没有人数的区间，所以不画图。" if topics else f"{words}。")
        self.chart.setVisible(not topics)
        if not topics:
            parts = [(row.label, row.rates) for row in rows]
            words = "；".join(f"{label} {rates.passed}/{rates.valid}" for label, rates in parts if rates is not None)
            self.chart.draw(lambda width, _height: parts_svg(parts, width), words)
