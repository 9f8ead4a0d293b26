"""What is known of one find: its steps, what comes next, its data, follow-ups, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.detail import Detail
from panhuang_desk.desk.pages.patrols.find_head import strip_words
from panhuang_desk.desk.pages.patrols.steps import StepsBar
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.photos.taking import PhotoDrop
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.model.fields import Privacy
from panhuang_desk.model.find_steps import RECHECK
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.services.finds import point_words
from panhuang_desk.services.patrol_views import FindingView
from panhuang_desk.services.records import shown_value

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_PHOTOS = 8
_NEXT = {
    "reported": "下一步：等派出所到场，写到场时间", "to_uproot": "下一步：铲除，写铲除株数和时间",
    "to_destroy": "下一步：销毁，写销毁时间", "to_recheck": "下一步：到期复查，确认铲除干净、没有复种",
}


@attrs.frozen
class _Fact:
    """One field of a find as the detail shows it."""

    label: str
    text: str


class FindingDetail(Detail):
    """Asks for `edit`, `follow_up`, `print_asked`, `place_asked`, `remove` and `recheck` of the find that is shown."""

    edit = Signal()
    follow_up = Signal()
    recheck = Signal()
    print_asked = Signal()
    place_asked = Signal()
    remove = Signal()

    view: FindingView | None = None

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, "左边选一处发现，这里是办到哪一步。", parent)

    def build(self) -> None:
        """Steps, actions and sections."""
        self.steps = StepsBar()
        self.box.addWidget(self.steps)
        self.edit_button = Button("记下一步", key=cap("edit"))
        self.edit_button.clicked.connect(self.edit)
        self.recheck_button = Button("记复查")
        self.recheck_button.clicked.connect(self.recheck)
        raise_one = Button("加待办", key=cap("follow_up"))
        raise_one.clicked.connect(self.follow_up)
        self.more_button = Button("", icon="ellipsis", name="更多")
        self.more_button.clicked.connect(self._menu)
        paper = Button("记录表", key=cap("print"), icon="printer")
        paper.clicked.connect(self.print_asked)
        self.add_actions((self.edit_button, self.recheck_button, paper, raise_one, self.more_button))
        self.photos = PhotoStrip(self.desk, title="照片", most=_PHOTOS)
        PhotoDrop(self, self.photos.take)
        self.box.addWidget(self.photos)
        self.add_section("facts", "登记的情况", (
            Column("label", "", text=lambda r: r.label, width=132, tone="ink2"),
            Column("text", "", text=lambda r: r.text, stretch=True)))
        today = self.session.today()
        self.add_section("others", "同一处的发现", (
            Column("day", "", text=lambda r: words.day(r.found_at, today), width=132, tone="ink2"),
            Column("what", "", text=words.find_words, stretch=True),
            Column("state", "", tag=words.state_tag, width=100)), "plant_finding")
        self.add_follow_ups()
        self.add_history("plant_finding")

    def show_view(self, view: FindingView | None) -> None:
        """Show a find; None shows that none is marked."""
        if view is None or self.view is None or view.record.id != self.view.record.id:
            self.area.verticalScrollBar().setValue(0)
        self.view = view
        if view is None:
            self.show_nothing()
            return
        row = view.row
        place = words.plot_words(row.group_no, row.plot_name)
        self.show_head(words.find_words(row), place, "", self.desk.cover(view.record.text("note")))
        self.steps.show_steps(view.steps)
        pressing, look = strip_words(view.record.values)
        self.show_strip(pressing or _NEXT.get(view.state, ""), look)
        self.recheck_button.setVisible(any(
            each.kind == RECHECK and each.status != "closed" for each in view.follow_ups))
        self.photos.set_source("", place, ("plant_finding", view.record.id))
        self.show_rows("others", view.others, f"{len(view.others)} 处" if view.others else "")
        facts = self._facts_of(view)
        self.show_rows("facts", facts, "")
        self.open_whole("facts")
        self.show_follow_ups(view.follow_ups)
        self.show_history("plant_finding", view.history)

    def take_focus(self) -> None:
        """The keys to what comes next; what is known of the find stays in sight from its head on."""
        self.edit_button.setFocus()

    def _facts_of(self, view: FindingView) -> list[_Fact]:
        found = []
        for field in PLANT_FINDING.form_fields:
            if field.name == "note":
                continue
            text = shown_value(self.session, "plant_finding", field.name, view.record[field.name])
            if field.privacy is Privacy.SENSITIVE:
                text = self.desk.cover(text)
            elif field.privacy is Privacy.PERSONAL:
                text = self.desk.mask(text)
            if text:
                found.append(_Fact(field.label, f"{text} {field.unit}".strip()))
        if view.record["longitude"] is not None and view.record["latitude"] is not None:
            found.append(_Fact("经纬度", point_words(view.record)))
        return found

    def _menu(self) -> None:
        menu = QMenu(self)
        if self.view is not None and self.view.record["longitude"] is None:
            menu.addAction("位置照地块的").triggered.connect(lambda _=False: self.place_asked.emit())
        menu.addAction("删除这处发现").triggered.connect(lambda _=False: self.remove.emit())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
