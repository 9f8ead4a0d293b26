"""How each question was answered, what that means, and what the next visits are to explain: all by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.definitions import shown_definition
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.quizzes.stats.questions_view import QuestionsView
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.desk.widgets.labels import Link
from panhuang_desk.exchange.tables import read_sheets
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services import focus as service
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_statistics import Asked, statistics
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import shown_village
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.test_plan_focus import record_sheets
from tests.desk.pages.visits_desk import focus, key, open_desk, press
from tests.report.reading import Pdf, bare

MAY, JUNE = Month(2026, 5), Month(2026, 6)
Open = Callable[[], QuestionsView]


@pytest.fixture
def open_view(session: Session, qtbot: QtBot) -> Open:
    """Opens the view of May's questions in place of a page; records tell it anew as the tab would."""
    def opened() -> QuestionsView:
        shell = open_desk(session, "quizzes")
        qtbot.addWidget(shell)
        view = QuestionsView(shell)
        shell.page._stack.hide()
        shell.page.body.addWidget(view, 1)
        view.show_told(statistics(session, Asked.of_month(MAY)), Asked.of_month(MAY))
        view.take_focus()
        return view

    return opened


@pytest.fixture
def view(open_view: Open, session: Session) -> QuestionsView:
    """Six questions that eight of twenty did not know; the others knew all."""
    record_sheets(session, 6, 8)
    record_sheets(session, 0, 12)
    return open_view()


def marked(view: QuestionsView) -> list[str]:
    return [item.question.id for item in view.chosen]


def links(view: QuestionsView) -> list[str]:
    return [link.text() for link in view.strip.findChildren(Link)]


def desk(view: QuestionsView) -> Shell:
    return view.desk


def test_the_weakest_stand_first_and_are_marked(view: QuestionsView, session: Session) -> None:
    questions = quizzes.paper_questions(quizzes.standard_paper(session))
    assert focus() is view.table
    assert view.table.table.rowCount() == 20
    shown = [view.table.table.row(place).item for place in range(6)]
    assert {item.question.id for item in shown} == {question.id for question in questions[:6]}
    assert [(item.right, item.asked) for item in shown] == [(12, 20)] * 6
    assert marked(view) == [item.question.id for item in shown[:5]]
    assert view.strip.label.text().startswith("宣传重点建议 5 题：")
    assert view.count.text() == "20 题，答得差的在前"
    assert view.table.isColumnHidden(5), "discrimination is told of no question yet"


def test_each_answer_is_told_with_share_and_count(view: QuestionsView) -> None:
    item = view.table.current().item
    detail = view.detail
    assert detail.stem.text() == item.question.text
    assert detail.numbers.text() == "答对 60.0%，20 份里 12 份"
    rows = [answer for answer in detail.answers if not answer.isHidden()]
    assert [row.words.text() for row in rows] == [
        f"{letter}  {item.question.option(letter)}" for letter in item.question.letters]
    right = [row for row in rows if not row.tag.isHidden()]
    assert [row.words.text()[0] for row in right] == list(item.question.answer)
    assert {(row.share.text(), row.count.text()) for row in rows if row not in right} >= {("40.0%", "8 份")}
    assert "份数还少" in detail.meaning.text()
    assert item.question.explanation in detail.why.text()


def test_what_misleads_the_good_ones_is_flagged(session: Session, open_view: Open) -> None:
    paper = quizzes.standard_paper(session)
    questions = quizzes.paper_questions(paper)
    wrong = ["B" if question.answer == "A" else "A" for question in questions]
    right = [question.answer for question in questions]
    for answers in ([wrong[0], *right[1:]], [right[0], *wrong[1:]]):
        for _ in range(15):
            assert quizzes.record_sheet(session, paper.id, "2026-05-09", "general", "random_household", answers).ok
    view = open_view()
    assert not view.table.isColumnHidden(5)
    assert view.table.select_where(lambda row: row.item.question.id == questions[0].id)
    assert not view.detail.tag.isHidden()
    assert view.detail.tag.tag.word == "误导"
    assert view.detail.meaning.text().startswith(f"答得好的人也多选了 {wrong[0]}：题目可能有歧义")
    assert [row.words.text()[0] for row in view.detail.answers if row.tag.tag.word == "多选了它"
            and not row.isHidden() and not row.tag.isHidden()] == [wrong[0]]
    column = next(each for each in view.table.table.columns if each.name == "apart")
    assert column.tag(view.table.current()).word == "误导"
    if questions[0].id not in marked(view):
        press("Return")
    assert view.strip.label.text().endswith("；有 1 题误导，先看题干")
    view.table.order_by("apart")
    assert view.table.table.row(0).item.question.id == questions[0].id


