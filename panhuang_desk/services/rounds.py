"""A round: one group's households as lines in door order, typed one after the other and saved in one action.

A line shares its draft with the form of a new visit to the household: what is begun in one goes on in the other.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import attrs

from panhuang_desk.model.entry import EntryError, read, show
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.kinds import FOLLOW_UP, VISIT
from panhuang_desk.model.presence import in_register
from panhuang_desk.model.values import Changes
from panhuang_desk.services.households import calls_to_repeat
from panhuang_desk.services.photos import NewPhoto, still_there
from panhuang_desk.services.session import Session
from panhuang_desk.services.visits import ReadyVisit, prepare, save_ready
from panhuang_desk.store.households import household_row, household_rows, register_rows
from panhuang_desk.store.local import Draft
from panhuang_desk.store.queries import HouseholdRow, VisitRow
from panhuang_desk.store.queries import visits as _visits

CALL_AGAIN = "again"
"""In place of a group's number: the households whose last call found nobody at home."""

_MARK = "round"
_VISITS_LOOKED_AT = 10


@attrs.define(eq=False)
class RoundLine:
    """One household of a round. `texts` is what was typed, by field of a visit, as the visit's form keeps it;
    `follow_ups` likewise what is to be done about it, `photos` those that were added in the form and wait there.
    `day` is the line's own ISO day, empty for that of the round; `recorded` the visit that is in the file for the day;
    `draft` whether the file holds a draft of the line, `begun` whether that was typed in a round and not in the form.
    """

    row: HouseholdRow
    texts: dict[str, str] = attrs.field(factory=dict)
    follow_ups: list[dict[str, str]] = attrs.field(factory=list)
    photos: tuple[NewPhoto, ...] = ()
    day: str = ""
    recorded: VisitRow | None = None
    draft: bool = False
    begun: bool = False
    problems: tuple[Problem, ...] = ()

    kind = "household"
    """The kind of record that a line stands for in a list."""

    @property
    def id(self) -> str:
        """The household."""
        return self.row.id

    @property
    def filled(self) -> bool:
        """Whether anything was typed; a line that is not filled is never saved."""
        return any(self.texts.values()) or bool(self.follow_ups)

    @property
    def stopped(self) -> bool:
        """Whether something that was found wrong with it stops its save."""
        return any(not problem.warning for problem in self.problems)

    def codes(self, field: str) -> tuple[str, ...]:
        """The options chosen in a field."""
        return tuple(code for code in self.texts.get(field, "").split(",") if code)


@attrs.frozen
class RoundSaved:
    """What came of saving a round: how many visits and follow-ups are in the file, and the households whose lines
    were left because something stops them, in the order of the lines.
    """

    visits: int
    follow_ups: int
    changes: Changes
    left: tuple[str, ...]


@attrs.frozen
class BegunRound:
    """A group in which lines were typed and not saved: how many, and when the last one was. `id` is for `open`."""

    village: str
    group_no: int
    lines: int
    saved_at: str


def slot_of(household_id: str) -> str:
    """The slot of the draft that a line and the form of a new visit share."""
    return f"visit:new:{household_id}"


def follow_up_slot_of(household_id: str) -> str:
    """The slot of what is to be done about it."""
    return f"{slot_of(household_id)}:follow_up"


def photo_slot_of(household_id: str) -> str:
    """The slot of the photos that were added in its form."""
    return f"{slot_of(household_id)}:photos"


def slots_of(household_id: str) -> tuple[str, ...]:
    """All slots of a visit to the household that is not saved yet."""
    return slot_of(household_id), follow_up_slot_of(household_id), photo_slot_of(household_id)


def visit_begun(session: Session, household_id: str) -> bool:
    """Whether a visit to the household was begun and not saved, in a form or in a round."""
    return any(session.store.draft(slot) is not None for slot in slots_of(household_id))


