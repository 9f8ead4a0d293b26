"""The conflicts that wait: a list at the left, both sides of one at the right, chosen by a digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.model.entry import EntryError, read
from panhuang_desk.model.fields import Type
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.conflicts import Choice, choose, choose_all
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store.columns import Column as Value

_TYPED = (Type.TEXT, Type.LONG_TEXT, Type.PHONE, Type.INTEGER, Type.DATE)
_NOTHING = "没有要定的冲突。"
_HOW = "两边在不知道对方的情况下改了同一项。先用后写的那个；您定了以后，下次不会再问。"


class ConflictsView(QFrame):
    """1 and 2 choose a side, 3 goes to writing another value; what was chosen can be undone by Ctrl+Z."""

    def __init__(self, desk: Shell) -> None:
        super().__init__()
        look = theme.active()
        self.desk = desk
        self._found: tuple[Choice, ...] = ()
        self.setAccessibleName("冲突")
        across = row(self, 0, 16)
        self.table = TableView((
            Column("village", "村（社区）", text=lambda choice: self._village(choice.village), width=120),
            Column("title", "哪一条", text=lambda choice: choice.title, width=180, stretch=True),
            Column("label", "哪一项", text=lambda choice: choice.label, width=120),
        ), name="要定的冲突")
        self.table.set_hints((Hint("1 2", "用哪一边的"), Hint("3", "另写")))
        self.table.chosen.connect(lambda _: self._show())
        self.table.installEventFilter(self)  # else a list searches for what is typed
        listed = Sheet(0, spacing=0)
        listed.column.addWidget(self.table)
        across.addWidget(listed, 1)
        self.sheet = Sheet(16, spacing=10)
        self.sheet.setFixedWidth(look.px(320 if look.narrow else 424))
        self.title = Label("", "panel", wrap=True)
        self.about = Label("", "body", "ink2", wrap=True)
        self.sides = (Button("", "secondary"), Button("", "secondary"))
        self.sheet.column.addWidget(self.title)
        self.sheet.column.addWidget(self.about)
        self.facts = (Label("", "caption", "ink2", wrap=True), Label("", "caption", "ink2", wrap=True))
        for number, (button, facts) in enumerate(zip(self.sides, self.facts, strict=True)):
            button.clicked.connect(lambda _=False, number=number: self.choose_side(number))
            self.sheet.column.addWidget(button)
            self.sheet.column.addWidget(facts)
        own = column(None, 0, 4)
        self.other = LineEdit(name="都不对，另写")
        self.other.returnPressed.connect(self._write)
        self.other_label = Label("3　都不对，另写一个，按 Enter：", "body")
        self.problem = Label("", "caption", "red", wrap=True)
        for widget in (self.other_label, self.other, self.problem):
            own.addWidget(widget)
        self.sheet.column.addLayout(own)
        self.sheet.column.addStretch(1)
        self.every = Link("")
        self.every.clicked.connect(self._choose_all)
        self.sheet.column.addWidget(self.every)
        across.addWidget(self.sheet)

    @property
    def current(self) -> Choice | None:
        """The conflict that is marked."""
        chosen = self.table.current()
        return chosen if isinstance(chosen, Choice) else None

    def show_choices(self, found: Sequence[Choice]) -> None:
        """Show what waits."""
        self._found = tuple(found)
        self.table.set_rows(list(found))
        if found and self.current is None:
            self.table.select(0)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits choose while the list has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.current is not None:
            number = event.key() - Qt.Key.Key_1
            if number in (0, 1):
                self.choose_side(number)
                return True
            if number == 2 and self.other.isVisible():
                self.other.setFocus()
                return True
        return super().eventFilter(watched, event)

    def choose_side(self, number: int) -> None:
        """Let one side stand."""
        choice = self.current
        if choice is not None and number < len(choice.sides):
            self._settle(choice, choice.sides[number].fields)

    def _settle(self, choice: Choice, fields: Mapping[str, Value]) -> None:
        changes = choose(self.desk.session, choice, fields)
        self.desk.did(f"定了：{choice.title} {choice.label}", changes)
        self.table.setFocus()

    def _write(self) -> None:
        choice = self.current
        if choice is None or not choice.field:
            return
        field = KINDS[choice.kind].by_name[choice.field]
        try:
            value = read(field, self.other.text(), self.desk.session.today_iso)
        except EntryError as problem:
            self.problem.setText(problem.message)
            return
        if value is None and field.required:
            self.problem.setText("这一项不能空着。")
        elif value is None or isinstance(value, (str, int)):
            self._settle(choice, {choice.field: value})

    def _choose_all(self) -> None:
        choice = self.current
        if choice is None:
            return
        person = choice.sides[0].person
        those = [each for each in self._found if each.village == choice.village]
        done = choose_all(self.desk.session, those, person)
        for number, changes in enumerate(done, start=1):
            self.desk.did(f"照{person}填的定了 {number} 处", changes)
        self.table.setFocus()

    def _show(self) -> None:
        choice = self.current
        self.title.setText(f"{choice.title}　{choice.label}" if choice else _NOTHING)
        how = "" if theme.active().narrow else _HOW
        self.about.setText(f"{choice.quarrel}。{how}" if choice else "")
        for number, (button, facts) in enumerate(zip(self.sides, self.facts, strict=True)):
            side = choice.sides[number] if choice and number < len(choice.sides) else None
            for widget in (button, facts):
                widget.setVisible(side is not None)
            if side is not None:
                button.set_words(f"{number + 1}　{self.desk.mask(side.words)}")
                facts.setText(f"{side.person} · {day_words(side.at[:10])} {side.at[11:16]} · {side.device}"
                              + ("　后写的，现在用它" if side.stands else ""))
        writable = bool(choice and choice.field and KINDS[choice.kind].by_name[choice.field].type in _TYPED)
        for other in (self.other, self.other_label):
            other.setVisible(writable)
        self.other.clear()
        self.problem.setText("")
        self.every.setVisible(choice is not None)
        if choice is not None:
            self.every.set_words(f"{self._village(choice.village)}的都照{choice.sides[0].person}填的定")

    def _village(self, code: str) -> str:
        return next((each.name for each in self.desk.session.store.villages if each.code == code), "")
