"""The follow-ups under a visit: those that its choices ask for come and go by themselves, others are begun by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.visits.inset import FollowUpInset
from panhuang_desk.desk.widgets.labels import Link, column, row
from panhuang_desk.desk.widgets.sight import into_sight
from panhuang_desk.model.fields import Value
from panhuang_desk.services.visits import Reason

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_MATTER = 60


class FollowUpInsets(QFrame):
    """Any number of insets over a quiet link. `left` tells that Enter went on past them.

    A draft holds the first follow-up under plain names, and each further one with its place behind a dot.
    """

    left = Signal()

    def __init__(self, desk: Shell, slot: str, day: Callable[[], str], note: Callable[[], str],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._slot, self._day, self._note = desk, slot, day, note
        self.items: list[FollowUpInset] = []
        self._unwanted: set[str] = set()
        self._kept = False
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush_draft)
        box = column(self, 0, 8)
        self._box = column(None, 0, 4)
        box.addLayout(self._box)
        line = row(None, 0, 8)
        self._link = Link("加一件待办", key=cap("follow_up"))
        self._link.clicked.connect(self.toggle)
        line.addWidget(self._link)
        line.addStretch(1)
        box.addLayout(line)

    def toggle(self) -> None:
        """Fold the one that is open; else begin one."""
        opened = next((each for each in self.items if each.opened), None)
        if opened is not None:
            opened.fold()
            return
        item = self._add()
        item.set_matter(self._note().split("\n")[0].strip()[:_MATTER])
        item.open()
        self._timer.start()

    def propose(self, reasons: Sequence[Reason]) -> None:
        """One for each reason: what nobody touched follows the choices and goes with them, what was touched stays, and
        what was once not wanted does not come again while its reason lasts.
        """
        wanted = {reason.kind: reason.matter for reason in reasons}
        self._unwanted &= set(wanted)
        for item in [each for each in self.items if each.origin and each.origin not in wanted]:
            if item.touched:
                item.origin = ""
            else:
                self._drop(item)
        for kind, matter in wanted.items():
            known = next((each for each in self.items if each.origin == kind), None)
            if known is None and kind not in self._unwanted:
                known = self._add(kind)
                into_sight(self)
                into_sight(self.desk.focusWidget() or self)
            if known is not None and not known.touched:
                known.set_matter(matter)
        self._timer.start()

    def day_changed(self) -> None:
        """The day of the visit changed."""
        for item in self.items:
            item.day_changed()

    def values(self) -> list[dict[str, Value]]:
        """The follow-ups to raise."""
        return [item.values() for item in self.items]

    def show_problems(self) -> bool:
        """Show what is wrong in the first that has something wrong; whether something stops the save."""
        for item in self.items:
            count = item.show_problems()
            if count:
                self.desk.set_state("error", f"{count} 处要改")
                return True
        return False

    def restore(self) -> None:
        """Show what was typed before."""
        draft = self.desk.session.store.draft(self._slot) or {}
        self._kept = bool(draft)
        self._unwanted = set(filter(None, draft.get("unwanted", "").split(",")))
        place = 0
        while f"kind{_tail(place)}" in draft:
            texts = {name.removesuffix(_tail(place)): text for name, text in draft.items()
                     if name.endswith(_tail(place))}
            self._add(texts.get("origin", "")).restore(texts)
            place += 1

    def flush_draft(self) -> None:
        """Keep what was typed so far; nothing where there is nothing."""
        self._timer.stop()
        if self.items:
            fields = {name + _tail(place): text for place, item in enumerate(self.items)
                      for name, text in item.texts().items()}
            self.desk.session.store.save_draft(self._slot, {**fields, "unwanted": ",".join(sorted(self._unwanted))})
            self._kept = True
        elif self._kept:
            self.done()

    def done(self) -> None:
        """They are in the file, or none is left: the draft goes."""
        self._timer.stop()
        self._kept = False
        self.desk.session.store.drop_draft(self._slot)

    def _add(self, origin: str = "") -> FollowUpInset:
        item = FollowUpInset(self.desk, self._day, origin=origin)
        self.items.append(item)
        self._box.addWidget(item)
        item.show()
        item.edited.connect(self._timer.start)
        item.left.connect(self._left)
        item.removed.connect(self._removed)
        return item

    def _left(self) -> None:
        self.flush_draft()
        self.left.emit()

    def _removed(self) -> None:
        item = self.sender()
        if not isinstance(item, FollowUpInset):
            return
        if item.origin:
            self._unwanted.add(item.origin)
        self._drop(item)
        self.flush_draft()
        self.left.emit()

    def _drop(self, item: FollowUpInset) -> None:
        self.items.remove(item)
        item.hide()
        item.deleteLater()


def _tail(place: int) -> str:
    return f".{place}" if place else ""
