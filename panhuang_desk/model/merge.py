"""What bringing copies together did or would do: by copy and kind, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class KindCount:
    """Records of one kind in one copy: brought new, changed here, and the same as here."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: KindCount) -> KindCount:
        return KindCount(self.new + other.new, self.changed + other.changed, self.same + other.same)


@attrs.frozen
class CopyFacts:
    """What a copy says of itself. `village` is its worker's own, empty for an office's file; `newest` the moment of
    its newest change; `ahead` how many seconds that lies before the clock here, 0 where it does not.
    """

    name: str
    village: str
    villages: tuple[str, ...]
    person: str
    device: str
    newest: str
    schema: int
    sample: bool
    ahead: int = 0


@attrs.frozen
class CopyResult:
    """What came of one copy. `refused` holds why where it was not taken; `strangers` are the villages that the file
    did not have; `conflicts` and `erased` are those that its changes have a part in.
    """

    number: int
    facts: CopyFacts | None
    counts: Mapping[str, KindCount] = attrs.field(factory=dict)
    by_village: Mapping[str, KindCount] = attrs.field(factory=dict)
    strangers: tuple[str, ...] = ()
    conflicts: int = 0
    erased: int = 0
    refused: str = ""
    hint: str = ""
    code: str = ""

    @property
    def total(self) -> KindCount:
        """Of all kinds together."""
        return sum(self.counts.values(), KindCount())


@attrs.frozen
class MergeResult:
    """What came of a merge. `conflicts` counts those that stand open because of it; `erased` the records of which an
    erasure took something away; `run` names it, empty where nothing was written.
    """

    copies: tuple[CopyResult, ...]
    conflicts: int = 0
    erased: int = 0
    run: str = ""

    @property
    def changed_anything(self) -> bool:
        """Whether any copy brought something."""
        return any(copy.total.new or copy.total.changed for copy in self.copies) or bool(self.run)
