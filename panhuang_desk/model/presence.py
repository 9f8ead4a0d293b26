"""When something is in a register: households and plots come, leave, come back, are split and merged.

A record's `away` holds the times that are over in which it was not in the register: JSON [[from, until, reason], ...]
(ISO days, `until` the day it came back); a time that goes on stands in `inactive_from`. So no month before is counted
anew when it comes back. `earlier` holds what the figures read of it before a split or a merge changed it, as JSON
[[until, {field: value}], ...], each until the day of that change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.kind import Problem, Record, Rule

Time = tuple[str, str, str]
"""A time in which a record was not in its register: from, until (ISO days; the day it came back), and why."""


def away_times(values: Values) -> list[Time]:
    """The times that are over in which a record was not in its register."""
    return [(str(left), str(back), str(reason)) for left, back, reason in json.loads(str(values.get("away") or "[]"))]


def in_register(values: Values, day: str) -> bool:
    """Whether a record is in its register at the end of an ISO day: entered by then, not left, not away.

    One that is merged counts until the day of its merge. (A ring of merges, which only merging files can make, is
    left to the figures.)
    """
    gone = str(values.get("inactive_from") or "")
    if str(values.get("active_from") or "") > day or (gone and gone <= day) or (values.get("merged_into") and not gone):
        return False
    return not any(left <= day < back for left, back, _ in away_times(values))


def gone_by(record: Record, day: str) -> bool:
    """Whether a record has left its register by an ISO day."""
    left = record.text("inactive_from")
    return bool(left) and left <= day


def earlier_times(record: Record) -> list[Any]:
    """What figures of earlier days read of a record, in the order in which it changed."""
    return list(json.loads(record.text("earlier") or "[]"))


def back_again(record: Record, left: str, back: str) -> dict[str, Value]:
    """The values of a record that had left, in its register again from the day `back`."""
    return {"away": with_time(record, left, back), "inactive_from": None, "inactive_reason": None}


def with_time(record: Record, left: str, back: str) -> str:
    """The times away of a record and a further one, as the record keeps them; one that is no day long is left out."""
    times = [*away_times(record.values), (left, back, record.text("inactive_reason") or "other")]
    return json.dumps([list(time) for time in times if time[0] < time[1]], ensure_ascii=False, separators=(",", ":"))


def changed(record: Record, values: Values, day: str, read: Sequence[str]) -> dict[str, Value]:
    """The values, and beside them what figures of the time before the day go on to read: the fields named in `read`."""
    found = dict(values)
    differs = any(name in values and (values[name] or 0) != (record[name] or 0) for name in read)
    times = earlier_times(record)
    if differs and day > record.text("active_from") and all(until != day for until, _ in times):
        times.append([day, {name: record[name] for name in read}])
        found["earlier"] = json.dumps(times, ensure_ascii=False, separators=(",", ":"))
    return found


def times_away_in_order(leaving: str, coming: str) -> Rule:
    """A time away begins after the record came, ends after it began, and lies before the next one.

    `leaving` and `coming` are the words for the days, such as 搬走的日期 and 搬回来的日期.
    """

    def rule(values: Values, today: str) -> Iterator[Problem]:
        arrived = str(values.get("active_from") or "")
        free_from, times = arrived, away_times(values)
        for left, back, _ in times:
            if left < free_from:
                words = "在册日期" if free_from == arrived else f"上一次{coming}"
                yield Problem("away", f"{leaving}不能早于{words}（{free_from}）。")
                return
            if back <= left:
                yield Problem("away", f"{coming}要在{leaving}（{left}）以后。")
                return
            free_from = back
        gone = str(values.get("inactive_from") or "")
        if times and gone and gone < free_from:
            yield Problem("inactive_from", f"不能早于{coming}（{free_from}）。")

    return rule
