"""How many pairs may be one household, said in the head of the register and counted while nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.widgets.labels import Link
from panhuang_desk.model.values import Progress

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_AFTER_MS = 800
"""How long nothing must have changed before the households are compared."""


class DuplicatesLink(Link):
    """疑似重复 3 对; hidden where there are none. The households are compared again only after one has changed."""

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__("疑似重复", "caption", parent=parent)
        self.desk = desk
        self.pairs = 0
        self._slim = False
        self._village, self._known = "", ("", "", -1)
        self._timer = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.count)
        self._running = False
        self.hide()

    def look(self, village: str) -> None:
        """The register was read: count soon."""
        self._village = village
        self._timer.start()

    def set_slim(self, slim: bool) -> None:
        """Beside a form there is no room for it."""
        self._slim = slim
        self._tell()

    def count(self) -> None:
        """Count now, in the background."""
        if self._running:
            self._timer.start()
            return
        session, village, known = self.desk.session, self._village, self._known

        def work(progress: Progress) -> tuple[tuple[str, str, int], int] | None:
            from panhuang_desk.services import duplicates

            with session.aside() as aside:
                state = (village, aside.today_iso, duplicates.edition(aside))
                return None if state == known else (state, len(duplicates.suspects(aside, village)))

        self._running = True
        self.desk.run("正在比对户册", work, self._counted, failed=self._failed, quiet=True)

    def _counted(self, result: tuple[tuple[str, str, int], int] | None) -> None:
        self._running = False
        if result is not None:
            self._known, self.pairs = result
            self.setText(f"疑似重复 {self.pairs} 对")
            self.setAccessibleName(self.text())
            self.updateGeometry()
            self._tell()

    def _failed(self, problem: object) -> None:
        """The file cannot be read just now: what needs it says so; the link stays as it was."""
        self._running = False

    def _tell(self) -> None:
        self.setVisible(bool(self.pairs) and not self._slim)
