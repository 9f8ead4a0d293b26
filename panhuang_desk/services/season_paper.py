"""The report of a patrol season on paper."""

from __future__ import annotations

from pathlib import Path

import attrs

from panhuang_desk.model.season_report import SeasonReport
from panhuang_desk.services.files import write_file
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.season_map import season_map
from panhuang_desk.services.season_report import season_report
from panhuang_desk.services.session import Session


def season_paper(
    session: Session, year: int, code: str = "", village: str | None = None,
) -> tuple[SeasonReport, bytes, str]:
    """A season's report, its PDF, and a warning where a character has no glyph, empty where all is well."""
    from panhuang_desk.report.season import printed_parts, season_bytes  # reportlab is loaded on first use

    report = season_report(session, year, code, village)
    report = attrs.evolve(report, map=season_map(session, report))
    return report, season_bytes(report), glyph_warning(printed_parts(report))


def write_season_report(
    session: Session, year: int, code: str, village: str | None, target: Path,
) -> SeasonReport:
    """Write a season's report as PDF and give back what it says."""
    report, content, _ = season_paper(session, year, code, village)
    write_file(target, content)
    return report
