"""存在问题 and 下月计划 in the window: each sentence as it will be printed, to change, add, move, take out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note, TextEdit
from panhuang_desk.desk.widgets.labels import Label, Link, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.report import Report, Said
from panhuang_desk.services.report_words import personal_in
from panhuang_desk.services.session import Session

_DRAFT_AFTER_MS = 300
PARTS = ("problems", "plans")


def tag_of(line: Said) -> TagLook:
    """What a sentence is: proposed, changed, or the worker's own."""
    if not line.edited:
        return TagLook("建议", "plain")
    return TagLook("已改", "kind", "pencil") if line.key else TagLook("自己写的", "kind", "pencil")


class _Field(TextEdit):
    """The text of a sentence. `acted` tells a key that is about the sentence as a whole; `left` that focus went."""

    acted = Signal(str)
    left = Signal()
    here = Signal(bool)

    def __init__(self) -> None:
        super().__init__(lines=1)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the sentence is at another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))  # a plain text's height is counted in lines
        self.setFixedHeight(lines * theme.active().line("body") + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with an arrow moves the sentence, with Del takes it out."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act = {Qt.Key.Key_Up: "earlier", Qt.Key.Key_Down: "later", Qt.Key.Key_Delete: "take_out"}.get(
                Qt.Key(event.key()))
            if act:
                self.acted.emit(act)
                return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Del is the sentence's, before Qt cuts a word with it."""
        if (event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
                and event.modifiers() & Qt.KeyboardModifier.ControlModifier
                and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete)):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What can be done with the sentence is in sight while one is in it."""
        super().focusInEvent(event)
        self.here.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the sentence was left, but not for a menu or another window."""
        super().focusOutEvent(event)
        self.here.emit(False)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class SentenceEditor(QFrame):
    """One sentence with its tag, and below it what is to be said about it."""

    typed = Signal()
    left = Signal()
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = Said("")
        box = column(self, 0, 4)
        head = row(None, 0, 8)
        self.number = Label("", "caption", "ink2")
        head.addWidget(self.number)
        self.tag = Tag("")
        head.addWidget(self.tag)
        head.addStretch(1)
        self.links = QFrame()
        links = row(self.links, 0, 8)
        for word, act in (("上移", "earlier"), ("下移", "later"), ("去掉", "take_out")):
            link = Link(word, "caption")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            link.clicked.connect(lambda _=False, act=act: self.acted.emit(act))
            links.addWidget(link)
        room = self.links.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.links.setSizePolicy(room)
        self.links.hide()
        head.addWidget(self.links)
        box.addLayout(head)
        self.field = _Field()
        self.field.textChanged.connect(self.typed)
        self.field.left.connect(self.left)
        self.field.here.connect(self.links.setVisible)
        self.field.acted.connect(self.acted)
        box.addWidget(self.field)
        self.stale = QFrame()
        line = row(self.stale, 0, 8)
        self.stale_note = Note("", "amber", "triangle-alert", role="caption")
        line.addWidget(self.stale_note, 1)
        self.take = Link("采用", "caption")
        self.take.clicked.connect(lambda: self.acted.emit("take"))
        line.addWidget(self.take)
        box.addWidget(self.stale)
        self.personal = Note("", "red", role="caption")
        box.addWidget(self.personal)

    def show_line(self, line: Said, number: int, part: str, personal: Sequence[str], *, keep: bool) -> None:
        """Show a sentence; what is being typed stays."""
        self.number.setText(f"{number}.")
        self.field.setAccessibleName(f"{part}第 {number} 句")
        self.tag.set_tag(tag_of(line))
        self.tag.setVisible(bool(line.text))
        typing = keep and self.field.hasFocus() and self.said.text != self.line.text
        self.line = line
        if self.field.text() != line.text and not typing:
            self.field.blockSignals(True)
            self.field.setPlainText(line.text)
            self.field.blockSignals(False)
        self.stale.setVisible(line.stale)
        now = f"现在的建议是：{line.proposed}" if line.proposed else "现在不再建议这一句"
        self.stale_note.set_text(f"数字已变，{now}")
        self.take.set_words("采用" if line.proposed else "去掉")
        self.warn(personal)

    def warn(self, personal: Sequence[str]) -> None:
        """Say what in the sentence looks like personal data."""
        self.personal.set_text(f"这里像有{'、'.join(personal)}；报告里不写个人信息" if personal else "")
        self.personal.setVisible(bool(personal))

    @property
    def said(self) -> Said:
        """The sentence as it stands in the field."""
        text = " ".join(self.field.text().split("\n")).strip()
        if text == self.line.text:
            return self.line
        return attrs.evolve(self.line, text=text, edited=not self.line.key or text != self.line.proposed, stale=False)


