"""The form that makes one record of two entries of the same household or plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import attrs

from panhuang_desk.desk.merge_editors import EitherEditor
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Choice, Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.services.records import Saved
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.editors import Editor
    from panhuang_desk.desk.shell import Shell

_KEEP = "keep"


class Life(Protocol):
    """The rules by which two entries of a kind are one."""

    def differing(self, one: Record, other: Record) -> tuple[str, ...]:
        """The fields that they say differently."""

    def newer_of(self, session: Session, one: Record, other: Record) -> dict[str, str]:
        """For each field that may be chosen, the id of the entry whose value is better."""

    def choose(self, session: Session, one: Record, other: Record) -> str:
        """The id of the entry that is better kept."""

    def merge(self, session: Session, keep: str, lose: str, values: Values) -> Saved:
        """Make them one."""


class MergeEntryBase(Entry):
    """What differs between two entries, field by field: 1 the first one's value, 2 the second one's, 3 another.

    Filled goes before empty and the newer change before the older. A subclass says what speaks for an entry, and how a
    value is shown.
    """

    def __init__(self, desk: Shell, whole: Kind, life: Life, one: Record, other: Record, hint: str) -> None:
        self.one, self.other, self._life = one, other, life
        session = desk.session
        keep = Field(_KEEP, "留下", Type.CHOICE, required=True, hint=hint, choices=tuple(
            Choice(each.id, self.weight_words(desk, each)) for each in (one, other)))
        differing = [whole.by_name[name] for name in life.differing(one, other)]
        better = life.newer_of(session, one, other)
        base: dict[str, Value] = {_KEEP: life.choose(session, one, other)}
        base |= {field.name: (one if better[field.name] == one.id else other)[field.name] for field in differing}
        slot = f"{whole.name}:merge:" + ":".join(sorted((one.id, other.id)))
        setup = desk.form_setup(whole.name, slot=slot, base=base, new=False, abreast=False, save_word="合并")
        editors = {field.name: self._either for field in differing}
        super().__init__(desk, Kind(whole.name, whole.label, whole.measure, (keep, *differing)),
                         attrs.evolve(setup, last={}, editors=editors), about=one.id)

    def weight_words(self, desk: Shell, record: Record) -> str:
        """What speaks for an entry."""
        raise NotImplementedError

    def shown(self, field: Field, value: Value) -> str:
        """A value on its chip."""
        raise NotImplementedError

    def save(self, values: Values) -> Saved:
        """Merge them."""
        keep = str(values[_KEEP])
        lose = self.other.id if keep == self.one.id else self.one.id
        chosen = {name: value for name, value in values.items() if name != _KEEP}
        return self._life.merge(self.desk.session, keep, lose, chosen)

    def _either(self, field: Field, choices: Sequence[Choice]) -> Editor:
        return EitherEditor(field, self.one[field.name], self.other[field.name],
                            lambda value: self.shown(field, value))
