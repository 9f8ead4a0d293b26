"""What is known of one patrol: how it went, what was looked at, not looked at or left out, tracks, photos, finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.detail import Detail
from panhuang_desk.desk.pages.patrols.patrol_photos import PatrolPhotos
from panhuang_desk.desk.pages.patrols.track_rows import TrackRows
from panhuang_desk.desk.photos.taking import PhotoDrop
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label
from panhuang_desk.services.patrol_views import PatrolView

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FACTS = {"people": "{} 人", "vehicles": "车 {} 辆", "flights": "飞行 {} 架次", "leaflets": "宣传资料 {} 份",
          "letters": "告知书 {} 份"}


class PatrolDetail(Detail):
    """Asks for `edit`, `follow_up`, `paper` and `remove` of the patrol that is shown; `photos` tell new files."""

    edit = Signal()
    follow_up = Signal()
    paper = Signal()
    remove = Signal()

    view: PatrolView | None = None

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, "左边选一次踏查，这里是看了哪些地块。", parent)

    def build(self) -> None:
        """Actions and sections."""
        edit = Button("改踏查", key=cap("edit"))
        edit.clicked.connect(self.edit)
        raise_one = Button("加待办", key=cap("follow_up"))
        raise_one.clicked.connect(self.follow_up)
        self.paper_button = Button("互查表", key=cap("print"), icon="printer")
        self.paper_button.clicked.connect(self.paper)
        self.more_button = Button("", icon="ellipsis", name="更多")
        self.more_button.clicked.connect(self._menu)
        self.add_actions((edit, raise_one, self.paper_button, self.more_button))
        self.add_section("checks", "看过的地块", (
            Column("plot", "", text=lambda r: words.plot_words(r.group_no, r.plot_name), width=176),
            Column("result", "", tag=lambda r: words.result_tag(r), width=116),
            Column("about", "", text=self._look, stretch=True, tone="ink2"),
        ), "plot_check", "看地块")
        self.add_section("missed", "没看成的地块", (
            Column("plot", "", text=lambda r: words.plot_words(r.group_no, r.plot_name), width=176),
            Column("result", "", tag=lambda r: words.result_tag(r), width=116),
            Column("why", "", text=self._look, stretch=True, tone="ink2"),
        ), "plot_check", "看地块")
        self.add_section("rest", "没看的地块", (Column("plot", "", stretch=True),))
        self._rest = Label("", "body", "ink2", wrap=True)
        self.box.addWidget(self._rest)
        self.tracks = TrackRows(self)
        self.photos = PatrolPhotos(self.desk)
        PhotoDrop(self, self.photos.take)
        self.box.addWidget(self.photos)
        self.add_section("findings", "发现", (
            Column("plot", "", text=lambda r: words.plot_words(r.group_no, r.plot_name), width=176),
            Column("state", "", tag=words.state_tag, width=116),
            Column("about", "", text=words.find_words, stretch=True, tone="ink2"),
            Column("do", "", text=lambda r: "打开", width=60, action=True),
        ), "plant_finding", "看这处发现")
        self.add_follow_ups()
        self.add_history("patrol")

    def show_view(self, view: PatrolView | None) -> None:
        """Show a patrol; None shows that none is marked."""
        if view is None or self.view is None or view.record.id != self.view.record.id:
            self.area.verticalScrollBar().setValue(0)
        self.view = view
        if view is None:
            self.show_nothing()
            return
        record, today = view.record, self.session.today()
        time = words.span(record.text("from_time"), record.text("to_time"))
        counts = (template.format(record.number(name)) for name, template in _FACTS.items() if record.number(name))
        facts = "·".join(part for part in (time, words.method(record.text("method")), *counts, self._partner()) if part)
        self.show_head(words.day(record.text("patrolled_on"), today), "踏查", facts,
                       self.desk.cover(record.text("note")))
        self.show_strip("")
        self.paper_button.setVisible(bool(record.text("partner")))
        looked = [row for row in view.checks if not row.not_looked]
        missed = [row for row in view.checks if row.not_looked]
        found = sum(row.found for row in looked)
        said = f"{len(looked)} 块，" + (f"{found} 块有发现" if found else "都没有发现")
        self.show_rows("checks", looked, said if looked else "一块也没看成")
        self.show_rows("missed", missed, f"{len(missed)} 块，去了没看成，不算看过" if missed else "")
        rest = view.not_looked
        self.show_rows("rest", (), f"{len(rest)} 块，这次没有看" if rest else "")
        self._rest.setText("、".join(words.plot_words(row.group_no, row.name) for row in rest))
        self._rest.setVisible(bool(rest))
        self.tracks.show_patrol(record)
        self.photos.show_patrol(record.id, f"{words.day(record.text('patrolled_on'), today)}踏查", {
            row.id: words.plot_words(row.group_no, row.plot_name) for row in view.checks})
        self.show_rows("findings", view.findings, f"{len(view.findings)} 处" if view.findings else "")
        self.show_follow_ups(view.follow_ups)
        self.show_history("patrol", view.history)

    def on_photo(self) -> bool:
        """Add photos to the patrol that is shown."""
        return self.view is not None and self.photos.on_photo()

    def mark_check(self, id: str) -> None:
        """Mark a plot check; the section opens wholly if it is among the rest."""
        among = self.view.checks if self.view is not None else ()
        name = "missed" if any(row.id == id and row.not_looked for row in among) else "checks"
        table = self.tables[name]
        table.setFocus()
        if not table.select_where(lambda row: row.id == id):
            self.open_all(name)
            table.select_where(lambda row: row.id == id)

    def _partner(self) -> str:
        """With which village it was made, and who signed."""
        record = self.view.record if self.view is not None else None
        if record is None or not record.text("partner"):
            return ""
        names = [self.desk.mask(record.text(name)) for name in ("own_signed", "partner_signed") if record.text(name)]
        signed = f"（签字 {'、'.join(names)}）" if names else ""
        return f"和{record.text('partner')}交叉互查{signed}"

    def _look(self, row: Any) -> str:
        return words.look_words(self.desk, row)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.addAction("删除这次踏查").triggered.connect(lambda _=False: self.remove.emit())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
