"""An import over a page's tabs: the file, two steps, and the buttons that go on and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages
from panhuang_desk.desk.giving_out import TABLES, table_path
from panhuang_desk.desk.importing.outcome_step import OutcomeStep
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.tabs.over_sheet import OverSheet, Work
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.errors import UserError
from panhuang_desk.services.exports import Exported
from panhuang_desk.services.import_result import ImportResult

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

SPREADSHEETS = "表格 (*.xlsx *.xlsm *.csv *.txt *.xls *.et *.ods);;所有文件 (*)"

class FirstStep(Protocol):
    """What the frame asks of its first step, beside its being a widget: what a person says of the file."""

    path: Path
    strip: Strip

    def problem(self) -> str:
        """Why it cannot go on, in words; empty where it can."""

    def take_focus(self) -> None:
        """Put the keys to where the work is."""


Columns = TypeVar("Columns", bound=FirstStep)


class ImportView(OverSheet, Generic[Columns]):
    """`ready` tells that there is something to show, `closed` that it is over, done or not, `imported` what was done.

    A subclass says what is imported, how a file is read, looked at and taken in, and makes the two steps.
    """

    ready = Signal()
    imported = Signal(object)

    what: ClassVar[str] = ""
    """What comes in, such as 户册."""
    unit: ClassVar[str] = ""
    """The word that counts them."""
    mend_word: ClassVar[str] = ""
    """What the button says that saves the rows to be mended."""
    first_word: ClassVar[str] = "认列"
    """What is done in the first step."""
    files: ClassVar[str] = SPREADSHEETS
    """The files that are offered."""
    row_word: ClassVar[str] = "行"
    """The word that counts what a file holds."""

    def __init__(self, desk: Shell, outcome: OutcomeStep, parent: QWidget | None = None) -> None:
        self.outcome = outcome
        self._steps = QStackedWidget()
        self._steps.addWidget(outcome)
        super().__init__(desk, f"导入{self.what}", self._steps, parent)
        self.result: ImportResult | None = None
        self.columns: Columns | None = None
        self.import_button = self.foot.add("下一步：核对", self.on_save, "save", "primary")
        self.other_button = self.foot.add("换一个文件", self.on_import, "import")
        self.save_button = self.foot.add(self.mend_word, self.on_export, "export")
        self.back_button = self.foot.add("取消", self.on_back, "back", "quiet")

    @property
    def source(self) -> Path:
        """The spreadsheet."""
        return self.columns.path if self.columns else Path()

    # What a subclass says

    def reader(self, path: Path) -> Work:
        """How a file is read."""
        raise NotImplementedError

    def make_columns(self, source: Any) -> Columns:
        """The first step of a file that was read."""
        raise NotImplementedError

    def importer(self, columns: Columns, *, dry_run: bool) -> Work:
        """How it is taken in, or only looked at."""
        raise NotImplementedError

    def remember(self, columns: Columns) -> None:
        """Keep what was chosen in the first step."""

    def export(self, result: ImportResult, target: Path) -> Exported:
        """Save the rows to be mended."""
        raise NotImplementedError

    def mendable(self, result: ImportResult) -> int:
        """How many rows there are to be mended."""
        return len(result.rejected)

    def done_words(self, result: ImportResult) -> str:
        """What was done, for the bar that offers to undo it."""
        counts = ((f"新增 {result.new} {self.unit}", result.new),
                  (f"改了 {result.changed} {self.unit}", result.changed),
                  (f"{result.wrong_rows} {self.row_word}没有进来", result.wrong_rows))
        return f"导入了{self.what}：{'，'.join(words for words, count in counts if count)}"

    # What the page uses

    def start(self, source: Path | None = None) -> None:
        """Choose a file, unless one is given, and read it in the background."""
        if source is None:
            start = self.session.settings.last_folder
            chosen = messages.ask_open(self.desk.window(), f"选{self.what}文件" if self.files is not SPREADSHEETS
                                       else f"选{self.what}表格", start, self.files)
            if not chosen:
                self._give_up()
                return
            source = Path(chosen)
            self.session.settings.last_folder = str(source.parent)
        self.run_aside("正在读表格", self.reader(source), self._read, cancelled=self._give_up,
                       cancel_note="取消就什么都不导入")

    def take_focus(self) -> None:
        """The keys to where the work is: what there is to read comes before the button."""
        if self.result is not None and self.outcome.tells:
            self.outcome.table.setFocus()
        elif self.result is not None:
            (self.import_button if self.import_button.isEnabled() else self.other_button).setFocus()
        elif self.columns is not None:
            self.columns.take_focus()

    def work_failed(self, problem: UserError) -> None:
        """Nothing was done; with the first file the sheet goes."""
        self.desk.set_state("saved")
        super().work_failed(problem)
        self._give_up()
        self.take_focus()

    def on_save(self) -> bool:
        """Go on: from the columns to what would happen, from there to the import."""
        if self.busy or self.columns is None:
            return True
        if self.result is None:
            self._check(self.columns)
        elif self._useful(self.result):
            self._import(self.columns)
        return True

    def on_back(self) -> bool:
        """Back to the columns, from there out of the import."""
        if self.busy:
            return True
        if self.result is None:
            return super().on_back()
        self.result = None
        self._show_step()
        self.take_focus()
        self.desk.update_hints()
        return True

    def on_import(self) -> bool:
        """Another file."""
        if not self.busy:
            self.start()
        return True

    def on_export(self) -> bool:
        """The rows to be mended, as a spreadsheet."""
        if self.busy or self.result is None or not self.mendable(self.result):
            return True
        start = self.source.with_name(f"{self.source.stem}_要改的行.xlsx")
        chosen = messages.ask_save(self.desk.window(), self.mend_word, str(start), TABLES)
        if chosen:
            target = table_path(chosen)
            try:
                written = self.export(self.result, target)
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
        if self.mendable(self.result):
            keys.append(Hint(cap("export"), "存要改的行"))
        return (*keys, Hint(cap("back"), f"退回{self.first_word}"))

    # The steps

    def _read(self, source: Any) -> None:
        before, self.columns = self.columns, self.make_columns(source)
        self._steps.addWidget(_widget(self.columns))
        if before is not None:
            _widget(before).hide()
            _widget(before).deleteLater()
        self.result = None
        self.about.setText(self.columns.path.name)
        self._show_step()
        self.ready.emit()
        if before is not None:
            self.take_focus()
            self.desk.update_hints()

    def _check(self, columns: Columns) -> None:
        if columns.problem():
            columns.strip.set_look("bad")
            columns.take_focus()
            return
        self.remember(columns)
        self.run_aside(f"正在核对{self.what}", self.importer(columns, dry_run=True), self._checked,
                       cancelled=self.take_focus, cancel_note="取消就什么都不导入")

    def _checked(self, result: ImportResult) -> None:
        self.result = result
        self.outcome.show_result(result)
        self._show_step()
        self.take_focus()
        self.desk.update_hints()

    def _import(self, columns: Columns) -> None:
        self.desk.set_state("busy", "正在导入")
        self.run_aside(f"正在导入{self.what}", self.importer(columns, dry_run=False), self._imported, write=True,
                       cancelled=self._cancelled, cancel_note="取消就全部退回，文件同导入前一样")

    def _imported(self, result: ImportResult) -> None:
        """It is in the file, and is told even where the sheet went meanwhile."""
        if isValid(self):
            self.closed.emit()
        self.desk.did(self.done_words(result), result.changes)
        if isValid(self):
            self.imported.emit(result)

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
        shown = self.outcome if result is not None else self.columns
        if shown is not None:
            self._steps.setCurrentWidget(_widget(shown))
        self.step.setText("第 2 步，共 2 步：核对" if result is not None else f"第 1 步，共 2 步：{self.first_word}")
        self.save_button.setVisible(result is not None and bool(self.mendable(result)))
        self.back_button.set_words("取消" if result is None else f"退回{self.first_word}")
        useful = result is None or self._useful(result)
        self.import_button.setEnabled(useful)
        self.import_button.set_words(
            "下一步：核对" if result is None else
            f"导入 {result.new + result.changed} {self.unit}" if useful else "没有要导入的")


def _widget(step: object) -> QWidget:
    """A step as the widget that it is."""
    assert isinstance(step, QWidget)
    return step
