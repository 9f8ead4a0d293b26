"""What a month's visits are to explain (宣传重点): questions that were answered badly, as they were asked then.

`questions` and `topics` are JSON (`model/quiz/focus.py`): snapshots, so that a new bank or later sheets change nothing.
"""

from __future__ import annotations

from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.kind import Kind

FOCUS = Kind(
    name="focus", label="宣传重点", measure="份", subject=("month",),
    fields=(
        Field("month", "月份", required=True, max_length=7, width=8, form=False),
        Field("based_on", "依据", max_length=100, width=24, form=False),
        Field("questions", "要讲的题", Type.JSON, form=False),
        Field("topics", "要讲的主题", Type.JSON, form=False),
        Field("note", "怎么讲", Type.LONG_TEXT, max_length=200, hint="给走访的人看，印在工作清单上"),
    ),
)
