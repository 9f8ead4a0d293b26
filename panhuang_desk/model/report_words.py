"""What becomes of the sentences that the figures propose for a report once a person has changed some of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import attrs

from panhuang_desk.model.report import Said


@attrs.frozen
class Proposal:
    """A sentence that the figures propose. `key` names the reason for it, once in a list."""

    key: str
    text: str


@attrs.frozen
class Kept:
    """A sentence as the person left it. `was` is what stood proposed under its key then, empty for an own one."""

    text: str
    key: str = ""
    was: str = ""


@attrs.frozen
class Words:
    """What a person made of a list of proposals: the sentences in their order, and the keys that were left out."""

    lines: tuple[Kept, ...] = ()
    dropped: tuple[str, ...] = ()


def said(proposals: Sequence[Proposal], words: Words | None = None) -> tuple[Said, ...]:
    """The sentences of a report: the person's own and changed ones, and the rest as the figures propose it now.

    A sentence left as proposed follows the figures; a changed one stays, and is stale where its proposal has changed
    since or has gone. What was left out stays out; a new proposal comes last.
    """
    now = {each.key: each.text for each in proposals}
    if words is None:
        return tuple(Said(text, key, text) for key, text in now.items())
    lines = []
    for kept in words.lines:
        proposed = now.pop(kept.key, "") if kept.key else ""
        if not kept.key:
            lines.append(Said(kept.text, edited=True))
        elif kept.text != kept.was:
            lines.append(Said(kept.text, kept.key, proposed, edited=True, stale=proposed != kept.was))
        elif proposed:
            lines.append(Said(proposed, kept.key, proposed))
    lines += [Said(text, key, text) for key, text in now.items() if key not in words.dropped]
    return tuple(lines)


def kept(lines: Sequence[Said], proposals: Sequence[Proposal]) -> Words:
    """What is to be remembered of sentences as a person leaves them: each is fresh against the present proposals."""
    left = {line.key for line in lines if line.key}
    return Words(
        tuple(Kept(line.text, line.key, line.proposed if line.key else "") for line in lines if line.text.strip()),
        tuple(each.key for each in proposals if each.key not in left))


def to_json(words: Words) -> str:
    """As the file keeps it."""
    return json.dumps({"lines": [[each.text, each.key, each.was] for each in words.lines],
                       "dropped": list(words.dropped)}, ensure_ascii=False)


def from_json(text: str) -> Words | None:
    """Read what the file keeps; None where nothing was changed."""
    if not text:
        return None
    found = json.loads(text)
    return Words(tuple(Kept(*each) for each in found["lines"]), tuple(found["dropped"]))
