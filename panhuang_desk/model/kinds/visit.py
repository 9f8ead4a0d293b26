"""The visit (入户走访): one call at one household."""

from __future__ import annotations

from collections.abc import Iterator

from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Values, When
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.rules import not_in_the_future

_WAS_THERE = ("met", "not_home", "refused")


def _materials_have_a_number(values: Values, today: str) -> Iterator[Problem]:
    if values.get("materials") and not values.get("materials_given"):
        yield Problem("materials_given", "选了发放的资料，请写份数。")


VISIT = Kind(
    name="visit", label="走访", measure="次", subject=("visited_on", "outcome"), dated="visited_on",
    parent="household_id", checklist="visit",
    fields=(
        Field("household_id", "户", Type.REFERENCE, refers_to="household", required=True, form=False),
        Field("visited_on", "走访日期", Type.DATE, required=True, repeat=True, width=8, aliases=("日期", "走访时间")),
        Field("outcome", "结果", Type.CHOICE, required=True, default="met", width=8,
              choices=(Choice("met", "见到"), Choice("not_home", "不在家"), Choice("refused", "不愿谈"),
                       Choice("moved", "已搬走"))),
        Field("topics", "谈了什么", Type.CHOICES, choices_from="visit.topics", asked=When("outcome", ("met",)),
              width=24),
        Field("seen", "看到什么", Type.CHOICES, choices_from="visit.seen", privacy=Privacy.SENSITIVE,
              asked=When("outcome", _WAS_THERE)),
        Field("materials", "发放", Type.CHOICES, choices_from="visit.materials",
              asked=When("outcome", _WAS_THERE)),
        Field("materials_given", "份数", Type.INTEGER, unit="份", minimum=0, maximum=999,
              asked=When("outcome", _WAS_THERE), width=6, aliases=("发放资料份数",)),
        Field("difficulties", "困难", Type.CHOICES, choices_from="visit.difficulties", privacy=Privacy.SENSITIVE,
              asked=When("outcome", ("met",))),
        Field("requests", "诉求", Type.CHOICES, choices_from="visit.requests", privacy=Privacy.SENSITIVE,
              asked=When("outcome", ("met",))),
        Field("help_given", "帮扶", Type.CHOICES, choices_from="visit.help_given", privacy=Privacy.SENSITIVE,
              asked=When("outcome", ("met",))),
        Field("note", "备注", Type.LONG_TEXT, max_length=2000, privacy=Privacy.SENSITIVE, searchable=True, width=20),
        Field("visited_by", "走访人", max_length=40, privacy=Privacy.PERSONAL, form=False, width=8),
        Field("checklist_version", "清单版本", form=False),
    ),
    rules=(not_in_the_future("visited_on", "走访日期"), _materials_have_a_number),
)
