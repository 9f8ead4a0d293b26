"""The quiz page as a worker uses it: sheets keyed in from paper, corrected, deleted; papers; the month's figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.grid.view import SheetsView
from panhuang_desk.desk.pages.quizzes.page import NAMES, PAPERS, SHEETS, STATS
from panhuang_desk.desk.pages.quizzes.sheet_entry import SheetEntry
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets import paint
from panhuang_desk.model.quiz import write_line
from panhuang_desk.model.values import Village
from panhuang_desk.services import quizzes
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import shown_village
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.conftest import TODAY, YANGXU

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


def page_of(session: Session, qtbot: QtBot) -> QuizzesPage:
    """The page in a window that has the keys."""
    shell = Shell(session)
    qtbot.addWidget(shell)
    shell.resize(1366, 696)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    shell.go("quizzes")
    page = shell.page
    assert isinstance(page, QuizzesPage)
    return page


@pytest.fixture
def open_page(session: Session, qtbot: QtBot) -> Callable[[], QuizzesPage]:
    """Opens the page, in another window each time."""
    return lambda: page_of(session, qtbot)


@pytest.fixture
def page(open_page: Callable[[], QuizzesPage]) -> QuizzesPage:
    """The page of a file without any sheet."""
    return open_page()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(focused(), text)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key)


def entry(page: QuizzesPage) -> SheetEntry:
    found = page.sheets.entry
    assert isinstance(found, SheetEntry)
    return found


def right_line(session: Session, village: str = "") -> str:
    questions = quizzes.paper_questions(quizzes.standard_paper(session, village))
    line = write_line(questions, [question.answer for question in questions])
    return line.replace("√", "1").replace("×", "2").lower()


def record(session: Session, answers: list[str] | None = None, day: str = "2026-05-20", **more: str) -> str:
    paper = quizzes.standard_paper(session)
    known = [question.answer for question in quizzes.paper_questions(paper)]
    saved = quizzes.record_sheet(session, paper.id, day, more.get("group", "general"),
                                 more.get("sampling", "random_household"), answers or known)
    assert saved.record is not None
    return saved.record.id


# Entry


def test_a_first_sheet_is_keyed_in_without_the_mouse(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    assert page.sheets.new_button.hasFocus()
    page.desk.press("new")
    assert session.store.count("quiz_paper") == 1
    type_keys(qtbot, "20")
    press(qtbot, ENTER)
    type_keys(qtbot, "3")
    press(qtbot, ENTER)
    type_keys(qtbot, "4")
    press(qtbot, ENTER)
    assert focused() is entry(page).answers.line
    type_keys(qtbot, right_line(session))
    assert "20 题都读到了" in entry(page).answers.view.note.text()
    page.desk.press("save")
    sheet, = session.store.records("answer_sheet")
    assert (sheet["taken_on"], sheet["key_group"], sheet["sampling"]) == (
        "2026-05-20", "left_behind_elderly", "volunteers")
    assert (sheet["correct"], sheet["answered"], sheet["asked"]) == (20, 20, 20)
    assert page.desk.undo_bar.text == "录了答卷：答对 20 / 20，算知晓"
    assert page.sheets.table.hasFocus()
    assert page.sheets.detail.title.text() == "答对 20 / 20"


def test_sheet_after_sheet_begins_at_the_answers(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    page.desk.press("new")
    type_keys(qtbot, "20")
    press(qtbot, ENTER)
    type_keys(qtbot, "2")
    for done in (1, 2, 3):
        entry(page).form.focus_field("answers")
        type_keys(qtbot, right_line(session))
        page.desk.press("save_next")
        assert session.store.count("answer_sheet") == done
        assert focused() is entry(page).answers.line
        assert entry(page).answers.text() == ""
    groups = {sheet.text("key_group") for sheet in session.store.records("answer_sheet")}
    assert groups == {"left_behind_children"}


def test_every_key_shows_how_far_the_line_goes_and_what_is_in_doubt(page: QuizzesPage, qtbot: QtBot) -> None:
    page.desk.press("new")
    answers = entry(page).answers
    answers.line.setFocus()
    assert "第 1 题" in answers.view.heading.text()
    type_keys(qtbot, "a2")
    assert answers.cells.words[:3] == ("A", "B", "")
    assert "还差 18 题" in answers.view.note.text()
    assert "第 3 题" in answers.view.heading.text()
    type_keys(qtbot, "7")
    assert answers.typed.doubtful == 2
    assert "A 到 D" in answers.view.note.text()
    press(qtbot, Qt.Key.Key_Backspace)
    type_keys(qtbot, "-")
    assert answers.cells.words[:4] == ("A", "B", "-", "")
    press(qtbot, Qt.Key.Key_Home)
    assert "第 1 题" in answers.view.heading.text()
    assert [option.sign for option in answers.view.options if option.isChecked()] == ["A"]


@pytest.mark.parametrize(("line", "says"), [("", "请照答卷填 20 题"), ("abc", "还差 17 题"), ("ab9", "第 3 题"),
                                            ("-" * 20, "一题都没填")])
def test_a_line_that_cannot_be_kept_says_why_beside_it(
    page: QuizzesPage, session: Session, qtbot: QtBot, line: str, says: str,
) -> None:
    page.desk.press("new")
    type_keys(qtbot, "20")
    entry(page).answers.line.setFocus()
    type_keys(qtbot, line)
    page.desk.press("save")
    note = entry(page).form.rows["answers"].note
    assert says in note.text()
    assert note.isVisible()
    assert note.y() < entry(page).answers.cells.y()
    assert focused() is entry(page).answers.line
    assert session.store.count("answer_sheet") == 0


def test_a_day_to_come_is_refused(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    page.desk.press("new")
    type_keys(qtbot, "2026.5.30")
    entry(page).answers.line.setFocus()
    type_keys(qtbot, right_line(session))
    page.desk.press("save")
    assert "以后" in entry(page).form.rows["taken_on"].note.text()
    assert session.store.count("answer_sheet") == 0


def test_a_sheet_with_too_few_answers_is_saved_and_warned_about(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    page.desk.press("new")
    type_keys(qtbot, "20")
    entry(page).answers.line.setFocus()
    questions = quizzes.paper_questions(quizzes.standard_paper(session))
    type_keys(qtbot, write_line(questions, [""] * 5 + [question.answer for question in questions[5:]])
              .replace("√", "1").replace("×", "2"))
    assert "5 题没答，不到八成" in entry(page).answers.view.note.text()
    page.desk.press("save")
    assert session.store.count("answer_sheet") == 1
    assert "不计入知晓率" in page.desk.undo_bar.text
    assert page.sheets.detail.tag.tag.word == "不计入"
    assert page.sheets.detail.warning.isVisible()


# Question by question


def test_questions_are_answered_one_at_a_time(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    page.desk.press("new")
    page.desk.press("round")
    answers = entry(page).answers
    assert answers.by_question
    qtbot.waitUntil(lambda: focused() is answers.asking)
    entry(page).form.focus_first()
    type_keys(qtbot, "20")
    press(qtbot, ENTER, ENTER, ENTER)
    assert focused() is answers.asking
    for question in quizzes.paper_questions(quizzes.standard_paper(session)):
        assert answers.asking.words.text() == question.text
        type_keys(qtbot, "".join(str(question.letters.index(letter) + 1) for letter in question.answer))
        if question.type == "several":
            press(qtbot, Qt.Key.Key_Right)
    assert answers.typed.ok
    page.desk.press("save_next")
    assert session.store.records("answer_sheet")[0]["correct"] == 20
    assert entry(page).answers.by_question
    assert focused() is entry(page).answers.asking


def test_going_back_changes_an_answer_and_passing_over_leaves_a_blank(page: QuizzesPage, qtbot: QtBot) -> None:
    page.desk.press("new")
    answers = entry(page).answers
    answers.line.setFocus()
    page.desk.press("round")
    qtbot.waitUntil(lambda: focused() is answers.asking)
    type_keys(qtbot, "1")
    press(qtbot, Qt.Key.Key_Right)
    type_keys(qtbot, "3-")
    assert answers.cells.words[:5] == ("A", "-", "C", "-", "")
    press(qtbot, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert answers.asking.place == 1
    type_keys(qtbot, "d")
    assert answers.cells.words[:5] == ("A", "D", "C", "-", "")
    page.desk.press("round")
    qtbot.waitUntil(lambda: focused() is answers.line)
    assert answers.text() == "ADC-"
    type_keys(qtbot, "b")
    assert answers.cells.words[:6] == ("A", "D", "C", "-", "B", "")


def test_the_signs_mean_the_same_one_question_at_a_time_as_in_the_line(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    page.desk.press("new")
    answers = entry(page).answers
    answers.line.setFocus()
    type_keys(qtbot, "0-? a")
    meant = answers.typed.answers
    assert meant[:5] == ("-", "", "?", "", "A")
    answers.line.clear()
    page.desk.press("round")
    qtbot.waitUntil(lambda: focused() is answers.asking)
    type_keys(qtbot, "0-? a")
    assert answers.typed.answers == meant
    press(qtbot, *[Qt.Key.Key_Left] * 3)
    assert "记作“看不清”" in answers.asking.heading.text()
    assert (answers.hints()[1].cap, answers.hints()[1].word) == ("- 0 ?", "没答、不知道、看不清")
    last = len(meant) - 1
    answers.asking.go(last)
    type_keys(qtbot, "0")
    answers.asking.go(last)
    type_keys(qtbot, "b")
    assert answers.typed.answers[last] == "B"
    type_keys(qtbot, "q")
    assert answers.typed.answers[last] == answers.asking.question.letters
    for button, mark in zip(answers.asking.mark_buttons, ("", "-", "?"), strict=True):
        answers.asking.go(1)
        button.click()
        assert answers.typed.answers[1] == mark


def test_enter_on_the_last_question_goes_to_the_next_field(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    page.desk.press("new")
    page.desk.press("round")
    answers = entry(page).answers
    qtbot.waitUntil(lambda: focused() is answers.asking)
    press(qtbot, *[ENTER] * 19)
    assert answers.asking.place == 19
    press(qtbot, ENTER)
    assert focused() is entry(page).form.rows["age_band"].editor.focus
    assert answers.typed.read == 20


# Drafts


def test_a_half_typed_sheet_comes_back_after_a_kill(
    open_page: Callable[[], QuizzesPage], session: Session, qtbot: QtBot,
) -> None:
    first = open_page()
    first.desk.press("new")
    type_keys(qtbot, "20")
    entry(first).answers.line.setFocus()
    type_keys(qtbot, "abc-d")
    qtbot.waitUntil(lambda: any(draft.fields.get("answers") == "abc-d" for draft in session.store.drafts()))
    second = open_page()
    second.desk.press("new")
    assert entry(second).answers.text() == "abc-d"
    assert entry(second).form.texts()["taken_on"] == "20"


def test_stepping_back_keeps_the_draft_and_says_so(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    record(session)
    page.desk.refresh(None)
    page.desk.press("new")
    entry(page).answers.line.setFocus()
    type_keys(qtbot, "abc")
    page.desk.press("back")
    assert page.sheets.entry is None
    assert page.sheets.begun.isVisible()
    assert page.desk._hint_bar.words == "草稿留着，再打开时还在"
    assert page.sheets.table.hasFocus()
    page.desk.press("new")
    assert not page.sheets.begun.isVisible(), "it is gone on with"
    assert entry(page).answers.text() == "abc"
    type_keys(qtbot, "20")
    entry(page).answers.line.setText(right_line(session))
    page.desk.press("save")
    assert not page.sheets.begun.isVisible()
    assert session.store.drafts() == []


def test_the_form_goes_over_to_the_paper_that_is_chosen_and_each_keeps_its_draft(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    standard = quizzes.standard_paper(session)
    other = quizzes.make_paper(session, "short", 10, 3).record
    assert other is not None
    page.desk.refresh(None)
    page.sheets.filters.paper._pick(standard.id)
    page.desk.press("new")
    entry(page).answers.line.setFocus()
    type_keys(qtbot, "ab")
    page.sheets.filters.paper._pick(other.id)
    assert entry(page).paper_id == other.id
    assert len(entry(page).answers.cells.words) == 10
    page.sheets.filters.paper._pick(standard.id)
    assert entry(page).answers.text() == "ab"


# The list


def test_a_sheet_is_corrected_deleted_and_brought_back(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    id = record(session)
    record(session, day="2026-05-21")
    page.desk.refresh(None)
    page.arrive()
    assert page.sheets.table.table.rowCount() == 2
    press(qtbot, Qt.Key.Key_Down, ENTER)
    assert entry(page).answers.typed.ok
    entry(page).answers.line.setFocus()
    press(qtbot, Qt.Key.Key_Home, Qt.Key.Key_Delete)
    qtbot.keyClicks(focused(), "-")
    page.desk.press("save")
    sheet = session.store.get("answer_sheet", id)
    assert sheet is not None
    assert (sheet["correct"], sheet["answered"]) == (19, 19)
    assert json.loads(sheet.text("answers"))[0] == ""
    assert page.sheets.table.current().id == id
    page.desk.press("delete")
    assert session.store.count("answer_sheet") == 1
    assert page.sheets.table.hasFocus()
    page.desk.press("undo")
    assert session.store.count("answer_sheet") == 2
    page.desk.press("undo")
    sheet = session.store.get("answer_sheet", id)
    assert sheet is not None
    assert sheet["correct"] == 20


def test_the_month_and_the_group_narrow_the_list(page: QuizzesPage, session: Session) -> None:
    record(session, day="2026-04-02")
    record(session, group="pupils")
    record(session)
    page.desk.refresh(None)
    assert page.sheets.count.text() == "5月 2 份，知晓 2 人"
    page.sheets.filters.group._pick("pupils")
    assert [row.key_group for row in [page.sheets.table.current()]] == ["pupils"]
    assert page.sheets.table.table.rowCount() == 1
    page.sheets.filters.group._pick("")
    page.sheets.filters.month._pick("2026-04")
    assert page.sheets.table.table.rowCount() == 1


def test_the_detail_tells_right_from_wrong(page: QuizzesPage, session: Session) -> None:
    paper = quizzes.standard_paper(session)
    known = [question.answer for question in quizzes.paper_questions(paper)]
    record(session, ["", "B" if known[1] == "A" else "A", "-", "?", *known[4:]])
    page.desk.refresh(None)
    table = page.sheets.detail.table.table
    marks = [table.row(place).right for place in range(20)]
    assert marks == [None, False, False, None, *[True] * 16]
    answers = next(column for column in table.columns if column.name == "answer")
    assert [answers.text(table.row(place)) for place in (0, 2, 3)] == ["没答", "不知道", "看不清"]
    assert page.sheets.detail.about.text() == "5月20日 · 一般居民 · 随机入户 · 2 题没答"


def test_a_follow_up_is_raised_from_a_sheet(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    id = record(session)
    page.desk.refresh(None)
    page.arrive()
    page.desk.press("follow_up")
    press(qtbot, ENTER)
    type_keys(qtbot, "leaflets")
    page.desk.press("save")
    raised, = session.store.records("follow_up")
    assert (raised["source_table"], raised["source_id"], raised.village) == (
        "answer_sheet", id, session.store.home)


def test_another_page_points_at_a_sheet_and_a_paper(page: QuizzesPage, session: Session) -> None:
    old = record(session, day="2026-02-03")
    record(session)
    page.desk.refresh(None)
    page.desk.go("quizzes", kind="answer_sheet", id=old)
    assert page.sheets.table.current().id == old
    paper = quizzes.standard_paper(session)
    page.desk.go("quizzes", kind="quiz_paper", id=paper.id)
    assert page.shown_name == PAPERS
    assert page.papers.view.title.text() == paper.text("title")
    page.desk.go("quizzes", kind="answer_sheet", id="gone")
    assert "不在了" in page.desk.undo_bar.text


def test_a_damaged_sheet_is_said_to_be_unreadable(
    page: QuizzesPage, session: Session, said: messages.Recorder,
) -> None:
    id = record(session)
    with session.store.action() as action:
        action.save("answer_sheet", {"answers": "{}"}, id=id)
    page.desk.refresh(None)
    assert "读不出来" in page.sheets.detail.about.text()
    page.sheets.on_edit()
    assert [message.code for message in said.said] == ["sheet"]


# Papers


def test_a_follow_up_is_raised_from_a_paper(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    paper = quizzes.standard_paper(session)
    page.set_tab(NAMES.index(PAPERS))
    page.desk.press("follow_up")
    press(qtbot, ENTER)
    type_keys(qtbot, "leaflets")
    page.desk.press("save")
    raised, = session.store.records("follow_up")
    assert (raised["source_table"], raised["source_id"]) == ("quiz_paper", paper.id)


# Figures


def test_the_months_figures_stand_with_interval_and_verdict(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    for _ in range(3):
        record(session)
    record(session, sampling="intercept")
    record(session, day="2026-04-10")
    page.set_tab(NAMES.index(STATS))
    stats = page.stats.overview
    assert stats.headline.rate.text() == "100.00%"
    assert stats.headline.verdict.tag.word == "点估计达标但样本不足"
    assert "再要 69 份" in stats.advice.after.text()
    assert "1 份不是随机入户" in stats.headline.sentence.text()
    assert stats.headline.hint.isVisible()
    press(qtbot, Qt.Key.Key_Down, ENTER)
    assert stats.headline.pass_words.text().startswith("2026年4月")
    assert "1 份有效答卷里 1 人知晓" in stats.headline.sentence.text()
    page.desk.press("follow_up")
    press(qtbot, ENTER)
    type_keys(qtbot, "x")
    page.desk.press("save")
    assert session.store.records("follow_up")[0]["source_table"] == "quiz_paper"


def test_a_month_without_sheets_is_no_data_and_never_0(page: QuizzesPage) -> None:
    page.set_tab(NAMES.index(STATS))
    assert page.stats.overview.headline.rate.text() == "—"
    assert page.stats.overview.headline.verdict.tag.word == "无数据"
    assert page.stats.overview.headline.sentence.text() == "2026年5月还没有答卷。"


# The look


@pytest.mark.parametrize("size", [100, 125, 150])
def test_at_every_text_size_one_primary_button_stands_on_the_page(
    session: Session, sized: Callable[[int], theme.Theme], open_page: Callable[[], QuizzesPage], size: int,
    qtbot: QtBot,
) -> None:
    record(session)
    sized(size)
    page = open_page()
    for tab in range(len(NAMES)):
        page.set_tab(tab)
        assert len(primaries(page)) == 1
    page.set_tab(NAMES.index(SHEETS))
    page.desk.press("new")
    assert [button.text() for button in primaries(page)] == ["保存"]
    cells = entry(page).answers.cells
    widest = paint.text_width(theme.active().font("caption_bold"), "ABCD")
    qtbot.waitUntil(lambda: widest <= cells._cell(10).width())


def primaries(page: QuizzesPage) -> list[QWidget]:
    from panhuang_desk.desk.widgets.buttons import Button

    return [button for button in page.findChildren(Button) if button.look == "primary" and button.isVisible()]


def test_at_150_a_sheet_is_a_step_of_its_own(
    session: Session, sized: Callable[[int], theme.Theme], open_page: Callable[[], QuizzesPage], qtbot: QtBot,
) -> None:
    record(session)
    sized(150)
    page = open_page()
    press(qtbot, ENTER)
    assert page.sheets.detail.isVisible()
    assert not page.sheets.table.isVisible()
    page.desk.press("back")
    assert page.sheets.table.hasFocus()


# The office's file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """A file of two villages that belongs to neither."""
    villages = [YANGXU, Village("320903004203", "新民村", "320903004000", "潘黄街道")]
    store = Store.create(tmp_path / "office.phdb", "菜园 水井 2026", villages=villages, home="", person="徐海燕",
                         settings=Settings())
    with Session(store, Settings(), lambda: TODAY) as opened:
        yield opened


def asked_for_a_village(qtbot: QtBot, place: int | None) -> list[str]:
    """The lines of the question which village is meant, answered with one by keys, or left by Esc."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    lines = [action.text() for action in menu.actions() if not action.isSeparator()]
    for _ in range(place or 0):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Escape if place is None else ENTER)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    return lines


