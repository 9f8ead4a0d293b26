"""One sheet to see whether a printer prints true to size, cuts nothing, and shows greys, patterns and small type."""

from __future__ import annotations

import attrs
from reportlab.platypus import Flowable

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, build
from panhuang_desk.report.qr_code import draw_code
from panhuang_desk.report.style import MM, TextStyle

TITLE = "打印测试页"

_HOW = (
    "1. 用尺子量：横的、竖的刻度都是 100 毫米。量出来不对，请在打印窗口里选“实际大小”，不要选“适合纸张”。",
    "2. 四个角上的直角线都要在。缺了哪一边，请看纸有没有放正，纸张是不是选了 A4。",
    "3. 灰格一格比一格深，花纹各不相同，最小的字也读得清，二维码用手机扫得出来。不行就该换硒鼓或清洁了。",
)
_SAMPLES = (("table", 7.0, "表注 7 磅"), ("table", 9.0, "附注 9 磅"), ("table", 10.5, "表格 10.5 磅"),
            ("body", 14.0, "页码 14 磅"), ("body", 16.0, "正文 16 磅"), ("subheading", 16.0, "小标题 16 磅"),
            ("heading", 16.0, "标题 16 磅"), ("title", 22.0, "大标题 22 磅"))
_PATTERNS = (("/", 2.0), ("\\", 2.0), ("/\\", 2.0), ("-", 1.5), ("/", 1.0), (".", 2.0))
"""Which way the lines of each run, and how many millimetres apart."""

_WORDS = "禁毒知晓率 95.14 %"
_CORNER, _INSET = 12 * MM, 5 * MM
_CODE = 28 * MM


def print_test_bytes(day: str, program: str) -> bytes:
    """The sheet as PDF, made on an ISO day."""
    fonts = font_set()
    return build(Paper(TITLE, folio=False), [_Sheet(day, program, fonts)], fonts)


class _Sheet(Flowable):  # type: ignore[misc]
    """All of it, in the frame of the text block; places are from the block's left and top, in millimetres."""

    def __init__(self, day: str, program: str, fonts: FontSet) -> None:
        super().__init__()
        self._fonts, self._day, self._program = fonts, day, program

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The whole text block."""
        self.width, self.height = style.TEXT_WIDTH, style.TEXT_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Frame, corners, head, rulers, type, greys, patterns, code."""
        self.canv.setStrokeColorRGB(*style.INK)
        self.canv.setLineWidth(0.5)
        self.canv.rect(0, 0, self.width, self.height)
        self._corners()
        self._say("title", 22, 4, 14, TITLE)
        year, month, day = (int(part) for part in self._day.split("-"))
        self._say("table", 10.5, 4, 22, f"{self._program}　{year}年{month}月{day}日")
        down = 31.0
        for words in _HOW:
            down = self._lines(words, down) + 2
        self._ruler(28, 72, across=True)
        self._ruler(14, 84, across=False)
        for number, (role, size, words) in enumerate(_SAMPLES):
            self._say(role, size, 28, 90 + number * 9.4, f"{words}　{_WORDS}")
        self._greys(28, 168)
        self._patterns(28, 194)
        self._code(124, 84)
        self._say("table", 9, 4, 221, "这个框是公文的版心：上边 37 毫米，下边 35 毫米，左边 28 毫米，右边 26 毫米。")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * MM, self.height - y * MM

    def _say(self, role: str, size: float, x: float, y: float, words: str) -> None:
        setter = Setter(self._fonts, TextStyle(role, size, size * 1.4, align="left", tracking=0))
        setter.draw(self.canv, *self._at(x, y), setter.prepare(words))

    def _lines(self, words: str, y: float) -> float:
        """A sentence in lines; what comes below it may begin there."""
        setter = Setter(self._fonts, attrs.evolve(style.CELL, hang=1.3))
        for number, line in enumerate(setter.lines(setter.prepare(words), self.width - 8 * MM)):
            setter.draw(self.canv, *self._at(4 if number == 0 else 8, y), line.text)
            y += 5
        return y

    def _corners(self) -> None:
        """A right angle 5 mm from the edges of the sheet in each corner."""
        left, bottom = _INSET - style.LEFT, _INSET - style.BOTTOM
        right, top = style.PAGE[0] - style.LEFT - _INSET, style.PAGE[1] - style.BOTTOM - _INSET
        for x, inward in ((left, 1), (right, -1)):
            for y, upward in ((bottom, 1), (top, -1)):
                self.canv.line(x, y, x + inward * _CORNER, y)
                self.canv.line(x, y, x, y + upward * _CORNER)
        self._say("table", 9, 31 - 28, 12 - 37, "离纸边 5 毫米的角线")

    def _ruler(self, x: float, y: float, *, across: bool) -> None:
        """A hundred millimetres with a tick each, from x to the right or from y down."""
        begin, end = self._at(x, y), self._at(x + 100, y) if across else self._at(x, y + 100)
        self.canv.line(*begin, *end)
        for at in range(101):
            long = 5.0 if at % 10 == 0 else 3.5 if at % 5 == 0 else 2.0
            if across:
                self.canv.line(*self._at(x + at, y), *self._at(x + at, y - long))
            else:
                self.canv.line(*self._at(x, y + at), *self._at(x - long, y + at))
            if at % 20 == 0:
                place = (x + at - 1, y + 4) if across else (x + 1.5, y + at + 1)
                self._say("table", 9, *place, str(at))
        self._say("table", 9, *((x + 106, y + 4) if across else (x - 4, y + 106)), "毫米")

    def _greys(self, x: float, y: float) -> None:
        for number, share in enumerate((5, 10, 20, 40, 60, 80, 100)):
            self.canv.setFillGray(1 - share / 100)
            self.canv.rect(*self._at(x + number * 17, y + 12), 15 * MM, 12 * MM, fill=1)
            self._say("table", 9, x + number * 17, y + 16.5, f"{share} %")

    def _patterns(self, x: float, y: float) -> None:
        """Lines one way, the other way, across and dots, close and wide apart."""
        for number, (ways, apart) in enumerate(_PATTERNS):
            left, low = self._at(x + number * 20, y + 14)
            self.canv.saveState()
            path = self.canv.beginPath()
            path.rect(left, low, 17 * MM, 14 * MM)
            self.canv.clipPath(path, stroke=1)
            self._hatch(left, low, ways, apart)
            self.canv.restoreState()

    def _hatch(self, left: float, low: float, ways: str, apart: float) -> None:
        for step in range(int(34 / apart)):
            at = step * apart * MM
            if "/" in ways:
                self.canv.line(left + at - 17 * MM, low, left + at, low + 17 * MM)
            if "\\" in ways:
                self.canv.line(left + at, low, left + at - 17 * MM, low + 17 * MM)
            if "-" in ways:
                self.canv.line(left, low + at, left + 17 * MM, low + at)
            if "." in ways:
                self.canv.setFillColorRGB(*style.INK)
                for up in range(int(14 / apart) + 1):
                    self.canv.circle(left + at, low + up * apart * MM, 0.35 * MM, stroke=0, fill=1)

    def _code(self, x: float, y: float) -> None:
        draw_code(self.canv, x * MM, self.height - y * MM - _CODE, _CODE, f"PHD-PRINT|{self._day}")
