"""What the sheets say, on screen: scopes by keys, views by digits, how a number is reckoned, what is withheld."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.definitions import DefinitionSheet, shown_definition
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.page import NAMES, STATS
from panhuang_desk.desk.pages.quizzes.stats_tab import StatsTab
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.quiz_statistics import Asked, Told, statistics
from panhuang_desk.services.quiz_tables import WITHHELD, PartRow
from panhuang_desk.services.session import Session
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write

Open = Callable[[], StatsTab]


def record(session: Session, *, right: bool = True, day: str = "2026-05-20", count: int = 1, **more: str) -> None:
    """Sheets, all right or with half of the answers blank but for one, so that they count and nobody passes."""
    paper = quizzes.standard_paper(session)
    questions = quizzes.paper_questions(paper)
    wrong = [next(letter for letter in question.letters if letter not in question.answer)
             if question.letters != question.answer else "" for question in questions]
    answers = [question.answer for question in questions] if right else wrong
    for _ in range(count):
        saved = quizzes.record_sheet(session, paper.id, day, more.get("group", "general"),
                                     more.get("sampling", "random_household"), answers)
        assert saved.ok


@pytest.fixture
def open_tab(session: Session, qtbot: QtBot) -> Open:
    """Opens the tab in a window that has the keys."""
    def opened() -> StatsTab:
        shell = open_desk(session, "quizzes")
        qtbot.addWidget(shell)
        page = shell.page
        assert isinstance(page, QuizzesPage)
        page.set_tab(NAMES.index(STATS))
        return page.stats

    return opened


@pytest.fixture
def tab(session: Session, open_tab: Open) -> StatsTab:
    """May: ten residents who know, five returned workers of whom one does not, two pupils; April: four, none knows."""
    record(session, count=10)
    record(session, count=4, group="returned_workers")
    record(session, right=False, group="returned_workers", sampling="intercept")
    record(session, count=2, group="pupils")
    record(session, right=False, day="2026-04-10", count=4)
    return open_tab()


def line(tab: StatsTab, id: str) -> PartRow:
    """Mark a line by its number."""
    assert tab.view.table.select_id(id)  # type: ignore[attr-defined]
    found = tab.view.table.current()  # type: ignore[attr-defined]
    assert isinstance(found, PartRow)
    return found


def definition(tab: StatsTab) -> DefinitionSheet:
    """The sheet that is open."""
    found = shown_definition(tab.desk)
    assert found is not None
    return found


def test_the_whole_stands_with_interval_verdict_and_what_it_takes_to_hold(tab: StatsTab) -> None:
    view = tab.overview
    assert focus() is view.table
    assert view.headline.rate.text() == "94.12%"
    assert view.headline.verdict.tag.word == "未达标"
    assert view.headline.hint.isVisible()
    assert "17 份有效答卷里 16 人知晓" in view.headline.sentence.text()
    assert "其中 1 份不是随机入户" in view.headline.sentence.text()
    assert [label.text() for label in view.headline.values] == ["94.12%", "— / — / 17", "17 / 16", "16", "—"]
    assert "再要 93 份有效答卷、且都知晓" in view.advice.after.text()
    words, _, more = view.advice.if_wrong[0]
    assert (words.text(), more.text()) == ("要是多错 1 份", "再收 125 份都知晓才够")


def test_months_are_pooled_by_person_and_never_averaged(tab: StatsTab) -> None:
    """May 16/17 and April 0/4: 16/21, where the mean of the two rates would be 47.06 %."""
    tab.show_asked(first="2026-04-01", last="2026-05-31")
    assert tab.overview.headline.rate.text() == "76.19%"
    tab.show_view("groups")
    assert {row.label: (row.rates.passed, row.rates.valid) for row in tab.view.rows  # type: ignore[attr-defined]
            if row.dimension == "month"} == {"2026年5月": (16, 17), "2026年4月": (0, 4)}


def test_digits_turn_to_views_and_each_scope_is_reckoned_once(
    tab: StatsTab, monkeypatch: pytest.MonkeyPatch, session: Session,
) -> None:
    asked = []

    def told(session: Session, scope: Asked, *, with_signs: bool) -> Told:
        asked.append(with_signs)
        return statistics(session, scope, with_signs=with_signs)

    monkeypatch.setattr("panhuang_desk.desk.pages.quizzes.stats_tab.statistics", told)
    for digit, name in zip("2341", ("groups", "questions", "signs", "overview"), strict=True):
        press(digit)
        assert tab.view_name == name
        assert tab.view.isVisible()
    assert asked == [True], "signs are looked for when they are to be shown"
    record(session)
    tab.desk.refresh(None)
    assert asked == [True, False]
    assert tab.overview.headline.rate.text() == "94.44%"


def test_enter_narrows_to_a_line_and_esc_goes_back(tab: StatsTab) -> None:
    press("2")
    line(tab, "key_group:general")
    press("Return")
    assert tab.view_name == "overview"
    assert tab.asked.key_group == "general"
    assert tab.overview.headline.rate.text() == "100.00%"
    press(key("back"))
    assert (tab.view_name, tab.asked.key_group) == ("groups", "")


def test_groups_under_three_are_never_shown_on_screen_or_in_the_table(
    tab: StatsTab, said: Recorder, tmp_path: Path,
) -> None:
    press("2")
    assert line(tab, "key_group:returned_workers").withheld, "the total would give the pupils away"
    assert line(tab, "key_group:pupils").withheld
    press("Return")
    assert tab.view_name == "groups"
    target = tmp_path / "统计.csv"
    said.paths = [[str(target)]]
    press(key("export"))
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    told = next(row for row in rows if row["分组"] == "在校学生")
    assert told["说明"] == WITHHELD
    assert not any(told[name] for name in (
        "收回", "有效", "知晓", "知晓率（按人）", "95%区间", "知晓率（按题）", "结论"))
    assert any(row["说明"].endswith("非随机抽样，仅供参考") for row in rows)
    tab.show_asked(month="2026-05", key_group="pupils")
    assert tab.overview.headline.rate.text() == "—"
    assert WITHHELD in tab.overview.headline.sentence.text()
    assert [label.text() for label in tab.overview.headline.values] == ["—"] * 5


def test_a_key_says_how_the_marked_number_is_reckoned(tab: StatsTab) -> None:
    press(key("explain"))
    first = definition(tab).definitions[0]
    assert (first.title, first.numbers) == (
        "知晓率（按人）：2026年5月", "合格答卷 16 ÷ 有效答卷 17 = 94.12%；95%区间 73.02%–98.95%")
    assert all((first.reckoned, first.left_out, first.source))
    press(key("back"))
    assert shown_definition(tab.desk) is None
    assert focus() is tab.overview.table
    press("2")
    line(tab, "key_group:general")
    press(key("explain"))
    assert "合格答卷 10 ÷ 有效答卷 10 = 100.00%" in definition(tab).definitions[0].numbers
    press(key("explain"))
    line(tab, "key_group:pupils")
    press(key("explain"))
    assert "不显示" in definition(tab).definitions[0].reckoned
    press("Return")
    assert focus() is tab.view.table  # type: ignore[attr-defined]


def test_population_typed_counts_for_before_and_after(tab: StatsTab) -> None:
    advice = tab.overview.advice
    assert "全都知晓要 73 份" in advice.before.text()
    advice.population.setFocus()
    write("100")
    assert advice.after.text().startswith("按 100 人算，")
    assert "全都知晓要 43 份" in advice.before.text()
    press("Return")
    assert focus() is not advice.population


def test_a_span_is_typed_and_another_tab_asks_for_a_survey(tab: StatsTab, session: Session) -> None:
    tab.filters.span._pick("range")
    assert focus() is tab.filters.first
    tab.filters.first.selectAll()
    write("4.1")
    press("Return")
    tab.filters.last.selectAll()
    write("4.30")
    press("Return")
    assert tab.asked.first == "2026-04-01"
    assert tab.asked.last == "2026-04-30"
    assert tab.overview.headline.rate.text() == "0.00%"
    paper = quizzes.standard_paper(session)
    made = surveys.make_survey(session, {
        "title": "五月入户", "paper_id": paper.id, "started_on": "2026-05-02", "sampling": "random_household",
        "population": 300, "issued": 20, "returned": 18})
    assert made.record is not None
    tab.desk.refresh(None)
    tab.show_asked(survey=made.record.id)
    assert (tab.asked.first, tab.asked.survey) == ("", made.record.id)
    assert tab.overview.headline.values[1].text() == "20 / 18 / 0"
    assert tab.overview.advice.population.text() == "300"


def test_the_rate_of_a_survey_explains_itself(session: Session, qtbot: QtBot) -> None:
    paper = quizzes.standard_paper(session)
    made = surveys.make_survey(session, {"title": "五月入户", "paper_id": paper.id, "started_on": "2026-05-02",
                                         "sampling": "random_household"})
    assert made.record is not None
    known = [question.answer for question in quizzes.paper_questions(paper)]
    for _ in range(3):
        assert quizzes.record_sheet(session, paper.id, "2026-05-03", "general", "random_household", known,
                                    more={"survey_id": made.record.id}).ok
    shell = open_desk(session, "quizzes")
    qtbot.addWidget(shell)
    shell.go("quizzes", kind="survey", id=made.record.id)
    press(key("explain"))
    found = shown_definition(shell)
    assert found is not None
    assert found.definitions[0].title == "知晓率（按人）：五月入户"
    assert "合格答卷 3 ÷ 有效答卷 3 = 100.00%" in found.definitions[0].numbers


def test_a_key_leads_to_what_is_asked_of(tab: StatsTab) -> None:
    press(key("find"))
    assert focus() is tab.filters.span
    press("2")
    assert focus() is tab.view.table  # type: ignore[attr-defined]


def test_an_empty_month_says_so_everywhere(session: Session, open_tab: Open) -> None:
    tab = open_tab()
    assert "还没有答卷" in tab.overview.headline.sentence.text()
    for digit in "234":
        press(digit)
        assert tab.view.isVisible()
    press(key("export"), key("explain"))
    assert shown_definition(tab.desk) is None or tab.view_name == "signs"


@pytest.mark.parametrize("size", [100, 150])
def test_nothing_is_cut_at_any_text_size(
    session: Session, sized: Callable[[int], Theme], open_tab: Open, size: int, qtbot: QtBot,
) -> None:
    record(session, count=3)
    sized(size)
    tab = open_tab()
    for digit in "1234":
        press(digit)
        assert tab.desk.width() == 1366
        assert tab.width() <= 1366
    tab.show_view("overview")
    qtbot.waitUntil(lambda: size == 150 or tab.overview.chart.made)
    chips: list[QWidget] = [chip for chip in tab.filters.chips.values() if chip.isVisible()]
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)


def test_figures_of_today_and_of_the_report_explain_themselves(session: Session, qtbot: QtBot) -> None:
    record(session, count=3)
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("report")
    page = shell.page
    qtbot.waitUntil(lambda: page.report is not None, timeout=20_000)  # type: ignore[union-attr]
    page.side.figures.select_id("sheets_valid")  # type: ignore[union-attr]
    page.side.figures.setFocus()  # type: ignore[union-attr]
    press(key("explain"))
    found = shown_definition(shell)
    assert found is not None
    assert found.definitions[0].title.startswith("有效答卷：")
    press(key("back"))
    assert shown_definition(shell) is None
