"""Files of questions for the quizzes."""

from __future__ import annotations

from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, command
from panhuang_desk.errors import UserError
from panhuang_desk.services.bank_file import check_bank_file


@command("check-bank")
@click.argument("file", type=PATH)
@click.option("--add", "added", is_flag=True, help="文件里的题是加进题库的，不是整个换掉：逐题检查，不管题数。")
@click.option("--facts", type=PATH, metavar="LIST.csv", help="依据表，有 id 一列；题目里写的依据编号要在表里。")
def check_bank_command(file: Path, added: bool, facts: Path | None) -> None:
    """检查题库文件：一处要改说一行，带题号；没有要改的，说有多少题、各主题多少、正确答案的位置。

    整个换用的题库至少 40 道题，程序自带的至少 120 道。
    """
    judgement = check_bank_file(file, added=added, facts=facts)
    for line in judgement.findings or judgement.summary:
        click.echo(line)
    if judgement.findings:
        raise UserError(f"题库文件有 {len(judgement.findings)} 处要改。", "改好以后再检查一次。", code="bank")
