"""One open file with what the use cases need around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import TracebackType

import attrs

from panhuang_desk.model.kind import Kind
from panhuang_desk.model.quiz import Bank
from panhuang_desk.model.values import Village
from panhuang_desk.services.resources import Resources
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store


@attrs.define
class Session:
    """An open file, this machine's settings, the data files, and today's date (given, so that tests can choose it)."""

    store: Store
    settings: Settings = attrs.field(factory=Settings)
    today: Callable[[], dt.date] = dt.date.today
    resources: Resources = attrs.field(factory=Resources)

    @property
    def bank(self) -> Bank:
        """The question bank."""
        return self.resources.bank

    @property
    def home(self) -> Village | None:
        """The worker's village; None in an office's file."""
        for village in self.store.villages:
            if village.code == self.store.home:
                return village
        return None

    @property
    def place(self) -> str:
        """The name that stands over the file's pages: the village, or the subdistrict in an office's file."""
        if self.home:
            return self.home.name
        return self.store.villages[0].subdistrict_name if self.store.villages else ""

    @property
    def today_iso(self) -> str:
        """Today as ISO text."""
        return self.today().isoformat()

    def checklist_version(self, kind: Kind) -> str:
        """The version of the checklist that a kind is filled in against, empty where it has none."""
        return self.resources.checklists.version(kind.checklist) if kind.checklist else ""

    def aside(self, *, write: bool = False) -> Session:
        """The same file through a connection of its own, for work in the background; close it after use."""
        return Session(self.store.sibling(write=write), self.settings, self.today, self.resources)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