def round_lines(session: Session, village: str, which: int | str | Sequence[str], day: str) -> list[RoundLine]:
    """The lines of a round in door order, with what was typed before: of a group (0 for all), of those to call again
    (`CALL_AGAIN`), or of the households with these ids. Households that were not in the register on the day are left
    out, unless something is typed for them.
    """
    rows = _rows(session, village, which)
    drafts = {draft.slot: draft for draft in session.store.drafts()}
    recorded = {row.household_id: row for row in reversed(_visits(session.store, village=village, first=day, last=day))}
    present = _present(session, [row.id for row in rows], day)
    lines = []
    for row in rows:
        line = _with_draft(session, RoundLine(row, recorded=recorded.get(row.id)), drafts, day)
        if row.id in present or line.filled:
            lines.append(line)
    return lines


def keep_line(session: Session, line: RoundLine, day: str) -> None:
    """Keep what was typed in a line, with its day; an empty line is forgotten."""
    store, slot = session.store, slot_of(line.id)
    if line.filled:
        shown = show(VISIT.by_name["visited_on"], line.day or day)
        store.save_draft(slot, {**line.texts, "visited_on": shown, _MARK: "1"})
        line.draft = line.begun = True
    elif line.draft:
        store.drop_draft(slot)
        line.draft = line.begun = False


def keep_lines(session: Session, lines: Sequence[RoundLine], day: str) -> None:
    """Keep what was typed in several lines, all or none."""
    if not lines:
        return
    with session.store.bulk():
        for line in lines:
            keep_line(session, line, day)


def check_line(session: Session, line: RoundLine, day: str) -> tuple[Problem, ...]:
    """What is wrong or odd about a line, by the rules of every visit; nothing about an empty one."""
    return _ready(session, line, day).problems if line.filled else ()


def save_round(session: Session, day: str, lines: Sequence[RoundLine]) -> RoundSaved:
    """Save all filled lines that nothing stops in one action, and forget their drafts in the same transaction.

    The problems of every filled line are put into the line; those that stop stay as they are.
    """
    ready = [(line, _ready(session, line, day)) for line in lines if line.filled]
    for line, visit in ready:
        line.problems = visit.problems
    good = [(line, visit) for line, visit in ready if not visit.stopped]
    left = tuple(line.id for line, visit in ready if visit.stopped)
    if not good:
        return RoundSaved(0, 0, Changes(), left)
    with session.store.action() as action:
        for line, visit in good:
            save_ready(action, session, visit)
            for slot in slots_of(line.id):
                session.store.drop_draft(slot)
    raised = sum(len(visit.follow_ups) for _, visit in good)
    for line, _ in good:
        line.texts, line.follow_ups, line.photos = {}, [], ()
        line.day, line.problems, line.draft, line.begun = "", (), False, False
    return RoundSaved(len(good), raised, action.changes, left)


def last_topics(session: Session, household_id: str) -> tuple[str, ...]:
    """The topics of the household's last visit that had any, for 照上次."""
    for row in _visits(session.store, household=household_id, limit=_VISITS_LOOKED_AT):
        topics = tuple(json.loads(row.topics))
        if topics:
            return topics
    return ()


def begun_rounds(session: Session, village: str = "") -> list[BegunRound]:
    """The groups of a village, or of the file, in which lines of a round wait, the one typed last at the head."""
    found: dict[tuple[str, int], list[str]] = {}
    for draft in session.store.drafts():
        row = household_row(session.store, draft.slot.removeprefix(slot_of(""))) if is_line(draft) else None
        if row is not None and village in ("", row.village):
            found.setdefault((row.village, row.group_no), []).append(draft.saved_at)
    return [BegunRound(village, group, len(moments), max(moments)) for (village, group), moments in found.items()]


def begun_day(lines: Collection[RoundLine], day: str) -> str:
    """The day of the lines that were begun in a round, the commonest of them; `day` where there are none."""
    days = [line.day or day for line in lines if line.begun]
    return max(sorted(set(days)), key=days.count) if days else day


