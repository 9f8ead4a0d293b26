"""The rates of a scope as figures of a report, so that they print, and are explained, as those do."""

from __future__ import annotations

from panhuang_desk.model.figures import BY_CODE
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.model.report import FigureValue


def by_person(rates: Rates) -> FigureValue:
    """The share of persons who are aware, with its interval."""
    return _share("awareness_by_person", rates.passed, rates.valid, rates.interval if rates.valid else None)


def by_answer(rates: Rates) -> FigureValue:
    """The share of right answers."""
    return _share("awareness_by_answer", rates.correct, rates.asked)


def topic_rate(right: int, asked: int) -> FigureValue:
    """The share of right answers to the questions of a topic."""
    return _share("awareness_by_answer", right, asked)


def satisfaction(satisfied: int, said: int) -> FigureValue:
    """The share of those who are satisfied among those who said anything."""
    return _share("satisfaction_rate", satisfied, said)


def conclusion(rates: Rates) -> FigureValue:
    """The verdict of four words."""
    return FigureValue("awareness_verdict", BY_CODE["awareness_verdict"].label, rates.verdict, "", rates.passed,
                       rates.valid, rates.interval if rates.valid else None)


def _share(code: str, numerator: int, denominator: int, interval: tuple[float, float] | None = None) -> FigureValue:
    figure = BY_CODE[code]
    return FigureValue(code, figure.label, numerator / denominator if denominator else None, figure.unit, numerator,
                       denominator, interval)
