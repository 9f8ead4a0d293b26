"""Photos: what a record keeps of a picture. The picture itself never changes and stands apart, not in the journal."""

from __future__ import annotations

from panhuang_desk.model.fields import Field, Privacy, Type
from panhuang_desk.model.kind import Kind

PHOTO = Kind(
    name="photo", label="照片", measure="张", subject=("taken_at", "caption"),
    fields=(
        Field("source_table", "来源", required=True, form=False),
        Field("source_id", "来源记录", required=True, form=False),
        Field("caption", "说明", max_length=100, privacy=Privacy.SENSITIVE, searchable=True),
        Field("taken_at", "拍摄时间", Type.MOMENT, form=False),
        Field("longitude", "经度", Type.DECIMAL, unit="度", minimum=-180, maximum=180, merge_unit="point",
              privacy=Privacy.PERSONAL, form=False),
        Field("latitude", "纬度", Type.DECIMAL, unit="度", minimum=-90, maximum=90, merge_unit="point",
              privacy=Privacy.PERSONAL, form=False),
        Field("width", "宽", Type.INTEGER, unit="像素", form=False),
        Field("height", "高", Type.INTEGER, unit="像素", form=False),
        Field("bytes", "大小", Type.INTEGER, unit="字节", form=False),
        Field("digest", "摘要", form=False),
    ),
)
