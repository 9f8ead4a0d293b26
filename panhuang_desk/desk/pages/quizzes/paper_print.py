"""A quiz paper before it is printed: which form, which size, and what of it, beside the pages themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.paper_sheet import PaperSheet
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.services.quiz_papers import CARD, KEY, PARTS, QUESTIONS, forms_of, paper_pdf, paper_warning
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_WIDTH, _NARROW = 384, 256
_KEPT = "quiz_print"
_SIZES = (Choice("normal", "普通"), Choice("large", "大字（18 磅）"))
_NOTES = {
    KEY: "答案只给工作人员用，不要和试卷放在一起。",
    CARD: "试卷可以收回来再用，答题卡每人一张。",
    QUESTIONS: "双面打印时先印试卷，再单面印答题卡，一人一张。",
}


class PaperPrint(OverView):
    """Ctrl+P prints what is shown, Ctrl+S keeps it as a PDF, digits choose. The choice is remembered on this machine.

    UserError (code `paper`) where the paper cannot be read.
    """

    def __init__(self, desk: Shell, paper: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.paper = desk, paper
        letters = forms_of(paper)
        kept = desk.session.settings.list_look(_KEPT).filters
        self.form = OptionGroup(_forms(letters), optional=False, name="卷型")
        self.size_group = OptionGroup(_SIZES, optional=False, name="字号")
        self.part = OptionGroup(PARTS, optional=False, name="印什么")
        for group, code, usual in ((self.form, kept.get("form", ""), letters[0]),
                                   (self.size_group, kept.get("size", ""), "normal"),
                                   (self.part, kept.get("part", ""), PARTS[0].code)):
            known = code in {choice.code for choice in group.choices}
            group.set_codes([code if known else usual])
            group.changed.connect(self._chosen)
        line = row(self, 0, 16)
        line.setContentsMargins(0, theme.active().px(16), 0, 0)
        line.addWidget(self._panel(letters))
        self.sheet = PaperSheet(desk, paper.text("title"), self._name(), self._make, names=False, job="试卷",
                                warning=paper_warning(desk.session, paper.id))
        self.sheet.heading.hide()  # the panel says it
        self.sheet.closed.connect(self.closed)
        line.addWidget(self.sheet, 1)
        self._say()

    def take_focus(self) -> None:
        """The keys to the first choice that there is."""
        (self.form if len(self.form.choices) > 1 else self.size_group).setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return self.sheet.hints()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next choice."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def on_print(self) -> bool:
        """Through the system's dialog, which also asks how many."""
        return self.sheet.on_print()

    def on_save(self) -> bool:
        """As a PDF."""
        return self.sheet.on_save()

    def _panel(self, letters: str) -> Sheet:
        look = theme.active()
        panel = Sheet(0, spacing=0)
        panel.setFixedWidth(look.text_px(_NARROW if look.narrow else _WIDTH))
        scroll = ScrollColumn((16, 16, 16, 16), 8)
        box = scroll.column
        box.addWidget(Label("打印", "title"))
        box.addWidget(Label(self.paper.text("title"), "body", "ink2", wrap=True))
        box.addSpacing(look.px(8))
        for group, shown in ((self.form, len(letters) > 1), (self.size_group, True), (self.part, True)):
            if shown:
                box.addWidget(Label(group.accessibleName(), "section"))
                box.addWidget(group)
                box.addSpacing(look.px(12))
        box.addWidget(Line())
        self.note = Label("", "caption", "ink2", wrap=True)
        box.addWidget(self.note)
        box.addWidget(Label("印几份在打印窗口里定。", "caption", "ink2", wrap=True))
        box.addStretch(1)
        panel.column.addWidget(scroll)
        return panel

    def _chosen(self) -> None:
        """Show it, and remember it for the next time."""
        self.desk.session.settings.list_look(_KEPT).filters.update(
            form=self._code(self.form), size=self._code(self.size_group), part=self._code(self.part))
        self._say()
        try:
            self.sheet.show_again(self._name())
        except UserError as problem:
            self.desk.error(problem)

    def _say(self) -> None:
        """What should be known of the choice; a key has neither form nor size."""
        part = self._code(self.part)
        for group in (self.form, self.size_group):
            group.setEnabled(part != KEY)
            for chip in group.chips:
                chip.setEnabled(part != KEY)
        self.note.setText(_NOTES.get(part, "双面打印时，试卷和答题卡请分开印。"))

    def _make(self, session: Session, masked: bool) -> bytes:
        return paper_pdf(session, self.paper.id, self._code(self.form), self._code(self.size_group) == "large",
                         self._code(self.part))

    def _name(self) -> str:
        """What the file is called: the paper, and what of it."""
        part = self._code(self.part)
        words = [self.paper.text("title")]
        if part == KEY:
            words.append("答案")
        else:
            words.append(f"{self._code(self.form)}卷")
            words += ["大字"] if self._code(self.size_group) == "large" else []
            words += {CARD: ["答题卡"], QUESTIONS: ["试题"]}.get(part, [])
        return "_".join(words)

    @staticmethod
    def _code(group: OptionGroup) -> str:
        return next(iter(group.codes()), "")


def _forms(letters: str) -> list[Choice]:
    """Each form, and all of them one after the other."""
    each = [Choice(letter, f"{letter} 卷") for letter in letters]
    return [*each, Choice(letters, f"{'、'.join(letters)} 卷各一份")] if len(letters) > 1 else each
