"""Blank paper forms, made from the declarations of the record kinds: what the paper asks is what the screen asks."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from reportlab.platypus import Flowable, PageBreak, Spacer

from panhuang_desk.errors import UserError
from panhuang_desk.model.blank_forms import (
    BLANK_FORMS,
    BlankForm,
    ChoicesOf,
    VersionOf,
    form_code,
    no_choices,
    no_version,
)
from panhuang_desk.model.fields import Field, Type
from panhuang_desk.model.kinds import HOUSEHOLD, PATROL, PLANT_FINDING, PLOT, PLOT_CHECK, VISIT
from panhuang_desk.model.quiz import Question
from panhuang_desk.report import form_pages, form_parts, style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.form_cells import Framed, rest
from panhuang_desk.report.form_columns import columns_of, legend_of
from panhuang_desk.report.form_paper import form_bytes, lying, room, standing, with_legend
from panhuang_desk.report.form_parts import WRITE, Blank, Blanks, FormColumn, blank, form_table
from panhuang_desk.report.layout import Paper, Text
from panhuang_desk.report.quiz_form import card_form_story, quiz_story

_TICKED = ("topics", "materials", "outcome")
"""The lists of a visit that nearly every line uses; the others are written in digits, so that more lines fit."""

_MOST_LINE = 24.5
_FEW, _SPARE, _BELOW_ROWS = 12, 3, 20.0
"""So many rows of several groups stand on one page; so many empty lines follow them at most, and what stands below."""

_ON_THE_ROUND = ("outcome", "topics", "seen", "materials", "materials_given", "note")
_STEPS = ("发现植株：先拍照、计数，立即报告派出所；派出所到场确认后铲除、销毁，请见证人在场。"
          "一处填一份，另一处另用一张。")
_FIND_ELSEWHERE = "发现植株：先拍照、计数，立即报告派出所，另填《毒品原植物发现处置记录表》，一处一份。"


@attrs.frozen
class FormGroup:
    """What is printed into a form before it is filled in: of which village, which group, and the rows in words.

    A row of a round is door, name, phone and when somebody was met last; one of a patrol is the plot's name, its kind
    of land and its area.
    """

    place: str
    name: str
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen
class _Made:
    """What the stories of forms are made of."""

    form: BlankForm
    title: str
    place: str
    choices: ChoicesOf
    fonts: FontSet
    mark: str
    code: str
    groups: tuple[FormGroup, ...] = ()


def blank_form(kind: str, *, place: str = "", choices: ChoicesOf = no_choices, version_of: VersionOf = no_version,
               questions: Sequence[Question] = (), title: str = "", sample: bool = False,
               groups: Sequence[FormGroup] = ()) -> bytes:
    """A blank form as PDF, one of `BLANK_FORMS`.

    `choices` gives the lists of the checklists, `version_of` their versions; `questions` are those of a quiz, without
    which it is an answer card of 20 numbers. `groups` are printed into a `round` or a `patrol`, each from a fresh
    page. Raises `UserError` for a form that there is not.
    """
    form = BLANK_FORMS.get(kind)
    if form is None:
        raise UserError(f"没有“{kind}”这种空白表。", f"可以印的有：{'、'.join(BLANK_FORMS)}。", code="form")
    mark = style.SAMPLE_MARK if sample else style.INTERNAL_MARK if form.internal else ""
    made = _Made(form, title or form.title, place, choices, font_set(bundled=sample), mark,
                 form_code(form, choices, version_of, questions), tuple(groups))
    if kind in ("quiz", "sheet"):
        return _quiz(made, questions)
    if kind in form_pages.STORIES:
        paper = standing(made.title, mark)
        return form_bytes(paper, lambda: form_pages.STORIES[kind](made.title, place, choices, room(paper), made.fonts),
                          made.code, made.fonts)
    return {"round": _round, "visit": _visit, "patrol": _patrol}[kind](made)


def _quiz(made: _Made, questions: Sequence[Question]) -> bytes:
    paper = standing(made.title, made.mark)

    def story() -> list[Flowable]:
        if made.form.code == "sheet":
            return card_form_story(made.title, made.place, made.fonts)
        return quiz_story(made.title, made.place, questions, room(paper)[0], made.fonts)

    return form_bytes(paper, story, made.code, made.fonts)


def _visit(made: _Made) -> bytes:
    """A register of visits on one page; the usual lists to tick, the rarer ones by the screen's digits."""
    paper = lying(made.title, made.mark)
    width, tall = room(paper)
    rarer = [field.name for field in VISIT.form_fields if field.type is Type.CHOICES and field.name not in _TICKED]
    fields = [*(HOUSEHOLD.by_name[name] for name in HOUSEHOLD.subject), *VISIT.form_fields]
    columns, written = columns_of((), fields, made.choices, width, rarer)
    legend = legend_of(written, made.choices, made.fonts)
    head = _head(made, (Blank("走访人", room=90), Blank("月份", unit="　　　　年　　月", room=0),
                        Blank("第", unit="页，共　　页", room=24)))
    tall = room(with_legend(paper, legend))[1]
    return form_bytes(paper, lambda: [*head, _filling(columns, head, tall, width, made.fonts)], made.code, made.fonts,
                      legend)


