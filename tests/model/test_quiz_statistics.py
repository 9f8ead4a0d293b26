"""What sheets say: against published values, an independent library, and plain counting over random sheets."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panhuang_desk.model.figures import REACHED, TOO_FEW, verdict, wilson
from panhuang_desk.model.quiz.adviser import (
    advice,
    interval_of,
    more_needed,
    plan,
    sample_size,
    smallest_sample,
    verdict_of,
)
from panhuang_desk.model.quiz.forms import form_questions, make_forms, to_paper_order
from panhuang_desk.model.quiz.grading import grade
from panhuang_desk.model.quiz.items import items, weakest
from panhuang_desk.model.quiz.marks import marks_of, marks_of_text
from panhuang_desk.model.quiz.question import Question
from panhuang_desk.model.quiz.signs import COPY, FAST, RUN, QuizPaper, Sign
from panhuang_desk.model.quiz.statistics import SheetColumns, pack_score, tell
from scipy.stats import binomtest

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def paper(count: int = 12, key: str = "ABCD") -> tuple[Question, ...]:
    return tuple(Question(f"q{n:02}", "single", "harm" if n % 2 else "law", f"第 {n} 题", ("甲", "乙", "丙", "丁"),
                          key[n % len(key)], "说明。") for n in range(count))


QUESTIONS = paper()
RIGHT = tuple(question.answer for question in QUESTIONS)


def columns(sheets: list[tuple[str, ...]], **more: list[object]) -> SheetColumns:
    """Sheets of one paper, village and day; the further columns as given."""
    graded = [grade(QUESTIONS, answers) for answers in sheets]
    n = len(sheets)
    given = {"number": range(n), "paper": ["p"] * n, "village": ["v"] * n, "day": ["2026-05-06"] * n,
             "month": ["2026-05"] * n, "cell": ["general|||random_household|"] * n, "seconds": [-1] * n,
             "score": [pack_score(g.correct, g.answered, g.asked) for g in graded],
             "marks": [marks_of(answers) for answers in sheets], **more}
    return SheetColumns(**given)  # type: ignore[arg-type]


PAPERS = {"p": QuizPaper(QUESTIONS)}
sheets_of_people = st.lists(st.tuples(*(st.sampled_from(["A", "B", "C", "D", "", "?", "-", answer, answer, answer])
                                        for answer in RIGHT)), min_size=1, max_size=60)


@given(counts)
def test_the_interval_is_that_of_an_independent_library(pair: tuple[int, int]) -> None:
    found = binomtest(*pair).proportion_ci(method="wilson")
    assert wilson(*pair) == pytest.approx((found.low, found.high), abs=1e-12)


def test_the_adviser_gives_the_published_values() -> None:
    assert [smallest_sample(wrong) for wrong in (0, 1, 2, 3, 5, 10)] == [73, 110, 142, 173, 230, 363]
    assert (sample_size(5), sample_size(5, 1000), sample_size(3), sample_size(3, 1000)) == (73, 69, 203, 169)
    assert plan().smallest == ((0, 73), (1, 110), (2, 142), (3, 173), (5, 230), (10, 363))
    assert plan(1000).sizes == ((5, 69), (3, 169))


@given(counts, st.one_of(st.none(), st.integers(1, 5000)))
def test_more_needed_is_the_first_with_which_the_claim_holds(pair: tuple[int, int], population: int | None) -> None:
    passed, valid = pair
    population = None if population is None else max(population, valid)
    more = more_needed(passed, valid, population)
    left = 10**6 if population is None else population - valid
    if more is None:
        assert verdict_of(passed + left, valid + left, population) != REACHED
        return
    assert more <= left
    assert verdict_of(passed + more, valid + more, population) == REACHED
    assert not more or verdict_of(passed + more - 1, valid + more - 1, population) != REACHED


@given(counts, st.integers(0, 10**9))
def test_knowing_how_many_people_there_are_only_helps(pair: tuple[int, int], more: int) -> None:
    passed, valid = pair
    low, high = interval_of(passed, valid, valid + more)
    assert low >= wilson(passed, valid)[0] - 1e-12
    assert high <= wilson(passed, valid)[1] + 1e-12
    if verdict(passed, valid) == REACHED:
        assert verdict_of(passed, valid, valid + more) == REACHED
    assert interval_of(passed, valid, valid) == (passed / valid, passed / valid)


def test_advice_says_what_another_wrong_sheet_would_do() -> None:
    told = advice(73, 73)
    assert (told.verdict, told.more) == (REACHED, 0)
    assert [(each.wrong, each.verdict, each.more) for each in told.if_wrong] == [
        (1, TOO_FEW, 37), (2, TOO_FEW, 69), (3, TOO_FEW, 100)]
    assert advice(0, 0).more is None
    assert advice(20, 20, 20).verdict == REACHED
    assert smallest_sample(1, 10) is None


@settings(max_examples=60, deadline=None)
@given(sheets_of_people, st.sampled_from([60, 80, 100]))
def test_rates_and_questions_are_what_plain_counting_gives(sheets: list[tuple[str, ...]], mark: int) -> None:
    told = tell(columns(sheets), PAPERS, mark)
    valid = [answers for answers in sheets if sum(a not in ("", "?") for a in answers) / 12 >= 0.8 - 1e-9]
    right = [sum(map(str.__eq__, answers, RIGHT)) for answers in valid]
    rates = told.rates
    assert rates is not None
    assert (rates.returned, rates.valid, rates.correct, rates.asked, rates.random) == (
        len(sheets), len(valid), sum(right), 12 * len(valid), len(valid))
    assert rates.passed == sum(k / 12 >= mark / 100 - 1e-9 for k in right)
    for item in told.questions:
        at = int(item.question.id[1:])
        answers = Counter(each[at] for each in valid)
        assert (item.asked, item.right) == (len(valid), answers[RIGHT[at]])
        assert item.chosen == {letter: answers[letter] for letter in "ABCD"}
        assert (item.unknown, item.unreadable, item.blank) == (answers["-"], answers["?"], answers[""])
    assert sum(topic.right for topic in told.topics) == sum(right)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(30, 90))
def test_discrimination_is_the_mean_over_all_orders_of_equals(seed: int, n: int) -> None:
    dice = random.Random(seed)
    sheets = [tuple(a if dice.random() < 0.7 else dice.choice("ABCD") for a in RIGHT) for _ in range(n)]
    by_score: dict[int, list[str]] = {}
    for answers in sheets:
        by_score.setdefault(sum(map(str.__eq__, answers, RIGHT)), []).append(marks_of(answers))
    for item in items([(QUESTIONS, by_score)]):
        at = int(item.question.id[1:])
        # Each sheet stands three times: then thirds are whole, and equals are taken by their mean.
        mean = {s: sum(m[at] == marks_of((RIGHT[at],)) for m in ms) / len(ms) for s, ms in by_score.items()}
        ranked = [mean[s] for s in sorted(by_score) for _ in range(3 * len(by_score[s]))]
        expected = (sum(ranked[-n:]) - sum(ranked[:n])) / n
        assert item.discrimination == pytest.approx(expected, abs=1e-9)


def test_a_question_that_misleads_the_good_ones_is_flagged_with_what_misleads() -> None:
    good = [("B", *RIGHT[1:])] * 15
    weak = [("A", *(["D", "A", "B", "C"] * 3)[1:])] * 15
    by_name = {item.question.id: item for item in tell(columns(good + weak), PAPERS, 80).questions}
    assert by_name["q00"].misleading == "B"
    assert by_name["q00"].discrimination == pytest.approx(-1)
    assert by_name["q01"].misleading == ""
    assert by_name["q01"].discrimination == pytest.approx(1)


def test_the_weakest_are_five_of_those_asked_often_enough() -> None:
    wrong = tuple("A" if answer != "A" else "B" for answer in RIGHT)
    told = tell(columns([RIGHT] * 9 + [(*wrong[:7], *RIGHT[7:])] * 3), PAPERS, 80)
    assert [item.question.id for item in told.weakest] == ["q00", "q01", "q02", "q03", "q04"]
    assert weakest(tell(columns([wrong] * 9), PAPERS, 80).questions) == ()


def test_groups_under_three_are_withheld_and_so_is_what_would_give_them_away() -> None:
    cells = ["general|18_35||random_household|"] * 20 + ["pupils|||random_household|"] * 5
    cells += ["tenants|||volunteers|"] * 2
    told = tell(columns([RIGHT] * 27, cell=cells), PAPERS, 80)  # type: ignore[arg-type]
    shown = {line.code: line.rates and line.rates.returned for line in told.by["key_group"]}
    assert shown == {"general": 20, "pupils": None, "tenants": None}
    assert told.rates is not None
    assert told.rates.not_random == 2
    one_group = tell(columns([RIGHT] * 2), PAPERS, 80, narrowed=True)
    assert (one_group.rates, one_group.questions, one_group.by, one_group.signs) == (None, (), {}, ())


def test_signs_are_questions_and_take_no_sheet_away() -> None:
    copied = ("B", "C", "A", *RIGHT[3:])
    sheets = [RIGHT, RIGHT, copied, copied, ("A",) * 12, RIGHT]
    told = tell(columns(sheets, seconds=[-1, 300, 0, -1, 300, 59]), PAPERS, 80)  # type: ignore[arg-type]
    assert {(sign.kind, sign.sheets) for sign in told.signs} == {
        (RUN, (4,)), (COPY, (2, 3)), (FAST, (2,)), (FAST, (5,))}
    assert all(sign.words.endswith("？") for sign in told.signs)
    assert told.rates is not None
    assert told.rates.returned == 6


def test_a_run_is_looked_for_in_the_order_that_was_answered() -> None:
    forms = make_forms(QUESTIONS, 7)
    papers = {"p": QuizPaper(QUESTIONS, forms)}
    on_b = ("A",) * 12
    own = to_paper_order(on_b, forms, "B")
    assert len(set(own)) > 1
    told = tell(columns([own], cell=["general||B|random_household|"]), papers, 80)  # type: ignore[arg-type]
    assert told.signs == (Sign(RUN, (0,), "这份答卷连续 12 题都选 A，是认真答的吗？"),)
    key = to_paper_order([q.answer for q in form_questions(QUESTIONS, forms, "B")], forms, "B")
    assert key == RIGHT


def test_answers_that_cannot_be_read_have_no_signs() -> None:
    assert marks_of_text("") == marks_of_text("{") == marks_of_text('{"a": 1}') == marks_of_text("[1]") == ""
    assert marks_of_text(json.dumps(["A", "", "?", "-"])) == marks_of(("A", "", "?", "-"))
