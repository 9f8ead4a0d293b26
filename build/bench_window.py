"""One measurement of the window, in a process of its own: `bare`, `start` FILE, `unlock` FILE and so on.

`bare` and `start` print a line at the moment when a window is on screen; the others print what they measured.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from panhuang_desk.__main__ import main, preload

if sys.argv[1:2] == ["start"]:
    preload()  # as the program does, before Qt

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

SETTLE_SECONDS = 1.5
FILTER_ROUNDS = 8
FILTERS = (
    {"group": "3"}, {"tenure": "rented"}, {"people": "left_behind_elderly"}, {"late": "30"}, {"open": "1"},
    {"again": "1"}, {"left": "1"}, {"group": "2", "tenure": "rented", "people": "pupils", "late": "15", "open": "1"},
)
"""What is chosen one after the other, then taken off at once."""


def until(reached: Callable[[], object], seconds: float = 30) -> None:
    """Run the event loop until something holds."""
    end = time.perf_counter() + seconds
    while not reached():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError
    QApplication.processEvents()


def settle() -> None:
    """Let timers and background work of the start come to rest."""
    end = time.perf_counter() + SETTLE_SECONDS
    until(lambda: time.perf_counter() > end)


def rest() -> None:
    """Let the first backup of a new file, and what the page compares in the background, come to an end too."""
    for _ in range(2):
        settle()
        until(lambda: not QThreadPool.globalInstance().activeThreadCount(), 60)


def on_screen() -> bool:
    """Whether any window is exposed, so that it has been painted."""
    handles = (widget.windowHandle() for widget in QApplication.topLevelWidgets())
    return any(handle is not None and handle.isExposed() for handle in handles)


def tell_when_shown() -> int:
    """Stands in QApplication.exec: says that the window is there and ends at once."""
    until(on_screen)
    print("shown", flush=True)
    os._exit(0)


def bare() -> None:
    """A window of the same size with nothing in it."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 696)
    window.show()
    app.exec()


def start(file: str) -> None:
    """The program, as it is started with a file whose passphrase it is not told."""
    os.environ.pop("PANHUANG_PASSPHRASE", None)
    main([file])


def opened(file: str) -> tuple[object, float]:
    """The program's window on a file, unlocked as a person does; and the seconds from Enter to a usable home."""
    from panhuang_desk.desk.app import make_app
    from panhuang_desk.desk.unlock import Unlock
    from panhuang_desk.desk.window import Window
    from panhuang_desk.settings import Settings

    settings = Settings.load()
    make_app(settings)
    window = Window(settings, Path(file))
    window.resize(1366, 696)
    window.show()
    settle()
    surface = window.findChild(Unlock)
    surface.passphrase.field.setText(os.environ["PANHUANG_PASSPHRASE"])
    began = time.perf_counter()
    surface.unlock()
    until(lambda: window.shell is not None and window.shell.page is not None and window.shell.page.isVisible())
    return window, time.perf_counter() - began


def unlock(file: str) -> None:
    """Seconds from Enter to a usable home, and the MiB that the process then holds, register shown and all."""
    window, seconds = opened(file)
    settle()
    window.shell.go("visits")  # type: ignore[attr-defined]
    settle()
    print(seconds, memory())
    os._exit(0)


def search(file: str, *more: str) -> None:
    """Seconds from a key in the register's search to the narrowed list on screen, one line a key: the beginnings of
    names, and after each the texts of `more`.
    """
    window, _ = opened(file)
    shell = window.shell  # type: ignore[attr-defined]
    names = [record.text("contact_name") for record in shell.session.store.records("household", limit=40)]
    shell.go("visits")
    rest()
    field = next(field for field in shell.page.findChildren(QLineEdit) if field.isVisible())
    for name in names:
        for text in (*(name[:end] for end in range(1, len(name) + 1)), *more):
            tell(lambda text=text: field.setText(text))
    sys.stdout.flush()
    os._exit(0)


def digit(file: str) -> None:
    """The same of one digit alone."""
    window, _ = opened(file)
    shell = window.shell  # type: ignore[attr-defined]
    shell.go("visits")
    rest()
    field = next(field for field in shell.page.findChildren(QLineEdit) if field.isVisible())
    for number in range(1, 10):
        tell(lambda number=number: field.setText(str(number)))
    sys.stdout.flush()
    os._exit(0)


def filters(file: str) -> None:
    """Seconds from a choice in the register's filters to the narrowed list on screen, one line a choice."""
    window, _ = opened(file)
    shell = window.shell  # type: ignore[attr-defined]
    shell.go("visits")
    rest()
    bar = shell.page.households.register.filters
    for _ in range(FILTER_ROUNDS):
        for chosen in FILTERS:
            for name, code in chosen.items():
                chip = bar.chips[name]
                (chip.choose if chip.has_options else lambda code, chip=chip: chip.setChecked(bool(code)))(code)
                tell(lambda chip=chip, code=code: chip.chosen.emit(code))
            bar.clear()
            tell(bar.changed.emit)
    sys.stdout.flush()
    os._exit(0)


def page(file: str) -> None:
    """Seconds until the visits page is on screen for the first time."""
    window, _ = opened(file)
    settle()
    shell = window.shell  # type: ignore[attr-defined]
    tell(lambda: shell.go("visits"))
    sys.stdout.flush()
    os._exit(0)


def statistics(file: str) -> None:
    """Seconds until the statistics of all sheets of the file are on screen: for the first time, then another view."""
    window, _ = opened(file)
    settle()
    shell = window.shell  # type: ignore[attr-defined]
    shell.go("quizzes", tab="stats")
    settle()
    tab = shell.page.stats
    tell(lambda: tab.show_asked(month="all"))
    tell(lambda: tab.show_view("groups"))
    sys.stdout.flush()
    os._exit(0)


def tell(work: Callable[[], object]) -> None:
    """Print the seconds that something takes until it is on screen."""
    began = time.perf_counter()
    work()
    QApplication.processEvents()
    print(time.perf_counter() - began)


def memory() -> float:
    """The memory that this process holds, in MiB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    QApplication.exec = staticmethod(tell_when_shown)  # type: ignore[method-assign, assignment]
    {"bare": bare, "start": start, "unlock": unlock, "search": search, "digit": digit, "filters": filters,
     "page": page, "statistics": statistics}[sys.argv[1]](*sys.argv[2:])
