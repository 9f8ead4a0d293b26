"""What a report is kept as outside the file: PDF, spreadsheet, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.desk import messages
from panhuang_desk.desk.printing.door import print_paper
from panhuang_desk.errors import UserError
from panhuang_desk.model.report import Report
from panhuang_desk.services.behind import Behind
from panhuang_desk.services.exports import export_behind
from panhuang_desk.services.files import write_file
from panhuang_desk.services.report_paper import report_xlsx
from panhuang_desk.services.report_view import file_stem, proposed_path
from panhuang_desk.services.signing import signed_report, signing_card

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


def save_pdf(desk: Shell, report: Report, content: bytes, mark: str = "") -> None:
    """Keep a report's PDF byte for byte where a person says; `mark` ends the name that is proposed."""
    paper = report.period.words.paper
    chosen = messages.ask_save(desk.window(), f"存{paper}",
                               proposed_path(desk.session, f"{file_stem(report)}{mark}.pdf"), "PDF 文件 (*.pdf)")
    if not chosen:
        return
    target = Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")
    try:
        write_file(target, content)
    except UserError as problem:
        desk.error(problem)
        return
    desk.session.settings.last_folder = str(target.parent)
    desk.announce(f"{paper}存好了：{target}")


def save_signed(desk: Shell, report: Report) -> None:
    """Keep the report's PDF signed with the office's key; the paper names the key beside its code."""
    try:
        content = signed_report(desk.session, report)
    except UserError as problem:
        desk.error(problem)
        return
    save_pdf(desk, report, content, "_签名")


def save_signing_card(desk: Shell) -> None:
    """Keep the public half of the office's key, by which others recognise its signature."""
    try:
        card = signing_card(desk.session)
    except UserError as problem:
        desk.error(problem)
        return
    chosen = messages.ask_save(desk.window(), "存签名公钥",
                               proposed_path(desk.session, f"{desk.session.place}_签名公钥.txt"), "文本 (*.txt)")
    if not chosen:
        return
    try:
        write_file(Path(chosen), card.encode("utf-8"))
    except UserError as problem:
        desk.error(problem)
        return
    desk.announce(f"签名公钥存好了：{chosen}")


def print_report(desk: Shell, report: Report, content: bytes) -> None:
    """Print the PDF that is shown."""
    print_paper(desk, f"{report.name}{report.period.label}{report.period.words.paper}", content,
                lambda: save_pdf(desk, report, content))


def save_table(desk: Shell, report: Report) -> None:
    """Keep the report's figures as a spreadsheet with real numbers in its cells."""
    chosen = messages.ask_save(desk.window(), "存成表格", proposed_path(desk.session, f"{file_stem(report)}.xlsx"),
                               "表格 (*.xlsx)")
    if not chosen:
        return
    target = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
    try:
        report_xlsx(report, target)
    except UserError as problem:
        desk.error(problem)
        return
    desk.session.settings.last_folder = str(target.parent)
    desk.announce(f"表格存好了：{target}")


def save_records(desk: Shell, behind: Behind, period: str) -> None:
    """Keep the records behind a number as a spreadsheet."""
    offered = proposed_path(desk.session, f"{behind.label}_{period}.xlsx")
    chosen = messages.ask_save(desk.window(), "导出这些记录", offered, "表格 (*.xlsx *.csv)")
    if not chosen:
        return
    try:
        written = export_behind(behind, Path(chosen))
    except UserError as problem:
        desk.error(problem)
        return
    desk.announce(f"导出了 {written.rows} 条：{written.path}")
