"""The first start in four small steps: where and who, the passphrase, the file, the emergency sheet.

Messages and background work are imported where they are used, so that the first window is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from panhuang_desk.desk.keys import cap, key
from panhuang_desk.desk.surface import FILE_FILTER, Surface
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.inputs import LineEdit, Note, PassphraseEdit, StrengthMeter, set_error
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.errors import UserError
from panhuang_desk.services.strength import acceptable
from panhuang_desk.settings import Settings

if TYPE_CHECKING:
    from panhuang_desk.desk.tasks import Task, Work
    from panhuang_desk.model.values import Progress
    from panhuang_desk.services.session import Session

STEPS = ("开始", "村和姓名", "口令", "存放", "应急单")


class FirstStart(Surface):
    """Guides to a new file. `opened` hands the session over, `open_asked` a file that is there already."""

    opened = Signal(object)
    open_asked = Signal(object)
    back_asked = Signal()
    help_asked = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, can_go_back: bool = False) -> None:
        super().__init__(parent, width=520)
        self.settings = settings
        self._can_go_back = can_go_back
        self.session: Session | None = None
        self.add_name()
        self.sheet = Sheet(32, spacing=12)
        head = row(None, 0, 8)
        self.title = Label("", "title", wrap=True)
        self.step_label = Label("", "caption", "ink2")
        head.addWidget(self.title, 1)
        head.addWidget(self.step_label)
        self.sheet.column.addLayout(head)
        self.why = Label("", "body", "ink2", wrap=True)
        self.sheet.column.addWidget(self.why)
        self._holder = column(None, 0, 0)
        self.sheet.column.addLayout(self._holder)
        self._pages: dict[int, QWidget] = {}
        self.step = 0
        self.problem = Note()
        self.problem.hide()
        self.sheet.column.addWidget(self.problem)
        self.sheet.column.addWidget(Line())
        self.sheet.column.addLayout(self._foot())
        self.middle.addWidget(self.sheet)
        self.add_foot()
        self._makers = [self._welcome, self._who, self._secret, self._where, self._sheet_step]
        self._suggested = ""
        for name, act in (("unlock_open", self._open), ("back", self.back),
                          ("unlock_help", lambda: self.help_asked.emit("start"))):
            QShortcut(QKeySequence(key(name).sequence), self).activated.connect(act)
        self.go(0)

    def go(self, step: int) -> None:
        """Show a step with the caret in its first field."""
        words = (
            ("先建一个文件", "户、走访、测评、踏查都记在一个加密的文件里。已经有文件，就打开它。"),
            ("您在哪个村，怎么称呼", "名字记在每条记录上，只存在这个文件里，不印到月报上。"),
            ("定一个口令", "口令只有您知道，忘了谁也打不开。最后一步会打印一张应急单，请锁好。"),
            ("文件放在哪里", "放在这台电脑上。有改动就自动备份到旁边的文件夹。"),
            ("打印应急单", "上面写着文件在哪、口令是什么。打印后放进档案柜锁好，再把存的 PDF 删掉。"),
        )
        self._make(step)
        self.step = step
        for place, page in self._pages.items():
            page.setVisible(place == step)
        self.title.setText(words[step][0])
        self.why.setText(words[step][1])
        self.step_label.setText(f"第 {step} 步，共 4 步" if step else "")
        self._say("")
        self.next_button.set_words(("新建文件", "下一步", "下一步", "建文件", "开始记")[step])
        self.back_button.setVisible(0 < step < 4 or (step == 0 and self._can_go_back))
        self.open_button.setVisible(step == 0)
        # The window gives the focus to the surface: it goes on to where the caret begins.
        self.setFocusProxy(self._first(step))
        self._first(step).setFocus()

    def begin(self) -> None:
        """Enter begins a new file."""
        self._first(self.step).setFocus()

    def back(self) -> None:
        """One step back; what was typed stays."""
        if self.step == 0 and self._can_go_back:
            self.back_asked.emit()
        elif 0 < self.step < 4:
            self.go(self.step - 1)

    def next(self) -> None:
        """On, if the step is complete; else say beside it what is missing."""
        (lambda: self.go(1), self._check_who, self._check_secret, self._create, self._finish)[self.step]()

    # Steps

    def _make(self, step: int) -> None:
        """Build a step when it is first shown, so that the window is there at once."""
        if step not in self._pages:
            self._pages[step] = self._makers[step]()
            self._holder.addWidget(self._pages[step])

    def _first(self, step: int) -> QWidget:
        """Where the caret begins in a step."""
        if step == 0:
            return self.next_button
        names = ("place", "secret", "path", "print_sheet")
        widget = getattr(self, names[step - 1])
        first: QWidget = getattr(widget, "field", widget)
        return first

    def _welcome(self) -> QWidget:
        page, layout = _step()
        for words in (
            "一户、一次走访、一块地，只登记一次，处处能用。", "不用联网，资料不离开这台电脑。",
            "每月的报告自动算好，能查到每个数从哪来。",
        ):
            note = Note(words, "ink2", "check")
            layout.addWidget(note)
        return page

    def _who(self) -> QWidget:
        # First used here: it reads the list of villages.
        from panhuang_desk.desk.place_picker import PlacePicker

        page, layout = _step()
        self.place = PlacePicker()
        layout.addWidget(_labelled("村（社区）", self.place, self.place.field))
        self.person = LineEdit(name="姓名，必填")
        self.person.setMaxLength(40)
        self.phone = LineEdit(name="电话")
        self.phone.setMaxLength(30)
        layout.addWidget(_labelled("姓名", self.person, self.person))
        layout.addWidget(_labelled("电话（可不填）", self.phone, self.phone))
        self.place.chosen.connect(lambda: self.person.setFocus())
        self.person.returnPressed.connect(lambda: self.phone.setFocus())
        self.phone.returnPressed.connect(self.next)
        return page

    def _secret(self) -> QWidget:
        page, layout = _step()
        self.secret, self.again = PassphraseEdit("口令"), PassphraseEdit("再输一次")
        self.meter = StrengthMeter()
        self.secret.changed.connect(self.meter.judge)
        self.secret.entered.connect(lambda: self.again.field.setFocus())
        self.again.entered.connect(self.next)
        layout.addWidget(_labelled("口令", self.secret, self.secret.field))
        layout.addWidget(self.meter)
        layout.addWidget(_labelled("再输一次", self.again, self.again.field))
        return page

    def _where(self) -> QWidget:
        page, layout = _step()
        self.path = LineEdit(name="文件，必填")
        self.path.returnPressed.connect(self.next)
        line = row(None, 0, 8)
        line.addWidget(self.path, 1)
        choose = Button("选地方…")
        choose.clicked.connect(self._choose_place)
        line.addWidget(choose)
        holder = QFrame()
        holder.setLayout(line)
        layout.addWidget(_labelled("文件", holder, self.path))
        layout.addWidget(Label("不要放在 U 盘上当主文件，U 盘用来带副本。", "caption", "ink3", wrap=True))
        return page

    def _sheet_step(self) -> QWidget:
        page, layout = _step()
        self.print_sheet = Button("打印应急单", icon="printer", key=cap("print"))
        self.save_sheet = Button("存 PDF", key=cap("save"))
        line = row(None, 0, 8)
        for button, name, act in ((self.print_sheet, "print", self._print_sheet),
                                  (self.save_sheet, "save", self._write_sheet)):
            button.clicked.connect(act)
            QShortcut(QKeySequence(key(name).sequence), page).activated.connect(act)
            line.addWidget(button)
        line.addStretch(1)
        layout.addLayout(line)
        self.sheet_note = Note("", "green", "check")
        self.sheet_note.hide()
        layout.addWidget(self.sheet_note)
        return page

    def _foot(self) -> QHBoxLayout:
        foot = row(None, 0, 8)
        self.back_button = Button("上一步", "quiet", key=cap("back"))
        self.back_button.clicked.connect(self.back)
        self.open_button = Button("打开已有文件…", key=cap("unlock_open"))
        self.open_button.clicked.connect(self._open)
        self.next_button = Button("下一步", "primary", key="Enter")
        self.next_button.clicked.connect(self.next)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        foot.addWidget(self.next_button)
        return foot

    # What the steps do

    def _open(self) -> None:
        from panhuang_desk.desk import messages

        path = messages.ask_open(self.window(), "打开网格资料", self.settings.last_folder or str(_documents()),
                                 FILE_FILTER)
        if path:
            self.open_asked.emit(Path(path))

    def _check_who(self) -> None:
        # First used here: reading what people type takes many patterns, which the first window need not wait for.
        from panhuang_desk.model.entry import EntryError, read_phone

        phone = self.phone.text().strip()
        try:
            phone = read_phone(phone) if phone else ""
        except EntryError as error:
            self._say(error.message, self.phone)
            return
        if self.place.village() is None and not self.place.is_office():
            self._say("请选村（社区），输几个字就能找到；不在名单里的也可以直接写。", self.place.field)
        elif not self.person.text().strip():
            self._say("请写姓名。", self.person)
        else:
            self.phone.setText(phone)
            village = self.place.village()
            place = (village.subdistrict_name,) if village else ()
            self.go(2)
            self.meter.known = (self.place.name(), *place, self.person.text().strip(), phone)

    def _suggest_path(self) -> None:
        """A place for the file, after the village; not over one that was typed."""
        suggested = str(_documents() / "网格资料" / f"{self.place.name()}.phdb")
        if self.path.text() in ("", self._suggested):
            self.path.setText(suggested)
        self._suggested = suggested

    def _check_secret(self) -> None:
        text = self.secret.text()
        if not acceptable(text, self.meter.known):
            self._say("口令太短或太容易猜，请照下面的提示加长。", self.secret.field)
        elif text != self.again.text():
            self._say("两次输的不一样，请再输一次。", self.again.field)
            self.again.field.selectAll()
        else:
            self.go(3)
            self._suggest_path()

    def _choose_place(self) -> None:
        from panhuang_desk.desk import messages

        path = messages.ask_save(self.window(), "文件放在哪里", self.path.text(), FILE_FILTER)
        if path:
            self.path.setText(path if path.endswith(".phdb") else f"{path}.phdb")

    def _create(self) -> None:
        from panhuang_desk.desk import tasks

        text = self.path.text().strip()
        if not text:
            self._say("请写文件放在哪里。", self.path)
            return
        path = Path(text if text.endswith(".phdb") else f"{text}.phdb")
        villages, home = self.place.villages()
        secret, person, phone, settings = (
            self.secret.text(), self.person.text().strip(), self.phone.text().strip(), self.settings)

        def work(progress: Progress) -> Session:
            # First used here, so that the window is on screen before the engine is loaded.
            from panhuang_desk.services.start import create_file

            return create_file(path, secret, villages=villages, home=home, person=person, phone=phone,
                               settings=settings)

        self._busy(True)
        tasks.run(self, "正在建文件", work, self._created, failed=self._failed, quiet=True)

    def _created(self, session: Session) -> None:
        self._busy(False)
        self.session = session
        self.go(4)

    def _failed(self, problem: UserError) -> None:
        self._busy(False)
        self._say(f"{problem.message}{problem.hint}", self.path)

    # What the door to paper asks of a desk

    def run(self, title: str, work: Work, done: Callable[[Any], None], **more: Any) -> Task:
        """Do work in the background."""
        from panhuang_desk.desk import tasks

        return tasks.run(self, title, work, done, **more)

    def announce(self, words: str) -> None:
        """Say below the buttons what became of the sheet."""
        self.sheet_note.set_text(words)
        self.sheet_note.show()
        self.next_button.setFocus()

    def set_state(self, state: str, words: str = "") -> None:
        """There is no foot here, and one page is soon printed."""

    def error(self, problem: UserError) -> None:
        """Say what went wrong."""
        self._say(f"{problem.message}{problem.hint}")

    def _print_sheet(self) -> None:
        from panhuang_desk.desk.printing.door import print_paper

        session, secret = self.session, self.secret.text()
        if session is None:
            return

        def work(progress: Progress) -> bytes:
            from panhuang_desk.services.start import emergency_sheet

            return emergency_sheet(session, secret)

        self.run("正在做应急单", work, lambda content: print_paper(self, "应急单", content, self._write_sheet),
                 failed=self.error, quiet=True)

    def _write_sheet(self) -> None:
        from panhuang_desk.desk import messages

        session = self.session
        if session is None:
            return
        start = str(session.store.path.with_name(f"{session.store.path.stem}_应急单.pdf"))
        target = messages.ask_save(self.window(), "存应急单", start, "PDF (*.pdf)")
        if not target:
            return
        secret = self.secret.text()

        def work(progress: Progress) -> str:
            from panhuang_desk.services.start import write_emergency_sheet

            write_emergency_sheet(session, secret, Path(target))
            return target

        self.run("正在做应急单", work, lambda done: self.announce(
            f"存好了：{Path(done).name}。请打印，锁好，再把这个 PDF 删掉。"), failed=self.error, quiet=True)

    def _finish(self) -> None:
        self.secret.clear()
        self.again.clear()
        session, self.session = self.session, None
        self.opened.emit(session)

    def _busy(self, on: bool) -> None:
        self.next_button.setEnabled(not on)
        self.back_button.setEnabled(not on)
        self.next_button.set_words("正在建" if on else "建文件")

    def _say(self, words: str, field: QWidget | None = None) -> None:
        for each in self.findChildren(LineEdit):
            set_error(each, each is field and bool(words))
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))
        if field is not None:
            field.setFocus()


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _step() -> tuple[QWidget, QVBoxLayout]:
    page = QFrame()
    return page, column(page, 0, 12)


def _labelled(text: str, content: QWidget, buddy: QWidget) -> QFrame:
    frame = QFrame()
    layout = column(frame, 0, 4)
    label = Label(text, "section")
    label.setBuddy(buddy)
    layout.addWidget(label)
    layout.addWidget(content)
    return frame
