"""The sections about what leaves the file: the emergency sheet, tables, and what this program is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from panhuang_desk import __version__, assets, paths
from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.drives import open_folder
from panhuang_desk.desk.giving_out import TABLES, table_path
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.inputs import Note, PassphraseEdit
from panhuang_desk.desk.widgets.labels import Label, Link, row
from panhuang_desk.desk.widgets.setting_rows import ChoiceSetting, Section, Setting
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported, columns_of, export_table, file_name, told
from panhuang_desk.services.start import emergency_sheet, write_emergency_sheet

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.settings.page import SettingsPage

_HOW = (Choice("printed", "印上口令"), Choice("blank", "留空格，自己抄"))
_PEOPLE = (Choice("masked", "遮盖"), Choice("full", "照原样"))
LICENCES = (
    "字体 Noto Sans SC（SIL OFL 1.1）；图标 Lucide（ISC）；村（社区）名单来自 china-division（MIT）。",
    "窗口 Qt for Python（LGPL 3.0，动态链接，可以换）；加密 SQLCipher（BSD）和 sqlcipher3（zlib）；"
    "sqlite-utils（Apache 2.0）；PDF reportlab（BSD）；命令行 click（BSD）；"
    "表格 openpyxl、attrs、pypinyin、platformdirs、zxcvbn（MIT）。",
)


class EmergencySection(Section):
    """The sheet that is printed and locked away, once more."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("应急单", "一张纸，写着文件在哪、口令是什么。打印后锁好；存成 PDF 的，印完再把它删掉。"
                         "换了电脑或挪了文件，请重做一张。")
        self._page = page
        self.how = ChoiceSetting("口令", _HOW, self._how_chosen)
        self.how.show_code("printed")
        self.passphrase = PassphraseEdit("口令", big=False)
        self.passphrase.setMaximumWidth(theme.active().text_px(360))
        inside = row(None, 0, 0)
        inside.addWidget(self.passphrase, 1)
        inside.addStretch(0)
        self.passphrase.entered.connect(self.write)
        self.secret = Setting("输一次口令", inside, "核对过才印，免得印错。不会留在电脑里。")
        self.secret.label.setBuddy(self.passphrase.field)
        self.add_row(self.how)
        self.add_row(self.secret)
        line = row(None, 0, 8)
        self.print_button = Button("打印应急单…", icon="printer")
        self.print_button.clicked.connect(self.on_print)
        line.addWidget(self.print_button)
        self.button = Button("存 PDF…")
        self.button.clicked.connect(self.write)
        line.addWidget(self.button)
        line.addStretch(1)
        self.column.addWidget(Setting("", line))
        self.result = Note("", "green", "check")
        self.column.addWidget(self.result)
        self.result.hide()

    def show_values(self) -> None:
        """Nothing is kept."""

    def on_print(self) -> bool:
        """Print it straight away: no PDF is left behind, and the passphrase is not shown on screen."""
        text = self._secret()
        if text is None:
            return True
        session = self._page.session

        def work(progress: Progress) -> bytes:
            with session.aside() as aside:
                return emergency_sheet(aside, text)

        self._page.desk.run("正在做应急单", work, self._print, failed=self._failed, quiet=True)
        return True

    def _print(self, content: bytes) -> None:
        from panhuang_desk.desk.printing.door import print_paper

        print_paper(self._page.desk, "应急单", content, self.write)
        self.passphrase.clear()

    def _secret(self) -> str | None:
        """What is printed in the boxes; None where it is still to be typed."""
        blank = self.how.field.codes() == ("blank",)
        text = "" if blank else self.passphrase.text()
        if not blank and not text:
            self.secret.say_problem("请输入口令，或者选“留空格，自己抄”。")
            self.passphrase.field.setFocus()
            return None
        self.secret.say_problem("")
        return text

    def write(self) -> None:
        """Ask where, then write the sheet in the background."""
        text = self._secret()
        if text is None:
            return
        session = self._page.session
        start = session.store.path.with_name(f"{session.store.path.stem}_应急单.pdf")
        chosen = messages.ask_save(self.window(), "存应急单", str(start), "PDF 文件 (*.pdf)")
        if not chosen:
            return
        target = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")

        def work(progress: Progress) -> Path:
            with session.aside() as aside:
                write_emergency_sheet(aside, text, target)
            return target

        self._page.desk.run("正在做应急单", work, self._written, failed=self._failed, quiet=True)

    def _how_chosen(self, code: str) -> None:
        self.secret.setVisible(code == "printed")

    def _written(self, target: Path) -> None:
        self.passphrase.clear()
        self.result.set_text(f"存好了：{target}。请打印，锁好，再把这个 PDF 删掉。", "green", "check")
        self.result.show()
        self._page.show_below(self.result)

    def _failed(self, problem: UserError) -> None:
        if problem.code == "passphrase":
            self.secret.say_problem(f"{problem.message}{problem.hint}")
            self.passphrase.field.setFocus()
            self.passphrase.field.selectAll()
            return
        self.result.set_text(f"{problem.message}{problem.hint}", "red", "circle-alert")
        self.result.show()
        self._page.show_below(self.result)


