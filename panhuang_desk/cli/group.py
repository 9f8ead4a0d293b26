"""All commands in one group; a command's module is loaded when asked for, so that the start is quick."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from panhuang_desk import __version__
from panhuang_desk.cli.words import ChineseGroup

MODULES = {
    "demo": "demo",
    "figures": "papers",
    "report": "papers",
    "reports": "batches",
    "issue": "editions",
    "editions": "editions",
    "season": "seasons",
    "forms": "papers",
    "paper": "papers",
    "import": "tables",
    "export": "tables",
    "handover": "copies",
    "merge": "merges",
    "check": "copies",
    "check-bank": "banks",
    "backup": "copies",
    "restore": "copies",
    "verify": "trust",
    "signing-card": "trust",
}
"""Which module of this package holds which command."""


class LazyGroup(ChineseGroup):
    """Finds commands by `MODULES`; in its module `check-bank` is a function named `check_bank_command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the manual."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command; None where there is none of that name."""
        if name not in MODULES:
            return None
        module = importlib.import_module(f"panhuang_desk.cli.{MODULES[name]}")
        command = getattr(module, f"{name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str],
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; say in Chinese where there is none."""
        if args[0].lower().endswith(".phdb"):
            raise click.UsageError("打开窗口时不加选项，口令在窗口里输入。", ctx)
        if args[0] not in MODULES:
            raise click.UsageError(f"没有这个命令，也没有这个文件：{args[0]}。", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=False)
@click.option("--passphrase-file", type=click.Path(path_type=Path), metavar="PATH",
              help="口令写在这个文件的第一行。没有时用环境变量 PANHUANG_PASSPHRASE，再没有就询问。")
@click.option("--self-test", is_flag=True, help="自检：打开每一页，生成一份月报。须单独使用。")
@click.version_option(__version__, message="panhuang_desk %(version)s", help="显示版本。")
@click.pass_context
def commands(ctx: click.Context, passphrase_file: Path | None, self_test: bool) -> None:
    """禁毒网格工作台。不带命令时打开窗口：panhuang-desk [FILE]。

    退出码：0 完成；1 数据或文件有问题（标准错误输出一行说明）；2 用法不对。
    """
    if self_test:
        raise click.UsageError("--self-test 须单独使用。", ctx)
    ctx.obj = passphrase_file
