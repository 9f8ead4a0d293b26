"""The grid of sheets: one line a sheet, its answers in a text field, the rest by digits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.lines.grid import LineGrid
from panhuang_desk.desk.pages.quizzes.grid.answers_cell import AnswersCell
from panhuang_desk.desk.pages.quizzes.grid.codes import Codes
from panhuang_desk.desk.pages.quizzes.grid.columns import sheet_columns
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.sheet_grid import SheetLine

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_SHOWN_AGAIN = ("number", "form", "key_group", "age_band", "answers", "state")


class SheetGrid(LineGrid):
    """The lines are `SheetLine`s. Of sheets that are entered again only the answers are asked. `before` gives what a
    new line begins with; `moved` tells that the caret is at another answer.
    """

    HOME = "answers"
    WRITTEN = "answers"

    def __init__(self, desk: Shell, before: Callable[[], Mapping[str, str]], parent: QWidget | None = None) -> None:
        self.codes = Codes()
        self._before_codes = before
        super().__init__(desk, sheet_columns(self.codes, self.code_of, lambda: self._on_line), AnswersCell(),
                         name="照纸卷录", parent=parent)
        self.answers_cell.emptied.connect(self._empty_line)

    @property
    def answers_cell(self) -> AnswersCell:
        """The field of the answers."""
        assert isinstance(self.field, AnswersCell)
        return self.field

    def show_lines(self, lines: Sequence[SheetLine], letters: str, *, again: bool = False) -> None:
        """Show the lines of a paper with these forms; `again` for a second entry."""
        self.end_edit()
        self.codes.letters = letters
        columns = _SHOWN_AGAIN if again else ("number", *self.codes.fields(), "answers", "state")
        self.show_columns([name for name in columns if name != "form" or len(letters) > 1])
        self.set_lines(lines)

    def code_of(self, line: SheetLine, name: str) -> str:
        """The code of a line in a field; what it would begin with where nothing was typed in it yet."""
        if line.known is not None:
            return line.known.text(name)
        return line.texts.get(name, "") if line.begun else self._before_codes().get(name, "")

    def hints(self) -> tuple[Hint, ...]:
        """The keys of a cell that is chosen by digits; the answers say their own."""
        if self.cell == self.WRITTEN:
            return (Hint("Enter", "下一份"),)
        count = len(self.codes.choices(self.cell))
        choose = "、".join(self.codes.letters) if self.cell == "form" else f"1…{count}"
        return (Hint(choose, "选"), Hint("→", "下一格"), Hint("Enter", "下一份"), Hint(cap("same_above"), "同上"))

    def asked(self, line: Any) -> tuple[str, ...]:
        """All fields and the answers; of a sheet that is entered again the answers."""
        if line.known is not None:
            return ("answers",)
        fields = self.codes.fields()
        return (*(name for name in fields if name != "satisfaction"), "answers", "satisfaction")

    def stroke(self, line: Any, cell: str, typed: str) -> None:
        """A digit chooses; the form of a line that begins with it leads on to the answers."""
        code = self.codes.code(cell, typed)
        if code is not None:
            line.texts[cell] = code

    def clear_cell(self, line: Any, cell: str) -> None:
        """Nothing is chosen any more."""
        line.texts.pop(cell, None)

    def copy_cell(self, line: Any, above: Any, cell: str) -> None:
        """The same choice; answers are never taken over, for no two persons answer alike."""
        if cell != "answers" and above.texts.get(cell):
            line.texts[cell] = above.texts[cell]

    def echo(self, line: Any, cell: str) -> tuple[str, str]:
        """Digit and word."""
        code = self.code_of(line, cell)
        word = self.codes.word(cell, code, short=theme.active().text_size > 100) if cell != "form" else ""
        return self.codes.digit(cell, code), word

    def options(self, line: Any, cell: str) -> tuple[Sequence[Choice], Collection[str], str] | None:
        """Those of the field."""
        if cell == self.WRITTEN:
            return None
        return self.codes.choices(cell), (self.code_of(line, cell),), ""

    def _stroke(self, do: Callable[[Any], object]) -> bool:
        acted = super()._stroke(do)
        line = self._on_line
        if self.home == "form" and self.cell == "form" and line is not None and line.texts.get("form"):
            self._to_cell("answers")
        return acted

    def _empty_line(self) -> None:
        line = self._on_line
        if line is not None and line.filled:
            self._stroke(lambda line: line.texts.clear())
            self._enter_cell()