def _round(made: _Made) -> bytes:
    """The households of groups in door order, a line each; without them a page of empty lines."""
    paper = lying(made.title, made.mark, goes_on=bool(made.groups))
    width = room(paper)[0]
    fields = [VISIT.by_name[name] for name in _ON_THE_ROUND]
    lists = [field.name for field in fields if field.type in (Type.CHOICE, Type.CHOICES)]
    given = (FormColumn(HOUSEHOLD.by_name["door_no"].label, 92), FormColumn("联系人", 56), FormColumn("电话", 78),
             FormColumn("上次见到", 62), FormColumn("日期", 46, inside="　月　日"))
    columns, written = columns_of(given, fields, made.choices, width, lists)
    columns = [attrs.evolve(column, heading=_SAID.get(column.heading, column.heading),
                            width=_WIDER.get(column.heading, column.width)) for column in columns]
    legend = legend_of(written, made.choices, made.fonts)
    tall = room(with_legend(paper, legend))[1]
    blanks = (Blank("走访人", room=90), Blank("走访日期", unit="　　　　年　　月　　日", room=0))

    def story() -> list[Flowable]:
        head = _head(made, (Blank("组别", unit="组", room=30), *blanks))
        if not made.groups:
            return [*head, _filling(columns, head, tall, width, made.fonts)]
        return _by_group(made, columns, blanks, width, tall, "户")

    return form_bytes(paper, story, made.code, made.fonts, legend)


_SAID = {"备注": "备注（困难、诉求、帮扶、待办）"}
_WIDER = {"结果": 34, "谈了什么": 76, "看到什么": 54, "发放": 48}


