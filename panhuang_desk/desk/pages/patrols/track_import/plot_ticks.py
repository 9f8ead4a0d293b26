"""The plots that a track came by, in the order of the way; somebody ticks those that were really looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.track_import import track_words
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.services.tracks import Proposal

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


@attrs.define
class TickLine:
    """A plot that was come by; `known` says that the patrol has it already."""

    id: str
    proposal: Proposal
    ticked: bool = False
    known: bool = False

    @property
    def word(self) -> str:
        """How it stands."""
        return "已在这次里" if self.known else "确实看过" if self.ticked else "没勾"


class PlotTicks(TableView):
    """Nothing is ticked until somebody does; `ticked_changed` tells it."""

    ticked_changed = Signal()

    def __init__(self, desk: Shell, proposals: Sequence[Proposal], parent: QWidget | None = None) -> None:
        today = desk.session.today()
        self.lines = [TickLine(each.plot.id, each) for each in proposals]
        self._strokes: list[list[TickLine]] = []
        super().__init__((
            Column("at", "时刻", text=lambda r: r.proposal.at or "—", width=64, tone="ink2"),
            Column("plot", "地块", text=lambda r: words.plot_words(r.proposal.plot.group_no, r.proposal.plot.name),
                   width=150, stretch=True),
            Column("near", "远近", text=lambda r: track_words.nearness(r.proposal), width=92, tone="ink2"),
            Column("share", "看得到", text=lambda r: f"{r.proposal.share * 100:.0f} %", width=72, align="right",
                   tone="ink2"),
            Column("last", "上次看", text=lambda r: words.day(r.proposal.plot.last_checked, today), width=92,
                   tone="ink2"),
            Column("tick", "您确认", text=lambda r: r.word, width=124, bold=lambda r: r.ticked,
                   tone=lambda r: "green" if r.ticked else "ink3",
                   icon=lambda r: "check" if r.ticked or r.known else "minus"),
        ), name="经过的地块，按路上的先后", row_height=30, parent=parent)
        if theme.active().text_size > 100:
            self.show_columns(("at", "plot", "near", "tick"))
        self.set_hints((Hint("1", "确实看过"), Hint("0", "没看"), Hint("9", "全部确实看过"),
                        Hint(cap("save"), "确认")))
        self.opened.connect(self._turn)
        self.set_rows(self.lines)

    @property
    def ticked(self) -> dict[str, str]:
        """The plots that are ticked, each with its minute."""
        return {line.id: line.proposal.at for line in self.lines if line.ticked}

    def show_known(self, known: Collection[str]) -> None:
        """Say which plots the patrol has already; they need no tick."""
        for line in self.lines:
            line.known = line.id in known
            line.ticked = line.ticked and not line.known
        self.viewport().update()
        self.ticked_changed.emit()

    def tick(self, plots: Collection[str]) -> None:
        """Tick these, as a draft has them."""
        for line in self.lines:
            line.ticked = line.id in plots and not line.known
        self._changed()

    def tick_all(self) -> None:
        """Tick every plot: it was really looked at."""
        self._stroke([line for line in self.lines if not line.ticked])

    def on_undo(self) -> bool:
        """Take the last stroke back; with none left Ctrl+Z is the desk's."""
        if not self._strokes:
            return False
        for line in self._strokes.pop():
            line.ticked = not line.ticked and not line.known
        self._changed()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 0 say it and go to the next plot, Space turns it, 9 ticks all."""
        text, line = event.text().translate(_HALF_WIDTH), self.current()
        if line is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif text in ("1", "0"):
            self._stroke([line] if line.ticked != (text == "1") else [])
            self._next()
        elif text == " ":
            self._stroke([line])
        elif text == "9":
            self.tick_all()
        else:
            super().keyPressEvent(event)

    def _turn(self, line: Any) -> None:
        self._stroke([line])

    def _stroke(self, lines: Sequence[TickLine]) -> None:
        """Turn the ticks of these; what the patrol has stays as it is."""
        turned = [line for line in lines if not line.known]
        if turned:
            for line in turned:
                line.ticked = not line.ticked
            self._strokes.append(turned)
            self._changed()

    def _changed(self) -> None:
        self.viewport().update()
        self.ticked_changed.emit()

    def _next(self) -> None:
        place = self.currentIndex().row() + 1
        if place < self.table.rowCount():
            self.select(place)
            self.scrollTo(self.currentIndex())
