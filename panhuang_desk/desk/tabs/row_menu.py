"""The menu of what a list has marked: what can be done with it, offered by a key, a right click or a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import attrs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from panhuang_desk.desk.keys import cap

T = TypeVar("T", bound=QWidget)
S = TypeVar("S")


def _always(subject: Any) -> bool:
    return True


@attrs.frozen
class MenuEntry(Generic[T, S]):
    """One line of a menu on a tab `T` about a subject `S`. `run` does it; `shown` tells whether it makes sense.

    `key` is the name of its key in the key map, or Enter; empty where it has none. `group` parts the menu by lines:
    entries with the same number stand together, in their order.
    """

    word: str
    run: Callable[[T, S], object]
    shown: Callable[[S], bool] = _always
    key: str = ""
    group: int = 0


def pop_up(name: str, entries: Sequence[MenuEntry[T, S]], tab: T, subject: S, at: QPoint) -> QMenu:
    """Show the entries that make sense for the subject at a point of the screen; the menu goes by itself."""
    menu = QMenu(tab)
    menu.setAccessibleName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = -1
    for entry in sorted(entries, key=lambda entry: entry.group):
        if not entry.shown(subject):
            continue
        if group not in (-1, entry.group):
            menu.addSeparator()
        group = entry.group
        # Behind a tab stands what Qt draws as the key of an entry, without making it a second shortcut.
        key = entry.key if entry.key in ("", "Enter") else cap(entry.key)
        action = menu.addAction(entry.word + (f"\t{key}" if key else ""))
        action.triggered.connect(lambda _=False, entry=entry: entry.run(tab, subject))
    menu.popup(at)
    return menu
