"""Answering at the screen: every form is graded rightly, nothing answered is lost, what is broken off is abandoned."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.model.quiz.forms import make_forms
from panhuang_desk.services import quizzes, records, screen_answers, start, surveys
from panhuang_desk.services.screen_answers import ScreenSheet, Setup
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.services.helpers import TODAY, VILLAGE

SECRET = "correct horse battery"
FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = (
    *(Question(f"S{n}", "single", "law", f"单选 {n}？", FOUR, "ABCD"[n % 4], "就是这样。") for n in range(4)),
    Question("T1", "true_false", "law", "判断？", ("对", "错"), "B", "就是这样。"),
    *(Question(f"M{n}", "several", "law", f"多选 {n}？", FOUR, "ACD", "就是这样。") for n in range(2)),
)
BEGAN = dt.datetime(2026, 5, 22, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Clock:
    """The time of the file, which a test moves on."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "village.phdb"


@pytest.fixture
def session(file: Path, clock: Clock) -> Iterator[Session]:
    store = Store.create(file, SECRET, villages=[VILLAGE], home=VILLAGE.code, person="徐海燕", settings=Settings(),
                         now=clock)
    with Session(store, Settings(), lambda: TODAY) as session:
        yield session


@pytest.fixture
def paper(session: Session) -> str:
    with session.store.action() as action:
        return action.save("quiz_paper", {
            "title": "七题卷", "bank_version": "1", "questions": to_snapshot(QUESTIONS),
            "forms": make_forms(QUESTIONS, 3), "made_on": "2026-05-01"}).id


def answer_right(session: Session, sheet: ScreenSheet, places: range) -> None:
    for place in places:
        screen_answers.answer(session, sheet, place, sheet.questions[place].answer)


def reopened(file: Path) -> Session:
    return Session(Store.open(file, SECRET, settings=Settings()), Settings(), lambda: TODAY)


def only_sheet(session: Session) -> Record:
    (sheet,) = session.store.records("answer_sheet")
    return sheet


@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_every_form_is_graded_by_its_own_order_and_kept_in_that_of_the_paper(
    session: Session, paper: str, form: str, clock: Clock,
) -> None:
    survey = surveys.make_survey(session, {"title": "五月", "paper_id": paper, "started_on": "2026-05-01",
                                           "sampling": "random_household"}).record
    assert survey is not None
    setup = Setup(paper, survey.id, "tenants", "18_35", "intercept", form)
    sheet = screen_answers.begin(session, setup)
    answer_right(session, sheet, range(7))
    wrong = sheet.questions.index(next(q for q in sheet.questions if q.id == "S2"))
    screen_answers.answer(session, sheet, wrong, "-")
    clock.now += dt.timedelta(seconds=95)
    saved = screen_answers.finish(session, sheet, "mostly")
    assert saved.record is not None
    expected = [question.answer for question in QUESTIONS]
    expected[2] = "-"
    assert quizzes.sheet_answers(saved.record) == tuple(expected)
    kept = {name: saved.record[name] for name in (
        "correct", "answered", "asked", "form", "survey_id", "key_group", "age_band", "sampling", "satisfaction",
        "entered", "state", "seconds", "taken_on")}
    assert kept == {
        "correct": 6, "answered": 7, "asked": 7, "form": form, "survey_id": survey.id, "key_group": "tenants",
        "age_band": "18_35", "sampling": "intercept", "satisfaction": "mostly", "entered": "screen", "state": "done",
        "seconds": 95, "taken_on": "2026-05-22"}
    assert session.store.drafts() == []
    assert [mark for mark in sheet.graded.per_question if not mark] == [False]


def test_form_b_asks_in_another_order(session: Session, paper: str) -> None:
    asked = {form: screen_answers.begin(session, Setup(paper, form=form)).questions for form in "AB"}
    assert asked["A"] != asked["B"]
    assert {q.id for q in asked["A"]} == {q.id for q in asked["B"]}


def test_forms_come_in_turn_abandoned_ones_counted(session: Session, paper: str) -> None:
    forms = []
    for _ in range(4):
        sheet = screen_answers.begin(session, Setup(paper))
        forms.append(sheet.form)
        screen_answers.abandon(session, sheet)
    assert forms == ["A", "B", "C", "A"]


def test_a_paper_without_forms_is_asked_as_it_is(session: Session) -> None:
    with session.store.action() as action:
        old = action.save("quiz_paper", {"title": "旧卷", "bank_version": "1", "made_on": "2026-05-01",
                                         "questions": to_snapshot(QUESTIONS)})
    assert len(screen_answers.forms_of(old)) == 1
    sheet = screen_answers.begin(session, Setup(old.id))
    assert (sheet.form, sheet.questions) == ("A", QUESTIONS)


