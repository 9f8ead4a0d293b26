"""Answers as they are typed from paper: one at a time, or a whole sheet in one line.

Law: `read_answer(question, show_answer(question, answer)) == answer` for every answer that `read_answer` gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry_dates import EntryError
from panhuang_desk.model.quiz.grading import DONT_KNOW, UNREADABLE
from panhuang_desk.model.quiz.question import LETTERS, SEVERAL, TRUE_FALSE, Question

_RIGHT_SIGNS = "√✓✔☑对是TYV"
_WRONG_SIGNS = "×✕✖✗✘☒错否FNX"
_DIGITS = {str(position): letter for position, letter in enumerate(LETTERS, start=1)}
_ALL_SIGNS = "Q*全"
_BLANKS = "- _"
_SEPARATORS = ",、;/|\t\n"
TYPED_MARKS = {"0": DONT_KNOW, "?": UNREADABLE}
"""What is typed, of a sheet on paper, for 不知道 and for an answer that cannot be read."""


@attrs.frozen
class Reading:
    """A line as far as it can be read. `answers` has one text per question, "" for blank or not typed yet.

    `read` counts the questions that the line covers. `problems` are pairs of a question's position from 1,
    0 for the line as a whole, and what to do about it; a line with problems is not to be kept.
    """

    answers: tuple[str, ...]
    read: int
    problems: tuple[tuple[int, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every question was read and nothing is in doubt."""
        return not self.problems


def read_answer(question: Question, text: str) -> str:
    """The letters that the text stands for, in ascending order; "" for blank.

    Accepts letters in either case, full-width forms, digits for positions, √ and × for true/false, "-" for
    blank, and for several-choice any order with or without separators, or Q (全) for all options. EntryError says
    what to write instead.
    """
    plain = to_halfwidth(text).upper().strip()
    if not plain.strip(_BLANKS + _SEPARATORS):
        return ""
    if is_all_sign(question, plain):
        return question.letters
    signs = [sign for sign in plain if sign not in _SEPARATORS and sign != " "]
    letters = [_letter(question, sign) for sign in signs]
    if None in letters:
        raise EntryError(_allowed(question))
    if len(letters) > 1 and question.type != SEVERAL:
        raise EntryError("这道题只能有一个答案；答卷上选了两个的，记“-”。")
    if len(set(letters)) != len(letters):
        raise EntryError("同一个选项写了两次，请对照答卷核对。")
    return "".join(sorted(letter for letter in letters if letter))


def read_typed(question: Question, text: str) -> str:
    """The same of what a person types who has the sheet at hand: 0 is 不知道, ? an answer that cannot be read."""
    mark = TYPED_MARKS.get(to_halfwidth(text).strip())
    return read_answer(question, text) if mark is None else mark


def show_typed(question: Question, answer: str) -> str:
    """An answer as `read_typed` reads it; "-" for blank."""
    marks = {meant: sign for sign, meant in TYPED_MARKS.items()}
    return marks.get(answer) or show_answer(question, answer) or "-"


def is_all_sign(question: Question, sign: str) -> bool:
    """Whether a sign, in upper case and half width, stands for all options of a several-choice question."""
    return question.type == SEVERAL and len(sign) == 1 and sign in _ALL_SIGNS


def show_answer(question: Question, answer: str) -> str:
    """An answer as it is written on paper: √ or × for true/false, else its letters; empty for blank.

    What stands in place of letters, "?" and "-", is shown as it is.
    """
    if question.type == TRUE_FALSE:
        return {"A": "√", "B": "×"}.get(answer, answer)
    return answer


def read_answers(questions: Sequence[Question], line: str) -> Reading:
    """Read a whole sheet from one line, such as `ABDC√×-AC,B`.

    One sign per question, "-" or a space for blank, 0 for 不知道, ? for one that cannot be read. The letters of a
    several-choice answer are typed in ascending order; where they could run into the next answer, a separator (`,`
    `、` `;` `/`) after them parts the two; after other answers there is none. A line with a separator or a space
    between every two answers is read answer by answer. Doubt is told, never guessed away.
    """
    plain = to_halfwidth(line.rstrip("\r\n")).upper()
    by_sign = _by_sign(questions, plain)
    cells = _cells(plain, len(questions))
    if cells is None:
        return by_sign
    by_cell = _by_cell(questions, cells)
    if by_cell.ok and by_sign.ok and by_cell.answers != by_sign.answers:
        return attrs.evolve(by_cell, problems=((0, "这一行有两种读法，请每题之间都加逗号，没答的填“-”。"),))
    return by_sign if by_sign.ok else by_cell


