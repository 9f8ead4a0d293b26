"""What copies would bring, what they brought, and a village's passphrase where a copy does not open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.inputs import Note, PassphraseEdit
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, column, row
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import CopyResult, KindCount, MergeResult
from panhuang_desk.model.values import Village
from panhuang_desk.services.copies import in_words

_EMPTY = "把各村的副本放进来，先看会带来什么，再合并。合并前自动备份，合并后可以整批撤销。"
_SHUT = "passphrase"


class MergePanel(Sheet):
    """The sheet beside the board. `merge_asked` is the one button; `passphrase_given` tells what was typed."""

    merge_asked = Signal()
    passphrase_given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(0, spacing=0)
        look = theme.active()
        self.ready = False
        self._asked = self._tried = ""
        head = row(None, 0, 8)
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(6))
        self.title = Label("合并副本", "panel")
        head.addWidget(self.title, 1)
        self.away = Link("先不合并", "caption", key=cap("back"))
        self.away.clicked.connect(self.closed)
        head.addWidget(self.away)
        self.column.addLayout(head)
        words = column(None, 0, 8)
        words.setContentsMargins(look.px(16), 0, look.px(16), look.px(8))
        self.about = Label(_EMPTY, "body", "ink2", wrap=True)
        words.addWidget(self.about)
        self.passphrase = PassphraseEdit("这个村做副本时用的口令", big=False)
        self.passphrase.entered.connect(self._typed)
        self.ask = Label("", "body", wrap=True)
        words.addWidget(self.ask)
        words.addWidget(self.passphrase)
        self.column.addLayout(words)
        self.table = TableView((
            Column("kind", "记录", text=lambda line: line[0], width=90, stretch=True),
            Column("new", "新", text=lambda line: f"{line[1].new:,}", width=64, align="right"),
            Column("changed", "改", text=lambda line: f"{line[1].changed:,}", width=64, align="right"),
            Column("same", "相同", text=lambda line: f"{line[1].same:,}", width=84, align="right", tone="ink2"),
        ), name="副本会带来什么", row_height=32)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if look.narrow:
            self.table.show_columns(("kind", "new", "changed"))
        self.column.addWidget(self.table, 1)
        self.notes = column(None, 0, 6)
        self.notes.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        self.column.addLayout(self.notes)
        self.line = Line()
        self.column.addWidget(self.line)
        foot = row(None, 0, 12)
        foot.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self.button = Button("合并", "primary", key=cap("save"))
        self.button.clicked.connect(self.merge_asked)
        foot.addWidget(self.button)
        self.backup = Label("先自动备份", "caption", "ink2")
        foot.addWidget(self.backup, 1)
        self.column.addLayout(foot)
        self.clear()

    @property
    def first(self) -> QWidget:
        """Where the focus belongs now: the passphrase that is asked for, else the button."""
        return self.passphrase.field if self.passphrase.isVisibleTo(self) else self.button

    def clear(self) -> None:
        """Nothing is looked at."""
        self._show("合并副本", _EMPTY, (), ())
        self._ask("")
        self._button(0)
        self.away.hide()

    def show_preview(self, copies: Sequence[Path], found: MergeResult, villages: Sequence[Village]) -> None:
        """What would come of bringing these in; nothing is written yet."""
        good = [result for result in found.copies if not result.refused]
        shut = [copies[result.number - 1].name for result in found.copies if result.code == _SHUT]
        names = {village.code: village.name for village in villages}
        whose = "、".join(names.get(result.facts.village, copies[result.number - 1].name) if result.facts else ""
                         for result in good)
        self._show("合并预览", f"{whose}，{len(good)} 份" if good else "没有可以合并的副本。", _by_kind(good),
                   (*_odd(copies, found, asked=True), *_conflicts(found)))
        others = f"（另有 {len(shut) - 1} 份也打不开，接着问）" if len(shut) > 1 else ""
        again = "刚才的口令不对。" if shut and shut[0] == self._tried else ""
        self._asked, self._tried = shut[0] if shut else "", ""
        self._ask(f"{again}“{shut[0]}”打不开。请输入那个村做副本时用的口令{others}：" if shut else "")
        self._button(len(good))
        self.away.show()

    def show_done(self, copies: Sequence[Path], found: MergeResult) -> None:
        """What came of it."""
        good = [result for result in found.copies if not result.refused]
        lines = "\n".join(f"{copies[result.number - 1].name}：{in_words(result)}" for result in good)
        self._show("合并完了", lines, _by_kind(good), (*_odd(copies, found), *_conflicts(found)))
        self._ask("")
        self._button(0)
        self.away.hide()

    def _typed(self) -> None:
        text = self.passphrase.text()
        if text:
            self.passphrase.clear()
            self._tried = self._asked
            self.passphrase_given.emit(text)

    def _show(self, title: str, about: str, lines: Sequence[tuple[str, KindCount]],
              notes: Sequence[tuple[str, str]]) -> None:
        self.title.setText(title)
        self.about.setText(about)
        self.table.set_rows(list(lines))
        self.table.clearSelection()
        self.table.setVisible(bool(lines))
        while self.notes.count():
            item = self.notes.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, tone in notes:
            self.notes.addWidget(Note(words, tone, "triangle-alert", role="caption"))
        if not lines:
            self.notes.addStretch(1)

    def _ask(self, words: str) -> None:
        self.ask.setText(words)
        self.ask.setVisible(bool(words))
        self.passphrase.setVisible(bool(words))

    def _button(self, count: int) -> None:
        self.ready = bool(count)
        self.button.set_words(f"合并 {count} 份")
        for widget in (self.button, self.backup, self.line):
            widget.setVisible(bool(count))


def _by_kind(results: Sequence[CopyResult]) -> list[tuple[str, KindCount]]:
    """All copies together, kind by kind."""
    found = [(KINDS[kind].label, sum((result.counts.get(kind, KindCount()) for result in results), KindCount()))
             for kind in KINDS]
    return [(label, count) for label, count in found if count != KindCount()]


def _odd(copies: Sequence[Path], found: MergeResult, *, asked: bool = False) -> list[tuple[str, str]]:
    """What a person should know before bringing them in, with its tone; nothing of passphrases that are `asked` for."""
    notes = []
    for result in found.copies:
        name = copies[result.number - 1].name
        if result.refused and not (asked and result.code == _SHUT):
            notes.append((f"{name}：{result.refused}{result.hint}", "red"))
        if result.strangers:
            notes.append((f"{name}：文件里原来没有{'、'.join(result.strangers)}，请核对是不是本街道的。", "amber"))
        if result.facts and result.facts.ahead:
            days = max(result.facts.ahead // 86_400, 1)
            notes.append((f"{name}：那台电脑的时钟快了约 {days} 天，不影响合并。", "amber"))
    return notes


def _conflicts(found: MergeResult) -> list[tuple[str, str]]:
    notes = [(f"有 {found.conflicts} 处两边填的不一样，合并后到“冲突”里定。", "amber")] if found.conflicts else []
    return [*notes, *([(f"有 {found.erased} 条的个人信息按要求删除。", "ink2")] if found.erased else [])]
