"""Many copies become the office's file."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, command, passphrase, passphrase_option, say_json, shown_progress
from panhuang_desk.errors import UserError
from panhuang_desk.model.merge import CopyResult, MergeResult
from panhuang_desk.services.copies import as_json, in_words, merge_copies
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings


@command("merge")
@click.argument("file", metavar="OFFICE.phdb", type=PATH)
@click.argument("copies", metavar="COPY...", type=PATH, nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写入。")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@click.option("--copy-passphrase-file", type=PATH, metavar="P",
              help="副本的口令，每行一个；街道文件自己的口令总会先试。")
@passphrase_option
@click.pass_context
def merge_command(
    ctx: click.Context, file: Path, copies: tuple[Path, ...], dry_run: bool, as_data: bool,
    copy_passphrase_file: Path | None, passphrase_file: Path | None,
) -> None:
    """把各村（社区）的报送副本合并进街道的文件。有问题的副本点名退回，其余照常合并。"""
    own = passphrase(ctx, passphrase_file)
    with open_file(file, own, Settings.load(), write=True) as session:
        found = merge_copies(session, copies, passphrases=[own, *_lines(copy_passphrase_file)], dry_run=dry_run,
                             progress=shown_progress())
    if as_data:
        say_json(as_json(copies, found))
    else:
        _say(copies, found, dry_run=dry_run)
    refused = [each for each in found.copies if each.refused]
    if refused:
        raise UserError(f"有 {len(refused)} 份副本没有合并。", "其余的都合并了。" if len(refused) < len(copies) else
                        "请按上面的说明处理后再试。", code="partly")


def _say(copies: tuple[Path, ...], found: MergeResult, *, dry_run: bool) -> None:
    for path, result in zip(copies, found.copies, strict=True):
        click.echo(f"{path.name}：{_sentence(result)}")
    tail = f"，其中 {found.conflicts} 处两边填的不一样，要人来定" if found.conflicts else ""
    click.echo(f"{'还没有写入' if dry_run else '合并完了'}{tail}。")


def _sentence(result: CopyResult) -> str:
    if result.refused:
        return f"没有合并。{result.refused}{result.hint}"
    strange = f"（文件里原来没有：{'、'.join(result.strangers)}）" if result.strangers else ""
    return in_words(result) + strange


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line]
    except (OSError, UnicodeDecodeError):
        raise UserError("副本口令的文件读不出来。", "请检查 --copy-passphrase-file 后的路径，文件应为 UTF-8 文本。",
                        code="passphrase_file") from None