def _letter(question: Question, sign: str) -> str | None:
    """The letter that a sign stands for on this question; None where it stands for none."""
    if question.type == TRUE_FALSE:
        if sign in _RIGHT_SIGNS:
            return "A"
        if sign in _WRONG_SIGNS:
            return "B"
    letter = _DIGITS.get(sign, sign)
    return letter if letter in question.letters else None


def _allowed(question: Question) -> str:
    """What may be written as the answer of this question."""
    if question.type == TRUE_FALSE:
        return "判断题填 √ 或 ×（也可以填 A 或 B），没答的填“-”。"
    every = "全选可以填 Q，" if question.type == SEVERAL else ""
    return f"这道题填 {question.letters[0]} 到 {question.letters[-1]}，{every}没答的填“-”。"


def _cells(plain: str, count: int) -> list[str] | None:
    """The line cut into one text per question; None where it is not written that way."""
    marked = "".join("," if sign in _SEPARATORS else sign for sign in plain)
    if "," in marked:
        cells = marked.split(",")
        if len(cells) == count + 1 and not cells[-1].strip():
            cells.pop()
        if len(cells) == count and "--" not in plain:
            return cells
    words = plain.split()
    return words if len(words) == count and count > 1 and "," not in marked else None


def _by_cell(questions: Sequence[Question], cells: Sequence[str]) -> Reading:
    answers: list[str] = []
    problems: list[tuple[int, str]] = []
    for position, (question, cell) in enumerate(zip(questions, cells, strict=True), start=1):
        try:
            answers.append(read_typed(question, cell))
        except EntryError as error:
            answers.append("")
            problems.append((position, error.message))
    return Reading(tuple(answers), len(questions), tuple(problems))


def _by_sign(questions: Sequence[Question], plain: str) -> Reading:
    """Find every way to cut the line into answers; one way is a reading, none or several are problems."""
    count, length = len(questions), len(plain)
    starts: list[dict[int, list[int]]] = [{0: []}]
    for question in questions:
        ends: dict[int, list[int]] = {}
        for start in starts[-1]:
            for end in _ends(question, plain, start):
                ends.setdefault(end, []).append(start)
        starts.append(ends)
    covered = next((n for n in range(count, -1, -1) if length in starts[n]), None)
    if covered is None:
        return _stuck(questions, plain, starts)
    eager = _cut(questions, plain, starts, covered)
    answers = (*eager, *[""] * (count - covered))
    if covered < count:
        return Reading(answers, covered, ((0, f"还差 {count - covered} 题。"),))
    sparing = _cut(questions, plain, starts, covered, sparing=True)
    if eager != sparing:
        doubtful = next(n for n in range(count) if eager[n] != sparing[n]) + 1
        return Reading(answers, count, ((doubtful, "这道多选题和下一题分不开，请在答案后面加一个逗号。"),))
    return Reading(answers, count)


def _ends(question: Question, plain: str, start: int) -> list[int]:
    """Where an answer that starts here may end; a separator after a several-choice answer belongs to it."""
    if start >= len(plain):
        return []
    if plain[start] in _BLANKS or plain[start] in TYPED_MARKS or is_all_sign(question, plain[start]):
        ends = [start + 1]
    else:
        ends, last = [], ""
        for end in range(start, len(plain) if question.type == SEVERAL else start + 1):
            letter = _letter(question, plain[end])
            if letter is None or letter <= last:
                break
            ends.append(end + 1)
            last = letter
    if question.type != SEVERAL:
        return ends
    return [end + 1 if end < len(plain) and plain[end] in _SEPARATORS else end for end in ends]


def _cut(
    questions: Sequence[Question], plain: str, starts: Sequence[dict[int, list[int]]], covered: int,
    *, sparing: bool = False,
) -> list[str]:
    """One way to cut the line into `covered` answers: the last answers as short, or as long, as can be."""
    answers: list[str] = []
    end = len(plain)
    for position in range(covered, 0, -1):
        start = min(starts[position][end]) if sparing else max(starts[position][end])
        answers.append(read_typed(questions[position - 1], plain[start:end]))
        end = start
    return answers[::-1]


def _stuck(questions: Sequence[Question], plain: str, starts: Sequence[dict[int, list[int]]]) -> Reading:
    """No way through the line: say at which question it stops."""
    furthest, position = max((max(ends), n) for n, ends in enumerate(starts) if ends)
    answers = _cut(questions, plain[:furthest], starts, position)
    whole = (*answers, *[""] * (len(questions) - position))
    if position == len(questions):
        message = f"这一行比试卷多出 {len(plain) - furthest} 个字，请核对有没有多打。"
        return Reading(whole, position, ((0, message),))
    if plain[furthest] in _SEPARATORS:
        return Reading(whole, position, ((position + 1, "逗号只写在多选题的答案后面，要么每题之间都写。"),))
    return Reading(whole, position, ((position + 1, _allowed(questions[position])),))
