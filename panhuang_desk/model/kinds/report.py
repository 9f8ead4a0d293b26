"""The issued report (定稿): what it says is frozen in the file; and the worker's own words in one not yet issued."""

from __future__ import annotations

from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.kind import Kind

REPORT = Kind(
    name="report", label="月报", measure="版", subject=("period", "edition"),
    fields=(
        Field("month", "月份", required=True, max_length=7, form=False),
        Field("period", "时段", max_length=18, form=False),
        Field("edition", "版次", Type.INTEGER, required=True, form=False, minimum=1),
        Field("figures", "数字", Type.JSON, form=False, merge_unit="issue"),
        Field("content", "全文", Type.JSON, form=False, merge_unit="issue"),
        Field("corrects", "更正说明", form=False, merge_unit="issue"),
        Field("digest", "校验值", form=False, merge_unit="issue"),
        Field("issued_at", "定稿时间", Type.MOMENT, form=False, merge_unit="issue"),
        Field("issued_by", "定稿人", form=False, merge_unit="issue"),
    ),
)
"""`month` is the last month of `period`; editions issued before there were other spans have no `period`."""

REPORT_WORDS = Kind(
    name="report_words", label="月报文字", measure="份", subject=("period",),
    fields=(
        Field("period", "时段", required=True, max_length=18, form=False),
        Field("problems", "存在问题", Type.JSON, form=False),
        Field("plans", "下月计划", Type.JSON, form=False),
    ),
)
"""What a worker changed of the proposed sentences of a period's report; one record a place and period."""
