"""The second entry: the same sheets in their order, typed again by somebody who does not see the first answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes.grid.lines_view import LinesView
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit, set_error
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.services import double_entry
from panhuang_desk.services.double_entry import Pile
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_grid import SheetLine, SheetsSaved, grid_paper

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def pile_words(session: Session, pile: Pile) -> str:
    """五月测评; 5月20日，标准卷."""
    survey = session.store.get("survey", pile.survey_id) if pile.survey_id else None
    if survey is not None:
        return survey.text("title")
    paper = session.store.get("quiz_paper", pile.paper_id)
    return f"{wording.day(pile.day, session.today())}，{paper.text('title') if paper is not None else ''}"


class SecondView(LinesView):
    """What was saved goes from the lines; one can stop and go on another day. `differences` is told the pile."""

    def __init__(self, desk: Shell, pile: Pile, differences: Callable[[Pile], object],
                 parent: QWidget | None = None) -> None:
        self.pile, self._differences = pile, differences
        self._warned = ""
        look = theme.active()
        head = self.head = Header("再录一遍核对", sample=desk.session.store.sample)
        head.setFixedHeight(look.control + look.px(8))
        head.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._asks = Label("第二遍谁录", "body", "ink2")
        head.add(self._asks)
        self.person = LineEdit(double_entry.last_person(desk.session), name="第二遍谁录", width=112)
        self.person.setMaxLength(ANSWER_SHEET.by_name["second_by"].max_length)
        self.person.setPlaceholderText("姓名" if not look.narrow else "第二遍谁录")
        self.person.returnPressed.connect(self.take_focus)
        head.add(self.person)
        self._compare_early = compare = head.add_button("看差异", key=cap("menu"))
        compare.clicked.connect(self.on_menu)
        save = head.add_button("保存 0 份", "primary", key=cap("save"))
        for button in (compare, save):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        empty = EmptyPage("check", "都录过第二遍了", "两遍不一样的题在“看差异”里，一题一题对照纸卷定下来。")
        self._compare = empty.add_button("看差异", key=cap("menu"))
        self._compare.clicked.connect(self.on_menu)
        super().__init__(desk, grid_paper(desk.session, pile.paper_id), head, save, empty, parent)
        self._show()

    def reload(self) -> None:
        """After something was saved or taken back: sheets come and go."""
        self.flush()
        self._show()

    def take_focus(self) -> None:
        """The keys to the name while it is missing, to the first sheet that waits, else to what comes next."""
        if not self.grid.lines:
            self._compare.setFocus()
        elif not self.person.text().strip():
            self.person.setFocus()
        else:
            super().take_focus()

    def hints(self) -> Sequence[Hint]:
        """After the keys of the cell."""
        return (Hint("Enter", "到各份"),) if self.person.hasFocus() else (Hint(cap("menu"), "看差异"),)

    def check_line(self, line: SheetLine) -> None:
        """Whether its answers can be read."""
        double_entry.check_second(self.paper, line)

    def keep(self, lines: Sequence[SheetLine]) -> None:
        """Each beside its sheet."""
        double_entry.keep_second(self.session, lines)

    def ready_to_save(self) -> bool:
        """Somebody's name stands there, and not without a word that of who entered the same sheets the first time."""
        person = self.person.text().strip()
        set_error(self.person, not person)
        if not person:
            self.person.setFocus()
            self.desk.set_state("error", "请写第二遍是谁录的")
            return False
        own = double_entry.entered_first_by(self.session, self.grid.lines, person) if person != self._warned else 0
        if own:
            self._warned = person
            self.person.setFocus()
            self.desk.set_state("error", f"{own} 份的第一遍也是{person}录的，换个人录才查得出看错的。"
                                         f"要存再按一次 {cap('save')}")
        return not own

    def save(self, lines: Sequence[SheetLine]) -> SheetsSaved:
        """All that are finished, in one action."""
        return double_entry.save_second(self.session, self.paper, lines, self.person.text().strip())

    def saved(self, saved: SheetsSaved) -> None:
        """Say so; `reload`, which `did` brings about, takes them out of the lines."""
        self.desk.did(f"第二遍录了 {saved.sheets} 份：{pile_words(self.session, self.pile)}", saved.changes)
        self.take_focus()

    def on_menu(self) -> bool:
        """Where the two entries differ so far."""
        self.grid.end_edit()
        self.flush()
        self._differences(self.pile)
        return True

    def _show(self) -> None:
        lines = double_entry.second_lines(self.session, self.pile)
        waiting = [line for line in lines if not line.done]
        for line in waiting:
            self.check_line(line)
        self.grid.show_lines(waiting, self.paper.letters, again=True)
        self._stack.setCurrentIndex(0 if waiting else 1)
        for widget in (self.panel, self.person, self._compare_early, self._save_button):
            widget.setVisible(bool(waiting))
        self._asks.setVisible(bool(waiting) and not theme.active().narrow)
        where = "" if theme.active().narrow else f"{pile_words(self.session, self.pile)}，{len(lines)} 份，"
        self.head.set_about(f"{where}还剩 {len(waiting)} 份")
        self._show_count()
        self._show_check()
