"""Which kinds come in from spreadsheets, and what tells two of their rows apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.ledger import door_key
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.plots import place_read


@attrs.frozen
class Importable:
    """How rows of a kind are told apart: the place they stand at, and the fields that tell two at one place.

    `settle` makes the values that are kept of those that a row gives, of those known, and of the datum of coordinates
    that say none; what it says beside them is to be checked by a person.
    """

    keys: tuple[str, ...]
    place: Callable[[Mapping[str, Value]], tuple[object, ...]]
    names: tuple[str, ...] = ()
    settle: Callable[[Values, Values, str], tuple[dict[str, Value], str]] | None = None


def _household_place(values: Mapping[str, Value]) -> tuple[object, ...]:
    return values.get("group_no"), door_key(str(values.get("door_no") or ""), values.get("group_no"))


def _plot_place(values: Mapping[str, Value]) -> tuple[object, ...]:
    return values.get("group_no"), str(values.get("name") or "").replace(" ", "")


IMPORTABLE: Mapping[str, Importable] = {
    "household": Importable(("group_no", "door_no"), _household_place, ("contact_name", "phone")),
    "plot": Importable(("group_no", "name"), _plot_place, settle=place_read),
}
"""The kinds that come in from a spreadsheet."""


def importable(kind_name: str) -> Kind:
    """The kind of that name; UserError where it does not come in from spreadsheets."""
    if kind_name not in IMPORTABLE:
        names = "、".join(KINDS[name].label for name in IMPORTABLE)
        raise UserError("这种记录不能从表格导入。", f"能从表格导入的有：{names}。", code="import_kind")
    return KINDS[kind_name]
