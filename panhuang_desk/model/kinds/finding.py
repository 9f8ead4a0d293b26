"""A find of plants (发现): what was found, and the ordered steps that follow it.

Sampled plants are `density` x `grown_area`; both numbers are kept. Who planted is told by a category only. Plants
that a recheck found again are a find of their own, with `regrown_from`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.rules import not_in_the_future

PLANTERS = (
    Choice("resident", "本村居民"), Choice("tenant", "租种或租住人员"), Choice("outsider", "外来人员"),
    Choice("wild", "自然生长"), Choice("unknown", "不清楚"),
)
"""Who planted, without anybody's name."""

_SAMPLED = When("count_method", ("sampled",))


def sampled_plants(values: Values) -> int | None:
    """How many plants a sampled count comes to: density times area, rounded; None where one of the two is missing."""
    density, area = values.get("density"), values.get("grown_area")
    if values.get("count_method") != "sampled" or not isinstance(density, (int, float)) or not isinstance(
            area, (int, float)):
        return None
    return int((Decimal(str(density)) * Decimal(str(area))).quantize(Decimal(1), ROUND_HALF_UP))


def _report_is_complete(values: Values, today: str) -> Iterator[Problem]:
    """Law on drug prohibition art. 19(2): a find is reported in time; so its time and receiver are required."""
    if values.get("plants"):
        if not values.get("reported_at"):
            yield Problem("reported_at", "发现植株必须报告派出所，请写报告时间。")
        if not values.get("reported_to"):
            yield Problem("reported_to", "请写接报单位，例如某某派出所。")
        if not values.get("reported_person"):
            yield Problem("reported_person", "请写接报人，例如值班民警的姓或警号。")


def _count_adds_up(values: Values, today: str) -> Iterator[Problem]:
    """Of a sampled count both numbers are kept, and the plants are what they come to."""
    if values.get("count_method") != "sampled":
        return
    for name, word in (("density", "抽样密度"), ("grown_area", "生长面积")):
        if values.get(name) is None:
            yield Problem(name, f"抽样测算要写{word}。")
    expected = sampled_plants(values)
    if expected is not None and values.get("plants") not in (None, expected):
        yield Problem("plants", f"密度乘面积是 {expected} 株，和写的不一样。请核对，或改成逐株计数。")


def _steps_in_order(values: Values, today: str) -> Iterator[Problem]:
    steps = ("found_at", "counted_at", "reported_at", "confirmed_at", "uprooted_at", "destroyed_at")
    words = ("发现", "计数", "报告", "派出所到场", "铲除", "销毁")
    last, last_word = "", ""
    for step, word in zip(steps, words, strict=True):
        moment = str(values.get(step) or "")
        if moment and moment < last:
            yield Problem(step, f"{word}时间早于{last_word}时间，请核对。", warning=True)
        # Reporting before everything is counted is as it should be.
        if moment > last and step != "counted_at":
            last, last_word = moment, word
    if values.get("uprooted") and not values.get("reported_at"):
        yield Problem("uprooted", "还没有报告派出所就铲除了，请先补报。", warning=True)


def _uprooted_within_found(values: Values, today: str) -> Iterator[Problem]:
    plants, uprooted = values.get("plants"), values.get("uprooted")
    if isinstance(uprooted, int) and uprooted > (plants if isinstance(plants, int) else 0):
        yield Problem("uprooted", "铲除株数多于发现株数，请核对。")
    if uprooted and not values.get("uprooted_at"):
        yield Problem("uprooted_at", "请写铲除时间。")


PLANT_FINDING = Kind(
    name="plant_finding", label="发现", measure="处", subject=("species", "plants"), dated="found_at",
    parent="plot_check_id",
    fields=(
        Field("plot_check_id", "地块检查", Type.REFERENCE, refers_to="plot_check", required=True, form=False),
        Field("found_at", "发现时间", Type.MOMENT, required=True, width=12),
        Field("species", "种类", Type.CHOICE, required=True, default="poppy", width=8,
              choices=(Choice("poppy", "罂粟"), Choice("cannabis", "大麻"), Choice("unknown", "待辨认"),
                       Choice("other", "其他"))),
        Field("plants", "株数", Type.INTEGER, unit="株", required=True, minimum=0, maximum=1000000,
              merge_unit="count", width=8),
        Field("count_method", "计数方法", Type.CHOICE, default="each", merge_unit="count",
              choices=(Choice("each", "逐株"), Choice("sampled", "抽样测算"))),
        Field("density", "抽样密度", Type.DECIMAL, unit="株/平方米", minimum=0, maximum=1000, merge_unit="count",
              asked=_SAMPLED, hint="样方里平均每平方米几株"),
        Field("grown_area", "生长面积", Type.DECIMAL, unit="平方米", minimum=0, maximum=1000000, merge_unit="count",
              asked=_SAMPLED),
        Field("counted_at", "计数时间", Type.MOMENT),
        Field("growth_stage", "生长期", Type.CHOICE, choices=(
            Choice("seedling", "苗期"), Choice("flower", "花期"), Choice("fruit", "果期"))),
        Field("photographed", "已拍照", Type.FLAG, default=0, hint="照片存好后按 Ctrl+J 加进来"),
        Field("reported_at", "报告时间", Type.MOMENT, hint="发现后立即报告派出所"),
        Field("reported_to", "接报单位", max_length=60, privacy=Privacy.PERSONAL),
        Field("reported_person", "接报人", max_length=40, privacy=Privacy.PERSONAL),
        Field("spot", "具体位置", max_length=100, privacy=Privacy.SENSITIVE, hint="例如棚后靠沟一侧"),
        Field("longitude", "经度", Type.DECIMAL, unit="度", minimum=-180, maximum=180, merge_unit="point", form=False),
        Field("latitude", "纬度", Type.DECIMAL, unit="度", minimum=-90, maximum=90, merge_unit="point", form=False),
        Field("planter", "谁种的", Type.CHOICE, choices=PLANTERS, hint="只选类别，不写姓名"),
        Field("confirmed_at", "派出所到场时间", Type.MOMENT),
        Field("uprooted", "铲除株数", Type.INTEGER, unit="株", minimum=0, maximum=1000000, merge_unit="uprooting"),
        Field("uprooted_at", "铲除时间", Type.MOMENT, merge_unit="uprooting"),
        Field("uprooted_by", "由谁铲除", max_length=60, privacy=Privacy.PERSONAL),
        Field("uprooters", "铲除人数", Type.INTEGER, unit="人", minimum=0, maximum=500),
        Field("destroyed_how", "销毁方式", Type.CHOICE, choices=(
            Choice("handed_over", "交公安机关"), Choice("burned", "焚烧"), Choice("buried", "深埋"),
            Choice("other", "其他"))),
        Field("destroyed_at", "销毁时间", Type.MOMENT),
        Field("witness", "见证人", max_length=40, privacy=Privacy.PERSONAL),
        Field("recheck_on", "复查日期", Type.DATE, hint="到期会出现在今日"),
        Field("note", "备注", Type.LONG_TEXT, max_length=1000, privacy=Privacy.SENSITIVE, searchable=True),
        Field("regrown_from", "上次的发现", Type.REFERENCE, refers_to="plant_finding", form=False),
    ),
    rules=(not_in_the_future("found_at", "发现时间"), _count_adds_up, _report_is_complete, _steps_in_order,
           _uprooted_within_found),
)
