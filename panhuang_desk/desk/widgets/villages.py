"""The village filter in the head of a page of an office's file, and the question which village is meant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.services.session import Session
from panhuang_desk.services.shown import show_village, shown_village, village_choices


def add_village_filter(header: Header, session: Session, changed: Callable[[], None]) -> FilterChip | None:
    """Put the filter into a page's head and remember what is chosen; None where the file has one village only.

    `changed` is called after a choice; it should make every page refresh, as all of them show that village.
    """
    choices = village_choices(session)
    if not choices:
        return None
    chip = FilterChip("全部村（社区）", choices, all_word="全部村（社区）")
    chip.choose(shown_village(session))

    def chosen(code: str) -> None:
        show_village(session, code)
        changed()

    chip.chosen.connect(chosen)
    header.add(chip)
    return chip


def choose_village(parent: QWidget, session: Session, question: str, then: Callable[[str], object]) -> None:
    """Ask in a menu over `parent` which village of an office's file is meant, and go on with it; Esc leaves it."""
    menu = QMenu(parent)
    menu.setAccessibleName(question)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(question).setEnabled(False)
    menu.addSeparator()
    offered = [(menu.addAction(choice.label), choice.code) for choice in village_choices(session)]
    for action, code in offered:
        action.triggered.connect(lambda _=False, code=code: then(code))
    menu.setActiveAction(offered[0][0])
    menu.popup(parent.mapToGlobal(QPoint((parent.width() - menu.sizeHint().width()) // 2, parent.height() // 4)))
