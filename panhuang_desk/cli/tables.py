"""Spreadsheets in and out, and folders of photos in."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import (
    PATH,
    checked,
    command,
    one_of,
    opened,
    output_file,
    passphrase_option,
    say_json,
    shown_progress,
)
from panhuang_desk.cli.common import (
    day as day_option,
)
from panhuang_desk.errors import UserError
from panhuang_desk.model.geo.datum import DATUMS, WGS84
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.kinds.plot import LAND_KINDS
from panhuang_desk.services.exports import columns_of, export_table, told
from panhuang_desk.services.import_result import ImportResult, alike, export_rejected
from panhuang_desk.services.importable import IMPORTABLE
from panhuang_desk.services.imports import import_file
from panhuang_desk.services.photo_folder import import_photos
from panhuang_desk.services.plot_exports import MAP_ENDINGS, export_plots
from panhuang_desk.services.plot_imports import TABLE_ENDINGS, Answers, import_plots
from panhuang_desk.services.question_bank import import_bank
from panhuang_desk.services.sheet_imports import import_answer_sheets
from panhuang_desk.services.tracks import import_tracks

_PHOTO, _SHEET, _TRACK, _PLOT = "photo", "answer_sheet", "track", "plot"

_QUESTION = "question"
_UNITS = {_QUESTION: "题", _TRACK: "条"}
"""What is counted in place of rows."""

EXPORTABLE = tuple(kind.name for kind in KINDS.values() if columns_of(kind))
"""The kinds that make a spreadsheet."""


@command("import")
@click.argument("file", type=PATH)
@click.argument("kind", callback=checked(one_of((*IMPORTABLE, _QUESTION, _PHOTO, _SHEET, _TRACK))))
@click.argument("source", type=PATH)
@click.option("--village", metavar="CODE", default="", help="表里没有“村”一列时，算哪个村（社区）的。不写时是本村。")
@click.option("--paper", metavar="ID", default="", help="答卷（answer_sheet）是哪份试卷的。不写时是标准试卷。")
@click.option("--survey", metavar="ID", default="", help="答卷（answer_sheet）属于哪次测评，试卷由它定。")
@click.option("--method", type=click.Choice(["foot", "drone"]), default="foot", help="轨迹（track）是走的还是飞的。")
@click.option("--datum", type=click.Choice([choice.code for choice in DATUMS]), default=WGS84,
              help="轨迹、地块的坐标系：GPS 是 wgs84，高德、腾讯是 gcj02，百度是 bd09。")
@click.option("--group", type=click.IntRange(1, 99), metavar="N", help="新的地块（plot）没写组别的，算第几组的。")
@click.option("--land", type=click.Choice([choice.code for choice in LAND_KINDS]), default=None,
              help="新的地块（plot）没写类别的，算哪一类。")
@click.option("--day", metavar="YYYY-MM-DD", default="", callback=checked(day_option),
              help="轨迹里没有时间时，是哪一天走的。")
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写入。")
@click.option("--wrong", metavar="OUT.csv|OUT.xlsx", callback=checked(output_file(".csv", ".xlsx")),
              help="没收进来的行连同原因另存成表格，改好再导。")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@passphrase_option
@click.pass_context
def import_command(
    ctx: click.Context, file: Path, kind: str, source: Path, village: str, paper: str, survey: str, method: str,
    datum: str, group: int | None, land: str | None, day: str, dry_run: bool, wrong: Path | None, as_data: bool,
    passphrase_file: Path | None,
) -> None:
    """从 CSV、XLSX 表格导入户（household）、地块（plot）或答卷（answer_sheet），从文件夹导入照片（photo），
    从题库格式的文件导入自拟题（question），从 GPX、KML、GeoJSON 或飞行记录（CSV）导入轨迹（track），
    从 GPX 航点、KML、KMZ、GeoJSON 也可以导入地块（plot）。

    认不出的格子逐行说明，那一行不收；其余的收进来。再导一次不会重复。答卷一行一份，存疑的答案逐格说明，记作“?”收进来；
    日期、卷型不对的那一行不收。照片的文件名开头写组和门牌，例如“3-27 大门.jpg”。
    """
    if (paper or survey) and kind != _SHEET:
        raise click.UsageError("只有导入答卷（answer_sheet）时才写 --paper 和 --survey。", ctx)
    if (group or land) and kind != _PLOT:
        raise click.UsageError("只有导入地块（plot）时才写 --group 和 --land。", ctx)
    with opened(ctx, file, passphrase_file, write=not dry_run) as session:
        if kind == _PHOTO:
            result = import_photos(session, source, village=village, dry_run=dry_run, progress=shown_progress())
        elif kind == _QUESTION:
            result = import_bank(session, source, dry_run=dry_run, progress=shown_progress())
        elif kind == _TRACK:
            result = import_tracks(session, source, method=method, datum=datum, village=village, day=day,
                                   dry_run=dry_run, progress=shown_progress())
        elif kind == _SHEET:
            result = import_answer_sheets(session, source, paper_id=paper, survey_id=survey, village=village,
                                          dry_run=dry_run, progress=shown_progress())
        elif kind == _PLOT:
            result = import_plots(session, source, Answers(datum, group or 0, land or ""), village=village,
                                  dry_run=dry_run, progress=shown_progress())
        else:
            result = import_file(session, kind, source, village=village, dry_run=dry_run, progress=shown_progress())
    if as_data:
        say_json(result.as_json())
    else:
        _say(result, kind, _unit(kind, source))
    if wrong and result.rejected:
        export_rejected(result, wrong)
        click.echo(f"没收进来的 {result.wrong_rows} 行存到了：{wrong}", err=as_data)
    if result.wrong_rows and not (result.new or result.changed or result.same):
        unit = _unit(kind, source)
        usual = (unit, "表格" if unit == "行" else "文件")
        each, what = {_PHOTO: ("张", "文件"), _QUESTION: ("道", "题目")}.get(kind, usual)
        raise UserError(f"{result.wrong_rows} {each}都没有收进来。", f"请按上面的说明改{what}，再导一次。",
                        code="import_rows")


@command("export")
@click.argument("file", type=PATH)
@click.argument("kind", callback=checked(one_of(EXPORTABLE)))
@click.option("-o", "--output", required=True, metavar="OUT.csv|OUT.xlsx",
              callback=checked(output_file(".csv", ".xlsx", *MAP_ENDINGS)),
              help="写到哪个表格文件；地块（plot）还可以是 .geojson 或 .kml。")
@click.option("--village", metavar="CODE", default="", help="只要这个村（社区）的。")
@click.option("--full", is_flag=True, help="姓名、电话、备注都照原样导出；不写时姓名、电话遮盖，备注不导出。")
@passphrase_option
@click.pass_context
def export_command(
    ctx: click.Context, file: Path, kind: str, output: Path, village: str, full: bool, passphrase_file: Path | None,
) -> None:
    """把一种记录导出成 CSV、XLSX 表格，姓名和电话遮盖。

    户和地块的表格改好可以再导入，靠最后一列“记录号”认出是哪一条；地块导出成地图文件也一样。
    """
    if kind != _PLOT and output.suffix.lower() in MAP_ENDINGS:
        raise click.UsageError("只有地块（plot）能导出成 .geojson 和 .kml。", ctx)
    with opened(ctx, file, passphrase_file) as session:
        if kind == _PLOT:
            exported = export_plots(session, output, village=village, progress=shown_progress())
        else:
            exported = export_table(session, kind, output, village=village, masked=not full,
                                    progress=shown_progress())
    click.echo(f"已导出{KINDS[kind].label} {exported.rows} 条：{exported.path}")
    if told(exported):
        click.echo(told(exported))


def _unit(kind: str, source: Path) -> str:
    """What is counted in a source: rows of a table, places of a map."""
    if kind == _PLOT and source.suffix.lower() not in TABLE_ENDINGS:
        return "处"
    return _UNITS.get(kind, "行")


def _say(result: ImportResult, kind: str, unit: str) -> None:
    done = "将导入" if result.dry_run else "已导入"
    counts = f"新增 {result.new}，更新 {result.changed}，相同 {result.same}，未收 {result.wrong_rows}。"
    click.echo(f"{done}{_label(kind)}：{counts}")
    several = len(result.sheets) > 1
    for item in result.wrong:
        where = "" if kind == _PHOTO else f"{_where(item.sheet, several)}第 {item.row} {unit} "
        click.echo(f"未收：{where}{item.column}：{item.reason}")
    if result.doubtful:
        click.echo(f"收入的行里，{result.doubtful_rows} 行有存疑的格子，共 {len(result.doubtful)} 格：")
    for item in result.doubtful:
        click.echo(f"存疑：{_where(item.sheet, several)}第 {item.row} 行 {item.column}：{item.reason}")
    for same in alike(result.notes):
        rows = "、".join(map(str, same.rows[:20])) + ("……" if len(same.rows) > 20 else "")
        times = f"（共 {len(same.rows)} 行）" if len(same.rows) > 1 else ""
        where = f"第 {rows} {unit} {same.column}：" if same.rows != (0,) else ""
        click.echo(f"请核对：{_where(same.sheet, several)}{where}{same.reason}{times}")
    if result.ignored:
        click.echo(f"没有用到的列：{'、'.join(result.ignored)}")


def _where(sheet: str, several: bool) -> str:
    return f"{sheet} " if several and sheet else ""


def _label(kind: str) -> str:
    return "题目" if kind == _QUESTION else KINDS[kind].label
