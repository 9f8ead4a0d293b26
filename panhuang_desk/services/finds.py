"""Finds of plants after their first minute: their steps, the follow-ups that wait for them, the recheck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.find_recheck import AGAIN, RECHECK_RESULT, RECORDED, find_values
from panhuang_desk.model.find_steps import RECHECK, STEP_KINDS, Wait, waits
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import FOLLOW_UP, PATROL, PLANT_FINDING
from panhuang_desk.model.values import Changes
from panhuang_desk.services.follow_ups import due_day
from panhuang_desk.services.photos import NewPhoto, drop_photos
from panhuang_desk.services.photos import save_in as save_photos
from panhuang_desk.services.records import Saved, complete, problems_of, save_in
from panhuang_desk.services.session import Session
from panhuang_desk.store import Action
from panhuang_desk.store.queries import findings


def save_finding(session: Session, id: str, values: Values, photos: Sequence[NewPhoto] = ()) -> Saved:
    """Save further steps of a find and its new photos; the follow-ups that wait go along in the same action."""
    finding = session.store.get("plant_finding", id)
    checked = problems_of(session, PLANT_FINDING, complete(session, PLANT_FINDING, values, finding))
    if any(not problem.warning for problem in checked):
        return Saved(None, problems=checked)
    with session.store.action() as action:
        saved = save_in(action, session, "plant_finding", values, id)
        if saved.record:
            keep_follow_ups(action, session, saved.record)
            save_photos(action, session, "plant_finding", id, photos)
    return attrs.evolve(saved, changes=action.changes)


def delete_finding(session: Session, id: str) -> Changes:
    """Delete a find that was none: its plot counts as looked at with nothing there."""
    finding = session.store.get("plant_finding", id)
    with session.store.action() as action:
        drop_finding(action, session, id)
        if finding:
            action.save("plot_check", {"found": 0}, finding.text("plot_check_id"))
    return action.changes


def recheck_finding(session: Session, id: str, values: Values) -> Saved:
    """Close what waits for a find's recheck, with its result; what grew again is a find of its own, on a patrol of that
    day unless one recorded it already, and is the record that comes back. The values are those of `RECHECK_RESULT`.
    """
    finding = session.store.get("plant_finding", id)
    assert finding is not None
    later = _later_find(session, finding) if values.get("result") == RECORDED else None
    checked = (*problems_of(session, RECHECK_RESULT, values), *_recheck_problems(finding, values, later))
    if any(not problem.warning for problem in checked):
        return Saved(None, problems=checked)
    day, again = str(values["rechecked_on"]), values["result"] == AGAIN
    word = RECHECK_RESULT.by_name["result"].word(values["result"])
    words = (word, "另记了一处发现" if again else "", str(values.get("note") or ""))
    outcome = "，".join(part for part in words if part)
    with session.store.action() as action:
        _close(action, session, finding, Wait(RECHECK, "", False, True, day, outcome=outcome))
        record = _grown_again(action, session, finding, day, values) if again else finding
        if later is not None:
            record = action.save("plant_finding", {"regrown_from": id}, later.id)
    return Saved(record, action.changes, checked)


def place_of_plot(session: Session, id: str) -> Saved:
    """Keep the point of its plot as a find's; UserError (code `no_place`) where the plot has none."""
    finding = session.store.get("plant_finding", id)
    check = session.store.get("plot_check", finding.text("plot_check_id")) if finding else None
    plot = session.store.get("plot", check.text("plot_id")) if check else None
    if plot is None or plot["longitude"] is None:
        raise UserError("这块地还没有位置。", "在“地块”里给它记下位置，或者给发现加一张带拍摄地点的照片。",
                        code="no_place")
    return save_finding(session, id, {"longitude": plot["longitude"], "latitude": plot["latitude"]})


def point_words(finding: Record) -> str:
    """Where a find is, in degrees: 东经 119.123456，北纬 32.123456."""
    east, north = float(str(finding["longitude"])), float(str(finding["latitude"]))
    return f"{'东经' if east >= 0 else '西经'} {abs(east):.6f}，{'北纬' if north >= 0 else '南纬'} {abs(north):.6f}"


def keep_follow_ups(action: Action, session: Session, finding: Record) -> None:
    """Bring the follow-ups of a find in step with it; of each kind the program raises no more than one.

    What a step waits for is open, what was done is closed with its result, what does not come into question goes.
    """
    for wait in waits(finding.values):
        known = _of_find(session, finding.id, wait.kind)
        still_open = [record for record in known if record["status"] != "closed"]
        if wait.open and wait.kind == RECHECK:
            _keep_recheck(action, session, finding, wait, known, still_open)
        elif wait.open and not still_open:
            _open(action, session, finding, wait, known)
        elif wait.done:
            _close(action, session, finding, wait)
        elif not wait.open:
            for record in still_open:
                if wait.kind in STEP_KINDS or record["matter"] == wait.matter:  # not one that a person raised
                    action.delete("follow_up", record.id)


