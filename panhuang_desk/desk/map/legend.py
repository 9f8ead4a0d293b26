"""The legend under a map: the states that are on it with sign and word, tracks, finds, photos."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.map import looks
from panhuang_desk.desk.map.sheet import put_point
from panhuang_desk.desk.widgets import paint
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.model.geo.map_data import FIND, PHOTO, STATES, MapData

_SWATCH = 22


class Legend(QFrame):
    """Explains what one `MapData` needs explained; it takes as many lines as it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("图例")
        self._flow = FlowLayout(self)
        self._entries: list[_Entry] = []
        self._shown: list[str] = []

    @property
    def words(self) -> list[str]:
        """What it explains."""
        return list(self._shown)

    def show_data(self, data: MapData) -> None:
        """Explain another map."""
        counts = {state: sum(plot.state == state for plot in data.plots) for state in data.states}
        entries: list[tuple[str, Callable[[QPainter, QRectF], None]]] = [
            (f"{STATES[state]} {counts[state]}", _swatch(state)) for state in data.states]
        for drone, word in ((False, "步行轨迹"), (True, "无人机轨迹")):
            if any(track.drone == drone for track in data.tracks):
                entries.append((word, _line(drone=drone)))
        for layer, word in ((FIND, "发现"), (PHOTO, "照片")):
            if any(point.layer == layer for point in data.points):
                entries.append((word, _point(layer)))
        self._shown = [word for word, _ in entries]
        for entry in self._entries:
            self._flow.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._entries = [_Entry(word, put, self) for word, put in entries]
        for entry in self._entries:
            self._flow.addWidget(entry)
        self.setAccessibleDescription("、".join(self._shown))


class _Entry(QWidget):
    """A sample and its word."""

    def __init__(self, word: str, put: Callable[[QPainter, QRectF], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._word, self._put = word, put
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the sample and the word."""
        look = theme.active()
        return QSize(look.px(_SWATCH + 6) + paint.text_width(look.font("caption"), self._word) + look.px(4),
                     look.line("caption") + look.px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sample, then word."""
        look = theme.active()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tall = look.px(15)
        self._put(painter, QRectF(1.5, (self.height() - tall) / 2, look.px(_SWATCH) - 3, tall))
        paint.put_text(painter, QRectF(look.px(_SWATCH + 6), 0, self.width(), self.height()), self._word,
                       look.font("caption"), theme.INK2)


def _swatch(state: str) -> Callable[[QPainter, QRectF], None]:
    return lambda painter, box: looks.put_swatch(painter, box, looks.PLOT_LOOKS[state])


def _line(*, drone: bool) -> Callable[[QPainter, QRectF], None]:
    def put(painter: QPainter, box: QRectF) -> None:
        pen = QPen(QColor(theme.TRACK), 2)
        if drone:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
    return put


def _point(layer: str) -> Callable[[QPainter, QRectF], None]:
    return lambda painter, box: put_point(painter, box.center().x(), box.center().y() + 1, layer)
