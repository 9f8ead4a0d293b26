"""Entries of the register that may be one household: offered once, merged or told apart for good."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import attrs

from panhuang_desk.exchange.ledger import door_key
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.values import Changes
from panhuang_desk.services.session import Session
from panhuang_desk.store import survivors
from panhuang_desk.store.survivors import LikenessRow

REASONS = {"address": "地址相同", "phone": "电话相同", "name": "同组同名"}
"""Why two entries are offered, the strongest reason first."""

_ALL_PAIRS = 5
"""Of more entries that are alike only neighbours are offered; the others come up as these are settled."""

_PLAIN_DOOR = re.compile(r"[1-9]\d*号?")


@attrs.frozen
class Pair:
    """Two entries that may be one household, and why; those of a village stand together."""

    one: LikenessRow
    other: LikenessRow
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """Which pair it is."""
        return f"{self.one.id} {self.other.id}"


def suspects(session: Session, village: str = "", *, dismissed: bool = False) -> list[Pair]:
    """The pairs of a village, or of the file, the likeliest first; with `dismissed` those that were told apart.

    Only households that are in the register today are compared, and only within a village. Linear in their number.
    """
    rows = survivors.likeness_rows(session.store, village, session.today_iso)
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reason, alike in _buckets(rows):
        for one, other in combinations(alike, 2) if len(alike) <= _ALL_PAIRS else pairwise(alike):
            reasons[one.id, other.id].append(reason)
    by_id = {row.id: row for row in rows}
    pairs = [Pair(by_id[one], by_id[other], tuple(sorted(why, key=list(REASONS).index)))
             for (one, other), why in reasons.items()]
    kept = [pair for pair in pairs if (_told_apart(pair) if dismissed else not (_told_apart(pair) or _split(pair)))]
    return sorted(kept, key=lambda pair: (pair.one.village, -len(pair.reasons), list(REASONS).index(pair.reasons[0]),
                                          pair.one.group_no, pair.id))


def edition(session: Session) -> int:
    """While this is the same, the pairs of one day are too."""
    return survivors.newest_change(session.store)


def tell_apart(session: Session, one: str, other: str) -> Changes:
    """Remember in the file that two entries are two households; they are not offered again."""
    first, second = sorted((one, other))
    record = session.store.get("household", first)
    with session.store.action() as action:
        if record is not None:
            known = [*_apart(record.text("apart_from")), second]
            action.save("household", {"apart_from": json.dumps(known)}, id=first)
    return action.changes


def look_again(session: Session, one: str, other: str) -> Changes:
    """Offer two entries again that were told apart."""
    with session.store.action() as action:
        for id, mate in ((one, other), (other, one)):
            record = session.store.get("household", id)
            if record is not None:
                kept = [each for each in _apart(record.text("apart_from")) if each != mate]
                action.save("household", {"apart_from": json.dumps(kept) if kept else None}, id=id)
    return action.changes


def _buckets(rows: Sequence[LikenessRow]) -> Iterator[tuple[str, list[LikenessRow]]]:
    """Entries that are alike, two or more together, with the reason."""
    found: dict[tuple[str, str, int, str], list[LikenessRow]] = defaultdict(list)
    for row in rows:
        if row.door_no:
            found["address", row.village, row.group_no, _door(row)].append(row)
        if row.phone:
            found["phone", row.village, 0, _digits(row.phone)].append(row)
        if row.contact_name:
            found["name", row.village, row.group_no, re.sub(r"\s", "", row.contact_name)].append(row)
    for (reason, _, _, key), alike in found.items():
        if key and len(alike) > 1:
            yield reason, alike


def _door(row: LikenessRow) -> str:
    """The door as `door_key` tells doors apart; a plain number needs no looking into."""
    return row.door_no.rstrip("号") if _PLAIN_DOOR.fullmatch(row.door_no) else door_key(row.door_no, row.group_no)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", to_halfwidth(phone))


def _told_apart(pair: Pair) -> bool:
    return pair.other.id in pair.one.apart_from or pair.one.id in pair.other.apart_from


def _split(pair: Pair) -> bool:
    """Whether one was split from the other: they share what they share for a reason."""
    return pair.one.split_from == pair.other.id or pair.other.split_from == pair.one.id


def _apart(text: str) -> list[str]:
    return [str(each) for each in json.loads(text or "[]")]
