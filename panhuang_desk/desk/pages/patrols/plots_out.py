"""Gives the plots that are listed out: as a table, or for the maps of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.desk import messages
from panhuang_desk.model.values import Progress
from panhuang_desk.services.exports import Exported, file_name
from panhuang_desk.services.plot_exports import MAP_ENDINGS, export_plots

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

FORMATS = "Excel 表格 (*.xlsx);;地图 GeoJSON (*.geojson);;地图 KML，奥维、谷歌地球 (*.kml);;CSV 表格 (*.csv)"


def give_plots_out(desk: Shell, ids: Sequence[str], village: str) -> None:
    """Ask where to and in which format, then write these plots in this order; what is not in it is announced."""
    if not ids:
        desk.announce("列表是空的，没有可导出的")
        return
    session = desk.session
    folder = Path(session.settings.last_folder or session.store.path.parent)
    chosen = messages.ask_save(desk.window(), "导出地块", str(folder / file_name(session, "plot")), FORMATS)
    if not chosen:
        return
    target = Path(chosen if Path(chosen).suffix.lower() in (".xlsx", ".csv", *MAP_ENDINGS) else f"{chosen}.xlsx")
    wanted = tuple(ids)

    def work(progress: Progress) -> Exported:
        with session.aside() as aside:
            return export_plots(aside, target, ids=wanted, village=village, progress=progress)

    def written(exported: Exported) -> None:
        session.settings.last_folder = str(exported.path.parent)
        missing = f"。{exported.missing.rstrip('。')}" if exported.missing else ""
        desk.announce(f"导出了 {exported.rows} 块：{exported.path.name}{missing}")

    desk.run("正在导出地块", work, written, cancel_note="取消就不导出了，不会留下半个文件")