@pytest.mark.parametrize(("tab", "key", "kind"), [
    ("sheets", "new", "SheetEntry"), ("sheets", "round", "SheetsView"), ("sheets", "ask", "AnswerSetup"),
    ("sheets", "print", "PaperPrint"), ("surveys", "new", "SurveyEntry"), ("surveys", "round", "SheetsView"),
    ("papers", "new", "Composing"), ("papers", "print", "PaperPrint")])
def test_whatever_needs_a_village_asks_which_and_goes_on(
    office: Session, qtbot: QtBot, said: messages.Recorder, tab: str, key: str, kind: str,
) -> None:
    page = page_of(office, qtbot)
    page.show_tab(tab)
    page.desk.press(key)
    asked_for_a_village(qtbot, 0)
    shown = page.over.view if page.over.view is not None else page.shown.entry
    assert type(shown).__name__ == kind
    assert shown_village(office) == YANGXU.code
    assert said.said == []
    assert {paper.village for paper in office.store.records("quiz_paper")} <= {YANGXU.code}


def test_what_was_used_last_in_another_village_is_not_used_again(office: Session, qtbot: QtBot) -> None:
    page = page_of(office, qtbot)
    page.desk.press("round")
    asked_for_a_village(qtbot, 0)
    view = page.over.view
    assert isinstance(view, SheetsView)
    view._remember()
    page.desk.press("back")
    assert page.village_chip is not None
    page.village_chip._pick("320903004203")
    page.desk.press("round")
    view = page.over.view
    assert isinstance(view, SheetsView)
    assert view.paper.record.village == "320903004203"
    assert "新民村" in view.head.head.about.text()


