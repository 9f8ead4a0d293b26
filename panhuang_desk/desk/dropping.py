"""A file let go anywhere over the desk begins its import: answer sheets, the register, tracks and plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import messages
from panhuang_desk.desk.messages import Answer
from panhuang_desk.model.values import Progress

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

SPREADSHEETS = (".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".ods")
"""The endings that are taken; those that cannot be read are told what to do instead."""
PLACES = (".gpx", ".kml", ".kmz", ".geojson", ".json")
"""The endings of files of tracks and plots, which any page takes."""
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".webp")

_HOUSEHOLD, _SHEET = "household", "answer_sheet"
_PAGES = {_HOUSEHOLD: "visits", _SHEET: "quizzes"}
_WORDS = {_HOUSEHOLD: "户册", _SHEET: "答卷"}


class FileDrop(QObject):
    """Watches a widget; `dropped` is called with the paths of the files that are let go over it."""

    def __init__(self, on: QWidget, dropped: Callable[[Sequence[str]], None]) -> None:
        super().__init__(on)
        self._dropped = dropped
        on.setAcceptDrops(True)
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, also those that will be refused: only what is taken can be told why not."""
        if isinstance(event, QDragEnterEvent) and files_of(event.mimeData()):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            paths = files_of(event.mimeData())
            if paths:
                event.acceptProposedAction()
                self._dropped(paths)
                return True
        return False


def files_of(data: QMimeData) -> list[str]:
    """The paths of what is carried: files and folders of this machine."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def refusal(paths: Sequence[str]) -> tuple[str, str]:
    """Why these cannot be brought in, and what to do; empty for one spreadsheet."""
    if len(paths) > 1:
        return f"一次放了 {len(paths)} 个文件。", "请一个一个放进来，每个都先核对再导入。"
    path = Path(paths[0])
    if path.is_dir():
        return "这是一个文件夹。", "请打开它，把里面的一个表格放进来。"
    if path.suffix.lower() in _PICTURES:
        return "照片不能放在这里。", "请先打开走访或踏查的表单，再放到“照片”那一栏。"
    if path.suffix.lower() not in SPREADSHEETS:
        return "这个文件不是表格。", "能放进来的是 .xlsx 和 .csv 表格，还有 GPX、KML、GeoJSON；别的请先另存。"
    return "", ""


def bring_in(desk: Shell, paths: Sequence[str]) -> None:
    """Begin the import of what was let go, or say why not: tracks and plots, what the page has a use of its own for, or
    one spreadsheet.

    Of a spreadsheet the page that is shown says of what. Where the headings say something else a person is asked; on
    pages that import nothing the headings decide.
    """
    if all(Path(path).suffix.lower() in PLACES for path in paths):
        desk.go("patrols", do="files", paths="\n".join(paths))
        return
    if desk.page is not None and desk.page.take_files(paths):
        return
    text, hint = refusal(paths)
    if text:
        messages.inform(desk.window(), "没有放进来", text, hint)
        return
    session, path = desk.session, Path(paths[0])

    def look(progress: Progress) -> frozenset[str]:
        from panhuang_desk.services.import_kinds import kinds_of  # loaded when a file is let go

        progress(0.1, "正在看表头")
        with session.aside() as aside:
            return kinds_of(aside, path)

    desk.run("正在看表头", look, lambda kinds: _begin(desk, path, kinds), cancel_note="取消就什么都不导入")


def _begin(desk: Shell, path: Path, kinds: frozenset[str]) -> None:
    shown = next((kind for kind, page in _PAGES.items() if page == desk.current_name), "")
    kind = shown or (_SHEET if kinds == {_SHEET} else _HOUSEHOLD)
    if kinds and kind not in kinds:
        (other,) = kinds
        kind = messages.ask(
            desk.window(), f"这个表格像{_WORDS[other]}，不像{_WORDS[kind]}",
            f"{path.name} 的表头是{_WORDS[other]}的样子。当作什么导入？",
            (Answer("", "不导入"), Answer(kind, f"当作{_WORDS[kind]}"), Answer(other, f"当作{_WORDS[other]}")))
    if kind:
        desk.go(_PAGES[kind], do="import", path=str(path))
