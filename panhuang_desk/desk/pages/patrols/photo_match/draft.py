"""What was chosen for photos and not saved: kept in the file, so that a lock or a crash loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import attrs

from panhuang_desk.services.session import Session

_SLOT = "patrol_photos"
LEFT_OUT = "-"
"""Stands for the plot of a photo that is left out."""


@attrs.frozen
class PhotoDraft:
    """The patrol, the files, and by the digest of a picture the plot check that a person chose."""

    patrol_id: str
    paths: tuple[str, ...]
    chosen: Mapping[str, str]

    @property
    def there(self) -> bool:
        """Whether its files can still be read."""
        return all(Path(path).is_file() for path in self.paths)


def save(session: Session, draft: PhotoDraft) -> None:
    """Keep it; there is one at a time."""
    session.store.save_draft(_SLOT, {"draft": json.dumps(attrs.asdict(draft), ensure_ascii=False)})


def drop(session: Session) -> None:
    """Forget it."""
    session.store.drop_draft(_SLOT)


def kept(session: Session) -> PhotoDraft | None:
    """What waits, of a patrol that is still there; None for nothing."""
    known = session.store.draft(_SLOT)
    if not known:
        return None
    fields = json.loads(known["draft"])
    found = PhotoDraft(fields["patrol_id"], tuple(fields["paths"]), fields["chosen"])
    patrol = session.store.get("patrol", found.patrol_id)
    return None if patrol is None or patrol.deleted else found
