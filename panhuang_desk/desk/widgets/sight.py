"""Scrolling what has just changed into sight."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from panhuang_desk.desk import theme


def into_sight(widget: QWidget) -> None:
    """Scroll the area around a widget so that all of it is seen, once the layout ran and its size is known."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 0, theme.active().px(12))
