"""The grid of a round: one line a household, digits echoed as words, and the note in a text field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.lines.grid import LineGrid
from panhuang_desk.desk.pages.visits.round.cells import Cells
from panhuang_desk.desk.pages.visits.round.columns import columns_shown, round_columns
from panhuang_desk.desk.pages.visits.round.note_edit import NoteEdit
from panhuang_desk.desk.widgets.chips import DIGITS
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.rounds import RoundLine

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class RoundGrid(LineGrid):
    """The lines are `RoundLine`s."""

    HOME = "outcome"
    WRITTEN = "note"

    def __init__(self, desk: Shell, cells: Cells, parent: QWidget | None = None) -> None:
        self.cells = cells
        super().__init__(desk, round_columns(desk, cells, self.place_of, lambda: self._on_line), NoteEdit(),
                         name="一轮走访", parent=parent)

    @property
    def note(self) -> NoteEdit:
        """The field of the note."""
        assert isinstance(self.field, NoteEdit)
        return self.field

    def show_lines(self, lines: Sequence[RoundLine], *, several_groups: bool) -> None:
        """Show other lines, with the columns that tell them apart."""
        self.end_edit()
        self.show_columns(columns_shown(several_groups=several_groups))
        self.set_lines(lines)

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the cell."""
        line = self._on_line
        choose = {"outcome": Hint(f"1…{len(self.cells.choices['outcome'])}", "结果"), "topics": Hint("1…9", "选或取消"),
                  "materials": Hint("空格", "写份数")}.get(self.cell)
        more = (Hint(cap("as_last"), "照上次"),) if self.cell == "topics" else ()
        asked = line is None or len(Cells.asked(line)) > 1
        return ((choose,) if choose else ()) + more + ((Hint("→", "下一格"),) if asked else ()) + (
            Hint("Enter", "下一户"), Hint(cap("same_above"), "同上"))

    def asked(self, line: Any) -> tuple[str, ...]:
        """Those of its outcome."""
        return Cells.asked(line)

    def stroke(self, line: Any, cell: str, typed: str) -> None:
        """See `Cells`."""
        self.cells.press(line, cell, typed)

    def rub_out(self, line: Any, cell: str) -> None:
        """See `Cells`."""
        self.cells.rub_out(line, cell)

    def clear_cell(self, line: Any, cell: str) -> None:
        """See `Cells`."""
        self.cells.clear(line, cell)

    def copy_cell(self, line: Any, above: Any, cell: str) -> None:
        """See `Cells`."""
        self.cells.take_over(line, above, cell)

    def echo(self, line: Any, cell: str) -> tuple[str, str]:
        """Digits and words."""
        words = self.cells.words(line, cell)
        if self.cells.counting:
            words += " 份" if line.texts.get("materials_given") else "，写份数"
        return self.cells.typed(line, cell), words

    def offered(self, line: Any, cell: str) -> str:
        """The four outcomes, of a line that nobody wrote in yet."""
        if cell != "outcome" or line.filled or line.recorded is not None:
            return ""
        return "  ".join(f"{DIGITS[place]} {choice.label}" for place, choice in enumerate(self.cells.choices[cell]))

    def options(self, line: Any, cell: str) -> tuple[Sequence[Choice], Collection[str], str] | None:
        """Those of topics and materials; the four outcomes stand in the line."""
        if cell not in ("topics", "materials"):
            return None
        return self.cells.choices[cell], line.codes(cell), "0 照上次" if cell == "topics" else "空格后写份数"

    def arrived(self) -> None:
        """Digits write no number any more."""
        self.cells.counting = False
