"""Answer sheets from a table: graded as they come in, each doubt named, nothing twice, one undo takes all back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.model.quiz.forms import form_questions, make_forms
from panhuang_desk.services import quizzes, records
from panhuang_desk.services.import_result import ImportResult
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_imports import import_answer_sheets
from panhuang_desk.store.check import check_file

from tests.services.helpers import VILLAGE, open_village

FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = (
    Question("Q1", "single", "law", "一？", FOUR, "B", "就是这样。"),
    Question("Q2", "single", "law", "二？", FOUR, "A", "就是这样。"),
    Question("Q3", "single", "law", "三？", FOUR, "C", "就是这样。"),
    Question("Q4", "several", "law", "四？", FOUR, "AC", "就是这样。"),
    Question("Q5", "true_false", "law", "五？", ("对", "错"), "A", "就是这样。"),
)
HEAD = "编号,日期,人群,抽样方式,1,2,3,4,5,满意度"
CLEAR = "001,2026-05-04,普通居民,入户随机,B,a,Ｃ,ca,√,满意"
DOUBTFUL = "002,5月6日,老人,,AB,,×,AC,×,"
DAYLESS = "003,,在校学生,拦访,A,A,A,A,√,满意"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


@pytest.fixture
def paper(session: Session) -> str:
    return new_paper(session)


def new_paper(session: Session, forms: str = "") -> str:
    with session.store.action() as action:
        return action.save("quiz_paper", {
            "title": "五题卷", "bank_version": "1", "questions": to_snapshot(QUESTIONS), "made_on": "2026-05-01",
            "forms": forms or None}).id


def new_survey(session: Session, paper: str, **values: str) -> str:
    saved = records.save_record(session, "survey", {
        "title": "五月测评", "paper_id": paper, "started_on": "2026-05-01", "sampling": "random_household", **values})
    assert saved.record is not None
    return saved.record.id


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "答卷.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    return path


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    return result.new, result.changed, result.same, result.wrong_rows, result.doubtful_rows


def answers(session: Session) -> list[list[str]]:
    return [json.loads(sheet.text("answers")) for sheet in session.store.records("answer_sheet", order=("id",))]


def test_a_sheet_comes_in_graded_and_a_doubtful_cell_is_a_question_mark_and_named(
    session: Session, paper: str, tmp_path: Path,
) -> None:
    result = import_answer_sheets(session, table(tmp_path, CLEAR, DOUBTFUL, DAYLESS), paper_id=paper)
    assert counts(result) == (2, 0, 0, 1, 1)
    named = [(item["row"], item["column"]) for item in result.as_json()["wrong"]]  # type: ignore[attr-defined]
    assert named == [(4, "日期"), (3, "人群"), (3, "抽样方式"), (3, "1"), (3, "3")]
    clear, doubtful = session.store.records("answer_sheet", order=("id",))
    assert [clear[name] for name in ("taken_on", "key_group", "sampling", "satisfaction", "correct", "answered",
                                     "asked", "entered", "state")] == [
        "2026-05-04", "general", "random_household", "satisfied", 5, 5, 5, "table", "done"]
    assert answers(session)[1] == ["?", "", "?", "AC", "B"]
    assert (doubtful["correct"], doubtful["answered"], doubtful["asked"]) == (1, 2, 5)
    assert doubtful["sampling"] == "unknown"
    assert not check_file(session.store.path, "correct horse battery").problems


def test_the_same_table_again_adds_nothing_in_any_order(session: Session, paper: str, tmp_path: Path) -> None:
    import_answer_sheets(session, table(tmp_path, CLEAR, DOUBTFUL), paper_id=paper)
    assert counts(import_answer_sheets(session, table(tmp_path, DOUBTFUL, CLEAR), paper_id=paper)) == (0, 0, 2, 0, 1)
    assert session.store.count("answer_sheet") == 2


def test_the_same_answers_of_two_persons_are_two_sheets(session: Session, paper: str, tmp_path: Path) -> None:
    unnumbered = "日期,人群,抽样方式,1,2,3,4,5"
    row = "2026-05-04,居民,入户随机,B,A,C,AC,√"
    assert counts(import_answer_sheets(session, table(tmp_path, row, row, head=unnumbered), paper_id=paper))[0] == 2
    again = import_answer_sheets(session, table(tmp_path, row, row, head=unnumbered), paper_id=paper)
    assert counts(again)[:3] == (0, 0, 2)
    assert counts(import_answer_sheets(session, table(tmp_path, CLEAR, CLEAR), paper_id=paper)) == (1, 0, 0, 1, 0)


def test_a_row_whose_doubts_were_mended_fills_the_sheet_that_it_was(
    session: Session, paper: str, tmp_path: Path,
) -> None:
    import_answer_sheets(session, table(tmp_path, CLEAR, "002,5月6日,老人,,AB,,C,AC,×,"), paper_id=paper)
    mended = "002,5月6日,留守老人,,B,,C,AC,×,"
    result = import_answer_sheets(session, table(tmp_path, CLEAR, mended), paper_id=paper)
    assert counts(result) == (0, 1, 1, 0, 1)
    assert set(result.updated[0].fields) == {"key_group", "answers", "correct", "answered"}
    sheet = session.store.records("answer_sheet", order=("id",))[1]
    assert (sheet["key_group"], sheet["correct"], sheet["answered"]) == ("left_behind_elderly", 3, 4)
    assert counts(import_answer_sheets(session, table(tmp_path, CLEAR, mended), paper_id=paper))[:3] == (0, 0, 2)
    unmended = import_answer_sheets(session, table(tmp_path, "002,5月6日,老人,,AB,,C,AC,×,"), paper_id=paper)
    assert counts(unmended)[:3] == (0, 0, 1)


def test_another_sheet_of_the_same_number_never_overwrites_one(session: Session, paper: str, tmp_path: Path) -> None:
    import_answer_sheets(session, table(tmp_path, CLEAR), paper_id=paper)
    other = "001,2026-05-04,普通居民,入户随机,A,A,C,AC,√,满意"
    result = import_answer_sheets(session, table(tmp_path, other), paper_id=paper)
    assert counts(result)[:3] == (1, 0, 0)
    assert [note.column for note in result.notes] == ["编号"]


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    head = ",".join(["日期", "人群", "抽样方式", *(str(n) for n in range(1, 21))])
    rows = [f"5.{day},居民,入户随机,{','.join('A' * 20)}" for day in (3, 4)]
    source = table(tmp_path, *rows, head=head)
    would = import_answer_sheets(session, source, dry_run=True)
    assert session.store.count("answer_sheet") == session.store.count("quiz_paper") == 0
    did = import_answer_sheets(session, source)
    assert would.as_json() == did.as_json()
    standard = quizzes.standard_paper(session)
    assert {sheet["paper_id"] for sheet in session.store.records("answer_sheet")} == {standard.id}
    assert did.new == 2
    assert counts(import_answer_sheets(session, source))[:3] == (0, 0, 2)


def test_one_undo_takes_all_back_and_the_table_may_come_in_again(session: Session, paper: str, tmp_path: Path) -> None:
    result = import_answer_sheets(session, table(tmp_path, CLEAR, DOUBTFUL), paper_id=paper)
    records.undo(session, result.changes.action_id)
    assert session.store.count("answer_sheet") == 0
    assert import_answer_sheets(session, table(tmp_path, CLEAR, DOUBTFUL), paper_id=paper).new == 2


def test_a_cancelled_import_leaves_nothing(session: Session, tmp_path: Path) -> None:
    head = ",".join(["日期", *(str(n) for n in range(1, 21))])

    def stop(share: float, now: str) -> None:
        if now.startswith("正在写入"):
            raise Cancelled

    with pytest.raises(Cancelled):
        import_answer_sheets(session, table(tmp_path, f"5.3,{','.join('A' * 20)}", head=head), progress=stop)
    assert session.store.count("answer_sheet") == session.store.count("quiz_paper") == 0


def test_a_form_is_graded_as_the_paper(session: Session, tmp_path: Path) -> None:
    forms = make_forms(QUESTIONS, 5)
    paper = new_paper(session, forms)
    keys = {letter: [question.answer for question in form_questions(QUESTIONS, forms, letter)] for letter in "AB"}
    rows = [f"5.3,居民,入户随机,{letter},{','.join(key)}" for letter, key in keys.items()]
    head = "日期,人群,抽样方式,卷型,1,2,3,4,5"
    assert counts(import_answer_sheets(session, table(tmp_path, *rows, head=head), paper_id=paper))[0] == 2
    assert answers(session) == [[question.answer for question in QUESTIONS]] * 2
    assert [sheet["form"] for sheet in session.store.records("answer_sheet", order=("id",))] == ["A", "B"]
    plain = import_answer_sheets(session, table(tmp_path, "6,5.3,居民,入户随机,B,A,C,AC,√,"), paper_id=paper)
    assert [note.column for note in plain.notes] == ["卷型"]


def test_a_survey_gives_paper_village_sampling_and_days(session: Session, paper: str, tmp_path: Path) -> None:
    survey = new_survey(session, paper, ended_on="2026-05-05")
    source = table(tmp_path, "001,2026-05-04,居民,,B,A,C,AC,√,", "002,2026-05-06,居民,,B,A,C,AC,√,")
    result = import_answer_sheets(session, source, survey_id=survey)
    assert counts(result) == (1, 0, 0, 1, 0)
    assert "不在这次测评的日期里" in result.wrong[0].reason
    (sheet,) = session.store.records("answer_sheet")
    assert (sheet["survey_id"], sheet["sampling"], sheet.village) == (survey, "random_household", VILLAGE.code)


def test_sheets_that_are_there_already_may_be_told_their_survey(session: Session, paper: str, tmp_path: Path) -> None:
    import_answer_sheets(session, table(tmp_path, CLEAR), paper_id=paper)
    survey = new_survey(session, paper)
    assert counts(import_answer_sheets(session, table(tmp_path, CLEAR), survey_id=survey))[:3] == (0, 1, 0)
    assert counts(import_answer_sheets(session, table(tmp_path, CLEAR), survey_id=survey))[:3] == (0, 0, 1)
    other = import_answer_sheets(session, table(tmp_path, CLEAR), survey_id=new_survey(session, paper))
    assert (other.same, [note.reason[:10] for note in other.notes]) == (1, ["这份答卷已经在另一次"])


def test_a_table_that_fits_no_paper_is_told_which_there_are(session: Session, paper: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="这张表有 5 题") as caught:
        import_answer_sheets(session, table(tmp_path, CLEAR))
    assert "五题卷" in caught.value.hint
    assert paper in caught.value.hint
    with pytest.raises(UserError, match="没有这份试卷"):
        import_answer_sheets(session, table(tmp_path, CLEAR), paper_id="nothing")
    with pytest.raises(UserError, match="没有“日期”一列"):
        import_answer_sheets(session, table(tmp_path, "A,A,A,A,√", head="1,2,3,4,5"), paper_id=paper)


def test_columns_that_are_missing_are_said_once(session: Session, paper: str, tmp_path: Path) -> None:
    source = table(tmp_path, "5.3,B,A,C,AC,√", "5.4,B,A,C,AC,√", head="日期,1,2,3,4,5")
    result = import_answer_sheets(session, source, paper_id=paper)
    assert [note.column for note in result.notes] == ["人群", "抽样方式"]
    assert {sheet["sampling"] for sheet in session.store.records("answer_sheet")} == {"unknown"}


def test_a_row_of_a_village_that_is_not_here_is_wrong(session: Session, paper: str, tmp_path: Path) -> None:
    source = table(tmp_path, "仰徐村,5.3,居民,入户随机,B,A,C,AC,√", "别处村,5.3,居民,入户随机,B,A,C,AC,√",
                   head="村,日期,人群,抽样方式,1,2,3,4,5")
    result = import_answer_sheets(session, source, paper_id=paper)
    assert (result.new, [(item.row, item.column) for item in result.wrong]) == (1, [(3, "村")])
    assert [row.cells[0] for row in result.rejected] == ["别处村"]


def test_a_survey_that_does_not_fit_is_refused_in_words(session: Session, paper: str, tmp_path: Path) -> None:
    survey = new_survey(session, paper)
    with pytest.raises(UserError, match="用的不是这份试卷"):
        import_answer_sheets(session, table(tmp_path, CLEAR), paper_id=new_paper(session), survey_id=survey)
    with pytest.raises(UserError, match="没有这次测评"):
        import_answer_sheets(session, table(tmp_path, CLEAR), survey_id="nothing")
