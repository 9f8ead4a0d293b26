"""The tab of the question bank by keys: searched, narrowed, switched, added to, changed, taken in and out, replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.pages.quizzes import QuizzesPage
from panhuang_desk.desk.pages.quizzes.bank.entry import NEW_SLOT, QuestionEntry
from panhuang_desk.desk.pages.quizzes.bank_tab import BankTab
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.quiz.own import question_row
from panhuang_desk.services import quizzes
from panhuang_desk.services.question_bank import bank_of, browse, save_own, switch
from panhuang_desk.services.question_files import export_questions
from panhuang_desk.services.session import Session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write
from tests.services.test_question_bank import OWN
from tests.services.test_question_files import BANK, other_bank

Open = Callable[[], BankTab]


@pytest.fixture
def open_tab(session: Session, qtbot: QtBot) -> Open:
    """Opens the tab, in another window each time, as after a restart."""
    def opened() -> BankTab:
        shell = open_desk(session, "quizzes")
        qtbot.addWidget(shell)
        shell.go("quizzes", tab="bank")
        assert isinstance(shell.page, QuizzesPage)
        shell.page.bank.rest()
        return shell.page.bank

    return opened


@pytest.fixture
def tab(open_tab: Open) -> BankTab:
    return open_tab()


def shown(tab: BankTab) -> list[str]:
    table = tab.table.table
    return [table.row(place).id for place in range(table.rowCount())]


def form(tab: BankTab) -> QuestionEntry:
    assert isinstance(tab.entry, QuestionEntry)
    return tab.entry


def problem(tab: BankTab, name: str) -> str:
    return form(tab).form.rows[name].problem


def space() -> None:
    QTest.keyClick(focus(), Qt.Key.Key_Space)


def menu() -> QMenu:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())


def pick(word: str) -> None:
    """Choose an entry of the menu that is open."""
    open_menu = menu()
    next(each for each in open_menu.actions() if each.text().partition("\t")[0] == word).trigger()
    open_menu.close()


def back_from_menu(tab: BankTab, qtbot: QtBot) -> None:
    """The keys are at the list again, as they are by themselves where a window manager is at work."""
    tab.desk.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is tab.desk)
    tab.rest()


def write_own() -> None:
    """Fill in a question by keys, from the words to its topic."""
    write("村里的禁毒宣传栏设在哪里？")
    press("Return")
    for option in OWN["options"]:
        write(option)
        press("Return")
    press("Return")
    write("1")
    press("Return")
    write("宣传栏在村委会门口。")
    press("Return")
    write("村禁毒工作安排")
    press("Return")
    write("4")


def test_the_whole_bank_is_listed_with_its_version(tab: BankTab) -> None:
    assert focus() is tab.table
    assert shown(tab) == [question.id for question in BANK.questions]
    assert tab.count.text() == "164 道"
    assert tab.version.text() == "题库 2026.2 版，自带的"


def test_what_is_typed_narrows_the_list_at_once(tab: BankTab) -> None:
    press(key("find"))
    assert focus() is tab.search
    write("罂粟 禁毒法")
    assert 0 < len(shown(tab)) < 30
    assert set(shown(tab)) == {entry.question.id for entry in browse(tab.session, text="罂粟 禁毒法")}
    assert tab.count.text() == f"找到 {len(shown(tab))} 道"
    tab.search.setText("q012")
    assert shown(tab) == ["Q012"]
    write("zzz")
    assert tab.pane.stack.currentIndex() == 1
    tab.rest()
    space()
    assert (len(shown(tab)), focus(), tab.search.text()) == (164, tab.table, "")


def test_filters_narrow_and_are_remembered(open_tab: Open, session: Session) -> None:
    switch(session, "Q003", True)
    save_own(session, OWN)
    tab = open_tab()
    assert tab.count.text() == "165 道，停用 1 道，自己的 1 道"
    tab.filters.chips["topic"]._pick("law")
    tab.filters.chips["type"]._pick("single")
    law = [entry.question for entry in browse(session, topic="law", type="single")]
    assert shown(tab) == [question.id for question in law]
    again = open_tab()
    assert shown(again) == shown(tab)
    again.filters.clear()
    again.filters.chips["state"]._pick("off")
    assert shown(again) == ["Q003"]
    again.filters.clear()
    again.filters.chips["source"]._pick("own")
    assert [id[0] for id in shown(again)] == ["Z"]


def test_the_question_is_told_in_full(tab: BankTab, session: Session) -> None:
    paper = quizzes.standard_paper(session)
    question = quizzes.paper_questions(paper)[0]
    tab.load("")
    tab.show_record(question.id)
    detail = tab.detail
    assert (detail.title.text(), detail.stem.text()) == (question.id, question.text)
    options = [option for option in detail.options if not option.isHidden()]
    assert [option.words.text() for option in options] == list(question.options)
    right = [option.letter.text() for option in options if not option.tag.isHidden()]
    assert "".join(right) == question.answer
    whole = BANK.question(question.id)
    assert whole is not None
    assert detail.facts["依据"].words.text() == f"{whole.source}（依据编号 {'、'.join(whole.facts)}）"
    assert detail.facts["解析"].words.text() == question.explanation
    assert detail.facts["试卷"].words.text() == paper.text("title")
    assert detail.facts["什么时候"].isHidden() == (not whole.valid_from and not whole.valid_until)


def test_space_switches_a_question_off_and_on_and_it_can_be_undone(tab: BankTab, session: Session) -> None:
    press("Down")
    space()
    assert bank_of(session).question("Q002") is None
    assert tab.table.current().id == "Q002"
    assert (tab.detail.tag.tag.word, tab.detail.switch_button.text()) == ("停用", "启用")
    assert not tab.detail.note.isHidden()
    assert tab.desk.undo_bar.text.startswith("停用了 Q002")
    press(key("undo"))
    assert bank_of(session) is session.bank
    space()
    space()
    assert bank_of(session) is session.bank
    press(key("history"))
    assert tab.desk.history.record is not None
    assert tab.desk.history.record[0] == "quiz_question"


def test_an_own_question_is_added_by_keys_asked_and_undone(tab: BankTab, session: Session) -> None:
    press(key("new"))
    write_own()
    assert form(tab).preview.words.text() == "村里的禁毒宣传栏设在哪里？"
    press(key("save"))
    assert tab.entry is None
    (entry,) = browse(session, own=True)
    row = question_row(entry.question)
    assert {name: row[name] for name in OWN} == OWN
    assert tab.table.current().id == entry.question.id
    assert (tab.detail.tag.tag.word, tab.count.text()) == ("自己的", "165 道，自己的 1 道")
    assert entry.question in bank_of(session).questions
    press(key("undo"))
    assert browse(session, own=True) == []


def test_another_one_is_added_after_it(tab: BankTab, session: Session) -> None:
    press(key("new"))
    write_own()
    press(key("save_next"))
    assert len(browse(session, own=True)) == 1
    assert form(tab).form.rows["text"].editor.text() == ""
    assert session.store.draft(NEW_SLOT) is None


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(tab: BankTab, session: Session) -> None:
    press(key("new"))
    write("宣传栏在哪里")
    press("Return")
    assert problem(tab, "text") == "题干要以问号或句号结尾。"
    write("村委会门口")
    press("Return")
    assert problem(tab, "options") == ""
    write("小学")
    press(key("save"))
    assert problem(tab, "options") == "要有 3 到 6 个选项。"
    assert problem(tab, "answer")
    assert problem(tab, "topic")
    assert focus() is form(tab).form.rows["text"].editor.focus
    assert session.store.count("quiz_question") == 0


def test_a_question_that_is_asked_already_is_told(tab: BankTab) -> None:
    question = BANK.questions[1]
    press(key("new"))
    entry = form(tab)
    entry.form.restore({"type": "single", "text": question.text, "options": "\n".join(question.options),
                        "answer": question.answer, "explanation": question.explanation, "source": question.source,
                        "topic": question.topic, "audience": "everyone", "difficulty": "1"})
    press(key("save"))
    assert problem(tab, "text") == f"题干与 {question.id} 重复。"


def test_of_a_single_choice_question_one_option_is_right_of_several_more(tab: BankTab) -> None:
    press(key("new"))
    right = form(tab).form.rows["answer"].editor
    right.focus.setFocus()
    write("13")
    assert right.text() == "C"
    form(tab).form.rows["type"].editor.focus.setFocus()
    write("2")
    right.focus.setFocus()
    write("1")
    assert right.text() == "A,C"
    form(tab).form.rows["type"].editor.focus.setFocus()
    write("3")
    assert form(tab).form.rows["answer"].isHidden()
    assert not form(tab).form.rows["truth"].isHidden()


def test_a_true_or_false_question_needs_no_options(tab: BankTab, session: Session) -> None:
    press(key("new"))
    form(tab).form.focus_field("type")
    write("3")
    press("Return")
    write("村里的禁毒联络员每个月都在村委会值班。")
    press("Return")
    write("2")
    press("Return")
    write("联络员每个季度值班一次。")
    press("Return")
    write("村禁毒工作安排")
    press("Return")
    write("7")
    press(key("save"))
    (entry,) = browse(session, own=True)
    assert (entry.question.type, entry.question.answer, entry.question.options) == ("true_false", "B", ("对", "错"))


def test_a_draft_waits_and_comes_back_in_another_window(open_tab: Open, session: Session) -> None:
    tab = open_tab()
    press(key("new"))
    write("宣传栏在哪里？")
    press("Return")
    write("村委会")
    press(key("back"))
    assert session.store.draft(NEW_SLOT) is not None
    again = open_tab()
    assert not again.begun.isHidden()
    press(key("new"))
    rows = form(again).form.rows
    assert (rows["text"].editor.text(), rows["options"].editor.text()) == ("宣传栏在哪里？", "村委会")
    assert tab.entry is None


def test_a_question_of_the_bank_is_made_one_s_own_and_given_back(tab: BankTab, session: Session) -> None:
    before = BANK.questions[0]
    press(key("edit"))
    assert form(tab).form._title.text() == "改成自己的一道"
    form(tab).form.focus_field("explanation")
    focus().selectAll()  # type: ignore[attr-defined]
    write("大麻是禁毒法点名列出的毒品。")
    press(key("save"))
    (entry,) = browse(session, own=True)
    assert (entry.question.id, entry.replaces, entry.question.facts) == ("Q001", True, before.facts)
    assert entry.question.explanation == "大麻是禁毒法点名列出的毒品。"
    assert tab.detail.tag.tag.word == "顶替"
    press(key("delete"))
    assert bank_of(session).question("Q001") == before
    assert "换回题库带的 Q001" in tab.desk.undo_bar.text
    press(key("undo"))
    assert [each.question.id for each in browse(session, own=True)] == ["Q001"]


def test_a_question_of_the_bank_is_never_deleted(tab: BankTab, session: Session) -> None:
    press(key("delete"))
    assert len(browse(session)) == 164
    assert session.store.count("quiz_question") == 0


def test_questions_of_a_file_come_in_after_a_look_and_can_be_undone(
    tab: BankTab, session: Session, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    saved = save_own(session, OWN)
    assert saved.record is not None
    (entry,) = browse(session, own=True)
    path = tmp_path / "题目.toml"
    export_questions([entry.question, BANK.questions[0]], path)
    path.write_text(path.read_text("utf-8") + '\n[[question]]\nid = "X9"\ntype = "single"\n', "utf-8")
    press(key("undo"))
    assert browse(session, own=True) == []
    for answer in ("no", "yes"):
        said.paths, said.answers = [[str(path)]], [answer]
        said.said.clear()
        press(key("import"))
        qtbot.waitUntil(lambda: len(said.said) == 1)
        message = said.said[-1]
        assert message.text.startswith("新的 1 道，一样的 1 道，要改的 1 道。")
        assert "第 3 题（X9）主题：要写" in message.text
    qtbot.waitUntil(lambda: len(browse(session, own=True)) == 1)
    qtbot.waitUntil(lambda: tab.desk.undo_bar.text.startswith("导入了题目：新的 1 道"))
    tab.rest()
    press(key("undo"))
    assert browse(session, own=True) == []


def test_own_questions_go_out_and_are_the_same_when_they_come_in(
    tab: BankTab, session: Session, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    save_own(session, OWN)
    tab.load("")
    target = tmp_path / "自己的题"
    said.answers, said.paths = ["own"], [[str(target)]]
    press(key("export"))
    assert target.with_suffix(".toml").is_file()
    said.paths = [[str(target.with_suffix(".toml"))]]
    press(key("import"))
    qtbot.waitUntil(lambda: said.said[-1].title == "没有要导入的题")
    assert said.said[-1].text == "一样的 1 道。"


def test_the_bank_is_replaced_after_a_check_and_put_back(
    tab: BankTab, session: Session, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    said.paths, said.answers = [[str(other_bank(tmp_path, "小", 39))]], ["ok"]
    press(key("menu"))
    pick("换整个题库…")
    qtbot.waitUntil(lambda: any("没有换，原来的题库照用" in each.title for each in said.said))
    assert session.bank == BANK
    back_from_menu(tab, qtbot)
    said.paths, said.answers = [[str(other_bank(tmp_path, "街道9"))]], ["yes"]
    press(key("menu"))
    pick("换整个题库…")
    qtbot.waitUntil(lambda: session.bank.version == "街道9")
    assert "已经组好的试卷和答卷不变" in said.said[-1].hint
    qtbot.waitUntil(lambda: tab.version.text() == "题库 街道9 版，街道的")
    back_from_menu(tab, qtbot)
    press(key("menu"))
    pick("换回自带的题库")
    assert session.bank == BANK
    assert tab.version.text() == "题库 2026.2 版，自带的"


@pytest.mark.parametrize(("begins", "ends", "words"), [
    ("", "2027-01-01", "到2027年1月1日为止"), ("2025-07-01", "", "2025年7月1日起"),
    ("2026-07-01", "2027-01-01", "2026年7月1日起，到2027年1月1日为止，现在不出"),
    ("", "2026-05-21", "到2026年5月21日为止，已经过期，不再出"),
])
def test_when_a_question_holds_is_told_in_words(
    tab: BankTab, session: Session, begins: str, ends: str, words: str,
) -> None:
    save_own(session, {**OWN, "valid_from": begins, "valid_until": ends})
    (entry,) = browse(session, own=True)
    tab.load("")
    tab.show_record(entry.question.id)
    assert tab.detail.facts["什么时候"].words.text() == words


def test_a_day_that_ends_before_it_begins_is_told(tab: BankTab) -> None:
    press(key("new"))
    form(tab).form.focus_field("valid_from")
    write("2026-07-01")
    press("Return")
    write("2026-06-01")
    press("Return")
    assert problem(tab, "valid_until") == "比“从哪天起”还早，请核对。"


def test_a_new_question_may_begin_like_another(tab: BankTab) -> None:
    press(key("menu"))
    pick("照着它加一道")
    assert form(tab).question_id == ""
    assert form(tab).form.rows["text"].editor.text() == BANK.questions[0].text


def test_at_150_list_and_question_are_two_steps(open_tab: Open, sized: Callable[[int], Theme]) -> None:
    sized(150)
    tab = open_tab()
    press("Return")
    assert not tab.panes.at_list
    assert focus() is tab.detail.switch_button
    press(key("back"))
    assert tab.panes.at_list
    assert focus() is tab.table
