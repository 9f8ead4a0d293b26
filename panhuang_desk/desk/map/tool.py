"""What may take clicks and keys on the map for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QKeyEvent, QPainter

from panhuang_desk.desk.widgets.hints import Hint

if TYPE_CHECKING:
    from panhuang_desk.desk.map.view import MapView


class Tool(Protocol):
    """What takes clicks and keys on the map for itself, such as drawing. Points are in pixels of the view."""

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint over the map."""

    def grab(self, view: MapView, at: QPointF) -> bool:
        """Whether a drag that begins here is the tool's own; else it moves the map."""

    def drag(self, view: MapView, at: QPointF) -> None:
        """Follow a drag."""

    def drop(self, view: MapView) -> None:
        """The drag ended."""

    def click(self, view: MapView, at: QPointF, *, double: bool) -> None:
        """A click that was no drag."""

    def hover(self, view: MapView, at: QPointF) -> None:
        """The pointer moves."""

    def key(self, view: MapView, event: QKeyEvent) -> bool:
        """Whether a key was the tool's."""

    def go_on(self, view: MapView, *, forth: bool) -> bool:
        """Tab, or Shift+Tab: whether there was a further thing of the tool's to go to."""

    def hints(self) -> tuple[Hint, ...]:
        """The keys that matter while it is in use."""
