"""The one application stylesheet: inputs, scroll bars, headers, menus and sheets. Every rule names what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panhuang_desk.desk.theme import Theme

_RULES = """
QLineEdit, QPlainTextEdit {{
  background: #FFFFFF; color: #1B242F; border: 1px solid #848E9B; border-radius: 6px;
  padding: 0 {inner}px; selection-background-color: #1F5FA8; selection-color: #FFFFFF;
}}
QLineEdit:hover, QPlainTextEdit:hover {{ border-color: #1B242F; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid #1F5FA8; padding: 0 {inner_focus}px; }}
QLineEdit[error="true"], QPlainTextEdit[error="true"] {{
  border: 2px solid #B3261E; padding: 0 {inner_focus}px; background: #FFFAF9;
}}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: #EDF0F3; color: #5F6975; border-color: #CBD2DA; }}
QLineEdit:read-only {{ background: #EDF0F3; }}
QPlainTextEdit, QPlainTextEdit:focus, QPlainTextEdit[error="true"] {{ padding-top: 4px; padding-bottom: 4px; }}
QFrame#sheet {{ background: #FFFFFF; border: 1px solid #E3E7EC; border-radius: 8px; }}
QFrame#dialog_sheet {{ background: #FFFFFF; border: none; }}
QScrollArea, QWidget#scroll_body {{ background: transparent; border: none; }}
QTableView#table {{
  background: #FFFFFF; border: none; selection-background-color: transparent; outline: 0; color: #1B242F;
}}
QTableView#table QHeaderView, QTableView#table QHeaderView::section {{
  background: #FFFFFF; border: none; color: #47525F;
}}
QTextBrowser#manual {{ background: #FFFFFF; border: none; padding: 8px 16px; }}
QListView#popup {{
  background: #FFFFFF; border: 1px solid #848E9B; outline: 0; padding: 4px; color: #1B242F;
  selection-background-color: #DCE8F5; selection-color: #1B242F;
}}
QListView#popup::item {{ min-height: {row}px; padding: 0 8px; border-radius: 4px; }}
QMenu {{ background: #FFFFFF; border: 1px solid #CBD2DA; border-radius: 6px; padding: 4px;
  menu-scrollable: 1; }}
QMenu::item {{ min-height: {menu_item}px; padding: 0 24px 0 12px; border-radius: 4px; color: #1B242F; }}
QMenu::item:selected {{ background: #DCE8F5; }}
QMenu::item:disabled {{ color: #5F6975; }}
QMenu::separator {{ height: 1px; background: #E3E7EC; margin: 4px 8px; }}
QToolTip {{ background: #25303C; color: #FFFFFF; border: none; padding: 4px 8px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: #CBD2DA; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: #848E9B; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def stylesheet(theme: Theme) -> str:
    """The stylesheet for a text size; fonts are never set here, since a size set twice is a size set wrong."""
    inner = theme.px(12)
    return _RULES.format(inner=inner, inner_focus=inner - 1, row=theme.row - 8, menu_item=theme.row - 4)
