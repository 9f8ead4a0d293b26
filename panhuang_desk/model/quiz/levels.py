"""Sharing the difficulties of a paper among its topics, so that both counts are kept exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz.question import Question

LEVEL_WORDS = {1: "容易", 2: "一般", 3: "较难"}
"""The words of the difficulties."""


def level_counts(n: int, mix: Mapping[int, int]) -> dict[int, int]:
    """How many of `n` questions each difficulty gets by its weight, by largest remainder; they add up to `n`.

    ValueError where no weight is above zero or one is below.
    """
    total = sum(mix.values())
    if total <= 0 or min(mix.values()) < 0:
        raise ValueError("a mix of difficulties needs weights that add up to more than zero")
    counts = {level: n * weight // total for level, weight in mix.items()}
    by_remainder = sorted(mix, key=lambda level: (-(n * mix[level] % total), level))
    for level in by_remainder[:n - sum(counts.values())]:
        counts[level] += 1
    return counts


def share_levels(
    pools: Mapping[str, Sequence[Question]], wanted: Mapping[str, int], mix: Mapping[int, int],
) -> dict[str, list[int]]:
    """The difficulty of each question of each topic, as many as `wanted`, so that all together keep the mix.

    Found by augmenting paths, so a way is found wherever there is one. UserError (code `bank-too-small`) where the
    questions of the pools allow none.
    """
    need = level_counts(sum(wanted.values()), mix)
    sharing = _Sharing(pools, need)
    for turn in range(max(wanted.values(), default=0)):
        for topic, count in wanted.items():
            if turn < count and not sharing.place(topic, frozenset()):
                raise UserError(f"题库里的题配不出{_said(need)}的试卷。",
                                "请换一换难度的比例或各主题的题数，或者补充题库。", code="bank-too-small")
    return {topic: [level for level in sorted(need) for _ in range(sharing.placed[topic, level])] for topic in wanted}


class _Sharing:
    """What was placed so far, by topic and difficulty, and how many of each difficulty are still wanted."""

    def __init__(self, pools: Mapping[str, Sequence[Question]], need: Mapping[int, int]) -> None:
        self.room = Counter((topic, question.difficulty) for topic, pool in pools.items() for question in pool)
        self.placed: Counter[tuple[str, int]] = Counter()
        self.topics, self.left = list(pools), dict(need)

    def place(self, topic: str, tried: frozenset[int]) -> bool:
        """Place one more question of a topic, moving others to another difficulty where needed."""
        for level in sorted(self.left, key=lambda level: (self.placed[topic, level], -self.left[level], level)):
            if level in tried or self.placed[topic, level] >= self.room[topic, level]:
                continue
            if self.left[level]:
                self.left[level] -= 1
                self.placed[topic, level] += 1
                return True
            if self._make_room(level, topic, tried | {level}):
                self.placed[topic, level] += 1
                return True
        return False

    def _make_room(self, level: int, topic: str, tried: frozenset[int]) -> bool:
        """Move a question of another topic away from a difficulty that is full."""
        for other in self.topics:
            if other != topic and self.placed[other, level] and self.place(other, tried):
                self.placed[other, level] -= 1
                return True
        return False


def _said(need: Mapping[int, int]) -> str:
    wanted = sorted((level, count) for level, count in need.items() if count)
    return "、".join(f"{LEVEL_WORDS.get(level, str(level))} {count} 道" for level, count in wanted)
