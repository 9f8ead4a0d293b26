"""What the views of the tab of figures have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.definitions import Definition
from panhuang_desk.services.quiz_statistics import Asked, Told

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class StatsView(QFrame):
    """Shows one side of the statistics of a scope. Keys that it acts on are methods `on_<name>`, as on a page.
    `narrowed` asks for a part of the scope, by what it is a part by and its code.
    """

    narrowed = Signal(str, str)

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session

    def show_told(self, told: Told, asked: Asked) -> None:
        """Show the statistics of a scope."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The keys go to where one begins to read."""
        raise NotImplementedError

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return ()

    def explained(self) -> Sequence[Definition]:
        """How the number that is marked is reckoned, and what is shown with it."""
        return ()

    def list_sheets(self, ids: Sequence[str], words: str) -> None:
        """Go to the tab of answer sheets and list only these; `words` says which they are."""
        self.desk.go("quizzes", do="list", ids=",".join(ids), words=words)

    def on_explain(self) -> bool:
        """Show that; False where there is nothing to explain."""
        return explain(self.desk, self.explained())

    def on_export(self) -> bool:
        """Give the table that is shown out; False where there is none."""
        return False

    def on_back(self) -> bool:
        """One step back inside the view; False where there is none."""
        return False