def test_an_abandoned_sheet_keeps_its_answers_and_counts_nowhere(session: Session, paper: str) -> None:
    sheet = screen_answers.begin(session, Setup(paper, form="B"))
    answer_right(session, sheet, range(3))
    saved = screen_answers.abandon(session, sheet)
    assert saved.record is not None
    assert (saved.record["state"], saved.record["answered"], saved.record["form"]) == ("abandoned", 3, "B")
    assert session.store.drafts() == []
    assert session.store.read("select count(*) from sheet_tally") == [(0,)]


def test_a_sheet_that_nobody_answered_is_not_finished(session: Session, paper: str) -> None:
    sheet = screen_answers.begin(session, Setup(paper))
    saved = screen_answers.finish(session, sheet)
    assert not saved.ok
    assert [problem.field for problem in saved.problems] == ["answers"]
    assert len(session.store.drafts()) == 1


def test_not_knowing_is_an_answer(session: Session, paper: str) -> None:
    sheet = screen_answers.begin(session, Setup(paper))
    for place in range(7):
        screen_answers.answer(session, sheet, place, "-")
    assert sheet.unanswered == ()
    saved = screen_answers.finish(session, sheet)
    assert saved.record is not None
    assert (saved.record["correct"], saved.record["answered"]) == (0, 7)


def test_what_was_chosen_is_offered_again_as_far_as_it_is_there(session: Session, paper: str) -> None:
    assert screen_answers.last_setup(session) is None
    survey = surveys.make_survey(session, {"title": "五月", "paper_id": paper, "started_on": "2026-05-01",
                                           "sampling": "random_household"}).record
    assert survey is not None
    setup = Setup(paper, survey.id, "pupils", "14_17", "whole_class", "C", False)
    screen_answers.abandon(session, screen_answers.begin(session, attrs.evolve(setup, survey_id="")))
    screen_answers.abandon(session, screen_answers.begin(session, setup))
    assert screen_answers.last_setup(session) == setup
    session.store.set_setting("screen_answers", '{"paper_id": "gone"}')
    assert screen_answers.last_setup(session) is None
    session.store.set_setting("screen_answers", f'{{"paper_id": "{paper}", "key_group": "nobody"}}')
    assert screen_answers.last_setup(session) == Setup(paper)
    session.store.set_setting("screen_answers", "[1")
    assert screen_answers.last_setup(session) is None


def test_a_deleted_paper_is_refused(session: Session, paper: str) -> None:
    records.delete_record(session, "quiz_paper", paper)
    with pytest.raises(UserError, match="试卷已经删除"):
        screen_answers.begin(session, Setup(paper))


_KILLED = """
import datetime as dt
import sys
from pathlib import Path
from panhuang_desk.services import screen_answers
from panhuang_desk.services.screen_answers import Setup
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

file, secret, paper = sys.stdin.readline().strip().split("|")
session = Session(Store.open(Path(file), secret, settings=Settings()), Settings(), lambda: dt.date(2026, 5, 22))
sheet = screen_answers.begin(session, Setup(paper, key_group="pupils", form="B"))
for place in range(4):
    screen_answers.answer(session, sheet, place, sheet.questions[place].answer)
print("answered", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_loses_no_answer_and_the_sheet_is_abandoned(session: Session, file: Path, paper: str) -> None:
    session.close()
    with subprocess.Popen([sys.executable, "-c", _KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, encoding="utf-8") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{file}|{SECRET}|{paper}\n")
        child.stdin.flush()
        assert child.stdout.readline() == "answered\n"
        child.kill()
    with reopened(file) as again:
        (kept,) = screen_answers.keep_begun(again)
        sheet = only_sheet(again)
        assert kept.record == sheet
        assert (sheet["state"], sheet["entered"], sheet["form"]) == ("abandoned", "screen", "B")
        assert (sheet["answered"], sheet["correct"], sheet["key_group"]) == (4, 4, "pupils")
        assert again.store.drafts() == []
        assert screen_answers.keep_begun(again) == []


def test_what_cannot_be_kept_stays_a_draft_and_a_reader_touches_nothing(
    session: Session, file: Path, paper: str,
) -> None:
    session.store.save_draft("screen:odd", {"setup": "{}"})
    screen_answers.begin(session, Setup(paper))
    records.delete_record(session, "quiz_paper", paper)
    assert screen_answers.keep_begun(session) == []
    assert len(session.store.drafts()) == 2
    session.close()
    reader = Session(Store.open(file, SECRET, write=False, settings=Settings()), Settings(), lambda: TODAY)
    with reader:
        assert screen_answers.keep_begun(reader) == []


def test_the_passphrase_is_checked_against_the_file(session: Session, file: Path) -> None:
    start.check_passphrase(file, SECRET)
    with pytest.raises(UserError, match="口令不对"):
        start.check_passphrase(file, "battery horse correct")