def drop_finding(action: Action, session: Session, id: str) -> None:
    """Delete a find with its photos and the follow-ups that still wait for it."""
    for record in _of_find(session, id):
        if record["status"] != "closed":
            action.delete("follow_up", record.id)
    drop_photos(action, session, "plant_finding", id)
    action.delete("plant_finding", id)


def _recheck_problems(finding: Record, values: Values, later: Record | None) -> Iterator[Problem]:
    day, found = str(values.get("rechecked_on") or ""), finding.text("found_at")[:10]
    if day and day < found:
        yield Problem("rechecked_on", "复查日期早于发现日期，请核对。")
    if values.get("result") == RECORDED and later is None:
        yield Problem("result", "这块地后来没有记过别的发现，请选“又长出来了”接着写。")


def _later_find(session: Session, finding: Record) -> Record | None:
    """The newest find on the same plot after this one."""
    check = session.store.get("plot_check", finding.text("plot_check_id"))
    plot = check.text("plot_id") if check else ""
    later = [row for row in findings(session.store, finding.village)
             if row.plot_id == plot and row.id != finding.id and row.found_at > finding.text("found_at")]
    return session.store.get("plant_finding", later[0].id) if later else None


def _of_find(session: Session, id: str, kind: str = "") -> list[Record]:
    where: dict[str, Value] = {"source_table": "plant_finding", "source_id": id}
    return session.store.records("follow_up", where={**where, "kind": kind} if kind else where)


def _keep_recheck(
    action: Action, session: Session, finding: Record, wait: Wait, known: list[Record], still_open: list[Record],
) -> None:
    """A recheck moves with its day, and one that is closed stays closed."""
    if still_open and wait.due_on and still_open[0]["due_on"] != wait.due_on:
        _save(action, session, {"due_on": max(wait.due_on, still_open[0].text("raised_on"))}, still_open[0].id)
    elif not known:
        _open(action, session, finding, wait, known)


def _open(action: Action, session: Session, finding: Record, wait: Wait, known: list[Record]) -> None:
    """Raise a follow-up, or take back the one that was closed."""
    if known:
        _save(action, session, {"status": "raised", "closed_on": None, "closed_as": None, "outcome": None}, known[0].id)
        return
    raised_on = min(wait.on, session.today_iso)
    due = wait.due_on or (due_day(session, wait.kind, raised_on) if wait.days is None else _later(raised_on, wait.days))
    _save(action, session, {
        **FOLLOW_UP.defaults(), "kind": wait.kind, "matter": wait.matter, "raised_on": raised_on,
        "due_on": max(due, raised_on), "source_table": "plant_finding", "source_id": finding.id,
    }, village=finding.village)


def _close(action: Action, session: Session, finding: Record, wait: Wait) -> None:
    for record in _of_find(session, finding.id, wait.kind):
        if record["status"] == "closed":
            continue
        first = max(record.text("raised_on"), record.text("reported_on"))
        _save(action, session, {"status": "closed", "closed_as": "done", "outcome": wait.outcome,
                                "closed_on": max(min(wait.on, session.today_iso), first)}, record.id)


def _grown_again(action: Action, session: Session, before: Record, day: str, values: Values) -> Record:
    """The find of what grew again, with the patrol and the look on which it was made."""
    check = session.store.get("plot_check", before.text("plot_check_id"))
    assert check is not None
    patrol = _saved(save_in(action, session, "patrol", {
        **PATROL.defaults(), "patrolled_on": day, "people": values.get("people"), "note": "复查发现点位"},
        village=before.village))
    look = _saved(save_in(action, session, "plot_check", {
        "patrol_id": patrol.id, "plot_id": check["plot_id"], "checked_on": day, "found": 1}, village=before.village))
    place = {name: before[name] for name in ("spot", "longitude", "latitude")}
    finding = _saved(save_in(action, session, "plant_finding", {
        **place, **find_values(values), "plot_check_id": look.id, "regrown_from": before.id}, village=before.village))
    keep_follow_ups(action, session, finding)
    return finding


def _saved(saved: Saved) -> Record:
    """What was checked before cannot be refused."""
    assert saved.record is not None, [problem.field for problem in saved.problems]
    return saved.record


def _save(action: Action, session: Session, values: Values, id: str | None = None, village: str = "") -> None:
    _saved(save_in(action, session, "follow_up", values, id, village=village))


def _later(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