def test_enter_marks_and_a_plan_takes_what_is_marked(view: QuestionsView, session: Session) -> None:
    assert links(view) == ["放进 6月计划", "放进 5月计划"]
    before = marked(view)
    press("Return", "Down", "Down", "Down", "Down", "Down", "Return")
    assert len(marked(view)) == 5
    assert before[0] not in marked(view)
    view.strip.findChildren(Link)[0].setFocus()
    press("Return")
    kept = service.focus_of(session, JUNE)
    assert kept is not None
    assert [each.question.id for each in kept.questions] == marked(view)
    assert kept.based_on == "2026年5月 20 份有效答卷"
    assert desk(view).undo_bar.text == "宣传重点放进了 6月计划：5 题"
    assert focus() is view.table
    view.show_told(statistics(session, Asked.of_month(MAY)), Asked.of_month(MAY))
    assert links(view)[0] == "已在 6月计划"
    assert [each.question.id for each in kept.questions] == marked(view), "the marks stay"
    press("Return")
    assert links(view) == ["更新 6月计划", "放进 5月计划"]
    press(key("undo"))
    assert service.focus_of(session, JUNE) is None


def test_nothing_marked_is_nothing_to_send_or_print(view: QuestionsView, session: Session) -> None:
    for _ in range(5):
        press("Return", "Down")
    assert marked(view) == []
    assert "按 Enter 标上" in view.strip.label.text()
    assert not any(link.isEnabled() for link in view.strip.findChildren(Link))
    press(key("print"))
    assert view.papers.paper is None


def test_the_leaflet_of_what_is_marked_is_shown_and_put_away(view: QuestionsView) -> None:
    press("Return", key("print"))
    pdf = Pdf(view.papers.paper.paper.content)
    assert pdf.pages == 1
    assert all(bare(item.question.text) in pdf.text for item in view.chosen)
    assert bare(view.table.table.row(0).item.question.text) not in pdf.text
    press("Escape")
    assert view.papers.paper is None
    assert focus() is view.table


def test_one_key_tells_how_the_numbers_are_reckoned(view: QuestionsView) -> None:
    press(key("explain"))
    sheet = shown_definition(desk(view))
    assert sheet is not None
    assert sheet.definitions[0].title == f"答对：{view.table.current().item.question.text}"
    assert sheet.definitions[0].numbers == "12 ÷ 20 = 60.0%"
    assert {"区分度", "误导"} <= {each.title for each in sheet.definitions}
    press("Escape")
    assert focus() is view.table
    view.by_topic.setFocus()
    press("Return", key("explain"))
    told = shown_definition(desk(view))
    assert told is not None
    assert "不是把各题的比例平均" in told.definitions[0].reckoned


def test_the_questions_in_sight_go_out_as_a_table(view: QuestionsView, said: Recorder, tmp_path: Path) -> None:
    said.paths = [[str(tmp_path / "题目")]]
    first = view.table.table.row(0).item
    press(key("export"))
    (sheet,) = read_sheets(tmp_path / "题目.xlsx")
    assert len(sheet.rows) == 21
    row = dict(zip(sheet.rows[0].cells, sheet.rows[1].cells, strict=False))
    assert (row["题号"], row["题目"], row["问到"], row["答对"], row["答对%"]) == (
        first.question.id, first.question.text, "20", "12", "60")


def test_topics_are_told_and_lead_to_their_questions(view: QuestionsView) -> None:
    view.by_topic.setFocus()
    press("Return")
    assert focus() is view.topics
    topic = view.topics.current()
    assert topic.told.right < topic.told.asked
    assert view.count.text().endswith("个主题，答得差的在前")
    press("Return")
    assert focus() is view.table
    assert view.topic_chip.code == topic.id
    assert view.table.table.rowCount() == topic.questions
    assert {view.table.table.row(place).topic for place in range(topic.questions)} == {topic.word}
    assert len(marked(view)) == 5, "what is not in sight stays marked"


def test_a_handful_of_sheets_is_told_as_such(session: Session, open_view: Open) -> None:
    record_sheets(session, 3, 4)
    view = open_view()
    assert "20 题不到 10 份，看看就好" in view.count.text()
    assert view.detail.meaning.text().startswith("只有 4 份，看看就好。")
    assert marked(view) == []


def test_without_sheets_or_of_two_people_it_says_why_nothing_is_shown(session: Session, open_view: Open) -> None:
    view = open_view()
    assert view._nothing.currentIndex() == 0
    record_sheets(session, 0, 2)
    few = Asked(first=MAY.first, last=MAY.last, key_group="general")
    view.show_told(statistics(session, few), few)
    assert view._nothing.currentIndex() == 1
    assert not view.on_print() or view.papers.paper is None


def test_an_office_says_in_which_villages_plan(
    view: QuestionsView, session: Session, said: Recorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    village = session.store.villages[0]
    other = Village("320903004203", "新民村", village.subdistrict_code, village.subdistrict_name)
    monkeypatch.setattr(session.store, "home", "")
    monkeypatch.setattr(session.store, "villages", (village, other))
    view.send(JUNE)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "放进哪个村（社区）的 6月计划"
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert [record.village for record in session.store.records("focus")] == [village.code]
    assert shown_village(session) == "", "the statistics stay those of all villages"
    assert said.said == []


@pytest.mark.parametrize("size", [125, 150])
def test_at_larger_sizes_list_and_question_have_the_room(
    session: Session, open_view: Open, sized: Callable[[int], Theme], size: int,
) -> None:
    sized(size)
    record_sheets(session, 6, 12)
    view = open_view()
    assert view.panes.at_list
    if size == 150:
        press(key("edit"))
        assert not view.panes.at_list
        assert focus() is view.detail
        press("Escape")
    assert view.panes.at_list
    assert focus() is view.table
