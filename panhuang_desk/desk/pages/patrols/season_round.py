"""What a round still asks for: its plots by group, those come to and not looked at, those looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import season_words, words
from panhuang_desk.desk.pages.patrols.season_words import ALL, COMING, DONE, LEFT, OVER, TRIED, RoundLine
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.season import Standing
from panhuang_desk.services.season import GroupCoverage, by_group
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import village_word
from panhuang_desk.store.season import RoundPlotRow

_LIST, _NOTHING = range(2)
_NOTHING_SAID = {LEFT: "这一轮要看的地块都看过了。", TRIED: "没有到场没看成、到现在还没看的地块。",
                 DONE: "这一轮还没有看过的地块。", ALL: "册上没有这一轮要看的地块。"}


@attrs.frozen
class GroupLine:
    """A group of the list, with the plots that are still to be looked at in it."""

    coverage: GroupCoverage
    left: tuple[str, ...]

    @property
    def id(self) -> str:
        """What tells it from every other row."""
        return f"group {self.coverage.village} {self.coverage.group_no}"


class RoundView(QFrame):
    """`patrol` tells the ids of the plots that a patrol is to be recorded of, `plot` the plot to be shown, `back` that
    the keys are to go to the rounds.
    """

    patrol = Signal(object)
    plot = Signal(str)
    back = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        look = theme.active()
        self.line: RoundLine | None = None
        self._rows: Sequence[RoundPlotRow] = ()
        self._standings: Mapping[str, Standing] = {}
        self._chosen = False
        box = column(self, 0, 0)
        head = column(None, 0, 4)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(10))
        self.back_link = Link("回到轮次")
        self.back_link.clicked.connect(self.back)
        if not look.narrow:
            self.back_link.hide()
        head.addWidget(self.back_link)
        first = row(None, 0, 12)
        self.title, self.when = Label("", "panel"), Label("", "caption", "ink2")
        self.go_button = Button("去踏查", "secondary")
        self.go_button.clicked.connect(lambda: self.patrol.emit(self.left()))
        first.addWidget(self.title)
        first.addWidget(self.when, 1)
        first.addWidget(self.go_button)
        head.addLayout(first)
        second = row(None, 0, 12)
        self.counts = Label("", "caption", "ink2")
        self.chip = FilterChip("地块", ())
        self.chip.chosen.connect(lambda _: self._list())
        second.addWidget(self.counts, 1)
        second.addWidget(self.chip)
        head.addLayout(second)
        box.addLayout(head)
        box.addWidget(Line())
        self.table = self._make_table()
        self._empty = Label("", "body", "ink2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        box.addWidget(self._stack, 1)

    def show_round(
        self, line: RoundLine | None, rows: Sequence[RoundPlotRow], standings: Mapping[str, Standing],
    ) -> None:
        """Show the plots of a round, or that there is none; `standings` says how plots stand today."""
        self.line, self._rows, self._standings = line, rows, standings
        self.title.setText(line.round.label if line else "没有轮次")
        self.when.setText(f"{season_words.span(line.round)}，{season_words.days_left(line)}" if line else "")
        self.counts.setText(season_words.coverage_words(line.coverage) if line else "")
        self.go_button.setVisible(line is not None and bool(self.left()) and line.when != COMING)
        self.go_button.set_words(self._going())
        self.chip.setVisible(line is not None)
        found = {code: sum(self._fits(each, code) for each in rows) for code in (LEFT, TRIED, DONE)}
        chosen = self.chip.code
        self.chip.set_options([Choice(LEFT, f"还没看 {found[LEFT]}"), Choice(TRIED, f"没看成 {found[TRIED]}"),
                               Choice(DONE, f"看过 {found[DONE]}")])
        self.chip.choose(chosen if self._chosen else LEFT)
        self._chosen = True
        self._list()

    def left(self) -> tuple[str, ...]:
        """The plots of the round that were not looked at."""
        return tuple(each.id for each in self._rows if not each.looked_on)

    def take_focus(self) -> None:
        """The keys to the list, or to what stands in its place."""
        (self.table if self._stack.currentIndex() == _LIST else self.chip).setFocus()

    # Inside

    def _make_table(self) -> _PlotsTable:
        table = _PlotsTable((
            Column("name", "地块", text=self._name, stretch=True, bold=lambda each: isinstance(each, GroupLine),
                   detail=self._about),
            Column("state", "状态", tag=self._tag, width=104),
            Column("when", "", text=lambda each: season_words.plot_when(each) if isinstance(each, RoundPlotRow) else "",
                   width=120, tone="ink2"),
            Column("do", "", text=self._action, width=80, action=True),
        ), name="这一轮的地块", header=False)
        table.set_hints((Hint(cap("move"), "选一组、一块"), Hint("Enter", "记踏查"), Hint("→", "看地块"),
                         Hint("←", "回到轮次")))
        table.opened.connect(self._open)
        table.aside.connect(lambda to: self._aside(to))
        table.show_columns(() if _days_fit() else ("name", "state", "do"))
        return table

    def _list(self) -> None:
        code = self.chip.code or ALL
        rows: list[Row] = []
        for group in by_group(self._rows):
            of = [each for each in self._rows if (each.village, each.group_no) == (group.village, group.group_no)]
            shown = [each for each in of if self._fits(each, code)]
            if shown:
                rows += [GroupLine(group, tuple(each.id for each in of if not each.looked_on)), *shown]
        self.table.set_rows(rows)
        self._empty.setText(_NOTHING_SAID[code] if self.line else "照现在的规定，这些日子里没有要看的地块。")
        self._stack.setCurrentIndex(_LIST if rows else _NOTHING)

    def _fits(self, each: RoundPlotRow, code: str) -> bool:
        return code == ALL or ((code == DONE) == bool(each.looked_on) and (code != TRIED or bool(each.tried_on)))

    def _name(self, each: Any) -> str:
        if isinstance(each, GroupLine):
            group = f"{each.coverage.group_no} 组" if each.coverage.group_no else "没有分组"
            return f"{village_word(self._session, each.coverage.village)} {group}".strip()
        return str(each.name)

    def _about(self, each: Any) -> str:
        if isinstance(each, GroupLine):
            return f"看了 {each.coverage.looked}/{each.coverage.asked} 块"
        land = words.land(each.land_kind, short=True)
        return land if _days_fit() else season_words.plot_when(each) or land

    def _tag(self, each: Any) -> TagLook | None:
        assert self.line is not None
        if isinstance(each, GroupLine):
            return TagLook(f"还有 {len(each.left)} 块", "kind", "minus") if each.left else TagLook("看完了", "good")
        return season_words.plot_tag(each, self.line, self._standings.get(each.id))

    def _action(self, each: Any) -> str:
        if isinstance(each, GroupLine):
            return self._going() if each.left and not self._coming else ""
        return "看地块" if each.looked_on or self._coming else self._going()

    @property
    def _coming(self) -> bool:
        """Whether the round has not begun, so that nothing can be looked at in it."""
        return self.line is not None and self.line.when == COMING

    def _going(self) -> str:
        """A round that is over takes only what was looked at in it and not yet recorded."""
        return "补记" if self.line is not None and self.line.when == OVER else "去踏查"

    def _open(self, each: Any) -> None:
        if isinstance(each, GroupLine):
            if each.left and not self._coming:
                self.patrol.emit(each.left)
        elif each.looked_on or self._coming:
            self.plot.emit(each.id)
        else:
            self.patrol.emit((each.id,))

    def _aside(self, to: int) -> None:
        each = self.table.current()
        if to < 0:
            self.back.emit()
        elif isinstance(each, RoundPlotRow):
            self.plot.emit(each.id)


def _days_fit() -> bool:
    """Whether days and reasons have a column: beside the rounds they do at 100 %, and where the list stands alone."""
    return theme.active().text_size == 100 or theme.active().narrow


class _PlotsTable(TableView):
    """`aside` tells that Left (-1) or Right (1) was pressed."""

    aside = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right; the rest as in every table."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.aside.emit(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)
