"""Recording patrols: an outing, the plots looked at on it, and a find from its first minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import PATROL, PLANT_FINDING, PLOT_CHECK
from panhuang_desk.model.values import Changes
from panhuang_desk.services.finds import drop_finding, keep_follow_ups
from panhuang_desk.services.photos import drop_photos
from panhuang_desk.services.records import Saved, complete, problems_of, save_in, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action
from panhuang_desk.store.queries import CheckRow, FindingRow, PatrolRow, PlotRow
from panhuang_desk.store.queries import checks_of as _checks_of
from panhuang_desk.store.queries import findings as _findings
from panhuang_desk.store.queries import patrols as _patrols
from panhuang_desk.store.queries import plots as _plots


@attrs.frozen
class PlotLook:
    """One plot as it was looked at on a patrol, at `checked_at` where that is known. `finding` holds the find's values
    where something was found; `not_looked` says why nobody could look, and then the plot counts for nothing.
    """

    plot_id: str
    found: bool = False
    seen: tuple[str, ...] = ()
    note: str = ""
    finding: Values | None = None
    not_looked: str = ""
    checked_at: str = ""

    @property
    def values(self) -> dict[str, Value]:
        """What is said of the plot itself."""
        return {"found": int(self.found), "not_looked": self.not_looked or None, "checked_at": self.checked_at or None,
                "seen": self.seen or None, "note": self.note or None}


@attrs.frozen
class PatrolSaved:
    """What came of saving a patrol: the record, or its problems and those of each plot, by plot id.

    Problems of a find stand under its plot, their field written `finding.<field>`.
    """

    record: Record | None
    changes: Changes = attrs.field(factory=Changes)
    problems: tuple[Problem, ...] = ()
    plot_problems: Mapping[str, tuple[Problem, ...]] = attrs.field(factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the patrol is in the file."""
        return self.record is not None


def record_patrol(
    session: Session, values: Values, looks: Sequence[PlotLook], id: str | None = None, *, village: str = "",
) -> PatrolSaved:
    """Save a patrol with all the plots that were come to on it as one action; a new one belongs to `village`.

    Plots no longer named are taken off the patrol, but for those that were deleted since, which may be all that it
    has; a find opens the follow-ups of its steps.
    """
    known = session.store.get("patrol", id) if id else None
    whole = complete(session, PATROL, values, known)
    problems = problems_of(session, PATROL, whole)
    if not looks and not (known is not None and _looks_of_gone_plots(session, known.id)):
        problems = (*problems, Problem(
            "plots", "还没有选地块。看过的地块选“看过，没有”或“有发现”，去了没看成的选“没看成”。"))
    day = str(whole.get("patrolled_on") or session.today_iso)
    plot_problems = {look.plot_id: found for look in looks if (found := _look_problems(session, look, day))}
    stopped = [p for p in (*problems, *(p for each in plot_problems.values() for p in each)) if not p.warning]
    if stopped:
        return PatrolSaved(None, problems=problems, plot_problems=plot_problems)
    with session.store.action() as action:
        saved = save_in(action, session, "patrol", values, id, village=village)
        assert saved.record is not None
        _save_looks(action, session, saved.record, looks, day)
    return PatrolSaved(saved.record, action.changes, problems, plot_problems)


def delete_patrol(session: Session, id: str) -> Changes:
    """Delete a patrol with its plot checks, its photos, its finds and their open follow-ups; its tracks stay."""
    with session.store.action() as action:
        for row in _checks_of(session.store, id):
            _drop_check(action, session, row)
        drop_photos(action, session, "patrol", id)
        action.delete("patrol", id)
    return action.changes


def looks_of(session: Session, patrol_id: str) -> list[PlotLook]:
    """The plots of a saved patrol, ready to be corrected."""
    looks = []
    for row in _checks_of(session.store, patrol_id):
        check = session.store.get("plot_check", row.id)
        finding = session.store.get("plant_finding", row.finding_id) if row.finding_id else None
        seen = check["seen"] if check else None
        looks.append(PlotLook(row.plot_id, bool(row.found), seen if isinstance(seen, tuple) else (), row.note,
                              finding.values if finding else None, row.not_looked, row.checked_at))
    return looks


