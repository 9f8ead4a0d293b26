"""The names of backups: which there are, of what tier, and which may go."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import attrs

from panhuang_desk import paths

_DAYS = 14
_WEEKS = 8
_NAME = re.compile(r"(.+)_备份_(\d{4,})_(\d{4}-\d{2}-\d{2})_(\d{6})\.phdb")
_TIME = "%Y-%m-%d_%H%M%S"


class Tier(enum.Enum):
    """For how long a backup is kept: the hours of its day, 14 days, 8 weeks."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@attrs.frozen
class Backup:
    """A verified backup. `number` counts on whatever the clock says; `made_at` is local time."""

    path: Path
    number: int
    made_at: dt.datetime
    tier: Tier
    bytes: int

    @property
    def label(self) -> str:
        """When it was made, as a person reads it."""
        return self.made_at.strftime("%Y-%m-%d %H:%M")


def list_backups(file: Path) -> list[Backup]:
    """The backups of a file, the newest first. They need not be opened for it."""
    return _with_tiers(_found(file))


def next_name(file: Path, at: dt.datetime) -> Path:
    """The name of the next backup."""
    found = _found(file)
    number = found[0].number + 1 if found else 1
    return paths.backups_of(file) / f"{file.stem}_备份_{number:04d}_{at.strftime(_TIME)}.phdb"


def outlived(file: Path) -> list[Backup]:
    """The backups that no tier keeps any more. The newest is never among them."""
    found = _found(file)
    kept = _kept(found)
    return [backup for backup in found if backup.path not in kept]


def _found(file: Path) -> list[Backup]:
    folder = paths.backups_of(file)
    found = []
    for path in folder.glob("*.phdb") if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match and match[1] == file.stem:
            made_at = dt.datetime.strptime(f"{match[3]}_{match[4]}", _TIME)
            found.append(Backup(path, int(match[2]), made_at, Tier.WEEK, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def _with_tiers(found: Sequence[Backup]) -> list[Backup]:
    kept = _kept(found)
    return [attrs.evolve(backup, tier=kept.get(backup.path, Tier.WEEK)) for backup in found]


def _kept(found: Sequence[Backup]) -> dict[Path, Tier]:
    """What the tiers keep of the backups, newest first: the newest of each hour, day and week."""
    kept: dict[Path, Tier] = {}
    today = [backup for backup in found if backup.made_at.date() == found[0].made_at.date()]
    for tier, among, most, period in (
        (Tier.HOUR, today, 24, _hour), (Tier.DAY, found, _DAYS, _day), (Tier.WEEK, found, _WEEKS, _week),
    ):
        for backup in _newest_of_each(among, period)[:most]:
            kept.setdefault(backup.path, tier)
    return kept


def _newest_of_each(found: Sequence[Backup], period: Callable[[dt.datetime], Hashable]) -> list[Backup]:
    newest: dict[Hashable, Backup] = {}
    for backup in found:
        newest.setdefault(period(backup.made_at), backup)
    return list(newest.values())


def _hour(moment: dt.datetime) -> Hashable:
    return moment.date(), moment.hour


def _day(moment: dt.datetime) -> Hashable:
    return moment.date()


def _week(moment: dt.datetime) -> Hashable:
    return moment.isocalendar()[:2]
