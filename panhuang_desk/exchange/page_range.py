"""Some pages of a PDF as a PDF of their own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from panhuang_desk.exchange.pdf_read import ONE_AT_A_TIME


def only_pages(content: bytes, places: Sequence[int]) -> bytes:
    """The pages at these places, counted from 0, and nothing that stands on the others."""
    import pypdfium2  # loaded on first use

    with ONE_AT_A_TIME:
        source, target = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new()
        try:
            target.import_pages(source, pages=list(places))
            written = io.BytesIO()
            target.save(written)
            return written.getvalue()
        finally:
            target.close()
            source.close()
