"""Copies of the file: for the office, as backups, and whether the file is sound."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, checked, command, month, opened, passphrase_option, shown_progress
from panhuang_desk.model.months import Month
from panhuang_desk.services.handover import hand_over


@command("handover")
@click.argument("file", type=PATH)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--month", metavar="YYYY-MM", callback=checked(month), help="报送哪个月；不写时是刚过去的月份。")
@passphrase_option
@click.pass_context
def handover_command(
    ctx: click.Context, file: Path, folder: Path, month: Month | None, passphrase_file: Path | None,
) -> None:
    """生成报送副本：核对无误后才改成正式文件名。"""
    with opened(ctx, file, passphrase_file, write=True) as session:
        made = hand_over(session, folder, month, progress=shown_progress())
    click.echo(f"报送副本已做好并核对：{made.path}")
