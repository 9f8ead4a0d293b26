"""Where the data folders are: one rule for a checkout, a wheel and a frozen bundle."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds `resources/` and `db/`: `_bundled` inside the package if it is there, else its parent."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """A file or folder under `resources/`, which the office may replace."""
    return root().joinpath("resources", *parts)


def database(*parts: str) -> Path:
    """A file or folder under `db/`: migrations, figures, the generated schema."""
    return root().joinpath("db", *parts)


def rare_font(number: int) -> bytes | None:
    """A TrueType font of the 256 characters from U+`number`00 on, as far as Noto Sans SC lacks them, or None.

    Its family is `Panhuang Rare` with the number in capital hexadecimal digits.
    """
    import lzma  # both are loaded on first use
    import zipfile

    try:
        with zipfile.ZipFile(resource("fonts", "rare.zip")) as archive:
            return archive.read(f"{number:x}.ttf")
    except (OSError, LookupError, EOFError, zipfile.BadZipFile, lzma.LZMAError):
        return None
