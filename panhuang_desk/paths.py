"""Where this machine keeps what is not in the file: settings, logs, backups."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "panhuang_desk"


def home() -> Path:
    """The program's own folder for this user; `PANHUANG_HOME` names another one (tests, a stick that carries all)."""
    override = os.environ.get("PANHUANG_HOME")
    return Path(override) if override else Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False))


def settings_file() -> Path:
    """The JSON file of the machine's settings; it never holds personal data or a passphrase."""
    return home() / "settings.json"


def log_file() -> Path:
    """The log: times, places in the code and error kinds only."""
    return home() / "panhuang_desk.log"


def backups_of(file: Path) -> Path:
    """The folder of a file's backups: beside it, so that they are found where the file is."""
    return file.parent / f"{file.stem}_备份"
