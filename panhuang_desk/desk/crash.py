"""What happens on a bug: drafts are saved first, the log notes where, one dialog says what to do.

Messages and background work are imported where they are used, so that the first window is there sooner.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QWidget

from panhuang_desk.errors import UserError


class CrashGuard:
    """Stands in sys.excepthook. `flush` saves drafts, `parent` gives the window; both may fail without harm."""

    def __init__(self, flush: Callable[[], None], parent: Callable[[], QWidget | None]) -> None:
        self._flush, self._parent = flush, parent
        self._busy = False

    def install(self) -> None:
        """Take the place of Python's own hook."""
        sys.excepthook = self.caught

    def caught(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        """One unexpected error. A second one while the first is shown is only noted."""
        from panhuang_desk.desk import messages

        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, at)
            return
        # Loaded only when it is needed.
        from panhuang_desk.services.crash_log import note_crash

        kept = self._keep_drafts()
        if isinstance(error, UserError) and not self._busy:
            messages.error(self._parent(), error)
            return
        log = note_crash(error)
        if self._busy:
            return
        self._busy = True
        try:
            messages.ask(
                self._parent(), "程序出了意外",
                ("正在填的内容已经存成草稿。" if kept else "正在填的内容可能没有存上。") + "已经保存的记录没有受影响。",
                (messages.Answer("ok", "接着用"),),
                hint=f"如果同样的事再出现，请把 {log.name} 交给维护的人，里面没有住户的信息。", look="error")
        finally:
            self._busy = False

    def _keep_drafts(self) -> bool:
        try:
            self._flush()
        except Exception:
            return False
        return True
