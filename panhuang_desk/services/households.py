"""The register of households and what is known of one of them in one place."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from panhuang_desk.model.entry import to_halfwidth
from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Record
from panhuang_desk.services.records import Saved, save_record
from panhuang_desk.services.session import Session
from panhuang_desk.store import HistoryEntry
from panhuang_desk.store.households import (
    Address,
    Asked,
    Narrowed,
    group_numbers,
    has_households,
    household_row,
    key_households,
)
from panhuang_desk.store.queries import FollowUpRow, HouseholdRow, VisitRow
from panhuang_desk.store.queries import follow_ups as _follow_ups
from panhuang_desk.store.queries import visits as _visits
from panhuang_desk.store.survivors import survivor_of

_ADDRESS = re.compile(r"第?(\d{1,2})(?:\s*组\s*|\s*[-－—.．。/、]\s*|\s+)(\d+[^号\s]*)\s*号?")


@attrs.frozen
class HouseholdFilter:
    """What the register is narrowed to. `not_met_days` 0 does not narrow; `text` searches as people search.

    `key_group` is a field of the key groups, or "any". `call_again` takes those whose last call found nobody at home.
    """

    village: str = ""
    group_no: int = 0
    tenure: str = ""
    key_group: str = ""
    not_met_days: int = 0
    open_follow_ups: bool = False
    call_again: bool = False
    inactive: bool = False
    text: str = ""


@attrs.frozen
class HouseholdView:
    """Everything about a household in one place."""

    record: Record
    row: HouseholdRow | None
    visits: list[VisitRow]
    follow_ups: list[FollowUpRow]
    history: list[HistoryEntry]


def narrow(session: Session, narrowed: HouseholdFilter | None = None) -> Narrowed:
    """The households that the filter lets through, in door order; with words to search for, the best answer first.

    `3-27`, `3.27` and `3组27号` mean that door of that group, whether its door number is kept as 27 or as 3-27; where
    there is none, only doors and names that are written so are found, never a phone with these digits in it.
    """
    asked = _asked(session, narrowed or HouseholdFilter())
    address = address_typed(asked.text)
    if address is None:
        return Narrowed(session.store, asked)
    group, door = address
    exact = Address(group, door, f"{group}-{door}", to_halfwidth(asked.text))
    there = Narrowed(session.store, attrs.evolve(asked, address=exact))
    if there.count:
        return there
    return Narrowed(session.store, attrs.evolve(asked, address=attrs.evolve(exact, anywhere=True)))


def address_typed(text: str) -> tuple[int, str] | None:
    """The group and the door that words to search for mean; None where they mean something else."""
    address = _ADDRESS.fullmatch(to_halfwidth(text.strip()))
    return (int(address[1]), address[2]) if address else None


def row_of(session: Session, id: str) -> HouseholdRow | None:
    """One household as the register shows it, or the one that it was merged into; None where it is gone."""
    return household_row(session.store, survivor_of(session.store, id))


def is_kept(session: Session, village: str = "") -> bool:
    """Whether there is any household, if only one that left."""
    return has_households(session.store, village)


def groups(session: Session, village: str = "") -> list[int]:
    """The numbers of the groups that have households."""
    return group_numbers(session.store, village)


def calls_to_repeat(session: Session, village: str = "") -> Narrowed:
    """The households whose last call found nobody at home; by "visit" the one waiting longest stands first."""
    return narrow(session, HouseholdFilter(village=village, call_again=True))


def key_groups_not_met(session: Session, since: str, village: str = "") -> Narrowed:
    """The households of the key groups not met from an ISO day on, those to call again apart; order them by "met"."""
    return Narrowed(session.store, Asked(
        session.today_iso, village, key_group="any", met_before=since, call_again=False))


def key_groups_met(session: Session, since: str, village: str = "") -> tuple[int, int]:
    """How many households of the key groups were met from an ISO day on, and how many there are."""
    return key_households(session.store, session.today_iso, since, village)


def view(session: Session, id: str) -> HouseholdView | None:
    """One household with its visits, follow-ups and history; None where it is gone."""
    record = session.store.get("household", id)
    if record is None or record.deleted:
        return None
    return HouseholdView(
        record, household_row(session.store, id), _visits(session.store, household=id),
        _follow_ups(session.store, household=id), session.store.history("household", id))


def save_household(session: Session, values: Values, id: str | None = None, *, village: str = "") -> Saved:
    """Save a household; a new one is in the register from today unless another day was typed."""
    if id is None and not values.get("active_from"):
        values = {**values, "active_from": session.today_iso}
    return save_record(session, "household", values, id, village=village)


def _asked(session: Session, narrowed: HouseholdFilter) -> Asked:
    today = session.today()
    # Met so many days ago or longer is met before the day after that one.
    before = (today - dt.timedelta(days=narrowed.not_met_days - 1)).isoformat() if narrowed.not_met_days else ""
    return Asked(
        today.isoformat(), narrowed.village, narrowed.group_no, narrowed.tenure, narrowed.key_group, before,
        narrowed.open_follow_ups, True if narrowed.call_again else None, narrowed.inactive, narrowed.text.strip())
