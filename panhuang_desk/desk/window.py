"""The program's window: unlock or first start, then the desk; locking, text size, backups, closing.

Messages and background work are imported where they are used, so that the first window is there sooner.
"""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QThreadPool, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.surface import PROGRAM, Surface
from panhuang_desk.errors import UserError
from panhuang_desk.settings import Settings

if TYPE_CHECKING:
    from panhuang_desk.desk.answering.handed import Handed
    from panhuang_desk.desk.help import HelpWindow
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.desk.tasks import Task
    from panhuang_desk.model.values import Progress
    from panhuang_desk.services.records import Saved
    from panhuang_desk.services.screen_answers import Setup
    from panhuang_desk.services.session import Session

BACKUP_EVERY_MS = 10 * 60_000
IDLE_MS = 2_000
LOAD_MS = 150
BUSY_MS = 60_000
"""How long locking waits for work that shows its progress."""
ASKED_MS = 200
_LOADED_LATER = ("panhuang_desk.services.start", "panhuang_desk.desk.shell", "panhuang_desk.desk.pages.today")


class Window(QMainWindow):
    """Holds one surface at a time. Without a file it shows the file used last, or the first start."""

    def __init__(self, settings: Settings, file: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.shell: Shell | None = None
        self.session: Session | None = None
        self._help: HelpWindow | None = None
        self._handed: Handed | None = None
        self._loaded = False
        self._pointer = QPointF()
        self.setWindowTitle(PROGRAM)
        self.setAnimated(False)
        self.setMinimumSize(960, 600)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._lock_timer = QTimer(self, singleShot=True)
        self._lock_timer.timeout.connect(self._lock_unused)
        self._backup_timer = QTimer(self, interval=BACKUP_EVERY_MS)
        self._backup_timer.timeout.connect(self._want_backup)
        self._backup_wanted = False
        self._backup_task: Task | None = None
        self._load_timer = QTimer(self, interval=LOAD_MS, singleShot=True)
        self._load_timer.timeout.connect(self._load_the_rest)
        self._idle_timer = QTimer(self, interval=IDLE_MS, singleShot=True)
        self._idle_timer.timeout.connect(self._idle)
        self._place()
        known = Path(settings.recent[0].path) if settings.recent else None
        if file or known:
            self.show_unlock(file or known)
        else:
            self.show_first_start()

    # Surfaces

    def show_unlock(self, file: Path | None, backup: Path | None = None) -> None:
        """Ask for the passphrase of a file, to put a backup in its place first where one is named."""
        assert file is not None
        # Loaded when shown: a window that opens on the first start does not need it.
        from panhuang_desk.desk.unlock import Unlock

        surface = Unlock(self.settings, file.absolute(), backup=backup)
        surface.opened.connect(self._unlocked)
        surface.new_asked.connect(self.show_first_start)
        surface.other_chosen.connect(self.show_unlock)
        surface.help_asked.connect(self.show_help)
        self._put(surface)

    def show_first_start(self) -> None:
        """Guide to a new file."""
        from panhuang_desk.desk.first_start import FirstStart

        surface = FirstStart(self.settings, can_go_back=bool(self.settings.recent))
        surface.opened.connect(self.open_session)
        surface.open_asked.connect(self.show_unlock)
        surface.back_asked.connect(self.show_newest)
        surface.help_asked.connect(self.show_help)
        self._put(surface)

    def show_newest(self) -> None:
        """Ask for the passphrase of the file used last."""
        self.show_unlock(Path(self.settings.recent[0].path))

    def open_session(self, session: Session, page: str = "") -> None:
        """Show the desk for an open file."""
        from panhuang_desk.desk.shell import Shell

        self.session = session
        shell = Shell(session)
        shell.lock_asked.connect(self.lock)
        shell.text_size_asked.connect(self.set_text_size)
        shell.help_asked.connect(self.show_help)
        shell.open_asked.connect(self.open_other)
        shell.restore_asked.connect(self.restore_backup)
        shell.answering_asked.connect(self.hand_over)
        self.shell = shell
        self.setWindowTitle(f"{session.place} — {PROGRAM}")
        self._put(shell)
        shell.go(page or "today")
        self._backup_timer.start()
        self._backup_wanted = True
        self._stay_awake()

    # What pages ask for

    def lock(self) -> None:
        """Keep drafts, close the file, ask for the passphrase again."""
        if self.session is None:
            return
        file = self.session.store.path
        self.close_file()
        self.show_unlock(file)

    def open_other(self, file: Path) -> None:
        """Close the file and ask for the passphrase of another one."""
        self.close_file()
        self.show_unlock(file)

    def restore_backup(self, backup: Path) -> None:
        """Close the file; once its passphrase is given, a backup takes its place and is opened."""
        if self.session is None:
            return
        file = self.session.store.path
        self.close_file()
        self.show_unlock(file, backup)

    def hand_over(self, setup: Setup, count: int) -> None:
        """Give a resident the whole screen, to answer `count` questions; the desk is gone until the passphrase."""
        from panhuang_desk.desk.answering.handed import Handed

        shell = self.shell
        if shell is None:
            return
        self._handed = handed = Handed(self, shell, setup, count)
        if self._help is not None:
            self._help.close()
        self._take_down(shell)
        self.shell = None
        handed.surface.returned.connect(self.take_back)
        self._put(handed.surface)
        handed.fill_screen()
        handed.surface.step.begin()

    def take_back(self) -> None:
        """The passphrase was given: build the desk anew where it was."""
        handed, self._handed = self._handed, None
        if handed is not None:
            handed.end()
            handed.return_to(self.open_session, lambda: self.shell)

    def set_text_size(self, size: int) -> None:
        """Use another text size: the desk is built anew on the same page; drafts come back."""
        self.settings.text_size = size
        self._save_settings()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if self.shell is not None:
            self.shell.flush_drafts()
        theme.install(app, size)
        if self.session is not None and self.shell is not None:
            self.open_session(self.session, self.shell.current_name)

    def show_help(self, topic: str) -> None:
        """Open the manual."""
        from panhuang_desk.desk.help import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self)
        self._help.show_topic(topic)
        self._help.show()
        self._help.raise_()

    def back_up(self) -> None:
        """Back the file up in the background where one is due; what goes wrong is said in the hint bar."""
        from panhuang_desk.desk import tasks

        session, shell = self.session, self.shell
        if session is None or shell is None or session.store.read_only:
            return

        def work(progress: Progress) -> object:
            from panhuang_desk.services.backups import backup_if_due

            with session.aside(write=True) as aside:
                return backup_if_due(aside, progress)

        def failed(problem: UserError) -> None:
            if self.shell is shell:
                shell.set_state("error", f"备份没做成：{problem.message}")

        self._backup_task = tasks.run(self, "正在备份", work, lambda _: None, failed=failed, quiet=True)
        self._backup_task.ended.connect(self._backup_ended)

    def close_file(self) -> None:
        """Keep drafts and close the file; the desk goes with it."""
        self._lock_timer.stop()
        self._backup_timer.stop()
        self._leave_answering()
        if self.shell is not None:
            self._take_down(self.shell)
        else:
            self._await_work()
        if self.session is not None:
            self.session.close()
        self.session, self.shell = None, None
        self.setWindowTitle(PROGRAM)
        self._save_settings()

    def flush_drafts(self) -> None:
        """Keep what is being typed; for the crash guard."""
        if self.shell is not None:
            self.shell.flush_drafts()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Once the window is on screen, load in the background what the next step will need."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        if not self._loaded:
            self._loaded = True
            self._load_timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and mouse put the locking off; a pause lets the file tidy up."""
        if self.session is not None and self._is_somebody(event):
            self._stay_awake()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts, back up, close the file, remember place and page. The window is gone at once."""
        rect = self.normalGeometry()
        maximized = self._handed.maximized if self._handed is not None else self.isMaximized()
        self.settings.window = [rect.x(), rect.y(), rect.width(), rect.height(), int(maximized)]
        self.hide()
        self._leave_answering()
        self._back_up_at_end()
        self.close_file()
        super().closeEvent(event)

    def _put(self, surface: QWidget) -> None:
        """Show a surface in place of the one before, which is dropped with everything in it."""
        before = self._stack.currentWidget()
        self._stack.addWidget(surface)
        self._stack.setCurrentWidget(surface)
        if isinstance(surface, Surface):
            surface.begin()
        if before is not None:
            # Not taken out of the stack: that would hand it to Python, which would delete it inside its own signal.
            before.deleteLater()

    def _load_the_rest(self) -> None:
        """Import what comes after unlocking, while the person types the passphrase."""
        from panhuang_desk.desk import tasks


        def work(progress: Progress) -> None:
            # What fails here fails again, and is told, where it is used.
            with contextlib.suppress(ImportError):
                for name in _LOADED_LATER:
                    importlib.import_module(name)

        tasks.run(self, "", work, lambda _: None, quiet=True)

    def _unlocked(self, session: Session) -> None:
        """The file is open; where a backup took its place, say what became of the file before."""
        replaced = getattr(self._stack.currentWidget(), "replaced", None)
        kept = self._begun_at_screen(session)
        self.open_session(session)
        if kept and self.shell is not None:
            self.shell.did("上次屏幕作答中断了，那份答卷记作“没有答完”", kept[-1].changes)
        if replaced is not None and self.shell is not None:
            self.shell.announce(f"恢复好了。恢复前的文件留在旁边：{replaced.name}")

    def _begun_at_screen(self, session: Session) -> list[Saved]:
        """The sheets that were being answered when the program ended, kept as abandoned now."""
        if not session.store.drafts():
            return []
        # Loaded only where there are drafts: it brings all of the quizzes along, and somebody waits for the desk.
        from panhuang_desk.services.screen_answers import keep_begun

        return keep_begun(session)

    def _take_down(self, shell: Shell) -> None:
        """Keep what is typed on the desk, and let nothing of it ask the file for anything any more."""
        shell.flush_drafts()
        shell.retire()
        self._await_work()

    def _leave_answering(self) -> None:
        """A sheet that a resident is answering is kept as abandoned."""
        handed, self._handed = self._handed, None
        if handed is not None:
            handed.end()

    def _is_somebody(self, event: QEvent) -> bool:
        """Whether a person did it: not a key that something lies on, nor a pointer that stays where it was."""
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            before, self._pointer = self._pointer, event.globalPosition()
            return before != self._pointer
        return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)

    def _stay_awake(self) -> None:
        if self.settings.lock_minutes > 0:
            self._lock_timer.start(self.settings.lock_minutes * 60_000)
        else:
            self._lock_timer.stop()
        self._idle_timer.start()

    def _lock_unused(self) -> None:
        """Nobody has touched anything for long. A question that is open is put away first; work under way goes on."""
        from panhuang_desk.desk.tasks import ProgressDialog

        if self.settings.lock_minutes <= 0:
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ProgressDialog):
            self._lock_timer.start(BUSY_MS)
        elif isinstance(dialog, QDialog):
            # What asked the question goes on with "no" and must have ended before the file is closed.
            dialog.reject()
            self._lock_timer.start(ASKED_MS)
        else:
            self.lock()

    def _await_work(self) -> None:
        """Work in the background ends first; a backup does not keep the person waiting, it is due again."""
        if self._backup_task is not None:
            self._backup_task.cancel()
        QThreadPool.globalInstance().waitForDone(10_000)

    def _backup_ended(self) -> None:
        self._backup_task = None

    def _want_backup(self) -> None:
        self._backup_wanted = True

    def _idle(self) -> None:
        """Nobody has typed for a moment: tidy the file up, and back it up where that is due."""
        if self.session is not None and not self.session.store.read_only:
            self.session.store.idle()
            if self._backup_wanted:
                self._backup_wanted = False
                self.back_up()

    def _back_up_at_end(self) -> None:
        """Back up what was entered. What goes wrong is said after the next start, when the backup is due again."""
        session = self.session
        if session is None or session.store.read_only:
            return
        from panhuang_desk.services.backups import backup_if_due

        self._await_work()
        with contextlib.suppress(UserError):
            backup_if_due(session)

    def _place(self) -> None:
        """Where the window was, if that is still on a screen; else most of the first screen."""
        screen = QApplication.primaryScreen().availableGeometry()
        self.resize(min(1366, screen.width()), min(768, screen.height()))
        kept = self.settings.window
        if len(kept) == 5 and all(isinstance(value, int) for value in kept):
            x, y, width, height, maximized = kept
            if QApplication.screenAt(screen.center()) and screen.intersects(screen.__class__(x, y, width, height)):
                self.setGeometry(x, y, min(width, screen.width()), min(height, screen.height()))
            if maximized:
                self.setWindowState(self.windowState() | self.windowState().WindowMaximized)
        elif screen.width() <= 1440:
            self.setWindowState(self.windowState() | self.windowState().WindowMaximized)

    def _save_settings(self) -> None:
        from panhuang_desk.desk import messages

        try:
            self.settings.save()
        except OSError:
            messages.inform(self, "这台电脑上的设置没有存上", "记录不受影响，只是下次窗口大小和最近的文件记不住。",
                            "请看磁盘是否满了。")
