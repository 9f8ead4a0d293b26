"""What else can be done with a report, in the menu 更多."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from panhuang_desk.desk.pages.report import saving
from panhuang_desk.desk.tabs.row_menu import MenuEntry
from panhuang_desk.services.editions import ISSUED

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.report.page import ReportPage

_Page = Any
"""A `ReportPage`, both the tab and the subject of the menu."""


def _to_issue(page: ReportPage) -> bool:
    return page.view is not None and page.view.standing.state != ISSUED


def _many(page: ReportPage) -> bool:
    return len(page.session.store.villages) > 1


def _office(page: ReportPage) -> bool:
    """Only the office signs; its key stands in its own file."""
    return page.view is not None and not page.session.home


ENTRIES: tuple[MenuEntry[_Page, _Page], ...] = (
    MenuEntry("定稿", lambda page, _: page.on_issue(), _to_issue, key="issue"),
    MenuEntry("改文字", lambda page, _: page.on_edit(), key="edit"),
    MenuEntry("存 PDF", lambda page, _: page.on_save(), key="save", group=1),
    MenuEntry("存签了名的 PDF", lambda page, _: saving.save_signed(page.desk, page.view.report), _office, group=1),
    MenuEntry("存签名公钥，发给别人核对", lambda page, _: saving.save_signing_card(page.desk), _office, group=1),
    MenuEntry("存成表格", lambda page, _: page.on_export(), lambda page: page.side.behind is None,
              key="export", group=1),
    MenuEntry("导出打开的记录", lambda page, _: page.on_export(), lambda page: page.side.behind is not None,
              key="export", group=1),
    MenuEntry("两版对照", lambda page, _: page.on_compare(),
              lambda page: page.view is not None and len(page.view.editions) > 0, key="compare", group=2),
    MenuEntry("所有村一次出完", lambda page, _: page.on_batch(), _many, key="batch", group=2),
    MenuEntry("空白表", lambda page, _: page.desk.on_blank(), key="blank", group=2),
    MenuEntry("报告和数字之间", lambda page, _: page.on_turn(), key="turn", group=3),
)
