"""The plots of a patrol that is being recorded, as they are typed: one line a plot."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import attrs

from panhuang_desk.desk.editors import LOOKS_AHEAD
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND, MISSED
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
    """A plot and what was seen on it. `result` is empty where nobody came, else CLEAR, FOUND or MISSED with a `reason`.

    `finding` holds the find's fields as typed; it is kept while another result stands, so that nothing typed is lost.
    `due` says that the plot is to be looked at now.
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
    reason: str = ""
    checked_at: str = ""
    due: bool = False
    problem: str = ""

    def look(self, choices: Choices, today: str) -> tuple[PlotLook | None, tuple[Problem, ...]]:
        """What is to be saved of the plot, None where nobody came; and what of it cannot be read or is missing."""
        if not self.result:
            return None, ()
        look = PlotLook(self.id, note=self.note, checked_at=self.checked_at)
        if self.result == MISSED:
            missing = () if self.reason else (Problem("not_looked", "请选没看成的原因。"),)
            return attrs.evolve(look, not_looked=self.reason), missing
        look = attrs.evolve(look, seen=self.seen)
        if self.result == CLEAR:
            return look, ()
        values, problems = read_texts(self.finding, choices, today)
        return attrs.evolve(look, found=True, finding=values if self.finding else None), problems

    def kept(self) -> dict[str, object]:
        """What a draft keeps of it; empty where nothing was typed."""
        whole = {"result": self.result, "seen": list(self.seen), "note": self.note, "finding": self.finding,
                 "reason": self.reason}
        return {name: value for name, value in whole.items() if value}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Show what a draft kept."""
        self.result = str(kept.get("result", ""))
        seen, finding = kept.get("seen", []), kept.get("finding", {})
        self.seen = tuple(str(code) for code in seen) if isinstance(seen, list) else ()
        self.note, self.reason = str(kept.get("note", "")), str(kept.get("reason", ""))
        self.finding = {str(k): str(v) for k, v in finding.items()} if isinstance(finding, dict) else {}


def line_of(row: PlotRow, look: PlotLook | None, choices: Choices) -> PlotLine:
    """The line of a plot, with what is in the file where a saved patrol is corrected."""
    line = PlotLine(row.id, row.name, row.group_no, row.land_kind, row.area_mu, row.last_checked)
    if look is not None:
        line.result = FOUND if look.found else MISSED if look.not_looked else CLEAR
        line.reason, line.checked_at = look.not_looked, look.checked_at
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
