"""Erasing a household's personal data on request (personal information protection law, article 47): what goes, what
stays, what is out of reach, and doing it.
"""

from __future__ import annotations

from collections import Counter

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import HOUSEHOLD, KINDS
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import household_words
from panhuang_desk.store import erasing as _erasing
from panhuang_desk.store.backups import list_backups
from panhuang_desk.store.queries import handovers

UNFINISHED = _erasing.UNFINISHED
"""The code of the UserError after which everything is erased, and only the file is still to be tidied up."""

REASONS: tuple[Choice, ...] = HOUSEHOLD.by_name["erased_because"].choices
"""Why personal data is erased; the code is kept with the household."""

_COUNTED = (("visit", "次走访里看到的情况、困难、诉求、帮扶和备注"), ("follow_up", "件待办的事项和办理结果"),
            ("photo", "张照片和照片说明"), ("draft", "份没有保存的草稿"))


@attrs.frozen
class Erasure:
    """What erasing a household would do. `fields` are the labels of its own fields that hold something; `counts` says
    of how many visits, follow-ups, photos and drafts something goes; `mentions` are records about others that hold the
    contact's name, `split` counts households that came out of this one. `backups` counts the backups that still hold
    it all, `oldest_backup` is the moment of the first.
    """

    household_id: str
    place: str
    name: str = attrs.field(repr=False)
    merged: int
    fields: tuple[str, ...]
    counts: dict[str, int]
    mentions: tuple[tuple[str, str], ...]
    split: int
    backups: int
    oldest_backup: str
    copies: int
    done_before: bool

    @property
    def goes(self) -> tuple[str, ...]:
        """What is erased, a line each."""
        lines = [f"这一户的{'、'.join(self.fields)}"] if self.fields else []
        if self.merged:
            lines.append(f"并到这一户的 {self.merged} 户的这些内容")
        lines += [f"{self.counts[name]} {words}" for name, words in _COUNTED if self.counts.get(name)]
        return (*lines, "以上内容的修改记录和查找索引")

    @property
    def stays(self) -> tuple[str, ...]:
        """What is not erased, a line each."""
        return ("组别、房屋性质、各类人数、在册日期，走访的日期和结果：报表要用的数不变",
                "谁在什么时候删除的、什么原因",
                *((f"从这一户分出去的 {self.split} 户，要删就分别删",) if self.split else ()),
                *((f"另有 {len(self.mentions)} 条别的记录里写到这个名字，要自己去看、去改",) if self.mentions else ()))

    @property
    def beyond(self) -> tuple[str, ...]:
        """What the program cannot reach, a line each."""
        backups = (f"以前的备份 {self.backups} 份，最早的是 {self.oldest_backup}；新的备份会把它们换掉，大约要 8 周"
                   if self.backups else "")
        copies = f"已经报送的副本 {self.copies} 份，要请街道也删除" if self.copies else ""
        return tuple(line for line in (backups, copies, "U盘上的副本、导出的表格、打印出来的纸") if line)


def what_goes(session: Session, household_id: str) -> Erasure:
    """What erasing a household's personal data would take, leave and not reach; UserError where it is gone."""
    about = _scope(session, household_id)
    household = _get(session, "household", about.households[0])
    backups = list_backups(session.store.path)
    counts = Counter(kind for kind, record_id in about.records
                     if kind != "household" and _holds(session, kind, record_id))
    fields = tuple(HOUSEHOLD.by_name[name].label for name in _erasing.personal_fields(HOUSEHOLD)
                   if household[name] is not None)
    return Erasure(
        household_id=household.id, place=household_words(household.number("group_no"), household.text("door_no")),
        name=household.text("contact_name"), merged=len(about.households) - 1, fields=fields,
        counts={**counts, "draft": len(about.drafts)}, mentions=_mentions(session, household, about),
        split=session.store.count("household", {"split_from": about.households}),
        backups=len(backups), oldest_backup=backups[-1].label if backups else "",
        copies=len(handovers(session.store)), done_before=bool(household["erased_because"]) and not fields)


def erase(session: Session, household_id: str, reason: str, progress: Progress = no_progress) -> Changes:
    """Erase a household's personal data for good; `reason` is a code of `REASONS`.

    UserError where the household is gone, the file is read only, or the disk refused; one with the code
    `UNFINISHED` leaves only the tidying to be done.
    """
    if reason not in {choice.code for choice in REASONS}:
        raise ValueError(reason)
    about = _scope(session, household_id)
    return _erasing.erase(session.store, about.households[0], reason, progress)


def _scope(session: Session, household_id: str) -> _erasing.Scope:
    try:
        return _erasing.scope(session.store, household_id)
    except KeyError:
        raise UserError("这一户已经不在了。", "请回到户表再看一看。", code="gone") from None


def _get(session: Session, kind: str, record_id: str) -> Record:
    record = session.store.get(kind, record_id)
    assert record is not None
    return record


def _holds(session: Session, kind: str, record_id: str) -> bool:
    record = _get(session, kind, record_id)
    if kind == "photo":
        return not record.deleted
    return any(record[name] is not None for name in _erasing.personal_fields(KINDS[kind]))


def _mentions(session: Session, household: Record, about: _erasing.Scope) -> tuple[tuple[str, str], ...]:
    """Records about others in whose text the contact's name stands; one character alone is no name."""
    name = household.text("contact_name")
    if len(name) < 2:
        return ()
    own = set(about.records)
    hits = session.store.search(name, limit=1000)
    found = [(hit.kind, hit.id) for hit in hits if (hit.kind, hit.id) not in own]
    return tuple(each for each in found if any(
        name in str(value) for field, value in _get(session, *each).values.items() if field != "contact_name"))
