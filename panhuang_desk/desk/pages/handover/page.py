"""The handover page: choose month and folder, make the copy, see what was made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.drives import drives, open_folder
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.messages import Answer
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.handover.places import PlaceSheet
from panhuang_desk.desk.pages.handover.sheets import ContentSheet, HistorySheet, MadeSheet
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column, row
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services.handover import (
    Handover,
    HandoverRow,
    bytes_needed,
    contents,
    hand_over,
    handovers,
    month_to_hand_over,
)

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

LOOK_EVERY_MS = 3_000
"""How often the drives are looked at while the page is shown."""
STEPS = ("写出快照", "检查副本", "核对行数")
UNHARMED = "本文件没有变。那里原来的东西没有动，写了一半的已经删掉。"
MONTHS_OFFERED = 12


class HandoverPage(Page):
    """Folders and history at the left, what is in the copy at the right; the copy itself is made in the background."""

    name, title = "handover", "报送"
    watches = frozenset(KINDS)

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.month = month_to_hand_over(self.session.today())
        self.made: Handover | None = None
        self._need = 0
        self._build_header()
        self._build_body()
        self._looking = QTimer(self, interval=LOOK_EVERY_MS)
        self._looking.timeout.connect(self.places.look_again)

    def refresh(self, changes: Changes | None = None) -> None:
        """Count again what would be in the copy."""
        self._need = bytes_needed(self.session)
        self.content.show_contents(contents(self.session, self.month), self.month)
        self.history.show_copies(handovers(self.session))
        self.places.show_places(self._folders(), self._need)

    def arrive(self) -> None:
        """The focus is on the folders; where there is none, on choosing one."""
        (self.places.table if self.places.place else self.places.other).setFocus()

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show a month, where another page names one."""
        if "month" in target:
            self._choose_month(target["month"])

    def hints(self) -> tuple[Hint, ...]:
        """Make the copy, choose a folder."""
        return (Hint(cap("save"), "做报送副本"), Hint(cap("open"), "选文件夹"))

    def on_save(self) -> bool:
        """Make the copy."""
        self.make_copy()
        return True

    def on_save_next(self) -> bool:
        """The same: there is no next one."""
        return self.on_save()

    def on_open(self) -> bool:
        """Choose another folder."""
        place = self.places.place
        start = place.id if place else self._folders()[0]
        chosen = messages.ask_folder(self.window(), "副本放到哪个文件夹", start)
        if chosen:
            self.session.settings.handover_folder = chosen
            self.places.choose(chosen)
            self.places.table.setFocus()
        return True

    def make_copy(self) -> None:
        """Make the copy in the chosen folder, in the background, with progress and cancel."""
        place = self.places.place
        if place is None:
            self.on_open()
            place = self.places.place
            if place is None:
                return
        session, month, folder, stick = self.session, self.month, place.folder, place.stick

        def work(progress: Progress) -> Handover:
            with session.aside(write=not session.store.read_only) as aside:
                return hand_over(aside, folder, month, progress=_in_steps(progress))

        self.desk.run(f"正在做{month.label}的报送副本", work, lambda made: self._made(made, stick=stick),
                      failed=self._failed, cancelled=self._cancelled, steps=STEPS,
                      cancel_note="取消就不做了，那里不会留下半个文件")

    def _made(self, made: Handover, *, stick: bool) -> None:
        self.made = made
        self.session.settings.handover_folder = str(made.path.parent)
        self.refresh()
        self.result.show_made(made, stick=stick)
        self.result.show()
        self.history.table.select(0)
        self.desk.set_state("saved", "副本做好了")

    def _failed(self, problem: UserError) -> None:
        """Say what happened, what is unharmed and what to do; the folders are looked at again first."""
        self.places.look_again()
        self.desk.set_state("error", "副本没有做成")
        answer = messages.error(self.window(), problem, (
            Answer("later", "先不做"), Answer("other", "换个地方…"), Answer("again", "重试")), text=UNHARMED)
        if answer == "again":
            self.make_copy()
        elif answer == "other":
            self.on_open()

    def _cancelled(self) -> None:
        self.desk.announce("取消了，没有做副本，也没有留下半个文件")

    def _open_made(self) -> None:
        if self.made is not None and not open_folder(self.made.path.parent):
            self.desk.announce("文件夹不在了，U 盘拔下来了？")

    def _open_copy(self, copy: object) -> None:
        """Show the folder of an older copy, where it is on a drive or folder that is here now."""
        if not isinstance(copy, HandoverRow):
            return
        for folder in [drive.path for drive in drives()] + [Path(folder) for folder in self._folders()]:
            if (folder / copy.file_name).is_file():
                open_folder(folder)
                return
        self.desk.announce("这份副本不在现在看得到的地方，可能在拔下来的 U 盘上")

    def _folders(self) -> list[str]:
        """The folder used last and, before anything was used, the desktop."""
        desktop = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DesktopLocation)
        made = str(self.made.path.parent) if self.made else ""
        return list(dict.fromkeys(
            folder for folder in (self.session.settings.handover_folder, made, desktop) if folder)) or [
                str(self.session.store.path.parent)]

    def _choose_month(self, code: str) -> None:
        self.month = Month.parse(code) if code else month_to_hand_over(self.session.today())
        self.months.choose(str(self.month))
        self.refresh()

    def _build_header(self) -> None:
        today = Month.of(self.session.today())
        months = [today.plus(-back) for back in range(MONTHS_OFFERED)]
        self.months = FilterChip("月份", [Choice(str(item), item.label) for item in months], all_word="最近该报的月份")
        self.months.choose(str(self.month))
        self.months.chosen.connect(self._choose_month)
        self.header.add(self.months)
        self.button = self.header.add_button("做报送副本", "primary", key=cap("save"), icon="send")
        self.button.clicked.connect(self.on_save)

    def _build_body(self) -> None:
        look = theme.active()
        across = row(None, 0, 16)
        left = column(None, 0, 16)
        self.result = MadeSheet()
        left.addWidget(self.result)
        self.result.hide()
        self.result.open_asked.connect(self._open_made)
        self.places = PlaceSheet()
        self.places.other_asked.connect(self.on_open)
        left.addWidget(self.places)
        self.history = HistorySheet()
        self.history.open_asked.connect(self._open_copy)
        left.addWidget(self.history, 1)
        across.addLayout(left, 1)
        self.content = ContentSheet()
        self.content.setFixedWidth(look.px(352 if look.narrow else 408))
        across.addWidget(self.content)
        self.body.addLayout(across, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks while the page is shown."""
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And not while it is not."""
        super().hideEvent(event)
        self._looking.stop()


def _in_steps(progress: Progress) -> Progress:
    """The same progress, each word led by the step that the dialog lists."""

    def tell(share: float, now: str) -> None:
        step = STEPS[0 if share < 0.6 else 1 if share < 0.95 else 2]
        progress(share, f"{step}：{now.removeprefix('正在')}" if step == STEPS[1] else step)

    return tell
