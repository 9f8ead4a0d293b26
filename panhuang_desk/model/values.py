"""Small values that pass between the rooms."""

from __future__ import annotations

from collections.abc import Callable

import attrs

Progress = Callable[[float, str], None]
"""Told of long work: the share done, 0 to 1, and what is being done now. It raises `Cancelled` to stop the work."""


def no_progress(share: float, now: str) -> None:
    """For work that nobody watches."""


@attrs.frozen
class Changes:
    """What an action changed: pages refresh by `kinds`, undo goes by `action_id`."""

    kinds: frozenset[str] = frozenset()
    action_id: str = ""
    records: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds)


@attrs.frozen
class Village:
    """A village or community: 12-digit statistical division code, name, and the subdistrict it belongs to."""

    code: str
    name: str
    subdistrict_code: str = ""
    subdistrict_name: str = ""
    position: int = 0
