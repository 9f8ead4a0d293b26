"""What every page is: a head, a body, hooks that the window calls. A page never writes to the file by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFrame, QVBoxLayout

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.header import Header
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import column
from panhuang_desk.model.values import Changes
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class Page(QFrame):
    """Base of all pages. Subclasses set the class values, build into `self.body`, and fill in `refresh`.

    A key of the key map goes to the method `on_<name>` of the widget in focus, then of its parents up to the page:
    `on_new`, `on_edit`, `on_delete`, `on_find`, `on_save`, `on_save_next`, `on_print`, `on_export`, `on_import`,
    `on_round`, `on_follow_up`, `on_household`, `on_menu`, `on_columns`, `on_history`, `on_open`, `on_back`. A
    method that returns False lets the key go on to the next parent.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    tabs: ClassVar[tuple[str, ...]] = ()
    watches: ClassVar[frozenset[str]] = frozenset()
    """The record kinds whose changes make the page refresh."""
    help_topic: ClassVar[str] = ""
    """The page of the manual that F1 opens: the file's name under resources/manual without .md; `name` if empty."""

    def __init__(self, desk: Shell) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)
        look = theme.active()
        outer = column(self, 0, 0)
        self.header = Header(self.title, self.tabs, sample=desk.session.store.sample)
        self.header.tab_chosen.connect(self._tab_chosen)
        outer.addWidget(self.header)
        self.body: QVBoxLayout = column(None, 0, 12)
        self.body.setContentsMargins(look.px(24), 0, look.px(24), 0)
        outer.addLayout(self.body, 1)

    @property
    def session(self) -> Session:
        """The open file with what is around it."""
        return self.desk.session

    @property
    def tab(self) -> int:
        """The place of the tab that is shown."""
        return self.header.tabs.index if self.header.tabs else 0

    def set_tab(self, index: int) -> None:
        """Go to a tab."""
        if self.header.tabs:
            self.header.tabs.choose(index)

    # Hooks that pages fill in

    def refresh(self, changes: Changes | None = None) -> None:
        """Show what is in the file now; `changes` is None at the first time and where everything may have changed."""

    def arrive(self) -> None:
        """The page is shown; put the focus where the work is."""

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show what another page points at: `kind` and `id`, `tab`, or words that the pages agree on."""

    def where(self) -> Mapping[str, str]:
        """What `open_target` needs to show again what is shown now; nothing where the page has one view only."""
        return {}

    def tab_chosen(self, index: int) -> None:
        """A person chose a tab."""

    def hints(self) -> Sequence[Hint]:
        """The keys that matter on this page, after those of the control in focus."""
        return ()

    def on_find(self) -> bool:
        """To the page's search field, where it has one."""
        search = getattr(self, "search", None)
        if search is None or not search.isVisible():
            return False
        search.setFocus()
        search.selectAll()
        return True

    def on_save(self) -> bool:
        """Save the form that is open, wherever the focus is."""
        form = self.open_form()
        return form.on_save() if form else False

    def on_save_next(self) -> bool:
        """Save and go on, wherever the focus is."""
        form = self.open_form()
        return form.on_save_next() if form else False

    def take_files(self, paths: Sequence[str]) -> bool:
        """Take files that were let go over the desk; False where the page has no use of its own for them."""
        return False

    def open_form(self) -> Form | None:
        """The form that is visible on the page, None where there is none."""
        return next((form for form in self.findChildren(Form) if form.isVisible()), None)

    def flush_drafts(self) -> None:
        """Keep what is being typed, before the file is locked or the program ends."""
        for form in self.findChildren(Form):
            form.flush_draft()

    def _tab_chosen(self, index: int) -> None:
        self.tab_chosen(index)
        self.desk.update_hints()


def help_hint() -> Hint:
    """F1, which stands on every page."""
    return Hint(cap("help"), "帮助")
