"""The worker's own words in a report: kept beside what the figures propose, and looked through for personal data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import attrs

from panhuang_desk.model.report import Report, Said
from panhuang_desk.model.report_words import Proposal, Words, kept, to_json
from panhuang_desk.model.values import Changes
from panhuang_desk.services.patrol_rules import rules_of
from panhuang_desk.services.reports import proposals_of
from panhuang_desk.services.session import Session
from panhuang_desk.store.names import contacts_named_in

_JOINED = re.compile(r"(?<=\d)[ \-](?=\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3})?[2-8]\d{6,7}(?!\d|\.\d| ?[元亩株份户人次处块件个万吨米])")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SHORTEST_NAME = 2


def save_words(session: Session, report: Report, problems: Sequence[Said], plans: Sequence[Said]) -> Changes:
    """Keep the sentences of a report as a person leaves them; what is left as proposed is not kept."""
    proposed = _proposals(session, report)
    return _save(session, report, *(_text(kept(lines, of), of) for lines, of in zip((problems, plans), proposed,
                                                                                 strict=True)))


def reset_words(session: Session, report: Report) -> Changes:
    """Go by what the figures propose again."""
    return _save(session, report, None, None)


def personal_in(session: Session, text: str) -> tuple[str, ...]:
    """What in a text looks like personal data, in plain words: numbers by what they look like, names as they are."""
    return (*numbers_in(text), *persons_in(session, text))


def numbers_in(text: str) -> tuple[str, ...]:
    """What numbers in a text look like, of 身份证号, 手机号 and 电话号码; a day or an amount is none."""
    plain = _JOINED.sub("", unicodedata.normalize("NFKC", text))
    phones = [match[0] for match in _LANDLINE.finditer(plain) if not _DAY.fullmatch(match[0])]
    found = {"身份证号": _IDENTITY.search(plain), "手机号": _MOBILE.search(plain), "电话号码": phones}
    return tuple(word for word, there in found.items() if there)


def persons_in(session: Session, text: str) -> tuple[str, ...]:
    """The names of the file's contacts that stand in a text; not those that are a part of a place's name."""
    if not text.strip():
        return ()
    places = "\n".join(part for village in session.store.villages for part in (village.name, village.subdistrict_name))
    return tuple(name for name in contacts_named_in(session.store, text, _SHORTEST_NAME) if name not in places)


def _proposals(session: Session, report: Report) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    calendar = session.resources.calendar
    return proposals_of(report, attrs.evolve(calendar, patrol_rules=rules_of(session.store, calendar)))


def _text(words: Words, proposals: Sequence[Proposal]) -> str | None:
    """What the file keeps; nothing where all stands as proposed."""
    untouched = [(each.text, each.key) for each in words.lines] == [(each.text, each.key) for each in proposals]
    return None if untouched else to_json(words)


def _save(session: Session, report: Report, problems: str | None, plans: str | None) -> Changes:
    store = session.store
    found = [record for record in store.records("report_words", where={"period": str(report.period)})
             if record.village == report.code]
    if not found and problems is None and plans is None:
        return Changes()
    with store.action() as action:
        action.save("report_words", {"period": str(report.period), "problems": problems, "plans": plans},
                    id=found[0].id if found else None, village=report.code)
    return action.changes
