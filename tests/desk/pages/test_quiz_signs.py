"""Sheets that may not be genuine: asked as questions, looked at, noted as all right; none is ever taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.pages.quizzes.stats.signs_view import SignsView
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.months import Month
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_statistics import Asked, statistics
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot
from tests.desk.pages.test_plan_focus import record_sheets
from tests.desk.pages.visits_desk import focus, key, open_desk, press

MAY = Asked.of_month(Month(2026, 5))
Open = Callable[[], SignsView]


@pytest.fixture
def open_view(session: Session, qtbot: QtBot) -> Open:
    """Opens the view of May's signs in place of a page."""
    def opened() -> SignsView:
        shell = open_desk(session, "quizzes")
        qtbot.addWidget(shell)
        view = SignsView(shell)
        shell.page._stack.hide()
        shell.page.body.addWidget(view, 1)
        view.show_told(statistics(session, MAY), MAY)
        view.take_focus()
        return view

    return opened


@pytest.fixture
def suspicious(session: Session) -> None:
    """Two copies, and one that was answered in no time."""
    record_sheets(session, 4, 2)
    record_sheets(session, 0, 6)
    newest = quizzes.sheets(session)[0]
    with session.store.action() as action:
        action.save("answer_sheet", {"seconds": 20, "note": "在村口答的"}, id=newest.id)


@pytest.fixture
def view(open_view: Open, suspicious: None) -> SignsView:
    """The view of these."""
    return open_view()


def listed(view: SignsView) -> list[str]:
    rows = [view.table.table.row(place) for place in range(view.table.table.rowCount())]
    return [f"# {row.title} {row.count}" if isinstance(row, Heading) else f"{row.kind} {len(row.sheets)}"
            for row in rows]


def test_each_sign_is_a_question_with_its_sheets(view: SignsView) -> None:
    assert listed(view) == ["copy 2", "fast 1"]
    assert focus() is view.table
    assert view.detail.words.text() == "5月9日有 2 份答卷每题的答案都一样，错的也一样，是各自答的吗？"
    assert view.detail.sheets.text().count("答对 16 / 20") == 2
    assert view.count.text().startswith("2 处要看一看。这只是疑问：程序不删答卷")


def test_enter_lists_only_these_sheets_of_whatever_month(view: SignsView, session: Session) -> None:
    wanted = view.table.current()
    page = view.desk.page
    page._stack.show()
    page.sheets.filters.month.choose("2026-04")
    press("Return")
    tab = page.sheets
    assert page.shown is tab
    listed = [tab.table.table.row(place).id for place in range(tab.table.table.rowCount())]
    assert sorted(listed) == sorted(sheet.id for sheet in wanted.sheets)
    assert tab.only.label.text() == f"只看这 2 份：{wanted.words}"
    assert focus() is tab.table
    press(key("delete"))
    assert session.store.count("answer_sheet") == 7, "a person may delete one, and undo it"
    press(key("undo"))
    assert tab.table.table.rowCount() == 2
    press("Escape")
    assert page.shown is page.stats, "one step back is where they were named"
    page.show_tab("sheets")
    assert tab.only.isHidden()
    assert tab.table.table.rowCount() == 8


def test_a_filter_goes_back_to_all_sheets(view: SignsView) -> None:
    page = view.desk.page
    press("Return")
    page.sheets.filters.group._pick("general")
    assert page.sheets.only.isHidden()
    assert page.sheets.table.table.rowCount() == 8


def test_what_was_looked_at_is_noted_and_not_asked_again(view: SignsView, session: Session) -> None:
    before = statistics(session, MAY).statistics.rates
    press("Down", key("edit"))
    assert view.desk.undo_bar.text == "记下了看过，没问题：答得太快，1 份答卷"
    view.show_told(statistics(session, MAY), MAY)
    assert listed(view) == ["copy 2", "# 看过，没问题 1", "fast 1"]
    assert view.count.text().startswith("1 处")
    note = quizzes.sheets(session)[0].id
    assert session.store.get("answer_sheet", note)["note"] == "在村口答的\n看过“答得太快”，没问题（5月22日）"
    assert statistics(session, MAY).statistics.rates == before, "no sheet is taken out for it"
    view.table.select(2)
    assert view.detail.note_button.isHidden()
    press(key("edit"))
    assert session.store.get("answer_sheet", note)["note"].count("看过") == 1
    press(key("undo"))
    view.show_told(statistics(session, MAY), MAY)
    assert listed(view) == ["copy 2", "fast 1"]


def test_a_full_note_is_not_cut(view: SignsView, session: Session, said: Recorder) -> None:
    fast = quizzes.sheets(session)[0].id
    with session.store.action() as action:
        action.save("answer_sheet", {"note": "长" * 495}, id=fast)
    view.show_told(statistics(session, MAY), MAY)
    view.table.select(1)
    press(key("edit"))
    assert [message.code for message in said.said] == ["note"]
    assert session.store.get("answer_sheet", fast)["note"] == "长" * 495


def test_where_all_is_well_that_is_said(session: Session, open_view: Open) -> None:
    record_sheets(session, 1, 6)
    view = open_view()
    assert view._stack.currentIndex() == 1


@pytest.mark.parametrize("size", [125, 150])
def test_at_larger_sizes_the_list_has_the_room(
    suspicious: None, sized: Callable[[int], Theme], size: int, open_view: Open,
) -> None:
    sized(size)
    view = open_view()
    assert listed(view) == ["copy 2", "fast 1"]
    assert (view.panes.home is view.detail) is (size == 125)
