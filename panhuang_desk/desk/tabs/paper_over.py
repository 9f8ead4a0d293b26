"""A paper of one record, laid over all tabs of its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.paper_sheet import Make, PaperSheet
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class PaperOver(OverView):
    """Shows a `PaperSheet` until it is closed."""

    def __init__(self, desk: Shell, title: str, name: str, make: Make, *, warning: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, 0, 0)
        margin = theme.active().px(24)
        box.setContentsMargins(0, margin, 0, 0)
        self.sheet = PaperSheet(desk, title, name, make, warning=warning)
        box.addWidget(self.sheet)
        self.sheet.closed.connect(self.closed)

    def take_focus(self) -> None:
        """The keys go to the paper."""
        self.sheet.take_focus()

    def hints(self) -> Sequence[Hint]:
        """Those of the paper."""
        return self.sheet.hints()
