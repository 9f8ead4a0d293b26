"""The follow-up (待办事项): a clue, a hazard, a difficulty or a request that must be closed later."""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem


def _dates_in_order(values: Values, today: str) -> Iterator[Problem]:
    raised, due, reported, closed = (
        str(values.get(name) or "") for name in ("raised_on", "due_on", "reported_on", "closed_on"))
    if raised > today:
        yield Problem("raised_on", "提出日期在今天以后，请核对。")
    if due and due < raised:
        yield Problem("due_on", "到期日早于提出日期，请核对。")
    if reported and reported < raised:
        yield Problem("reported_on", "上报日期早于提出日期，请核对。")
    elif reported > today:
        yield Problem("reported_on", "上报日期在今天以后，请核对。")
    if closed and closed < raised:
        yield Problem("closed_on", "办结日期早于提出日期，请核对。")
    elif closed and reported and closed < reported:
        yield Problem("closed_on", "办结日期早于上报日期，请核对。")
    elif closed > today:
        yield Problem("closed_on", "办结日期在今天以后，请核对。")


def _reported_says_to_whom(values: Values, today: str) -> Iterator[Problem]:
    if values.get("status") == "reported":
        if not str(values.get("reported_to") or "").strip():
            yield Problem("reported_to", "请写报给了谁，例如派出所、街道禁毒办。")
        if not values.get("reported_on"):
            yield Problem("reported_on", "请写上报日期。")


def _closed_has_a_result(values: Values, today: str) -> Iterator[Problem]:
    """Nothing leaves the list without a day and a result."""
    if values.get("status") == "closed":
        if not values.get("closed_on"):
            yield Problem("closed_on", "请写办结日期。")
        if not str(values.get("outcome") or "").strip():
            yield Problem("outcome", _RESULT_WANTED.get(str(values.get("closed_as") or ""), _RESULT_WANTED["done"]))


_RESULT_WANTED = {
    "done": "请写办理结果：做了什么，现在怎样。一句话就行。",
    "passed_on": "请写移交给了谁，对方怎么说。",
    "moot": "请写为什么不用办了。",
    "mistake": "请写错在哪里，例如重复登记、记到了别家。",
}
"""What to write as the result, by how a follow-up is closed."""


FOLLOW_UP = Kind(
    name="follow_up", label="待办", measure="件", subject=("kind", "matter"), dated="raised_on",
    fields=(
        Field("source_table", "来源", form=False),
        Field("source_id", "来源记录", form=False),
        Field("kind", "类别", Type.CHOICE, required=True, default="request", width=8,
              choices=(Choice("clue", "线索"), Choice("hazard", "隐患"), Choice("difficulty", "困难"),
                       Choice("request", "诉求"), Choice("recheck", "复查"), Choice("report", "报告", offered=False),
                       Choice("uproot", "铲除", offered=False), Choice("destroy", "销毁", offered=False))),
        Field("matter", "事项", required=True, max_length=200, privacy=Privacy.SENSITIVE, searchable=True, width=24,
              hint="写清要办什么，不写他人的违法记录"),
        Field("raised_on", "提出日期", Type.DATE, required=True, width=8),
        Field("due_on", "到期日", Type.DATE, required=True, width=8),
        Field("status", "状态", Type.CHOICE, required=True, default="raised", merge_unit="status", width=8,
              choices=(Choice("raised", "待办"), Choice("reported", "已上报"), Choice("closed", "已办结"))),
        Field("reported_to", "上报单位", max_length=60, asked=When("status", ("reported", "closed"))),
        Field("reported_on", "上报日期", Type.DATE, asked=When("status", ("reported", "closed"))),
        Field("reported_how", "上报方式", Type.CHOICE, asked=When("status", ("reported", "closed")),
              choices=(Choice("phone", "电话"), Choice("in_person", "当面"), Choice("written", "书面"),
                       Choice("message", "工作群、短信"))),
        Field("closed_as", "怎样办结", Type.CHOICE, merge_unit="status", asked=When("status", ("closed",)),
              choices=(Choice("done", "办好了"), Choice("passed_on", "已移交"), Choice("moot", "不用办了"),
                       Choice("mistake", "记错了"))),
        Field("closed_on", "办结日期", Type.DATE, merge_unit="status", asked=When("status", ("closed",))),
        Field("outcome", "办理结果", Type.LONG_TEXT, max_length=1000, privacy=Privacy.SENSITIVE, searchable=True,
              asked=When("status", ("closed",))),
    ),
    rules=(_dates_in_order, _reported_says_to_whom, _closed_has_a_result),
)
