"""Rules across fields that more than one kind needs."""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Values
from panhuang_desk.model.kind import Problem, Rule


def not_in_the_future(field: str, label: str) -> Rule:
    """A date or moment of work done cannot lie after today."""

    def rule(values: Values, today: str) -> Iterator[Problem]:
        if str(values.get(field) or "")[:10] > today:
            yield Problem(field, f"{label}在今天以后，请核对。")

    return rule


def leaving_follows_arriving(values: Values, today: str) -> Iterator[Problem]:
    """A household or plot cannot leave the register before it entered it."""
    start, end = values.get("active_from"), values.get("inactive_from")
    if start and end and str(end) < str(start):
        yield Problem("inactive_from", "不能早于在册日期，请核对两个日期。")
