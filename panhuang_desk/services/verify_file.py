"""A report that was read from paper against the file: the edition of its number, and the span as it stands now."""

from __future__ import annotations

from panhuang_desk.errors import UserError
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_diff import Difference, differences
from panhuang_desk.services.editions import editions, report_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.verify_words import NOTE, OK, WRONG, Found

_MOST = 8


def against_file(found: Found, session: Session, report: Report) -> None:
    """Say whether the file's edition of this number says the same; where it has none, whether the file does now."""
    store = session.store
    known = {edition.number: edition for edition in editions(store, report.code, report.period)}
    edition = known.get(report.edition)
    now = _now(session, report.period, report.code, None if report.scope == "subdistrict" else report.code)
    if now is None:
        found.say(WRONG, f"文件里没有{report.name}{report.period.label}的数据，对不了。")
        return
    if edition is None:
        _against_now(found, report, now, drafted=not known)
        return
    if edition.digest == report.digest:
        found.say(OK, f"与文件中 {edition.issued_at} 定稿的第{edition.number}版相同。")
    else:
        found.say(WRONG, f"与文件中 {edition.issued_at} 定稿的第{edition.number}版不同。")
        if edition.report is not None:
            _note(found, "file", differences(report, edition.report))
    if edition.number < max(known):
        found.say(NOTE, f"文件中已有第{max(known)}版，这一版已被更正。")
    if now.digest != edition.digest:
        changed = differences(report, now)
        named = "；".join(f"{each.name}{each.label} {each.before} → {each.after}" for each in changed[:_MOST]
                         if each.before and "\n" not in each.before + each.after)
        found.say(NOTE, f"定稿以后数据又有变更，共 {len(changed)} 处{'：' if named else ''}{named}。")


def issued_or_now(session: Session, code: str, period: str, number: str) -> Report | None:
    """The file's edition of this number, else the report as it is now; None where there is nothing of it."""
    try:
        span = Period.parse(period)
    except ValueError:
        return None
    for edition in editions(session.store, code, span):
        if str(edition.number) == number and edition.report is not None:
            return edition.report
    whole = all(village.code != code for village in session.store.villages)
    return _now(session, span, code, None if whole else code)


def _against_now(found: Found, report: Report, now: Report, *, drafted: bool) -> None:
    """A report that is not issued is compared with what the file says now."""
    state = "文件里还没有定稿" if drafted else f"文件里没有定稿的第{report.edition}版"
    if now.digest == report.digest:
        found.say(OK, f"{state}；与文件现在的数据相同。")
        return
    found.say(WRONG, f"{state}；与文件现在的数据不同。")
    _note(found, "now", differences(report, now))


def _note(found: Found, where: str, changed: tuple[Difference, ...]) -> None:
    for each in changed:
        found.differs(where, f"{each.name}{each.label}", each.column, attached=each.before, other=each.after)


def _now(session: Session, period: Period, code: str, village: str | None) -> Report | None:
    """The same place and span as the file has it now; None where the file is of another place."""
    try:
        now = report_of(session.store, period, village, session.today(), calendar=session.resources.calendar)
    except UserError:
        return None
    return now if now.code == code else None
