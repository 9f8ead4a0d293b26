"""Planting patrols (禁种铲毒踏查): plots, outings, what was seen on each plot, and what follows a find."""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.rules import leaving_follows_arriving, not_in_the_future

LAND_KINDS = (
    Choice("yard", "房前屋后"), Choice("vegetable", "菜园"), Choice("field", "田间地头"), Choice("orchard", "林果地"),
    Choice("greenhouse", "大棚（含废弃）", "大棚"), Choice("idle_yard", "闲置院落"), Choice("factory", "废弃厂房"),
    Choice("roof", "楼顶阳台"), Choice("green_belt", "绿化带"), Choice("riverbank", "荒地河坡"),
    Choice("former_find", "曾查获点位"),
)
METHODS = (Choice("foot", "人工"), Choice("drone", "无人机"), Choice("clue", "线索核查"))


def _drone_flies(values: Values, today: str) -> Iterator[Problem]:
    if values.get("method") == "drone" and not values.get("flights"):
        yield Problem("flights", "无人机踏查请写飞了几架次。")


def _report_is_complete(values: Values, today: str) -> Iterator[Problem]:
    """Law on drug prohibition art. 19(2): a find is reported in time; so its time and receiver are required."""
    if values.get("plants"):
        if not values.get("reported_at"):
            yield Problem("reported_at", "发现植株必须报告派出所，请写报告时间。")
        if not values.get("reported_to"):
            yield Problem("reported_to", "请写接报单位和接报人，例如某某派出所值班民警。")


def _steps_in_order(values: Values, today: str) -> Iterator[Problem]:
    steps = ("found_at", "reported_at", "confirmed_at", "uprooted_at", "destroyed_at")
    words = ("发现", "报告", "派出所到场", "铲除", "销毁")
    last, last_word = "", ""
    for step, word in zip(steps, words, strict=True):
        moment = str(values.get(step) or "")
        if moment and moment < last:
            yield Problem(step, f"{word}时间早于{last_word}时间，请核对。", warning=True)
        if moment:
            last, last_word = max(last, moment), word
    if values.get("uprooted") and not values.get("reported_at"):
        yield Problem("uprooted", "还没有报告派出所就铲除了，请先补报。", warning=True)


def _uprooted_within_found(values: Values, today: str) -> Iterator[Problem]:
    plants, uprooted = values.get("plants"), values.get("uprooted")
    if isinstance(uprooted, int) and uprooted > (plants if isinstance(plants, int) else 0):
        yield Problem("uprooted", "铲除株数多于发现株数，请核对。")
    if uprooted and not values.get("uprooted_at"):
        yield Problem("uprooted_at", "请写铲除时间。")


PLOT = Kind(
    name="plot", label="地块", measure="块", subject=("group_no", "name"),
    fields=(
        Field("name", "地块名称", required=True, max_length=40, searchable=True, width=14, aliases=("地块", "名称")),
        Field("group_no", "组别", Type.INTEGER, unit="组", required=True, minimum=1, maximum=99, repeat=True, width=5,
              aliases=("小组", "组", "村民小组")),
        Field("land_kind", "类别", Type.CHOICE, required=True, choices=LAND_KINDS, width=10, repeat=True,
              aliases=("地类", "地块类别")),
        Field("area_mu", "面积", Type.DECIMAL, unit="亩", minimum=0, maximum=10000, width=8,
              aliases=("面积（亩）", "亩数")),
        Field("former_find", "曾查获", Type.FLAG, default=0),
        Field("outline", "边界", Type.JSON, form=False),
        Field("note", "备注", Type.LONG_TEXT, max_length=500, searchable=True),
        Field("active_from", "在册日期", Type.DATE, required=True),
        Field("inactive_from", "停用日期", Type.DATE, hint="不再踏查时填，历史月份的数不变"),
    ),
    rules=(leaving_follows_arriving,),
)

PATROL = Kind(
    name="patrol", label="踏查", measure="次", subject=("patrolled_on", "method"), dated="patrolled_on",
    fields=(
        Field("patrolled_on", "踏查日期", Type.DATE, required=True, width=8),
        Field("method", "方式", Type.CHOICE, required=True, default="foot", choices=METHODS, width=8),
        Field("people", "出动人数", Type.INTEGER, unit="人", required=True, minimum=1, maximum=500, repeat=True,
              width=6),
        Field("vehicles", "车辆", Type.INTEGER, unit="辆", minimum=0, maximum=100, default=0),
        Field("flights", "飞行架次", Type.INTEGER, unit="架次", minimum=0, maximum=500,
              asked=When("method", ("drone",))),
        Field("leaflets", "宣传资料", Type.INTEGER, unit="份", minimum=0, maximum=100000, default=0),
        Field("letters", "告知书", Type.INTEGER, unit="份", minimum=0, maximum=100000, default=0),
        Field("note", "备注", Type.LONG_TEXT, max_length=1000, searchable=True, width=20),
    ),
    rules=(not_in_the_future("patrolled_on", "踏查日期"), _drone_flies),
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
        Field("seen", "看到的情况", Type.CHOICES, choices_from="plot_check.seen"),
        Field("note", "备注", Type.LONG_TEXT, max_length=500, searchable=True, width=20),
        Field("checklist_version", "清单版本", form=False),
    ),
    rules=(not_in_the_future("checked_on", "检查日期"),),
)

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
        Field("growth_stage", "生长期", Type.CHOICE, choices=(
            Choice("seedling", "苗期"), Choice("flower", "花期"), Choice("fruit", "果期"))),
        Field("photographed", "已拍照", Type.FLAG, default=0),
        Field("reported_at", "报告时间", Type.MOMENT, hint="发现后立即报告派出所"),
        Field("reported_to", "接报单位", max_length=60, privacy=Privacy.PERSONAL),
        Field("confirmed_at", "派出所到场时间", Type.MOMENT),
        Field("uprooted", "铲除株数", Type.INTEGER, unit="株", minimum=0, maximum=1000000, merge_unit="uprooting"),
        Field("uprooted_at", "铲除时间", Type.MOMENT, merge_unit="uprooting"),
        Field("destroyed_at", "销毁时间", Type.MOMENT),
        Field("witness", "见证人", max_length=40, privacy=Privacy.PERSONAL),
        Field("recheck_on", "复查日期", Type.DATE, hint="到期会出现在今日"),
        Field("note", "备注", Type.LONG_TEXT, max_length=1000, privacy=Privacy.SENSITIVE, searchable=True),
    ),
    rules=(not_in_the_future("found_at", "发现时间"), _report_is_complete, _steps_in_order, _uprooted_within_found),
)
