"""The month's numbers, on the screen and on paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from panhuang_desk.cli.common import (
    PATH,
    checked,
    command,
    one_of,
    opened,
    opened_to_sign,
    output_file,
    passphrase_option,
    period,
    say_json,
    whole_number,
)
from panhuang_desk.model.figures import show_value
from panhuang_desk.model.period import Period
from panhuang_desk.model.quiz.forms import FORM_LETTERS
from panhuang_desk.services.editions import report_of
from panhuang_desk.services.figures import as_json, figures, scope
from panhuang_desk.services.files import write_file
from panhuang_desk.services.forms import FORMS, form_of_file, write_blank_form
from panhuang_desk.services.quiz_papers import PARTS, WHOLE, find_paper, paper_pdf
from panhuang_desk.services.quiz_statistics import weakest_json
from panhuang_desk.services.report_paper import report_warning, report_xlsx, write_report
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.session import Session


def _forms(text: str) -> str:
    """Letters of forms, each once, in any case."""
    letters = text.upper()
    if not letters or not set(letters) <= set(FORM_LETTERS) or len(set(letters)) != len(letters):
        raise ValueError(f"卷型应为 {'、'.join(FORM_LETTERS)} 中的一个或几个，例如 B 或 ABC")
    return letters


_VILLAGE_HELP = "村（社区）的 12 位代码。不写时是本村；街道的文件是全街道。"


@command("figures")
@click.argument("file", type=PATH)
@click.argument("period", metavar="PERIOD", callback=checked(period))
@click.option("--village", metavar="CODE", help=_VILLAGE_HELP)
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@passphrase_option
@click.pass_context
def figures_command(
    ctx: click.Context, file: Path, period: Period, village: str | None, as_data: bool,
    passphrase_file: Path | None,
) -> None:
    """一个时段的各项指标。

    PERIOD 是月份 2026-05、季度 2026-Q2、半年 2026-H1、全年 2026、几个月 2026-02..2026-05。
    """
    with opened(ctx, file, passphrase_file) as session:
        values = figures(session.store, period, village, calendar=session.resources.calendar).values()
        place = _place(session, village)
        if as_data:
            weakest = weakest_json(session.store, period, village)
            say_json({
                "month": str(period.last), "period": str(period), "place": place,
                "villages": list(scope(session.store, village)), "sample": session.store.sample,
                "figures": [*(as_json(value) for value in values), weakest],
            })
            return
    click.echo(f"{place} {period.label}" + ("（示例数据）" if session.store.sample else ""))
    for value in values:
        unit = "" if value.unit == "%" or value.value is None else value.unit
        click.echo(f"{value.label}：{show_value(value)}{unit and ' ' + unit}")


@command("report")
@click.argument("file", type=PATH)
@click.argument("period", metavar="PERIOD", callback=checked(period))
@click.option("--village", metavar="CODE", help=_VILLAGE_HELP)
@click.option("-o", "--output", required=True, metavar="OUT.pdf",
              callback=checked(output_file(".pdf", ".xlsx")), help="写到哪个 PDF 文件；写 .xlsx 就出同样数字的表格。")
@click.option("--sign", is_flag=True, help="用办公室的密钥签名，改动一个字节也查得出来；只有街道的文件能签。")
@passphrase_option
@click.pass_context
def report_command(
    ctx: click.Context, file: Path, period: Period, village: str | None, output: Path, sign: bool,
    passphrase_file: Path | None,
) -> None:
    """一个时段的报告：月报、季报、半年报、年报等（PDF，或同样数字的 XLSX）。

    PERIOD 是月份 2026-05、季度 2026-Q2、半年 2026-H1、全年 2026、几个月 2026-02..2026-05，
    或集中宣传月 2026-06-publicity。
    """
    if sign and output.suffix.lower() != ".pdf":
        raise click.UsageError("--sign 只用于 PDF", ctx)
    with (opened_to_sign if sign else opened)(ctx, file, passphrase_file) as session:
        if output.suffix.lower() == ".xlsx":
            report = report_of(session.store, period, village, session.today(), calendar=session.resources.calendar)
            report_xlsx(report, output)
        else:
            report = write_report(
                session.store, period, village, session.today(), output, calendar=session.resources.calendar,
                signer=session if sign else None)
    click.echo(f"已生成 {report.name}{period.words.paper}（{period.label}）：{output}")
    if output.suffix.lower() == ".pdf" and (warning := report_warning(report)):
        click.echo(warning, err=True)


@command("forms")
@click.argument("kind", callback=checked(one_of(FORMS)))
@click.option("-o", "--output", required=True, metavar="OUT.pdf", callback=checked(output_file(".pdf")),
              help="写到哪个 PDF 文件。")
@click.option("--file", type=PATH, metavar="FILE", help="印上这个文件里的户（round）或地块（patrol），别的表只印村名。")
@click.option("--village", metavar="CODE", help=_VILLAGE_HELP + "要和 --file 一起写。")
@click.option("--group", metavar="N", callback=checked(whole_number(1, 99)), help="只印这个组的。要和 --file 一起写。")
@passphrase_option
@click.pass_context
def forms_command(ctx: click.Context, kind: str, output: Path, file: Path | None, village: str | None,
                  group: int | None, passphrase_file: Path | None) -> None:
    """空白纸质表。

    走访轮次（round）、登记（visit）、一户一页（visit-one），踏查（patrol）、发现处置（find），
    测评登记（survey）、试卷（quiz）、答题卡（sheet）。
    """
    if file is None:
        if village or group:
            raise click.UsageError("--village 和 --group 要和 --file 一起写", ctx)
        write_blank_form(kind, output, resources=Resources(), today=dt.date.today())
    else:
        with opened(ctx, file, passphrase_file) as session:
            write_file(output, form_of_file(session, kind, village or "", group or 0))
    click.echo(f"已生成空白表：{output}")


@command("paper")
@click.argument("file", type=PATH)
@click.argument("paper", metavar="ID")
@click.option("-o", "--output", required=True, metavar="OUT.pdf", callback=checked(output_file(".pdf")),
              help="写到哪个 PDF 文件。")
@click.option("--form", "forms", metavar="A|B|C|ABC", default="A", callback=checked(_forms),
              help="印哪一卷；ABC 是各一份，印在同一个文件里。不写时是 A 卷。")
@click.option("--large", is_flag=True, help="大字（18 磅），给老人用。")
@click.option("--part", metavar="|".join(choice.code for choice in PARTS), default=WHOLE,
              callback=checked(one_of([choice.code for choice in PARTS])),
              help="whole 试卷和答题卡，questions 只印试卷，card 只印答题卡，key 答案（内部）。不写时是 whole。")
@passphrase_option
@click.pass_context
def paper_command(
    ctx: click.Context, file: Path, paper: str, output: Path, forms: str, large: bool, part: str,
    passphrase_file: Path | None,
) -> None:
    """一份测评试卷、答题卡或答案（PDF）。ID 是试卷编号，或试卷页脚上的八位。"""
    with opened(ctx, file, passphrase_file) as session:
        found = find_paper(session, paper)
        write_file(output, paper_pdf(session, found.id, forms, large, part))
    click.echo(f"已生成{found.text('title')}：{output}")


def _place(session: Session, village: str | None) -> str:
    """The name of whose figures are shown."""
    return next((each.name for each in session.store.villages if each.code == village), session.place)
