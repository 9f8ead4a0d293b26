"""What a question's numbers mean, in words: small numbers are told as small, and what misleads comes first."""

from __future__ import annotations

import attrs
import pytest
from panhuang_desk.model.quiz.item_words import discrimination_words, findings
from panhuang_desk.model.quiz.items import ItemStatistics, items
from panhuang_desk.model.quiz.marks import marks_of
from panhuang_desk.model.quiz.question import Question

SINGLE = Question("Q1", "single", "law", "哪一种是毒品？", ("糖", "冰毒", "盐"), "B", "冰毒是毒品。")
ITEM = ItemStatistics(SINGLE, 40, 24, {"A": 10, "B": 24, "C": 2}, 1, 0, 3, 0.35)


@pytest.mark.parametrize(("value", "words"), [
    (None, ""), (0.4, "0.40 很好"), (0.399, "0.40 好"), (0.3, "0.30 好"), (0.2, "0.20 一般"), (0.19, "0.19 低"),
    (0.0, "0.00 低"), (-0.004, "0.00 低"), (-0.2, "-0.20 反了")])
def test_discrimination_is_told_by_number_and_word(value: float | None, words: str) -> None:
    assert discrimination_words(value) == words


def test_the_wrong_answer_that_most_gave_is_named() -> None:
    assert findings(ITEM) == ("错选最多的是 A“糖”，10 份。",
                              "总分高的人多半答对、总分低的人多半答错：这道题分得开会的和不会的。")


def test_what_misleads_comes_first_and_says_what_to_look_at() -> None:
    assert findings(attrs.evolve(ITEM, misleading="A"))[0] == "答得好的人也多选了 A：题目可能有歧义，请看看题干。"
    assert "请看看题干和答案" in findings(attrs.evolve(ITEM, misleading="B", discrimination=-0.2))[0]


def test_a_handful_of_sheets_is_told_as_one() -> None:
    few = attrs.evolve(ITEM, asked=4, right=3, chosen={"A": 1, "B": 3, "C": 0}, unknown=0, blank=0, discrimination=None)
    assert findings(few) == ("只有 4 份，看看就好。", "错选最多的是 A“糖”，1 份。")
    more = attrs.evolve(few, asked=12, right=11, chosen={"A": 1, "B": 11, "C": 0})
    assert "30 份以上" in findings(more)[-1]


def test_of_several_right_answers_the_one_left_out_most_is_named() -> None:
    question = attrs.evolve(SINGLE, type="several", answer="BC")
    item = ItemStatistics(question, 20, 12, {"A": 1, "B": 18, "C": 12}, 1, 0, 1, None)
    assert "漏选最多的是 C“盐”，6 份。" in findings(item)


def test_a_statement_that_was_judged_wrongly_and_one_that_nobody_has_heard_of() -> None:
    question = attrs.evolve(SINGLE, type="true_false", options=("对", "错"), answer="B")
    item = ItemStatistics(question, 20, 12, {"A": 4, "B": 12}, 3, 0, 1, None)
    assert findings(item)[:2] == ("4 份答反了。", "4 份没答或答不知道：这件事好些人没听说过。")
    assert findings(ItemStatistics(question, 20, 20, {"A": 0, "B": 20}, 0, 0, 0, None))[0] == "都答对了，不用再讲。"


def test_words_are_found_for_what_sheets_really_say() -> None:
    scores = {0: [marks_of(["A"])] * 15, 1: [marks_of(["B"])] * 30}
    (item,) = items([((SINGLE,), scores)])
    assert item.discrimination == 1.0
    assert findings(item)[0].startswith("错选最多的是 A")
