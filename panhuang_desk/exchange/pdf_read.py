"""Reading any PDF, also a stranger's: its text, the files it carries, its pages as pictures, and their codes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from panhuang_desk.errors import UserError

if TYPE_CHECKING:
    import pypdfium2

MOST_BYTES = 60_000_000
MOST_PAGES = 1200
LARGEST_SIDE = 1300.0
"""In points: the long side of A3 and somewhat more."""
MOST_SECONDS = 60.0
MOST_ATTACHED = 4_000_000
MOST_PIXELS = 40_000_000
CODE_DPI = 200.0

ONE_AT_A_TIME = threading.RLock()
"""PDFium serves one thread at a time, whoever asks it."""
_HINT = "请确认拿到的是本程序生成的 PDF 原文件，没有下载或拷贝到一半。"


@attrs.frozen
class Picture:
    """A page in shades of grey, row by row from the top."""

    width: int
    height: int
    grey: bytes


class PdfFile:
    """An open PDF. Make it with `opened_pdf`. What takes longer than `MOST_SECONDS` in all is given up in words."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document, self._until = document, time.monotonic() + MOST_SECONDS
        self.pages = len(document)

    def texts(self) -> tuple[str, ...]:
        """The text of each page as it stands there, lines and cells parted by space."""
        return tuple(self._text(page) for page in range(self.pages))

    def attached(self) -> Mapping[str, bytes]:
        """The files that it carries, by name; empty where one cannot be read."""
        import pypdfium2  # loaded on first use

        found: dict[str, bytes] = {}
        for at in range(min(self._document.count_attachments(), MOST_PAGES)):
            self._in_time()
            file = self._document.get_attachment(at)
            try:
                content = bytes(file.get_data())
            except pypdfium2.PdfiumError:
                content = b""  # it is there, and there is nothing in it that can be read
            if len(content) > MOST_ATTACHED:
                raise UserError("PDF 里附带的文件太大。", _HINT, code="pdf")
            found[file.get_name()] = content
        return found

    def picture(self, page: int, dpi: float) -> Picture:
        """One page as it looks."""
        self._in_time()
        sheet = self._document[page]
        try:
            wide, tall = sheet.get_size()
            if not (0 < wide <= LARGEST_SIDE and 0 < tall <= LARGEST_SIDE) or wide * tall * dpi * dpi > (
                    MOST_PIXELS * 72 * 72):
                raise UserError("PDF 的页面尺寸不对，不是 A4 报告。", _HINT, code="pdf")
            bitmap = sheet.render(scale=dpi / 72, grayscale=True)
            try:
                rows, step = bytes(bitmap.buffer), bitmap.stride
                grey = b"".join(rows[at * step:at * step + bitmap.width] for at in range(bitmap.height))
                return Picture(bitmap.width, bitmap.height, grey)
            finally:
                bitmap.close()
        finally:
            sheet.close()

    def codes(self) -> tuple[str, ...]:
        """What the QR codes on its pages say, read from their pictures as a scanner would."""
        return tuple(text for page in range(self.pages) for text in codes_of(self.picture(page, CODE_DPI)))

    def _text(self, page: int) -> str:
        self._in_time()
        sheet = self._document[page]
        try:
            words = sheet.get_textpage()
            try:
                return str(words.get_text_range())
            finally:
                words.close()
        finally:
            sheet.close()

    def _in_time(self) -> None:
        if time.monotonic() > self._until:
            raise UserError("这个 PDF 太复杂，读了很久还没有读完。", _HINT, code="pdf")


@contextmanager
def opened_pdf(content: bytes) -> Iterator[PdfFile]:
    """A PDF, open for reading; UserError where it is none, is locked, broken or too large."""
    import pypdfium2  # loaded on first use

    if len(content) > MOST_BYTES:
        raise UserError("这个 PDF 太大了。", _HINT, code="pdf")
    if b"%PDF-" not in content[:1024]:
        raise UserError("这个文件不是 PDF。", _HINT, code="pdf")
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UserError("这个 PDF 加了密码，没法核对。", "请用没有密码的原文件。", code="pdf") from None
            raise UserError("这个 PDF 读不出来，文件可能已损坏。", _HINT, code="pdf") from None
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise UserError("这个 PDF 没有页面，或者页数太多。", _HINT, code="pdf")
            yield PdfFile(document)
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            raise UserError("这个 PDF 有一部分读不出来，文件可能已损坏。", _HINT, code="pdf") from None
        finally:
            document.close()


def codes_of(picture: Picture) -> tuple[str, ...]:
    """What the QR codes in a picture say."""
    import zxingcpp  # loaded on first use

    rows: Any = memoryview(picture.grey).cast("B", [picture.height, picture.width])
    return tuple(found.text for found in zxingcpp.read_barcodes(rows, formats=zxingcpp.BarcodeFormat.QRCode))
