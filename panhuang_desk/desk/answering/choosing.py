"""Options of the worker's, chosen before a resident answers."""

from __future__ import annotations

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint


class Options(OptionGroup):
    """Options in which Enter goes on to the resident, not to the next field."""

    def hints(self) -> tuple[Hint, ...]:
        """Only what the digits do."""
        return (Hint(cap("digits"), "选或取消"),)
