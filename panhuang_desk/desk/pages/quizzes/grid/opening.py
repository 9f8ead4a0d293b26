"""How a tab of the quiz page lays the grid of sheets, the second entry and the differences over the page."""

from __future__ import annotations

from collections.abc import Callable

from panhuang_desk.desk.pages.quizzes.tab import QuizTab
from panhuang_desk.errors import UserError
from panhuang_desk.services.double_entry import Pile, pile_of
from panhuang_desk.services.sheet_grid import papers_waiting


def show_grid(tab: QuizTab, *, paper: str = "", survey: str = "") -> None:
    """Sheets from paper, one a line: of a paper, of a survey, or of what was typed last."""
    from panhuang_desk.desk.pages.quizzes.grid.view import SheetsView

    def show(village: str) -> None:
        try:
            view = SheetsView(tab.desk, village, paper, survey, again=lambda pile: show_second(tab, pile),
                              differences=lambda pile: show_differences(tab, pile))
        except UserError as problem:
            tab.desk.error(problem)
            return
        view.closed.connect(lambda: tab.load(tab.village))  # it says what waits
        tab.over_asked.emit(view)

    named = (paper, *papers_waiting(tab.session)) if not survey else ()
    tab.in_village(show, ("survey", survey), *(("quiz_paper", id) for id in named))


def show_second(tab: QuizTab, pile: Pile) -> None:
    """The sheets of a pile once more, by a second person."""
    from panhuang_desk.desk.pages.quizzes.grid.second import SecondView
    from panhuang_desk.services.double_entry import pile_sheets

    if not pile_sheets(tab.session, pile):
        tab.desk.announce("这里还没有存下的纸卷，没有可以再录一遍的。")
        return
    try:
        view = SecondView(tab.desk, pile, lambda pile: show_differences(tab, pile))
    except UserError as problem:
        tab.desk.error(problem)
        return
    tab.over_asked.emit(view)


def show_differences(tab: QuizTab, pile: Pile) -> None:
    """Where the two entries of a pile differ."""
    from panhuang_desk.desk.pages.quizzes.grid.differences import DifferencesView

    try:
        view = DifferencesView(tab.desk, pile, lambda pile: show_second(tab, pile))
    except UserError as problem:
        tab.desk.error(problem)
        return
    tab.over_asked.emit(view)


def of_sheet(tab: QuizTab, sheet_id: str, show: Callable[[QuizTab, Pile], None]) -> None:
    """Show one of them of the pile that a sheet belongs to."""
    sheet = tab.session.store.get("answer_sheet", sheet_id)
    if sheet is not None and not sheet.deleted:
        show(tab, pile_of(sheet))
