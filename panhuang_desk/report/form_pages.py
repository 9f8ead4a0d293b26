"""Forms that stand, with room to write: one visit, a find with its steps in order, the head of a survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reportlab.platypus import Flowable, PageBreak, Spacer

from panhuang_desk.model.blank_forms import ChoicesOf
from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.find_steps import FIND_STEPS
from panhuang_desk.model.kinds import HOUSEHOLD, PLANT_FINDING, PLOT, SURVEY, VISIT
from panhuang_desk.report.finding_record import REMINDER, SIGNERS
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.form_cells import Framed, Ruled, cell_table, field_table, named_rows, rest
from panhuang_desk.report.form_parts import (
    FORM_TITLE,
    SMALL,
    WRITE,
    Blank,
    Blanks,
    FormColumn,
    blank,
    form_table,
)
from panhuang_desk.report.layout import Text
from panhuang_desk.report.style import TextStyle

Room = tuple[float, float]
"""The width and height of a page between its margins."""

Story = Callable[[str, str, ChoicesOf, Room, FontSet], list[Flowable]]

_STRONG = TextStyle("strong", 10.5, 16, align="left", after=3, tracking=0)
_PART = TextStyle("heading", 12, 20, align="left", before=4, after=2, tracking=0)
_OF_STEP: Mapping[str, tuple[str, ...]] = {
    "found": ("found_at", "species", "growth_stage", "spot", "planter"), "photographed": ("photographed",),
    "counted": ("counted_at", "count_method", "density", "grown_area", "plants"),
    "reported": ("reported_at", "reported_to", "reported_person"), "confirmed": ("confirmed_at",),
    "uprooted": ("uprooted_at", "uprooted", "uprooters", "uprooted_by"),
    "destroyed": ("destroyed_at", "destroyed_how", "witness"), "rechecked": ("recheck_on",),
}
"""What is asked at each step after a find; a field that is named at none stands above them."""


def _village(place: str, room: float = 150) -> Blank:
    return Blank("村（社区）", unit=place, room=0 if place else room)


def _one_visit(title: str, place: str, choices: ChoicesOf, room: Room, fonts: FontSet) -> list[Flowable]:
    """One visit on one page: what is left of the page is room for the note."""
    household = [HOUSEHOLD.by_name[name] for name in (*HOUSEHOLD.subject, "phone")]
    fields = [field for field in VISIT.form_fields if field.type is not Type.LONG_TEXT]
    notes = [field for field in VISIT.form_fields if field.type is Type.LONG_TEXT]
    head: list[Flowable] = [Text(title, FORM_TITLE, fonts), Blanks([_village(place), Blank("走访人", room=110)], fonts),
                            Spacer(0, 3), field_table([*household, *fields], choices, room[0], fonts)]
    tail: list[Flowable] = [Spacer(0, 6), Blanks([Blank("要办的事、找谁、何时办好", room=200)], fonts, stretch=True)]
    return [*head, _notes(notes, head + tail, room, fonts), *tail]


def _notes(fields: list[Field], others: list[Flowable], room: Room, fonts: FontSet) -> Flowable:
    """Long texts with as many lines as the page has left."""
    left = rest(others, *room) - 6 * len(fields) - 4
    lines = max(int(left / len(fields) / WRITE), 2)
    return named_rows([(field.label, Ruled(lines)) for field in fields], room[0], fonts)


def _find(title: str, place: str, choices: ChoicesOf, room: Room, fonts: FontSet) -> list[Flowable]:
    """Two pages: the plot and the steps in their order; note, photos, sketch, signatures."""
    plot = [field for field in PLOT.form_fields if field.width]
    asked = {name for names in _OF_STEP.values() for name in names}
    notes = [field for field in PLANT_FINDING.form_fields if field.type is Type.LONG_TEXT]
    others = [field for field in PLANT_FINDING.form_fields if field.name not in asked and field not in notes]
    steps = [(f"{number} {label}", _step(code, choices, fonts))
             for number, (code, label) in enumerate(FIND_STEPS.items(), start=1)]
    first: list[Flowable] = [
        Text(title, FORM_TITLE, fonts), Text(REMINDER, _STRONG, fonts),
        Blanks([_village(place, 110), Blank("踏查日期", unit="　　　年　　月　　日", room=0),
                Blank("填表人", room=70)], fonts),
        Spacer(0, 3), field_table([*plot, *others], choices, room[0], fonts), Spacer(0, 6),
        named_rows(steps, room[0], fonts)]
    signing = cell_table(
        [[Blanks([Blank(f"{signer}签名", room=0), Blank("", unit="　　　　年　　月　　日", room=0)], fonts)
          for signer in SIGNERS[at:at + 2]] for at in range(0, len(SIGNERS), 2)],
        [room[0] / 2] * 2, fonts, tall=2.4 * WRITE)
    heads: list[Flowable] = [Text("现场照片", _PART, fonts), Text("位置示意图", _PART, fonts), Spacer(0, 8)]
    half = (rest([*heads, signing], *room) - 4) / 2
    first += [Spacer(0, 6), _notes(notes, [*first, Spacer(0, 6)], room, fonts)]
    return [*first, PageBreak(), heads[0], Framed("贴照片，或写照片编号和张数。", half, fonts), heads[1],
            Framed("标出北方、道路、房屋和发现的地方。", half, fonts), heads[2], signing]


def _step(code: str, choices: ChoicesOf, fonts: FontSet) -> Blanks:
    """What is asked at a step."""
    fields = [PLANT_FINDING.by_name[name] for name in _OF_STEP[code]]
    return Blanks([blank(field, choices, room=46 if field.type in (Type.INTEGER, Type.DECIMAL) else 110)
                   for field in fields], fonts, stretch=True)


def _survey(title: str, place: str, choices: ChoicesOf, room: Room, fonts: FontSet) -> list[Flowable]:
    """What is written once for a survey, and a table in which sheets are given out and taken back."""
    issued, returned = SURVEY.by_name["issued"], SURVEY.by_name["returned"]
    story: list[Flowable] = [
        Text(title, FORM_TITLE, fonts), Blanks([_village(place), Blank("试卷名称", room=150)], fonts, stretch=True),
        Spacer(0, 3), field_table(SURVEY.form_fields, choices, room[0], fonts, lines={"note": 3}),
        Text("答卷发出和收回", _PART, fonts)]
    told = Text("答卷不写姓名。收回的连同没答完的一起数，数完封好，录入后按规定保管。", SMALL, fonts)
    columns = (FormColumn("日期", 66, inside="　月　日"), FormColumn("地点（村组、学校班级）"),
               *(FormColumn(f"{field.label}（{field.unit}）", 56) for field in (issued, returned)),
               FormColumn("经手人", 76))
    heading = form_table(columns, 0, room[0], fonts, line_height=0)
    lines = int((rest([*story, told, heading], *room) - 8) / (1.1 * WRITE))
    return [*story, form_table(columns, lines, room[0], fonts, line_height=1.1 * WRITE), Spacer(0, 4), told]


STORIES: Final[Mapping[str, Story]] = {"visit-one": _one_visit, "find": _find, "survey": _survey}
"""The forms that are made here, by their code."""
