"""Proposed sentences and what a person makes of them: nothing written is lost, nothing untouched goes stale."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.report import Said
from panhuang_desk.model.report_words import Proposal, Words, from_json, kept, said, to_json

BEFORE = (Proposal("late", "2个村未报"), Proposal("overdue", "3件超期"))

texts = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=8)
proposals = st.lists(st.builds(Proposal, st.sampled_from("abcdef"), texts), max_size=5, unique_by=lambda each: each.key)


def test_without_changes_the_figures_speak() -> None:
    assert [line.text for line in said(BEFORE)] == ["2个村未报", "3件超期"]
    assert not any(line.edited for line in said(BEFORE))


def test_what_was_left_as_proposed_follows_the_figures() -> None:
    words = kept(said(BEFORE), BEFORE)
    assert [line.text for line in said((Proposal("late", "1个村未报"),), words)] == ["1个村未报"]


def test_what_was_changed_stays_and_says_when_its_figures_have_moved() -> None:
    first = said(BEFORE)
    words = kept([attrs.evolve(first[0], text="两村因停电未报"), first[1]], BEFORE)
    assert said(BEFORE, words)[0] == Said("两村因停电未报", "late", "2个村未报", edited=True, stale=False)
    assert said((Proposal("late", "1个村未报"),), words)[0].stale
    assert said((), words) == (Said("两村因停电未报", "late", "", edited=True, stale=True),)


def test_what_was_left_out_stays_out_and_what_is_new_comes_last() -> None:
    words = kept([said(BEFORE)[1], Said("自己写的一条", edited=True)], BEFORE)
    found = said((*BEFORE, Proposal("season", "还有5块地没有踏查")), words)
    assert [line.text for line in found] == ["3件超期", "自己写的一条", "还有5块地没有踏查"]


@given(proposals, proposals, st.lists(texts, max_size=3))
def test_own_sentences_outlive_any_change_of_the_figures(
    before: list[Proposal], after: list[Proposal], own: list[str],
) -> None:
    words = kept([*said(before), *(Said(text, edited=True) for text in own)], before)
    found = said(after, from_json(to_json(words)))
    assert [line.text for line in found if not line.key] == own
    assert {line.key for line in found if line.key} == {each.key for each in after}


@given(proposals)
def test_keeping_what_is_there_changes_nothing(now: list[Proposal]) -> None:
    assert said(now, kept(said(now), now)) == said(now)


def test_nothing_kept_is_no_words() -> None:
    assert from_json("") is None
    assert from_json(to_json(Words())) == Words()
