"""Reading a PDF back as a person would see it: its text page by page, and where on the page a text stands."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument


class Pdf:
    """A finished PDF. Text is compared without spaces, since thin spaces are drawn and not written."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._bytes = QByteArray(content)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        self.pages = self._document.pageCount()
        self.texts = [self._document.getAllText(page).text() for page in range(self.pages)]

    @property
    def text(self) -> str:
        """All text without any space."""
        return bare("".join(self.texts))

    def size(self, page: int) -> tuple[float, float]:
        """A page's size in points."""
        size = self._document.pagePointSize(page)
        return size.width(), size.height()

    def box(self, page: int, text: str) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the first place of a text on a page, in points from the top left."""
        found = re.search(r"\s*".join(map(re.escape, bare(text))), self.texts[page])
        assert found, text
        bounds = self._document.getSelectionAtIndex(page, found.start(), len(found[0])).boundingRectangle()
        return bounds.left(), bounds.top(), bounds.right(), bounds.bottom()

    def fonts(self) -> set[str]:
        """The names of all fonts."""
        return {name.decode() for name in re.findall(rb"/BaseFont\s*/([^\s/]+)", self.content)}

    def title(self) -> str:
        """The title among its properties."""
        return str(self._document.metaData(QPdfDocument.MetaDataField.Title))


def bare(text: str) -> str:
    """A text without spaces, line ends and the marks that a reader puts for page furniture."""
    return re.sub(r"[\s\u00a0\ufffe\x02]+", "", text)
