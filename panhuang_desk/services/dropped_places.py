"""Tells by their content what files of places hold: tracks that were recorded, or plots that were marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places.read import ENDINGS, found_in, log_table, read_bytes
from panhuang_desk.model.values import Progress, no_progress

PLACE_ENDINGS = tuple(ending for ending in ENDINGS if ending != ".csv")
"""The endings that are of places for certain; a CSV file may be anything."""

TRACK, PLOT = "track", "plot"


def kinds_in(paths: Sequence[Path], progress: Progress = no_progress) -> frozenset[str]:
    """What the files hold, of TRACK and PLOT. A table counts as a log where it has positions and their times.

    UserError says in words why nothing can be read.
    """
    found: set[str] = set()
    for number, path in enumerate(paths):
        progress(number / len(paths), f"正在看 {path.name}")
        found |= _kinds(path)
    return frozenset(found)


def _kinds(path: Path) -> set[str]:
    if path.suffix.lower() not in ENDINGS:
        return {PLOT}
    content = read_bytes(path)
    try:
        table = log_table(content)
    except (UserError, ValueError):
        table = None
    if table is not None:
        return {TRACK} if table.recognised and "moment" in table.columns else {PLOT}
    holds = found_in(content, path.name)
    kinds = {TRACK} if any(not track.planned for track in holds.tracks) else set()
    return kinds | ({PLOT} if holds.places else set()) or {TRACK}
