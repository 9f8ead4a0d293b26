"""Small cells: what of a key group's counts may stand on paper without showing a single family.

1 and 2 print "<3", a true 0 prints 0. Where a total stands beside its parts, further parts are withheld as "*" until
the total no longer tells whether a "<3" is a 1 or a 2; where no part is left for that, the total itself is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALL = 3
"""Counts from 1 up to below this one are small."""

FEW, WITHHELD, NOTHING = "<3", "*", "—"


def is_small(count: float | None) -> bool:
    """Whether a count is withheld; a true 0 is not."""
    return count is not None and 0 < count < SMALL


def show_count(count: int | None) -> str:
    """One count that stands alone."""
    if count is None:
        return NOTHING
    return FEW if is_small(count) else str(count)


def rate_is_safe(numerator: float | None, denominator: float | None) -> bool:
    """Whether a rate may print beside its counts: never where it would give away one that prints "<3"."""
    return not is_small(numerator) and not is_small(denominator)


def show_column(counts: Sequence[int | None]) -> tuple[tuple[str, ...], str]:
    """Counts that print together with their total: each as printed, and the total as printed.

    None is a part without data: it prints "—" and adds nothing to the total.
    """
    known = [count for count in counts if count is not None]
    known = [count for count in known if count] or known
    total, few = sum(known), [count for count in known if is_small(count)]
    spare = sorted((count, at) for at, count in enumerate(counts) if count is not None and count >= SMALL)
    withheld: set[int] = set()
    hidden = sum(few)
    while few and not _ambiguous(hidden, len(few), len(withheld)):
        if not spare:
            return _printed(counts, withheld), (FEW if len(few) == len(known) == 1 else WITHHELD)
        count, at = spare.pop(0)
        withheld.add(at)
        hidden += count
    return _printed(counts, withheld), (str(total) if known else NOTHING)


def _ambiguous(hidden: int, few: int, withheld: int) -> bool:
    """Whether the sum of the hidden parts leaves open, for each "<3", if it is a 1 or a 2.

    A reader knows that each "<3" is 1 or 2, and that each "*" is 3 or more.
    """
    least = (few - 1) + SMALL * withheld
    if withheld:
        return hidden - 2 >= least
    return least <= hidden - 2 and hidden - 1 <= 2 * (few - 1)


def _printed(counts: Sequence[int | None], withheld: set[int]) -> tuple[str, ...]:
    return tuple(WITHHELD if at in withheld else show_count(count) for at, count in enumerate(counts))
