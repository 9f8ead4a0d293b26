"""What was ticked of tracks and not saved: kept in the file, so that a lock or a crash loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import attrs

from panhuang_desk.services.session import Session


@attrs.frozen
class TrackDraft:
    """Where the tracks come from, be it files or the file itself (`kept`), how they were read, and what was said."""

    paths: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    method: str = ""
    datum: str = ""
    columns: Mapping[str, Mapping[str, int]] = attrs.field(factory=dict)
    said: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def there(self) -> bool:
        """Whether its files can still be read."""
        return all(Path(path).is_file() for path in self.paths)


def save(session: Session, village: str, draft: TrackDraft) -> None:
    """Keep it; one a village."""
    session.store.save_draft(_slot(village), {"draft": json.dumps(attrs.asdict(draft), ensure_ascii=False)})


def drop(session: Session, village: str) -> None:
    """Forget it."""
    session.store.drop_draft(_slot(village))


def kept(session: Session, village: str) -> TrackDraft | None:
    """What waits; None for nothing."""
    known = session.store.draft(_slot(village))
    if not known:
        return None
    fields = json.loads(known["draft"])
    return TrackDraft(**{**fields, "paths": tuple(fields["paths"]), "kept": tuple(fields["kept"])})


def _slot(village: str) -> str:
    return f"tracks:{village}"
