"""The tab of surveys, and how sheets belong to one: what went out and came back, who may be shown, what is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.page import SHEETS, STATS, SURVEYS
from panhuang_desk.desk.pages.quizzes.sheet_entry import SheetEntry
from panhuang_desk.desk.pages.quizzes.sheet_list import count_words
from panhuang_desk.desk.pages.quizzes.survey_entry import SurveyEntry
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import load_answers, write_line
from panhuang_desk.services import quizzes, surveys
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_grid import grid_paper
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.desk.pages.test_quizzes import ENTER, focused, page_of, press, right_line, type_keys

Open = Callable[[], QuizzesPage]


@pytest.fixture
def open_page(session: Session, qtbot: QtBot) -> Open:
    """Opens the page at its surveys."""
    def opened() -> QuizzesPage:
        page = page_of(session, qtbot)
        page.show_tab(SURVEYS)
        page.shown.rest()
        return page

    return opened


def make(session: Session, **values: Value) -> Record:
    begun: dict[str, Value] = {"title": "五月测评", "paper_id": quizzes.standard_paper(session).id,
                               "started_on": "2026-05-18", "sampling": "random_household"}
    saved = surveys.make_survey(session, {**begun, **values})
    assert saved.record is not None, saved.problems
    return saved.record


def add_sheets(session: Session, survey: Record, count: int, **more: Value) -> list[str]:
    questions = quizzes.paper_questions(quizzes.standard_paper(session))
    found = []
    for _ in range(count):
        saved = quizzes.record_sheet(
            session, survey.text("paper_id"), "2026-05-19", str(more.get("key_group", "general")),
            survey.text("sampling"), [question.answer for question in questions],
            more={"survey_id": survey.id, **{name: value for name, value in more.items() if name != "key_group"}})
        assert saved.record is not None
        found.append(saved.record.id)
    return found


def test_a_first_survey_is_made_without_the_mouse(open_page: Open, session: Session, qtbot: QtBot) -> None:
    page = open_page()
    assert page.surveys.first_button.hasFocus()
    page.desk.press("new")
    assert isinstance(page.surveys.entry, SurveyEntry)
    type_keys(qtbot, "May")
    press(qtbot, *[ENTER] * 6)
    type_keys(qtbot, "324")
    press(qtbot, ENTER)
    type_keys(qtbot, "120")
    page.desk.press("save")
    survey, = session.store.records("survey")
    assert (survey["title"], survey["population"], survey["issued"], survey["started_on"]) == (
        "May", 324, 120, session.today_iso)
    assert survey["paper_id"] == quizzes.standard_paper(session).id
    assert page.surveys.table.hasFocus()
    rate = page.surveys.detail.rate.text()
    assert "这 324 人里" in rate
    assert "全都知晓要" in rate
    page.desk.press("undo")
    assert session.store.records("survey") == []


def test_more_returned_than_issued_is_told_beside_the_field(open_page: Open, session: Session, qtbot: QtBot) -> None:
    page = open_page()
    page.desk.press("new")
    entry = page.surveys.entry
    assert entry is not None
    for name, text in (("issued", "10"), ("returned", "11")):
        entry.form.focus_field(name)
        type_keys(qtbot, text)
    page.desk.press("save")
    assert "收回的比发出的多" in entry.form.rows["returned"].note.text()
    assert session.store.count("survey") == 0


def test_a_survey_that_is_left_half_written_is_offered_again(open_page: Open, qtbot: QtBot, session: Session) -> None:
    make(session)
    page = open_page()
    page.desk.press("new")
    type_keys(qtbot, "June")
    page.desk.press("back")
    assert page.surveys.begun.isVisible()
    page.desk.press("new")
    assert page.surveys.entry is not None
    assert page.surveys.entry.form.texts()["title"] == "June"


def test_the_detail_counts_sheets_and_hides_small_groups(open_page: Open, session: Session) -> None:
    survey = make(session, issued=12, returned=11, sampling="intercept")
    add_sheets(session, survey, 8, satisfaction="satisfied")
    add_sheets(session, survey, 2, key_group="tenants", satisfaction="dissatisfied")
    surveys.record_abandoned(session, survey.text("paper_id"), ["A", *[""] * 19], taken_on="2026-05-19",
                             key_group="pupils", sampling="intercept", survey_id=survey.id)
    detail = open_page().surveys.detail
    shown = {name: tile.accessibleName() for name, tile in detail.tiles.items()}
    assert shown["issued"].startswith("发出，12")
    assert "收回率 92%" in shown["returned"]
    assert shown["sheets"].startswith("已录入，10")
    assert shown["abandoned"].startswith("没有答完，1")
    assert "还有 1 份收回了没有录入" in detail.counts_note.label.text()
    groups = [label.text() for label in detail.groups.words if label.isVisible()]
    assert "租住人员 <3 份" in groups
    assert not any("在校学生" in words for words in groups)
    assert "满意率 80.00%，10 份" in detail.satisfaction.about.text()
    assert detail.hidden.isVisible()
    assert detail.not_random.isVisible()
    assert "知晓率 100.00%（10 / 10）" in detail.rate.text()
    assert "再要 63 份" in detail.next.label.text()


def test_who_asked_is_covered_with_names(open_page: Open, session: Session) -> None:
    make(session, asked_by="王小明")
    page = open_page()
    assert page.surveys.detail.facts["asked_by"][1].text() == "王小明"
    page.desk.press("mask")
    assert "王小明" not in page.surveys.detail.facts["asked_by"][1].text()


def test_a_survey_with_sheets_is_not_deleted_and_one_without_is(
    open_page: Open, session: Session, said: Recorder,
) -> None:
    used, free = make(session, title="用过的"), make(session, title="没用的", started_on="2026-05-19")
    add_sheets(session, used, 1)
    page = open_page()
    page.surveys.show_record(used.id)
    page.desk.press("delete")
    assert "已经有 1 份答卷" in str(said.said)
    page.surveys.show_record(free.id)
    page.desk.press("delete")
    assert [row["title"] for row in session.store.records("survey")] == ["用过的"]
    page.desk.press("undo")
    assert session.store.count("survey") == 2


def test_sheets_and_figures_of_a_survey_are_one_step_away(open_page: Open, session: Session) -> None:
    survey, other = make(session, started_on="2026-03-02", ended_on="2026-05-19"), make(session, title="另一次")
    ids = add_sheets(session, survey, 3)
    add_sheets(session, other, 1)
    page = open_page()
    page.surveys.show_record(survey.id)
    page.surveys.detail.sheets.emit()
    assert page.shown_name == SHEETS
    rows = [page.sheets.table.table.row(place).id for place in range(page.sheets.table.table.rowCount())]
    assert sorted(rows) == sorted(ids)
    assert page.sheets.filters.month.text() == "不限月份"
    page.show_tab(SURVEYS)
    page.surveys.show_record(survey.id)
    page.surveys.detail.figures.emit()
    assert page.shown_name == STATS
    assert page.stats.asked.survey == survey.id


def test_a_new_sheet_takes_the_survey_and_its_sampling(open_page: Open, session: Session, qtbot: QtBot) -> None:
    survey = make(session, sampling="intercept")
    make(session, title="过去的", started_on="2026-01-01", ended_on="2026-01-05")
    page = open_page()
    page.show_tab(SHEETS)
    page.desk.press("new")
    entry = page.sheets.entry
    assert isinstance(entry, SheetEntry)
    picker = entry.form.rows["survey_id"].editor
    assert [choice.code for choice in picker.choices] == [survey.id]
    picker.chip._pick(survey.id)  # type: ignore[attr-defined]
    type_keys(qtbot, "20")
    press(qtbot, ENTER, ENTER, ENTER)
    assert focused() is entry.answers.line
    type_keys(qtbot, right_line(session))
    press(qtbot, ENTER)
    type_keys(qtbot, "4")
    press(qtbot, ENTER)
    type_keys(qtbot, "2")
    page.desk.press("save_next")
    sheet, = session.store.records("answer_sheet")
    assert (sheet["survey_id"], sheet["sampling"], sheet["form"], sheet["age_band"], sheet["satisfaction"],
            sheet["entered"]) == (survey.id, "intercept", "A", "36_59", "mostly", "paper")
    following = page.sheets.entry
    assert isinstance(following, SheetEntry)
    assert focused() is following.answers.line
    assert following.form.values()["survey_id"] == survey.id
    assert following.form.values()["age_band"] is None


def test_a_sheet_is_typed_by_its_form_and_kept_in_the_order_of_the_paper(
    open_page: Open, session: Session, qtbot: QtBot,
) -> None:
    page = open_page()
    page.show_tab(SHEETS)
    page.desk.press("new")
    entry = page.sheets.entry
    assert isinstance(entry, SheetEntry)
    paper = grid_paper(session, entry.paper_id)
    typed = write_line(paper.questions("B"), [question.answer for question in paper.questions("B")])
    type_keys(qtbot, "20")
    entry.answers.line.setFocus()
    type_keys(qtbot, typed.replace("√", "1").replace("×", "2"))
    entry.form.rows["form"].editor.focus.setFocus()
    type_keys(qtbot, "2")
    assert entry.answers.text() != ""
    page.desk.press("save")
    sheet, = session.store.records("answer_sheet")
    assert (sheet["form"], sheet["correct"]) == ("B", 20)
    assert list(load_answers(sheet.text("answers"))) == [q.answer for q in paper.questions("A")]
    page.desk.press("edit")
    again = page.sheets.entry
    assert isinstance(again, SheetEntry)
    assert again.answers.text() == typed
    questions = [page.sheets.detail.table.table.row(place).question.text for place in range(20)]
    assert questions == [question.text for question in paper.questions("B")]


def test_sheets_are_narrowed_by_what_they_say(open_page: Open, session: Session) -> None:
    survey = make(session)
    add_sheets(session, survey, 4, form="A", age_band="18_35")
    add_sheets(session, survey, 1, form="B", age_band="60_up", entered="screen")
    surveys.record_abandoned(session, survey.text("paper_id"), ["A", *[""] * 19], taken_on="2026-05-19",
                             key_group="general", sampling="random_household")
    page = open_page()
    page.show_tab(SHEETS)
    tab, filters = page.sheets, page.sheets.filters
    assert tab.count.text() == "5月 5 份，知晓 5 人；没有答完 1 份"
    assert tab.table.table.row(0).state == "abandoned"
    assert tab.detail.tag.tag.word == "没有答完"
    assert not filters.rest["form"].isVisible()
    filters.more.click()
    for name, code, count in (("form", "B", 1), ("age_band", "18_35", 4), ("entered", "screen", 2),
                              ("state", "abandoned", 1)):
        filters.rest[name]._pick(code)
        assert tab.table.table.rowCount() == count, name
        filters.rest[name]._pick("")
    filters.rest["age_band"]._pick("60_up")
    assert tab.count.text() == "5月 <3 份"


def test_what_a_group_counts_never_tells_of_a_few() -> None:
    assert count_words(["aware"] * 9 + ["unaware"], None, about_people=False) == "10 份，知晓 9 人"
    assert count_words(["aware"] * 2 + ["unaware"] * 6 + ["abandoned"], None, about_people=True) == "8 份"
    assert count_words(["aware"], None, about_people=True) == "<3 份"


def test_the_listed_sheets_go_out_as_a_table_without_a_question_about_names(
    open_page: Open, session: Session, said: Recorder, qtbot: QtBot, tmp_path: Path,
) -> None:
    add_sheets(session, make(session), 2)
    page = open_page()
    page.show_tab(SHEETS)
    target = tmp_path / "答卷.csv"
    said.paths = [[str(target)]]
    page.desk.press("export")
    qtbot.waitUntil(target.exists)
    assert [question.title for question in said.asked] == ["导出答卷"]  # only where to
    assert len(target.read_bytes().decode("utf-8-sig").strip().splitlines()) == 3


def test_at_150_percent_list_and_survey_are_two_steps(
    open_page: Open, session: Session, qtbot: QtBot, sized: Callable[[int], Theme],
) -> None:
    sized(150)
    make(session)
    page = open_page()
    press(qtbot, Qt.Key.Key_Return)
    assert not page.surveys.panes.at_list
    assert page.surveys.detail.round_button.hasFocus()
    page.desk.press("back")
    assert page.surveys.panes.at_list
    assert page.surveys.table.hasFocus()
