"""Long work in the background: its own connection, progress that can be cancelled, the result on the main thread."""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QWidget
from shiboken6 import isValid

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.bars import ProgressBar
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import Label, Line, column, row
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.values import Progress

Work = Callable[[Progress], Any]
"""The work: no Qt widget and no connection of another thread inside; it opens `session.aside()` for itself."""

_SHOW_AFTER_MS = 400
_TELL_EVERY_S = 0.05
_COLLECT_MS = 500


class Task(QObject):
    """Work under way. `finished`, `failed` and `cancelled` come on the main thread, one of them exactly once.

    It has no Qt parent: the workshop keeps it until it has delivered, then it goes when nobody holds it any more.
    """

    progress = Signal(float, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Work, owner: QObject | None = None) -> None:
        super().__init__()
        self._owner = owner
        self._work = work
        self._stop = threading.Event()
        self.running = True

    def start(self) -> None:
        """Begin on a thread of the pool."""
        workshop().begin(self, self._work, self._stop)

    def cancel(self) -> None:
        """Ask the work to stop; it rolls back when it next tells of its progress."""
        self._stop.set()

    def deliver(self, what: str, value: object) -> None:
        """The work has ended so; called on the main thread. Where the owner's window is gone nobody is told."""
        self.running = False
        if self._owner is not None and not isValid(self._owner):
            return
        self.ended.emit()
        if what == "cancelled":
            self.cancelled.emit()
        elif what == "failed":
            self.failed.emit(value)
        else:
            self.finished.emit(value)


