"""The data that a report's PDF carries inside, for whoever checks the paper: its figures, and what it was set with."""

from __future__ import annotations

from panhuang_desk import __version__
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_json import canonical, carried
from panhuang_desk.model.withheld import as_printed
from panhuang_desk.report.attach import Attachment
from panhuang_desk.report.fonts import FontSet, font_names


def attachment(
    report: Report, fonts: FontSet, text: str, key: str = "", name: str = "panhuang-report",
) -> Attachment:
    """A report's data as a file to attach; `text` is what it prints out of the file.

    `key` is the fingerprint of the key that is going to sign the PDF.
    """
    content = carried(as_printed(report), program=__version__, fonts=font_names(fonts, text), key=key)
    return Attachment(f"{name}.json", canonical(content).encode("utf-8"), description="报告的数据，供核对")
