"""An import of the register: a dry run first, what it would do and which rows are wrong, then the import itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, Heading, Row
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.bars import StatTile
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import HOUSEHOLD
from panhuang_desk.model.values import Progress
from panhuang_desk.services.import_result import ImportResult, Updated, Wrong, export_rejected
from panhuang_desk.services.imports import first_day, import_file
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

SPREADSHEETS = "表格 (*.xlsx *.csv *.xls *.et);;所有文件 (*)"
_TABLES = "表格 (*.xlsx *.csv)"


class ImportSheet(Sheet):
    """`ready` tells that there is something to show, `closed` that it is over, done or not."""

    ready = Signal()
    closed = Signal()

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(0, spacing=0, parent=parent)
        self.desk, self.session, self.village = desk, desk.session, village
        self.source = Path()
        self.result: ImportResult | None = None
        look = theme.active()
        body = QFrame()
        box = column(body, 24, 16)
        box.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        head = row(None, 0, 12)
        head.addWidget(Label("导入户册", "title"))
        self._file = Label("", "body", "ink2")
        head.addWidget(self._file, 1)
        box.addLayout(head)
        box.addLayout(self._figures())
        self._strip = Strip("", icon="info")
        box.addWidget(self._strip)
        self.table = self._make_table()
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyPage("check", "每一行都看得懂", "没有要改的地方，可以直接导入。"))
        box.addWidget(self._list, 1)
        self.column.addWidget(body, 1)
        self.column.addWidget(Line())
        self.column.addWidget(self._foot())

    # What the page uses

    def start(self, source: Path | None = None) -> None:
        """Choose a file, unless one is given, and look at it in the background."""
        if source is None:
            start = self.session.settings.last_folder
            chosen = messages.ask_open(self.desk.window(), "选户册表格", start, SPREADSHEETS)
            if not chosen:
                self._give_up()
                return
            source = Path(chosen)
            self.session.settings.last_folder = str(source.parent)
        self.source = source
        village = self.village

        def work(progress: Progress) -> ImportResult:
            with self.session.aside() as aside:
                return import_file(aside, "household", source, village=village, dry_run=True, progress=progress)

        self.desk.run("正在核对户册", work, self._checked, failed=self._failed, cancelled=self._give_up,
                      cancel_note="取消就什么都不导入")

    def take_focus(self) -> None:
        """The keys to the button that goes on."""
        (self.import_button if self.import_button.isEnabled() else self.other_button).setFocus()

    def on_save(self) -> bool:
        """Take the rows in, as one action that can be undone."""
        if self.result is None or not self._useful(self.result):
            return True
        source, village = self.source, self.village

        def work(progress: Progress) -> ImportResult:
            with self.session.aside(write=True) as aside:
                return import_file(aside, "household", source, village=village, progress=progress)

        self.desk.set_state("busy", "正在导入")
        self.desk.run("正在导入户册", work, self._imported, failed=self._failed, cancelled=self._cancelled,
                      cancel_note="取消就全部退回，文件同导入前一样")
        return True

    def on_import(self) -> bool:
        """Another file."""
        self.start()
        return True

    def on_export(self) -> bool:
        """The rows that cannot come in, as a spreadsheet to be mended."""
        if self.result is None or not self.result.wrong:
            return False
        start = self.source.with_name(f"{self.source.stem}_有问题的行.xlsx")
        chosen = messages.ask_save(self.desk.window(), "把有问题的行存成表格", str(start), _TABLES)
        if chosen:
            try:
                written = export_rejected(self.result, Path(chosen))
            except UserError as problem:
                self.desk.error(problem)
            else:
                self.desk.announce(f"存好了：{written.path.name}，{written.rows} 行")
        return True

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        return (Hint(cap("save"), "导入"), Hint(cap("back"), "不导入，退回"))

    # What happened

    def _checked(self, result: ImportResult) -> None:
        self.result = result
        self._file.setText(self.source.name)
        self._show_figures(result)
        rows = self._rows(result)
        self.table.set_rows(rows)
        self._list.setCurrentIndex(0 if rows else 1)
        useful = self._useful(result)
        self.import_button.setEnabled(useful)
        self.import_button.set_words(f"导入 {result.new + result.changed} 户" if useful else "没有要导入的")
        self.save_button.setVisible(bool(result.wrong))
        self._strip.set_text(self._sentence(result))
        self.ready.emit()

    def _imported(self, result: ImportResult) -> None:
        words = f"导入了户册：新增 {result.new} 户，改了 {result.changed} 户"
        if result.wrong_rows:
            words += f"，{result.wrong_rows} 行没有进来"
        self.closed.emit()
        self.desk.did(words, result.changes)

    def _failed(self, problem: UserError) -> None:
        self.desk.set_state("saved")
        self.desk.error(problem)
        if self.result is None:
            self._give_up()

    def _cancelled(self) -> None:
        self.desk.set_state("saved")
        self.desk.announce("没有导入，文件同原来一样")
        self.take_focus()

    def _give_up(self) -> None:
        if self.result is None:
            self.closed.emit()
            self.deleteLater()

    @staticmethod
    def _useful(result: ImportResult) -> bool:
        return bool(result.new or result.changed)

    # What is shown

    def _sentence(self, result: ImportResult) -> str:
        told = []
        if result.new:
            village = self.village or self.session.store.home
            since = first_day(self.session, "household", village) if village else ""
            told.append(f"新增的户从{since[:4]}年{day_words(since)}起算在册" if since else "新增的户从本月起算在册")
        if result.wrong_rows:
            told.append(f"{result.wrong_rows} 行有问题，不会进来，其余的照常导入")
        if result.ignored:
            told.append(f"这几列用不到：{'、'.join(result.ignored)}")
        told.append("导入以后可以撤销")
        return "；".join(told) + "。"

    def _figures(self) -> QHBoxLayout:
        line = row(None, 0, 24)
        self._tiles = {name: StatTile(label) for name, label in (
            ("new", "新增"), ("changed", "有变动"), ("same", "没有变化"), ("wrong", "有问题，不导入"))}
        for tile in self._tiles.values():
            line.addWidget(tile)
        return line

    def _show_figures(self, result: ImportResult) -> None:
        wrong, notes = result.wrong_rows, len(result.notes)
        self._tiles["new"].show_figure(f"{result.new} 户", sentence="册里原来没有")
        self._tiles["changed"].show_figure(f"{result.changed} 户", sentence="按表格改")
        self._tiles["same"].show_figure(f"{result.same} 户", sentence="不用动")
        self._tiles["wrong"].show_figure(
            f"{wrong} 行", sentence=f"另有 {notes} 处请核对" if notes else "看下面的原因" if wrong else "都看得懂",
            tone="red" if wrong else "ink", sentence_tone="amber" if notes else "ink2")

    def _make_table(self) -> TableView:
        table = TableView((
            Column("row", "行", text=_place, width=88),
            Column("column", "列", text=self._column, width=132, tone="ink2"),
            Column("reason", "原因或变动", text=self._reason, stretch=True),
        ), name="有问题和有变动的行")
        table.set_hints((Hint(cap("move"), "选一条"),))
        return table

    def _rows(self, result: ImportResult) -> list[Row]:
        rows: list[Row] = []
        for title, items in (("不能导入", result.wrong), ("请核对", result.notes), ("有变动", result.updated)):
            rows.extend(_group(title, items))
        return rows

    def _column(self, item: Wrong | Updated) -> str:
        if isinstance(item, Wrong):
            return item.column
        return "、".join(HOUSEHOLD.by_name[name].label for name in item.fields)

    def _reason(self, item: Wrong | Updated) -> str:
        if isinstance(item, Wrong):
            return item.reason
        return "；".join(f"{self._shown(name, old)} → {self._shown(name, new)}"
                        for name, (old, new) in item.fields.items())

    def _shown(self, name: str, value: object) -> str:
        words = shown_value(self.session, "household", name, value)  # type: ignore[arg-type]
        return (self.desk.mask(words) if name in ("contact_name", "phone") else words) or "空"

    def _foot(self) -> QFrame:
        look = theme.active()
        foot = QFrame()
        line = row(foot, 0, 8)
        line.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(12))
        self.import_button = Button("导入", "primary", key=cap("save"))
        self.import_button.clicked.connect(self.on_save)
        self.other_button = Button("换一个文件", key=cap("import"))
        self.other_button.clicked.connect(lambda: self.start())
        self.save_button = Button("把有问题的行存成表格", key=cap("export"))
        self.save_button.clicked.connect(self.on_export)
        cancel = Button("取消", "quiet", key=cap("back"))
        cancel.clicked.connect(self.closed)
        for button in (self.import_button, self.other_button, self.save_button, cancel):
            line.addWidget(button)
        line.addStretch(1)
        foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return foot


def _group(title: str, items: Sequence[Row]) -> list[Row]:
    return [Heading(title, str(len(items))), *items] if items else []


def _place(item: Wrong | Updated) -> str:
    return f"第 {item.row} 行"

