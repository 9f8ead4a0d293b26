"""What stands over the grid of a patrol's plots: how far it is, what is shown, the strokes for many plots at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.pages.patrols.grid import PlotGrid
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND, MISSED
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.model.fields import Choice


class GridHead(QFrame):
    """Narrows the grid to what is due, to a group, or to plots that were picked out, and says what a stroke
    did until the next one.
    """

    def __init__(self, grid: PlotGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._grid, self._slim = grid, False
        self._only: frozenset[str] = frozenset()
        box = column(self, 0, 4)
        box.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(8))
        line = row(None, 0, 12)
        line.addWidget(Label("看了哪些地块", "panel"))
        self.told = Label("", "body", "ink2")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.told, 1)
        box.addLayout(line)
        box.addWidget(self._filters())
        self.said = Note("", "ink2", "check")
        self.said.icon_tone = "green"
        self.question = Note("", "ink", "info")
        self.wrong = Note()
        for note in (self.said, self.question, self.wrong):
            note.hide()
            box.addWidget(note)
        grid.said.connect(lambda text: self._put(self.said, text))
        grid.asked.connect(self._asks)
        grid.idle.connect(self._asks)
        grid.marked.connect(self._moved_on)
        self.follow()

    def set_slim(self, slim: bool) -> None:
        """Beside the form of a plot there is no room for more than how far it is."""
        self._slim = slim
        self.tools.setVisible(not slim)
        self.told.setVisible(not slim)
        for note in (self.said, self.question):
            note.hide()

    def pick(self, plots: Collection[str]) -> None:
        """Show these plots alone until a person asks for all."""
        self._only = frozenset(plots) & {line.id for line in self._grid.lines}
        self.only_chip.setText(f"只看选出的 {len(self._only)} 块")
        self.only_chip.setChecked(bool(self._only))
        self.follow()

    def follow(self) -> None:
        """Offer the groups and what is due as the lines now say."""
        groups = dict.fromkeys(line.group_no for line in self._grid.lines)
        self.group_chip.set_options(tuple(Choice(str(number), f"{number} 组") for number in groups))
        self.group_chip.setVisible(len(groups) > 1)
        due = sum(line.due for line in self._grid.lines)
        self.due_chip.setText(f"只看应查的 {due} 块")
        self.due_chip.setVisible(bool(due))
        self.only_chip.setVisible(bool(self._only))
        self.due_link.setText("选出的都看过，没有" if self._only else "应查的都看过，没有")
        self.due_link.setVisible(bool(due or self._only))
        self._narrow()

    def tell(self) -> None:
        """Say how many plots were looked at, and how many not."""
        clear, found, missed, rest = (self._grid.count(code) for code in (CLEAR, FOUND, MISSED, ""))
        parts = (f"看过 {clear + found} 块", f"有发现 {found} 处" if found else "",
                 f"没看成 {missed} 块" if missed else "", f"没看 {rest} 块")
        self.told.setText("，".join(part for part in parts if part))
        if not any(line.problem for line in self._grid.lines):
            self.wrong.hide()

    def show_wrong(self, names: Sequence[str]) -> None:
        """Name the plots at which something is wrong."""
        self._put(self.wrong, f"{len(names)} 块要改：{'、'.join(names)}")

    def say_wrong(self, words: str) -> None:
        """Say what is wrong with the plots together, until the next stroke."""
        self._put(self.wrong, words)

    def _filters(self) -> QFrame:
        self.tools = QFrame()
        flow = FlowLayout(self.tools)
        self.only_chip, self.due_chip = FilterChip("只看选出的"), FilterChip("只看应查的")
        self.group_chip = FilterChip("组")
        self.group_link, self.due_link = Link("整组看过，没有", key="9"), Link("应查的都看过，没有", key="8")
        for chip in (self.only_chip, self.due_chip, self.group_chip):
            chip.chosen.connect(lambda _: self._chosen())
        self.group_link.clicked.connect(self._clear_group)
        self.due_link.clicked.connect(self._clear_due)
        for link in (self.group_link, self.due_link):
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (self.only_chip, self.due_chip, self.group_chip, self.group_link, self.due_link):
            flow.addWidget(widget)
        policy = self.tools.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.tools.setSizePolicy(policy)
        return self.tools

    def _chosen(self) -> None:
        self._narrow()
        self._grid.setFocus()

    def _narrow(self) -> None:
        grid = self._grid
        grid.only = self._only if self.only_chip.isChecked() else ()
        grid.due_only = self.due_chip.isChecked() and not self.due_chip.isHidden()
        grid.group_no = int(self.group_chip.code or 0)
        grid.show_lines()
        self.tell()

    def _clear_group(self) -> None:
        line = self._grid.current()
        if line is not None:
            self._grid.clear_group(line.group_no)
            self._grid.setFocus()

    def _clear_due(self) -> None:
        self._grid.clear_due()
        self._grid.setFocus()

    def _asks(self, text: str) -> None:
        if text:
            self.said.hide()
        self._put(self.question, text)

    def _moved_on(self) -> None:
        """The next stroke: what was said of the one before goes."""
        for note in (self.said, self.question):
            self._put(note, "")

    def _put(self, note: Note, text: str) -> None:
        note.set_text(text)
        note.setVisible(bool(text) and not (self._slim and note is not self.wrong))