def save_plot(session: Session, values: Values, id: str | None = None, *, village: str = "") -> Saved:
    """Save a plot; a new one is in the register from today unless another day was typed."""
    if id is None and not values.get("active_from"):
        values = {**values, "active_from": session.today_iso}
    return save_record(session, "plot", values, id, village=village)


def plots(session: Session, village: str = "", *, active_only: bool = True) -> list[PlotRow]:
    """The plots in walking order."""
    today = session.today_iso
    rows = _plots(session.store, village)
    return [row for row in rows if not active_only or not row.inactive_from or row.inactive_from > today]


def patrols(session: Session, village: str = "", first: str = "", last: str = "9999") -> list[PatrolRow]:
    """The patrols, newest first."""
    return _patrols(session.store, village, first, last)


def checks_of(session: Session, patrol_id: str) -> list[CheckRow]:
    """What was looked at on a patrol."""
    return _checks_of(session.store, patrol_id)


def findings(session: Session, village: str = "") -> list[FindingRow]:
    """The finds, newest first."""
    return _findings(session.store, village)


def _look_problems(session: Session, look: PlotLook, day: str) -> tuple[Problem, ...]:
    values: dict[str, Value] = {"patrol_id": "-", "plot_id": look.plot_id, "checked_on": day, **look.values}
    problems = problems_of(session, PLOT_CHECK, complete(session, PLOT_CHECK, values, None))
    if look.found and look.finding is None:
        problems = (*problems, Problem("finding.plants", "请写发现的种类和株数。"))
    if look.found and look.finding is not None:
        whole = complete(session, PLANT_FINDING, _dated(look.finding, day, plot_check_id="-"), None)
        problems = (*problems, *(attrs.evolve(problem, field=f"finding.{problem.field}")
                                 for problem in problems_of(session, PLANT_FINDING, whole)))
    return problems


def _dated(finding: Values, day: str, **more: Value) -> dict[str, Value]:
    """A find's values with the patrol's day where no time of day was typed."""
    return {**finding, "found_at": finding.get("found_at") or day, **more}


def _save_looks(action: Action, session: Session, patrol: Record, looks: Sequence[PlotLook], day: str) -> None:
    before = {row.plot_id: row for row in _checks_of(session.store, patrol.id)} if patrol.id else {}
    for look in looks:
        row = before.pop(look.plot_id, None)
        check = save_in(action, session, "plot_check",
                        {"patrol_id": patrol.id, "plot_id": look.plot_id, "checked_on": day, **look.values},
                        row.id if row else None, village=patrol.village).record
        assert check is not None
        finding_id = row.finding_id if row else ""
        if look.found and look.finding is not None:
            values = _dated(look.finding, day, plot_check_id=check.id)
            finding = save_in(action, session, "plant_finding", values, finding_id or None, village=patrol.village)
            assert finding.record is not None
            keep_follow_ups(action, session, finding.record)
        elif finding_id:
            drop_finding(action, session, finding_id)
    for row in before.values():
        if _is_gone(session, row):  # no form shows it, so nobody took it off the patrol
            save_in(action, session, "plot_check", {"checked_on": day}, row.id)
        else:
            _drop_check(action, session, row)


def _is_gone(session: Session, row: CheckRow) -> bool:
    """Whether the plot of a check was deleted."""
    plot = session.store.get("plot", row.plot_id)
    return plot is not None and plot.deleted


def _looks_of_gone_plots(session: Session, patrol_id: str) -> bool:
    return any(_is_gone(session, row) for row in _checks_of(session.store, patrol_id))


def _drop_check(action: Action, session: Session, row: CheckRow) -> None:
    if row.finding_id:
        drop_finding(action, session, row.finding_id)
    drop_photos(action, session, "plot_check", row.id)
    action.delete("plot_check", row.id)
