"""Gives a list that is on screen out as a table: covered or as it is, where to, and then in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.desk import messages
from panhuang_desk.desk.messages import Answer
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported, Shown, about_people, export_table, file_name

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

TABLES = "Excel 表格 (*.xlsx);;CSV 表格 (*.csv)"
"""The tables that can be written, as the choice of a file offers them."""


def give_out(desk: Shell, kind: str, *, columns: Sequence[Shown] | None, ids: Sequence[str]) -> None:
    """Ask whether names and phones are to be covered and where to write, then write these records in this order.

    What was written is announced; turning back at either question writes nothing. Where nothing is to be covered, only
    the second is asked.
    """
    if not ids:
        desk.announce("列表是空的，没有可导出的")
        return
    session, label, measure = desk.session, KINDS[kind].label, KINDS[kind].measure
    answer = messages.ask(
        desk.window(), f"导出{label}",
        f"导出列表里的 {len(ids)} {measure}。表格没有加密，谁拿到都能打开。要不要遮盖姓名、电话？",
        (Answer("no", "不导出"), Answer("full", "照原样"), Answer("masked", "遮盖姓名、电话"))) if (
            about_people(kind)) else "full"
    if answer not in ("full", "masked"):
        return
    masked = answer == "masked"
    folder = Path(session.settings.last_folder or session.store.path.parent)
    chosen = messages.ask_save(desk.window(), f"导出{label}", str(folder / file_name(session, kind, masked=masked)),
                               TABLES)
    if not chosen:
        return
    target = table_path(chosen)
    wanted, shown = tuple(ids), None if columns is None else tuple(columns)

    def work(progress: Progress) -> Exported:
        with session.aside() as aside:
            return export_table(aside, kind, target, columns=shown, ids=wanted, masked=masked, progress=progress)

    def written(exported: Exported) -> None:
        session.settings.last_folder = str(exported.path.parent)
        care = "，姓名、电话已遮盖" if exported.masked else "，没有加密，用完请删掉" if exported.personal else ""
        desk.announce(f"导出了 {exported.rows} {measure}{care}：{exported.path.name}")

    desk.run(f"正在导出{label}", work, written, cancel_note="取消就不导出了，不会留下半个文件")


def table_path(chosen: str) -> Path:
    """The file that was chosen, as a workbook where no table's ending was written."""
    return Path(chosen if Path(chosen).suffix.lower() in (".xlsx", ".csv") else f"{chosen}.xlsx")
