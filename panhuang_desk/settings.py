"""What this machine remembers between starts; declared once, with type and default. No personal data, no passphrase."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from panhuang_desk import paths


@dataclass(slots=True)
class RecentFile:
    """A file opened before. `title` is the place's name, shown before the passphrase is known."""

    path: str
    title: str = ""
    opened: str = ""
    sample: bool = False


@dataclass(slots=True)
class ReplicaMark:
    """What this machine last wrote into a file: the replica's id and its last sequence number.

    `clean` is False while a writing session is open: then the count may be behind, and the file gets a new replica.
    """

    replica: str
    seq: int
    clean: bool = True


@dataclass(slots=True)
class ListLook:
    """How a list was left: the columns shown (none: the usual ones), the order, and by filter what was chosen.

    Never what was searched for: that may be a name.
    """

    columns: list[str] = field(default_factory=list)
    order: str = ""
    descending: bool = False
    filters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, known: dict[str, Any]) -> ListLook:
        """Take what has the right shape; TypeError or AttributeError where nothing has."""
        return cls(
            [str(name) for name in known.get("columns", [])], str(known.get("order", "")),
            bool(known.get("descending")), {str(name): str(code) for name, code in known.get("filters", {}).items()})


@dataclass(slots=True)
class Printing:
    """How something was printed the last time: the printer's name, both sides or one, the size of the sheet."""

    printer: str = ""
    duplex: str = ""
    paper: str = ""

    @classmethod
    def of(cls, known: dict[str, Any]) -> Printing:
        """Take what has the right shape; AttributeError where nothing has."""
        return cls(*(str(known.get(name, "")) for name in ("printer", "duplex", "paper")))


@dataclass(slots=True)
class Settings:
    """The machine's settings. `text_size` is a percentage; `lock_minutes` 0 never locks."""

    text_size: int = 100
    lock_minutes: int = 10
    mask_names: bool = False
    last_folder: str = ""
    handover_folder: str = ""
    window: list[int] = field(default_factory=list)
    recent: list[RecentFile] = field(default_factory=list)
    replicas: dict[str, ReplicaMark] = field(default_factory=dict)
    lists: dict[str, ListLook] = field(default_factory=dict)
    printing: Printing = field(default_factory=Printing)
    file: Path | None = field(default=None, compare=False)

    @classmethod
    def load(cls, file: Path | None = None) -> Settings:
        """Read the settings; a missing or damaged file gives the defaults."""
        file = file or paths.settings_file()
        settings = cls(file=file)
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return settings
        if isinstance(known, dict):
            settings._take(known)
        return settings

    def _take(self, known: dict[str, Any]) -> None:
        """Take over every value that has the declared shape; leave the default for any other."""
        for name in ("text_size", "lock_minutes", "mask_names", "last_folder", "handover_folder", "window"):
            if isinstance(known.get(name), type(getattr(self, name))):
                setattr(self, name, known[name])
        with contextlib.suppress(TypeError, AttributeError):
            self.recent = [RecentFile(**item) for item in known.get("recent", [])]
        with contextlib.suppress(TypeError, AttributeError):
            self.replicas = {key: ReplicaMark(**mark) for key, mark in known.get("replicas", {}).items()}
        with contextlib.suppress(TypeError, AttributeError):
            self.lists = {str(key): ListLook.of(look) for key, look in known.get("lists", {}).items()}
        with contextlib.suppress(AttributeError):
            self.printing = Printing.of(known.get("printing", {}))

    def list_look(self, name: str) -> ListLook:
        """How a list was left; what is changed in it is remembered."""
        return self.lists.setdefault(name, ListLook())

    def save(self) -> None:
        """Write the settings durably: temporary file, fsync, replace."""
        file = self.file or paths.settings_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in asdict(self).items() if name != "file"}
        temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(kept, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
        if os.name == "posix":
            # The new name is only certain once the folder is on disk; Windows has no such call and no such need.
            folder = os.open(file.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def remember_file(self, path: Path, title: str, opened: str, *, sample: bool = False) -> None:
        """Put a file at the head of the files opened last; six are kept."""
        entry = RecentFile(str(path), title, opened, sample)
        self.recent = [entry, *(item for item in self.recent if item.path != entry.path)][:6]