def follow_ups_typed(draft: Mapping[str, str]) -> list[dict[str, str]]:
    """The follow-ups of a draft: the first stands under plain names, each further one with its place behind a dot."""
    found: dict[str, dict[str, str]] = {}
    for key, text in draft.items():
        name, _, place = key.partition(".")
        found.setdefault(place, {})[name] = text
    return [found[place] for place in sorted(found, key=lambda place: int(place or 0)) if "kind" in found[place]]


def is_line(draft: Draft) -> bool:
    """Whether a draft was typed in a round, and not in a visit's form."""
    return draft.fields.get(_MARK) == "1"


def _rows(session: Session, village: str, which: int | str | Sequence[str]) -> list[HouseholdRow]:
    store = session.store
    if isinstance(which, int):
        return register_rows(store, village, which)
    if isinstance(which, str):
        again = calls_to_repeat(session, village)
        return again.fetch(0, again.count)
    return household_rows(store, which)


def _present(session: Session, ids: Sequence[str], day: str) -> set[str]:
    """Those of the households that were in the register on the day."""
    if not ids:
        return set()
    return {record.id for record in session.store.records("household", {"id": tuple(ids)})
            if in_register(record.values, day)}


def _with_draft(session: Session, line: RoundLine, drafts: dict[str, Draft], day: str) -> RoundLine:
    draft = drafts.get(slot_of(line.id))
    if draft is not None:
        line.draft, line.begun = True, is_line(draft)
        line.texts = {name: text for name, text in draft.fields.items() if name not in (_MARK, "visited_on") and text}
        typed = _read(session, VISIT, "visited_on", draft.fields.get("visited_on", ""))
        line.day = "" if typed in (None, day) else str(typed)
    more = drafts.get(follow_up_slot_of(line.id))
    line.follow_ups = follow_ups_typed(more.fields) if more is not None else []
    added = drafts.get(photo_slot_of(line.id))
    if added is not None:
        line.photos = tuple(still_there(session, [NewPhoto.from_text(id, text) for id, text in added.fields.items()]))
    return line


def _ready(session: Session, line: RoundLine, day: str) -> ReadyVisit:
    """The visit that a line stands for, and everything that is to be said about it."""
    unread: list[Problem] = []
    values = _values(session, VISIT, line.texts, "", unread)
    values["visited_on"] = line.day or day
    materials = values.get("materials")
    if materials and not values.get("materials_given") and "materials_given" not in {p.field for p in unread}:
        values["materials_given"] = len(materials) if isinstance(materials, tuple) else 1
    raised = []
    for typed in line.follow_ups:
        texts = {name: text for name, text in typed.items() if name != "due_on" or typed.get("by_hand") == "1"}
        whole = _values(session, FOLLOW_UP, texts, "follow_up.", unread)
        raised.append({name: value for name, value in whole.items() if name in texts})
    ready = prepare(session, line.id, values, follow_ups=raised)
    named = {problem.field for problem in unread}
    problems = (*unread, *(problem for problem in ready.problems if problem.field not in named))
    return attrs.evolve(ready, problems=problems, photos=line.photos)


def _values(
    session: Session, kind: Kind, texts: dict[str, str], prefix: str, unread: list[Problem],
) -> dict[str, Value]:
    """The values of what was typed, None where nothing stands; what cannot be read is told in `unread`."""
    found: dict[str, Value] = {}
    for field in kind.form_fields:
        try:
            found[field.name] = _read(session, kind, field.name, texts.get(field.name, ""), strict=True)
        except EntryError as error:
            unread.append(Problem(prefix + field.name, error.message))
    return found


def _read(session: Session, kind: Kind, name: str, text: str, *, strict: bool = False) -> Value:
    field = kind.by_name[name]
    try:
        return read(field, text, session.today_iso, session.resources.choices(field), future=name == "due_on")
    except EntryError:
        if strict:
            raise
        return None
