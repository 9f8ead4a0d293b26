"""What the month's visits are to explain, above the plan: changed by keys, printed, taken out, told on Today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.months import Month
from panhuang_desk.services import focus as service
from panhuang_desk.services import plan, plan_paper, quizzes
from panhuang_desk.services.focus import Focus
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, focus, key, open_desk, press, write
from tests.report.reading import Pdf, bare

MAY, JUNE = Month(2026, 5), Month(2026, 6)


def record_sheets(session: Session, wrong: int, times: int) -> None:
    """So many sheets of May whose first questions are wrong."""
    paper = quizzes.standard_paper(session)
    questions = quizzes.paper_questions(paper)
    answers = ["B" if question.answer == "A" else "A" for question in questions[:wrong]]
    answers += [question.answer for question in questions[wrong:]]
    for _ in range(times):
        assert quizzes.record_sheet(session, paper.id, "2026-05-09", "general", "random_household", answers).ok


@pytest.fixture
def planned(session: Session) -> Focus:
    """Three questions in the plan of May, and as many more that nobody knows better."""
    add_households(session)
    record_sheets(session, 6, 12)
    suggested = service.suggest(session, MAY)
    assert service.send_to_plan(session, MAY, service.Suggestion("", suggested.questions[:3], suggested.topics)).ok
    found = service.focus_of(session, MAY)
    assert found is not None
    return found


@pytest.fixture
def desk(qtbot: QtBot, session: Session, planned: Focus) -> Shell:
    shell = open_desk(session, "today")
    qtbot.addWidget(shell)
    shell.go("visits", tab="3")
    return shell


def strips(desk: Shell) -> list[str]:
    return [strip.label.text() for strip in desk.page.plan.focus.strips if strip.isVisible()]


def link(desk: Shell, word: str, place: int = 0) -> Any:
    found = desk.page.plan.focus.strips[place].findChildren(type(desk.page.plan.rules_link))
    return next(each for each in found if each.text() == word)


def test_both_months_stand_above_the_plan(desk: Shell, session: Session) -> None:
    assert [text.partition("：")[0] for text in strips(desk)] == ["本月宣传重点 3 题"]
    desk.did("", service.send_to_plan(session, JUNE, service.suggest(session, MAY)).changes)
    assert [text.partition("：")[0] for text in strips(desk)] == ["本月宣传重点 3 题", "下月宣传重点 5 题"]


def test_questions_are_dropped_and_added_by_keys_and_undone(desk: Shell, session: Session, planned: Focus) -> None:
    link(desk, "看、改").setFocus()
    press("Return")
    editor = desk.page.plan.entry.questions
    assert focus() is editor.table
    assert not strips(desk), "the form has the room"
    assert planned.questions[0].question.explanation in editor.why.text()
    press("Space", "Down", "Down", "Down", "Space", "Return")
    write("举例子讲")
    press(key("save"))
    assert desk.undo_bar.text == "改了 5月宣传重点：3 题"
    changed = service.focus_of(session, MAY)
    assert changed is not None
    assert changed.note == "举例子讲"
    assert changed.questions[:2] == planned.questions[1:]
    assert changed.questions[2].question.id not in {each.question.id for each in planned.questions}
    assert len(strips(desk)) == 1
    press(key("undo"))
    assert service.focus_of(session, MAY) == planned


def test_without_any_question_it_is_not_saved(desk: Shell, session: Session, planned: Focus) -> None:
    link(desk, "看、改").click()
    press("Space", "Down", "Space", "Down", "Space", key("save"))
    assert desk.page.plan.entry.form.rows["questions"].problem == "请至少选一道题。"
    press("Escape")
    assert service.focus_of(session, MAY) == planned
    link(desk, "看、改").click()
    assert desk.page.plan.entry.questions.chosen == (), "the draft is kept"


def test_the_leaflet_is_shown_and_the_working_list_tells_it(desk: Shell, session: Session, planned: Focus) -> None:
    link(desk, "印宣传页").click()
    sheet = desk.page.plan.papers.paper
    assert not sheet.mask_chip.isVisible(), "nobody is named on it"
    shown = Pdf(sheet.paper.content)
    assert shown.pages == 1
    assert all(bare(each.question.text) in shown.text for each in planned.questions)
    press("Escape")
    assert service.change(session, planned.id, planned.questions, "举例子讲").ok
    found = plan.month_plan(session, session.store.home)
    text = Pdf(plan_paper.working_list(session, session.store.home, found.rules, found.days)).text
    assert bare(f"5月宣传重点（{'、'.join(topic.label for topic in planned.topics)}）：1.") in text
    assert bare(f"{planned.questions[0].question.text}（{planned.questions[0].answer_words}）") in text
    assert "怎么讲：举例子讲" in text


def test_it_is_taken_out_and_brought_back(desk: Shell, session: Session) -> None:
    link(desk, "去掉").click()
    assert service.focus_of(session, MAY) is None
    assert strips(desk) == []
    assert focus() is desk.page.plan.table
    press(key("undo"))
    assert len(strips(desk)) == 1


def test_today_tells_it_in_one_line_that_leads_to_the_plan(desk: Shell) -> None:
    desk.go("today")
    table = desk.page.table
    rows = [table.table.row(place) for place in range(table.table.rowCount())]
    line = next(row for row in rows if not isinstance(row, Heading) and getattr(row, "kind", "") == "focus")
    assert (line.subject, line.detail.partition("：")[0]) == ("宣传重点", "3 题")
    table.select_id(line.id)
    press("Return")
    assert desk.current_name == "visits"
    assert desk.page.tab == 3


@pytest.mark.parametrize("size", [125, 150])
def test_at_larger_sizes_list_and_form_still_hold_it(
    planned: Focus, session: Session, qtbot: QtBot, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    shell = open_desk(session, "today")
    qtbot.addWidget(shell)
    shell.go("visits", tab="3")
    tab = shell.page.plan
    strip = tab.focus.strips[0]
    assert strip.height() >= strip.label.heightForWidth(strip.label.width())
    link(shell, "看、改").click()
    assert tab.entry.questions.table.isVisible()
    assert tab.panes.at_list is (size == 125)
    press("Escape")
    assert len(strips(shell)) == 1
    assert tab.table.hasFocus()


def test_a_record_of_it_is_shown_above_the_plan(desk: Shell, planned: Focus) -> None:
    desk.go("report")
    desk.go("visits", kind="focus", id=planned.id)
    assert desk.page.tab == 3
    assert len(strips(desk)) == 1
