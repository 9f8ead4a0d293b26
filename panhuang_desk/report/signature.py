"""The end of the monthly report: who filled it in and checked it, the seal, the date, and the code to check it by."""

from __future__ import annotations

from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet
from panhuang_desk.report.layout import Setter
from panhuang_desk.report.qr_code import draw_code
from panhuang_desk.report.style import MM, TextStyle

QR_SIDE = 30 * MM
_SEAL_FROM = QR_SIDE + 48 * MM
"""Where the place of the seal begins at the left: beyond the code and its small print."""


class Signature(Flowable):  # type: ignore[misc]
    """填报人, 审核人, the place for the seal and the date; at the left the QR code and what it checks.

    `codes` are the lines of small print beside the code. Empty `qr` leaves the code out.
    """

    def __init__(self, place: str, date: str, qr: str, codes: tuple[str, ...], fonts: FontSet) -> None:
        super().__init__()
        self.place, self.date, self.qr, self.codes, self.fonts = place, date, qr, codes, fonts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A block of fixed height."""
        self.width, self.height = width, 1.4 * style.LEADING + 24 + QR_SIDE
        return width, self.height

    def draw(self) -> None:
        """Signatures above, the seal's place and the date at the right below, the code at the left."""
        text = Setter(self.fonts, TextStyle("body", style.BODY_SIZE, tracking=0))
        line = self.height - 1.4 * style.LEADING
        half = self.width / 2
        for x, label in ((0.0, "填报人："), (half, "审核人：")):
            text.draw(self.canv, x, line, label)
            self._line(x + text.width(label), line - 3, half - text.width(label) - 14)
        self._seal(text, line - 2.1 * style.LEADING)
        if self.qr:
            self._code(line - 22 - QR_SIDE)

    def _line(self, x: float, y: float, length: float) -> None:
        self.canv.setLineWidth(0.5)
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.line(x, y, x + length, y)

    def _seal(self, text: Setter, y: float) -> None:
        """Who seals and the date, centred on one another at the right, with room for a seal of 42 mm over them.

        A name too long for the room beside the code is cut into lines.
        """
        date = text.prepare(self.date)
        lines = [line.text for line in text.lines(text.prepare(f"{self.place}（盖章）"), self.width - _SEAL_FROM)]
        middle = min(self.width - max(map(text.width, lines)) / 2, self.width * 0.76)
        for step, words in enumerate((*lines, date)):
            apart = 1.2 if len(lines) == 1 else 0.8
            text.draw(self.canv, middle - text.width(words) / 2, y - step * apart * style.LEADING, words)

    def _code(self, y: float) -> None:
        draw_code(self.canv, 0, y, QR_SIDE, self.qr)
        small = Setter(self.fonts, TextStyle("table", style.NOTE_SIZE, tracking=0, grey=True))
        for step, words in enumerate(self.codes):
            small.draw(self.canv, QR_SIDE + 8, y + QR_SIDE - 9 - step * 13, small.prepare(words))
