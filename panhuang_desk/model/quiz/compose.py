"""Composing a paper: the same bank, seed and day always give the same paper."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz.levels import share_levels
from panhuang_desk.model.quiz.question import SEVERAL, SINGLE, TRUE_FALSE, Bank, Question

_MIX = {SINGLE: 0.55, SEVERAL: 0.15, TRUE_FALSE: 0.3}
"""The shares of the types that a paper aims at: several-choice is slow to answer for the elderly."""

_SPREAD = {1: 0.5, 2: 0.4, 3: 0.1}
"""The shares of the difficulties that a paper aims at."""

_ORDER = (SINGLE, TRUE_FALSE, SEVERAL)
"""The order of the types: several-choice last, so that their letters run into no other answer when a sheet is typed."""


def compose(
    bank: Bank, seed: int, n: int = 20, blueprint: Mapping[str, int] | None = None, *, on: str = "",
    audiences: Sequence[str] = ("everyone",), levels: Mapping[int, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> tuple[Question, ...]:
    """Choose `n` questions, balanced over topics, types, difficulties and right answers, in order of asking.

    `blueprint` gives the number of questions of each topic code in place of an even share, and with it the
    length of the paper. `levels` gives the weight of each difficulty, which the paper then keeps exactly (weights
    that add up to its length are numbers of questions). `most` limits the number of questions of a type where the
    bank has others. `on` is the ISO day whose law is asked about; empty takes every question. `audiences` are the
    codes whose questions may be asked. UserError (code `bank-too-small`) where the bank cannot fill the paper.
    """
    pools = _pools(bank, seed, on, audiences)
    wanted = dict(blueprint) if blueprint is not None else _even(pools, n, seed)
    for topic, count in wanted.items():
        if count > len(pools.get(topic, ())):
            raise UserError(f"题库里“{bank.topic_label(topic)}”的题不够 {count} 道，试卷没有组成。",
                            "请把题数减少一些，或者补充题库。", code="bank-too-small")
    turns = share_levels(pools, wanted, levels) if levels is not None else {}
    chosen: list[Question] = []
    for turn in range(max(wanted.values(), default=0)):
        for topic, count in wanted.items():
            if turn < count:
                level = turns[topic][turn] if turns else None
                pool = [each for each in pools[topic] if level is None or each.difficulty == level]
                chosen.append(_best(pool, chosen, most or {}))
                pools[topic].remove(chosen[-1])
    random.Random(f"order {seed}").shuffle(chosen)
    return tuple(sorted(chosen, key=lambda question: _ORDER.index(question.type)))


def _pools(bank: Bank, seed: int, on: str, audiences: Sequence[str]) -> dict[str, list[Question]]:
    """The questions that may be asked, by topic, each topic shuffled by the seed alone."""
    pools: dict[str, list[Question]] = {topic.code: [] for topic in bank.topics}
    for question in sorted(bank.questions, key=lambda question: question.id):
        if question.audience in audiences and (not on or question.valid_on(on)):
            pools.setdefault(question.topic, []).append(question)
    for topic, pool in pools.items():
        random.Random(f"{topic} {seed}").shuffle(pool)
    return pools


def _even(pools: Mapping[str, Sequence[Question]], n: int, seed: int) -> dict[str, int]:
    """An even share of `n` for every topic; the seed decides which topics get what is left over."""
    available = sum(len(pool) for pool in pools.values())
    if n > available:
        raise UserError(f"题库里能用的题只有 {available} 道，组不成 {n} 道题的试卷。",
                        "请把题数减少一些，或者补充题库。", code="bank-too-small")
    wanted = dict.fromkeys(pools, 0)
    topics = list(pools)
    random.Random(f"topics {seed}").shuffle(topics)
    while sum(wanted.values()) < n:
        for topic in topics:
            if wanted[topic] < len(pools[topic]) and sum(wanted.values()) < n:
                wanted[topic] += 1
    return wanted


def _best(pool: Sequence[Question], chosen: Sequence[Question], most: Mapping[str, int]) -> Question:
    """The question of the pool that repeats the fewest facts already asked, then the one that balances best."""
    facts = {fact for question in chosen for fact in question.facts}
    kinds = Counter(question.type for question in chosen)
    levels = Counter(question.difficulty for question in chosen)
    answers = Counter((question.type, question.answer) for question in chosen)

    def cost(question: Question) -> tuple[bool, int, float]:
        full = kinds[question.type] >= most.get(question.type, len(chosen) + 1)
        repeated = len(facts.intersection(question.facts))
        excess = kinds[question.type] / _MIX.get(question.type, 1.0)
        level = levels[question.difficulty] / _SPREAD.get(question.difficulty, 1.0)
        return full, repeated, excess + 0.5 * level + 2.0 * answers[question.type, question.answer]

    return min(pool, key=cost)
