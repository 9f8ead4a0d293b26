"""The tab of papers: composed by topic or by hand, changed while nobody answered, copied, looked at, printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.composing.view import NEW_SLOT, Composing
from panhuang_desk.desk.pages.quizzes.page import NAMES, PAPERS, SHEETS
from panhuang_desk.desk.pages.quizzes.paper_entry import PaperEntry
from panhuang_desk.desk.pages.quizzes.paper_print import PaperPrint
from panhuang_desk.desk.shell import Shell
from panhuang_desk.model.kind import Record
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_papers import paper_by_hand, questions_on
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

ENTER, TAB, SPACE, DOWN, UP = (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_tab(session: Session, qtbot: QtBot) -> Callable[[], QuizzesPage]:
    """Opens the tab, in another window each time, as after a restart."""

    def open() -> QuizzesPage:
        shell = Shell(session)
        qtbot.addWidget(shell)
        shell.resize(1366, 696)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        shell.go("quizzes")
        page = shell.page
        assert isinstance(page, QuizzesPage)
        page.set_tab(NAMES.index(PAPERS))
        return page

    return open


@pytest.fixture
def page(open_tab: Callable[[], QuizzesPage]) -> QuizzesPage:
    return open_tab()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_anew(qtbot: QtBot, text: str) -> None:
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(focused(), key)


def composing(page: QuizzesPage) -> Composing:
    view = page.over.view
    assert isinstance(view, Composing)
    return view


def printing(page: QuizzesPage) -> PaperPrint:
    view = page.over.view
    assert isinstance(view, PaperPrint)
    return view


def begin(page: QuizzesPage) -> Composing:
    page.desk.press("new")
    return composing(page)


def the_paper(session: Session) -> Record:
    paper, = session.store.records("quiz_paper")
    return paper


def answer(session: Session, paper: Record) -> str:
    """One sheet on a paper; its id."""
    answers = [question.answer for question in quizzes.paper_questions(paper)]
    saved = quizzes.record_sheet(session, paper.id, session.today_iso, "general", "random_household", answers)
    assert saved.record is not None
    return saved.record.id


def by_hand(session: Session, count: int = 6) -> Record:
    questions = [question for question in session.bank.questions if question.type == "single"][:count]
    saved = paper_by_hand(session, "自己挑的", [question.id for question in questions])
    assert saved.record is not None
    return saved.record


# By topic


def test_a_paper_is_composed_shown_beforehand_and_undone(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    view = begin(page)
    press(qtbot, ENTER, ENTER)
    type_anew(qtbot, "12")
    shown = [row.question.id for row in (view.preview.table.table.row(at) for at in range(12))]
    assert view.preview.title.text() == "会出这 12 题"
    assert "9 个主题" in view.preview.about.text()
    page.desk.press("save")
    assert page.over.view is None
    paper = the_paper(session)
    assert paper["title"] == "2026年5月测评卷"
    questions = quizzes.paper_questions(paper)
    assert [question.id for question in questions] == shown
    assert page.papers.view.table.table.rowCount() == 12
    assert page.papers.view.explained.why.text() == questions[0].explanation
    page.desk.press("undo")
    assert session.store.count("quiz_paper") == 0
    assert page.papers.standard_button.isVisible()


def test_the_numbers_by_topic_are_set_with_keys_and_shared_again(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    view = begin(page)
    length = view.form.rows["length"].editor
    view.form.focus_field("topics")
    for key in "+++":
        qtbot.keyClicks(focused(), key)
    press(qtbot, DOWN)
    qtbot.keyClicks(focused(), "0")
    press(qtbot, DOWN, Qt.Key.Key_Left)
    before = Counter(row.count for row in (view.topics.table.table.row(at) for at in range(9)))
    assert sum(count * times for count, times in before.items()) == int(length.text())
    page.desk.press("save")
    topics = Counter(question.topic for question in quizzes.paper_questions(the_paper(session)))
    known = [topic.code for topic in session.bank.topics]
    assert topics[known[1]] == 0
    assert topics[known[0]] >= 5
    again = begin(page)
    assert again.form.rows["topics"].editor.text() == view.form.rows["topics"].editor.text()
    again.form.focus_field("length")
    type_anew(qtbot, "18")
    assert again.topics.even
    assert sorted(row.count for row in (again.topics.table.table.row(at) for at in range(9))) == [2] * 9


def test_too_few_questions_are_said_beside_the_field_and_nothing_is_saved(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    view = begin(page)
    view.form.rows["audiences"].editor.set_text("primary")
    view.form.focus_field("topics")
    qtbot.keyClicks(focused(), "9")
    assert "不够" in view.form.rows["topics"].note.text()
    assert view.form.rows["topics"].note.isVisible()
    page.desk.press("save")
    assert page.over.view is view
    assert session.store.count("quiz_paper") == 0


def test_more_than_fifty_questions_are_refused_beside_the_number(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    view = begin(page)
    press(qtbot, ENTER, ENTER)
    type_anew(qtbot, "400")
    page.desk.press("save")
    assert "50" in view.form.rows["length"].note.text()
    assert session.store.count("quiz_paper") == 0


def test_the_mix_of_difficulties_is_kept_and_a_wrong_one_is_said(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    view = begin(page)
    view.form.focus_field("levels")
    qtbot.keyClicks(focused(), "x")
    press(qtbot, ENTER, ENTER, ENTER)
    assert "数字" in view.form.rows["levels"].note.text()
    view.form.focus_field("levels")
    type_anew(qtbot, "3")
    press(qtbot, ENTER)
    qtbot.keyClicks(focused(), "1")
    assert "容易 15、一般 5" in view.preview.about.text()
    page.desk.press("save")
    levels = Counter(session.bank.question(q.id).difficulty  # type: ignore[union-attr]
                     for q in quizzes.paper_questions(the_paper(session)))
    assert levels == {1: 15, 2: 5}


def test_another_set_and_other_people_change_the_questions_at_once(page: QuizzesPage, qtbot: QtBot) -> None:
    view = begin(page)

    def shown() -> list[str]:
        return [view.preview.table.table.row(at).id for at in range(view.preview.table.table.rowCount())]

    first = shown()
    view.form.rows["seed"].editor.other.click()  # type: ignore[attr-defined]
    assert shown() != first
    view.form.focus_field("audiences")
    press(qtbot, Qt.Key.Key_4)
    asked = [page.session.bank.question(id) for id in shown()]
    assert {question.audience for question in asked if question} == {"everyone", "elderly"}
    press(qtbot, Qt.Key.Key_1)
    assert shown() == []
    assert "只有" in view.form.rows["topics"].note.text()


def test_a_draft_survives_a_restart_and_is_offered(
    open_tab: Callable[[], QuizzesPage], session: Session, qtbot: QtBot,
) -> None:
    page = open_tab()
    page.papers.make_standard()
    view = begin(page)
    type_anew(qtbot, "June")
    view.form.focus_field("topics")
    qtbot.keyClicks(focused(), "7")
    page.flush_drafts()
    assert session.store.draft(NEW_SLOT)
    page = open_tab()
    assert page.papers.begun.isVisible()
    view = begin(page)
    assert view.form.rows["title"].editor.text() == "June"
    assert view.topics.table.table.row(0).count == 7
    page.desk.press("back")
    assert page.over.view is None
    assert page.papers.begun.isVisible()
    begin(page)
    page.desk.press("save")
    assert session.store.draft(NEW_SLOT) is None
    assert not page.papers.begun.isVisible()


# By hand


def test_questions_are_searched_picked_and_put_in_order_with_keys(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    view = begin(page)
    view.form.focus_field("way")
    press(qtbot, Qt.Key.Key_2)
    page.desk.press("save")
    assert "挑" in view.form.rows["picked"].note.text()
    page.desk.press("find")
    qtbot.keyClicks(focused(), "110")
    assert 0 < view.picker.bank.table.rowCount() < 30
    press(qtbot, DOWN, SPACE, DOWN, ENTER)
    picked = view.picked.ids[:]
    assert len(picked) == 2
    view.picker.search.clear()
    view.picker.bank.setFocus()
    view.picker.bank.select(0)
    press(qtbot, SPACE)
    first = next(id for id in view.picked.ids if id not in picked)
    view.picker.chosen.setFocus()
    view.picker.chosen.select(2)
    for _ in range(2):
        qtbot.keyClick(focused(), UP, CTRL)
    assert view.picked.ids == [first, *picked]
    qtbot.keyClick(focused(), DOWN, CTRL)
    page.desk.press("menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().split("\t")[0] for action in menu.actions() if action.text()] == ["往前挪", "往后挪", "去掉"]
    menu.close()
    view.picker.chosen.setFocus()
    view.picker.chosen.select(2)
    page.desk.press("delete")
    assert view.picked.ids == [picked[0], first]
    page.desk.press("save")
    paper = the_paper(session)
    assert [question.id for question in quizzes.paper_questions(paper)] == [picked[0], first]
    assert [question.id for question in questions_on(paper, "B")]


def test_picked_questions_are_put_in_the_order_of_their_types(page: QuizzesPage, session: Session) -> None:
    view = begin(page)
    view.form.rows["way"].editor.set_text("hand")
    kinds = {question.type: question.id for question in session.bank.questions}
    view.picked.set_ids([kinds["several"], kinds["true_false"], kinds["single"]])
    assert view.picker.sort_button.isVisible()
    view.picker.sort_button.click()
    assert view.picked.ids == [kinds["single"], kinds["true_false"], kinds["several"]]
    assert not view.picker.sort_button.isVisible()


# Changing and copying


def test_the_questions_of_an_unused_paper_change_in_one_step(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    paper = by_hand(session)
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("edit")
    view = composing(page)
    assert view.by_hand
    type_anew(qtbot, "other")
    view.picker.chosen.setFocus()
    page.desk.press("delete")
    page.desk.press("save")
    changed = the_paper(session)
    assert (changed["title"], len(quizzes.paper_questions(changed))) == ("other", 5)
    page.desk.press("undo")
    restored = the_paper(session)
    assert (restored["title"], restored["questions"]) == (paper["title"], paper["questions"])


def test_a_used_paper_is_fixed_says_so_and_is_copied(page: QuizzesPage, session: Session, qtbot: QtBot) -> None:
    paper = by_hand(session)
    answer(session, paper)
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("edit")
    entry = page.papers.entry
    assert isinstance(entry, PaperEntry)
    assert set(entry.form.rows) == {"title", "note"}
    entry.copy_button.click()
    assert page.papers.entry is None
    copy = page.papers.table.current()
    assert copy.text("title") == "自己挑的（复制）"
    assert copy["questions"] == paper["questions"]
    page.desk.press("edit")
    assert composing(page).picked.ids


def test_a_paper_whose_sheet_was_deleted_stays_fixed_as_undoing_brings_it_back(
    page: QuizzesPage, session: Session,
) -> None:
    paper = by_hand(session)
    sheet = answer(session, paper)
    with session.store.action() as action:
        action.delete("answer_sheet", sheet)
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("edit")
    assert isinstance(page.papers.entry, PaperEntry)


def test_a_used_paper_is_not_deleted_an_unused_one_is(
    page: QuizzesPage, session: Session, said: messages.Recorder, qtbot: QtBot,
) -> None:
    page.papers.standard_button.click()
    assert page.papers.table.hasFocus()
    page.desk.press("delete")
    assert session.store.count("quiz_paper") == 0
    page.desk.press("undo")
    answer(session, the_paper(session))
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("delete")
    assert [message.code for message in said.said] == ["paper-used"]
    assert session.store.count("quiz_paper") == 1
    page.desk.press("edit")
    type_anew(qtbot, "2026")
    page.desk.press("save")
    assert the_paper(session)["title"] == "2026"
    assert len(quizzes.paper_questions(the_paper(session))) == 20


def test_the_menu_offers_what_the_keys_do(page: QuizzesPage, session: Session) -> None:
    by_hand(session)
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["打印…", "录这份试卷的答卷", "改…", "复制成新试卷", "加待办…", "修改记录", "删除"]
    next(action for action in menu.actions() if action.text() == "复制成新试卷").trigger()
    menu.close()
    assert session.store.count("quiz_paper") == 2


def test_the_forms_of_a_paper_are_looked_at_with_their_answers(
    page: QuizzesPage, session: Session, qtbot: QtBot,
) -> None:
    paper = by_hand(session)
    page.desk.refresh(None)
    view = page.papers.view
    view.forms.setFocus()
    press(qtbot, Qt.Key.Key_2)
    questions = questions_on(paper, "B")
    rows = [view.table.table.row(at) for at in range(view.table.table.rowCount())]
    assert [row.question for row in rows] == list(questions)
    own = [question.id for question in quizzes.paper_questions(paper)]
    assert [own[row.on_a - 1] for row in rows] == [question.id for question in questions]


# Printing


def pdf_text(path: Path) -> list[str]:
    pdf = QPdfDocument()
    pdf.load(str(path))
    texts = [pdf.getAllText(at).text() for at in range(pdf.pageCount())]
    pdf.close()
    return texts


def test_a_paper_is_shown_printed_and_kept_and_what_was_chosen_is_remembered(
    page: QuizzesPage, session: Session, said: messages.Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    page.set_tab(NAMES.index(SHEETS))
    page.desk.press("print")
    assert page.shown_name == PAPERS
    view = printing(page)
    said.paths += [[str(tmp_path / "printed.pdf")], [str(tmp_path / "normal")], [str(tmp_path / "forms")],
                   [str(tmp_path / "key")]]
    page.desk.press("print")
    page.desk.press("save")
    assert pdf_text(tmp_path / "printed.pdf")
    normal = pdf_text(tmp_path / "normal.pdf")
    assert "不写姓名" in normal[0]
    assert "仰徐村" in normal[-1]
    view.form.setFocus()
    press(qtbot, Qt.Key.Key_4, ENTER, Qt.Key.Key_2, ENTER, Qt.Key.Key_3)
    page.desk.press("save")
    assert ["A 卷" in text for text in pdf_text(tmp_path / "forms.pdf")] == [True, False, False]
    view.part.setFocus()
    press(qtbot, Qt.Key.Key_4)
    assert not view.form.isEnabled()
    page.desk.press("save")
    assert "内部" in pdf_text(tmp_path / "key.pdf")[0]
    page.desk.press("back")
    assert page.over.view is None
    assert page.papers.table.hasFocus()
    page.desk.press("print")
    again = printing(page)
    assert (again.form.codes(), again.size_group.codes(), again.part.codes()) == (("ABC",), ("large",), ("key",))


def test_the_file_is_named_by_what_is_printed(page: QuizzesPage, qtbot: QtBot) -> None:
    page.papers.make_standard()
    page.desk.press("print")
    view = printing(page)
    press(qtbot, Qt.Key.Key_2, ENTER, Qt.Key.Key_2)
    assert view._name().endswith("_B卷_大字")


@pytest.mark.parametrize("size", [100, 125, 150])
def test_at_every_text_size_all_of_it_is_reached(
    sized: Callable[[int], None], size: int, open_tab: Callable[[], QuizzesPage], session: Session, qtbot: QtBot,
) -> None:
    sized(size)
    page = open_tab()
    by_hand(session)
    page.desk.refresh(None)
    page.papers.table.setFocus()
    page.desk.press("edit")
    view = composing(page)
    if theme.active().narrow:
        assert not view.picker.isVisible()
        view.see_button.click()
    assert view.picker.bank.isVisible()
    assert page.desk.width() == 1366
    page.desk.press("back")
    assert (page.over.view is None) == (not theme.active().narrow)
    if page.over.view is not None:
        page.desk.press("back")
    page.desk.press("print")
    assert printing(page).sheet.isVisible()
    assert page.desk.width() == 1366


def test_the_marked_question_is_shown_in_full_while_its_list_has_the_keys(page: QuizzesPage, qtbot: QtBot) -> None:
    view = begin(page)
    assert not view.explained.isVisible()
    view.preview.table.setFocus()
    press(qtbot, DOWN)
    marked = view.preview.table.current().question
    assert view.explained.words.text() == marked.text
    assert view.explained.why.text() == marked.explanation
    view.take_focus()
    assert not view.explained.isVisible()
