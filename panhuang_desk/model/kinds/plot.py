"""The plot (地块): a place where planting could happen, with what is known of where it lies.

`outline` is GeoJSON in WGS-84, a point or an area; `received` the same as it came, in `datum`, where that was another.
`longitude` and `latitude` are the outline's point. `away` and `earlier` are those of `panhuang_desk.model.presence`.
A plot that was split leaves the register; its parts name it in `split_from`, and looks at it before count for them.
"""

from __future__ import annotations

from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.geo.datum import DATUMS
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.presence import times_away_in_order
from panhuang_desk.model.rules import leaving_follows_arriving

LAND_KINDS = (
    Choice("yard", "房前屋后"), Choice("vegetable", "菜园", aliases=("菜地",)), Choice("field", "田间地头"),
    Choice("orchard", "林果地", aliases=("果园", "林地")), Choice("greenhouse", "大棚（含废弃）", "大棚"),
    Choice("idle_yard", "闲置院落"), Choice("factory", "废弃厂房"), Choice("roof", "楼顶阳台"),
    Choice("green_belt", "绿化带"), Choice("riverbank", "荒地河坡"), Choice("former_find", "曾查获点位"),
)
PLOT_LEAVING = (
    Choice("built_over", "建房、修路占用", "占用"), Choice("merged", "并入别的地块", "并入"),
    Choice("split", "拆成几块", "拆分"), Choice("mistake", "重复登记"), Choice("other", "其他"),
)
"""Why a plot is no longer looked at."""

FIGURE_FIELDS = ("group_no", "land_kind", "area_mu", "former_find")
"""What figures read of a plot beside its presence; `earlier` holds these."""

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
        Field("outline", "边界", Type.JSON, merge_unit="place", form=False, width=20, aliases=("范围", "轮廓", "WKT",
              "GeoJSON", "geometry")),
        Field("received", "原坐标", Type.JSON, merge_unit="place", form=False),
        Field("datum", "坐标系", Type.CHOICE, choices=DATUMS, merge_unit="place", form=False, width=12,
              aliases=("坐标类型", "坐标")),
        Field("longitude", "经度", Type.DECIMAL, unit="度", minimum=-180, maximum=180, merge_unit="place", form=False,
              width=10, aliases=("东经", "lon", "lng")),
        Field("latitude", "纬度", Type.DECIMAL, unit="度", minimum=-90, maximum=90, merge_unit="place", form=False,
              width=10, aliases=("北纬", "lat")),
        Field("note", "备注", Type.LONG_TEXT, max_length=500, searchable=True),
        Field("active_from", "在册日期", Type.DATE, required=True),
        Field("inactive_from", "停用日期", Type.DATE, merge_unit="presence", hint="不再踏查时填，历史月份的数不变"),
        Field("inactive_reason", "停用原因", Type.CHOICE, merge_unit="presence", choices=PLOT_LEAVING),
        Field("away", "曾停用", Type.JSON, merge_unit="presence", form=False),
        Field("earlier", "从前的情况", Type.JSON, form=False),
        Field("split_from", "分自", Type.REFERENCE, refers_to="plot", form=False),
        Field("merged_into", "并入", Type.REFERENCE, refers_to="plot", form=False),
    ),
    rules=(leaving_follows_arriving, times_away_in_order("停用的日期", "恢复踏查的日期")),
)
