"""The rules of the month's plan beside it: who is to be visited how often, on which weekdays, how many a day."""

from __future__ import annotations

import attrs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.desk.widgets.setting_rows import ChoiceSetting, Setting, TextSetting
from panhuang_desk.errors import UserError
from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.plan import MOST_A_DAY, PlanRules

_OFF = Choice("0", "不排")
_AGAIN = (_OFF, Choice("1", "第二天"), Choice("3", "三天后"), Choice("7", "七天后"))
_KEY = (_OFF, Choice("1", "每月"), Choice("2", "每两月"), Choice("3", "每季"))
_EVERYONE = (_OFF, Choice("1", "每月"), Choice("3", "每季"), Choice("6", "每半年"), Choice("12", "每年"))
_WEEKDAYS = tuple(Choice(str(day), word) for day, word in enumerate("一二三四五六日"))
_LABEL = 68
"""Room for four characters: the panel is narrow."""


class PlanRulesPanel(QScrollArea):
    """`changed` tells the rules as soon as one is another.

    The rows are made once the list beside them is on the screen, or when they are asked for: the plan is there sooner.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = PlanRules()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._made = False

    def show_rules(self, rules: PlanRules) -> None:
        """Show the rules that hold."""
        self.rules = rules
        if self._made:
            self._fill()

    def take_focus(self) -> None:
        """The keys to the first rule."""
        self.make()
        self.again.field.setFocus()

    def make(self) -> None:
        """Make the rows, where that was not done yet."""
        if not self._made:
            self._made = True
            self._build()
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """The rows follow what is painted first."""
        super().showEvent(event)
        if not self._made:
            QTimer.singleShot(0, self, self.make)

    def _build(self) -> None:
        body = QFrame()
        body.setObjectName("scroll_body")
        look = theme.active()
        box = column(body, 0, 14)
        box.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        box.addWidget(Label("怎么排", "panel"))
        box.addWidget(Label("改了马上重排。没走到的排到后面的日子，见到了的不再排。", "caption", "ink2", wrap=True))
        self.again = ChoiceSetting("再次上门", _AGAIN, lambda code: self._change(
            call_again=code != "0", **({"call_again_days": int(code)} if code != "0" else {})),
            "上次不在家的，排在最前面。")
        self.key = ChoiceSetting("重点户", _KEY, lambda code: self._change(
            key_groups=code != "0", **({"key_months": int(code)} if code != "0" else {})))
        self.everyone = ChoiceSetting("所有户", _EVERYONE, lambda code: self._change(
            everyone=code != "0", **({"everyone_months": int(code)} if code != "0" else {})),
            "跨几个月的，每个月排一份。空置的房屋不排。")
        self.weekdays = OptionGroup(_WEEKDAYS, several=True, name="星期几去")
        self.weekdays.changed.connect(self._choose_weekdays)
        self.most = TextSetting("一天最多", self._keep_most, lambda words: None, width=72,
                                hint="几户。空着就平均分到每一天，一个组尽量在同一天。")
        for row in (self.again, self.key, self.everyone, Setting("星期几去", self.weekdays), self.most):
            row.label.setFixedWidth(look.text_px(_LABEL))
            box.addWidget(row)
        box.addStretch(1)
        self.setWidget(body)

    def _fill(self) -> None:
        rules = self.rules
        self.again.show_code(str(rules.call_again_days) if rules.call_again else "0")
        self.key.show_code(str(rules.key_months) if rules.key_groups else "0")
        self.everyone.show_code(str(rules.everyone_months) if rules.everyone else "0")
        self.weekdays.set_codes([str(day) for day in rules.weekdays])
        self.most.field.set_kept(str(rules.most) if rules.most else "")

    def _change(self, **other: object) -> None:
        self.rules = attrs.evolve(self.rules, **other)  # type: ignore[arg-type]
        self.changed.emit(self.rules)

    def _choose_weekdays(self) -> None:
        self._change(weekdays=tuple(int(code) for code in self.weekdays.codes()))

    def _keep_most(self, text: str) -> str:
        number = to_halfwidth(text).strip().removesuffix("户").strip()
        if number in ("", "0"):
            self._change(most=0)
            return ""
        if not (number.isascii() and number.isdigit() and int(number) <= MOST_A_DAY):
            raise UserError(f"请写 1 到 {MOST_A_DAY} 的数，或者空着。", code="most")
        self._change(most=int(number))
        return str(int(number))
