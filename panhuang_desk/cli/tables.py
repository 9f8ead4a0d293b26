"""Spreadsheets in and out."""

from __future__ import annotations

from collections.abc import Sequence
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
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.exports import columns_of, export_file
from panhuang_desk.services.imports import IMPORTABLE, ImportResult, Wrong, import_file

EXPORTABLE = tuple(kind.name for kind in KINDS.values() if columns_of(kind))
"""The kinds that make a spreadsheet."""


@command("import")
@click.argument("file", type=PATH)
@click.argument("kind", callback=checked(one_of(tuple(IMPORTABLE))))
@click.argument("source", type=PATH)
@click.option("--village", metavar="CODE", default="", help="表里没有“村”一列时，算哪个村（社区）的。不写时是本村。")
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写入。")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@passphrase_option
@click.pass_context
def import_command(
    ctx: click.Context, file: Path, kind: str, source: Path, village: str, dry_run: bool, as_data: bool,
    passphrase_file: Path | None,
) -> None:
    """从 CSV、XLSX 表格导入户（household）或地块（plot）。

    认不出的格子逐行说明，那一行不收；其余的收进来。再导一次不会重复。
    """
    with opened(ctx, file, passphrase_file, write=not dry_run) as session:
        result = import_file(session, kind, source, village=village, dry_run=dry_run,
                             progress=shown_progress())
    if as_data:
        say_json(result.as_json())
    else:
        _say(result, KINDS[kind].label)
    if result.wrong_rows and not (result.new or result.changed or result.same):
        raise UserError(f"{result.wrong_rows} 行都没有收进来。", "请按上面的说明改表格，再导一次。", code="import_rows")


@command("export")
@click.argument("file", type=PATH)
@click.argument("kind", callback=checked(one_of(EXPORTABLE)))
@click.option("-o", "--output", required=True, metavar="OUT.csv|OUT.xlsx",
              callback=checked(output_file(".csv", ".xlsx")), help="写到哪个表格文件。")
@click.option("--village", metavar="CODE", default="", help="只要这个村（社区）的。")
@passphrase_option
@click.pass_context
def export_command(
    ctx: click.Context, file: Path, kind: str, output: Path, village: str, passphrase_file: Path | None,
) -> None:
    """把一种记录导出成 CSV、XLSX 表格。"""
    with opened(ctx, file, passphrase_file) as session:
        exported = export_file(session, kind, output, village=village, progress=shown_progress())
    click.echo(f"已导出{KINDS[kind].label} {exported.rows} 条：{exported.path}")
    if exported.personal:
        click.echo("表格里有个人信息，没有加密，请妥善保管，用完删除。")


def _say(result: ImportResult, label: str) -> None:
    done = "将导入" if result.dry_run else "已导入"
    counts = f"新增 {result.new}，更新 {result.changed}，相同 {result.same}，未收 {result.wrong_rows}。"
    click.echo(f"{done}{label}：{counts}")
    _list(result.wrong, "未收")
    _list(result.notes, "请核对")
    if result.ignored:
        click.echo(f"没有用到的列：{'、'.join(result.ignored)}")


def _list(items: Sequence[Wrong], what: str) -> None:
    for item in items:
        sheet = f"{item.sheet} " if item.sheet else ""
        click.echo(f"{what}：{sheet}第 {item.row} 行 {item.column}：{item.reason}")
