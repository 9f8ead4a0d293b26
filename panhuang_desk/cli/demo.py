"""Sample data."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import (
    PATH,
    checked,
    command,
    month,
    passphrase,
    passphrase_option,
    shown_progress,
    whole_number,
)
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo


@command("demo")
@click.argument("file", type=PATH)
@click.option("--villages", metavar="N", default="14", callback=checked(whole_number(1, 10_000)),
              help="几个村（社区）；不写时 14 个。")
@click.option("--months", metavar="M", default="3", callback=checked(whole_number(1, 120)),
              help="几个月；不写时 3 个。")
@click.option("--until", metavar="YYYY-MM", callback=checked(month), help="到哪个月为止；不写时到上个月。")
@click.option("--households", metavar="H", callback=checked(whole_number(1, 20_000)),
              help="每村几户；不写时各村不等。")
@click.option("--seed", metavar="S", default="1", callback=checked(whole_number(0, 2**31)),
              help="换一个数就换一批数据；不写时是 1。")
@passphrase_option
@click.pass_context
def demo_command(
    ctx: click.Context, file: Path, villages: int, months: int, until: Month | None, households: int | None,
    seed: int, passphrase_file: Path | None,
) -> None:
    """生成示例数据：真实的村（社区）名，虚构的记录。参数和口令相同，数据就相同。"""
    if not file.absolute().parent.is_dir():
        raise UserError("要放示例文件的文件夹不在。", "请先建好文件夹，或换一个。", code="folder")
    secret = passphrase(ctx, passphrase_file, twice=True)
    made = make_demo(file, secret, villages=villages, months=months, until=until, households=households, seed=seed,
                     progress=shown_progress())
    click.echo(f"已生成示例数据（到{made.month.label}，共 {sum(made.counts.values())} 条记录）：{made.path}")
