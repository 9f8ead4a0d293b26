"""The questions that may be asked: the bank, what a file adds and switches off, and files of questions that come in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from panhuang_desk import paths
from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz.own import unpack_question
from panhuang_desk.model.values import Village
from panhuang_desk.services import question_bank, quizzes, records
from panhuang_desk.services.question_bank import bank_of, browse, import_bank, save_own, switch
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.services.helpers import VILLAGE, open_village

OWN: dict[str, Any] = {
    "type": "single", "topic": "law", "audience": "everyone", "difficulty": 1, "text": "村里的禁毒宣传栏设在哪里？",
    "options": ["村委会门口", "村小学后墙", "卫生室旁边", "老年活动室"], "answer": "A",
    "explanation": "宣传栏在村委会门口。", "source": "村禁毒工作安排"}
TOML = """
[[question]]
id = "X001"
type = "true_false"
topic = "refusing"
text = "我们村的禁毒联络员每个月都在村委会值班。"
answer = "A"
explanation = "联络员每个月都值班。"
source = "村禁毒工作安排"
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def file_of(folder: Path, text: str, name: str = "题目.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ids(session: Session) -> set[str]:
    return {question.id for question in bank_of(session).questions}


def test_without_anything_of_its_own_a_file_asks_the_bank_as_it_is(session: Session) -> None:
    assert bank_of(session) is session.bank
    assert [entry.question for entry in browse(session)] == list(session.bank.questions)
    assert all(entry.on and not entry.own for entry in browse(session))


def test_a_question_that_is_off_is_not_asked_and_can_be_switched_on_again(session: Session) -> None:
    changes = switch(session, "Q001", True)
    assert changes.kinds == {"quiz_question"}
    assert "Q001" not in ids(session)
    assert [entry.question.id for entry in browse(session, on=False)] == ["Q001"]
    version = bank_of(session).version
    assert version.startswith(f"{session.bank.version}-")
    switch(session, "Q001", False)
    assert bank_of(session) is session.bank
    switch(session, "Q001", True)
    assert bank_of(session).version == version
    assert session.store.count("quiz_question") == 1
    (record,) = session.store.records("quiz_question")
    assert [entry.person for entry in records.history(session, "quiz_question", record.id)] == ["徐海燕"] * 3


def test_switching_can_be_undone(session: Session) -> None:
    changes = switch(session, "Q001", True)
    records.undo(session, changes.action_id)
    assert bank_of(session) is session.bank


def test_switching_what_is_not_there_says_so(session: Session) -> None:
    with pytest.raises(UserError, match="没有这道题"):
        switch(session, "Q999", True)


def test_a_paper_asks_no_question_that_is_off_and_an_older_paper_keeps_it(session: Session) -> None:
    before = quizzes.make_paper(session, "先组的卷", 10, 1).record
    assert before is not None
    asked = {question.id for question in quizzes.paper_questions(before)}
    for id in sorted(asked):
        switch(session, id, True)
    after = quizzes.make_paper(session, "后组的卷", 10, 1).record
    assert after is not None
    assert asked.isdisjoint(question.id for question in quizzes.paper_questions(after))
    assert {question.id for question in quizzes.paper_questions(session.store.records(
        "quiz_paper", {"id": before.id})[0])} == asked
    assert before["bank_version"] == session.bank.version
    assert after["bank_version"] == bank_of(session).version != session.bank.version
    assert asked.isdisjoint(question.id for question in quizzes.propose_questions(session, 10, 1))


def test_an_own_question_is_asked_found_changed_and_undone(session: Session) -> None:
    saved = save_own(session, OWN)
    assert saved.record is not None
    (entry,) = browse(session, own=True)
    assert entry.own == saved.record.id
    assert entry.question.id.startswith("Z")
    assert entry.question.id in ids(session)
    assert browse(session, text="宣传栏 村小学") == [entry]
    assert records.find(session, "宣传栏")[0].id == saved.record.id
    changed = save_own(session, {**OWN, "answer": "C"}, saved.record.id)
    assert changed.record is not None
    assert changed.record.id == saved.record.id
    assert unpack_question(changed.record.text("question")).answer == "C"
    assert browse(session, own=True)[0].question.id == entry.question.id
    records.undo(session, changed.changes.action_id)
    assert browse(session, own=True) == [entry]
    switch(session, entry.question.id, True)
    assert entry.question.id not in ids(session)
    switch(session, entry.question.id, False)
    assert entry.question.id in ids(session)
    question_bank.delete_own(session, saved.record.id)
    assert bank_of(session) is session.bank


@pytest.mark.parametrize(("values", "field", "says"), [
    ({"answer": "E"}, "answer", "只能用 A 到 D"), ({"text": ""}, "text", "不能空着"),
    ({"source": ""}, "source", "不能空着"), ({"topic": "weather"}, "topic", "中的一个"),
    ({"options": ["甲", "乙", "丙", "以上都对"]}, "options", "以上都是"),
    ({"explanation": "一句。两句。"}, "explanation", "正好是一句话"), ({"text": "长" * 100 + "？"}, "text", "100"),
    ({"text": "下面几样东西里，哪一样是法律写明的毒品？"}, "text", "Q001"),
])
def test_a_bad_own_question_is_told_by_its_field_and_not_saved(
    session: Session, values: dict[str, Any], field: str, says: str,
) -> None:
    saved = save_own(session, {**OWN, **values})
    assert saved.record is None
    assert any(problem.field == field and says in problem.message for problem in saved.problems)
    assert session.store.count("quiz_question") == 0


def test_an_own_question_may_take_the_place_of_one_of_the_bank(session: Session) -> None:
    place = [question.id for question in session.bank.questions].index("Q037")
    switch(session, "Q037", True)
    saved = save_own(session, {**OWN, "id": "Q037"})
    assert saved.record is not None
    assert session.store.count("quiz_question") == 1
    entry = browse(session)[place]
    assert (entry.question.text, entry.own, entry.replaces, entry.on) == (OWN["text"], saved.record.id, True, False)
    switch(session, "Q037", False)
    assert bank_of(session).questions[place].text == OWN["text"]
    question_bank.delete_own(session, saved.record.id)
    assert bank_of(session) is session.bank


def test_the_list_is_narrowed_by_all_that_is_given(session: Session) -> None:
    whole = session.bank.questions
    for narrowed, fits in (
        (browse(session, topic="care"), lambda q: q.topic == "care"),
        (browse(session, audience="elderly"), lambda q: q.audience == "elderly"),
        (browse(session, type="several", difficulty=3), lambda q: (q.type, q.difficulty) == ("several", 3)),
        (browse(session, text="q00"), lambda q: q.id.startswith("Q00")),
        (browse(session, text="罂粟　５００"), lambda q: "罂粟" in (t := f"{q.text}{q.options}{q.explanation}")
         and "500" in t),
    ):
        assert [entry.question for entry in narrowed] == [question for question in whole if fits(question)]
        assert narrowed
    assert browse(session, own=True) == browse(session, on=False) == []


def test_questions_of_a_file_come_in_once_as_one_action(session: Session, tmp_path: Path) -> None:
    source = file_of(tmp_path, TOML)
    dry = import_bank(session, source, dry_run=True)
    assert (dry.new, dry.dry_run, session.store.count("quiz_question")) == (1, True, 0)
    result = import_bank(session, source)
    assert (result.new, result.changed, result.same, result.wrong) == (1, 0, 0, ())
    assert "X001" in ids(session)
    again = import_bank(session, source)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    changed = import_bank(session, file_of(tmp_path, TOML.replace("每个月都在", "每个月三次在")))
    assert (changed.new, changed.changed) == (0, 1)
    assert session.store.count("quiz_question") == 1
    records.undo(session, changed.changes.action_id)
    records.undo(session, result.changes.action_id)
    assert bank_of(session) is session.bank


def test_a_whole_bank_comes_in_as_what_differs_from_the_one_in_use(session: Session, tmp_path: Path) -> None:
    shipped = session.resources.bank_file.read_text(encoding="utf-8")
    result = import_bank(session, file_of(tmp_path, shipped.replace("禁毒是谁的责任？", "禁毒该由谁负责？") + TOML))
    assert (result.new, result.changed, result.same, result.wrong) == (1, 1, len(session.bank.questions) - 1, ())
    assert {entry.question.id for entry in browse(session, own=True)} == {"Q037", "X001"}


def test_wrong_questions_of_a_file_are_named_and_the_others_come_in(session: Session, tmp_path: Path) -> None:
    bad = TOML.replace("X001", "X002").replace('answer = "A"', 'answer = "C"').replace("每个月都在", "每天早上在")
    result = import_bank(session, file_of(tmp_path, TOML + bad + TOML.replace("X001", "X003")))
    assert result.new == 1
    assert [(item.row, item.column) for item in result.wrong] == [(2, "X002 answer"), (3, "X003 text")]
    assert result.wrong_rows == 2


@pytest.mark.parametrize(("text", "says"), [
    ("version = ", "末尾写得不对"), ('a = 1\nb = "没有收尾\n', "第 2 行写得不对"), ('version = "1"', "没有题目"),
    ("question = 3", "没有题目"),
])
def test_a_file_that_is_no_bank_is_refused_with_its_line(
    session: Session, tmp_path: Path, text: str, says: str,
) -> None:
    with pytest.raises(UserError, match=says) as caught:
        import_bank(session, file_of(tmp_path, text))
    assert caught.value.code == "bank"


def test_a_file_that_is_not_utf_8_or_not_there_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "题目.toml"
    with pytest.raises(UserError, match="打不开"):
        import_bank(session, path)
    path.write_bytes(TOML.encode("gb18030"))
    with pytest.raises(UserError, match="UTF-8"):
        import_bank(session, path)


def test_an_office_may_add_questions_for_all_its_villages(tmp_path: Path) -> None:
    other = Village("320903004203", "甲村", VILLAGE.subdistrict_code, VILLAGE.subdistrict_name)
    settings = Settings(file=tmp_path / "settings.json")
    store = Store.create(tmp_path / "office.phdb", "correct horse battery", villages=[VILLAGE, other], home="",
                         person="办公室", settings=settings, device="街道电脑")
    with Session(store, settings) as session:
        assert save_own(session, OWN).ok
        switch(session, "Q001", True)
        assert len(browse(session, own=True)) == len(browse(session, on=False)) == 1


def test_a_bank_in_the_data_folder_takes_the_place_of_the_shipped_one(session: Session, tmp_path: Path) -> None:
    shipped = Resources()
    shutil.copytree(shipped.folder / "quiz", tmp_path / "quiz")
    text = shipped.bank_file.read_text(encoding="utf-8").replace('version = "', 'version = "街道', 1)
    assert not session.bank.version.startswith("街道")
    paths.home().mkdir(parents=True, exist_ok=True)
    file_of(paths.home(), text, "bank.toml")
    assert Resources().bank.version.startswith("街道")
    assert Resources(tmp_path).bank.version == session.bank.version


def test_a_damaged_own_question_is_told_in_words(session: Session) -> None:
    with session.store.action() as action:
        action.save("quiz_question", {"bank_id": "X1", "question": "{}", "text": "问？"}, village=VILLAGE.code)
    with pytest.raises(UserError, match="自拟题读不出来"):
        bank_of(session)


def test_the_standard_paper_is_the_same_whatever_a_file_adds_or_switches_off(session: Session, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with open_village(tmp_path / "other") as other:
        common = quizzes.standard_paper(other)
        for question in quizzes.paper_questions(common)[:5]:
            switch(session, question.id, True)
        save_own(session, OWN)
        assert quizzes.standard_paper(session)["questions"] == common["questions"]
        assert quizzes.standard_paper(session)["bank_version"] == session.bank.version
