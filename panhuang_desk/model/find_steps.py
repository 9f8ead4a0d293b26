"""What follows a find of plants, step by step, how far it has come, and what somebody must see to next."""

from __future__ import annotations

from typing import Final

import attrs

from panhuang_desk.model.fields import Values

STATES: Final = {
    "unreported": "待报告", "reported": "已报告", "to_uproot": "待铲除", "to_destroy": "待销毁",
    "to_recheck": "待复查", "closed": "已办结",
}
"""The states of a find in their order, with their words on screen."""

_STEPS = (("found", "发现", "found_at"), ("photographed", "拍照", ""), ("counted", "计数", "counted_at"),
          ("reported", "报告派出所", "reported_at"), ("confirmed", "到场", "confirmed_at"),
          ("uprooted", "铲除", "uprooted_at"), ("destroyed", "销毁", "destroyed_at"), ("rechecked", "复查", ""))

FIND_STEPS: Final = {code: label for code, label, _ in _STEPS}
"""The steps after a find in their order, with their words."""

FIELD_OF_STEP: Final = {"found": "found_at", "photographed": "photographed", "counted": "plants",
                        "reported": "reported_at", "confirmed": "confirmed_at", "uprooted": "uprooted",
                        "destroyed": "destroyed_at", "rechecked": "recheck_on"}
"""Where a form asks for each step."""

REPORT, UPROOT, DESTROY, RECHECK = "report", "uproot", "destroy", "recheck"
"""The kinds of follow-ups that a find raises; all but the recheck are raised by the program only."""

STEP_KINDS: Final = (REPORT, UPROOT, DESTROY)
FIND_KINDS: Final = (*STEP_KINDS, RECHECK)


MANY: Final = {"poppy": (500, 200.0), "cannabis": (5000, 2000.0)}
"""From so many plants, or square metres of seedlings, on a find is no matter of a village any more (criminal law art.
351, judicial interpretation 2016/8). Only a reminder to report at once and to leave everything as it is.
"""


@attrs.frozen
class Step:
    """One step after a find: `at` is its moment or day in ISO, empty where it is not known."""

    code: str
    label: str
    at: str
    done: bool


@attrs.frozen
class Wait:
    """One follow-up of a find, by its kind: whether it is to be `open` now, or else is `done`, on the day `on` with the
    result `outcome`. An open one is of the day `on`, and due so many `days` later, or on `due_on` where that is known.
    """

    kind: str
    matter: str
    open: bool
    done: bool
    on: str
    days: int | None = None
    due_on: str = ""
    outcome: str = ""


def steps(values: Values, rechecked_on: str = "", photographed_at: str = "", photos: int = 0) -> tuple[Step, ...]:
    """The steps of a find. Uprooting is done when no plant is left; `rechecked_on` is the recheck's last day,
    `photographed_at` the moment of its first photo.
    """
    plants = _number(values, "plants")
    given = {"photographed": photographed_at, "rechecked": rechecked_on}
    done = {"photographed": bool(photos or values.get("photographed")), "counted": values.get("plants") is not None,
            "uprooted": bool(plants) and not plants_left(values) and bool(values.get("uprooted_at"))}
    found = []
    for code, label, field in _STEPS:
        at = str(values.get(field) or "") if field else given[code]
        found.append(Step(code, label, at, done.get(code, bool(at))))
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


def waits(values: Values) -> tuple[Wait, ...]:
    """The follow-ups that a find raises: one is open for the step that comes next, and the recheck's from when its day
    is known. Without plants only the recheck is left.
    """
    now = state(values)
    found, reported, uprooted, destroyed = (
        str(values.get(name) or "")[:10] for name in ("found_at", "reported_at", "uprooted_at", "destroyed_at"))
    reported, plants = reported or found, _number(values, "plants")
    how = {"handed_over": "已交公安机关", "burned": "已焚烧", "buried": "已深埋"}
    return (
        Wait(REPORT, "把发现的毒品原植物报告派出所", now == "unreported", bool(plants) and now != "unreported",
             found if now == "unreported" else reported, 0, outcome="已报告派出所"),
        Wait(UPROOT, "等派出所到场后铲除发现的毒品原植物", now in ("reported", "to_uproot"),
             bool(plants) and not plants_left(values), (uprooted if not plants_left(values) else "") or reported, 1,
             outcome=f"铲除 {_number(values, 'uprooted')} 株"),
        Wait(DESTROY, "销毁铲除的毒品原植物", now == "to_destroy", bool(plants and destroyed),
             destroyed or uprooted or reported, 1, outcome=how.get(str(values.get("destroyed_how")), "已销毁")),
        Wait(RECHECK, "复查发现点位，确认铲除干净、没有复种", now == "to_recheck" or bool(values.get("recheck_on")),
             False, found, due_on=str(values.get("recheck_on") or "")),
    )


def plants_left(values: Values) -> int:
    """How many plants still stand."""
    return max(0, _number(values, "plants") - _number(values, "uprooted"))


def to_report_at_once(values: Values) -> bool:
    """Whether plants were found that nobody has been told of."""
    return bool(_number(values, "plants")) and not values.get("reported_at")


def are_many(values: Values) -> bool:
    """Whether there are so many plants that the police should see them before anybody touches them."""
    plants, area = MANY.get(str(values.get("species")), (0, 0.0))
    grown = values.get("grown_area")
    seedlings = values.get("growth_stage") == "seedling" and isinstance(grown, (int, float)) and grown >= area
    return bool(plants) and (_number(values, "plants") >= plants or seedlings)


def uprooted_before_the_report(values: Values) -> bool:
    """Whether plants were pulled out before the report, or without one: the law asks for the report first."""
    reported = str(values.get("reported_at") or "")
    at = str(values.get("uprooted_at") or "")
    return bool(at or _number(values, "uprooted")) and (not reported or (bool(at) and at < reported))


def _number(values: Values, name: str) -> int:
    value = values.get(name)
    return int(value) if isinstance(value, (int, float)) else 0
