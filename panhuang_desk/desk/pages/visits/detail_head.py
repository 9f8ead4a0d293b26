"""Who a household is: name, door, phone, kind of dwelling, people in key groups, where it is, what was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.pages.visits.words import place_of
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.model.kind import Record


class HouseholdHead(QFrame):
    """The head of the detail, and of nothing else: `show_record` fills it in. Names and words about people are covered
    where they are to be.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        box = column(self, 0, 10)
        line = row(None, 0, 12)
        self.name, self.door = Label("", "title"), Label("", "body", "ink2")
        line.addWidget(self.name)
        line.addWidget(self.door, 1)
        box.addLayout(line)
        self._facts = QFrame()
        self._flow = FlowLayout(self._facts, 12)
        policy = self._facts.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._facts.setSizePolicy(policy)
        box.addWidget(self._facts)
        self.note = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.note)

    def show_record(self, record: Record) -> None:
        """Say who this is."""
        name = self.desk.mask(record.text("contact_name"))
        place = place_of(self.desk, record)
        self.name.setText(name or place)
        self.door.setText(place if name else "没有写联系人" if record.text("door_no") else "")
        self.note.setText(self.desk.cover(record.text("note")))
        self.note.setVisible(bool(record.text("note")))
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in self._facts_of(record):
            self._flow.addWidget(widget)
            widget.show()
        self._facts.updateGeometry()

    def _facts_of(self, record: Record) -> list[QWidget]:
        found: list[QWidget] = []
        if record.text("phone"):
            found.append(_with_icon("phone", self.desk.mask(record.text("phone"))))
        found.append(Label(HOUSEHOLD.by_name["tenure"].word(record["tenure"]), "body", "ink2"))
        found += [Tag(f"{HOUSEHOLD.by_name[name].label} {record.number(name)}", "plain")
                  for name in KEY_GROUP_FIELDS if record.number(name)]
        left = record.text("inactive_from")
        if left:
            reason = HOUSEHOLD.by_name["inactive_reason"].word(record["inactive_reason"])
            day = wording.day(left, self.desk.session.today())
            found.append(Tag(f"{day}起不再在册：{reason}", "warn", icon="info"))
        east, north = record["longitude"], record["latitude"]
        if isinstance(east, (int, float)) and isinstance(north, (int, float)):
            place = self.desk.cover(f"东经 {east:.5f}°，北纬 {north:.5f}°")
            found.append(_with_icon("map-pin", place, "位置"))
        for widget in found:
            widget.setMinimumHeight(theme.active().tag)
        return found


def _with_icon(name: str, text: str, about: str = "") -> QFrame:
    frame = QFrame()
    frame.setAccessibleName(f"{about} {text}".strip())
    line = row(frame, 0, 6)
    picture = Label()
    picture.setPixmap(theme.icon(name, 16, theme.INK2))
    line.addWidget(picture)
    line.addWidget(Label(text, "body", "ink2"))
    return frame
