"""What is known of one household: who, actions, the next due thing, visits, follow-ups, history, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from panhuang_desk.desk import theme, wording
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.visits import words
from panhuang_desk.desk.pages.visits.detail_head import HouseholdHead
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.photos.taking import PhotoDrop
from panhuang_desk.desk.tabs.inner import InnerTable
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.services.household_story import Chapter, story
from panhuang_desk.services.today import household_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.services.households import HouseholdView

EDGE = 16
"""Where the text of a table begins; headings and actions begin there too."""

_SHOWN = {"visits": 4, "follow_ups": 6, "story": 4, "history": 3}
_PHOTOS = 8


class HouseholdDetail(QFrame):
    """Tells what is asked for: `visit`, `edit`, `follow_up`, `menu(where)` for the household itself, and
    `open_row(kind, row)` and `delete_row(kind, row)` for a visit or follow-up below it, `row_menu(row, where)` for a
    follow-up, `other(id)` for a household that this one has to do with.
    """

    visit = Signal()
    edit = Signal()
    follow_up = Signal()
    menu = Signal(QPoint)
    row_menu = Signal(object, QPoint)
    open_row = Signal(str, object)
    correct_row = Signal(str, object)
    delete_row = Signal(str, object)
    other = Signal(str)
    back = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        self.view: HouseholdView | None = None
        self._whole: set[str] = set()
        outer = column(self, 0, 0)
        self.area = ScrollColumn(spacing=8)
        look = theme.active()
        box = self.area.column
        box.setContentsMargins(look.px(24) - EDGE, look.px(16), look.px(24) - EDGE, look.px(16))
        top = column(None, 0, 10)
        top.setContentsMargins(EDGE, 0, EDGE, 0)
        self.head = HouseholdHead(desk)
        top.addWidget(self.head)
        self._actions(top)
        self._next = Strip("")
        top.addWidget(self._next)
        box.addLayout(top)
        self._sections(box)
        box.addStretch(1)
        outer.addWidget(self.area)
        self._nothing = Label("左边选一户，这里是它的情况。", "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self.show_view(None)

    def show_view(self, view: HouseholdView | None) -> None:
        """Show a household; None shows that none is marked."""
        if view is None or self.view is None or view.record.id != self.view.record.id:
            self._whole.clear()
            self.area.verticalScrollBar().setValue(0)
        self.view = view
        self.area.setVisible(view is not None)
        self._nothing.setVisible(view is None)
        if view is not None:
            self.head.show_record(view.record)
            next_thing = words.next_words(self.desk, view)
            self._next.setVisible(bool(next_thing))
            self._next.set_text(f"下一件：{next_thing}")
            self._show_sections(view)
            place = household_words(view.record.number("group_no"), view.record.text("door_no"))
            self.photos.set_source(view.record.id, place, ("household", view.record.id))

    def take_focus(self) -> None:
        """The keys to the first thing that can be opened."""
        table = next((table for table in self.tables.values() if not table.isHidden() and table.table.rowCount()), None)
        (table or self.visit_button).setFocus()

    # Keys

    def on_delete(self) -> bool:
        """Delete the visit or follow-up that is marked; elsewhere in the detail nothing."""
        for kind, table in (("visit", self.tables["visits"]), ("follow_up", self.tables["follow_ups"])):
            if table.hasFocus() and table.current() is not None:
                self.delete_row.emit(kind, table.current())
                return True
        return True

    def on_edit(self) -> bool:
        """Correct what is marked, else the household."""
        for kind, table in (("visit", self.tables["visits"]), ("follow_up", self.tables["follow_ups"])):
            if table.hasFocus() and table.current() is not None:
                self.correct_row.emit(kind, table.current())
                return True
        return False

    def on_menu(self) -> bool:
        """That of the follow-up that is marked, else that of the household."""
        table = self.tables["follow_ups"]
        if not table.hasFocus() or table.current() is None:
            return False
        self.row_menu.emit(table.current(), table.below_current())
        return True

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do in the detail."""
        one = self.tables["visits"].hasFocus() or self.tables["follow_ups"].hasFocus()
        return (*((Hint(cap("delete"), "删除这一条"),) if one else ()), Hint(cap("back"), "回到户表"))

    # Building

    def _actions(self, box: QVBoxLayout) -> None:
        frame = QFrame()
        flow = FlowLayout(frame)
        self.visit_button = Button("记走访", "primary", key=cap("new"))
        self.visit_button.clicked.connect(self.visit)
        edit = Button("改资料", key=cap("edit"))
        edit.clicked.connect(self.edit)
        raise_one = Button("加待办", key=cap("follow_up"))
        raise_one.clicked.connect(self.follow_up)
        self.more_button = Button("", icon="ellipsis", name="更多操作")
        self.more_button.setAccessibleDescription(cap("menu"))
        self.more_button.clicked.connect(self._ask_menu)
        for button in (self.visit_button, edit, raise_one, self.more_button):
            flow.addWidget(button)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        frame.setSizePolicy(policy)
        box.addWidget(frame)

    def _ask_menu(self) -> None:
        self.menu.emit(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _sections(self, box: QVBoxLayout) -> None:
        today = self.session.today
        person = Column("who", "", text=self._person, width=96, align="right", tone="ink2", small=True)
        self.tables = {
            "visits": InnerTable((
                Column("day", "", text=lambda r: wording.day(r.visited_on, today()), width=88),
                Column("outcome", "", tag=lambda r: words.outcome_tag(r.outcome), width=92),
                Column("about", "", text=lambda r: words.visit_words(self.desk, r), stretch=True, tone="ink2"),
                person), name="走访"),
            "follow_ups": InnerTable((
                Column("kind", "", tag=wording.follow_up_tag, width=88),
                Column("matter", "", text=lambda r: self.desk.cover(r.matter), stretch=True,
                       tone=lambda r: "ink3" if r.status == "closed" else "ink"),
                Column("due", "", text=lambda r: wording.due_words(r, today())[0], width=116, align="right",
                       tone=lambda r: wording.due_words(r, today())[1]),
                Column("do", "", text=lambda r: "打开" if r.status == "closed" else "办结", width=60, action=True)),
                name="待办"),
            "story": InnerTable((
                Column("day", "", text=lambda r: wording.day(r.day, today()), width=144, tone="ink2"),
                Column("what", "", text=lambda r: words.chapter_words(self.desk, r), stretch=True)), name="经历"),
            "history": InnerTable((
                Column("day", "", text=lambda r: wording.day(r.at, today()), width=144, tone="ink2"),
                Column("what", "", text=lambda r: words.history_words(self.desk, r), stretch=True, tone="ink2"),
                person), name="修改记录"),
        }
        self.tables["story"].opened.connect(self._open_other)
        self.tables["follow_ups"].menu_asked.connect(self.row_menu)
        self._section_of: dict[str, QFrame] = {}
        self._counts: dict[str, Label] = {}
        self._alls: dict[str, Link] = {}
        for name, title, kind in (("visits", "走访", "visit"), ("follow_ups", "待办", "follow_up"),
                                  ("story", "经历", ""), ("history", "修改记录", "")):
            if name == "story":
                self._photo_section(box)
            section = self._section_of[name] = QFrame()
            inner = column(section, 0, 8)
            inner.setContentsMargins(0, theme.active().px(8), 0, 0)
            inner.addLayout(self._heading(name, title))
            inner.addWidget(self.tables[name])
            box.addWidget(section)
            if kind:
                self.tables[name].opened.connect(lambda row, kind=kind: self.open_row.emit(kind, row))
                self.tables[name].set_hints((Hint("Enter", "修改"),) if kind == "visit" else (
                    Hint("Enter", "办结"), Hint(cap("menu"), "上报等"), Hint(cap("edit"), "修改")))
            else:
                self.tables[name].opened.connect(lambda _: self._show_history())
                self.tables[name].set_hints((Hint("Enter", "看全部修改"),))

    def _show_history(self) -> None:
        if self.view is not None:
            self.desk.history.show_record("household", self.view.record.id)

    def _photo_section(self, box: QVBoxLayout) -> None:
        self.photos = PhotoStrip(self.desk, title="照片", most=_PHOTOS)
        PhotoDrop(self, self.photos.take)
        line = row(None, 0, 0)
        line.setContentsMargins(EDGE, theme.active().px(8), EDGE, 0)
        line.addWidget(self.photos)
        box.addLayout(line)

    def _heading(self, name: str, title: str) -> QHBoxLayout:
        line = row(None, 0, 8)
        line.setContentsMargins(EDGE, 0, EDGE, 0)
        line.addWidget(Label(title, "section"))
        self._counts[name] = Label("", "caption", "ink2")
        line.addWidget(self._counts[name], 1)
        self._alls[name] = Link("全部", "caption")
        self._alls[name].clicked.connect(lambda: self._open_all(name))
        line.addWidget(self._alls[name])
        return line

    def _person(self, row: Any) -> str:
        name = row.visited_by if hasattr(row, "visited_by") else row.person
        return "" if theme.active().narrow else name

    # Showing

    def _show_sections(self, view: HouseholdView) -> None:
        year = str(self.session.today().year)
        waiting = sum(row.status != "closed" for row in view.follow_ups)
        this_year = sum(row.visited_on[:4] == year for row in view.visits)
        chapters = story(self.session, view.record)
        self._section_of["story"].setVisible(bool(chapters))
        history = [entry for entry in view.history if words.history_words(self.desk, entry) != "没有变化"]
        told = {
            "visits": f"{len(view.visits)} 次，今年 {this_year} 次" if view.visits else "还没有走访过",
            "follow_ups": (f"{waiting} 件未办结" if waiting else "都办结了") if view.follow_ups else "没有",
            "story": "",
            "history": f"{len(history)} 条",
        }
        for name, rows in (("visits", view.visits), ("follow_ups", view.follow_ups), ("story", chapters),
                           ("history", history)):
            whole = name in self._whole or len(rows) <= _SHOWN[name]
            self.tables[name].set_rows(rows if whole else rows[:_SHOWN[name]])
            self.tables[name].setVisible(bool(rows))
            self._counts[name].setText(told[name])
            self._alls[name].setVisible(not whole)

    def _open_other(self, chapter: Chapter) -> None:
        """The household that this one came from, or that came from it; one that was merged into it is this one."""
        if chapter.other is not None and chapter.what != "merged":
            self.other.emit(chapter.other.id)

    def _open_all(self, name: str) -> None:
        self._whole.add(name)
        if self.view is not None:
            self._show_sections(self.view)
        self.tables[name].setFocus()
