"""The key of a quiz for the worker: the right answers of all forms side by side, then why, with sources. Internal."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from panhuang_desk.model.quiz import Question
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, Text
from panhuang_desk.report.quiz_pages import MARGINS, WIDTH, Begin, in_two_passes
from panhuang_desk.report.quiz_sizes import NORMAL
from panhuang_desk.report.style import TextStyle

_ASKED = TextStyle("strong", 11, 17, align="left", before=8, tracking=0)
_SAID = TextStyle("body", 11, 17, align="left", tracking=0)
_SOURCE = TextStyle("body", 9, 14, align="left", tracking=0, grey=True)
_LEAST_FOR_TWO = 12
"""From so many questions on the table stands in two halves side by side."""


@attrs.frozen
class KeyForm:
    """One form in the key: its letter, its questions in its order, and of each its number on form A."""

    letter: str
    questions: tuple[Question, ...]
    numbers: tuple[int, ...]


def key_bytes(title: str, paper_id: str, forms: Sequence[KeyForm], *, sample: bool = False) -> bytes:
    """The key as PDF, marked as internal; `forms` begins with form A. Equal input gives equal bytes."""
    fonts = font_set(bundled=sample)
    mark = f"{style.SAMPLE_MARK}　内部" if sample else style.INTERNAL_MARK
    paper = Paper(f"{title}答案", mark=mark, margins=MARGINS, folio=False)
    letters = "".join(form.letter for form in forms)
    words = f"{'、'.join(letters)} 卷答案"
    return in_two_passes(paper, lambda footer: [Begin(footer, letters, words), *_story(title, forms, fonts)], paper_id,
                         fonts)


def _story(title: str, forms: Sequence[KeyForm], fonts: FontSet) -> list[Flowable]:
    story: list[Flowable] = [
        Text("答案和解析", NORMAL.title, fonts), Text(title, NORMAL.advice, fonts), Spacer(0, 4),
        _table(forms, fonts), Spacer(0, 3), Text(_how_to_read(forms), _SOURCE, fonts),
    ]
    head = Text("解析和依据" + ("（按 A 卷的题号）" if len(forms) > 1 else ""), NORMAL.section, fonts)
    for number, question in enumerate(forms[0].questions, start=1):
        explained = _explained(number, question, fonts)
        story.append(KeepTogether([head, *explained] if number == 1 else explained))
    return story


def _how_to_read(forms: Sequence[KeyForm]) -> str:
    rule = "判断题 A 是对，B 是错；多选题全部选对才算对。"
    return f"{rule}括号里是这道题在 A 卷上的题号。" if len(forms) > 1 else rule


def _explained(number: int, question: Question, fonts: FontSet) -> list[Flowable]:
    """A question with its right options, why, and where that stands."""
    right = "；".join(f"{letter}. {question.option(letter)}" for letter in question.answer)
    lines: list[Flowable] = [Text(f"{number}. {question.text}", attrs.evolve(_ASKED, hang=1.6), fonts),
                             Text(f"答案：{right}", _inset(_SAID), fonts)]
    if question.explanation:
        lines.append(Text(f"解析：{question.explanation}", _inset(_SAID), fonts))
    if question.source:
        lines.append(Text(f"依据：{question.source}", _inset(_SOURCE), fonts))
    return lines


def _inset(text_style: TextStyle) -> TextStyle:
    """A style whose lines all begin below the question's first word."""
    step = 1.6 * _ASKED.size / text_style.size
    return attrs.evolve(text_style, indent=step, hang=step)


def _table(forms: Sequence[KeyForm], fonts: FontSet) -> Table:
    """The right answers by number, a column for each form; in two halves where they are many."""
    count = len(forms[0].questions)
    halves = 2 if count >= _LEAST_FOR_TWO else 1
    rows_a_half = -(-count // halves)
    setter = Setter(fonts, style.CELL)
    head = ["题号", *(f"{form.letter} 卷" for form in forms)]
    rows = [head * halves]
    for at in range(rows_a_half):
        row: list[str] = []
        for half in range(halves):
            row += _cells(forms, at + half * rows_a_half)
        rows.append([setter.prepare(cell) for cell in row])
    each = (WIDTH / halves - 34) / len(forms)
    table = Table(rows, colWidths=[34, *[each] * len(forms)] * halves, repeatRows=1, hAlign="LEFT",
                  rowHeights=[19] * len(rows))
    ink, face = Color(*style.INK), fonts.table[0].name
    parted = [("LINEAFTER", (len(forms), 0), (len(forms), -1), 1.0, ink)] if halves > 1 else []
    numbers = [("BACKGROUND", (half * (len(forms) + 1), 1), (half * (len(forms) + 1), -1), Color(0.95, 0.955, 0.965))
               for half in range(halves)]
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, ink), ("BOX", (0, 0), (-1, -1), 1.0, ink),
        ("LINEBELOW", (0, 0), (-1, 0), 1.0, ink), ("FONT", (0, 0), (-1, -1), face, style.TABLE_SIZE, 12),
        ("FONT", (0, 0), (-1, 0), fonts.strong[0].name, style.TABLE_SIZE, 12),
        ("BACKGROUND", (0, 0), (-1, 0), Color(0.93, 0.94, 0.955)), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2), *parted, *numbers,
    ]))
    return table


def _cells(forms: Sequence[KeyForm], at: int) -> list[str]:
    """The number and the right answer on each form; blank behind the last question."""
    if at >= len(forms[0].questions):
        return [""] * (len(forms) + 1)
    cells = [str(at + 1)]
    for form in forms:
        answer = form.questions[at].answer
        cells.append(answer if form is forms[0] else f"{answer}（{form.numbers[at]}）")
    return cells
