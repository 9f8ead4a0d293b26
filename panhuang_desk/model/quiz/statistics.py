"""What the sheets of a scope say: rates with intervals and verdicts, by whom and where, questions, advice, signs.

Persons are pooled and never averaged. Of anonymous people groups under three are not shown, nor as many further ones as
would let a reader work them out (`model/privacy.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from panhuang_desk.model.figures import verdict, wilson
from panhuang_desk.model.privacy import is_small, show_column
from panhuang_desk.model.quiz.adviser import Advice, advice
from panhuang_desk.model.quiz.grading import valid_sheet
from panhuang_desk.model.quiz.items import (
    ItemStatistics,
    TopicStatistics,
    items,
    topics,
    weakest,
    weakest_topics,
)
from panhuang_desk.model.quiz.question import Question
from panhuang_desk.model.quiz.signs import QuizPaper, Sign, signs

DIMENSIONS = ("key_group", "age_band", "form", "sampling", "village", "month")
PEOPLE = ("key_group", "age_band")
"""The dimensions that tell who answered."""
CELL_SEPARATOR = "|"
SATISFIED = ("satisfied", "mostly")

Score: TypeAlias = int
SCORE_BITS = 10


@attrs.frozen
class SheetColumns:
    """The sheets of a scope, one value a sheet in each column.

    `cell` holds key group, age band, form, sampling and satisfaction, joined by `CELL_SEPARATOR`; `score` correct,
    answered and asked, each in `SCORE_BITS`, asked in the lowest; `seconds` is below 0 where it is not known.
    """

    number: Sequence[int] = ()
    paper: Sequence[str] = ()
    village: Sequence[str] = ()
    day: Sequence[str] = ()
    month: Sequence[str] = ()
    cell: Sequence[str] = ()
    score: Sequence[Score] = ()
    seconds: Sequence[int] = ()
    marks: Sequence[str] = ()


@attrs.frozen
class Rates:
    """Counts of sheets, and the rates that they make. `returned` are all, the others count valid sheets only."""

    returned: int = 0
    valid: int = 0
    passed: int = 0
    correct: int = 0
    asked: int = 0
    random: int = 0

    @property
    def by_person(self) -> float | None:
        """The share of valid sheets that passed; None where there is none."""
        return self.passed / self.valid if self.valid else None

    @property
    def by_answer(self) -> float | None:
        """The share of right answers among those asked of valid sheets; None where there is none."""
        return self.correct / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95 % interval of `by_person`, as shares."""
        return wilson(self.passed, self.valid)

    @property
    def verdict(self) -> str:
        """One of four words."""
        return verdict(self.passed, self.valid)

    @property
    def not_random(self) -> int:
        """Valid sheets that were not sampled at random: 非随机抽样，仅供参考."""
        return self.valid - self.random


@attrs.frozen
class Line:
    """One part of the sheets, by its code, "" where it was not told; `rates` None where it is withheld."""

    code: str
    rates: Rates | None


@attrs.frozen
class QuizStatistics:
    """All that is told of a scope.

    `rates` is None where so few people answered that nothing may be told; then nothing else is. `by` has lines for
    each of `DIMENSIONS`. `satisfaction` counts sheets by what they say of the work. `signs` name sheets by the number
    of their row until a service puts ids there.
    """

    pass_mark: int
    rates: Rates | None
    by: Mapping[str, tuple[Line, ...]]
    questions: tuple[ItemStatistics, ...]
    topics: tuple[TopicStatistics, ...]
    weakest: tuple[ItemStatistics, ...]
    weakest_topics: tuple[TopicStatistics, ...]
    satisfaction: Mapping[str, int]
    advice: Advice
    signs: tuple[Sign, ...]

    @property
    def satisfied(self) -> tuple[int, int]:
        """How many are 满意 or 基本满意, and how many said anything."""
        return sum(self.satisfaction.get(code, 0) for code in SATISFIED), sum(self.satisfaction.values())