class ExportSection(Section):
    """Lists as spreadsheets."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("导出表格")
        self._page = page
        self.warning = Strip("", "warn")
        self.column.addWidget(self.warning)
        kinds = [Choice(kind.name, kind.label) for kind in KINDS.values() if columns_of(kind)]
        self.kind = ChoiceSetting("哪些记录", kinds, lambda code: None)
        self.kind.show_code(kinds[0].code)
        self.add_row(self.kind)
        self.people = ChoiceSetting("姓名、电话", _PEOPLE, self._people_chosen)
        self.people.show_code("masked")
        self.add_row(self.people)
        self._people_chosen("masked")
        line = row(None, 0, 8)
        self.button = Button("导出…", key=cap("export"), icon="table-2")
        self.button.clicked.connect(self.export)
        line.addWidget(self.button)
        line.addStretch(1)
        self.column.addWidget(Setting("", line, "Excel（.xlsx）或 CSV，WPS 也能打开。户的表格改好可以再导入。"))
        self.result = Note("", "green", "check")
        self.column.addWidget(self.result)
        self.result.hide()

    def show_values(self) -> None:
        """Nothing is kept."""

    def export(self) -> None:
        """Ask where, then write the table in the background."""
        session, kind = self._page.session, self.kind.field.codes()[0]
        masked = self.people.field.codes() != ("full",)
        start = session.settings.last_folder or str(session.store.path.parent)
        name = file_name(session, kind, masked=masked)
        chosen = messages.ask_save(self.window(), f"导出{KINDS[kind].label}", str(Path(start) / name),
                                   TABLES)
        if not chosen:
            return
        target = table_path(chosen)

        def work(progress: Progress) -> Exported:
            with session.aside() as aside:
                return export_table(aside, kind, target, masked=masked, progress=progress)

        self._page.desk.run(f"正在导出{KINDS[kind].label}", work, self._written, failed=self._failed,
                            cancel_note="取消就不导出了，不会留下半个文件")

    def _written(self, written: Exported) -> None:
        self._page.session.settings.last_folder = str(written.path.parent)
        self._say(f"导出了 {written.rows} 条：{written.path}。{told(written)}")

    def _people_chosen(self, code: str) -> None:
        self.warning.set_text(
            "照原样导出的表格里有姓名、电话和备注，没有加密，谁拿到都能打开。用完请删掉，不要用微信、邮件传。"
            if code == "full" else
            "姓名、电话会遮盖，备注等文字不导出。表格没有加密，门牌还在，用完请删掉。")

    def _failed(self, problem: UserError) -> None:
        self._say(f"{problem.message}{problem.hint}", bad=True)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.result.set_text(words, "red" if bad else "green", "circle-alert" if bad else "check")
        self.result.show()
        self._page.show_below(self.result)


class AboutSection(Section):
    """Version, where things are, licences."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("关于")
        self._page = page
        path = page.session.store.path
        self.add_row(self._words("版本", f"潘黄禁毒网格工作台 {__version__}，MIT 许可"))
        for label, where in (("文件", path), ("备份", paths.backups_of(path)),
                             ("这台电脑的设置", paths.settings_file()), ("可以换的资料", assets.resource())):
            self.add_row(self._path(label, where))
        self.add_row(self._words("用到的别人的", "\n".join(LICENCES)))
        self.first = self.links[0]

    def show_values(self) -> None:
        """Nothing changes."""

    @property
    def links(self) -> list[Link]:
        """The links that open folders."""
        return self.findChildren(Link)

    def _words(self, label: str, words: str) -> Setting:
        text = Label(words, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setMinimumHeight(theme.active().control)
        return Setting(label, text)

    def _path(self, label: str, where: Path) -> Setting:
        line = row(None, 0, 12)
        text = Label(str(where), wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setMinimumHeight(theme.active().control)
        # A path without a break must not push the page wider than the window.
        text.setMinimumWidth(1)
        line.addWidget(text, 1)
        link = Link("打开文件夹")
        link.setAccessibleDescription(label)
        link.clicked.connect(lambda: self._open(where if where.is_dir() else where.parent))
        line.addWidget(link)
        return Setting(label, line)

    def _open(self, folder: Path) -> None:
        if not open_folder(folder):
            self._page.desk.announce(f"打不开文件夹：{folder}")
