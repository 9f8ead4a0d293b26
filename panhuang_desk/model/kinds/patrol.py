"""Planting patrols (禁种铲毒踏查): outings, and what was seen on each plot.

A plot check with a reason in `not_looked` says that somebody was there and could not look: it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.rules import not_in_the_future

METHODS = (Choice("foot", "人工"), Choice("drone", "无人机"), Choice("clue", "线索核查"))

NOT_LOOKED = (
    Choice("locked", "锁着进不去", "锁闭"), Choice("flooded", "积水、道路不通", "不通"), Choice("refused", "不让进"),
    Choice("not_found", "没找到地块", "没找到"), Choice("other", "其他"),
)
"""Why a plot was come to and not looked at."""

_WITH_ANOTHER = When("partner")


def _drone_flies(values: Values, today: str) -> Iterator[Problem]:
    if values.get("method") == "drone" and not values.get("flights"):
        yield Problem("flights", "无人机踏查请写飞了几架次。")


def _nothing_is_found_unseen(values: Values, today: str) -> Iterator[Problem]:
    if values.get("not_looked") and values.get("found"):
        yield Problem("not_looked", "有发现就是看过了，请去掉没看成的原因。")


def _ends_after_it_began(values: Values, today: str) -> Iterator[Problem]:
    began, ended = values.get("from_time"), values.get("to_time")
    if began and ended and str(ended) <= str(began):
        yield Problem("to_time", "结束不晚于开始，请核对；过了半夜才回来的，就这样写。", warning=True)


PATROL = Kind(
    name="patrol", label="踏查", measure="次", subject=("patrolled_on", "method"), dated="patrolled_on",
    fields=(
        Field("patrolled_on", "踏查日期", Type.DATE, required=True, width=8),
        Field("from_time", "开始", Type.TIME, merge_unit="time"),
        Field("to_time", "结束", Type.TIME, merge_unit="time"),
        Field("method", "方式", Type.CHOICE, required=True, default="foot", choices=METHODS, width=8),
        Field("people", "出动人数", Type.INTEGER, unit="人", required=True, minimum=1, maximum=500, repeat=True,
              width=6),
        Field("vehicles", "车辆", Type.INTEGER, unit="辆", minimum=0, maximum=100, default=0, repeat=True),
        Field("flights", "飞行架次", Type.INTEGER, unit="架次", minimum=0, maximum=500,
              asked=When("method", ("drone",))),
        Field("leaflets", "宣传资料", Type.INTEGER, unit="份", minimum=0, maximum=100000, default=0),
        Field("letters", "告知书", Type.INTEGER, unit="份", minimum=0, maximum=100000, default=0),
        Field("partner", "交叉互查", max_length=40, hint="和别的村互查时写对方是哪个村",
              aliases=("互查村", "互查村（社区）")),
        Field("own_signed", "本村签字人", max_length=40, privacy=Privacy.PERSONAL, asked=_WITH_ANOTHER, repeat=True),
        Field("partner_signed", "对方签字人", max_length=40, privacy=Privacy.PERSONAL, asked=_WITH_ANOTHER),
        Field("note", "备注", Type.LONG_TEXT, max_length=1000, privacy=Privacy.SENSITIVE, searchable=True, width=20),
    ),
    rules=(not_in_the_future("patrolled_on", "踏查日期"), _drone_flies, _ends_after_it_began),
)

PLOT_CHECK = Kind(
    name="plot_check", label="地块检查", measure="块次", subject=("checked_on",), dated="checked_on",
    parent="patrol_id",
    checklist="plot_check",
    fields=(
        Field("patrol_id", "踏查", Type.REFERENCE, refers_to="patrol", required=True, form=False),
        Field("plot_id", "地块", Type.REFERENCE, refers_to="plot", required=True, form=False),
        Field("checked_on", "检查日期", Type.DATE, required=True, width=8),
        Field("found", "有无发现", Type.FLAG, required=True, default=0, width=8),
        Field("not_looked", "没看成", Type.CHOICE, choices=NOT_LOOKED, hint="没看成的不算看过"),
        Field("checked_at", "时刻", Type.TIME, form=False),
        Field("seen", "看到的情况", Type.CHOICES, choices_from="plot_check.seen"),
        Field("note", "备注", Type.LONG_TEXT, max_length=500, privacy=Privacy.SENSITIVE, searchable=True, width=20),
        Field("checklist_version", "清单版本", form=False),
    ),
    rules=(not_in_the_future("checked_on", "检查日期"), _nothing_is_found_unseen),
)
