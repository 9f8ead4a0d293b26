"""What the patrols page shows: how the round stands, and all that is known of one plot, patrol or find."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

import attrs

from panhuang_desk.model.find_steps import Step, state, steps
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLOT_CHECK
from panhuang_desk.model.months import Month
from panhuang_desk.services import records
from panhuang_desk.services.follow_ups import follow_ups
from panhuang_desk.services.patrols import checks_of, findings, plots
from panhuang_desk.services.photos import photos_of
from panhuang_desk.services.season import Coverage, coverage, round_now
from panhuang_desk.services.session import Session
from panhuang_desk.store import HistoryEntry
from panhuang_desk.store.photos import PhotoRow
from panhuang_desk.store.queries import CheckRow, FindingRow, FollowUpRow, PlotRow
from panhuang_desk.store.queries import checks_on as _checks_on
from panhuang_desk.store.queries import plots as _plots
from panhuang_desk.store.survivors import parts_of


@attrs.frozen
class Round:
    """The days within which every plot is to be looked at: a patrol season, or between seasons the month."""

    label: str
    first: str
    last: str
    season: bool
    days_left: int


@attrs.frozen
class Standing:
    """How the season stands on a day. Areas are in mu; `finds` and `plants` are those found in it. `now` is how far the
    round of the day has come, None between rounds.
    """

    round: Round
    plots: int
    checked: int
    area: float
    area_checked: float
    never: int
    finds: int
    plants: int
    finds_open: int
    now: Coverage | None = None

    @property
    def left(self) -> int:
        """How many plots are still to be looked at."""
        return self.plots - self.checked


@attrs.frozen
class PlotView:
    """A plot with everything that is known of it."""

    record: Record
    row: PlotRow
    checks: list[CheckRow]
    findings: list[FindingRow]
    follow_ups: list[FollowUpRow]
    history: list[HistoryEntry]


@attrs.frozen
class PatrolView:
    """A patrol with what was looked at on it, and what was not."""

    record: Record
    checks: list[CheckRow]
    not_looked: list[PlotRow]
    findings: list[FindingRow]
    follow_ups: list[FollowUpRow]
    history: list[HistoryEntry]


@attrs.frozen
class FindingView:
    """A find with its plot, its steps and what was raised from it. `others` are the finds that grew again out of it,
    and the one that it grew again from.
    """

    record: Record
    row: FindingRow
    steps: tuple[Step, ...]
    state: str
    follow_ups: list[FollowUpRow]
    history: list[HistoryEntry]
    photos: list[PhotoRow]
    others: list[FindingRow]


def round_of(session: Session) -> Round:
    """The round that today lies in."""
    today = session.today()
    season = session.resources.calendar.season_on(today)
    if season is not None and season.patrol:
        first, last = season.window(today.year)
        return Round(season.label, first, last, True, (dt.date.fromisoformat(last) - today).days)
    month = Month.of(today)
    return Round(f"{month.number}月", month.first, month.last, False, (dt.date.fromisoformat(month.last) - today).days)


def plot_state(row: PlotRow, around: Round, today: str) -> str:
    """inactive, found (a find on it is not dealt with), checked, never (not once looked at), or due."""
    if row.inactive_from and row.inactive_from <= today:
        return "inactive"
    if row.open_findings:
        return "found"
    if row.last_checked >= around.first:
        return "checked"
    return "due" if row.last_checked else "never"


def standing(session: Session, village: str = "") -> Standing:
    """How the round stands in one village, or in all of the file."""
    around = round_of(session)
    rows = plots(session, village)
    checked = [row for row in rows if row.last_checked >= around.first]
    every, current = findings(session, village), round_now(session)
    found = [row for row in every if row.found_at[:10] >= around.first]
    return Standing(
        around, len(rows), len(checked), sum(row.area_mu or 0 for row in rows),
        sum(row.area_mu or 0 for row in checked), sum(not row.last_checked for row in rows), len(found),
        sum(row.plants for row in found), sum(state(attrs.asdict(row), row.rechecked_on) != "closed" for row in every),
        coverage(session, village, current) if current is not None else None)


def plot_view(session: Session, id: str) -> PlotView | None:
    """All that is known of a plot; None where it is gone."""
    record = session.store.get("plot", id)
    row = next(iter(_plots(session.store, id=id)), None)
    if record is None or row is None:
        return None
    checks, parts = _checks_on(session.store, id), set(parts_of(session.store, id, "plot"))
    found = [finding for finding in findings(session, record.village) if finding.plot_id in parts]
    ids = {*parts, *(check.id for check in checks), *(finding.id for finding in found)}
    return PlotView(record, row, checks, found, _raised_from(session, record.village, ids),
                    records.history(session, "plot", id))


def patrol_view(session: Session, id: str) -> PatrolView | None:
    """All that is known of a patrol; None where it is gone."""
    record = session.store.get("patrol", id)
    if record is None or record.deleted:
        return None
    checks = checks_of(session, id)
    looked = {check.plot_id for check in checks}
    found = [finding for finding in findings(session, record.village) if finding.patrol_id == id]
    ids = {id, *(check.id for check in checks), *(finding.id for finding in found)}
    rest = [row for row in plots_on(session, record.village, record.text("patrolled_on")) if row.id not in looked]
    return PatrolView(record, checks, rest, found, _raised_from(session, record.village, ids),
                      records.history(session, "patrol", id))


def finding_view(session: Session, id: str) -> FindingView | None:
    """All that is known of a find; None where it is gone."""
    record = session.store.get("plant_finding", id)
    rows = findings(session, record.village if record else "")
    row = next((row for row in rows if row.id == id), None)
    if record is None or row is None:
        return None
    photos = photos_of(session, "plant_finding", id)
    others = {each.id for each in session.store.records("plant_finding", {"regrown_from": id})}
    taken = min((photo.taken_at for photo in photos if photo.taken_at), default="")
    return FindingView(record, row, steps(record.values, row.rechecked_on, taken, len(photos)),
                       state(record.values, row.rechecked_on),
                       _raised_from(session, record.village, {id, row.plot_check_id}),
                       records.history(session, "plant_finding", id), photos,
                       [each for each in rows if each.id in others or each.id == record["regrown_from"]])


def plots_on(session: Session, village: str, day: str) -> list[PlotRow]:
    """The plots that stood in the register on a day, in walking order."""
    return [row for row in plots(session, village, active_only=False)
            if not row.inactive_from or row.inactive_from > day]


def plot_of(session: Session, kind: str, id: str) -> str:
    """The plot that a plot check or find belongs to, empty where it is gone."""
    record = session.store.get(kind, id)
    if record is not None and kind == "plant_finding":
        record = session.store.get("plot_check", record.text("plot_check_id"))
    return record.text("plot_id") if record is not None else ""


def seen_words(session: Session, seen: str) -> str:
    """What was seen on a plot, kept as JSON, in words."""
    words = {choice.code: choice.label for choice in session.resources.known_choices(PLOT_CHECK.by_name["seen"])}
    return "、".join(words.get(code, code) for code in json.loads(seen or "[]"))


def _raised_from(session: Session, village: str, ids: Iterable[str]) -> list[FollowUpRow]:
    wanted = set(ids)
    return [row for row in follow_ups(session, open_only=False, village=village) if row.source_id in wanted]