def test_in_an_office_file_a_village_is_chosen_first(
    office: Session, qtbot: QtBot, said: messages.Recorder,
) -> None:
    page = page_of(office, qtbot)
    shell = page.desk
    shell.press("new")
    assert asked_for_a_village(qtbot, None) == ["先选村（社区）", "仰徐村", "新民村"]
    assert page.sheets.entry is None
    shell.press("new")
    asked_for_a_village(qtbot, 1)
    assert page.village_chip is not None
    assert page.village_chip.code == "320903004203"
    assert "新民村" in entry(page).form._note.text()
    type_keys(qtbot, "20")
    entry(page).answers.line.setText(right_line(office, "320903004203"))
    shell.press("save")
    assert [sheet.village for sheet in office.store.records("answer_sheet")] == ["320903004203"]
    page.village_chip._pick(YANGXU.code)
    assert page.sheets.table.table.rowCount() == 0


@pytest.mark.parametrize("size", [100, 125])
def test_in_an_office_file_the_tabs_and_the_columns_keep_their_room(
    office: Session, qtbot: QtBot, sized: Callable[[int], theme.Theme], size: int,
) -> None:
    sized(size)
    paper = quizzes.standard_paper(office, YANGXU.code)
    known = [question.answer for question in quizzes.paper_questions(paper)]
    quizzes.record_sheet(office, paper.id, "2026-05-20", "migrant", "random_household", known)
    page = page_of(office, qtbot)
    assert page.header.tabs is not None
    assert page.header.tabs.width() >= page.header.tabs.sizeHint().width()
    table = page.sheets.table
    assert table.needed_width() <= table.viewport().width()
