"""What the report page shows of one report: the paper, what can be edited, how it stands to what was issued of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.model.traces import TracedText
from panhuang_desk.services.edition_causes import reasons
from panhuang_desk.services.editions import (
    CHANGED,
    DRAFT,
    ISSUED,
    Edition,
    Standing,
    as_issued,
    editions,
    standing,
)
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.reports import draft
from panhuang_desk.services.session import Session
from panhuang_desk.store.as_of import since

STATE_WORDS = {DRAFT: "草稿", ISSUED: "已定稿", CHANGED: "数据已变更"}


@attrs.frozen
class ReportView:
    """A report as it is, or would be, issued with its paper; `drafted` is the same as the file proposes it now.

    `texts` say which figure each number on the paper is.
    """

    report: Report
    drafted: Report
    content: bytes
    warning: str
    standing: Standing
    editions: tuple[Edition, ...]
    texts: tuple[TracedText, ...] = ()

    @property
    def state_words(self) -> str:
        """草稿, 第 1 版，已定稿, 第 1 版，数据已变更."""
        edition = self.standing.edition
        words = STATE_WORDS[self.standing.state]
        return f"第 {edition.number} 版，{words}" if edition is not None else words

    @property
    def name(self) -> str:
        """The file name that is proposed for it, without its ending."""
        return file_stem(self.report)


def view_report(session: Session, period: Period, village: str | None) -> ReportView:
    """Put a report together and set it."""
    from panhuang_desk.report.periodic import printed_parts, report_bytes  # reportlab is loaded on first use
    from panhuang_desk.report.traced import traced_texts

    drafted = draft(session.store, period, village, session.today(), calendar=session.resources.calendar)
    report = as_issued(session.store, drafted)
    return ReportView(report, drafted, report_bytes(report), glyph_warning(printed_parts(report)),
                      standing(session, drafted), tuple(editions(session.store, report.code, period)),
                      traced_texts(report))


def issued_marks(session: Session, code: str) -> dict[str, str]:
    """By a span's text, which edition of a place's report is the newest."""
    newest: dict[str, int] = {}
    for record in session.store.records("report"):
        if record.village == code:
            period = record.text("period") or record.text("month")
            newest[period] = max(newest.get(period, 0), record.number("edition"))
    return {period: f"第 {number} 版" for period, number in newest.items()}


def standing_marks(session: Session, village: str | None, periods: Sequence[Period]) -> dict[str, str]:
    """By a span's text, whether what was issued of it still holds; each is put together anew: slow."""
    marks = {}
    for period in periods:
        found = standing(session, draft(session.store, period, village, session.today(),
                                        calendar=session.resources.calendar))
        if found.edition is not None:
            marks[str(period)] = f"第 {found.edition.number} 版，{STATE_WORDS[found.state]}"
    return marks


def changed_records(session: Session, view: ReportView) -> int:
    """How many records that make a report differ from its newest edition were themselves changed since."""
    edition = view.standing.edition
    if edition is None or not view.standing.differences:
        return 0
    causes = {(each.kind, each.id) for many in reasons(session, edition, view.standing.differences)
              for each in many if each.kind}
    return len(causes & set(since(session.store, "report", edition.id).changes)) or len(causes)


def file_stem(report: Report) -> str:
    """The file name of a report without its ending: 仰徐村_2026-04_月报_第2版."""
    edition = f"_第{report.edition}版" if report.edition > 1 else ""
    return f"{report.name}_{report.period}_{report.period.words.paper}{edition}"


def proposed_path(session: Session, name: str) -> str:
    """Where a file is proposed to be kept."""
    return str(Path(session.settings.last_folder or str(session.store.path.parent)) / name)
