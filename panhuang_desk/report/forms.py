"""Blank paper forms, made from the declarations of the record kinds: what the paper asks is what the screen asks."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kinds import HOUSEHOLD, PATROL, PLANT_FINDING, PLOT, PLOT_CHECK, VISIT
from panhuang_desk.model.quiz import Question
from panhuang_desk.report import form_parts, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.form_parts import (
    Blank,
    Blanks,
    ChoicesOf,
    DigitLegend,
    FormColumn,
    blank,
    choices_of,
    form_table,
)
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.quiz_form import quiz_story

FORMS = {"visit": "入户走访登记表", "patrol": "禁种铲毒踏查登记表", "quiz": "禁毒知识测评试卷"}
"""The forms there are, with their titles."""

VISIT_LINES, PLOT_LINES = 20, 14
_PLOT_LINE = 20.5
_TICKED = ("topics", "materials")
"""The lists of a visit that nearly every line uses; the others are written in digits, so that twenty lines fit."""

_MOST_LINE = 21.2
_PAGE_ROOM = form_parts.LANDSCAPE[1] - form_parts.FORM_MARGINS[0] - form_parts.FORM_MARGINS[1]


def no_choices(name: str) -> Sequence[Choice]:
    """For forms without checklists: every list is empty, and is left out of the paper."""
    return ()


def blank_form(kind: str, *, place: str = "", choices: ChoicesOf = no_choices, questions: Sequence[Question] = (),
               title: str = "", sample: bool = False) -> bytes:
    """A blank form as PDF: `visit`, `patrol` or `quiz`.

    `choices` gives the lists of the checklists; `questions` are those of a quiz, without which it is an answer card
    of 20 numbers. Raises `UserError` for a form that there is not.
    """
    if kind not in FORMS:
        raise UserError(f"没有“{kind}”这种空白表。", f"可以印的有：{'、'.join(FORMS)}。", code="form")
    fonts = font_set(bundled=sample)
    name = title or FORMS[kind]
    mark = style.SAMPLE_MARK if sample else ""
    if kind == "quiz":
        return build(Paper(name, mark=mark, margins=_QUIZ_MARGINS), quiz_story(name, place, questions, fonts), fonts)
    paper = Paper(name, mark=mark or style.INTERNAL_MARK, size=form_parts.LANDSCAPE, margins=form_parts.FORM_MARGINS)
    width = paper.size[0] - paper.margins[2] - paper.margins[3]
    story = _visit if kind == "visit" else _patrol
    return build(paper, story(name, place, choices, width, fonts), fonts)


_QUIZ_MARGINS = (20 * style.MM, 22 * style.MM, 22 * style.MM, 20 * style.MM)


def _visit(name: str, place: str, choices: ChoicesOf, width: float, fonts: FontSet) -> list[Flowable]:
    """A register of visits: twenty lines; the usual lists to tick, the rarer ones by the screen's digits."""
    fields = [field for field in VISIT.form_fields if _asked(field, choices)]
    written = [field for field in fields if field.type is Type.CHOICES and field.name not in _TICKED]
    columns = [_column(HOUSEHOLD.by_name[field], choices) for field in HOUSEHOLD.subject]
    columns += [FormColumn(field.label, max(len(field.label) * 9 + 3, 32)) if field in written
                else _column(field, choices) for field in fields]
    head: list[Flowable] = [
        Text(name, form_parts.FORM_TITLE, fonts),
        Blanks((Blank("村（社区）", unit=place, room=0 if place else 130), Blank("走访人", room=90),
                Blank("月份", unit="　　　　年　　月", room=0), Blank("第", unit="页，共　　页", room=24)), fonts),
    ]
    legend: list[Flowable] = [Spacer(0, 3), DigitLegend([(f.label, choices_of(f, choices)) for f in written], fonts)
                              ] if written else []
    taken = sum(part.wrap(width, _PAGE_ROOM)[1] for part in (*head, *legend)) + form_parts.FORM_TITLE.after
    heading = form_table(columns, 0, width, fonts, line_height=0).wrap(width, _PAGE_ROOM)[1]
    line = min((_PAGE_ROOM - taken - heading - 1) / VISIT_LINES, _MOST_LINE)
    return [*head, form_table(columns, VISIT_LINES, width, fonts, line_height=line), *legend]


def _patrol(name: str, place: str, choices: ChoicesOf, width: float, fonts: FontSet) -> list[Flowable]:
    """One outing: its head, as many lines for plots as there is room for, and the ordered steps after a find."""
    plots = (field for field in PLOT.form_fields if field.width)
    columns = [_column(field, choices) for field in (*plots, *PLOT_CHECK.form_fields) if _asked(field, choices)]
    head = [Blank("村（社区）", unit=place, room=0 if place else 110)]
    head += [blank(field, choices, room=80 if field.type is Type.TEXT else 34) for field in PATROL.form_fields
             if field.type is not Type.LONG_TEXT]
    finding = [blank(field, choices, room=_room(field)) for field in PLANT_FINDING.form_fields]
    steps = ("发现植株：先拍照、计数，立即报告派出所；派出所到场确认后铲除、销毁，请见证人在场。"
             "一处填一份，另一处另用一张。")
    top: list[Flowable] = [Text(name, form_parts.FORM_TITLE, fonts), Blanks(head, fonts)]
    below: list[Flowable] = [Spacer(0, 5), Text(steps, form_parts.SMALL, fonts),
                             Blanks(finding, fonts, leading=20, stretch=True)]
    taken = sum(part.wrap(width, _PAGE_ROOM)[1] for part in (*top, *below)) + form_parts.FORM_TITLE.after
    heading = form_table(columns, 0, width, fonts, line_height=0).wrap(width, _PAGE_ROOM)[1]
    lines = min(int((_PAGE_ROOM - taken - heading - 1) / _PLOT_LINE), PLOT_LINES)
    return [*top, form_table(columns, lines, width, fonts, line_height=_PLOT_LINE), *below]


def _room(field: Field) -> float:
    return 46 if field.type is Type.INTEGER else 92


def _asked(field: Field, choices: ChoicesOf) -> bool:
    """Whether a field has a column: a list that is empty has none."""
    return not field.choices_from or bool(choices(field.choices_from))


def _column(field: Field, choices: ChoicesOf) -> FormColumn:
    """The column of a declared field: cells to tick for a few choices, else one to write in."""
    words = choices_of(field, choices)
    if words and len(words) <= 9:
        ticks = tuple(choice.short or choice.label for choice in words)
        longest = max(map(len, ticks))
        return FormColumn(field.label, ticks=ticks, tick_width=min(max(longest, 2), 3) * 9 + 4.0)
    if field.type is Type.DATE:
        return FormColumn(field.label, 46, inside="　月　日")
    if field.type in (Type.INTEGER, Type.DECIMAL):
        return FormColumn(field.label if field.unit in field.label else f"{field.label}（{field.unit}）", 30)
    if field.type is Type.LONG_TEXT:
        return FormColumn(field.label)
    return FormColumn(field.label, 24 + 5.0 * max(field.width, 6))
