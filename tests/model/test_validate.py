"""What a record must and must not hold before it is saved."""

from __future__ import annotations

from panhuang_desk.model.fields import Choice, Field, Value
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.validate import check, errors

TODAY = "2026-05-22"
HOUSEHOLD = KINDS["household"]
GOOD: dict[str, Value] = {**HOUSEHOLD.defaults(), "group_no": 3, "door_no": "27", "active_from": "2026-01-01"}


def problems(kind: str = "household", **values: Value) -> dict[str, str]:
    base = GOOD if kind == "household" else KINDS[kind].defaults()
    return {problem.field: problem.message for problem in check(KINDS[kind], {**base, **values}, TODAY)}


def test_a_good_household_has_no_problems() -> None:
    assert problems() == {}


def test_what_is_required_is_asked_for_by_its_label() -> None:
    assert problems(door_no="", group_no=None) == {"group_no": "请写组别。", "door_no": "请写门牌号。"}
    assert problems("visit", household_id="h", visited_on=TODAY, outcome=None)["outcome"] == "请选结果。"


def test_limits_are_told_in_the_units_of_the_field() -> None:
    assert problems(tenants=-3) == {"tenants": "不能是负数。"}
    assert problems(tenants=100) == {"tenants": "不能大于 99，请核对。"}
    assert problems(group_no=0) == {"group_no": "不能小于 1。"}
    assert problems(contact_name="𠮷" * 41) == {"contact_name": "最多 40 个字，现在 41 个字，请写短些。"}
    assert problems(contact_name="𠮷" * 40) == {}


def test_a_code_outside_the_choices_is_refused() -> None:
    assert problems(tenure="castle") == {"tenure": "请选一个：自住、出租、空置。"}


def test_a_field_that_is_not_asked_is_not_looked_at() -> None:
    values: dict[str, Value] = {"patrolled_on": TODAY, "people": 3, "flights": -1}
    assert problems("patrol", method="foot", **values) == {}
    assert problems("patrol", method="drone", **values) == {"flights": "不能是负数。"}


def test_rules_across_fields_speak_after_the_fields_themselves() -> None:
    assert problems(inactive_from="2025-12-31", inactive_reason="moved") == {
        "inactive_from": "不能早于在册日期，请核对两个日期。"}


def test_a_warning_does_not_stop_a_save() -> None:
    found = check(HOUSEHOLD, {**GOOD, "tenure": "vacant", "pupils": 1}, TODAY)
    assert [problem.warning for problem in found] == [True]
    assert errors(found) == []


def test_a_choice_that_left_the_checklist_is_kept_with_a_warning() -> None:
    def choices_of(field: Field) -> tuple[Choice, ...]:
        return (Choice("harm", "毒品危害"),)

    values: dict[str, Value] = {"household_id": "h", "visited_on": TODAY, "outcome": "met", "topics": ("harm", "old")}
    found = check(KINDS["visit"], values, TODAY, choices_of)
    assert [(problem.field, problem.warning) for problem in found] == [("topics", True)]
    assert check(KINDS["visit"], {**values, "topics": ("harm",)}, TODAY, choices_of) == []
