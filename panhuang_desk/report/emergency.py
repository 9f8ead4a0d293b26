"""The emergency sheet: one page to print and lock away, with what is needed to open the file without its keeper."""

from __future__ import annotations

import unicodedata

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, Text, build
from panhuang_desk.report.style import MM, TextStyle

_TITLE = TextStyle("title", 22, 32, align="center", tracking=0)
_LEAD = TextStyle("body", 12, 20, align="left", before=6, after=6, tracking=0)
_HEAD = TextStyle("heading", 14, 24, align="left", before=10, after=2, tracking=0)
_ITEM = TextStyle("body", 12, 20, align="left", hang=1.3, tracking=0)
_CELL = TextStyle("body", 12, 18, align="left", tracking=0)
_SMALL = TextStyle("body", 9, 14, align="left", tracking=0, grey=True)
_MARGINS = (24 * MM, 18 * MM, 25 * MM, 23 * MM)
_MOST_CHARACTERS = 78

_PRINTED = "一格一个字，格下注明种类；空格也算一个字。"
_BY_HAND = "一格一个字，大写字母、小写字母和数字请写清楚，空格也占一格。"
_ADVICE = (
    "1. 口令忘了，谁也打不开文件，没有后门，也不能找回。这张纸就是唯一的备用钥匙。",
    "2. 装进信封，封口签名，锁进保险柜或铁柜，不和电脑、U 盘放在一起。",
    "3. 不要拍照、复印，不要用微信或邮件传；电脑里留有这份 PDF 的，请删掉。",
    "4. 交接工作时当面移交并登记；口令换过以后重印一张，旧的当面销毁。",
    "5. 使用时打开程序，选上面的文件，按格逐字输入口令，注意大小写。",
)


def emergency_bytes(*, place: str, subdistrict: str = "", person: str = "", file: str = "", passphrase: str = "",
                    made_on: str = "", sample: bool = False) -> bytes:
    """The sheet as PDF; nothing is written anywhere.

    With an empty `passphrase` the sheet has boxes to write it in by hand. `made_on` is an ISO day.
    """
    fonts = font_set(bundled=sample)
    width = style.PAGE[0] - _MARGINS[2] - _MARGINS[3]
    rows = [("村（社区）", place if place == subdistrict else f"{subdistrict}{place}"), ("文件位置", file),
            ("保管人", person), ("制表日期", _day(made_on))]
    story: list[Flowable] = [
        Text("数据文件应急单", _TITLE, fonts),
        Text("网格员不在或忘记口令时，凭这张单子打开数据文件。打印后请锁好。", _LEAD, fonts),
        _facts([(label, value) for label, value in rows], width, fonts),
        Text("口令" if passphrase else "口令（请用笔逐格抄写）", _HEAD, fonts),
        Boxes(_characters(passphrase), fonts), Spacer(0, 4),
        Text(_PRINTED if passphrase else _BY_HAND, _SMALL, fonts),
        Text("怎样保管和使用", _HEAD, fonts),
        *(Text(advice, _ITEM, fonts) for advice in _ADVICE),
        Spacer(0, 14), _signed(width, fonts),
    ]
    paper = Paper("数据文件应急单", mark=style.SAMPLE_MARK if sample else "机密，锁好", margins=_MARGINS, folio=False)
    return build(paper, story, fonts)


def _day(iso: str) -> str:
    if not iso:
        return ""
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{day}日"


def _characters(passphrase: str) -> list[str]:
    """The passphrase character by character, as it is typed; combining marks stay with their letter."""
    found: list[str] = []
    for char in passphrase:
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _facts(rows: list[tuple[str, str]], width: float, fonts: FontSet) -> Table:
    cells = [[Text(label, _CELL, fonts), Text(value or " ", _CELL, fonts)] for label, value in rows]
    table = Table(cells, colWidths=[84, width - 84], hAlign="LEFT")
    table.setStyle(_grid(fonts))
    return table


def _signed(width: float, fonts: FontSet) -> Table:
    cells = [[Text(text, _CELL, fonts) for text in ("封存人：", "保管人：", "日期：　　年　　月　　日")]]
    table = Table(cells, colWidths=[width * 0.3, width * 0.3, width * 0.4], rowHeights=[34], hAlign="LEFT")
    table.setStyle(_grid(fonts))
    return table


def _grid(fonts: FontSet) -> TableStyle:
    ink = Color(*style.INK)
    return TableStyle([("GRID", (0, 0), (-1, -1), 0.5, ink), ("BOX", (0, 0), (-1, -1), 1, ink),
                       ("FONT", (0, 0), (-1, -1), fonts.table[0].name),
                       ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 4),
                       ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])


class Boxes(Flowable):  # type: ignore[misc]
    """The passphrase in boxes, each with what kind of character it is; without one, 26 empty boxes.

    A character that no font has is given by its code point, so that nothing on the sheet is guessed.
    """

    def __init__(self, characters: list[str], fonts: FontSet) -> None:
        super().__init__()
        self.characters = characters
        self._long = len(characters) > _MOST_CHARACTERS
        self.big = Setter(fonts, TextStyle("body", 11 if self._long else 17, 20, tracking=0))
        self.small = Setter(fonts, TextStyle("body", 7, 9, tracking=0, grey=True))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Thirteen boxes to a row, more and smaller ones for a very long passphrase."""
        count = max(len(self.characters), 26)
        self._a_row = 20 if self._long else 13
        self._side = width / self._a_row
        self._rows = -(-count // self._a_row)
        self._tall = 25.0 if self._long else min(self._side, 34.0) + 11
        self.width, self.height = width, self._rows * self._tall
        return width, self.height

    def draw(self) -> None:
        """Draw every box, then what stands in it."""
        for at in range(self._rows * self._a_row):
            row, column = divmod(at, self._a_row)
            x, y = column * self._side, self.height - (row + 1) * self._tall + 11
            char = self.characters[at] if at < len(self.characters) else ""
            if not self.characters or char:
                self.canv.setLineWidth(0.7)
                self.canv.setStrokeColorRGB(*style.INK)
                self.canv.rect(x + 1, y, self._side - 3, self._tall - 12)
            if char:
                self._put(char, x + self._side / 2 - 0.5, y)

    def _put(self, char: str, middle: float, y: float) -> None:
        known = all(self.big.face(part) for part in char)
        caption = _kind_of(char)
        if known and char != " ":
            baseline = y + (self._tall - 12) / 2 - 0.36 * self.big.style.size
            self.big.draw(self.canv, middle - self.big.width(char) / 2, baseline, char)
        else:
            code = "空格" if char == " " else " ".join(f"U+{ord(part):04X}" for part in char)
            self.small.draw(self.canv, middle - self.small.width(code) / 2, y + (self._tall - 12) / 2 - 2, code)
            caption = "" if char == " " else "字符编码"
        self.small.draw(self.canv, middle - self.small.width(caption) / 2, y - 8, caption)


def _kind_of(char: str) -> str:
    """What kind a character is, in a word: what tells O from 0 and l from 1."""
    category = unicodedata.category(char[0])
    if char[0].isascii() or unicodedata.east_asian_width(char[0]) != "F":
        return {"Lu": "大写", "Ll": "小写", "Nd": "数字", "Lo": "汉字"}.get(category, "符号")
    return "全角"
