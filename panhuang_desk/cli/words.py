"""Click's own words in Chinese: help headings and what is wrong with a command's usage."""

from __future__ import annotations

import click


def usage_line(error: click.UsageError) -> str:
    """One Chinese sentence for a wrong usage, with where the right one stands."""
    path = error.ctx.command_path if error.ctx else "panhuang-desk"
    return f"{_what_is_wrong(error)}用法见 {path} --help。"


def _what_is_wrong(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有这个选项：{error.option_name}。"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数：{_name_of(error)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对。"
    if isinstance(error, click.BadParameter):
        return f"参数 {_name_of(error)} 不对：{error.message.rstrip('.')}。"
    return f"{error.message.rstrip('.。')}。"


def _name_of(error: click.BadParameter) -> str:
    """The parameter as the help names it: options by their longest form, arguments by their word."""
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx) if error.ctx else (error.param.name or "").upper()


class ChineseHelp(click.Command):
    """A command whose help speaks Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english, chinese in (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]")):
            pieces = pieces.replace(english, chinese)
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and, for a group, its commands."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl([(name, text.replace("[required]", "（必填）")) for name, text in records])
        if isinstance(self, click.Group):
            with formatter.section("命令"):
                formatter.write_dl([(name, self._short_help(ctx, name)) for name in self.list_commands(ctx)])

    def _short_help(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name) if isinstance(self, click.Group) else None
        return command.get_short_help_str(limit=120) if command else ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, with Chinese words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option


class ChineseGroup(ChineseHelp, click.Group):
    """A group whose help speaks Chinese."""
