"""How many sheets a claim about the awareness rate takes: before a survey, and after.

The claim holds when the lower Wilson bound reaches the target (`model/figures.verdict`). Where the number N of people
that a survey stands for is known, n sheets count for as many as n (N - 1) / (N - n), and whoever asked everybody knows
the rate (W. G. Cochran, Sampling Techniques, 1977, 2.6 and 4.4).
"""

from __future__ import annotations

import math

import attrs

from panhuang_desk.model.figures import (
    AWARENESS_TARGET,
    MISSED,
    NO_DATA,
    REACHED,
    TOO_FEW,
    reached,
    verdict,
    wilson,
)

_Z = 1.959963984540054
_Z_SQUARED = (3841458820694124, 10**15)

WRONG_IN_PLAN = (0, 1, 2, 3, 5, 10)
MARGINS = (5, 3)
"""Percentage points on either side of the target for which a plan says the sample size."""


@attrs.frozen
class IfWrong:
    """What would be said if so many of the sheets that passed had not, and how many more would then be needed."""

    wrong: int
    verdict: str
    more: int | None


@attrs.frozen
class Advice:
    """How far a claim is from holding.

    `more` is the fewest further sheets, all of aware persons, with which it holds; None where there is no sheet yet or
    `population` has not so many people left. `verdict` and `interval` count `population` in where it is known.
    """

    verdict: str
    interval: tuple[float, float]
    more: int | None
    if_wrong: tuple[IfWrong, ...]
    population: int | None = None


@attrs.frozen
class Plan:
    """What a survey needs before it begins: pairs of persons who may fail and the fewest sheets, None where more than
    there are people; and pairs of a margin in percentage points and the sample size.
    """

    smallest: tuple[tuple[int, int | None], ...]
    sizes: tuple[tuple[int, int], ...]


def plan(population: int | None = None, target: int = AWARENESS_TARGET) -> Plan:
    """How many sheets a survey of so many people should get."""
    return Plan(tuple((wrong, smallest_sample(wrong, population, target)) for wrong in WRONG_IN_PLAN),
                tuple((margin, sample_size(margin, population, target)) for margin in MARGINS))


def advice(passed: int, valid: int, population: int | None = None, target: int = AWARENESS_TARGET) -> Advice:
    """What is to be said of so many valid sheets; ValueError where more passed than there are."""
    if not 0 <= passed <= valid:
        raise ValueError(f"{passed} of {valid}")
    population = max(population, valid) if population else None
    if_wrong = tuple(
        IfWrong(wrong, verdict_of(passed - wrong, valid, population, target),
                more_needed(passed - wrong, valid, population, target))
        for wrong in (1, 2, 3) if wrong <= passed)
    return Advice(verdict_of(passed, valid, population, target), interval_of(passed, valid, population),
                  more_needed(passed, valid, population, target), if_wrong, population)


def sample_size(margin: int, population: int | None = None, share: int = AWARENESS_TARGET) -> int:
    """The sheets that give a rate of `share` per cent to within so many percentage points, at 95 % confidence."""
    top, bottom = _Z_SQUARED[0] * share * (100 - share), _Z_SQUARED[1] * margin * margin
    if population is None:
        return -(-top // bottom)
    # n0 / (1 + (n0 - 1) / N), as whole numbers
    return min(population, -(-top * population // (bottom * (population - 1) + top)))


def smallest_sample(wrong: int, population: int | None = None, target: int = AWARENESS_TARGET) -> int | None:
    """The fewest sheets with which the claim holds although so many persons fail; None where there are fewer people."""
    found = more_needed(0, wrong, population, target) if wrong else _first(0, 0, population, target)
    return None if found is None else wrong + found


def more_needed(
    passed: int, valid: int, population: int | None = None, target: int = AWARENESS_TARGET,
) -> int | None:
    """The fewest further sheets, all of aware persons, with which the claim holds; None where nothing was asked yet, or
    where there are not so many people.
    """
    return _first(passed, valid, population, target) if valid else None


def verdict_of(passed: int, valid: int, population: int | None = None, target: int = AWARENESS_TARGET) -> str:
    """The verdict of four words, in whole numbers; of `population` people where their number is known."""
    if population is None or valid <= 0:
        return verdict(passed, valid, target) if valid > 0 else NO_DATA
    if not reached(passed, valid, target):
        return MISSED
    top, bottom = _Z_SQUARED
    left = max(0, population - valid)
    enough = ((100 * passed - target * valid) ** 2 * (population - 1) * bottom
              >= top * valid * left * target * (100 - target))
    return REACHED if enough else TOO_FEW


def interval_of(passed: int, valid: int, population: int | None = None) -> tuple[float, float]:
    """The Wilson 95 % interval, as shares; of `population` people where their number is known."""
    if population is None or valid <= 0:
        return wilson(passed, valid)
    share = passed / valid
    if valid >= population:
        return share, share
    size = valid * (population - 1) / (population - valid)
    square = _Z * _Z
    middle = (share * size + square / 2) / (size + square)
    half = _Z / (size + square) * math.sqrt(size * share * (1 - share) + square / 4)
    return (0.0 if passed == 0 else middle - half), (1.0 if passed == valid else middle + half)


def _first(passed: int, valid: int, population: int | None, target: int) -> int | None:
    """The fewest further aware persons with whom the claim holds; the verdict only gets better with each."""
    def holds(more: int) -> bool:
        return verdict_of(passed + more, valid + more, population, target) == REACHED

    most = None if population is None else population - valid
    low, high = -1, 0 if valid else 1
    while not holds(high if most is None else min(high, most)):
        if most is not None and high >= most:
            return None
        low, high = high, 2 * high + 1
    high = high if most is None else min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
