"""What a form is told beside the kind of record that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from panhuang_desk.desk.editors import Editor
from panhuang_desk.model.fields import Choice, Field, Values
from panhuang_desk.model.kind import Problem


@attrs.frozen
class FormSetup:
    """What a form needs beside its kind.

    `choices` gives a field's options (session.resources.choices); `today` the ISO date. `base` is the record being
    corrected, or for a new one its parent's id and defaults. `last` are the values entered last: fields with `repeat`
    begin with them, options offer them under 0. `fields` picks and orders; empty takes all that a person types.
    `abreast` False keeps every field on a line of its own, for narrow forms; a field named in `beside` stands on the
    line of the one before it. `more` says what else is wrong or odd about the values, from other records.
    `save_draft(slot, texts)` is called after every change, `drop_draft(slot)` once it is saved or empty again.
    """

    choices: Callable[[Field], Sequence[Choice]]
    today: Callable[[], str]
    base: Values = attrs.field(factory=dict)
    last: Values = attrs.field(factory=dict)
    new: bool = True
    fields: tuple[str, ...] = ()
    slot: str = ""
    save_draft: Callable[[str, Mapping[str, str]], None] | None = None
    drop_draft: Callable[[str], None] | None = None
    save_word: str = "保存"
    next_word: str = ""
    abreast: bool = True
    beside: frozenset[str] = frozenset()
    more: Callable[[Values], Sequence[Problem]] | None = None
    editors: Mapping[str, Callable[[Field, Sequence[Choice]], Editor]] = attrs.field(factory=dict)
