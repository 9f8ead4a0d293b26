"""What follows a find of plants, step by step, and how far it has come."""

from __future__ import annotations

from typing import Final

import attrs

from panhuang_desk.model.fields import Values

STATES: Final = {
    "unreported": "待报告", "reported": "已报告", "to_uproot": "待铲除", "to_destroy": "待销毁",
    "to_recheck": "待复查", "closed": "已办结",
}
"""The states of a find in their order, with their words on screen."""

_STEPS = (("found", "发现", "found_at"), ("reported", "报告派出所", "reported_at"),
          ("confirmed", "到场", "confirmed_at"), ("uprooted", "铲除", "uprooted_at"),
          ("destroyed", "销毁", "destroyed_at"), ("rechecked", "复查", ""))


@attrs.frozen
class Step:
    """One step after a find: `at` is its moment or day in ISO, empty where it is not known."""

    code: str
    label: str
    at: str
    done: bool


def steps(values: Values, rechecked_on: str = "") -> tuple[Step, ...]:
    """The six steps of a find. Uprooting is done when no plant is left; `rechecked_on` is the recheck's last day."""
    found = []
    for code, label, field in _STEPS:
        at = str(values.get(field) or "") if field else rechecked_on
        found.append(Step(code, label, at, bool(at) and (code != "uprooted" or not plants_left(values))))
    return tuple(found)


def state(values: Values, rechecked_on: str = "") -> str:
    """How far a find has come: a code of STATES. Without plants there is nothing to report, uproot or destroy."""
    if _number(values, "plants"):
        if not values.get("reported_at"):
            return "unreported"
        if plants_left(values):
            return "to_uproot" if values.get("confirmed_at") else "reported"
        if not values.get("destroyed_at"):
            return "to_destroy"
    return "closed" if rechecked_on else "to_recheck"


def plants_left(values: Values) -> int:
    """How many plants still stand."""
    return max(0, _number(values, "plants") - _number(values, "uprooted"))


def to_report_at_once(values: Values) -> bool:
    """Whether plants were found that nobody has been told of."""
    return bool(_number(values, "plants")) and not values.get("reported_at")


def uprooted_before_the_report(values: Values) -> bool:
    """Whether plants were pulled out before the report, or without one: the law asks for the report first."""
    reported = str(values.get("reported_at") or "")
    at = str(values.get("uprooted_at") or "")
    return bool(at or _number(values, "uprooted")) and (not reported or (bool(at) and at < reported))


def _number(values: Values, name: str) -> int:
    value = values.get(name)
    return int(value) if isinstance(value, (int, float)) else 0
