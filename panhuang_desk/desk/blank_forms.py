"""Blank forms over a page: a list of them, what is printed into one, and the paper itself beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.paper_sheet import PaperSheet
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.model.blank_forms import BLANK_FORMS, BlankForm
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.forms import form_groups, form_of_file, form_warning, group_numbers
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import shown_village, village_choices, village_word

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_KEPT = "blank_forms"
_WIDTH, _NARROW = 332, 208
_PAUSE_MS = 120
"""A list that is run through with an arrow key shows no paper before one stops."""


def show_blank_forms(desk: Shell, kind: str = "") -> None:
    """Lay the blank forms over the page that is shown, at the form `kind`, else at the one that was looked at last."""
    page = desk.page
    if page is None:
        return
    lying = next((view for view in page.findChildren(BlankForms) if view.isVisible()), None)
    if lying is None:
        lying = BlankForms(desk, page)
    lying.open(kind or desk.settings.list_look(_KEPT).filters.get("kind", ""))


@attrs.frozen
class _Row:
    """A form on the list."""

    form: BlankForm

    @property
    def id(self) -> str:
        """The form's code."""
        return self.form.code


class BlankForms(QFrame):
    """Made for one look: it deletes itself when it is left. Enter and Ctrl+P print, Ctrl+S keeps a PDF, Esc leaves."""

    def __init__(self, desk: Shell, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self.sheet: PaperSheet | None = None
        self._left = False
        self.setAutoFillBackground(True)
        look = theme.active()
        self._line = row(self, 0, 16)
        self._line.setContentsMargins(look.px(24), look.px(16), look.px(24), 0)
        self._line.addWidget(self._panel())
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._show)
        host.installEventFilter(self)

    def open(self, kind: str) -> None:
        """Show it at a form, and take the keys."""
        self.setGeometry(self._host.rect())
        if not self.table.select_id(kind):
            self.table.select(0)
        self.show()
        self.raise_()
        self._desk.undo_bar.hide()
        self._show()
        self.table.setFocus()
        self._desk.update_hints()

    @property
    def form(self) -> BlankForm:
        """The form that is marked."""
        found = self.table.current()
        return found.form if found is not None else next(iter(BLANK_FORMS.values()))

    def hints(self) -> tuple[Hint, ...]:
        """What the keys do."""
        return (Hint(cap("move"), "选一种"), Hint("Enter", "打印"), Hint(cap("save"), "存 PDF"),
                Hint(cap("back"), "退回"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on what lies above the page."""
        start = widget = QApplication.focusWidget()
        while widget is not None:
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is None or widget is start:
                break
            if self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled() and (
                    widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value):
                widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
        return True

    # Keys

    def on_print(self) -> bool:
        """Print the form."""
        self._catch_up()
        return self.sheet is None or self.sheet.on_print()

    def on_save(self) -> bool:
        """Keep it as a PDF."""
        self._catch_up()
        return self.sheet is None or self.sheet.on_save()

    def on_back(self) -> bool:
        """Away, the keys where they were."""
        self.leave()
        return True

    def _make_way(self) -> bool:
        """What is asked for belongs to the page below: out of its way."""
        self.leave()
        return False

    on_new = on_edit = on_find = on_photo = on_paste = on_follow_up = on_household = on_import = _make_way
    on_export = on_round = on_ask = on_guide = on_menu = on_columns = on_history = _make_way

    def leave(self) -> None:
        """Put it away."""
        if self._left:
            return
        self._left = True
        self._later.stop()
        self._host.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._desk.page is not None and self._host.isVisible():
            self._desk.page.arrive()
        self._desk.update_hints()

    # Reacting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the page, whatever size it takes."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, or the file is locked: nobody comes back to it."""
        super().hideEvent(event)
        if not self._left and not self._host.isVisible():
            self.leave()

    # Inside

    def _panel(self) -> Sheet:
        look, session = theme.active(), self._desk.session
        panel = Sheet(0, spacing=0)
        panel.setFixedWidth(look.text_px(_NARROW if look.narrow else _WIDTH))
        head = Label("空白表", "title")
        head.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(8))
        panel.column.addWidget(head)
        panel.column.addWidget(Line())
        self.table = TableView(
            (Column("name", "表", text=lambda each: each.form.name, stretch=True,
                    detail=None if look.narrow else lambda each: each.form.purpose),),
            [_Row(form) for form in BLANK_FORMS.values()], name="空白表", header=False)
        self.table.set_hints(self.hints())
        self.table.chosen.connect(lambda _: self._chosen())
        self.table.opened.connect(lambda _: self.on_print())
        panel.column.addWidget(self.table, 1)
        panel.column.addWidget(Line())
        foot = QFrame()
        box = FlowLayout(foot, 8)
        around = column(None, 16, 8)
        choices = village_choices(session)
        self.village_chip = FilterChip("全部村（社区）", choices, all_word="全部村（社区）")
        self.village_chip.choose(shown_village(session))
        self.rows_chip = FilterChip("印上名单")
        self.rows_chip.setChecked(True)
        self.group_chip = FilterChip("全部组", (Choice("0", "全部组"),), all_word="全部组")
        for chip in (self.village_chip, self.rows_chip, self.group_chip):
            chip.chosen.connect(lambda _: self._show())
            box.addWidget(chip)
        self.village_chip.setVisible(bool(choices))
        self.note = Label("", "caption", "ink2", wrap=True)
        around.addWidget(foot)
        around.addWidget(self.note)
        around.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        panel.column.addLayout(around)
        return panel

    @property
    def _village(self) -> str:
        """The village that is meant: the worker's own, the chosen one, empty for none in particular."""
        return self._desk.session.home.code if self._desk.session.home else self.village_chip.code

    def _chosen(self) -> None:
        if self.isVisible():
            self._later.start()

    def _catch_up(self) -> None:
        if self._later.isActive():
            self._show()

    def _show(self) -> None:
        """The paper of what is chosen now."""
        self._later.stop()
        form, session, village = self.form, self._desk.session, self._village
        self._desk.settings.list_look(_KEPT).filters["kind"] = form.code
        one = bool(village) or len(session.store.villages) == 1
        numbers = group_numbers(session, form.code, village) if form.rows and one else ()
        printed = bool(numbers) and self.rows_chip.isChecked()
        self._offer(form, numbers, printed, one)
        group = int(self.group_chip.code or 0) if printed else 0
        rows = form_groups(session, form.code, village, group) if printed else ()

        def make(session: Session, masked: bool) -> bytes:
            return form_of_file(session, form.code, village, group, masked=masked, printed=printed)

        place = village_word(session, village) or session.place
        name = "_".join(part for part in (place, f"{group}组" if group else "", form.title) if part)
        sheet = PaperSheet(self._desk, form.title, name, make, lines=sum(len(each.rows) for each in rows),
                           warning=form_warning(rows), names=printed and form.rows == "household")
        sheet.heading.hide()  # the list says it
        sheet.closed.connect(self.leave)
        before, self.sheet = self.sheet, sheet
        self._line.addWidget(sheet, 1)
        if before is not None:
            before.hide()
            before.deleteLater()

    def _offer(self, form: BlankForm, numbers: tuple[int, ...], printed: bool, one: bool) -> None:
        """What can be chosen for a form, and what should be known of it."""
        self.rows_chip.setVisible(bool(numbers))
        self.group_chip.setVisible(printed and len(numbers) > 1)
        self.group_chip.set_options([Choice(str(number), f"{number} 组") for number in numbers if number])
        what = {"household": "户", "plot": "地块"}.get(form.rows, "")
        words = [f"{form.title}：{form.purpose}。"]
        if what and not one:
            words.append(f"选一个村（社区），就能印上{what}。")
        elif what and not numbers:
            words.append(f"还没有登记{what}，只能印空白的。")
        elif printed:
            words.append("几个组的多了，每组另起一页。")
        if not theme.active().narrow:
            words.append("页脚的代号变了，就是填的内容变了，请换新印的。")
        self.note.setText("".join(words))
