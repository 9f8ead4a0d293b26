"""Awareness quizzes (知晓率测评): questions of the office's own, papers, surveys and the anonymous sheets.

A paper's `forms` is JSON: for each form's letter the order of its questions and of each one's options, as positions in
`questions`; a sheet keeps its answers in the order of `questions`, whatever form was answered. In `answers` and
`second_answers` a question's answer is its letters, "" for blank, "?" for unreadable, "-" for 不知道.
`origin` is what a sheet from a spreadsheet is known again by: two digests, of its number and of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.rules import not_in_the_future

KEY_GROUPS = (
    Choice("general", "一般居民", "居民", ("普通居民", "一般群众", "普通群众", "村民", "群众", "其他居民")),
    Choice("left_behind_children", "留守儿童"), Choice("left_behind_elderly", "留守老人"),
    Choice("returned_workers", "返乡务工人员", "返乡务工", ("返乡人员", "返乡农民工", "返乡务工者")),
    Choice("pupils", "在校学生", aliases=("学生", "中小学生", "在校生")),
    Choice("tenants", "租住人员", aliases=("租户", "租住", "租客", "租住户")),
)
SAMPLING = (
    Choice("random_household", "随机入户", aliases=("入户随机", "随机入户抽样", "入户抽样", "随机抽户")),
    Choice("whole_class", "整班测评", aliases=("学校整班", "整班", "整班抽样")),
    Choice("intercept", "街头拦访", aliases=("拦访", "街头拦截", "拦截访问")),
    Choice("volunteers", "自愿参加", aliases=("自愿", "志愿参加")),
)
SAMPLING_UNKNOWN = Choice("unknown", "没有注明")
"""How the respondent of a sheet was found when the paper does not say: never taken for random."""


def _ends_after_it_began(values: Values, today: str) -> Iterator[Problem]:
    if values.get("ended_on") and str(values["ended_on"]) < str(values.get("started_on") or ""):
        yield Problem("ended_on", "结束日期早于开始日期，请核对。")


def _no_more_returned_than_issued(values: Values, today: str) -> Iterator[Problem]:
    issued, returned = values.get("issued"), values.get("returned")
    if isinstance(issued, int) and isinstance(returned, int) and returned > issued:
        yield Problem("returned", "收回的比发出的多，请核对。")


AGE_BANDS = (
    Choice("under_14", "14 岁以下", "<14", ("14岁以下", "不满14岁", "0-13", "0-13岁")),
    Choice("14_17", "14～17 岁", aliases=("14-17", "14-17岁", "14~17", "14~17岁", "14至17岁")),
    Choice("18_35", "18～35 岁", aliases=("18-35", "18-35岁", "18~35", "18~35岁", "18至35岁")),
    Choice("36_59", "36～59 岁", aliases=("36-59", "36-59岁", "36~59", "36~59岁", "36至59岁")),
    Choice("60_up", "60 岁及以上", "60+", ("60及以上", "60岁以上", "60以上", "60岁+")),
)
SATISFACTION = (Choice("satisfied", "满意"), Choice("mostly", "基本满意"), Choice("dissatisfied", "不满意"))

QUIZ_QUESTION = Kind(
    name="quiz_question", label="题目", measure="道", subject=("text",),
    fields=(
        Field("bank_id", "题号", form=False),
        Field("off", "停用", Type.FLAG, default=0, form=False),
        Field("question", "题目内容", Type.JSON, form=False),
        Field("text", "题干", max_length=200, searchable=True, width=30, form=False),
    ),
)

QUIZ_PAPER = Kind(
    name="quiz_paper", label="试卷", measure="份", subject=("title",),
    fields=(
        Field("title", "试卷名称", required=True, max_length=60, searchable=True, width=24),
        Field("bank_version", "题库版本", form=False, required=True, width=10),
        Field("questions", "题目", Type.JSON, form=False),
        Field("forms", "卷型", Type.JSON, form=False),
        Field("seed", "组卷号", Type.INTEGER, form=False),
        Field("made_on", "组卷日期", Type.DATE, required=True, width=8),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
)

SURVEY = Kind(
    name="survey", label="测评", measure="次", subject=("title",), dated="started_on",
    fields=(
        Field("title", "名称", required=True, max_length=60, searchable=True, width=20),
        Field("paper_id", "试卷", Type.REFERENCE, refers_to="quiz_paper", required=True, form=False),
        Field("started_on", "开始日期", Type.DATE, required=True, width=8),
        Field("ended_on", "结束日期", Type.DATE, width=8),
        Field("asked_by", "调查人", max_length=60, privacy=Privacy.PERSONAL),
        Field("sampling", "抽样方式", Type.CHOICE, required=True, default="random_household", choices=SAMPLING,
              width=8),
        Field("population", "总人数", Type.INTEGER, unit="人", minimum=1, maximum=1000000,
              hint="这次想代表的人数，用来算要多少份"),
        Field("issued", "发出", Type.INTEGER, unit="份", minimum=0, maximum=100000),
        Field("returned", "收回", Type.INTEGER, unit="份", minimum=0, maximum=100000),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
    rules=(not_in_the_future("started_on", "开始日期"), _ends_after_it_began, _no_more_returned_than_issued),
)

ANSWER_SHEET = Kind(
    name="answer_sheet", label="答卷", measure="份", subject=("taken_on", "key_group"), dated="taken_on",
    parent="paper_id",
    fields=(
        Field("paper_id", "试卷", Type.REFERENCE, refers_to="quiz_paper", required=True, form=False),
        Field("taken_on", "测评日期", Type.DATE, required=True, repeat=True, width=8),
        Field("key_group", "人群", Type.CHOICE, required=True, default="general", choices=KEY_GROUPS, repeat=True,
              width=10),
        Field("sampling", "抽样方式", Type.CHOICE, required=True, default="random_household",
              choices=(*SAMPLING, SAMPLING_UNKNOWN), repeat=True, width=8),
        Field("survey_id", "测评", Type.REFERENCE, refers_to="survey", form=False),
        Field("form", "卷型", form=False),
        Field("age_band", "年龄段", Type.CHOICE, choices=AGE_BANDS, form=False, width=8),
        Field("satisfaction", "对禁毒工作", Type.CHOICE, choices=SATISFACTION, form=False, width=8),
        Field("state", "状态", Type.CHOICE, form=False, default="done",
              choices=(Choice("done", "答完"), Choice("abandoned", "没有答完"))),
        Field("entered", "录入方式", Type.CHOICE, form=False, choices=(
            Choice("screen", "屏幕作答"), Choice("paper", "纸卷录入"), Choice("table", "表格导入"))),
        Field("origin", "来源行", form=False),
        Field("seconds", "用时", Type.INTEGER, unit="秒", form=False, minimum=0),
        Field("answers", "答案", Type.JSON, form=False, merge_unit="answers"),
        Field("correct", "答对", Type.INTEGER, unit="题", form=False, minimum=0, merge_unit="answers", width=6),
        Field("answered", "作答", Type.INTEGER, unit="题", form=False, minimum=0, merge_unit="answers", width=6),
        Field("asked", "题数", Type.INTEGER, unit="题", form=False, minimum=1, merge_unit="answers", width=6),
        Field("second_answers", "第二次录入", Type.JSON, form=False, merge_unit="second"),
        Field("second_by", "第二次录入人", max_length=40, privacy=Privacy.PERSONAL, form=False, merge_unit="second"),
        Field("note", "备注", Type.LONG_TEXT, max_length=500),
    ),
    rules=(not_in_the_future("taken_on", "测评日期"),),
)
