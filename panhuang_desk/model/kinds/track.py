"""A recorded track (轨迹) of a patrol: as much of it as is worth keeping, simplified to two metres.

`ways` is JSON (model/geo/track.py), in WGS-84; `cuts` what could not be true, as JSON [[reason, longitude, latitude,
positions, moment], ...]. Moments are on China's clock. A file below a megabyte stands beside the first of its tracks,
with its SHA-256 as `digest`; `origin` is that of any file, by which a track is known again.
"""

from __future__ import annotations

from panhuang_desk.model.fields import Field, Privacy, Type
from panhuang_desk.model.geo.datum import DATUMS
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds.patrol import METHODS

TRACK = Kind(
    name="track", label="轨迹", measure="条", subject=("recorded_on", "name"), dated="recorded_on",
    fields=(
        Field("patrol_id", "踏查", Type.REFERENCE, refers_to="patrol", form=False),
        Field("name", "名称", max_length=60, searchable=True, width=14),
        Field("method", "方式", Type.CHOICE, required=True, default="foot", choices=METHODS[:2], width=8),
        Field("recorded_on", "日期", Type.DATE, required=True, width=8),
        Field("began_at", "开始", Type.MOMENT, form=False),
        Field("ended_at", "结束", Type.MOMENT, form=False),
        Field("metres", "长度", Type.DECIMAL, unit="米", form=False),
        Field("seconds", "用时", Type.INTEGER, unit="秒", form=False),
        Field("positions", "点数", Type.INTEGER, unit="个", form=False),
        Field("ways", "路线", Type.JSON, form=False, privacy=Privacy.PERSONAL),
        Field("cuts", "剪掉的", Type.JSON, form=False, privacy=Privacy.PERSONAL),
        Field("datum", "坐标系", Type.CHOICE, choices=DATUMS, form=False),
        Field("origin", "来源", form=False),
        Field("digest", "原文件", form=False),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
)
