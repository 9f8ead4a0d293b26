"""What can be done with a question of the bank, and with the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from panhuang_desk.desk.pages.quizzes.bank.rows import BankRow
from panhuang_desk.desk.tabs.row_menu import MenuEntry, pop_up
from panhuang_desk.services.question_files import uses_own_bank

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.bank_tab import BankTab

Entries = tuple[MenuEntry["BankTab", "BankRow | None"], ...]


def open_menu(tab: BankTab, row: BankRow | None, at: QPoint) -> None:
    """The menu of a question, with what concerns the bank below."""
    pop_up("题库的更多操作", (*_OF_A_QUESTION, *_of_the_bank(tab)), tab, row, at)


def _of_the_bank(tab: BankTab) -> Entries:
    own = uses_own_bank(tab.session)
    return (
        MenuEntry("导入题目…", lambda tab, _: tab.on_import(), key="import", group=2),
        MenuEntry("导出题目…", lambda tab, _: tab.on_export(), key="export", group=2),
        MenuEntry("导出整个题库…", lambda tab, _: tab.files.give_out_bank(), group=3),
        MenuEntry("换整个题库…", lambda tab, _: tab.files.replace(), group=3),
        MenuEntry("换回自带的题库", lambda tab, _: tab.files.restore(), shown=lambda _: own, group=3),
    )


def _is_on(row: BankRow | None) -> bool:
    return row is not None and row.entry.on


def _is_off(row: BankRow | None) -> bool:
    return row is not None and not row.entry.on


def _is_own(row: BankRow | None) -> bool:
    return row is not None and bool(row.entry.own)


def _is_of_the_bank(row: BankRow | None) -> bool:
    return row is not None and not row.entry.own


_OF_A_QUESTION: Entries = (
    MenuEntry("停用", lambda tab, _: tab.switch_marked(), shown=_is_on, key="pick"),
    MenuEntry("启用", lambda tab, _: tab.switch_marked(), shown=_is_off, key="pick"),
    MenuEntry("改", lambda tab, _: tab.on_edit(), shown=_is_own, key="edit"),
    MenuEntry("改成自己的一道，顶替它", lambda tab, _: tab.on_edit(), shown=_is_of_the_bank, key="edit"),
    MenuEntry("照着它加一道", lambda tab, _: tab.add_like_marked(), shown=lambda row: row is not None),
    MenuEntry("删除", lambda tab, _: tab.delete_marked(), shown=_is_own, key="delete", group=1),
)
