"""The shipped question bank: readable, well made, sourced, and enough for the papers of a year."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from panhuang_desk.model.quiz import Bank, compose, lint
from panhuang_desk.services.resources import Resources

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TOPICS = ["drugs", "disguises", "harm", "law", "planting", "precursors", "refusing", "care", "dates"]
KNOWN_FACTS = {f"F{number:03d}" for number in range(1, 92)}
"""The ids of the collected facts, each with the text that it was read in."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Resources(RESOURCES).bank


def test_the_lint_has_nothing_to_say(bank: Bank) -> None:
    assert lint(bank) == []


def test_the_bank_is_large_and_covers_every_topic(bank: Bank) -> None:
    assert len(bank.questions) >= 120
    assert [topic.code for topic in bank.topics] == TOPICS
    counts = Counter(question.topic for question in bank.questions)
    assert min(counts[topic] for topic in TOPICS) >= 10
    assert {question.audience for question in bank.questions} == {audience.code for audience in bank.audiences}


def test_every_question_rests_on_collected_facts_and_names_its_source(bank: Bank) -> None:
    for question in bank.questions:
        assert question.facts, question.id
        assert set(question.facts) <= KNOWN_FACTS, question.id
        assert question.source, question.id


def test_ids_are_stable_in_form_and_order(bank: Bank) -> None:
    assert [question.id for question in bank.questions] == [f"Q{n:03d}" for n in range(1, len(bank.questions) + 1)]


def test_what_is_read_is_chinese_with_full_width_marks(bank: Bank) -> None:
    for question in bank.questions:
        for text in (question.text, question.explanation, *question.options):
            assert not re.search(r"[,;:?!()\"']", text), (question.id, text)


def test_no_article_numbers_and_no_penalties_by_years(bank: Bank) -> None:
    for question in bank.questions:
        whole = " ".join((question.text, *question.options, question.explanation, question.source))
        assert not re.search(r"第[一二三四五六七八九十百零]+条", whole), question.id
        assert not re.search(r"有期徒刑|无期徒刑|死刑|拘役|日以下拘留|元以下罚款", whole), question.id


def test_what_changed_with_the_law_says_from_when(bank: Bank) -> None:
    dated = {fact: question.valid_from for question in bank.questions for fact in question.facts if question.valid_from}
    assert dated["F088"] == "2026-01-01"
    assert {"F067", "F068", "F069", "F070", "F071"} <= set(dated)


@pytest.mark.parametrize("seed", [1, 2, 626, 2026])
def test_papers_of_the_bank_are_balanced(bank: Bank, seed: int) -> None:
    paper = compose(bank, seed, on="2026-11-24")
    assert len(paper) == 20
    assert set(Counter(q.topic for q in paper).values()) == {2, 3}
    assert {q.audience for q in paper} == {"everyone"}
    kinds = Counter(q.type for q in paper)
    assert kinds["single"] >= 9
    assert kinds["several"] >= 2
    assert kinds["true_false"] >= 5
    assert sum(q.difficulty == 3 for q in paper) <= 3
    assert len({fact for q in paper for fact in q.facts}) >= 18


def test_right_answers_of_several_choice_are_not_always_three(bank: Bank) -> None:
    counts = Counter(len(question.answer) for question in bank.questions if question.type == "several")
    assert min(counts[2], counts[3]) >= 5
