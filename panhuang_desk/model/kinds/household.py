"""The household (户): one dwelling, and how many of each key group live there.

`away` and `earlier` are those of `panhuang_desk.model.presence`. `longitude` and `latitude` are WGS-84.
`apart_from` holds the ids of households that look like this one and are not, as a JSON list. `erased_because` is set
with the erasure of its personal data, and stays when somebody else is written in later. Up to `put_off_until`, an ISO
day, the month's plan leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.presence import times_away_in_order
from panhuang_desk.model.rules import leaving_follows_arriving

KEY_GROUP_FIELDS = ("left_behind_children", "left_behind_elderly", "returned_workers", "pupils", "tenants")
"""The key groups (重点群体) of the plan, as counts of people of a household."""

FIGURE_FIELDS = ("group_no", "tenure", *KEY_GROUP_FIELDS)
"""What figures read of a household beside its presence; `earlier` holds these."""


def _leaving_has_a_reason(values: Values, today: str) -> Iterator[Problem]:
    if values.get("inactive_from") and not values.get("inactive_reason"):
        yield Problem("inactive_reason", "请选一个原因，例如搬走。")


def _vacant_has_no_people(values: Values, today: str) -> Iterator[Problem]:
    if values.get("tenure") == "vacant" and any(values.get(name) for name in KEY_GROUP_FIELDS):
        yield Problem("tenure", "房屋为空置，但填了人数，请核对。", warning=True)


def _count(name: str, label: str, short: str, *aliases: str) -> Field:
    return Field(name, label, Type.INTEGER, unit="人", minimum=0, maximum=99, default=0, width=len(short) * 2,
                 aliases=(short, *aliases))


HOUSEHOLD = Kind(
    name="household", label="户", measure="户", subject=("group_no", "door_no", "contact_name"),
    fields=(
        Field("group_no", "组别", Type.INTEGER, unit="组", required=True, minimum=1, maximum=99, repeat=True, width=5,
              searchable=True, aliases=("村民小组", "小组", "组", "组号")),
        Field("door_no", "门牌号", required=True, max_length=40, privacy=Privacy.PERSONAL, searchable=True, width=8,
              aliases=("门牌", "门号", "地址", "住址")),
        Field("contact_name", "联系人", max_length=40, privacy=Privacy.PERSONAL, searchable=True, width=10,
              aliases=("户主姓名", "户主", "姓名", "联系人姓名")),
        Field("phone", "联系电话", Type.PHONE, max_length=30, privacy=Privacy.PERSONAL, searchable=True, width=12,
              aliases=("电话", "手机", "手机号", "电话号码", "联系方式")),
        Field("tenure", "房屋性质", Type.CHOICE, default="owner", width=6,
              aliases=("房屋", "房屋类型", "居住情况", "房屋情况", "房屋用途"),
              choices=(Choice("owner", "自住", aliases=("自住房", "自有", "自有房", "自用", "自建房")),
                       Choice("rented", "出租", aliases=("租赁", "出租房", "出租屋", "租房", "租住", "已出租")),
                       Choice("vacant", "空置", aliases=("空关", "空置房", "空关房", "空房", "闲置", "无人居住")))),
        _count("left_behind_children", "留守儿童", "童"),
        _count("left_behind_elderly", "留守老人", "老"),
        _count("returned_workers", "返乡务工人员", "返", "返乡务工", "返乡人员", "返乡"),
        _count("pupils", "在校学生", "生", "学生", "在校生"),
        _count("tenants", "租住人员", "租", "租户", "租户人数", "租住人数", "租客"),
        Field("note", "备注", Type.LONG_TEXT, max_length=1000, privacy=Privacy.SENSITIVE, searchable=True),
        Field("active_from", "在册日期", Type.DATE, required=True, hint="从这天起算在册户数"),
        Field("inactive_from", "不再在册日期", Type.DATE, merge_unit="presence",
              hint="搬走、拆除时填，历史月份的数不变"),
        Field("inactive_reason", "不再在册原因", Type.CHOICE, merge_unit="presence",
              choices=(Choice("moved", "搬走"), Choice("demolished", "拆除"), Choice("merged", "并户"),
                       Choice("mistake", "重复登记"), Choice("other", "其他"))),
        Field("away", "曾不在册", Type.JSON, merge_unit="presence", form=False),
        Field("earlier", "从前的情况", Type.JSON, form=False),
        Field("put_off_until", "暂不走访到", Type.DATE, form=False),
        Field("split_from", "分自", Type.REFERENCE, refers_to="household", form=False),
        Field("apart_from", "不是同一户", Type.JSON, form=False),
        Field("merged_into", "并入", Type.REFERENCE, refers_to="household", form=False),
        Field("erased_because", "删除个人信息的原因", Type.CHOICE, form=False,
              choices=(Choice("asked", "本人要求"), Choice("guardian", "监护人要求"), Choice("mistake", "登记错误"),
                       Choice("other", "其他"))),
        Field("longitude", "经度", Type.DECIMAL, unit="度", minimum=-180, maximum=180, merge_unit="point",
              privacy=Privacy.PERSONAL, form=False),
        Field("latitude", "纬度", Type.DECIMAL, unit="度", minimum=-90, maximum=90, merge_unit="point",
              privacy=Privacy.PERSONAL, form=False),
    ),
    rules=(leaving_follows_arriving, _leaving_has_a_reason, times_away_in_order("搬走的日期", "搬回来的日期"),
           _vacant_has_no_people),
)
