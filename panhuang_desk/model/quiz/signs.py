"""Signs that sheets may not be genuine: questions for somebody to look at; no sheet is left out for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from panhuang_desk.model.quiz.forms import form_questions, from_paper_order, paper_places
from panhuang_desk.model.quiz.marks import NOT_ANSWERED, letters_of, mark_of
from panhuang_desk.model.quiz.question import LETTERS, Question

RUN, COPY, FAST = "run", "copy", "fast"

LEAST_RUN = 10
"""Questions in a row with the same answer, one of them wrong, that are a sign; all where a paper has fewer."""
LEAST_WRONG = 3
"""Wrong answers that two sheets must share: of those who know nearly all, many fill in the same."""
LEAST_SECONDS = 60
"""A sheet filled in within less than a minute."""
MOST = 200
"""Signs of one sort that are told; more would not be looked at."""


@attrs.frozen
class QuizPaper:
    """A paper as statistics need it: its questions and its forms (JSON, empty for none)."""

    questions: tuple[Question, ...]
    forms: str = ""


@attrs.frozen
class Sign:
    """A question to look at. `kind` is RUN, COPY or FAST, `sheets` the row numbers, `words` the question in Chinese."""

    kind: str
    sheets: tuple[int, ...]
    words: str


def signs(
    papers: Mapping[str, QuizPaper], *, numbers: Sequence[int], paper: Sequence[str], village: Sequence[str],
    day: Sequence[str], form: Sequence[str], seconds: Sequence[int], marks: Sequence[str],
) -> tuple[Sign, ...]:
    """The signs that these sheets show; each column has one value a sheet."""
    fast = (Sign(FAST, (number,), f"这份答卷只用了 {taken} 秒，是本人答的吗？")
            for number, taken in zip(numbers, seconds, strict=True) if 0 <= taken < LEAST_SECONDS)
    found: list[Sign] = []
    runs = _runs(papers, numbers, paper, form, marks)
    copies = _copies(papers, numbers, paper, village, day, marks)
    for sort in (runs, copies, fast):
        found += [sign for _, sign in zip(range(MOST), sort, strict=False)]
    return tuple(found)


def _runs(
    papers: Mapping[str, QuizPaper], numbers: Sequence[int], paper: Sequence[str], form: Sequence[str],
    marks: Sequence[str],
) -> Iterator[Sign]:
    """Sheets with the same answer many times in a row, in the order in which they were asked."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(paper, form, strict=True)):
        together[key].append(at)
    for (of, letter), sheets in together.items():
        known = papers.get(of)
        if known is None:
            continue
        count = len(known.questions)
        fitting = [at for at in sheets if len(marks[at]) == count]
        turned = _as_asked(known, letter, [marks[at] for at in fitting])
        if turned is None:
            continue
        right, as_asked = turned
        least = min(LEAST_RUN, count)
        together_asked = "\n".join(as_asked)
        for option in LETTERS:
            wanted = mark_of(option) * least
            if wanted not in together_asked:
                continue
            for at, signed in zip(fitting, as_asked, strict=True):
                if wanted in signed and (length := _longest(signed, wanted, right)):
                    yield Sign(RUN, (numbers[at],), f"这份答卷连续 {length} 题都选 {option}，是认真答的吗？")


def _as_asked(paper: QuizPaper, letter: str, marks: Sequence[str]) -> tuple[str, list[str]] | None:
    """The right signs and those of sheets in the order and letters of a form; None where the form is not known."""
    own = "".join(mark_of(question.answer) for question in paper.questions)
    if not letter or (letter == "A" and not paper.forms):
        return own, list(marks)
    try:
        key = "".join(mark_of(question.answer) for question in form_questions(paper.questions, paper.forms, letter))
        tables = _tables(paper, letter)
    except ValueError:
        return None
    if all(place == at and all(ord(shown) == sign for sign, shown in table.items())
           for at, (place, table) in enumerate(tables)):
        return key, list(marks)  # the form asks as the paper does
    joined, count = "".join(marks), len(own)
    columns = (joined[place::count].translate(table) for place, table in tables)
    return key, list(map("".join, zip(*columns, strict=True)))


def _tables(paper: QuizPaper, letter: str) -> list[tuple[int, dict[int, str]]]:
    """For each question of a form its place in the paper, and each sign of the paper as it stands on the form."""
    questions = paper.questions
    tables: list[tuple[int, dict[int, str]]] = [
        (place, {}) for place in paper_places(paper.forms, letter, len(questions))]
    for at in range(max(len(question.letters) for question in questions)):
        options = [question.letters[at:at + 1] for question in questions]
        for (place, table), shown in zip(tables, from_paper_order(options, paper.forms, letter), strict=True):
            if shown:
                table[ord(mark_of(options[place]))] = mark_of(shown)
    return tables


def _longest(signed: str, wanted: str, key: str) -> int:
    """The length of the longest run with a wrong answer in it; 0 where there is none."""
    longest, start, sign = 0, 0, wanted[0]
    while start < len(signed):
        end = start
        while end < len(signed) and signed[end] == sign:
            end += 1
        if end - start >= len(wanted) and signed[start:end] != key[start:end]:
            longest = max(longest, end - start)
        start = end + 1
    return longest


def _copies(
    papers: Mapping[str, QuizPaper], numbers: Sequence[int], paper: Sequence[str], village: Sequence[str],
    day: Sequence[str], marks: Sequence[str],
) -> Iterator[Sign]:
    """Sheets of one day and village that are the same in every answer, with enough wrong ones among them."""
    often = {signed for signed, count in Counter(marks).items() if count > 1}
    alike: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for at, signed in enumerate(marks):
        if signed in often:
            alike[paper[at], village[at], day[at], signed].append(numbers[at])
    found = {key: sheets for key, sheets in alike.items()
             if len(sheets) > 1 and _wrong(papers.get(key[0]), key[3]) >= LEAST_WRONG}
    for key, sheets in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        on = f"{int(key[2][5:7])}月{int(key[2][8:10])}日"
        yield Sign(COPY, tuple(sheets), f"{on}有 {len(sheets)} 份答卷每题的答案都一样，错的也一样，是各自答的吗？")


def _wrong(paper: QuizPaper | None, signed: str) -> int:
    """How many answers of a sheet are given and wrong."""
    if paper is None or len(signed) != len(paper.questions):
        return 0
    return sum(sign not in NOT_ANSWERED and letters_of(sign) != question.answer
               for sign, question in zip(signed, paper.questions, strict=True))


def sheets_of(found: Iterable[Sign]) -> frozenset[int]:
    """All sheets that any sign names."""
    return frozenset(number for sign in found for number in sign.sheets)
