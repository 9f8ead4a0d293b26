"""What lies under the plots on the map: outlines of the village and its groups, and a picture of the ground.

`outline` and `received` are as a plot's. A picture's `fit` is JSON: six numbers that take a pixel (column, line) to
longitude and latitude in WGS-84, in the order of a world file; `points` the fixed points that it was made from, as
[[column, line, longitude, latitude], ...]. The picture itself stands beside the record; `digest` is its SHA-256.
"""

from __future__ import annotations

from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.geo.datum import DATUMS
from panhuang_desk.model.kind import Kind

MAP_AREA = Kind(
    name="map_area", label="范围", measure="处", subject=("name",),
    fields=(
        Field("name", "名称", required=True, max_length=40, width=14),
        Field("level", "类别", Type.CHOICE, required=True, default="village",
              choices=(Choice("village", "村（社区）"), Choice("group", "村民小组"))),
        Field("group_no", "组别", Type.INTEGER, unit="组", minimum=1, maximum=99),
        Field("outline", "边界", Type.JSON, merge_unit="place", form=False),
        Field("received", "原坐标", Type.JSON, merge_unit="place", form=False),
        Field("datum", "坐标系", Type.CHOICE, choices=DATUMS, merge_unit="place", form=False),
    ),
)

MAP_PICTURE = Kind(
    name="map_picture", label="底图", measure="张", subject=("name",),
    fields=(
        Field("name", "名称", required=True, max_length=60, width=14),
        Field("width", "宽", Type.INTEGER, unit="像素", form=False),
        Field("height", "高", Type.INTEGER, unit="像素", form=False),
        Field("fit", "定位", Type.JSON, merge_unit="fit", form=False),
        Field("points", "定位点", Type.JSON, merge_unit="fit", form=False),
        Field("datum", "坐标系", Type.CHOICE, choices=DATUMS, merge_unit="fit", form=False),
        Field("shown", "显示", Type.FLAG, default=1, form=False),
        Field("digest", "摘要", form=False),
    ),
)
