"""The plots of a patrol that is being recorded, as they are typed: one line a plot."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import attrs

from panhuang_desk.desk.editors import LOOKS_AHEAD
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND
from panhuang_desk.model.entry import EntryError, read, show
from panhuang_desk.model.fields import Choice, Field, Type, Value, Values
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.services.patrols import PlotLook
from panhuang_desk.store.queries import PlotRow

Choices = Callable[[Field], Sequence[Choice]]

_CODED = (Type.CHOICE, Type.CHOICES, Type.FLAG)


@attrs.define
class PlotLine:
    """A plot and what was seen on it. `result` is empty where nobody looked, else CLEAR or FOUND.

    `finding` holds the find's fields as typed; it is kept while another result stands, so that nothing typed is lost.
    """

    id: str
    name: str
    group_no: int
    land_kind: str
    area_mu: float | None
    last_checked: str
    result: str = ""
    seen: tuple[str, ...] = ()
    note: str = ""
    finding: dict[str, str] = attrs.field(factory=dict)
    problem: str = ""

    def look(self, choices: Choices, today: str) -> tuple[PlotLook | None, tuple[Problem, ...]]:
        """What is to be saved of the plot, None where nobody looked; and what of the find cannot be read."""
        if not self.result:
            return None, ()
        if self.result == CLEAR:
            return PlotLook(self.id, seen=self.seen, note=self.note), ()
        values, problems = read_texts(self.finding, choices, today)
        return PlotLook(self.id, True, self.seen, self.note, values if self.finding else None), problems

    def kept(self) -> dict[str, object]:
        """What a draft keeps of it; empty where nothing was typed."""
        whole = {"result": self.result, "seen": list(self.seen), "note": self.note, "finding": self.finding}
        return {name: value for name, value in whole.items() if value}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Show what a draft kept."""
        self.result = str(kept.get("result", ""))
        seen, finding = kept.get("seen", []), kept.get("finding", {})
        self.seen = tuple(str(code) for code in seen) if isinstance(seen, list) else ()
        self.note = str(kept.get("note", ""))
        self.finding = {str(k): str(v) for k, v in finding.items()} if isinstance(finding, dict) else {}


def line_of(row: PlotRow, look: PlotLook | None, choices: Choices) -> PlotLine:
    """The line of a plot, with what is in the file where a saved patrol is corrected."""
    line = PlotLine(row.id, row.name, row.group_no, row.land_kind, row.area_mu, row.last_checked)
    if look is not None:
        line.result = FOUND if look.found else CLEAR
        line.seen, line.note = look.seen, look.note
        line.finding = texts_of(look.finding or {}, choices)
    return line


def texts_of(values: Values, choices: Choices) -> dict[str, str]:
    """A find's values as its form's texts."""
    return {field.name: text_of(field, values.get(field.name), choices(field)) for field in PLANT_FINDING.form_fields}


def text_of(field: Field, value: Value, choices: Sequence[Choice]) -> str:
    """A value as the text of its editor: codes where they are chosen, words where they are typed."""
    if field.type in _CODED:
        return ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return show(field, value, choices)


def read_texts(texts: Mapping[str, str], choices: Choices, today: str) -> tuple[Values, tuple[Problem, ...]]:
    """A find's values out of its form's texts, and what cannot be read, fields written `finding.<field>`."""
    values: dict[str, Value] = {}
    problems = []
    for field in PLANT_FINDING.form_fields:
        text = texts.get(field.name, "")
        if field.type is Type.MOMENT and field.required and not text.strip():
            problems.append(Problem(f"finding.{field.name}", f"请写{field.label}，例如 8:40。"))
            continue
        try:
            values[field.name] = _value_of(field, text, choices(field), today)
        except EntryError as error:
            problems.append(Problem(f"finding.{field.name}", error.message))
    return values, tuple(problems)


def _value_of(field: Field, text: str, choices: Sequence[Choice], today: str) -> Value:
    if field.type not in _CODED:
        return read(field, text, today, choices, future=field.name in LOOKS_AHEAD)
    if not text:
        return None
    return int(text) if field.type is Type.FLAG else tuple(text.split(",")) if field.type is Type.CHOICES else text


def pack(lines: Sequence[PlotLine]) -> str:
    """The lines as a draft's text."""
    return json.dumps({line.id: kept for line in lines if (kept := line.kept())}, ensure_ascii=False, sort_keys=True)


def unpack(lines: Sequence[PlotLine], text: str) -> None:
    """Show a draft's text in the lines; plots that are gone are left out."""
    kept = json.loads(text or "{}")
    for line in lines:
        line.restore(kept.get(line.id, {}))
