"""The report of a patrol season, on paper."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, checked, command, opened, output_file, passphrase_option
from panhuang_desk.services.season_paper import write_season_report


def _year(text: str) -> int:
    """A year in four digits."""
    if not (len(text) == 4 and text.isascii() and text.isdecimal() and int(text) >= 2000):
        raise ValueError("年份应写成 YYYY，例如 2026")
    return int(text)


@command("season")
@click.argument("file", type=PATH)
@click.argument("year", metavar="YYYY", callback=checked(_year))
@click.option("--season", "code", metavar="CODE", default="",
              help="哪个踏查季：poppy 罂粟，cannabis 大麻，或日历里的其他代码。不写时是那一年最近开始的一季。")
@click.option("--village", metavar="CODE", help="村（社区）的 12 位代码。不写时是本村；街道的文件是全街道。")
@click.option("-o", "--output", required=True, metavar="OUT.pdf", callback=checked(output_file(".pdf")),
              help="写到哪个 PDF 文件。")
@passphrase_option
@click.pass_context
def season_command(
    ctx: click.Context, file: Path, year: int, code: str, village: str | None, output: Path,
    passphrase_file: Path | None,
) -> None:
    """一个踏查季的季报（PDF）。"""
    with opened(ctx, file, passphrase_file) as session:
        report = write_season_report(session, year, code, village, output)
    click.echo(f"已生成 {report.name}{report.year}年{report.label}季报：{output}")
