"""What issuing a report freezes, seen before it is done: which edition, who, its main figures, what it corrects."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note, TextEdit
from panhuang_desk.desk.widgets.labels import Label, Line, Link, Sheet, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import Foot
from panhuang_desk.model.figures import show_on_paper
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_qr import QR_FIGURES
from panhuang_desk.services.editions import doubts, proposed_correction
from panhuang_desk.services.report_words import numbers_in
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words

_DRAFT_AFTER_MS = 300


class IssueSheet(Sheet):
    """F6 or its button issues (`issue_asked` with what the edition corrects), Esc leaves it (`closed`)."""

    issue_asked = Signal(str)
    closed = Signal()
    keeps_undo = True

    def __init__(self, session: Session, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(0, spacing=0, parent=parent)
        self._session, self.report = session, report
        self.slot = f"issue:{report.code}:{report.period}"
        name = f"{report.period.label}{report.period.words.paper}"
        self.setAccessibleName(f"定稿{name}")
        scroll = ScrollColumn((16, 12, 16, 12), 8)
        self._box = scroll.column
        head = row(None, 0, 8)
        head.addWidget(Label(f"定稿第 {report.edition} 版", "panel"), 1)
        back = Link("退回", "caption", key=cap("back"))
        back.clicked.connect(self.closed)
        head.addWidget(back)
        self._box.addLayout(head)
        self._box.addWidget(Label(f"{report.name} · {name}", "body", "ink2"))
        self._box.addWidget(Label("这份报告的数字和文字从此固定，存进文件。以后改了记录，这一版不变，另出下一版。",
                                  wrap=True))
        for doubt in doubts(session, report):
            self._box.addWidget(Note(doubt.words, "amber", "triangle-alert"))
        self.corrects: TextEdit | None = None
        if report.edition > 1:
            self._add_correction()
        self._add_figures()
        self._add_line("定稿人", session.store.person or "没有填姓名")
        self._add_line("定稿日期", day_words(session.today_iso))
        self._box.addStretch(1)
        self.column.addWidget(scroll, 1)
        self.column.addWidget(Line())
        foot = Foot(16)
        self.button: Button = foot.add("定稿", lambda: self.on_issue(), "issue")
        self.column.addWidget(foot)

    def take_focus(self) -> None:
        """The keys to what may be changed, else to the button."""
        if self.corrects is not None:
            self.corrects.setFocus()
        else:
            self.button.setFocus()

    def hints(self) -> tuple[Hint, ...]:
        """The keys of the sheet."""
        return (Hint(cap("issue"), "定稿"), Hint(cap("back"), "退回"))

    def on_issue(self) -> bool:
        """Issue it."""
        self.keep_draft()
        self.issue_asked.emit(self.corrects.text().strip() if self.corrects is not None else "")
        return True

    def on_back(self) -> bool:
        """Leave it; what was written of the correction is kept."""
        self.keep_draft()
        self.closed.emit()
        return True

    def keep_draft(self) -> None:
        """Keep what is written of the correction."""
        if self._session.store.read_only:
            return
        if self.corrects is not None and self.corrects.text() != self._proposed:
            self._session.store.save_draft(self.slot, {"corrects": self.corrects.text()})

    def _add_figures(self) -> None:
        box = Sheet(12, spacing=4)
        for code in QR_FIGURES:
            line = self.report.figures.get(code)
            if line is not None and line.this.value is not None:
                unit = line.this.unit if line.this.unit != "%" else ""
                self._add_line(line.this.label, f"{show_on_paper(line.this)} {unit}".strip(), box.column)
        self._box.addWidget(box)

    def _add_line(self, label: str, value: str, box: object = None) -> None:
        line = row(None, 0, 8)
        line.addWidget(Label(label, "body", "ink2"), 1)
        line.addWidget(Label(value, "body"))
        (box or self._box).addLayout(line)  # type: ignore[attr-defined]

    def _add_correction(self) -> None:
        self._proposed = proposed_correction(self._session, self.report)
        kept = self._session.store.draft(self.slot)
        self._box.addWidget(Label("更正说明（印在报告上，可以改）", "section"))
        self.corrects = TextEdit(kept["corrects"] if kept else self._proposed, name="更正说明", lines=5)
        self._box.addWidget(self.corrects)
        self.warning = Note("", "red")
        self.warning.setVisible(False)
        self._box.addWidget(self.warning)
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_AFTER_MS)
        self._timer.timeout.connect(self._typed)
        self.corrects.textChanged.connect(self._timer.start)
        self.corrects.next_field.connect(self.button_focus)

    def button_focus(self) -> None:
        """From the correction on to the button."""
        self.button.setFocus()

    def _typed(self) -> None:
        self.keep_draft()
        assert self.corrects is not None
        found = numbers_in(self.corrects.text())
        self.warning.set_text(f"这里像有{'、'.join(found)}，报告里不写个人信息" if found else "")
        self.warning.setVisible(bool(found))


