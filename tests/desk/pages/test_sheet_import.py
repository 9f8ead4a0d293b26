"""Answer sheets come in from a table: paper and columns first, each doubtful cell named, mended, taken back as one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.models.columns import Heading
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.import_sheets import SheetImport
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.tasks import ProgressDialog
from panhuang_desk.desk.theme import Theme
from panhuang_desk.model.quiz.forms import form_questions, make_forms
from panhuang_desk.model.values import Progress
from panhuang_desk.services import records
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_layouts import ALL_FROM_HERE
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desk.pages.sheet_tables import CLEAR, DAYLESS, DOUBTFUL, QUESTIONS, add_paper, write_table
from tests.desk.pages.visits_desk import add_households, focus, key, open_desk, press, write


@pytest.fixture
def paper(session: Session) -> str:
    return add_paper(session)


@pytest.fixture
def desk(qtbot: QtBot, session: Session, paper: str) -> Shell:
    """The quiz page of a file with one paper of five questions."""
    shell = open_desk(session, "quizzes")
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path, CLEAR, DOUBTFUL, DAYLESS)


def shown(desk: Shell) -> Any:
    """The import that lies over the tabs."""
    return desk.page.over.view  # type: ignore[union-attr]


def begin(desk: Shell, said: Recorder, path: Path, qtbot: QtBot) -> SheetImport:
    """The file is chosen and read, its columns are shown."""
    said.paths = [[str(path)]]
    press(key("import"))
    qtbot.waitUntil(lambda: isinstance(shown(desk), SheetImport))
    return shown(desk)  # type: ignore[no-any-return]


def check(desk: Shell, said: Recorder, path: Path, qtbot: QtBot) -> SheetImport:
    """The columns are right; what would happen is shown."""
    view = begin(desk, said, path, qtbot)
    press(key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    return view


def take_in(desk: Shell, qtbot: QtBot) -> None:
    press(key("save"))
    qtbot.waitUntil(lambda: shown(desk) is None)


def lines(view: TableView) -> list[list[str]]:
    """What the list says, but for its headings."""
    rows = [view.table.row(place) for place in range(view.table.rowCount())]
    return [[column.text(row) for column in view.table.columns] for row in rows if not isinstance(row, Heading)]


def counts(view: SheetImport) -> tuple[int, int, int, int, int]:
    result = view.result
    assert result is not None
    return result.new, result.changed, result.same, result.wrong_rows, len(result.doubtful)


def drop(desk: Shell, *paths: Path) -> bool:
    """Files are carried over the desk and let go; whether they were taken."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(600, 300), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk, enter)
    if enter.isAccepted():
        QApplication.sendEvent(desk, QDropEvent(
            QPointF(600, 300), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


# The first step


def test_the_first_step_proposes_the_paper_and_shows_how_each_column_is_read(
    desk: Shell, said: Recorder, table: Path, paper: str, qtbot: QtBot,
) -> None:
    view = begin(desk, said, table, qtbot)
    assert view.columns is not None
    assert view.columns.table.hasFocus()
    assert view.columns.paper is not None
    assert view.columns.paper.id == paper
    read = {row[0]: row[1:3] for row in lines(view.columns.table)}
    assert read["编号"] == ["编号", "001  ｜  002  ｜  003"]
    assert read["人群"] == ["人群", "一般居民  ｜  老人（读不了）  ｜  在校学生"]
    assert read["1"] == ["第 1 题", "B  ｜  AB（读不了）  ｜  A"]
    assert read["4"] == ["第 4 题", "AC  ｜  AC  ｜  A"]
    press(key("back"))
    assert shown(desk) is None
    assert desk.page.header.isVisible()


def test_of_papers_of_the_same_length_the_one_is_proposed_whose_answers_can_be_read(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, paper: str, qtbot: QtBot,
) -> None:
    other = add_paper(session, "另一份", (QUESTIONS[4], *QUESTIONS[:4]))
    view = begin(desk, said, write_table(tmp_path, CLEAR), qtbot)
    step = view.columns
    assert step is not None
    assert step.paper is not None
    assert step.paper.id == paper
    assert "5 题的试卷有 2 份" in step.strip.label.text()
    step.paper_chip.choose(other)
    step.paper_chip.chosen.emit(other)
    assert step.paper.id == other
    assert ["1", "第 1 题", "B", "改"] in lines(step.table)
    assert ["3", "第 3 题", "C", "改"] in lines(step.table)
    assert ["5", "第 5 题", "√（读不了）", "改"] in lines(step.table)


def test_a_column_is_chosen_by_keys_and_questions_are_numbered_from_one_on(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    odd = write_table(tmp_path, "2026-05-04,居民,B,A,C,AC,√", head="日期,1,甲题,乙题,丙题,丁题,戊题")
    view = begin(desk, said, odd, qtbot)
    step = view.columns
    assert step is not None
    assert "没有 1 题的试卷" in step.strip.label.text()
    press("Down", "Return")
    (action,) = [action for action in step.menu.actions() if action.text().startswith("人群")]
    action.trigger()
    step.menu.close()
    desk.activateWindow()
    qtbot.waitUntil(lambda: step.table.hasFocus())
    assert "还没有一列当作题目" in step.strip.label.text()
    press(key("save"))
    assert view.result is None
    step.choose("", 2, ALL_FROM_HERE)
    assert [row[1] for row in lines(step.table)] == ["测评日期", "人群", *(f"第 {n} 题" for n in range(1, 6))]
    press(key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    assert counts(view)[0] == 1
    press(key("back"), key("back"))
    again = begin(desk, said, odd, qtbot)
    assert again.columns is not None
    assert [row[1] for row in lines(again.columns.table)][2:] == [f"第 {n} 题" for n in range(1, 6)]


def test_headings_in_another_row_are_pointed_at(desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot) -> None:
    odd = write_table(tmp_path, "何时,何人,甲,乙,丙,丁,戊", "2026-05-04,居民,B,A,C,AC,√", head="五月测评")
    view = begin(desk, said, odd, qtbot)
    step = view.columns
    assert step is not None
    assert focus() is step.header
    press(key("save"))
    assert "没有认出表头" in step.strip.label.text()
    write("2")
    press("Return")
    step.choose("", 0, "taken_on")
    step.choose("", 2, ALL_FROM_HERE)
    press(key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    assert counts(view)[:1] == (1,)


def test_without_a_column_the_form_is_chosen_once_for_all(
    session: Session, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    forms = make_forms(QUESTIONS, 5)
    add_paper(session, forms=forms)
    desk = open_desk(session, "quizzes")
    qtbot.addWidget(desk)
    key_b = ",".join(question.answer for question in form_questions(QUESTIONS, forms, "B"))
    table = write_table(tmp_path, f"5.3,居民,入户随机,{key_b}", head="日期,人群,抽样方式,1,2,3,4,5")
    view = begin(desk, said, table, qtbot)
    step = view.columns
    assert step is not None
    assert step.forms.isVisible()
    step.forms.setFocus()
    press("2", key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    take_in(desk, qtbot)
    (sheet,) = session.store.records("answer_sheet")
    assert (sheet["form"], sheet["correct"]) == ("B", 5)


def test_a_survey_decides_paper_and_sampling(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, paper: str, qtbot: QtBot,
) -> None:
    saved = records.save_record(session, "survey", {
        "title": "五月测评", "paper_id": paper, "started_on": "2026-05-01", "sampling": "random_household"})
    assert saved.record is not None
    desk.page.sheets.import_from(str(write_table(tmp_path, CLEAR)), saved.record.id)
    qtbot.waitUntil(lambda: shown(desk) is not None)
    step = shown(desk).columns
    assert step.survey == saved.record.id
    assert not step.paper_chip.isEnabled()
    press(key("save"))
    qtbot.waitUntil(lambda: shown(desk).result is not None)
    take_in(desk, qtbot)
    (sheet,) = session.store.records("answer_sheet")
    assert sheet["survey_id"] == saved.record.id


# The second step


def test_every_doubtful_cell_is_named_with_the_row_around_it_and_nothing_is_written(
    session: Session, desk: Shell, said: Recorder, table: Path, qtbot: QtBot,
) -> None:
    view = check(desk, said, table, qtbot)
    assert counts(view) == (2, 0, 0, 1, 3)
    told = lines(view.outcome.table)
    assert [row[:3] for row in told] == [
        ["第 4 行", "日期", "（空）"], ["第 3 行", "人群", "老人"], ["第 3 行", "1", "AB"], ["第 3 行", "3", "×"]]
    assert "先按看不清记“?”" in told[2][3]
    assert focus() is view.outcome.table
    press("Down", "Down")
    assert "第 3 行：编号 002，日期 5月6日，人群 老人（存疑），抽样方式 入户随机，1 AB（存疑）" in (
        view.outcome.strip.accessibleName())
    assert view.import_button.text() == "导入 2 份"
    assert session.store.count("answer_sheet") == 0
    press(key("back"), key("back"))
    assert shown(desk) is None


def test_names_in_somebody_elses_table_are_covered_and_never_beside_the_answers(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    table = write_table(tmp_path, "孙桂兰,2026-05-04,居民,入户随机,AB,A,C,AC,√",
                        head="姓名,日期,人群,抽样方式,1,2,3,4,5")
    view = begin(desk, said, table, qtbot)
    assert view.columns is not None
    assert lines(view.columns.table)[0][:3] == ["姓名", "不要", "孙桂兰"]
    press(key("mask"))
    assert lines(view.columns.table)[0][2] == "（已遮盖）"
    press(key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    assert view.outcome.strip.accessibleName().startswith("第 2 行：日期 2026-05-04，人群 居民")
    assert view.result is not None
    assert view.result.ignored == ("姓名",)
    press(key("mask"))


def test_the_list_is_narrowed_to_one_kind(desk: Shell, said: Recorder, table: Path, qtbot: QtBot) -> None:
    view = check(desk, said, table, qtbot)
    view.outcome.kind_chip.choose("wrong")
    view.outcome.kind_chip.chosen.emit("wrong")
    assert [row[1] for row in lines(view.outcome.table)] == ["日期"]
    assert focus() is view.outcome.table
    view.outcome.kind_chip.choose("")
    view.outcome.kind_chip.chosen.emit("")
    assert len(lines(view.outcome.table)) == 4


def test_the_import_is_one_action_that_can_be_undone(
    session: Session, desk: Shell, said: Recorder, table: Path, qtbot: QtBot,
) -> None:
    check(desk, said, table, qtbot)
    take_in(desk, qtbot)
    assert session.store.count("answer_sheet") == 2
    assert desk.undo_bar.text == "导入了答卷：新增 2 份，1 行没有进来，3 格存疑"
    assert desk.page.sheets.table.hasFocus()
    press(key("undo"))
    assert session.store.count("answer_sheet") == 0
    assert counts(check(desk, said, table, qtbot))[0] == 2


def test_sheets_of_an_earlier_month_are_shown_when_they_are_in(
    desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    check(desk, said, write_table(tmp_path, CLEAR.replace("05-04", "03-04")), qtbot)
    take_in(desk, qtbot)
    assert desk.page.sheets.filters.month.code == "2026-03"
    assert desk.page.sheets.table.current() is not None


@pytest.mark.parametrize("numbered", [True, False])
def test_doubtful_rows_are_saved_mended_and_fill_the_sheets_that_they_were(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot, numbered: bool,
) -> None:
    head = "编号,日期,人群,抽样方式,1,2,3,4,5" if numbered else "日期,人群,抽样方式,1,2,3,4,5"
    rows = ["001,2026-05-04,居民,入户随机,B,A,C,AC,√", "002,5月6日,居民,入户随机,AB,A,C,AC,×",
            "003,5月6日,居民,入户随机,A,A,C,AC,w"]
    table = write_table(tmp_path, *(row if numbered else row.partition(",")[2] for row in rows), head=head)
    check(desk, said, table, qtbot)
    said.paths = [[str(tmp_path / "要改.xlsx")]]
    press(key("export"))
    take_in(desk, qtbot)
    book = openpyxl.load_workbook(tmp_path / "要改.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [*head.split(","), *([] if numbered else ["原表里的位置"]), "要核对的格子"]
    assert sheet.max_row == 3
    sheet.cell(2, heads.index("1") + 1).value = "B"
    sheet.cell(3, heads.index("5") + 1).value = "√"
    book.save(tmp_path / "要改.xlsx")
    view = check(desk, said, tmp_path / "要改.xlsx", qtbot)
    assert counts(view) == (0, 2, 0, 0, 0)
    assert [row[3] for row in lines(view.outcome.table)] == ["补上 1 题", "补上 1 题"]
    take_in(desk, qtbot)
    assert session.store.count("answer_sheet") == 3
    assert [record["correct"] for record in session.store.records("answer_sheet", order=("id",))] == [5, 4, 4]


def test_mended_rows_of_one_sheet_of_many_and_of_corrected_columns_are_known_again(
    session: Session, desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot,
) -> None:
    book = openpyxl.Workbook()
    for name, answer in (("甲组", "B"), ("乙组", "AB")):
        sheet = book.create_sheet(name)
        sheet.append(["何时", "1", "2", "3", "4", "5"])
        sheet.append(["2026-05-04", answer, "A", "C", "AC", "√"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "两组.xlsx")
    view = begin(desk, said, tmp_path / "两组.xlsx", qtbot)
    assert view.columns is not None
    for name in ("甲组", "乙组"):
        view.columns.choose(name, 0, "taken_on")
    press(key("save"))
    qtbot.waitUntil(lambda: view.result is not None)
    said.paths = [[str(tmp_path / "要改.csv")]]
    press(key("export"))
    take_in(desk, qtbot)
    written = (tmp_path / "要改.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[0] == "测评日期,1,2,3,4,5,原表里的位置,要核对的格子"
    assert "乙组 第 2 行" in written
    (tmp_path / "要改.csv").write_text(written.replace(",AB,", ",B,", 1), encoding="utf-8-sig")
    assert counts(check(desk, said, tmp_path / "要改.csv", qtbot)) == (0, 1, 0, 0, 0)


def test_a_cancelled_import_leaves_the_file_as_it_was(
    session: Session, desk: Shell, said: Recorder, table: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = check(desk, said, table, qtbot)
    go_on, plain = threading.Event(), view.importer

    def slow(columns: Any, *, dry_run: bool) -> Callable[[Session, Progress], Any]:
        work = plain(columns, dry_run=dry_run)

        def held(session: Session, progress: Progress) -> Any:
            def tell(share: float, now: str) -> None:
                if now.startswith("正在写入"):
                    go_on.wait(10)
                progress(share, now)
            return work(session, tell)
        return held

    monkeypatch.setattr(view, "importer", slow)
    press(key("save"), key("save"), key("import"))
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in desk.findChildren(ProgressDialog)))
    (dialog,) = [dialog for dialog in desk.findChildren(ProgressDialog) if dialog.isVisible()]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(lambda: "没有导入" in desk.undo_bar.text)
    assert session.store.count("answer_sheet") == 0
    assert shown(desk) is view
    monkeypatch.undo()
    desk.activateWindow()
    qtbot.waitUntil(lambda: view.outcome.table.hasFocus())
    take_in(desk, qtbot)
    assert session.store.count("answer_sheet") == 2


def test_in_large_text_the_cells_have_room(
    session: Session, said: Recorder, table: Path, paper: str, qtbot: QtBot, sized: Callable[[int], Theme],
) -> None:
    sized(150)
    desk = open_desk(session, "quizzes")
    qtbot.addWidget(desk)
    view = check(desk, said, table, qtbot)
    assert view.outcome.table.viewport().height() >= 3 * view.outcome.table.rowHeight(1)


# Files that are none, and files that are let go


@pytest.mark.parametrize(("name", "content", "words"), [
    ("照片.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "不是表格"), ("空.csv", b"", "是空的"),
    ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, ".xls"),
])
def test_a_file_that_cannot_be_read_is_refused_in_words(
    desk: Shell, said: Recorder, tmp_path: Path, qtbot: QtBot, name: str, content: bytes, words: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    said.paths = [[str(tmp_path / name)]]
    press(key("import"))
    qtbot.waitUntil(lambda: bool(said.said))
    assert words in said.said[0].title + said.said[0].text
    assert shown(desk) is None


def test_another_file_takes_the_place_of_the_first_and_has_the_keys(
    desk: Shell, said: Recorder, table: Path, tmp_path: Path, qtbot: QtBot,
) -> None:
    view = begin(desk, said, table, qtbot)
    other = write_table(tmp_path, "甲,乙", head="五月", name="别的.csv")
    said.paths = [[str(other)]]
    press(key("import"))
    qtbot.waitUntil(lambda: view.source == other)
    assert view.columns is not None
    assert focus() is view.columns.header
    said.paths = [[str(tmp_path / "没有.csv")]]
    press(key("import"))
    qtbot.waitUntil(lambda: bool(said.said))
    assert view.source == other
    assert shown(desk) is view


def test_turning_back_from_the_choice_of_a_file_leaves_the_page(desk: Shell, said: Recorder) -> None:
    press(key("import"))
    assert shown(desk) is None


def test_the_page_decides_what_a_dropped_table_is(desk: Shell, said: Recorder, table: Path, qtbot: QtBot) -> None:
    assert drop(desk, table)
    qtbot.waitUntil(lambda: shown(desk) is not None)
    assert shown(desk).source == table
    assert said.said == []


@pytest.mark.parametrize(("answer", "page"), [("answer_sheet", "quizzes"), ("household", "visits"), ("", "visits")])
def test_a_table_of_sheets_over_the_register_is_asked_about(
    desk: Shell, said: Recorder, table: Path, qtbot: QtBot, session: Session, answer: str, page: str,
) -> None:
    add_households(session)
    desk.go("visits")
    said.answers = [answer]
    drop(desk, table)
    qtbot.waitUntil(lambda: bool(said.said))
    assert said.said[0].title == "这个表格像答卷，不像户册"
    if answer:
        qtbot.waitUntil(lambda: (shown(desk) if page == "quizzes" else desk.page.importing) is not None)
    assert desk.page.name == page
    if not answer:
        assert desk.page.importing is None


def test_on_a_page_that_imports_nothing_the_headings_decide(
    desk: Shell, said: Recorder, table: Path, qtbot: QtBot,
) -> None:
    desk.go("report")
    drop(desk, table)
    qtbot.waitUntil(lambda: desk.page.name == "quizzes" and shown(desk) is not None)
    assert said.said == []


def test_what_is_no_single_table_is_refused_in_words(
    desk: Shell, said: Recorder, table: Path, tmp_path: Path,
) -> None:
    for paths in ((table, table), (tmp_path,), (tmp_path / "照片.jpg",), (tmp_path / "月报.pdf",)):
        assert drop(desk, *paths)
    assert [message.text for message in said.said] == [
        "一次放了 2 个文件。", "这是一个文件夹。", "照片不能放在这里。", "这个文件不是表格。"]
    assert shown(desk) is None
