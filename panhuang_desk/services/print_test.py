"""The sheet that shows whether a printer prints as it should."""

from __future__ import annotations

from panhuang_desk.services.session import Session

PRINT_TEST = "打印测试页"


def print_test(session: Session) -> bytes:
    """The sheet of today."""
    from panhuang_desk.report.test_page import print_test_bytes  # reportlab is loaded on first use

    return print_test_bytes(session.today_iso, "潘黄禁毒网格工作台")