class Workshop(QObject):
    """Stands between the threads; lives as long as the application, so that no thread holds an object of a window.

    Once there are threads, garbage is collected here and only here: the collector left to itself would delete Qt
    objects on the thread that happens to set it off.
    """

    told = Signal(int, float, str)
    ended = Signal(int, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks: dict[int, tuple[Task, Work]] = {}
        self._last = 0
        self._collector = QTimer(self, interval=_COLLECT_MS)
        self._collector.timeout.connect(self.collect)
        self.told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def begin(self, task: Task, work: Work, stop: threading.Event) -> None:
        """Begin work for a task. The work itself is kept here until it has ended, so that it is let go here."""
        self.take_over_garbage()
        self._last += 1
        self._tasks[self._last] = (task, work)
        QThreadPool.globalInstance().start(_Runner(self, self._last, work, stop))

    def take_over_garbage(self) -> None:
        """Collect garbage on the main thread, in its idle time, instead of anywhere at any time."""
        gc.disable()
        if not self._collector.isActive():
            self._collector.start()

    def collect(self) -> None:
        """Collect what has gathered, the oldest generation that is due; not while a thread works."""
        if self._tasks:
            return
        gathered, limits = gc.get_count(), gc.get_threshold()
        due = next((generation for generation in (2, 1, 0) if gathered[generation] > limits[generation]), None)
        if due is not None:
            gc.collect(due)

    def _tell(self, number: int, share: float, now: str) -> None:
        if number in self._tasks:
            self._tasks[number][0].progress.emit(share, now)

    def _deliver(self, number: int, what: str, value: object) -> None:
        task, _ = self._tasks.pop(number)
        task.deliver(what, value)


def workshop() -> Workshop:
    """The one of the running application; it belongs to it."""
    app = QApplication.instance()
    assert app is not None
    found = getattr(app, "desk_workshop", None)
    if found is None:
        found = Workshop(app)
        app.desk_workshop = found  # type: ignore[attr-defined]
    return found


class _Runner(QRunnable):
    """What the pool runs. It lets go of the work before it tells the outcome, and holds nothing of a window."""

    def __init__(self, home: Workshop, number: int, work: Work, stop: threading.Event) -> None:
        super().__init__()
        self._home, self._number, self._stop = home, number, stop
        self._work: Work | None = work
        self._told = 0.0

    def run(self) -> None:
        """Do the work."""
        outcome: tuple[str, object]
        try:
            assert self._work is not None
            outcome = ("finished", self._work(self._tell))
        except Cancelled:
            outcome = ("cancelled", None)
        except Exception as error:
            outcome = ("failed", error)
        self._work = None
        # Where the program is ending, the application is gone and nobody waits.
        with contextlib.suppress(RuntimeError):
            self._home.ended.emit(self._number, *outcome)

    def _tell(self, share: float, now: str) -> None:
        """Called inside the work, so often as it likes; the window hears of it twenty times a second."""
        if self._stop.is_set():
            raise Cancelled
        clock = time.monotonic()
        if clock - self._told >= _TELL_EVERY_S or share >= 1:
            self._told = clock
            self._home.told.emit(self._number, share, now)


def run(parent: QWidget | None, title: str, work: Work, done: Callable[[Any], None], *,
        failed: Callable[[UserError], None] | None = None, cancelled: Callable[[], None] | None = None,
        cancel_note: str = "取消就全部退回，同没做过一样", steps: Sequence[str] = (), quiet: bool = False) -> Task:
    """Do work in the background and hand its result to `done`.

    After a moment a progress dialog shows; `quiet` never shows one. A UserError goes to `failed`, else to a message;
    any other error is a bug and is raised on the main thread.
    """
    task = Task(work, parent)
    if not quiet:
        dialog = ProgressDialog(task, title, cancel_note, steps, parent)
        task.ended.connect(dialog.finish)
        timer = QTimer(task, singleShot=True, interval=_SHOW_AFTER_MS)
        timer.timeout.connect(lambda: dialog.open() if task.running else None)
        task.ended.connect(timer.stop)
        timer.start()

    def on_failed(error: object) -> None:
        if not isinstance(error, UserError):
            assert isinstance(error, BaseException)
            raise error
        if failed:
            failed(error)
        else:
            messages.error(parent, error)

    task.finished.connect(done)
    task.failed.connect(on_failed)
    if cancelled:
        task.cancelled.connect(cancelled)
    task.start()
    return task


class ProgressDialog(QDialog):
    """Share done, what now, time left, the steps, and 取消 with what cancelling means."""

    def __init__(self, task: Task, title: str, note: str, steps: Sequence[str] = (),
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._task, self._began = task, time.monotonic()
        self._steps = tuple(steps)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.white)
        self.setPalette(palette)
        self.setMinimumWidth(look.text_px(460))
        layout = column(self, 24, 12)
        head = row(None, 0, 8)
        head.addWidget(Label(title, "panel"), 1)
        self.share = Label("0 %", "panel")
        head.addWidget(self.share)
        layout.addLayout(head)
        self.bar = ProgressBar()
        layout.addWidget(self.bar)
        below = row(None, 0, 8)
        self.now, self.left = Label("正在准备", "body", "ink2"), Label("", "body", "ink2")
        below.addWidget(self.now, 1)
        below.addWidget(self.left)
        layout.addLayout(below)
        self.step_labels = [self._step(word) for word in self._steps]
        for frame, _, _ in self.step_labels:
            layout.addWidget(frame)
        layout.addWidget(Line())
        foot = row(None, 0, 8)
        foot.addWidget(Label(note, "caption", "ink2"), 1)
        self.cancel_button = Button("取消", key=cap("back"))
        self.cancel_button.clicked.connect(self.reject)
        foot.addWidget(self.cancel_button)
        layout.addLayout(foot)
        task.progress.connect(self._tell)

    def reject(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        self._task.cancel()
        self.cancel_button.setEnabled(False)
        self.now.setText("正在退回")

    def finish(self) -> None:
        """The work has ended."""
        self.done(0)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is cancelling, and waits for it."""
        self.reject()
        event.ignore()

    def _step(self, word: str) -> tuple[QFrame, Label, str]:
        frame = QFrame()
        line = row(frame, 0, 8)
        picture = Label()
        picture.setPixmap(theme.icon("circle-dashed", 16, theme.INK3))
        line.addWidget(picture)
        line.addWidget(Label(word, "body", "ink2"), 1)
        return frame, picture, word

    def _tell(self, share: float, now: str) -> None:
        self.share.setText(f"{share * 100:.0f} %")
        self.bar.set_share(share)
        if self.cancel_button.isEnabled():
            self.now.setText(now)
        spent = time.monotonic() - self._began
        if share > 0.05 and spent > 1:
            self.left.setText(f"大约还要 {_words(spent / share - spent)}")
        current = next((place for place, step in enumerate(self._steps) if now.startswith(step)), -1)
        for place, (_, picture, _) in enumerate(self.step_labels):
            if current >= 0 and place <= current:
                name, colour = ("check", theme.GREEN) if place < current else ("loader-circle", theme.ACCENT)
                picture.setPixmap(theme.icon(name, 16, colour))


def _words(seconds: float) -> str:
    """A duration as it is said."""
    return f"{max(1, round(seconds))} 秒" if seconds < 90 else f"{round(seconds / 60)} 分钟"
