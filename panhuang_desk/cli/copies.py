"""Copies of the file: for the office, as backups, and whether the file is sound."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import (
    PATH,
    checked,
    command,
    month,
    opened,
    passphrase,
    passphrase_option,
    shown_progress,
)
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services.backups import backup_now, restore
from panhuang_desk.services.check import check_file
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


@command("check")
@click.argument("file", type=PATH)
@passphrase_option
@click.pass_context
def check_command(ctx: click.Context, file: Path, passphrase_file: Path | None) -> None:
    """检查文件：有没有损坏，记录合不合规则，流水与数据是否相符。"""
    problems = check_file(file, passphrase(ctx, passphrase_file), shown_progress())
    if problems:
        raise UserError(f"检查出 {len(problems)} 个问题：{' '.join(problems)}", code="check")
    click.echo("检查完毕，没有发现问题。")


@command("backup")
@click.argument("file", type=PATH)
@passphrase_option
@click.pass_context
def backup_command(ctx: click.Context, file: Path, passphrase_file: Path | None) -> None:
    """立即备份，放在文件旁边的“文件名_备份”文件夹里。"""
    with opened(ctx, file, passphrase_file) as session:
        made = backup_now(session, shown_progress())
    click.echo(f"已备份并核对：{made.path}")


@command("restore")
@click.argument("file", type=PATH)
@click.option("--from", "source", required=True, metavar="BACKUP", type=PATH, help="从哪个备份恢复。")
@passphrase_option
@click.pass_context
def restore_command(ctx: click.Context, file: Path, source: Path, passphrase_file: Path | None) -> None:
    """恢复到某个备份；被换下的文件改名留在旁边。"""
    aside = restore(file, source, passphrase(ctx, passphrase_file), shown_progress())
    kept = f"原来的文件留在 {aside}" if aside else "原来没有这个文件"
    click.echo(f"已从备份恢复：{file}；{kept}")
