"""The blank paper forms there are, and the code at the foot of each: which form it is, and made from which words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from panhuang_desk.model.fields import Choice, Field
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds import ANSWER_SHEET, HOUSEHOLD, PATROL, PLANT_FINDING, PLOT, PLOT_CHECK, SURVEY, VISIT
from panhuang_desk.model.quiz import Question

ChoicesOf = Callable[[str], Sequence[Choice]]
"""Gives the choices of a checklist's list, such as `visit.topics`."""

VersionOf = Callable[[str], str]
"""Gives the version of a checklist, such as that of `visit`."""

FORM_MARK = "PHF1"
"""The first part of a form's code: which layout the rest has."""

_DIGEST = 8
_DOOR = ("group_no", "door_no", "contact_name")
_GROUND = ("name", "group_no", "land_kind", "area_mu")


@attrs.frozen
class BlankForm:
    """A form: its code, its short name, the title on paper, what it is for, and the version of its layout.

    `asked` are the kinds that it asks about with the fields of each, none named for all that a person fills in.
    `rows` is the kind whose records of a village or group can be printed into it, empty where there is nothing to
    print. An `internal` one is marked as such, since names are written on it.
    """

    code: str
    name: str
    title: str
    purpose: str
    version: int
    asked: tuple[tuple[Kind, tuple[str, ...]], ...]
    rows: str = ""
    internal: bool = True

    def fields(self) -> list[Field]:
        """The fields that it asks for, in their order."""
        return [kind.by_name[name] for kind, names in self.asked
                for name in names or tuple(field.name for field in kind.form_fields)]


_VISITED = ((HOUSEHOLD, _DOOR), (VISIT, ()))

BLANK_FORMS: Final = {form.code: form for form in (
    BlankForm("round", "走访轮次", "走访轮次表", "户按门牌印好，一户一行", 1,
              ((HOUSEHOLD, (*_DOOR, "phone")), (VISIT, ())), rows="household"),
    BlankForm("visit", "走访登记", "入户走访登记表", "空的，走到哪户写哪户", 2, _VISITED),
    BlankForm("visit-one", "走访记录", "入户走访记录表", "一户一页，地方大，细谈时用", 1, _VISITED),
    BlankForm("patrol", "踏查登记", "禁种铲毒踏查登记表", "地块印好，一块一行，打勾", 2,
              ((PATROL, ()), (PLOT, _GROUND), (PLOT_CHECK, ()), (PLANT_FINDING, ())), rows="plot"),
    BlankForm("find", "发现处置", "毒品原植物发现处置记录表", "一处一份，两页，按步骤填", 1,
              ((PLOT, _GROUND), (PLANT_FINDING, ()))),
    BlankForm("survey", "测评登记", "禁毒知识测评活动登记表", "一次测评一张，记发出和收回", 1, ((SURVEY, ()),)),
    BlankForm("quiz", "测评试卷", "禁毒知识测评试卷", "题库的标准卷，不写姓名", 2, ((ANSWER_SHEET, ()),),
              internal=False),
    BlankForm("sheet", "答题卡", "禁毒知识测评答题卡", "20 题，哪份卷子都能用", 1,
              ((ANSWER_SHEET, ("taken_on", "sampling", "age_band", "key_group", "satisfaction")),), internal=False),
)}
"""The blank forms by their code, in the order in which they are offered."""


def no_choices(name: str) -> Sequence[Choice]:
    """For forms without checklists: every list is empty, and is left out of the paper."""
    return ()


def no_version(name: str) -> str:
    """For forms without checklists."""
    return ""


def form_code(form: BlankForm, choices: ChoicesOf = no_choices, version_of: VersionOf = no_version,
              questions: Sequence[Question] = ()) -> str:
    """What stands at the foot of a form: mark, form, version of its layout, and a digest of what it asks in which
    words. The same declarations give the same code; another label, choice, question or checklist gives another one.
    """
    told = [form.title, [_declared(field, choices, version_of) for field in form.fields()],
            [[question.type, question.text, list(question.options)] for question in questions]]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    return "|".join((FORM_MARK, form.code, str(form.version), digest[:_DIGEST]))


def _declared(field: Field, choices: ChoicesOf, version_of: VersionOf) -> list[object]:
    offered = choices(field.choices_from) if field.choices_from else field.choices
    version = version_of(field.choices_from.partition(".")[0]) if field.choices_from else ""
    return [field.name, field.label, field.type.value, field.unit, version,
            [[choice.code, choice.label, choice.short] for choice in offered]]
