"""Awareness quizzes (知晓率测评): papers and the anonymous sheets answered on them."""

from __future__ import annotations

from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.rules import not_in_the_future

KEY_GROUPS = (
    Choice("general", "一般居民", "居民"), Choice("left_behind_children", "留守儿童"),
    Choice("left_behind_elderly", "留守老人"), Choice("returned_workers", "返乡务工人员", "返乡务工"),
    Choice("pupils", "在校学生"), Choice("tenants", "租住人员"),
)
SAMPLING = (
    Choice("random_household", "随机入户"), Choice("whole_class", "整班测评"), Choice("intercept", "街头拦访"),
    Choice("volunteers", "自愿参加"),
)

QUIZ_PAPER = Kind(
    name="quiz_paper", label="试卷", measure="份", subject=("title",),
    fields=(
        Field("title", "试卷名称", required=True, max_length=60, searchable=True, width=24),
        Field("bank_version", "题库版本", form=False, required=True, width=10),
        Field("questions", "题目", Type.JSON, form=False),
        Field("made_on", "组卷日期", Type.DATE, required=True, width=8),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
)

ANSWER_SHEET = Kind(
    name="answer_sheet", label="答卷", measure="份", subject=("taken_on", "key_group"), dated="taken_on",
    parent="paper_id",
    fields=(
        Field("paper_id", "试卷", Type.REFERENCE, refers_to="quiz_paper", required=True, form=False),
        Field("taken_on", "测评日期", Type.DATE, required=True, repeat=True, width=8),
        Field("key_group", "人群", Type.CHOICE, required=True, default="general", choices=KEY_GROUPS, repeat=True,
              width=10),
        Field("sampling", "抽样方式", Type.CHOICE, required=True, default="random_household", choices=SAMPLING,
              repeat=True, width=8),
        Field("answers", "答案", Type.JSON, form=False, merge_unit="answers"),
        Field("correct", "答对", Type.INTEGER, unit="题", form=False, minimum=0, merge_unit="answers", width=6),
        Field("answered", "作答", Type.INTEGER, unit="题", form=False, minimum=0, merge_unit="answers", width=6),
        Field("asked", "题数", Type.INTEGER, unit="题", form=False, minimum=1, merge_unit="answers", width=6),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
    rules=(not_in_the_future("taken_on", "测评日期"),),
)
