"""Questions out into a file and back, and the bank of this machine: checked, replaced and put back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk import paths
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.bank_out import bank_toml
from panhuang_desk.model.quiz import Question
from panhuang_desk.model.quiz.bank import read_questions
from panhuang_desk.model.quiz.own import question_row
from panhuang_desk.services import quizzes
from panhuang_desk.services.bank_file import check_bank_file, read_bank_file
from panhuang_desk.services.question_bank import bank_of, browse, import_bank, problems_of, save_own, switch
from panhuang_desk.services.question_files import (
    EARLIER_BANK,
    check_candidate,
    export_bank,
    export_questions,
    papers_asking,
    replace_bank,
    restore_bank,
    uses_own_bank,
)
from panhuang_desk.services.resources import OWN_BANK, Resources
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village
from tests.services.test_question_bank import OWN

BANK = Resources().bank
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(str.strip).filter(bool)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def other_bank(folder: Path, version: str = "街道1", count: int = 164) -> Path:
    """A whole bank that keeps all rules: the shipped one under another version, or too little of it."""
    choices = [[{"code": each.code, "label": each.label} for each in of] for of in (BANK.topics, BANK.audiences)]
    path = folder / f"{version}.toml"
    path.write_bytes(bank_toml([question_row(each) for each in BANK.questions[:count]], version=version,
                               topics=choices[0], audiences=choices[1]))
    return path


def test_all_questions_go_out_and_come_in_as_the_same(session: Session, tmp_path: Path) -> None:
    save_own(session, OWN)
    save_own(session, {**OWN, "id": "Q001", "text": "村里的\\“宣传车”哪天来？", "facts": ["F001"],
                       "valid_from": "2026-01-01", "valid_until": "2027-12-31", "audience": "elderly",
                       "explanation": "宣传车月初来。"})
    questions = [entry.question for entry in browse(session)]
    assert export_questions(questions, tmp_path / "题.toml") == 165
    result = import_bank(session, tmp_path / "题.toml")
    assert (result.new, result.changed, result.same, result.wrong) == (0, 0, 165, ())
    (tmp_path / "b").mkdir()
    with open_village(tmp_path / "b") as other:
        came = import_bank(other, tmp_path / "题.toml")
        assert (came.new, came.changed, came.same, came.wrong) == (1, 1, 163, ())
        assert [entry.question for entry in browse(other)] == questions


@given(WORDS, st.lists(WORDS, min_size=3, max_size=6, unique=True), WORDS, WORDS, st.data())
def test_a_question_of_any_words_is_read_back_equal(
    text: str, options: list[str], explanation: str, source: str, data: st.DataObject,
) -> None:
    letters = "ABCDEF"[:len(options)]
    question = Question(
        id="Z1", type="single", topic="law", text=text, options=tuple(options), explanation=explanation, source=source,
        answer=data.draw(st.sampled_from(letters)), audience=data.draw(st.sampled_from(BANK.audiences)).code,
        difficulty=data.draw(st.integers(1, 3)), facts=tuple(data.draw(st.lists(WORDS, max_size=2))),
        valid_from=data.draw(st.sampled_from(["", "2026-01-01"])))
    path = paths.home() / "one.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    export_questions([question], path)
    (reading,) = read_questions(read_bank_file(path), BANK.topics, BANK.audiences)
    assert (reading.question, reading.wrong) == (question, ())


def test_the_whole_bank_that_goes_out_is_one_that_may_be_used(session: Session, tmp_path: Path) -> None:
    switch(session, "Q002", True)
    assert export_bank(session, tmp_path / "全.toml") == 163
    judgement = check_bank_file(tmp_path / "全.toml")
    assert judgement.findings == ()
    replace_bank(session, check_candidate(tmp_path / "全.toml"))
    assert session.bank.question("Q002") is None
    assert session.bank.question("Q003") == BANK.question("Q003")


def test_a_bank_is_replaced_at_once_and_papers_keep_what_they_asked(session: Session, tmp_path: Path) -> None:
    paper = quizzes.standard_paper(session)
    asked, version = quizzes.paper_questions(paper), paper.text("bank_version")
    assert not uses_own_bank(session)
    replace_bank(session, check_candidate(other_bank(tmp_path)))
    assert (session.bank.version, bank_of(session).version) == ("街道1", "街道1")
    assert uses_own_bank(session)
    kept = session.store.get("quiz_paper", paper.id)
    assert kept is not None
    assert (quizzes.paper_questions(kept), kept.text("bank_version")) == (asked, version)
    assert quizzes.standard_paper(session).id != paper.id


def test_the_shipped_bank_comes_back_and_the_office_s_is_kept_aside(session: Session, tmp_path: Path) -> None:
    for version in ("街道1", "街道2"):
        replace_bank(session, check_candidate(other_bank(tmp_path, version)))
    assert session.bank.version == "街道2"
    assert read_bank_file(paths.home() / EARLIER_BANK)["version"] == "街道1"
    restore_bank(session)
    assert session.bank == BANK
    assert not uses_own_bank(session)
    assert read_bank_file(paths.home() / EARLIER_BANK)["version"] == "街道2"
    restore_bank(session)
    assert session.bank == BANK


def test_a_bank_that_breaks_the_rules_is_refused_and_the_old_one_stays(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="处要改，没有换") as caught:
        check_candidate(other_bank(tmp_path, "小", 39))
    assert "题库只有 39 道题，至少要 40 道" in caught.value.hint
    assert "另有" in caught.value.hint
    assert not (paths.home() / OWN_BANK).exists()
    with pytest.raises(UserError, match="打不开"):
        check_candidate(tmp_path / "没有.toml")


def test_where_nothing_can_be_written_the_bank_stays(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    candidate = check_candidate(other_bank(tmp_path))
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "file" / "in"))
    with pytest.raises(UserError, match="题库没有换"):
        replace_bank(session, candidate)
    assert session.bank == BANK


def test_the_papers_that_ask_a_question_are_named(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    asking = papers_asking(session)
    assert set(asking) == {question.id for question in quizzes.paper_questions(paper)}
    assert set(asking.values()) == {(paper.text("title"),)}
    with session.store.action() as action:
        action.save("quiz_paper", {"questions": "{}"}, id=paper.id)
    assert papers_asking(session) == {}


@pytest.mark.parametrize(("changed", "field"), [
    ({"text": "村里的禁毒宣传栏设在哪里"}, "text"), ({"options": ["村委会门口", "小学"]}, "options"),
    ({"answer": ""}, "answer"), ({"explanation": "在门口"}, "explanation"),
    ({"text": BANK.questions[0].text, "options": list(BANK.questions[0].options)}, "text"),
])
def test_what_is_wrong_is_told_by_field_without_saving(
    session: Session, changed: dict[str, Any], field: str,
) -> None:
    assert problems_of(session, OWN) == []
    assert field in {problem.field for problem in problems_of(session, {**OWN, **changed})}
    assert session.store.count("quiz_question") == 0


def test_of_a_half_written_question_what_is_written_is_judged(session: Session) -> None:
    found = problems_of(session, {"type": "single", "text": "没有问号", "options": ["甲", "乙", "丙"]})
    said = {problem.field: problem.message for problem in found}
    assert said["text"] == "题干要以问号或句号结尾。"
    assert said["explanation"] == "不能空着。"


def test_an_own_question_does_not_repeat_itself(session: Session) -> None:
    saved = save_own(session, OWN)
    assert saved.record is not None
    assert problems_of(session, OWN, saved.record.id) == []
    assert [problem.field for problem in problems_of(session, OWN)] == ["text"]
    assert attrs.fields_dict(Question).keys() >= set(OWN)
