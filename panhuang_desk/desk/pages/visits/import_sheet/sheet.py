"""An import of the register, over the page's tabs: the file, two steps, and the buttons that go on and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.giving_out import TABLES, table_path
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits.import_sheet.columns_step import ColumnsStep
from panhuang_desk.desk.pages.visits.import_sheet.result_step import ResultStep
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.strips import PINNED
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Progress
from panhuang_desk.services.import_layouts import Source, read_source, remember
from panhuang_desk.services.import_result import ImportResult, export_rejected
from panhuang_desk.services.imports import import_sheets

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

SPREADSHEETS = "表格 (*.xlsx *.xlsm *.csv *.txt *.xls *.et *.ods);;所有文件 (*)"
_KIND = "household"


class ImportSheet(Sheet):
    """`ready` tells that there is something to show, `closed` that it is over, done or not."""

    ready = Signal()
    closed = Signal()

    def __init__(self, desk: Shell, village: str, parent: QWidget | None = None) -> None:
        super().__init__(0, spacing=0, parent=parent)
        self.desk, self.session, self.village = desk, desk.session, village
        self.result: ImportResult | None = None
        self.columns: ColumnsStep | None = None
        look = theme.active()
        body = QFrame()
        box = column(body, 24, 12)
        box.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(12))
        head = row(None, 0, 12)
        head.addWidget(Label("导入户册", "title"))
        self._file = Label("", "body", "ink2")
        head.addWidget(self._file, 1)
        self._step = Label("", "body", "ink2")
        head.addWidget(self._step)
        box.addLayout(head)
        self._steps = QStackedWidget()
        self.outcome = ResultStep(desk, village)
        self._steps.addWidget(self.outcome)
        box.addWidget(self._steps, 1)
        self.column.addWidget(body, 1)
        self.column.addWidget(Line())
        self.column.addWidget(self._foot())

    @property
    def source(self) -> Path:
        """The spreadsheet."""
        return self.columns.source.path if self.columns else Path()

    # What the page uses

    def start(self, source: Path | None = None) -> None:
        """Choose a file, unless one is given, and read it in the background."""
        if source is None:
            start = self.session.settings.last_folder
            chosen = messages.ask_open(self.desk.window(), "选户册表格", start, SPREADSHEETS)
            if not chosen:
                self._give_up()
                return
            source = Path(chosen)
            self.session.settings.last_folder = str(source.parent)
        path = source
        session = self.session

        def work(progress: Progress) -> Source:
            progress(0.1, "正在读表格")
            with session.aside() as aside:
                return read_source(aside, _KIND, path)

        self.desk.run("正在读表格", work, self._read, failed=self._failed, cancelled=self._give_up,
                      cancel_note="取消就什么都不导入")

    def take_focus(self) -> None:
        """The keys to where the work is: what there is to read comes before the button."""
        if self.result is not None and self.outcome.tells:
            self.outcome.table.setFocus()
        elif self.result is not None:
            (self.import_button if self.import_button.isEnabled() else self.other_button).setFocus()
        elif self.columns is not None:
            self.columns.take_focus()

    def on_save(self) -> bool:
        """Go on: from the columns to what would happen, from there to the import."""
        if self.columns is not None and self.result is None:
            self._check(self.columns)
        elif self.columns is not None and self.result is not None and self._useful(self.result):
            self._import(self.columns)
        return True

    def on_back(self) -> bool:
        """Back to the columns; False where the import itself is to be left."""
        if self.result is None:
            return False
        self.result = None
        self._show_step()
        self.take_focus()
        return True

    def on_import(self) -> bool:
        """Another file."""
        self.start()
        return True

    def on_export(self) -> bool:
        """The rows that cannot come in, as a spreadsheet to be mended."""
        if self.result is None or not self.result.rejected:
            return False
        start = self.source.with_name(f"{self.source.stem}_要改的行.xlsx")
        chosen = messages.ask_save(self.desk.window(), "把有问题的行存成表格", str(start), TABLES)
        if chosen:
            target = table_path(chosen)
            try:
                written = export_rejected(self.result, target)
            except UserError as problem:
                self.desk.error(problem)
            else:
                self.desk.announce(f"存好了 {written.rows} 行：{written.path.name}。改好再导入它；没有加密，用完请删掉")
        return True

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        if self.result is None:
            return (Hint(cap("save"), "下一步"), Hint(cap("back"), "不导入，退回"))
        keys = [Hint(cap("save"), "导入")] if self._useful(self.result) else []
        if self.result.rejected:
            keys.append(Hint(cap("export"), "存有问题的行"))
        return (*keys, Hint(cap("back"), "退回认列"))

    # The steps

    def _read(self, source: Source) -> None:
        before, self.columns = self.columns, ColumnsStep(self.desk, source)
        self._steps.addWidget(self.columns)
        if before is not None:
            before.hide()
            before.deleteLater()
        self.result = None
        self._file.setText(source.path.name)
        self._show_step()
        self.ready.emit()

    def _check(self, columns: ColumnsStep) -> None:
        if columns.problem():
            columns.strip.set_look("bad")
            columns.take_focus()
            return
        session, source, layouts, village = self.session, columns.source, columns.layouts, self.village
        remember(session, _KIND, layouts)

        def work(progress: Progress) -> ImportResult:
            with session.aside() as aside:
                return import_sheets(aside, _KIND, source.sheets, layouts, village=village, dry_run=True,
                                     progress=progress)

        self.desk.run("正在核对户册", work, self._checked, failed=self._failed, cancelled=self.take_focus,
                      cancel_note="取消就什么都不导入")

    def _checked(self, result: ImportResult) -> None:
        self.result = result
        self.outcome.show_result(result)
        self._show_step()
        self.take_focus()
        self.desk.update_hints()

    def _import(self, columns: ColumnsStep) -> None:
        session, source, layouts, village = self.session, columns.source, columns.layouts, self.village

        def work(progress: Progress) -> ImportResult:
            with session.aside(write=True) as aside:
                return import_sheets(aside, _KIND, source.sheets, layouts, village=village, progress=progress)

        self.desk.set_state("busy", "正在导入")
        self.desk.run("正在导入户册", work, self._imported, failed=self._failed, cancelled=self._cancelled,
                      cancel_note="取消就全部退回，文件同导入前一样")

    def _imported(self, result: ImportResult) -> None:
        counts = ((f"新增 {result.new} 户", result.new), (f"改了 {result.changed} 户", result.changed),
                  (f"{result.wrong_rows} 行没有进来", result.wrong_rows))
        self.closed.emit()
        self.desk.did(f"导入了户册：{'，'.join(words for words, count in counts if count)}", result.changes)

    def _failed(self, problem: UserError) -> None:
        self.desk.set_state("saved")
        self.desk.error(problem)
        self._give_up()

    def _cancelled(self) -> None:
        self.desk.set_state("saved")
        self.desk.announce("没有导入，文件同原来一样")
        self.take_focus()

    def _give_up(self) -> None:
        """Nothing came of the first file: the sheet goes. With one that was read already it stays."""
        if self.columns is None:
            self.closed.emit()
            self.deleteLater()

    @staticmethod
    def _useful(result: ImportResult) -> bool:
        return bool(result.new or result.changed)

    def _show_step(self) -> None:
        result = self.result
        shown: QWidget | None = self.outcome if result is not None else self.columns
        if shown is not None:
            self._steps.setCurrentWidget(shown)
        self._step.setText("第 2 步，共 2 步：核对" if result is not None else "第 1 步，共 2 步：认列")
        self.save_button.setVisible(result is not None and bool(result.rejected))
        self.back_button.set_words("取消" if result is None else "退回认列")
        useful = result is None or self._useful(result)
        self.import_button.setEnabled(useful)
        self.import_button.set_words(
            "下一步：核对" if result is None else
            f"导入 {result.new + result.changed} 户" if useful else "没有要导入的")

    def _foot(self) -> QFrame:
        look = theme.active()
        foot = QFrame()
        foot.setObjectName(PINNED)
        line = row(foot, 0, 8)
        line.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(12))
        self.import_button = Button("下一步：核对", "primary", key=cap("save"))
        self.import_button.clicked.connect(self.on_save)
        self.other_button = Button("换一个文件", key=cap("import"))
        self.other_button.clicked.connect(self.on_import)
        self.save_button = Button("把有问题的行存成表格", key=cap("export"))
        self.save_button.clicked.connect(self.on_export)
        self.back_button = Button("取消", "quiet", key=cap("back"))
        self.back_button.clicked.connect(self._back)
        for button in (self.import_button, self.other_button, self.save_button, self.back_button):
            line.addWidget(button)
        line.addStretch(1)
        foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return foot

    def _back(self) -> None:
        if not self.on_back():
            self.closed.emit()
