"""The report of a patrol season before it is printed: which season, beside the pages themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.paper_sheet import AT_ONCE, PaperSheet
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.season_paper import season_paper
from panhuang_desk.services.season_report import patrol_seasons
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

SEASON_PAPER = "踏查季报"

_WIDTH = 256
_ALL_VILLAGES = AT_ONCE + 1
"""As many lines as a paper that is made in the background: that of all villages."""


def seasons_begun(session: Session) -> list[Choice]:
    """The patrol seasons of this year and the last that have begun, the newest first."""
    year = session.today().year
    known = [(each.window(of)[0], each, of) for of in (year, year - 1) for each in patrol_seasons(session)]
    begun = sorted((each for each in known if each[0] <= session.today_iso), key=lambda each: each[0], reverse=True)
    return [Choice(f"{season.code} {of}", f"{of}年{season.label}") for _, season, of in begun]


class SeasonPaper(OverView):
    """Ctrl+P prints what is shown, Ctrl+S keeps it as a PDF, digits choose the season. `begin` names one as
    `seasons_begun` does; the newest is shown where it has not begun.
    """

    def __init__(self, desk: Shell, village: str, begin: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._village = desk, village
        known = seasons_begun(desk.session)
        self.season = OptionGroup(known, optional=False, name="踏查季")
        self.season.set_codes([begin if begin in {choice.code for choice in known} else known[0].code])
        self.season.changed.connect(self._chosen)
        line = row(self, 0, 16)
        line.setContentsMargins(0, theme.active().px(16), 0, 0)
        line.addWidget(self._panel())
        self.sheet = PaperSheet(desk, SEASON_PAPER, self._name(), self._make, names=False,
                                lines=0 if village or desk.session.home else _ALL_VILLAGES)
        self.sheet.heading.hide()  # the panel says it
        self.sheet.closed.connect(self.closed)
        line.addWidget(self.sheet, 1)

    def take_focus(self) -> None:
        """The keys to the choice."""
        self.season.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return self.sheet.hints()

    def on_print(self) -> bool:
        """Through the system's dialog."""
        return self.sheet.on_print()

    def on_save(self) -> bool:
        """As a PDF."""
        return self.sheet.on_save()

    def reload(self) -> None:
        """What is in the file now."""
        self._chosen()

    def _panel(self) -> Sheet:
        look = theme.active()
        panel = Sheet(0, spacing=0)
        panel.setFixedWidth(look.text_px(_WIDTH))
        scroll = ScrollColumn((16, 16, 16, 16), 8)
        box = scroll.column
        box.addWidget(Label(SEASON_PAPER, "title"))
        box.addSpacing(look.px(8))
        box.addWidget(Label(self.season.accessibleName(), "section"))
        box.addWidget(self.season)
        box.addSpacing(look.px(12))
        box.addWidget(Line())
        for note in ("一块地看过几次、人工和无人机都看过，只算一块；没看成的不算。",
                     "零种植只和覆盖率写在一起。", "报告里没有人名，也没有地块名称。"):
            box.addWidget(Label(note, "caption", "ink2", wrap=True))
        box.addStretch(1)
        panel.column.addWidget(scroll)
        return panel

    def _chosen(self) -> None:
        try:
            self.sheet.show_again(self._name())
        except UserError as problem:
            self.desk.error(problem)

    def _asked(self) -> tuple[str, int]:
        code, _, year = next(iter(self.season.codes())).partition(" ")
        return code, int(year)

    def _make(self, session: Session, masked: bool) -> bytes:
        code, year = self._asked()
        return season_paper(session, year, code, self._village or None)[1]

    def _name(self) -> str:
        code, year = self._asked()
        label = next(each.label for each in patrol_seasons(self.desk.session) if each.code == code)
        place = next((each.name for each in self.desk.session.store.villages if each.code == self._village),
                     self.desk.session.place)
        return f"{place}_{year}年{label}季报"
