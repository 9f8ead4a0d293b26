"""An opened number: its definition, whether its records come to it, and the records themselves."""

from __future__ import annotations

from PySide6.QtCore import Signal

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, row
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.services.behind import Behind, BehindRow
from panhuang_desk.services.today import day_words


class OpenedNumber(Sheet):
    """The sheet below the figures. `record_asked` tells a row to go to; `closed` that it is to be put away."""

    record_asked = Signal(object)
    export_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        self.behind: Behind | None = None
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), 0)
        self.title = Label("", "panel")
        head.addWidget(self.title, 1)
        self.put_away = Link("收起", "caption", key=cap("back"))
        self.put_away.clicked.connect(self.closed)
        head.addWidget(self.put_away)
        self.column.addLayout(head)
        self.definition = Label("", "body", "ink2", wrap=True)
        self.proof = Label("", "caption", "green", wrap=True)
        for label in (self.definition, self.proof):
            label.setContentsMargins(look.px(16), look.px(2), look.px(16), look.px(2))
            self.column.addWidget(label)
        self.column.addSpacing(look.px(6))
        self.column.addWidget(Line(theme.LINE2))
        self.table = TableView((
            Column("day", "日期", text=lambda r: day_words(r.day) if r.day else "", width=84, tone="ink2"),
            Column("words", "记录", text=lambda r: r.words, width=150, stretch=True,
                   detail=lambda r: r.village if self._several else ""),
            Column("number", "数", text=lambda r: show_decimal(float(r.number)), width=60, align="right"),
        ), name="这个数的记录", header=False, row_height=32)
        self._several = False
        self.table.set_hints((Hint("Enter", "打开这一条"), Hint(cap("export"), "导出"), Hint(cap("back"), "收起")))
        self.table.opened.connect(self.record_asked)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(Line())
        foot = row(None, 0, 8)
        foot.setContentsMargins(look.px(16), look.px(6), look.px(12), look.px(6))
        self.count = Label("", "caption", "ink2")
        foot.addWidget(self.count, 1)
        self.export = Link("导出", key=cap("export"))
        self.export.clicked.connect(self.export_asked)
        foot.addWidget(self.export)
        self.column.addLayout(foot)

    def show_behind(self, behind: Behind, whose: str = "") -> None:
        """Show a number's records; `whose` says which months or village it is of where that is not the report's."""
        self.behind = behind
        printed = "" if behind.printed is None else f" {show_decimal(float(behind.printed))} {behind.unit}"
        of = f"（{whose}）" if whose else ""
        self.title.setText(f"{behind.label}{of}{printed if behind.unit != '%' else ''}")
        self.definition.setText(behind.definition)
        sum_words = f"{show_decimal(float(behind.total))} {behind.unit}"
        if behind.agrees:
            self.proof.setText(f"下面的记录合起来 {sum_words}，与报告上的数相同")
        else:
            self.proof.setText(f"下面的记录合起来 {sum_words}，与报告上的数不同，请按 F1 看怎么办")
        self.proof.set_tone("green" if behind.agrees else "red")
        self._several = len({item.village for item in behind.rows}) > 1
        self.table.show_columns(("day", "words", "number") if any(item.number != 1 for item in behind.rows)
                                else ("day", "words"))
        self.table.set_rows(behind.rows)
        self.count.setText(f"共 {len(behind.rows)} 条")

    @property
    def current(self) -> BehindRow | None:
        """The record that is chosen."""
        chosen = self.table.current()
        return chosen if isinstance(chosen, BehindRow) else None
