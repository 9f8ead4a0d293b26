"""Bars: progress towards a target, the interval of a rate, and the share done of long work."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets import paint

_HEIGHT = 16


def put_target_bar(painter: QPainter, rect: QRectF, share: float, target: float | None, *, behind: bool) -> None:
    """A trough of 8 px filled to `share` (0–1), amber when behind, with a black tick at `target` in a white halo."""
    middle = rect.center().y()
    trough = QRectF(rect.left(), round(middle) - 4, rect.width(), 8)
    paint.box(painter, trough, theme.BAR_TROUGH, radius=4)
    filled = QRectF(trough)
    filled.setWidth(max(8.0, trough.width() * min(max(share, 0.0), 1.0)) if share > 0 else 0)
    if share > 0:
        paint.box(painter, filled, theme.AMBER_MARK if behind else theme.ACCENT, radius=4)
    if target is not None:
        x = round(rect.left() + min(max(target, 0.0), 1.0) * (rect.width() - 2))
        _tick(painter, x, middle)


def put_interval(painter: QPainter, rect: QRectF, low: float, value: float, high: float, target: float,
                 scale: tuple[float, float]) -> None:
    """A rate on a cut scale: a hairline, the interval as a band, the rate as a dot, the target as a tick."""
    start, end = scale
    rect = rect.adjusted(6, 0, -6, 0)

    def at(share: float) -> float:
        return rect.left() + (min(max(share, start), end) - start) / (end - start) * rect.width()

    middle = round(rect.center().y())
    painter.fillRect(QRectF(rect.left(), middle, rect.width(), 1), QColor(theme.LINE2))
    paint.box(painter, QRectF(at(low), middle - 4, max(8.0, at(high) - at(low)), 8), theme.BAND, radius=4)
    _tick(painter, round(at(target)), middle)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(theme.SURFACE), 2))
    painter.setBrush(QColor(theme.ACCENT))
    painter.drawEllipse(QPointF(at(value), middle), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _tick(painter: QPainter, x: int, middle: float) -> None:
    painter.fillRect(QRectF(x - 1, round(middle) - 8, 4, 16), QColor(theme.SURFACE))
    painter.fillRect(QRectF(x, round(middle) - 8, 2, 16), QColor(theme.INK))


class _Bar(QFrame):
    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, _HEIGHT)


class TargetBar(_Bar):
    """Progress towards a target; whether it is behind is said, never guessed from the colour alone."""

    def __init__(self, share: float = 0, target: float | None = None, *, behind: bool = False, name: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.set_share(share, target, behind=behind)

    def set_share(self, share: float, target: float | None = None, *, behind: bool = False) -> None:
        """Show another share and target, both 0–1."""
        self._share, self._target, self._behind = share, target, behind
        self.setAccessibleDescription(f"{share * 100:.1f} %" + ("，落后于进度" if behind else ""))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        put_target_bar(QPainter(self), QRectF(self.rect()), self._share, self._target, behind=self._behind)


class IntervalBand(_Bar):
    """A rate with its interval on a cut scale (0.8–1 by default); `scale_words` puts labels under it."""

    def __init__(self, low: float = 0, value: float = 0, high: float = 0, *, target: float = 0.95,
                 scale: tuple[float, float] = (0.8, 1.0), name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._scale, self._target = scale, target
        self.set_interval(low, value, high)

    def set_interval(self, low: float, value: float, high: float, *, scale: tuple[float, float] | None = None) -> None:
        """Show another rate, on another scale where one is named; all zero shows the empty scale."""
        self._shown = (low, value, high)
        self._scale = scale or self._scale
        self.setAccessibleDescription(f"{value * 100:.2f} %，区间 {low * 100:.2f} % 到 {high * 100:.2f} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band, or only the scale's line where there is no data."""
        painter = QPainter(self)
        if any(self._shown):
            low, value, high = self._shown
            put_interval(painter, QRectF(self.rect()), low, value, high, self._target, self._scale)
        else:
            paint.hairline(painter, 0, self.height() // 2, self.width(), theme.LINE2)


class ProgressBar(_Bar):
    """The share done of long work, 0–1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("进度", parent)
        self.share = 0.0

    def set_share(self, share: float) -> None:
        """Show another share."""
        self.share = min(max(share, 0.0), 1.0)
        self.setAccessibleDescription(f"{self.share * 100:.0f} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        put_target_bar(QPainter(self), QRectF(self.rect()), self.share, None, behind=False)


class StatTile(QFrame):
    """A number on a page: label, value, one figure of context, and a bar or a sentence below."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value, self._context, self._sentence = label, "—", "", ""
        self._tone, self._sentence_tone = "ink", "ink2"
        self._bar: tuple[float, float | None, bool] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_label(self, label: str) -> None:
        """Say what the number is, in other words."""
        self._label = label
        self.update()

    def show_figure(self, value: str, context: str = "", sentence: str = "", *, tone: str = "ink",
                    sentence_tone: str = "ink2", bar: tuple[float, float | None, bool] | None = None) -> None:
        """Show a figure; `bar` is (share, target, behind)."""
        self._value, self._context, self._sentence = value, context, sentence
        self._tone, self._sentence_tone, self._bar = tone, sentence_tone, bar
        self.setAccessibleName("，".join(part for part in (self._label, value, context, sentence) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """Label, value and bar or sentence, one under the other."""
        look = theme.active()
        return QSize(look.text_px(160), 2 * look.line("caption") + look.line("title") + look.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """From top to bottom."""
        look = theme.active()
        painter = QPainter(self)
        small, high = look.line("caption"), look.line("title")
        paint.put_text(painter, QRectF(0, 0, self.width(), small), self._label, look.font("caption"), theme.INK2)
        area = QRectF(0, small, self.width(), high)
        paint.put_text(painter, area, self._value, look.font("title"), theme.TONES[self._tone])
        used = paint.text_width(look.font("title"), self._value) + look.px(10)
        paint.put_text(painter, area.adjusted(used, 2, 0, 2), self._context, look.font("caption"), theme.INK2,
                       Qt.AlignmentFlag.AlignLeft)
        below = QRectF(0, small + high + look.px(4), self.width(), small)
        if self._bar:
            share, target, behind = self._bar
            put_target_bar(painter, below, share, target, behind=behind)
        elif self._sentence:
            paint.put_text(painter, below, self._sentence, look.font("caption"), theme.TONES[self._sentence_tone])
