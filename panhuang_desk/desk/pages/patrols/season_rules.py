"""The rules that make the rounds, changed in a list and a form: which days, how often, which plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.patrols import season_words
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.model.fields import Field, Type, Value, Values
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.kinds.plot import LAND_KINDS
from panhuang_desk.model.season import PatrolRule
from panhuang_desk.model.values import Changes
from panhuang_desk.services import patrol_rules

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def _ends_after_it_begins(values: Values, today: str) -> Iterator[Problem]:
    if str(values.get("last") or "")[5:] < str(values.get("first") or "")[5:]:
        yield Problem("last", "要在开始那天以后，都在同一年里。")


_RULE = Kind(
    name="patrol_rule", label="轮次的规定", measure="条", subject=("label",),
    fields=(
        Field("label", "名称", required=True, max_length=20),
        Field("first", "从", Type.DATE, required=True, hint="每年都是这一天，年份不管"),
        Field("last", "到", Type.DATE, required=True),
        Field("every_days", "几天一次", Type.INTEGER, unit="天", minimum=1, maximum=365,
              hint="每周一次填 7；空着是这些日子里看一次"),
        Field("former_only", "只看曾查获的", Type.FLAG, default=0),
        Field("land_kinds", "只看这些类别", Type.CHOICES, choices=LAND_KINDS, hint="一个也不选就是不分类别"),
    ),
    rules=(_ends_after_it_begins,),
)


@attrs.frozen
class _Line:
    """A rule with its place among them."""

    id: int
    rule: PatrolRule


class RulesView(QFrame):
    """`changed` tells that other rules hold now, `form_asked` gives the form that is to be opened, `closed` that the
    rounds are to be shown again.
    """

    changed = Signal()
    form_asked = Signal(object)
    closed = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._session = desk, desk.session
        self._before: tuple[PatrolRule, ...] | None = None
        look = theme.active()
        box = column(self, 0, 0)
        head = column(None, 0, 4)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(10))
        first = row(None, 0, 12)
        first.addWidget(Label("轮次的规定", "panel"), 1)
        back = Link("回到轮次", key=cap("back"))
        back.clicked.connect(self.closed)
        first.addWidget(back)
        head.addLayout(first)
        head.addWidget(Label("每年照这些日子排轮次，每块地都要看的编成第1轮、第2轮。改了马上重排，以前月份的数也跟着变；"
                             "已经出的月报不变。", "caption", "ink2", wrap=True))
        links = row(None, 0, 16)
        self.add_link, self.restore_link = Link("加一条"), Link("恢复原样")
        self.undo_link = Link("改回去", key=cap("undo"))
        self.add_link.clicked.connect(lambda: self._ask(None))
        self.undo_link.clicked.connect(lambda: self.change_back())
        self.restore_link.clicked.connect(self._restore)
        for link in (self.add_link, self.undo_link, self.restore_link):
            links.addWidget(link)
        links.addStretch(1)
        head.addLayout(links)
        box.addLayout(head)
        box.addWidget(Line())
        self.table = self._make_table()
        box.addWidget(self.table, 1)
        self.load()

    def load(self) -> None:
        """Show the rules that hold."""
        self.table.set_rows([_Line(place, rule) for place, rule in enumerate(patrol_rules.rules(self._session))])
        self.restore_link.setVisible(patrol_rules.has_own_rules(self._session))
        self.undo_link.setVisible(self._before is not None)

    def take_focus(self) -> None:
        """The keys to the list, to the first link where there is none."""
        (self.table if self.table.table.rowCount() else self.add_link).setFocus()

    def on_edit(self) -> bool:
        """Correct the rule that is marked."""
        line = self.table.current()
        if line is not None:
            self._ask(line)
        return line is not None

    def on_delete(self) -> bool:
        """Take the marked rule off."""
        line = self.table.current()
        if line is None or not self.table.hasFocus():
            return False
        rules = [rule for place, rule in enumerate(patrol_rules.rules(self._session)) if place != line.id]
        self._set(rules, f"去掉了：{line.rule.label}，按 Ctrl+Z 改回去")
        return True

    def change_back(self) -> bool:
        """Take the last change back; False where there was none."""
        if self._before is None:
            return False
        before, self._before = self._before, None
        patrol_rules.set_rules(self._session, before)
        self._tell("轮次的规定改回去了")
        return True

    # Inside

    def _make_table(self) -> TableView:
        table = TableView((
            Column("label", "名称", text=lambda line: line.rule.label, stretch=True, middle=True),
            Column("days", "日子", text=lambda line: season_words.rule_days(line.rule), width=148, tone="ink2"),
            Column("often", "几次", text=lambda line: season_words.often(line.rule), width=88),
            Column("plots", "看哪些", text=lambda line: season_words.asks(line.rule), width=120, tone="ink2"),
        ), name="轮次的规定", header=True)
        table.set_hints((Hint(cap("move"), "选一条"), Hint("Enter", "改"), Hint(cap("delete"), "去掉"),
                         Hint(cap("back"), "回到轮次")))
        table.opened.connect(self._ask)
        if theme.active().text_size > 100:
            table.show_columns(("label", "days", "often"))
        return table

    def _ask(self, line: Any) -> None:
        entry = RuleEntry(self.desk, line.rule if line is not None else None)
        place = line.id if line is not None else None
        self.form_asked.emit(entry)
        entry.saved.connect(lambda *_: self._keep(entry.rule, place))

    def _keep(self, rule: PatrolRule, place: int | None) -> None:
        rules = list(patrol_rules.rules(self._session))
        if place is None:
            rules.append(rule)
        else:
            rules[place] = rule
        self._set(rules, "")

    def _set(self, rules: Sequence[PatrolRule], said: str) -> None:
        self._before = patrol_rules.rules(self._session)
        patrol_rules.set_rules(self._session, rules)
        self._tell(said)

    def _restore(self) -> None:
        self._before = patrol_rules.rules(self._session)
        patrol_rules.restore_rules(self._session)
        self._tell("轮次的规定恢复原样了")

    def _tell(self, said: str) -> None:
        self.changed.emit()
        self.take_focus()
        if said:
            self.desk.announce(said)


class RuleEntry(Entry):
    """A new rule, or one that is changed. `rule` is what was typed, once it is saved."""

    def __init__(self, desk: Shell, known: PatrolRule | None) -> None:
        self._known = known
        self.rule = known or PatrolRule("", "01-01", "12-31")
        year = desk.session.today_iso[:4]
        base: dict[str, Value] = {"former_only": 0}
        if known is not None:
            base = {"label": known.label, "first": f"{year}-{known.first}", "last": f"{year}-{known.last}",
                    "every_days": known.every_days or None, "former_only": int(known.former_only),
                    "land_kinds": known.land_kinds}
        slot = f"patrol_rule:{known.label if known else ''}"
        setup = desk.form_setup(_RULE.name, slot=slot, base=base, new=known is None)
        super().__init__(desk, _RULE, setup)
        self.form.set_title("改轮次的规定" if known else "加一条轮次的规定", known.label if known else "")

    def words(self, values: Values) -> str:
        """改了轮次的规定：果期复查."""
        return f"{'改了' if self._known else '加了'}轮次的规定：{self.rule.label}"

    def _submitted(self, values: dict[str, Value], go_on: bool) -> None:
        """A rule is a setting of the file and no record: it is told, and who asked keeps it."""
        kinds = values.get("land_kinds")
        every = values.get("every_days")
        self.rule = PatrolRule(
            str(values["label"]), str(values["first"])[5:], str(values["last"])[5:],
            every if isinstance(every, int) else 0, kinds if isinstance(kinds, tuple) else (),
            bool(values.get("former_only")))
        self.form.done()
        self.saved.emit(self.words(values), Changes(), go_on)