def _patrol(made: _Made) -> bytes:
    """One outing: its head and the plots, and the ordered steps after a find; printed plots have pages by group."""
    paper = lying(made.title, made.mark, goes_on=bool(made.groups))
    width, tall = room(paper)
    head_fields = [field for field in PATROL.form_fields if field.type is not Type.LONG_TEXT]
    blanks = [blank(field, made.choices, room=80 if field.type is Type.TEXT else 34) for field in head_fields]
    checks = list(PLOT_CHECK.form_fields)
    if made.groups:
        given = (FormColumn("地块名称", 112), FormColumn("类别", 52), FormColumn("面积（亩）", 34))
        fields = [field for field in checks if field.type not in (Type.DATE, Type.LONG_TEXT)]
        columns, written = columns_of((*given, FormColumn("与登记不同、备注")), fields, made.choices, width)
        columns = [*columns[:3], *columns[4:], columns[3]]
    else:
        plots = [field for field in PLOT.form_fields if field.width]
        columns, written = columns_of((), [*plots, *checks], made.choices, width)
    legend = legend_of(written, made.choices, made.fonts)
    tall = room(with_legend(paper, legend))[1]

    def story() -> list[Flowable]:
        if made.groups:
            return [*_by_group(made, columns, blanks, width, tall, "块"), Spacer(0, 4),
                    Text(_FIND_ELSEWHERE, form_parts.SMALL, made.fonts)]
        head = _head(made, blanks)
        finding = [blank(field, made.choices, room=_room(field)) for field in PLANT_FINDING.form_fields]
        back: list[Flowable] = [
            Text("发现植株（背面）", form_parts.FORM_TITLE, made.fonts), Text(_STEPS, form_parts.SMALL, made.fonts),
            Spacer(0, 6), Blanks(finding, made.fonts, leading=1.3 * WRITE, stretch=True), Spacer(0, 8)]
        sketch = Framed("位置示意图：标出北方、道路、房屋和发现的地方。", rest(back, width, tall) - 2, made.fonts)
        return [*head, _filling(columns, head, tall, width, made.fonts), PageBreak(), *back, sketch]

    return form_bytes(paper, story, made.code, made.fonts, legend)


def _room(field: Field) -> float:
    return 56 if field.type in (Type.INTEGER, Type.DECIMAL) else 140


def _head(made: _Made, blanks: Sequence[Blank], place: str = "") -> list[Flowable]:
    """Title, village, and what is filled in once."""
    place = place or made.place
    village = Blank("村（社区）", unit=place, room=0 if place else 120)
    return [Text(made.title, form_parts.FORM_TITLE, made.fonts), Blanks((village, *blanks), made.fonts), Spacer(0, 2)]


def _by_group(made: _Made, columns: Sequence[FormColumn], blanks: Sequence[Blank], width: float,
              tall: float, measure: str) -> list[Flowable]:
    """Each group from a fresh page, so that the stack can be handed to several people; few rows share one page. Where
    a page has room, empty lines follow for what is not in the register.
    """
    story: list[Flowable] = []
    for group in _together(made.groups):
        head = _head(made, blanks, group.place)
        caption = f"{group.place}　{group.name}　共 {len(group.rows)} {measure}"

        def table(rows: tuple[tuple[str, ...], ...], caption: str = caption) -> Flowable:
            return form_table(columns, 0, width, made.fonts, line_height=_MOST_LINE, rows=rows, caption=caption)

        left = rest([*head, table(group.rows)], width, tall) - _BELOW_ROWS
        spare = min(max(int(left / _MOST_LINE), 0), _SPARE)
        story += [*([PageBreak()] if story else []), *head, table((*group.rows, *[()] * spare))]
    return story


def _together(groups: Sequence[FormGroup]) -> Sequence[FormGroup]:
    """One group of all where they are few and of one village, the group before the name of each row."""
    rows = [(f"{group.name} {row[0]}", *row[1:]) for group in groups for row in group.rows]
    if len(groups) < 2 or len(rows) > _FEW or len({group.place for group in groups}) > 1:
        return groups
    return [FormGroup(groups[0].place, f"{groups[0].name}至{groups[-1].name}", tuple(rows))]


def _filling(columns: Sequence[FormColumn], head: Sequence[Flowable], tall: float, width: float,
             fonts: FontSet) -> Flowable:
    """A table of as many empty lines as a page has room for below the head, none lower than a hand needs."""
    heading = form_table(columns, 0, width, fonts, line_height=0)
    left = rest([*head, heading], width, tall) - 2
    lines = max(int(left / (WRITE + 0.05)), 1)
    return form_table(columns, lines, width, fonts, line_height=min(left / lines, _MOST_LINE))


def paper_of(kind: str) -> Paper:
    """The page of a form, for what reads its margins."""
    return lying("", "") if kind in ("round", "visit", "patrol") else standing("", "")
