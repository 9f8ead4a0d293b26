"""Whether paper can be believed: checking a report, and the office's key for signing."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import (
    PATH,
    checked,
    command,
    opened,
    opened_to_sign,
    output_file,
    passphrase_option,
    say_json,
)
from panhuang_desk.errors import UserError
from panhuang_desk.services.files import write_file
from panhuang_desk.services.signing import read_card, signing_card
from panhuang_desk.services.verify import verify
from panhuang_desk.services.verify_words import NOTE, OK, WRONG, Verdict

_SIGNS = {OK: "相符", NOTE: "说明", WRONG: "不符"}


@command("verify")
@click.argument("paper", metavar="PDF", type=PATH)
@click.argument("file", required=False, type=PATH)
@click.option("--card", metavar="CARD.txt", type=PATH,
              help="办公室的签名公钥（signing-card 生成的）；没有它的签名就算不符。")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@passphrase_option
@click.pass_context
def verify_command(
    ctx: click.Context, paper: Path, file: Path | None, card: Path | None, as_data: bool, passphrase_file: Path | None,
) -> None:
    """核对一份报告：印出的字、附带的数据、二维码、签名是否相符；写了 FILE 就再与文件核对。

    PDF 也可以是纸上二维码的照片（PNG、JPEG），只核对二维码。
    """
    content, known = _read(paper), read_card(_text(card)) if card else ""
    if file is None:
        verdict = verify(content, card=known)
    else:
        with opened(ctx, file, passphrase_file) as session:
            verdict = verify(content, session, known)
    if as_data:
        say_json(verdict.as_json())
    else:
        _say(verdict)
    if not verdict.agrees:
        raise UserError("核对下来有不符的地方。", "请以文件里的数据为准，查清是谁改的。", code="verify")


@command("signing-card")
@click.argument("file", type=PATH)
@click.argument("card", metavar="OUT.txt", callback=checked(output_file(".txt")))
@passphrase_option
@click.pass_context
def signing_card_command(ctx: click.Context, file: Path, card: Path, passphrase_file: Path | None) -> None:
    """把办公室的签名公钥写成小文件，发给要核对报告的人；还没有密钥时先做一对。"""
    with opened_to_sign(ctx, file, passphrase_file) as session:
        text = signing_card(session)
    write_file(card, text.encode("utf-8"))
    click.echo(f"已写好签名公钥：{card}")


def _say(verdict: Verdict) -> None:
    for line in verdict.lines:
        click.echo(f"{_SIGNS[line.state]}　{line.text}")
    for each in verdict.mismatches:
        click.echo(f"　　　{each.words}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UserError(f"“{path.name}”读不出来。", "请检查路径，文件是否在，能不能读。", code="gone") from None


def _text(path: Path) -> str:
    return _read(path).decode("utf-8", errors="replace")
