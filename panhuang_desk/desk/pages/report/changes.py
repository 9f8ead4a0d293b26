"""What has changed since a report was issued: each figure then, now, by how much, and the records that caused it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureValue
from panhuang_desk.model.report_diff import COLUMNS, FIGURE, TREND, Difference


@attrs.frozen
class ChangeRow:
    """One difference in the list. `id` tells it apart."""

    id: str
    difference: Difference

    @property
    def label(self) -> str:
        """What differs, with its unit."""
        unit = self.difference.unit
        return f"{self.difference.label}（{unit}）" if unit else self.difference.label

    @property
    def by(self) -> str:
        """By how much, where both are numbers: +1, −2.5, +0.4 个百分点."""
        return by_how_much(self.difference.then, self.difference.now)

    @property
    def leads_on(self) -> bool:
        """Whether records can be found that caused it."""
        return self.difference.kind == FIGURE


def by_how_much(then: FigureValue | None, now: FigureValue | None) -> str:
    """The difference of two numbers with its sign; empty where one of them is none."""
    before, after = (each.value if each is not None else None for each in (then, now))
    if not isinstance(before, (int, float)) or not isinstance(after, (int, float)):
        return ""
    share = now is not None and now.unit == "%"
    step = round((after - before) * (100 if share else 1), 2)
    return f"{'+' if step >= 0 else '−'}{abs(step):g}{' 点' if share else ''}"


def change_rows(found: Sequence[Difference], period: Period) -> list[Row]:
    """Differences under headings: those of the place by column, then villages, sentences, charts."""
    words = period.words
    titles = {"this": words.this, "previous": words.previous, "year": "本年累计", "year_ago": words.year_ago}
    groups: dict[str, list[Row]] = {}
    for number, each in enumerate(found):
        if each.village:
            group = each.name
        elif each.kind == TREND:
            group = "走势图"
        elif each.kind == FIGURE:
            group = titles.get(each.column, each.column)
        else:
            group = "其他"
        groups.setdefault(group, []).append(ChangeRow(str(number), each))
    order = [titles[name] for name in COLUMNS if titles[name]]
    names = sorted(groups, key=lambda name: order.index(name) if name in order else len(order))
    return [row for name in names for row in (Heading(name), *groups[name])]


class ChangeTable(TableView):
    """The list of differences; Enter on a figure asks for its records (`opened`)."""

    def __init__(self, then: str = "定稿时", now: str = "现在", *, leads_on: bool = True,
                 parent: QWidget | None = None) -> None:
        super().__init__((
            Column("label", "数字", text=lambda r: _label(r), width=132, stretch=True),
            Column("then", then, text=lambda r: _cell(r.difference.before), width=88, align="right", tone="ink2"),
            Column("now", now, text=lambda r: _cell(r.difference.after), width=88, align="right"),
            Column("by", "相差", text=lambda r: r.by, width=88, align="right", bold=lambda r: True),
        ), name="差别", row_height=32, parent=parent)
        self.set_hints((Hint(cap("move"), "选一条"), *((Hint("Enter", "看是哪些记录"),) if leads_on else ()),
                        Hint(cap("back"), "退回")))


def _label(row: ChangeRow) -> str:
    place = f"{row.difference.column} " if row.difference.kind == TREND else ""
    return f"{place}{row.label}"


def _cell(text: str) -> str:
    """Sentences are read on the paper; in a cell stands how many there are."""
    return f"{len(text.splitlines())} 句" if "\n" in text or len(text) > 12 else text
