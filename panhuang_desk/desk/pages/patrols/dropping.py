"""Files let go over the patrols page: tracks, plots, or photos of the patrol that is marked, by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.desk import messages
from panhuang_desk.desk.messages import Answer
from panhuang_desk.model.values import Progress
from panhuang_desk.services.photos import ENDINGS

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.patrols.page import PatrolsPage

_TRACK, _PLOT = "track", "plot"


def take(page: PatrolsPage, paths: Sequence[str]) -> None:
    """Look in the background at what the files hold, and begin the import that fits; a person decides where both do.

    Pictures are those of the patrol that is marked.
    """
    files = [Path(path) for path in paths]
    if all(path.suffix.lower() in ENDINGS for path in files):
        if page.shown is not page.log or not page.log.bring_photos(files):
            messages.inform(page.desk.window(), "没有放进来", "照片要放到一次踏查或一处发现里。",
                            "请先在“踏查记录”里选中那一次踏查，或者打开那处发现，再放照片。")
        return

    def look(progress: Progress) -> frozenset[str]:
        from panhuang_desk.services.dropped_places import kinds_in  # loaded when a file is let go

        return kinds_in(files, progress)

    page.desk.run("正在看文件", look, lambda kinds: _begin(page, paths, kinds), cancel_note="取消就什么都不导入")


def _begin(page: PatrolsPage, paths: Sequence[str], kinds: frozenset[str]) -> None:
    kind = next(iter(kinds))
    if len(kinds) > 1:
        kind = messages.ask(
            page.desk.window(), "这个文件里有轨迹，也有标注点",
            "走过的轨迹用来对照经过了哪些地块；标注的点和面可以当作地块登记。现在导入哪一样？",
            (Answer("", "不导入"), Answer(_PLOT, "标注的地块"), Answer(_TRACK, "走过的轨迹")))
    if kind == _TRACK:
        page.open_target({"do": "tracks", "paths": "\n".join(paths)})
    elif kind == _PLOT and len(paths) > 1:
        messages.inform(page.desk.window(), "没有放进来", f"一次放了 {len(paths)} 个文件。",
                        "地块请一个一个放进来，每个都先核对再导入。")
    elif kind == _PLOT:
        page.open_target({"do": "import", "path": paths[0]})
