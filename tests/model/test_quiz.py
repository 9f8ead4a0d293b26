"""Quizzes: what a bank file may say, how sheets are read and graded, how papers are composed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.errors import UserError
from panhuang_desk.model.entry_dates import EntryError
from panhuang_desk.model.quiz import (
    Bank,
    Question,
    compose,
    from_snapshot,
    grade,
    lint,
    load_answers,
    parse_bank,
    read_answer,
    read_answers,
    show_answer,
    store_answers,
    to_snapshot,
    valid_sheet,
)
from panhuang_desk.model.quiz.levels import level_counts


def single(id: str = "Q1", answer: str = "B", **more: Any) -> Question:
    whole: dict[str, Any] = {
        "type": "single", "topic": "law", "text": f"{id} 问什么？", "options": ("甲", "乙", "丙", "丁"),
        "answer": answer, "explanation": "就是这样。", "source": "禁毒法", "facts": (f"F{id}",)}
    return Question(id=id, **{**whole, **more})


def several(id: str = "Q2", answer: str = "AC", **more: Any) -> Question:
    return single(id, answer, type="several", **more)


def true_false(id: str = "Q3", answer: str = "A", **more: Any) -> Question:
    return single(id, answer, type="true_false", options=("对", "错"), **more)


PAPER = (single("Q1", "B"), several("Q2", "AC"), true_false("Q3", "A"), several("Q4", "BD"), single("Q5", "D"))


def row(**values: Any) -> dict[str, Any]:
    whole = {"id": "Q1", "type": "single", "topic": "law", "audience": "everyone", "difficulty": 2, "text": "问什么？",
             "options": ["甲", "乙", "丙", "丁"], "answer": "B", "explanation": "就是这样。", "source": "禁毒法",
             "facts": ["F001"]}
    return {name: value for name, value in {**whole, **values}.items() if value is not None}


def mapping(*rows: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"version": "1", "topic": [{"code": "law", "label": "法律"}],
            "audience": [{"code": "everyone", "label": "所有人"}], "question": list(rows), **values}


# ---- the bank's file


def test_a_bank_is_read_whole():
    bank = parse_bank(mapping(
        row(), row(id="Q2", type="several", answer="AC", valid_from=dt.date(2026, 1, 1), valid_until="2027-12-31"),
        row(id="Q3", type="true_false", options=None, answer="B", audience=None, difficulty=None)))
    assert bank.version == "1"
    first, second, third = bank.questions
    assert (first.options, first.answer, first.difficulty, first.facts) == (("甲", "乙", "丙", "丁"), "B", 2, ("F001",))
    assert (second.valid_from, second.valid_until) == ("2026-01-01", "2027-12-31")
    assert (third.options, third.audience, third.difficulty) == (("对", "错"), "everyone", 1)
    assert bank.question("Q2") is second
    assert bank.question("Q9") is None
    assert (bank.topic_label("law"), bank.topic_label("gone")) == ("法律", "gone")


@pytest.mark.parametrize(("values", "named"), [
    ({"id": "题 1"}, "第 1 题 id"),
    ({"type": "essay"}, "type：要写 several、single、true_false 中的一个"),
    ({"topic": "weather"}, "topic：要写 law 中的一个"),
    ({"audience": "cats"}, "audience：要写 everyone 中的一个"),
    ({"difficulty": 4}, "difficulty：要写 1、2 或 3"),
    ({"difficulty": True}, "difficulty"),
    ({"text": "  "}, "text：不能空着"),
    ({"explanation": None}, "explanation：不能空着"),
    ({"source": None}, "source：不能空着"),
    ({"options": "甲乙丙丁"}, "options：要写成一列文字"),
    ({"options": ["甲", "", "丙"]}, "options：要写成一列文字"),
    ({"options": ["甲", "乙"]}, "options：要有 3 到 6 个选项"),
    ({"options": ["甲", "乙", "甲"]}, "options：有两个选项一样"),
    ({"answer": "E"}, "answer：只能用 A 到 D"),
    ({"answer": "b"}, "answer：只能用 A 到 D"),
    ({"answer": "AB"}, "answer：单选题和判断题只有一个正确选项"),
    ({"answer": None}, "answer：要写正确选项的字母"),
    ({"type": "several", "answer": "A"}, "answer：多选题至少有两个正确选项"),
    ({"type": "several", "answer": "CA"}, "answer：只能用 A 到 D，从前到后各写一次"),
    ({"type": "true_false"}, "options：判断题的选项只能是"),
    ({"facts": "F001"}, "facts：要写成一列依据编号"),
    ({"valid_from": "明年"}, "valid_from：要写成 2026-01-01 这样的日期"), ({"valid_from": "20260101"}, "valid_from"),
    ({"valid_from": "2026-W01-1"}, "valid_from"), ({"valid_from": 20260101}, "valid_from"),
    ({"valid_from": "2026-01-01", "valid_until": "2025-01-01"}, "valid_until：不能早于 valid_from"),
    ({"anwser": "B"}, "anwser：没有这个项目"),
])
def test_a_mistake_in_a_question_is_named_with_its_place(values, named):
    with pytest.raises(UserError) as caught:
        parse_bank(mapping(row(**values)))
    assert caught.value.code == "bank"
    assert named in caught.value.message
    assert "有 1 处要改" in caught.value.message


@pytest.mark.parametrize(("values", "named"), [
    ({"version": ""}, "版本"), ({"question": []}, "没有一道题"), ({"topic": []}, "[[topic]]"),
    ({"audience": [{"code": "everyone"}]}, "第 1 个 [[audience]] 要有 code 和 label"),
    ({"topic": [{"code": "law", "label": "法律"}] * 2}, "第 2 个 [[topic]] 的 code 重复"),
    ({"question": ["Q1"]}, "第 1 题 id"),
])
def test_a_mistake_in_the_head_of_the_file_is_named(values, named):
    with pytest.raises(UserError) as caught:
        parse_bank(mapping(row(), **values))
    assert named in caught.value.message


def test_two_questions_of_one_id_are_refused():
    with pytest.raises(UserError, match="第 2 题（Q1）：编号 id 与前面的题重复"):
        parse_bank(mapping(row(), row()))


def test_many_mistakes_are_counted_and_the_first_ones_spelled_out():
    with pytest.raises(UserError) as caught:
        parse_bank(mapping(*[row(id=f"Q{n}", answer="F") for n in range(9)]))
    assert "有 9 处要改" in caught.value.message
    assert "另有 4 处" in caught.value.message


# ---- grading


def test_a_sheet_is_graded_question_by_question():
    graded = grade(PAPER, ["B", "CA", "", "B", "A"])
    assert graded.per_question == (True, True, None, False, False)
    assert (graded.correct, graded.answered, graded.asked) == (2, 4, 5)
    assert graded.valid


def test_dont_know_is_an_answer_and_wrong_what_cannot_be_read_is_none():
    graded = grade(PAPER, ["B", "?", "-", "-", ""])
    assert graded.per_question == (True, None, False, False, None)
    assert (graded.correct, graded.answered, graded.asked) == (1, 3, 5)
    assert not graded.valid
    kept = store_answers(["B", "?", "-", "DB", ""])
    assert load_answers(kept) == ("B", "?", "-", "BD", "")
    with pytest.raises(ValueError, match="answer 1"):
        grade(PAPER, ["B?", "", "", "", ""])


def test_a_mark_in_place_of_letters_is_shown_as_it_is():
    assert [show_answer(true_false(), mark) for mark in ("A", "B", "", "?", "-")] == ["√", "×", "", "?", "-"]


def test_a_several_choice_answer_is_right_only_as_a_whole():
    assert [grade([several(answer="AC")], [given]).correct for given in ("AC", "A", "ACD", "BD")] == [1, 0, 0, 0]


@pytest.mark.parametrize("answers", [["A"], ["A"] * 6, ["E", "", "", "", ""], ["", "", "C", "", ""], ["AA"] + [""] * 4])
def test_answers_that_cannot_belong_to_the_paper_are_a_bug(answers):
    with pytest.raises(ValueError):
        grade(PAPER, answers)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_sheet_counts_from_four_fifths_answered(answered, asked):
    assert valid_sheet(answered, asked) == (asked > 0 and answered * 10 >= asked * 8)


@pytest.mark.parametrize(("answered", "asked", "valid"), [(16, 20, True), (15, 20, False), (0, 0, False), (4, 5, True)])
def test_the_border_of_a_valid_sheet(answered, asked, valid):
    assert valid_sheet(answered, asked) is valid


# ---- answers as typed


@pytest.mark.parametrize(("text", "letters"), [
    ("A", "A"), ("a", "A"), ("Ｃ", "C"), ("2", "B"), ("４", "D"), (" b ", "B"), ("-", ""), ("", ""), ("　", ""),
    ("—", ""),
])
def test_a_single_choice_is_read(text, letters):
    assert read_answer(single(), text) == letters


@pytest.mark.parametrize(("text", "letters"), [
    ("AC", "AC"), ("ca", "AC"), ("A、C", "AC"), ("a，c", "AC"), ("1 3", "AC"), ("134", "ACD"), ("B", "B"), ("-", ""),
])
def test_a_several_choice_is_read_in_any_order(text, letters):
    assert read_answer(several(), text) == letters


@pytest.mark.parametrize(("text", "letters"), [
    ("√", "A"), ("✓", "A"), ("对", "A"), ("a", "A"), ("1", "A"), ("×", "B"), ("x", "B"), ("Ｘ", "B"), ("错", "B"),
    ("2", "B"), ("T", "A"), ("f", "B"), ("y", "A"), ("n", "B"), ("-", ""),
])
def test_a_true_false_answer_is_read(text, letters):
    assert read_answer(true_false(), text) == letters


@pytest.mark.parametrize(("question", "text", "says"), [
    (single(), "√", "填 A 到 D"), (single(), "E", "填 A 到 D"), (single(), "5", "填 A 到 D"),
    (single(), "0", "填 A 到 D"), (single(), "-A", "填 A 到 D"),
    (single(), "AB", "只能有一个答案"), (true_false(), "C", "判断题填 √ 或 ×"), (true_false(), "√×", "只能有一个答案"),
    (several(), "AA", "写了两次"), (several(), "A?", "填 A 到 D"),
])
def test_what_cannot_be_read_is_told_and_not_guessed(question, text, says):
    with pytest.raises(EntryError) as caught:
        read_answer(question, text)
    assert says in caught.value.message


answers_of = {
    "single": st.sampled_from(["", *"ABCD"]), "true_false": st.sampled_from(["", "A", "B"]),
    "several": st.lists(st.sampled_from("ABCD"), unique=True).map(lambda letters: "".join(sorted(letters))),
}


@st.composite
def sheets(draw):
    questions = draw(st.lists(st.sampled_from((single(), several(), true_false())), min_size=1, max_size=24))
    return questions, [draw(answers_of[question.type]) for question in questions]


@given(sheets())
def test_an_answer_shown_is_read_as_itself(sheet):
    for question, answer in zip(*sheet, strict=True):
        assert read_answer(question, show_answer(question, answer)) == answer


@given(sheets(), st.sampled_from(",，、;；/\t"))
def test_a_line_with_separators_is_read_answer_by_answer(sheet, separator):
    questions, answers = sheet
    reading = read_answers(questions, separator.join(answer or "-" for answer in answers))
    assert reading.ok
    assert list(reading.answers) == answers
    bare = read_answers(questions, separator.join(answers))
    assert not bare.ok or list(bare.answers) == answers


@given(sheets())
def test_a_line_with_a_comma_after_every_several_choice_is_read_without_doubt(sheet):
    questions, answers = sheet
    line = "".join((answer or "-") + ("," if question.type == "several" else "")
                   for question, answer in zip(questions, answers, strict=True))
    reading = read_answers(questions, line)
    assert reading.ok, reading.problems
    assert list(reading.answers) == answers
    assert reading.read == len(questions)


@given(sheets())
def test_a_line_without_separators_is_read_right_or_doubted(sheet):
    questions, answers = sheet
    reading = read_answers(questions, "".join(answer or "-" for answer in answers))
    assert not reading.ok or list(reading.answers) == answers


@given(sheets(), st.text(alphabet="ABCDabcd1234√×xX-, 、E5?", max_size=40))
def test_whatever_is_typed_comes_back_as_answers_that_can_be_graded(sheet, line):
    questions, _ = sheet
    reading = read_answers(questions, line)
    assert len(reading.answers) == len(questions)
    assert all(0 <= position <= len(questions) for position, _ in reading.problems)
    grade(questions, reading.answers)


@pytest.mark.parametrize(("line", "answers"), [
    ("BAC√BDD", ("B", "AC", "A", "BD", "D")),
    ("bac1bdd", ("B", "AC", "A", "BD", "D")),
    ("ＢＡＣ×ＢＤＤ", ("B", "AC", "B", "BD", "D")),
    ("2131244", ("B", "AC", "A", "BD", "D")),
    ("BACX--", ("B", "AC", "B", "", "")),
    ("-AC√BD ", ("", "AC", "A", "BD", "")),
    ("B AC √ BD D", ("B", "AC", "A", "BD", "D")),
    ("B,CA,√,D B,D", ("B", "AC", "A", "BD", "D")),
    ("B,AC,,BD,D", ("B", "AC", "", "BD", "D")),
    ("B,AC,√,BD,D,", ("B", "AC", "A", "BD", "D")),
    ("BAC√B,D", ("B", "AC", "A", "B", "D")),
])
def test_lines_as_people_type_them(line, answers):
    reading = read_answers(PAPER, line)
    assert reading.problems == ()
    assert reading.answers == answers


@pytest.mark.parametrize(("line", "read", "position", "says"), [
    ("", 0, 0, "还差 5 题"), ("BAC√", 3, 0, "还差 2 题"), ("BE", 1, 2, "填 A 到 D"), ("BAC√BDDA", 5, 0, "多出 1 个字"),
    ("BACC", 2, 3, "判断题填"), ("B,ACX", 1, 2, "逗号只写在多选题的答案后面"),
])
def test_a_line_that_does_not_fit_says_where(line, read, position, says):
    reading = read_answers(PAPER, line)
    assert not reading.ok
    assert reading.read == read
    assert reading.problems[0][0] == position
    assert says in reading.problems[0][1]


def test_a_blank_before_a_comma_is_not_taken_for_a_missing_answer():
    questions = [single("Q1"), several("Q2")]
    assert read_answers(questions, "-A,").answers == ("", "A")
    assert not read_answers(questions, " A,").ok


def test_a_comma_belongs_to_a_several_choice():
    questions = [single("Q1"), several("Q2"), single("Q3"), true_false("Q4"), several("Q5")]
    assert read_answers(questions, "AACD,AABCD,").answers == ("A", "ACD", "A", "A", "BCD")


def test_two_ways_to_read_a_line_are_a_doubt_at_the_first_question_concerned():
    questions = [single("Q1"), several("Q2"), several("Q3")]
    reading = read_answers(questions, "BABC")
    assert [position for position, _ in reading.problems] == [2]
    assert "逗号" in reading.problems[0][1]
    assert read_answers(questions, "BA,BC").answers == ("B", "A", "BC")
    assert read_answers(questions, "BAB,C").answers == ("B", "AB", "C")


@given(sheets())
def test_kept_answers_come_back(sheet):
    _, answers = sheet
    assert list(load_answers(store_answers(answers))) == answers
    assert store_answers(["CA", ""]) == '["AC",""]'


@pytest.mark.parametrize("text", ["{}", '["A",1]', "nothing"])
def test_damaged_answers_are_noticed(text):
    with pytest.raises(ValueError):
        load_answers(text)


# ---- a paper's snapshot


def test_a_paper_stays_answerable_without_the_bank():
    kept = from_snapshot(to_snapshot(PAPER))
    assert [(q.id, q.type, q.topic, q.text, q.options, q.answer, q.explanation, q.source) for q in kept] == [
        (q.id, q.type, q.topic, q.text, q.options, q.answer, q.explanation, q.source) for q in PAPER]
    assert grade(kept, ["B", "AC", "A", "BD", "D"]).correct == 5
    assert to_snapshot(kept) == to_snapshot(PAPER)


@pytest.mark.parametrize("text", [
    "", "{}", "[1]", '[{"id":"Q1"}]',
    '[{"id":"Q1","type":"single","topic":"law","text":"?","options":["甲","乙"],"answer":"C","explanation":""}]',
])
def test_a_damaged_paper_is_noticed(text):
    with pytest.raises(ValueError):
        from_snapshot(text)


# ---- composing


def big_bank(topics: int = 4, each: int = 12) -> Bank:
    kinds = (single, several, true_false)
    answers = {single: "ABCD", several: ("AB", "CD", "BC", "AD"), true_false: "AB"}
    questions = []
    for t in range(topics):
        for n in range(each):
            kind = kinds[n % 3]
            questions.append(kind(f"Q{t}x{n}", answers[kind][n // 3 % len(answers[kind])], topic=f"t{t}",
                                  difficulty=1 + n % 3))
    return parse_topics(questions)


def parse_topics(questions: list[Question]) -> Bank:
    codes = dict.fromkeys(question.topic for question in questions)
    from_rows = parse_bank(mapping(row(topic=next(iter(codes))), topic=[{"code": c, "label": f"题{c}"} for c in codes]))
    return attrs.evolve(from_rows, questions=tuple(questions))


@given(st.integers(-5, 10**9), st.integers(1, 40))
def test_a_paper_is_balanced_over_the_topics_and_the_same_for_the_same_seed(seed, n):
    bank = big_bank()
    paper = compose(bank, seed, n)
    assert paper == compose(attrs.evolve(bank, questions=bank.questions[::-1]), seed, n)
    assert len({question.id for question in paper}) == n
    counts = Counter(question.topic for question in paper)
    assert max(counts.values()) - min(counts[f"t{t}"] for t in range(4)) <= 1


def test_different_seeds_make_different_papers():
    assert len({tuple(q.id for q in compose(big_bank(), seed)) for seed in range(20)}) == 20


@pytest.mark.parametrize("seed", range(12))
def test_a_paper_asks_by_type_and_spreads_its_right_answers(seed):
    paper = compose(big_bank(), seed)
    kinds = [question.type for question in paper]
    assert kinds == sorted(kinds, key=["single", "true_false", "several"].index)
    counts = Counter(kinds)
    assert 8 <= counts["single"] <= 13
    assert 2 <= counts["several"] <= 5
    assert 4 <= counts["true_false"] <= 8
    letters = Counter(question.answer for question in paper if question.type == "single")
    assert max(letters.values()) <= 5


def test_a_blueprint_says_how_many_of_each_topic():
    paper = compose(big_bank(), 1, blueprint={"t1": 5, "t3": 2})
    assert Counter(question.topic for question in paper) == {"t1": 5, "t3": 2}


@pytest.mark.parametrize("seed", range(6))
def test_a_mix_of_difficulties_is_kept_exactly_with_the_topics(seed):
    topics = {"t0": 2, "t1": 5, "t3": 3}
    paper = compose(big_bank(), seed, blueprint=topics, levels={1: 5, 2: 4, 3: 1})
    assert Counter(q.topic for q in paper) == topics
    assert Counter(q.difficulty for q in paper) == {1: 5, 2: 4, 3: 1}
    assert paper == compose(big_bank(), seed, blueprint=topics, levels={1: 50, 2: 40, 3: 10})


def test_a_mix_is_found_where_topics_have_to_give_way_to_each_other():
    """t1 has only easy questions; so t0, which has both, must give the hard ones."""
    easy = [single(f"E{n}", topic="t1", difficulty=1) for n in range(2)]
    both = [single(f"B{n}", topic="t0", difficulty=1 + n % 2) for n in range(4)]
    bank = parse_topics([*easy, *both])
    paper = compose(bank, 1, blueprint={"t0": 2, "t1": 2}, levels={1: 2, 2: 2})
    assert {q.topic for q in paper if q.difficulty == 2} == {"t0"}
    with pytest.raises(UserError, match="容易 1 道、一般 3 道") as caught:
        compose(bank, 1, blueprint={"t0": 2, "t1": 2}, levels={1: 1, 2: 3})
    assert caught.value.code == "bank-too-small"


@pytest.mark.parametrize(("n", "mix", "counts"), [
    (20, {1: 50, 2: 40, 3: 10}, {1: 10, 2: 8, 3: 2}), (7, {1: 1, 2: 1}, {1: 4, 2: 3}), (1, {1: 0, 3: 2}, {1: 0, 3: 1}),
])
def test_weights_of_difficulties_become_numbers_that_add_up(n, mix, counts):
    assert level_counts(n, mix) == counts


def test_a_type_can_be_limited_while_others_are_left():
    paper = compose(big_bank(), 1, most={"several": 1})
    assert Counter(q.type for q in paper)["several"] == 1


def test_one_fact_is_not_asked_twice_while_others_are_left():
    bank = big_bank()
    twins = tuple(
        attrs.evolve(q, facts=("F1",) if index % 12 < 6 else q.facts) for index, q in enumerate(bank.questions))
    paper = compose(attrs.evolve(bank, questions=twins), 3, 20)
    assert sum("F1" in question.facts for question in paper) <= 1


def test_only_questions_that_hold_on_the_day_and_are_meant_for_everyone_are_asked():
    bank = parse_topics([single("Q1", valid_from="2026-01-01"), single("Q2", valid_until="2025-12-31"),
                         single("Q3", audience="primary"), single("Q4")])
    asked = {day: {q.id for q in compose(bank, 1, 2, on=day)} for day in ("2025-12-31", "2026-01-01")}
    assert asked == {"2025-12-31": {"Q2", "Q4"}, "2026-01-01": {"Q1", "Q4"}}
    assert [q.id for q in compose(bank, 1, 1, audiences=("primary",))] == ["Q3"]


def test_a_bank_that_is_too_small_says_how_many_it_has():
    with pytest.raises(UserError, match="只有 48 道，组不成 60 道"):
        compose(big_bank(), 1, 60)
    with pytest.raises(UserError, match="“题t1”的题不够 13 道") as caught:
        compose(big_bank(), 1, blueprint={"t1": 13})
    assert caught.value.code == "bank-too-small"


# ---- lint


def found(**values: Any) -> str:
    return "\n".join(lint(parse_topics([single(**values)])))


@pytest.mark.parametrize(("values", "says"), [
    ({"text": "问什么"}, "题干要以问号或句号结尾"), ({"text": "下列哪一种不属于毒品？"}, "正面的问法"),
    ({"explanation": "一句。两句。"}, "正好是一句话"), ({"explanation": "没有句号"}, "正好是一句话"),
    ({"explanation": "长" * 60 + "。"}, "解析太长"), ({"source": ""}, "没有写依据"), ({"facts": ()}, "没有写依据编号"),
    ({"explanation": "见 www.example.cn。"}, "不要出现网址"),
    ({"source": "治安管理处罚法第八十四条"}, "不要写第几条"),
    ({"options": ("甲", "乙", "丙", "以上都对")}, "以上都是"), ({"options": ("甲", "乙", "丙", "都不是")}, "以上都是"),
    ({"options": ("甲", "乙", "丙", "A和B")}, "以上都是"),
    ({"options": ("甲方", "甲方。", "丙方", "丁方")}, "意思一样"),
    ({"options": ("是", "不是", "也许", "只有先问过村里才可以")}, "长短相差太大"),
    ({"type": "several", "answer": "ABCD"}, "不能所有选项都对"),
])
def test_the_lint_finds_a_bad_question(values, says):
    assert says not in found()
    assert says in found(**values)


def test_the_lint_finds_what_is_wrong_with_the_whole():
    few = "\n".join(lint(parse_topics([single("Q1"), single("Q1")])))
    for says in ("只有 2 道题", "编号重复 2 次：Q1", "题干与 Q1 重复", "没有多选题", "没有判断题",
                 "“题law”只有 2 道题"):
        assert says in few
    lopsided = "\n".join(lint(parse_topics(
        [single(f"Q{n}", "D", options=("甲", "乙", "丙", "丁丁")) for n in range(20)]
        + [true_false(f"T{n}", "B") for n in range(20)] + [several(f"S{n}", "AB") for n in range(10)])))
    for says in ("单选题的正确答案在 D 的占 100%", "判断题的正确答案在 B 的占 100%", "多选题的正确答案在 C 的占 0%",
                 "正确选项最长"):
        assert says in lopsided
