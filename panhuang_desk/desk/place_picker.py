"""Choosing the village by typing a few characters of its name; other places can be written out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QListView, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.inputs import LineEdit
from panhuang_desk.desk.widgets.labels import Label, column
from panhuang_desk.model.entry import to_halfwidth
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.values import Village
from panhuang_desk.services.resources import Resources

_ROLES = (Choice("village", "我在村（社区）"), Choice("office", "我在街道，汇总各村"))


class PlacePicker(QFrame):
    """Village or office. `chosen` tells that a village of the list was taken."""

    chosen = Signal()

    def __init__(self, known: Sequence[Village] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(Resources().villages if known is None else known)
        layout = column(self, 0, 8)
        self.role = OptionGroup(_ROLES, optional=False, name="您在哪里")
        self.role.set_codes(("village",))
        self.role.changed.connect(self._role_changed)
        layout.addWidget(self.role)
        self.field = LineEdit(name="村（社区），必填")
        self.field.setPlaceholderText("输几个字，例如：仰徐")
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._take)
        layout.addWidget(self.field)
        self._completer = self._make_completer()
        self.field.setCompleter(self._completer)
        self.note = Label("", "caption", "ink2", wrap=True)
        layout.addWidget(self.note)
        self.other = QFrame()
        more = column(self.other, 0, 4)
        self.subdistrict = LineEdit(name="街道（镇）")
        self.subdistrict.setPlaceholderText("街道（镇）名称")
        self.code = LineEdit(name="12 位统计代码，不知道可不填")
        self.code.setPlaceholderText("12 位统计代码，不知道可不填")
        more.addWidget(self.subdistrict)
        more.addWidget(self.code)
        layout.addWidget(self.other)
        self.other.hide()
        self._typed("")

    def is_office(self) -> bool:
        """Whether this is the office's file."""
        return self.role.codes() == ("office",)

    def village(self) -> Village | None:
        """The village that stands there: of the list, or written out; None where nothing does."""
        text = self.field.text().strip()
        if not text:
            return None
        for village in self._known:
            if village.name == text:
                return village
        near = self._near(text)
        if len(near) == 1:
            return near[0]
        return self._written(text)

    def name(self) -> str:
        """The place's name, for the file's."""
        if self.is_office():
            return f"{self._known[0].subdistrict_name}汇总" if self._known else "汇总"
        village = self.village()
        return village.name if village else ""

    def villages(self) -> tuple[list[Village], str]:
        """The villages of the new file, and the worker's own; empty for the office."""
        if self.is_office():
            return list(self._known), ""
        village = self.village()
        return ([village], village.code) if village else ([], "")

    def _written(self, text: str) -> Village:
        """A place that the list does not have; without a code it gets one that the same names always give."""
        subdistrict = self.subdistrict.text().strip()
        code = to_halfwidth(self.code.text()).strip()
        if not (len(code) == 12 and code.isdigit()):
            digest = hashlib.sha256(f"{subdistrict}|{text}".encode()).hexdigest()
            code = "99" + str(int(digest, 16))[:10]
        return Village(code, text, f"{code[:9]}000", subdistrict)

    def _near(self, text: str) -> list[Village]:
        return [village for village in self._known if text in village.name]

    def _make_completer(self) -> QCompleter:
        names = QStringListModel([village.name for village in self._known], self)
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setObjectName("popup")
        popup.setFont(theme.active().font())
        completer.setPopup(popup)
        completer.activated.connect(lambda _: self.chosen.emit())
        return completer

    def _role_changed(self) -> None:
        office = self.is_office()
        self.field.setVisible(not office)
        self._typed(self.field.text())

    def _typed(self, text: str) -> None:
        text = text.strip()
        known = any(village.name == text for village in self._known)
        near = self._near(text) if text else []
        self.other.setVisible(bool(text) and not near and not self.is_office())
        if self.is_office():
            self.note.setText(f"文件里有全部 {len(self._known)} 个村（社区），各村报来的副本并进这里。")
        elif not text:
            self.note.setText(f"名单里有 {len(self._known)} 个村（社区）。")
        elif known:
            self.note.setText(f"统计代码 {near[0].code}")
        elif len(near) == 1:
            self.note.setText(f"按 Enter 选：{near[0].name}")
        elif near:
            self.note.setText("、".join(village.name for village in near[:4]) + "，再输几个字，或用 ↓ 选。")
        else:
            self.note.setText("名单里没有，就用这个名字。请补写街道（镇）。")

    def _take(self) -> None:
        near = self._near(self.field.text().strip()) if self.field.text().strip() else []
        if len(near) == 1:
            self.field.setText(near[0].name)
        if self.village() is not None:
            self.chosen.emit()
