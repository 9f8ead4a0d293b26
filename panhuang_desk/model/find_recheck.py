"""The recheck of a find as a form asks for it: nothing grew again, or a find that begins anew."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Value, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.kinds import PATROL, PLANT_FINDING
from panhuang_desk.model.rules import not_in_the_future

CLEAR, AGAIN, RECORDED = "clear", "again", "recorded"
"""The results of a recheck: nothing, plants again, and plants again that a patrol recorded as a find already."""

_ASKED = When("result", (AGAIN,))
FIRST_MINUTE = ("found_at", "species", "plants", "count_method", "density", "grown_area", "growth_stage",
                 "photographed", "reported_at", "reported_to", "reported_person")
"""What is written of a find in its first minute; the other steps follow later."""


def find_values(values: Values) -> dict[str, Value]:
    """What of a recheck's values is the new find's."""
    return {**PLANT_FINDING.defaults(), **{name: values.get(name) for name in FIRST_MINUTE}}


def _field(name: str) -> Field:
    field = PLANT_FINDING.by_name[name]
    return field if field.asked else attrs.evolve(field, asked=_ASKED)


def _the_new_find(values: Values, today: str) -> Iterator[Problem]:
    if values.get("result") == AGAIN:
        for rule in PLANT_FINDING.rules:
            yield from rule(values, today)
        if values.get("plants") == 0:
            yield Problem("plants", "又长出来了就不是 0 株，请核对。")
        if str(values.get("found_at") or "")[:10] != values.get("rechecked_on"):
            yield Problem("found_at", "又长出来的是复查那天发现的，请核对日期。")


RECHECK_RESULT = Kind(
    name="plant_finding", label="复查", measure="次", subject=("rechecked_on", "result"),
    fields=(
        Field("rechecked_on", "复查日期", Type.DATE, required=True),
        Field("result", "复查结果", Type.CHOICE, required=True, choices=(
            Choice(CLEAR, "没有复种"), Choice(AGAIN, "又长出来了"), Choice(RECORDED, "又长出来了，踏查时已记"))),
        attrs.evolve(PATROL.by_name["people"], asked=_ASKED, repeat=False),
        *(_field(name) for name in FIRST_MINUTE),
        Field("note", "备注", Type.LONG_TEXT, max_length=500, privacy=Privacy.SENSITIVE),
    ),
    rules=(not_in_the_future("rechecked_on", "复查日期"), _the_new_find),
)
"""Not a kind of record: its values close a follow-up, and begin a find where plants were found again."""
