"""Issuing reports, and how the issued ones stand to the file as it is now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from panhuang_desk.cli.common import PATH, checked, command, opened, passphrase_option, period, say_json
from panhuang_desk.errors import UserError
from panhuang_desk.model.period import Period
from panhuang_desk.services.edition_causes import reasons
from panhuang_desk.services.editions import (
    CHANGED,
    DRAFT,
    ISSUED,
    Standing,
    doubts,
    editions,
    issue_report,
    proposed_correction,
    standing,
)
from panhuang_desk.services.reports import draft

_VILLAGE_HELP = "村（社区）的 12 位代码。不写时是本村；街道的文件是全街道。"
_STATES = {DRAFT: "还没有定稿", ISSUED: "已定稿，数据没有变", CHANGED: "已定稿，数据已变更"}


@command("issue")
@click.argument("file", type=PATH)
@click.argument("span", metavar="PERIOD", callback=checked(period))
@click.option("--village", metavar="CODE", help=_VILLAGE_HELP)
@click.option("--corrects", metavar="WORDS", default="", help="这一版更正了什么。不写时按数字的变化写。")
@click.option("--anyway", is_flag=True, help="时段没有过完、没有记录、文字里像有人名，也照样定稿。")
@passphrase_option
@click.pass_context
def issue_command(
    ctx: click.Context, file: Path, span: Period, village: str | None, corrects: str, anyway: bool,
    passphrase_file: Path | None,
) -> None:
    """定稿：把报告的数字和文字固定成一版，存进文件。和上一版一样时不出新版。"""
    with opened(ctx, file, passphrase_file, write=True) as session:
        calendar = session.resources.calendar
        report = draft(session.store, span, village, session.today(), calendar=calendar)
        asked = doubts(session, report)
        if asked and not anyway:
            raise UserError("".join(each.words for each in asked), "看过以后仍要定稿，请加 --anyway。", code="doubts")
        corrects = corrects or proposed_correction(session, report)
        issued, changes = issue_report(session.store, span, village, _moment(session.today()), calendar=calendar,
                                       corrects=corrects)
    name = f"{issued.name}{span.label}{span.words.paper}第 {issued.edition} 版"
    click.echo(f"已定稿：{name}" if changes else f"和{name}一样，没有出新版")
    if changes and issued.corrects:
        click.echo(f"更正：{issued.corrects}")


@command("editions")
@click.argument("file", type=PATH)
@click.argument("span", metavar="PERIOD", callback=checked(period))
@click.option("--village", metavar="CODE", help=_VILLAGE_HELP)
@click.option("--json", "as_data", is_flag=True, help="输出 JSON。")
@passphrase_option
@click.pass_context
def editions_command(
    ctx: click.Context, file: Path, span: Period, village: str | None, as_data: bool, passphrase_file: Path | None,
) -> None:
    """定过的各版，定稿以后哪些数字变了、因为哪些记录。"""
    with opened(ctx, file, passphrase_file) as session:
        report = draft(session.store, span, village, session.today(), calendar=session.resources.calendar)
        found, stands = editions(session.store, report.code, span), standing(session, report)
        because = reasons(session, stands.edition, stands.differences) if stands.edition else ()
    if as_data:
        say_json({
            "period": str(span), "place": report.name, "code": report.code, "state": stands.state,
            "editions": [{"edition": each.number, "issued_at": each.issued_at, "issued_by": each.issued_by,
                          "corrects": each.corrects, "digest": each.digest} for each in found],
            "differences": [
                {"kind": each.kind, "code": each.code, "label": each.label, "column": each.column,
                 "village": each.village, "before": each.before, "after": each.after,
                 "records": [{"kind": record.kind, "id": record.id, "day": record.day, "how": record.how,
                              "deeds": list(record.deeds)} for record in records]}
                for each, records in zip(stands.differences, because, strict=True)]})
        return
    click.echo(f"{report.name} {span.label}：{_STATES[stands.state]}")
    for each in found:
        click.echo(f"第 {each.number} 版 {each.issued_at} {each.issued_by}"
                   + (f" 更正：{each.corrects}" if each.corrects else ""))
    _say_differences(stands, span)


def _say_differences(stands: Standing, span: Period) -> None:
    for each in stands.differences:
        click.echo(each.words(span))


def _moment(today: dt.date) -> dt.datetime:
    """The time of day on the day that the file is worked on."""
    return dt.datetime.combine(today, dt.datetime.now().time())
