"""Answer sheets from paper that were typed and not saved, as Today and the quiz page tell of them."""

from __future__ import annotations

import attrs

from panhuang_desk.services.session import Session

SLOT = "sheet_line:"
"""How the slots of lines begin; the paper and the line's own id follow."""


@attrs.frozen
class BegunSheets:
    """A paper of which lines were typed and not saved: how many, and when the last one was."""

    paper_id: str
    title: str
    lines: int
    saved_at: str


def sheets_begun(session: Session, village: str = "") -> list[BegunSheets]:
    """The papers of a village, or of the file, of which lines wait, the one that was typed in last at the head."""
    found: dict[str, list[str]] = {}
    for draft in session.store.drafts():
        if draft.slot.startswith(SLOT):
            found.setdefault(draft.slot.removeprefix(SLOT).partition(":")[0], []).append(draft.saved_at)
    papers = {paper.id: paper for paper in session.store.records("quiz_paper", {"id": tuple(found)})} if found else {}
    return [BegunSheets(id, papers[id].text("title"), len(moments), max(moments)) for id, moments in found.items()
            if id in papers and village in ("", papers[id].village)]
