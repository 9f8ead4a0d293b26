"""Forms of a paper: the same questions in another order, one key, and answers that find their way back."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.quiz import Question, grade
from panhuang_desk.model.quiz.forms import (
    form_letters,
    form_questions,
    from_paper_order,
    make_forms,
    paper_places,
    to_paper_order,
)

OPTIONS = ("甲", "乙", "丙", "丁", "戊", "己")


@st.composite
def papers(draw: st.DrawFn) -> tuple[Question, ...]:
    found = []
    for number in range(draw(st.integers(1, 24))):
        kind = draw(st.sampled_from(("single", "several", "true_false")))
        count = 2 if kind == "true_false" else draw(st.integers(2, 6))
        options = ("对", "错") if kind == "true_false" else OPTIONS[:count]
        right = draw(st.sets(st.sampled_from("ABCDEF"[:count]), min_size=1, max_size=count if kind == "several" else 1))
        found.append(Question(f"Q{number}", kind, "law", f"第{number}问", options, "".join(sorted(right)), "解析。"))
    return tuple(found)


@st.composite
def answered(draw: st.DrawFn) -> tuple[tuple[Question, ...], str, str, tuple[str, ...]]:
    """A paper, its forms, one of their letters, and answers as they stand on that form."""
    questions = draw(papers())
    forms, letter = make_forms(questions, draw(st.integers(0, 9999))), draw(st.sampled_from("ABC"))
    answers = []
    for question in form_questions(questions, forms, letter):
        letters = draw(st.sets(st.sampled_from(question.letters), max_size=len(question.letters)
                               if question.type == "several" else 1))
        answers.append("".join(sorted(letters)) or draw(st.sampled_from(("", "?", "-"))))
    return questions, forms, letter, tuple(answers)


@given(answered())
def test_answers_find_their_way_to_the_paper_and_back(sheet):
    _, forms, letter, answers = sheet
    kept = to_paper_order(answers, forms, letter)
    assert from_paper_order(kept, forms, letter) == answers
    assert to_paper_order(from_paper_order(kept, forms, letter), forms, letter) == kept


@given(answered())
def test_every_form_is_graded_alike(sheet):
    questions, forms, letter, answers = sheet
    plain = ["" if answer in ("?", "-") else answer for answer in answers]
    there = grade(form_questions(questions, forms, letter), plain)
    here = grade(questions, to_paper_order(plain, forms, letter))
    assert (there.correct, there.answered, there.asked) == (here.correct, here.answered, here.asked)
    places = paper_places(forms, letter, len(questions))
    assert [here.per_question[place] for place in places] == list(there.per_question)


@given(papers(), st.integers(0, 9999))
def test_a_form_asks_the_same_by_type_with_true_and_false_in_their_order(questions, seed):
    forms = make_forms(questions, seed)
    assert forms == make_forms(questions, seed)
    assert form_letters(forms) == "ABC"
    assert form_questions(questions, forms, "A") == questions
    for letter in "BC":
        asked = form_questions(questions, forms, letter)
        assert [question.type for question in asked] == [question.type for question in questions]
        assert Counter(question.id for question in asked) == Counter(question.id for question in questions)
        by_id = {question.id: question for question in questions}
        for question in asked:
            before = by_id[question.id]
            right = {question.option(each) for each in question.answer}
            assert right == {before.option(each) for each in before.answer}
            assert sorted(question.options) == sorted(before.options)
            if question.type == "true_false":
                assert question == before


def test_forms_differ_from_each_other():
    questions = tuple(Question(f"Q{n}", "single", "law", f"{n}", OPTIONS[:4], "A", "") for n in range(3))
    for seed in range(30):
        forms = make_forms(questions, seed)
        assert len({form_questions(questions, forms, letter) for letter in "ABC"}) == 3


def test_a_paper_without_forms_has_form_a_alone():
    questions = tuple(Question(f"Q{n}", "several", "law", f"{n}", OPTIONS[:4], "AB", "") for n in range(3))
    assert form_letters("") == "A"
    assert form_questions(questions, "", "A") == questions
    assert to_paper_order(("AB", "?", ""), "", "A") == ("AB", "?", "")
    with pytest.raises(ValueError, match="no form B"):
        form_questions(questions, "", "B")


@pytest.mark.parametrize("damaged", [
    "[]", "{}", '{"A": 3}', '{"A": {}}', '{"A": {"order": [0, 0], "options": ["AB", "AB"]}}',
    '{"A": {"order": [0], "options": ["AC"]}}', '{"A": {"order": ["0"], "options": ["AB"]}}', "nothing",
])
def test_damaged_forms_are_noticed(damaged):
    question = Question("Q1", "single", "law", "问", ("甲", "乙"), "A", "")
    with pytest.raises(ValueError):
        form_questions((question,), damaged, "A")


def test_an_answer_that_the_form_has_not_is_noticed():
    question = Question("Q1", "single", "law", "问", ("甲", "乙"), "A", "")
    forms = make_forms((question,), 1)
    for wrong in ("C", "AC", "x"):
        with pytest.raises(ValueError, match="option"):
            to_paper_order((wrong,), forms, "B")
    with pytest.raises(ValueError, match="2 answers"):
        to_paper_order(("A", "B"), forms, "B")
    assert json.loads(forms)["A"] == {"order": [0], "options": ["AB"]}