class WordsPane(QFrame):
    """Both lists. `keep` is given the sentences and words for what was done; what it could not keep stays typed."""

    reset_asked = Signal()

    def __init__(self, session: Session, drop: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._drop_draft = session, drop
        self.report: Report | None = None
        self.slot = ""
        self.keep: Callable[[Sequence[Said], Sequence[Said], str], bool] = lambda problems, plans, words: False
        self.editors: dict[str, list[SentenceEditor]] = {part: [] for part in PARTS}
        self._titles: dict[str, Label] = {}
        self._lists = {}
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_AFTER_MS)
        self._timer.timeout.connect(self.keep_draft)
        box = column(self, 0, 0)
        scroll = ScrollColumn((16, 12, 16, 12), 8)
        self._scroll = scroll
        self.note = Label("", "caption", "ink2", wrap=True)
        scroll.column.addWidget(self.note)
        for part in PARTS:
            head = row(None, 0, 8)
            self._titles[part] = Label("", "section")
            head.addWidget(self._titles[part], 1)
            add = Link("加一句", "caption", key=cap("new") if part == PARTS[0] else "")
            add.clicked.connect(lambda _=False, part=part: self.add(part))
            head.addWidget(add)
            scroll.column.addLayout(head)
            self._lists[part] = column(None, 0, 8)
            scroll.column.addLayout(self._lists[part])
            scroll.column.addSpacing(theme.active().px(8))
        self.reset = Link("全部恢复成建议", "caption")
        self.reset.clicked.connect(self.reset_asked)
        scroll.column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addStretch(1)
        box.addWidget(scroll)

    def show_report(self, report: Report) -> None:
        """Show a report's sentences, and what was typed and not yet kept when the program ended."""
        other = self.report is None or (self.report.code, self.report.period) != (report.code, report.period)
        if other and self.report is not None:
            self.keep_draft()
        self.report = report
        self.slot = f"report_words:{report.code}:{report.period}"
        self._titles["problems"].setText("存在问题")
        self._titles["plans"].setText(f"{report.period.words.coming}计划")
        self.note.setText("数字变了，建议的句子跟着变；改过的句子留着。改完按 Enter 或离开这一句就保存。")
        typing = {part: [(each.said, each.field.hasFocus()) for each in self.editors[part]] for part in PARTS}
        for part in PARTS:
            lines = list(getattr(report, part))
            if not other:  # an empty sentence that somebody is about to write stays at the end
                lines += [said for said, here in typing[part] if here and not said.text]
            self._lay(part, lines, keep=not other)
        self.reset.setVisible(any(line.edited for part in PARTS for line in getattr(report, part)))
        if other and (kept := self._session.store.draft(self.slot)):
            self._restore(kept)

    def take_focus(self) -> None:
        """The keys to the first sentence."""
        first = next((editor for part in PARTS for editor in self.editors[part]), None)
        if first is not None:
            first.field.setFocus()
        else:
            self.add(PARTS[0])

    def hints(self) -> tuple[Hint, ...]:
        """The keys of a sentence."""
        return (Hint("Enter", "下一句"), Hint(f"{cap('earlier')} ↓", "移动"), Hint(cap("take_out"), "去掉"),
                Hint(cap("new"), "加一句"))

    def on_new(self) -> bool:
        """Add a sentence to the list that has the focus."""
        part = next((part for part in PARTS if any(each.field.hasFocus() for each in self.editors[part])), PARTS[0])
        self.add(part)
        return True

    def add(self, part: str) -> None:
        """Add an empty sentence and go there."""
        self._lay(part, [*(each.said for each in self.editors[part]), Said("", edited=True)])
        QTimer.singleShot(0, self.editors[part][-1].field.setFocus)

    def on_back(self) -> bool:
        """A sentence that is being typed goes back to what it was; then the page has the key."""
        for each in self._all():
            if each.field.hasFocus() and each.said.text != each.line.text:
                each.field.setPlainText(each.line.text)
                self._drop_draft(self.slot)
                return True
        return False

    def keep_draft(self) -> None:
        """Keep what is typed and not yet in the file."""
        self._timer.stop()
        if self.report is None or self._session.store.read_only:
            return
        if any(each.said.text != each.line.text for each in self._all()):
            self._session.store.save_draft(self.slot, {
                f"{part}.{place}": each.field.text() for part in PARTS for place, each in enumerate(self.editors[part])
                if each.said.text != each.line.text})

    def _all(self) -> list[SentenceEditor]:
        return [each for part in PARTS for each in self.editors[part]]

    def _restore(self, kept: dict[str, str]) -> None:
        for name, text in kept.items():
            part, _, place = name.partition(".")
            if part not in PARTS:
                continue
            if int(place) >= len(self.editors[part]):
                self._lay(part, [*(each.said for each in self.editors[part]), Said("", edited=True)])
            self.editors[part][min(int(place), len(self.editors[part]) - 1)].field.setPlainText(text)

    def _lay(self, part: str, lines: Sequence[Said], *, keep: bool = False) -> None:
        """Show these sentences in the editors that there are, and as many more as are needed."""
        editors = self.editors[part]
        while len(editors) < len(lines):
            editor = SentenceEditor()
            editor.typed.connect(self._timer.start)
            editor.typed.connect(lambda editor=editor: self._warn(editor))
            editor.left.connect(lambda part=part: self._left(part))
            editor.acted.connect(lambda act, part=part, editor=editor: self._act(part, editor, act))
            editor.field.next_field.connect(lambda editor=editor: self._next(editor))
            editors.append(editor)
            self._lists[part].addWidget(editor)
        while len(editors) > len(lines):
            gone = editors.pop()
            gone.blockSignals(True)
            gone.hide()
            gone.deleteLater()
        for number, (editor, line) in enumerate(zip(editors, lines, strict=True), start=1):
            editor.show_line(line, number, self._titles[part].text(), self._personal(line), keep=keep)

    def _personal(self, line: Said) -> tuple[str, ...]:
        return personal_in(self._session, line.text) if line.edited else ()

    def _warn(self, editor: SentenceEditor) -> None:
        editor.warn(personal_in(self._session, editor.field.text()))

    def _next(self, editor: SentenceEditor) -> None:
        everything = self._all()
        place = everything.index(editor) + 1
        if self._keep(f"改了{editor.field.accessibleName()}") and place < len(everything):
            everything[place].field.setFocus()

    def _left(self, part: str) -> None:
        changed = next((each for each in self.editors[part] if each.said.text != each.line.text), None)
        if changed is not None:
            self._keep(f"改了{changed.field.accessibleName()}")

    def _keep(self, words: str) -> bool:
        """Hand over the sentences where they differ from the report's; False where they could not be kept."""
        if self.report is None:
            return True
        now = {part: tuple(each.said for each in self.editors[part] if each.said.text) for part in PARTS}
        if any(now[part] != getattr(self.report, part) for part in PARTS):
            self._timer.stop()
            if not self.keep(now["problems"], now["plans"], words):
                return False
            self.report = attrs.evolve(self.report, problems=now["problems"], plans=now["plans"])
            for each in self._all():
                each.line = each.said
            self._drop_draft(self.slot)
        return True

    def _act(self, part: str, editor: SentenceEditor, act: str) -> None:
        """Move a sentence, take it out, or take what is proposed now."""
        editors = self.editors[part]
        lines, at = [each.said for each in editors], editors.index(editor)
        line, name = lines[at], editor.field.accessibleName()
        to = at + {"earlier": -1, "later": 1}.get(act, 0)
        if act in ("earlier", "later"):
            if not 0 <= to < len(lines):
                return
            lines[at], lines[to] = lines[to], line
            words = f"移动了{name}"
        elif act == "take" and line.proposed:
            lines[at] = Said(line.proposed, line.key, line.proposed)
            words = f"{name}用了现在的建议"
        else:
            del lines[at]
            to, words = min(at, len(lines) - 1), f"去掉了{name}"
        self._lay(part, lines)
        self._keep(words)
        if self.editors[part]:
            self.editors[part][to].field.setFocus()


