"""Which of several households at one address a row of a ledger means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs


@attrs.frozen
class Candidate:
    """What tells the households of one address apart; `gone` is one that is not in the register any more."""

    name: str = ""
    phone: str = ""
    gone: bool = attrs.field(default=False, kw_only=True)


def match(rows: Sequence[Candidate], known: Sequence[Candidate]) -> list[int | None]:
    """For each row the position of the household that it means, each at most once; None where it is a new one.

    First the same name, then the same phone, then what says nothing to the contrary; the only row of an address
    with a single household means that one, whose name has changed. One that left is meant only where the row says so:
    somebody else moved in.
    """
    found: list[int | None] = [None] * len(rows)
    free = sorted(range(len(known)), key=lambda place: known[place].gone)
    rules: tuple[Callable[[Candidate, Candidate], bool], ...] = (
        lambda row, other: bool(row.name) and row.name == other.name and row.phone == other.phone,
        lambda row, other: bool(row.name) and row.name == other.name,
        lambda row, other: bool(row.phone) and row.phone == other.phone,
        lambda row, other: not (row.name and other.name) and not (row.phone and other.phone),
    )
    for same in rules:
        for position, row in enumerate(rows):
            if found[position] is None:
                place = next((place for place in free if same(row, known[place])), None)
                if place is not None:
                    found[position] = place
                    free.remove(place)
    present = [place for place, other in enumerate(known) if not other.gone]
    return [present[0]] if found == [None] and len(present) == 1 else found
