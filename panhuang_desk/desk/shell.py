"""The desk once a file is open: rail, pages, hint bar, undo, keys. Pages are built on first visit and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import keys, messages, rare, tasks, theme
from panhuang_desk.desk.dropping import FileDrop, bring_in
from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.history import HistoryPanel, record_at
from panhuang_desk.desk.page import Page, help_hint
from panhuang_desk.desk.places import PAGES, PageSpec
from panhuang_desk.desk.surface import FILE_FILTER
from panhuang_desk.desk.undo import Step, UndoSteps, stops_at_text
from panhuang_desk.desk.widgets.hints import Hint, HintBar
from panhuang_desk.desk.widgets.labels import column, row
from panhuang_desk.desk.widgets.rail import Rail
from panhuang_desk.desk.widgets.strips import UndoBar
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Values
from panhuang_desk.model.masking import masked
from panhuang_desk.model.values import Changes
from panhuang_desk.services import undo
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Undone
from panhuang_desk.store.rare import rare_characters


class Shell(QFrame):
    """What pages call the desk. The signals that end in `asked` go to the window that holds it."""

    lock_asked = Signal()
    text_size_asked = Signal(int)
    help_asked = Signal(str)
    open_asked = Signal(object)
    restore_asked = Signal(object)
    answering_asked = Signal(object, int)
    mask_changed = Signal(bool)
    went = Signal(str)

    def __init__(self, session: Session, pages: Sequence[PageSpec] = PAGES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.last: dict[str, Values] = {}
        """By kind, the values entered last in this session; `form_setup` offers them again."""
        self._specs = {spec.place.name: spec for spec in pages}
        self._built: dict[str, Page] = {}
        self._stale: dict[str, Changes | None] = {}
        self._undo = UndoSteps(session)
        self._taking = False
        self.current_name = ""
        self.retired = False
        rare.draw(rare_characters(session.store))
        self._build(pages)
        self._make_shortcuts()
        FileDrop(self, lambda paths: bring_in(self, paths))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    # What pages use

    @property
    def settings(self) -> Settings:
        """The settings of this machine."""
        return self.session.settings

    @property
    def masked(self) -> bool:
        """Whether names and phones are covered on screen."""
        return self.settings.mask_names

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._built.get(self.current_name)

    def go(self, name: str, **target: str) -> None:
        """Show a page, and on it what `target` names (kind=, id=, tab= ...)."""
        if name not in self._specs:
            return
        page = self._built.get(name) or self._make_page(name)
        self.undo_bar.hide()
        self.history.hide()
        self._stack.setCurrentWidget(page)
        self.current_name = name
        self._rail.set_current(name)
        if name in self._stale:
            page.refresh(self._stale.pop(name))
        if target:
            page.open_target(target)
            if self.current_name != name:
                return  # the page led on to another, which has the keys now
        page.arrive()
        self.went.emit(name)
        self.update_hints()

    def where(self) -> Mapping[str, str]:
        """What `go` needs beside the page's name to come back to what is shown: its tab, where it says so."""
        return self.page.where() if self.page is not None else {}

    def ask_at_screen(self, paper: str = "", survey: str = "") -> None:
        """Prepare that somebody answers at the screen: a paper, a survey, or what was asked the last time."""
        self.go("quizzes", do="ask", paper=paper, survey=survey)

    def did(self, words: str, changes: Changes, *, undoable: bool = True) -> None:
        """An action is in the file: pages refresh, the undo bar says so, Ctrl+Z takes it back."""
        if changes.action_id and undoable:
            self._undo.told(changes.action_id, words)
        elif changes.action_id:
            self._undo.pass_over(changes.action_id)
        self.refresh(changes)
        self.undo_bar.say(words, undoable=undoable and bool(changes.action_id))
        self.set_state("saved")

    def announce(self, words: str) -> None:
        """Tell in the bar at the foot what was done and cannot be undone, or why nothing is done."""
        self.undo_bar.say(words, undoable=False, done=False)

    def refresh(self, changes: Changes | None = None) -> None:
        """Refresh the page that is shown if it watches what changed; others when they are shown next."""
        rare.draw(rare_characters(self.session.store))
        for name, page in self._built.items():
            if changes is not None and not changes.kinds & page.watches:
                continue
            if name == self.current_name:
                page.refresh(changes)
            else:
                self._stale[name] = changes if name not in self._stale else None
        if self.history.isVisible():
            self.history.reload()

    def set_state(self, state: str, words: str = "") -> None:
        """What stands at the right of the hint bar: saved, draft, error, busy, or "" with plain words."""
        self._hint_bar.set_state(state, words)

    def set_count(self, page: str, count: int) -> None:
        """The count beside a page on the rail."""
        self._rail.set_count(page, count)

    def run(self, title: str, work: tasks.Work, done: Callable[[Any], None], **more: Any) -> tasks.Task:
        """Do work in the background; see tasks.run. Inside, use `session.aside()` and close it.

        What ends after the file was closed is not told any more: its page has nothing to show it on.
        """
        return tasks.run(self, title, work, lambda result: None if self.retired else done(result), **more)

    def retire(self) -> None:
        """The file is about to be closed: nothing that waits may ask it for anything."""
        self.retired = True
        for timer in self.findChildren(QTimer):
            timer.stop()

    def error(self, problem: UserError) -> None:
        """Say what went wrong."""
        messages.error(self.window(), problem)

    def form_setup(self, kind: str, *, slot: str, base: Values | None = None, new: bool = True,
                   **more: Any) -> FormSetup:
        """The setup of a form of a kind: choices, today, the values entered last, drafts kept in the file."""
        store = self.session.store
        return FormSetup(
            choices=self.session.resources.choices, today=lambda: self.session.today_iso, base=base or {},
            last=self.last.get(kind, {}), new=new, slot=slot, save_draft=self._keep_draft,
            drop_draft=store.drop_draft, **more)

    def _keep_draft(self, slot: str, texts: Mapping[str, str]) -> None:
        """Keep what is typed; the undo bar, which lies over a form's buttons, goes with the first of it."""
        self.undo_bar.hide()
        self.session.store.save_draft(slot, texts)

    def remember_last(self, kind: str, values: Values) -> None:
        """Keep what was entered, to offer it in the next form of the kind."""
        self.last[kind] = {**self.last.get(kind, {}), **values}

    def mask(self, text: str) -> str:  # type: ignore[override]
        """A name or phone as it may be shown now: covered but for its first character, or its last four digits."""
        return masked(text) if self.masked else text

    def cover(self, text: str) -> str:
        """Free text about people as it may be shown now: it cannot be covered by halves."""
        return "（已遮住）" if self.masked and text else text

    def set_text_size(self, size: int) -> None:
        """Ask for another text size; the window builds the desk anew and drafts come back."""
        self.text_size_asked.emit(size)

    def set_person(self, name: str) -> None:
        """Show another name of the worker at the foot of the rail."""
        self._rail.set_person(name)

    def flush_drafts(self) -> None:
        """Keep everything that is being typed."""
        for page in self._built.values():
            page.flush_drafts()

    # Keys

    def press(self, name: str) -> bool:
        """Do what a key of the key map means here; whether anybody took it."""
        widget = QApplication.focusWidget()
        chain: list[object] = []
        while widget is not None and widget is not self:
            chain.append(widget)
            widget = widget.parentWidget()
        if self.page is not None and self.page not in chain:
            chain.append(self.page)
        for each in (*chain, self):
            method = getattr(each, f"on_{name}", None)
            if method is not None and method() is not False:
                self.update_hints()
                return True
        return False

    def on_undo(self) -> None:
        """Take the newest action back, and say which fields stayed because they were changed since. In a form it stops
        at what is typed, unless the bar at the foot still offers it.
        """
        if stops_at_text(QApplication.focusWidget(), offered=self.undo_bar.offers_undo):
            self.announce("这一栏没有可以撤销的了；按 Esc 退出后再撤销以前保存的")
            return
        self._take(self._undo.last(masked=self.masked), "撤销", "撤销了：")

    def on_redo(self) -> None:
        """Do again what was taken back; in a form as for undo."""
        if stops_at_text(QApplication.focusWidget(), offered=self.undo_bar.offers_redo, redo=True):
            self.announce("这一栏没有可以重做的了；按 Esc 退出后再重做以前撤销的")
            return
        self._take(self._undo.next(masked=self.masked), "重做", "")

    def _take(self, step: Step | None, verb: str, done: str) -> None:
        """Take a step in either direction, a large one in the background."""
        if self._taking:
            return
        if step is None:
            self.announce(f"没有可以{verb}的了")
        elif self._undo.is_large(step) and not self.session.store.read_only:
            self._taking = True
            self.set_state("busy", f"正在{verb}")
            task = self.run(f"正在{verb}", self._undo.take_aside(step),
                            lambda undone: self._taken(step, undone, verb, done),
                            cancelled=lambda: self._not_taken(verb), failed=self._take_failed)
            task.ended.connect(self._taking_ended)
        else:
            try:
                undone = self._undo.take(step)
            except UserError as problem:
                self.error(problem)
            else:
                self._taken(step, undone, verb, done)

    def _taking_ended(self) -> None:
        self._taking = False

    def _not_taken(self, verb: str) -> None:
        self.set_state("saved")
        self.announce(f"没有{verb}，同原来一样")

    def _take_failed(self, problem: UserError) -> None:
        self.set_state("saved")
        self.error(problem)

    def _taken(self, step: Step, undone: Undone, verb: str, done: str) -> None:
        """Say what came of a step."""
        self._undo.taken(step, undone)
        self.refresh(undone.changes)
        stayed = undo.kept_words(undone.kept)
        if undone.changes:
            self.undo_bar.say("，".join(part for part in (f"{done}{step.words}", stayed) if part), undoable=not done,
                              redoable=bool(done))
        else:
            self.announce(f"没有{verb}：{step.words}，{stayed or '现在已经是那样'}")
        self.set_state("saved")

    def on_history(self) -> None:
        """Show who changed the record that is marked."""
        found = record_at(self, QApplication.focusWidget())
        if found is None:
            self.announce("先选一条记录，再看它的修改记录")
        else:
            self.history.show_record(*found)

    def on_mask(self) -> None:
        """Cover or uncover names and phones on every page."""
        self.settings.mask_names = not self.settings.mask_names
        self.mask_changed.emit(self.settings.mask_names)
        self.refresh(None)
        self.announce("姓名和电话遮住了" if self.settings.mask_names else "姓名和电话露出来了")

    def on_blank(self) -> None:
        """Lay the blank forms over the page."""
        from panhuang_desk.desk.blank_forms import show_blank_forms  # QtPdf is loaded on first use

        show_blank_forms(self)

    def on_lock(self) -> None:
        """Lock."""
        self.lock_asked.emit()

    def on_open(self) -> None:
        """Close this file and open another one."""
        path = messages.ask_open(self.window(), "打开网格资料", str(self.session.store.path.parent), FILE_FILTER)
        if path:
            self.open_asked.emit(Path(path))

    def on_help(self) -> None:
        """Open the page's part of the manual."""
        page = self.page
        self.help_asked.emit((page.help_topic or page.name) if page else "")

    def on_next_tab(self) -> None:
        """To the tab at the right."""
        if self.page and self.page.header.tabs:
            self.page.set_tab(self.page.tab + 1)

    def on_previous_tab(self) -> None:
        """To the tab at the left."""
        if self.page and self.page.header.tabs:
            self.page.set_tab(self.page.tab - 1)

    def on_back(self) -> None:
        """Nothing to step back from: take the undo bar away."""
        self.undo_bar.hide()

    def update_hints(self) -> None:
        """Say the keys of the control in focus, then the form's, then the page's, then F1."""
        hints: list[Hint] = []
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            giver = getattr(widget, "hints", None)
            if callable(giver):
                hints.extend(giver())
            widget = widget.parentWidget()
        if self.page is not None:
            hints.extend(self.page.hints())
        by_cap: dict[str, Hint] = {}
        for hint in hints:
            by_cap.setdefault(hint.cap, hint)
        by_cap.pop(help_hint().cap, None)
        self._hint_bar.set_hints([*list(by_cap.values())[:4], help_hint()])

    # Building

    def _build(self, pages: Sequence[PageSpec]) -> None:
        look = theme.active()
        outer = row(self, 0, 0)
        store = self.session.store
        home = self.session.home
        subtitle = home.subdistrict_name if home else f"{len(store.villages)} 个村（社区）"
        self._rail = Rail([spec.place for spec in pages], self.session.place, subtitle, store.person)
        self._rail.go.connect(self.go)
        self._rail.lock.connect(self.lock_asked)
        outer.addWidget(self._rail)
        right = column(None, 0, 0)
        self._stack = QStackedWidget()
        right.addWidget(self._stack, 1)
        self._hint_bar = HintBar()
        foot = row(None, 0, 0)
        foot.setContentsMargins(look.px(24), 0, look.px(24), 0)
        foot.addWidget(self._hint_bar)
        right.addLayout(foot)
        outer.addLayout(right, 1)
        self.undo_bar = UndoBar(self._stack)
        self.undo_bar.undo.connect(self.on_undo)
        self.history = HistoryPanel(self, self._stack)
        self.set_state("saved")

    def _make_page(self, name: str) -> Page:
        page = self._specs[name].make(self)
        self._built[name] = page
        self._stack.addWidget(page)
        self.undo_bar.raise_()
        self.history.raise_()
        page.refresh(None)
        return page

    def _make_shortcuts(self) -> None:
        names = tuple(self._specs)
        for key in keys.desk_keys():
            shortcut = QShortcut(QKeySequence(key.sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            if key.name.startswith("page_"):
                place = int(key.name.removeprefix("page_")) - 1
                target = names[place] if place < len(names) else ""
                shortcut.activated.connect(lambda target=target: self.go(target))
            else:
                shortcut.activated.connect(lambda name=key.name: self.press(name))

    def _focus_moved(self) -> None:
        """Takes nothing of the signal: what lost the focus may be dying, and must not get a Python wrapper."""
        new = QApplication.focusWidget()
        if new is not None and self.isAncestorOf(new):
            self.history.focus_left(new)
            if stops_at_text(new, offered=False):
                self.undo_bar.go_on()
            self.undo_bar.settle()
            self.update_hints()
