"""The reports of all villages in one go."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, checked, command, opened, passphrase_option, period, shown_progress
from panhuang_desk.errors import UserError
from panhuang_desk.model.period import Period
from panhuang_desk.services.batch import write_all


@command("reports")
@click.argument("file", type=PATH)
@click.argument("period", metavar="PERIOD", callback=checked(period))
@click.argument("folder", type=PATH, metavar="DIR")
@click.option("--bound", is_flag=True, help="另出一份装订在一起的，带目录和书签。")
@click.option("--only-bound", is_flag=True, help="只出装订在一起的那一份。")
@passphrase_option
@click.pass_context
def reports_command(
    ctx: click.Context, file: Path, period: Period, folder: Path, bound: bool, only_bound: bool,
    passphrase_file: Path | None,
) -> None:
    """各村（社区）的报告，一次全出，每村一份。"""
    if not folder.is_dir():
        raise UserError(f"没有这个文件夹：{folder}", "请先建好文件夹，或换一个。", code="gone")
    with opened(ctx, file, passphrase_file) as session:
        made = write_all(session, period, folder, singly=not only_bound, bound=bound or only_bound,
                         progress=shown_progress())
    for each in (*made.files, *([made.bound] if made.bound else [])):
        click.echo(f"已生成 {each}")
    if made.warning:
        click.echo(made.warning, err=True)
    if made.failed:
        said = "；".join(f"{each.village}：{each.problem}" for each in made.failed)
        raise UserError(f"有{len(made.failed)}个村（社区）没有出成：{said}", "其余的都写好了。", code="partly")