def tell(
    sheets: SheetColumns, papers: Mapping[str, QuizPaper], pass_mark: int, *, population: int | None = None,
    narrowed: bool = False, with_signs: bool = True,
) -> QuizStatistics:
    """The statistics of these sheets.

    `pass_mark` is per cent; `population` is how many people they stand for, where known. `narrowed`: the sheets are
    those of one group of people, so that every part of them is a group of people too.
    """
    known = _known(sheets.score, pass_mark)
    cells = _by_cell(sheets, known)
    total = _total(cells.values())
    if narrowed and is_small(total.returned):
        return QuizStatistics(pass_mark, None, {}, (), (), (), (), {}, advice(0, 0), ())
    found = items(_by_paper(sheets, papers, known))
    subjects = topics(found)
    return QuizStatistics(
        pass_mark, total, _lines(sheets, cells, known, narrowed), found, subjects, weakest(found),
        weakest_topics(subjects), _satisfaction(cells), advice(total.passed, total.valid, population),
        _signs(sheets, papers) if with_signs else ())


def monthly(
    counts: Iterable[tuple[str, bool, Score, int]], pass_mark: int, *, narrowed: bool = False,
) -> tuple[Line, ...]:
    """The months in their order, out of month, whether sampled at random, score and number of sheets."""
    counts = list(counts)
    known = _known([score for _, _, score, _ in counts], pass_mark)
    together: dict[str, list[Rates]] = defaultdict(list)
    for month, random, score, number in counts:
        rates = _pooled([(score, number)], known)
        together[month].append(attrs.evolve(rates, random=rates.valid if random else 0))
    return _withheld({month: _total(parts) for month, parts in together.items()}, narrowed)


def pack_score(correct: int, answered: int, asked: int) -> Score:
    """The three counts of a sheet in one number."""
    return correct << 2 * SCORE_BITS | answered << SCORE_BITS | asked


def _known(scores: Sequence[Score], pass_mark: int) -> dict[Score, Rates]:
    """What one sheet of each score adds."""
    most = (1 << SCORE_BITS) - 1
    known = {}
    for score in set(scores):
        correct, answered, asked = score >> 2 * SCORE_BITS, score >> SCORE_BITS & most, score & most
        valid = valid_sheet(answered, asked)
        passed = valid and 100 * correct >= pass_mark * asked
        known[score] = Rates(1, int(valid), int(passed), correct if valid else 0, asked if valid else 0)
    return known


def _pooled(counts: Iterable[tuple[Score, int]], known: Mapping[Score, Rates]) -> Rates:
    """The rates of so many sheets of each score, without `random`."""
    returned = valid = passed = correct = asked = 0
    for score, number in counts:
        one = known[score]
        returned += number
        valid += number * one.valid
        passed += number * one.passed
        correct += number * one.correct
        asked += number * one.asked
    return Rates(returned, valid, passed, correct, asked)


def _total(parts: Iterable[Rates]) -> Rates:
    total = Rates()
    for part in parts:
        total = Rates(*(one + other for one, other in zip(
            attrs.astuple(total), attrs.astuple(part), strict=True)))
    return total


def _split(column: Iterable[str], scores: Sequence[Score], known: Mapping[Score, Rates]) -> dict[str, Rates]:
    """The rates of each value of a column."""
    by: dict[str, list[tuple[Score, int]]] = defaultdict(list)
    for (value, score), number in Counter(zip(column, scores, strict=True)).items():
        by[value].append((score, number))
    return {value: _pooled(counts, known) for value, counts in by.items()}


def _by_cell(sheets: SheetColumns, known: Mapping[Score, Rates]) -> dict[tuple[str, ...], Rates]:
    """The rates of each cell, by its parts, with those of random samples."""
    cells = {}
    for cell, rates in _split(sheets.cell, sheets.score, known).items():
        parts = tuple(cell.split(CELL_SEPARATOR))
        cells[parts] = attrs.evolve(rates, random=rates.valid if parts[3] == "random_household" else 0)
    return cells


