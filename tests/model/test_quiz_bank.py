"""What makes a question bank bad: each rule of the linter, a file that is judged, and questions to be added."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.quiz import Bank, Question, parse_bank
from panhuang_desk.model.quiz.judging import inspect_added, inspect_bank, summary
from panhuang_desk.model.quiz.lint import MINIMUM, lint, lint_question, repeated
from panhuang_desk.model.quiz.own import pack_question, question_row, unpack_question
from panhuang_desk.model.quiz.question import LETTERS, TRUE_FALSE_OPTIONS

WORDS = "山水田林路桥村店灯井东西南北春夏秋冬风雨米面油盐红黄蓝白金木火土日月星云天地"


def row(number: int = 1, **values: Any) -> dict[str, Any]:
    """A good question of its own words; every fourth is true/false, every fourth a several-choice one."""
    word = "".join(WORDS[(number // len(WORDS) ** n) % len(WORDS)] for n in range(2)) * 5
    kind = ("single", "several", "single", "true_false")[number % 4]
    turn = number // 4
    answer = {"single": LETTERS[(turn + number // 2) % 4], "several": ("AB", "CD", "AC", "BD")[turn % 4],
              "true_false": "AB"[turn % 2]}[kind]
    whole = {
        "id": f"Q{number:03d}", "type": kind, "topic": ("law", "harm")[number % 2], "audience": "everyone",
        "difficulty": 2, "text": f"关于{word}怎么说？", "options": ["甲甲", "乙乙", "丙丙", "丁丁"], "answer": answer,
        "explanation": "就是这样。", "source": "禁毒法", "facts": ["F001"], **values}
    if whole["type"] == "true_false":
        whole.pop("options")
    return whole


def mapping(rows: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    return {"version": "1", "topic": [{"code": "law", "label": "法律"}, {"code": "harm", "label": "危害"}],
            "audience": [{"code": "everyone", "label": "所有人"}], "question": rows, **values}


def good(count: int = 64) -> list[dict[str, Any]]:
    return [row(number) for number in range(1, count + 1)]


def question(**values: Any) -> Question:
    audiences = [Choice(code, code) for code in ("everyone", "elderly", "primary", "middle")]
    bank = parse_bank({**mapping([row(2, **values)]),
                       "audience": [{"code": choice.code, "label": choice.label} for choice in audiences]})
    return bank.questions[0]


def said(**values: Any) -> str:
    return "\n".join(str(finding) for finding in lint_question(question(**values)))


def test_a_good_bank_is_left_alone_and_summed_up():
    bank, found = inspect_bank(mapping(good()))
    assert found == []
    assert summary(bank) == [
        "64 道题，题库版本 1。", "题型：单选题 32，多选题 16，判断题 16。", "主题：法律 32，危害 32。",
        "对象：所有人 64。", "单选题正确答案的位置：A 8，B 8，C 8，D 8。",
        "多选题正确答案的位置：A 8，B 8，C 8，D 8。", "判断题正确答案的位置：A 8，B 8。"]


def test_a_bank_has_a_minimum_that_is_given():
    assert lint(parse_bank(mapping(good())), minimum=65) == ["题库只有 64 道题，至少要 65 道"]
    assert f"题库只有 {MINIMUM - 1} 道题，至少要 {MINIMUM} 道" in inspect_bank(mapping(good(MINIMUM - 1)))[1]


def test_facts_have_to_be_in_the_list_where_there_is_one():
    bank = parse_bank(mapping([*good(), row(65, facts=["F001", "F999"])]))
    assert lint(bank) == []
    assert lint(bank, known_facts={"F001"}) == ["Q065：没有这个依据编号：F999"]


def test_an_audience_without_a_question_is_named():
    audiences = [{"code": "everyone", "label": "所有人"}, {"code": "elderly", "label": "老人"}]
    assert inspect_bank(mapping(good(), audience=audiences))[1] == ["没有一道题是问“老人”的"]


def test_days_out_of_order_are_found_in_the_file_and_in_a_question():
    whole = good()
    whole[3] = row(4, valid_from="2026-01-01", valid_until="2025-01-01")
    assert inspect_bank(mapping(whole))[1] == ["第 4 题（Q004） valid_until：不能早于 valid_from"]
    turned = attrs.evolve(question(), valid_from="2026-01-01", valid_until="2025-01-01")
    assert [finding.field for finding in lint_question(turned)] == ["valid_until"]


def test_every_mistake_of_a_file_is_told_however_many_with_the_questions_number():
    whole = good()
    for place in range(8):
        whole[4 * place + 1] = row(4 * place + 2, answer="F")
    whole[2] = row(3, explanation="一句。两句。")
    found = inspect_bank(mapping(whole))[1]
    assert [line[:3] for line in found] == ["第 2", "第 6", "第 1", "第 1", "第 1", "第 2", "第 2", "第 3", "Q00"]
    assert "第 2 题（Q002） answer：只能用 A 到 D，从前到后各写一次" in found
    assert found[-1] == "Q003：解析要正好是一句话，以句号结尾"


@pytest.mark.parametrize(("count", "letter"), [(3, "B"), (4, "D"), (5, "A")])
def test_right_answers_at_one_position_are_found_for_any_number_of_options(count, letter):
    options = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"][:count]
    lopsided = [row(number, type="single", options=options, answer=letter) for number in range(1, 65)]
    assert f"单选题的正确答案在 {letter} 的占 100%，各位置要大致一样多" in inspect_bank(mapping(lopsided))[1]


@pytest.mark.parametrize(("values", "says"), [
    ({"text": "What is it? 关于毒品说什么？"}, "标点要用中文的"),
    ({"options": ["(甲)", "乙乙", "丙丙", "丁丁"]}, "标点要用中文的"),
    ({"audience": "elderly", "difficulty": 1, "text": "长" * 32 + "？"}, "问老人的题干要短，请控制在 32 个字以内"),
    ({"audience": "elderly", "difficulty": 1, "explanation": "长" * 40 + "。"}, "问老人的解析要短"),
    ({"audience": "elderly", "difficulty": 1, "options": ["长" * 13, "长" * 12 + "短", "短" * 13, "中" * 13]},
     "问老人的选项要短"),
    ({"audience": "elderly", "difficulty": 2}, "问老人的题难度不超过 1"),
    ({"audience": "elderly", "difficulty": 1, "text": "依托咪酯能不能碰？"}, "问老人的题不用“依托咪酯”这样的词"),
    ({"audience": "primary", "difficulty": 1, "explanation": "要负刑事责任。"}, "问小学生的题不用“刑事责任”这样的词"),
    ({"audience": "middle", "difficulty": 3}, "问中学生的题难度不超过 2"),
])
def test_the_linter_finds_what_is_hard_to_read(values, says):
    assert said() == ""
    assert says in said(**values)


def test_questions_that_ask_the_same_are_found():
    first = question(id="Q1", text="国际禁毒日是每年的哪一天？")
    near = question(id="Q2", text="每年的国际禁毒日是哪一天？")
    other_answer = question(id="Q3", text="国际禁毒日是每年的哪一月？", answer="A",
                            options=["六月份里", "乙乙乙", "丙丙丙", "丁丁丁"])
    as_true_false = question(id="Q4", type="true_false", answer="A", text="国际禁毒日是每年的六月里。")
    same = question(id="Q5", text="国际禁毒日，是每年的哪一天？")
    assert [str(finding) for finding in repeated([first, near, other_answer, as_true_false, same])] == [
        "Q2：和 Q1 问的几乎一样，请换一个问法或者删去一道", "Q5：题干与 Q1 重复"]
    assert [finding.id for finding in repeated([near], [first])] == ["Q2"]


def test_questions_to_be_added_are_judged_one_by_one_and_against_the_bank():
    bank = parse_bank(mapping(good()))
    added = mapping([
        row(101, facts=[]), row(5, id="N1"), row(6, text="换了一个问法再问一遍？"), row(103, topic="weather"),
        row(104, source=""), row(101)])
    judged = inspect_added(added, bank)
    assert [[(finding.field, finding.message) for finding in each.wrong] for each in judged] == [
        [], [("text", "题干与 Q005 重复")], [], [("topic", "要写 harm、law 中的一个")], [("source", "不能空着")],
        [("id", "编号 id 与前面的题重复")]]
    assert str(judged[1]) == "第 2 题（N1） text：题干与 Q005 重复"


texts = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)


@given(st.sampled_from(["single", "several", "true_false"]), st.lists(texts, min_size=3, max_size=6), texts,
       st.lists(texts, max_size=3))
def test_a_question_of_ones_own_comes_back_whole(kind, options, text, facts):
    whole = Question("Z1", kind, "law", text, TRUE_FALSE_OPTIONS if kind == "true_false" else tuple(options), "A",
                     text, text, "elderly", 3, tuple(facts), "2026-01-01", "2027-01-01")
    assert unpack_question(pack_question(whole)) == whole


def test_an_own_question_reads_like_one_of_a_file():
    for kept in parse_bank(mapping(good(8))).questions:
        again = parse_bank(mapping([question_row(kept)]))
        assert again.questions == (kept,)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id":"Q1"}', pack_question(
    Question("Q1", "single", "law", "问？", ("甲", "乙"), "C", "解。"))])
def test_a_damaged_own_question_is_noticed(text):
    with pytest.raises(ValueError):
        unpack_question(text)


def test_many_questions_are_compared_quickly():
    bank = Bank("1", tuple(parse_bank(mapping(good(600))).questions))
    assert len(repeated(bank.questions)) < len(bank.questions)
