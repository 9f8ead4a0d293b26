"""Paper is read back with QtPdf, which needs the application object."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.report.reading import Pdf


@pytest.fixture
def read(qapp: object) -> Callable[[bytes], Pdf]:
    """Opens a PDF for reading."""
    return Pdf