def _lines(
    sheets: SheetColumns, cells: Mapping[tuple[str, ...], Rates], known: Mapping[Score, Rates], narrowed: bool,
) -> dict[str, tuple[Line, ...]]:
    """The lines of every dimension."""
    by: dict[str, tuple[Line, ...]] = {}
    for place, dimension in enumerate(DIMENSIONS[:4]):
        together: dict[str, list[Rates]] = defaultdict(list)
        for parts, rates in cells.items():
            together[parts[place]].append(rates)
        by[dimension] = _withheld({code: _total(parts) for code, parts in together.items()},
                                  narrowed or dimension in PEOPLE)
    cells_random = {cell: cell.split(CELL_SEPARATOR)[3] == "random_household" for cell in set(sheets.cell)}
    random = [cells_random[cell] for cell in sheets.cell]
    for dimension, column in (("village", sheets.village), ("month", sheets.month)):
        by[dimension] = _withheld(_sampled(column, random, sheets.score, known), narrowed)
    return by


def _sampled(
    column: Sequence[str], random: Sequence[bool], scores: Sequence[Score], known: Mapping[Score, Rates],
) -> dict[str, Rates]:
    """The rates of each value of a column, with those of random samples."""
    grouped: dict[tuple[str, bool], list[tuple[Score, int]]] = defaultdict(list)
    for (value, is_random, score), number in Counter(zip(column, random, scores, strict=True)).items():
        grouped[value, is_random].append((score, number))
    together: dict[str, list[Rates]] = defaultdict(list)
    for (value, is_random), counts in grouped.items():
        rates = _pooled(counts, known)
        together[value].append(attrs.evolve(rates, random=rates.valid if is_random else 0))
    return {value: _total(parts) for value, parts in together.items()}


def _withheld(parts: Mapping[str, Rates], people: bool) -> tuple[Line, ...]:
    """Lines by code; where they are groups of people, small ones and what would give them away without rates."""
    codes = sorted(parts)
    if not people:
        return tuple(Line(code, parts[code]) for code in codes)
    shown, total = show_column([parts[code].returned for code in codes])
    if not total.isdecimal():
        # The total stands above the lines, so none of them may.
        return tuple(Line(code, None) for code in codes)
    return tuple(Line(code, parts[code] if text.isdecimal() else None) for code, text in zip(codes, shown, strict=True))


def _satisfaction(cells: Mapping[tuple[str, ...], Rates]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for parts, rates in cells.items():
        if parts[4]:
            counts[parts[4]] += rates.returned
    return dict(counts)


def _by_paper(
    sheets: SheetColumns, papers: Mapping[str, QuizPaper], known: Mapping[Score, Rates],
) -> list[tuple[tuple[Question, ...], dict[int, list[str]]]]:
    """The marks of valid sheets by score, papers with the same questions together."""
    buckets: dict[tuple[str, Score], list[str]] = defaultdict(list)
    for paper, score, marks in zip(sheets.paper, sheets.score, sheets.marks, strict=True):
        buckets[paper, score].append(marks)
    same: dict[tuple[Question, ...], dict[int, list[str]]] = {}
    for (paper, score), sheets_of_score in buckets.items():
        if known[score].valid and paper in papers:
            by_score = same.setdefault(papers[paper].questions, {})
            by_score.setdefault(known[score].correct, []).extend(sheets_of_score)
    return list(same.items())


def _signs(sheets: SheetColumns, papers: Mapping[str, QuizPaper]) -> tuple[Sign, ...]:
    forms = {cell: cell.split(CELL_SEPARATOR)[2] for cell in set(sheets.cell)}
    return signs(papers, numbers=sheets.number, paper=sheets.paper, village=sheets.village, day=sheets.day,
                 form=[forms[cell] for cell in sheets.cell], seconds=sheets.seconds, marks=sheets.marks)
