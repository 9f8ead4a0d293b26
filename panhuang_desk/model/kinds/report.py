"""The issued monthly report (月报): its figures are frozen in the file, and their digest with them."""

from __future__ import annotations

from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.kind import Kind

REPORT = Kind(
    name="report", label="月报", measure="版", subject=("month", "edition"),
    fields=(
        Field("month", "月份", required=True, max_length=7, form=False),
        Field("edition", "版次", Type.INTEGER, required=True, form=False, minimum=1),
        Field("figures", "数字", Type.JSON, form=False, merge_unit="issue"),
        Field("digest", "校验值", form=False, merge_unit="issue"),
        Field("issued_at", "定稿时间", Type.MOMENT, form=False, merge_unit="issue"),
    ),
)
