"""The report of a patrol season on paper."""

from __future__ import annotations

from pathlib import Path

import attrs

from panhuang_desk.model.season_report import SeasonReport
from panhuang_desk.services.files import write_file
from panhuang_desk.services.season_map import season_map
from panhuang_desk.services.season_report import season_report
from panhuang_desk.services.session import Session


def season_paper(
    session: Session, year: int, code: str = "", village: str | None = None,
) -> tuple[SeasonReport, bytes, str]:
    """A season's report, its PDF, and a warning where a character has no glyph, empty where all is well."""
    from panhuang_desk.report.fonts import missing_glyphs  # reportlab is loaded on first use
    from panhuang_desk.report.season import printed_text, season_bytes

    report = season_report(session, year, code, village)
    report = attrs.evolve(report, map=season_map(session, report))
    missing = "".join(sorted(missing_glyphs(printed_text(report))))
    warning = f"这些字没有字体，印不出来：{missing}" if missing else ""
    return report, season_bytes(report), warning


def write_season_report(
    session: Session, year: int, code: str, village: str | None, target: Path,
) -> SeasonReport:
    """Write a season's report as PDF and give back what it says."""
    report, content, _ = season_paper(session, year, code, village)
    write_file(target, content)
    return report
