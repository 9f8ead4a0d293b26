"""The forms of a plot's life: it is no longer patrolled, it is again, it became several, it is one with another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Signal

from panhuang_desk.desk.merge_editors import FoundEditor
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.tabs.merge_entry import MergeEntryBase
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry import show
from panhuang_desk.model.fields import Choice, Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Problem, Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services import patrols, plot_life
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from collections.abc import Callable

    from panhuang_desk.desk.editors import Editor
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.queries import PlotRow

    EditorMaker = Callable[[Field, Sequence[Choice]], Editor]

_BY_HAND = ("built_over", "mistake", "other")
"""The reasons that a person gives; a split and a merge give their own."""
_PARTS = "parts"
_FOUND = 8
"""How many plots are shown while one types."""

_PART = re.compile(r"(?P<name>.+?)(?:[\s,，、:：]+(?P<area>\d+(?:\.\d+)?)\s*亩?)?")


class LifeEntry(Entry):
    """A form about a plot in which only some of its fields are asked, in other words than usual."""

    def __init__(self, desk: Shell, record: Record, slot: str, title: str, fields: Sequence[Field], base: Values,
                 editors: Mapping[str, EditorMaker] | None = None, **more: str) -> None:
        self.plot = record
        kind = Kind(PLOT.name, PLOT.label, PLOT.measure, tuple(fields))
        setup = desk.form_setup("plot", slot=f"plot:{record.id}:{slot}", base=base, new=False, **more)
        super().__init__(desk, kind, attrs.evolve(setup, last={}, editors=editors or {}), about=record.id)
        self.place = words.plot_words(record.number("group_no"), record.text("name"))
        self.form.set_title(title, self.place)


class GiveUpEntry(LifeEntry):
    """From which day a plot is no longer patrolled, and why."""

    def __init__(self, desk: Shell, record: Record) -> None:
        reason = PLOT.by_name["inactive_reason"]
        super().__init__(desk, record, "away", "停用地块", (
            attrs.evolve(PLOT.by_name["inactive_from"], label="停用日期", required=True,
                         hint="从这天起不再踏查，以前月份的数不变"),
            attrs.evolve(reason, label="原因", required=True,
                         choices=tuple(choice for choice in reason.choices if choice.code in _BY_HAND)),
        ), {"inactive_from": desk.session.today_iso})

    def save(self, values: Values) -> Saved:
        """Take it out of the register."""
        return plot_life.give_up(self.desk.session, self.plot.id, str(values["inactive_from"]),
                                 str(values["inactive_reason"]))

    def words(self, values: Values) -> str:
        """停用了地块（建房、修路占用）：2 组 东大田."""
        return f"停用了地块（{PLOT.by_name['inactive_reason'].word(values['inactive_reason'])}）：{self.place}"


class BackEntry(LifeEntry):
    """From which day a plot is patrolled again."""

    def __init__(self, desk: Shell, record: Record) -> None:
        super().__init__(desk, record, "back", "恢复踏查", (
            attrs.evolve(PLOT.by_name["active_from"], label="恢复日期", hint="从这天起又要踏查，中间的月份不补算"),
        ), {"active_from": desk.session.today_iso})

    def save(self, values: Values) -> Saved:
        """Take it into the register again."""
        return plot_life.come_back(self.desk.session, self.plot.id, str(values["active_from"]))

    def words(self, values: Values) -> str:
        """恢复踏查：2 组 东大田."""
        return f"恢复踏查：{self.place}"


class SplitEntry(LifeEntry):
    """The names of the pieces, one a line, each with its area behind it if that is known."""

    def __init__(self, desk: Shell, record: Record) -> None:
        name = record.text("name")
        super().__init__(desk, record, "split", "拆成几块", (
            Field(_PARTS, "拆成", Type.LONG_TEXT, required=True, max_length=1000,
                  hint=f"一行一块，亩数写在后面，例如“{name}北 1.2”；换行按 Shift+Enter"),
            attrs.evolve(PLOT.by_name["active_from"], label="拆分日期",
                         hint="以前看过的也算这几块看过；以前月份的数不变"),
        ), {"active_from": desk.session.today_iso}, save_word="拆分")
        self._count = 0

    def save(self, values: Values) -> Saved:
        """Make the pieces."""
        saved = plot_life.split(self.desk.session, self.plot.id, parts_of(str(values[_PARTS])),
                                str(values["active_from"]))
        self._count = len(saved.parts)
        problems = tuple(self._problem(place, problem) for place, problem in saved.problems)
        return Saved(saved.parts[0] if saved.ok else None, saved.changes, problems)

    def words(self, values: Values) -> str:
        """拆成了 3 块：2 组 东大田."""
        return f"拆成了 {self._count} 块：{self.place}"

    @staticmethod
    def _problem(place: int, problem: Problem) -> Problem:
        """What is wrong with a piece stands beside the field that all of them are written in."""
        if problem.field == "active_from":
            return problem
        where = f"第 {place + 1} 块：" if place >= 0 else ""
        return Problem(_PARTS, f"{where}{problem.message}", problem.warning)


class PickEntry(LifeEntry):
    """Which other plot is the same one; `picked` tells its id, and nothing is saved."""

    picked = Signal(str)

    def __init__(self, desk: Shell, record: Record) -> None:
        self._rows = [row for row in patrols.plots(desk.session, record.village, active_only=False)
                      if row.id != record.id and not row.merged_into and row.inactive_reason != "split"]
        self._group = record.number("group_no")
        field = Field("other", "另一块", Type.REFERENCE, required=True, hint="地块名称，或组别如“3 组”")
        columns = (Column("group", "组", text=lambda row: f"{row.group_no} 组", width=56, tone="ink2"),
                   Column("name", "地块", text=lambda row: row.name, width=150),
                   Column("land", "类别", text=lambda row: words.land(row.land_kind, short=True), stretch=True,
                          tone="ink2"))
        super().__init__(desk, record, "merge", "与另一块合并", (field,), {}, {
            "other": lambda field, _: FoundEditor(field, self._find, columns, name="找到的地块",
                                                  nothing="没有找到这样的地块。", wanted="请写另一块的名称。"),
        }, save_word="下一步")
        self.form.rows["other"].editor.next_field.connect(self.form.on_save)

    def _find(self, text: str) -> Sequence[PlotRow]:
        """Plots whose name or group has what is typed, at first those of the same group."""
        plain = to_halfwidth(text).replace(" ", "")
        found = [row for row in self._rows if (plain in f"{row.group_no}组{row.name}".replace(" ", "") if plain
                                               else row.group_no == self._group)]
        return found[:_FOUND]

    def _submitted(self, values: dict[str, Value], go_on: bool) -> None:
        self.form.done()
        self.picked.emit(str(values["other"]))


class MergeEntry(MergeEntryBase):
    """Two entries of one plot."""

    def __init__(self, desk: Shell, one: Record, other: Record) -> None:
        super().__init__(desk, PLOT, plot_life, one, other,
                         "另一块并入留下的，踏查、发现、待办归到一处；以前月份的数不变")
        names = [words.plot_words(each.number("group_no"), each.text("name")) for each in (one, other)]
        self.form.set_title("合并两块地", "　和　".join(names))
        self.form.add_below(Label("位置留有边界的那一块的；都有的，留“留下”那一块的。", "caption", "ink2", wrap=True))

    def weight_words(self, desk: Shell, record: Record) -> str:
        """3 组 东大田，踏查 5 次."""
        gone = "，已停用" if record["inactive_from"] else ""
        place = words.plot_words(record.number("group_no"), record.text("name"))
        return f"{place}，踏查 {plot_life.checks_of(desk.session, record.id)} 次{gone}"

    def shown(self, field: Field, value: Value) -> str:
        """With its unit."""
        if value is None or value == "":
            return ""
        text = show(field, value, field.choices)
        return f"{text} {field.unit}" if field.unit else text

    def words(self, values: Values) -> str:
        """合并了两块地，留下 3 组 东大田."""
        assert self.record is not None
        return f"合并了两块地，留下 {words.plot_words(self.record.number('group_no'), self.record.text('name'))}"


def parts_of(text: str) -> list[Values]:
    """The pieces that were written, one a line: the name, and the area where one stands behind it."""
    found: list[Values] = []
    for line in text.splitlines():
        match = _PART.fullmatch(to_halfwidth(line).strip())
        if match is not None:
            area: Values = {"area_mu": float(match["area"])} if match["area"] else {}
            found.append({"name": match["name"].strip(), **area})
    return found
