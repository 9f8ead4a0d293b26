"""The Today page: what to do first, how the month stands, and which days are near."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.model.find_steps import FIND_KINDS
from panhuang_desk.model.kinds.follow_up import FOLLOW_UP
from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.masking import ERASED
from panhuang_desk.model.months import Month
from panhuang_desk.model.plan import CALL_AGAIN, EVERYONE, KEY_GROUP
from panhuang_desk.model.report import FigureValue
from panhuang_desk.services.begun_sheets import sheets_begun
from panhuang_desk.services.figures import figures
from panhuang_desk.services.focus import focus_of
from panhuang_desk.services.households import calls_to_repeat, is_kept, key_groups_met, key_groups_not_met
from panhuang_desk.services.patrols import plots
from panhuang_desk.services.plan import PlanLine, planned_today
from panhuang_desk.services.rounds import begun_rounds, is_line, slot_of, slots_of
from panhuang_desk.services.season import coverage, pressing, rounds_on
from panhuang_desk.services.session import Session
from panhuang_desk.store.households import household_rows as _household_rows
from panhuang_desk.store.queries import FollowUpRow, HouseholdRow
from panhuang_desk.store.queries import follow_ups as _follow_ups
from panhuang_desk.store.queries import handovers as _handovers

CALLS_SHOWN = 3
"""So many calls of a group are listed where there are more than one more; the rest is counted."""

NEAR_DAYS = 4
"""So many of the days that are near are told."""

_GROUPS_NAMED = 4
_PLAN_REASONS = {CALL_AGAIN: "再次上门", KEY_GROUP: "重点户", EVERYONE: "轮到的"}

_FIGURES = ("household_coverage", "season_plot_coverage", "awareness_by_person", "awareness_verdict")


@attrs.frozen
class TodayItem:
    """One thing to do. `state` is "overdue", "due" or "plain"; `action` is the word at the right.

    `kind` and `id` name the record that Enter opens; `tag` is the kind of thing in one word. `name` is the person's
    name with which `subject` ends, empty where it has none.
    """

    tag: str
    subject: str
    detail: str
    when: str
    action: str
    state: str
    kind: str
    id: str
    name: str = ""


@attrs.frozen
class TodayGroup:
    """Things of one urgency under one heading; of many calls only the first `CALLS_SHOWN`, and how many more.

    `filters` are those of the register that show all of them, by name.
    """

    title: str
    items: tuple[TodayItem, ...]
    more: int = 0
    filters: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def count(self) -> int:
        """How many there are, those that are not among the items too."""
        return len(self.items) + self.more


@attrs.frozen
class Standing:
    """How one figure of the month stands against what today asks for. The figure's code tells which it is.

    `expected` is the share that should have been reached by today, None where there is no such line; `sentence`
    says in words how far ahead or behind.
    """

    title: str
    figure: FigureValue
    expected: float | None
    behind: bool
    sentence: str


@attrs.frozen
class NearDay:
    """A day that is near: what it is, in how many days, and the work it leads to (`model.calendar.WORK`)."""

    day: dt.date
    title: str
    days: int
    leads_to: str = "visits"


@attrs.frozen
class TodayView:
    """Everything on the Today page. `last_report` and `last_handover` are the moments at which the report of `last`,
    the month before, was issued and its copy carried away, empty where that is still to be done; `last_changed` tells
    that a figure of the issued report reads otherwise now.
    """

    groups: tuple[TodayGroup, ...]
    standings: tuple[Standing, ...]
    days_left: int
    near: tuple[NearDay, ...]
    last: Month
    last_report: str
    last_handover: str
    empty: bool
    last_changed: bool = False

    @property
    def count(self) -> int:
        """How many things are overdue or due today."""
        return sum(item.state != "plain" for group in self.groups for item in group.items)


def today_view(session: Session, village: str = "") -> TodayView:
    """Put the page together for one village, or for all of the file."""
    today = session.today()
    month = Month.of(today)
    values = figures(session.store, month, village or None, codes=_FIGURES)
    groups = (_begun(session, village), *_follow_up_groups(session, village, today), _planned(session, village),
              _rounds(session, village, today), _publicity(session, today), _call_again(session, village, today),
              _not_met(session, village, today))
    last = month.plus(-1)
    handovers = _handovers(session.store)
    issued_at, changed = _issued(session, last, village)
    return TodayView(
        groups=tuple(group for group in groups if group.items),
        standings=_standings(values, _key_households(session, village, month), month, today),
        days_left=(dt.date.fromisoformat(month.last) - today).days,
        near=_near_days(session, today),
        last=last,
        last_report=issued_at,
        last_handover=next((row.made_at for row in handovers if row.month == str(last)), ""),
        empty=not is_kept(session, village) and not plots(session, village),
        last_changed=changed,
    )


def not_met_filters(today: dt.date) -> dict[str, str]:
    """The filters of the register, by name, that show the key-group households not met this month."""
    # So many days not met is not met since the first of the month.
    return {"people": "any", "late": str(today.day)}


def household_words(group_no: int, door_no: str, name: str = "") -> str:
    """A household in a line: 3 组 27 号 孙桂兰; one whose personal data was erased has no door any more."""
    door = f"{door_no} 号" if door_no.replace("-", "").isdecimal() else door_no or ERASED
    return " ".join(part for part in (f"{group_no} 组" if group_no else "", door, name) if part)


def key_group_words(counts: tuple[int, ...]) -> str:
    """A household's key groups in words: 留守儿童 1·留守老人 2."""
    return "·".join(f"{HOUSEHOLD.by_name[name].label} {count}"
                    for name, count in zip(KEY_GROUP_FIELDS, counts, strict=True) if count)


def day_words(iso: str) -> str:
    """A day of the year as it is said: 5月3日."""
    day = dt.date.fromisoformat(iso[:10])
    return f"{day.month}月{day.day}日"


def _follow_up_groups(session: Session, village: str, today: dt.date) -> tuple[TodayGroup, TodayGroup]:
    overdue: list[TodayItem] = []
    due: list[TodayItem] = []
    for row in _follow_ups(session.store, village=village, open_only=True, due_by=today.isoformat()):
        days = (today - dt.date.fromisoformat(row.due_on)).days
        item = _follow_up_item(row, f"逾期 {days} 天" if days else "今天", "overdue" if days else "due")
        (overdue if days else due).append(item)
    return TodayGroup("已逾期", tuple(overdue)), TodayGroup("今天到期", tuple(due))


def _follow_up_item(row: FollowUpRow, when: str, state: str) -> TodayItem:
    place = household_words(row.group_no, row.place, row.contact_name) if row.household_id else (
        " ".join(part for part in (f"{row.group_no} 组" if row.group_no else "", row.place) if part))
    action = "接着记" if row.source_table == "plant_finding" and row.kind in FIND_KINDS else "办结"
    return TodayItem(FOLLOW_UP.by_name["kind"].word(row.kind), place or row.matter, row.matter if place else "", when,
                     action, state, "follow_up", row.id, row.contact_name if row.household_id else "")


def _begun(session: Session, village: str) -> TodayGroup:
    """Rounds, answer sheets from paper, visits and households that were begun and never saved."""
    drafts, today = session.store.drafts(), session.today_iso

    def saved(moment: str) -> str:
        return f"今天 {moment[11:16]}" if moment[:10] == today else day_words(moment)

    slots = {draft.slot for draft in drafts}
    named = [_household_begun(slot, slots) for slot in slots]
    known = {row.id: row for row in _household_rows(session.store, named) if village in ("", row.village)}
    items = [TodayItem("一轮走访", f"{begun.group_no} 组", f"{begun.lines} 户写了还没有保存", saved(begun.saved_at),
                       "接着写", "plain", "round", f"{begun.village}:{begun.group_no}")
             for begun in begun_rounds(session, village)]
    items += [TodayItem("答卷", "照纸卷录", f"{begun.lines} 份录了还没有保存", saved(begun.saved_at), "接着录", "plain",
                        "sheets", begun.paper_id) for begun in sheets_begun(session, village)]
    for draft in drafts:
        row = known.get(_household_begun(draft.slot, slots))
        if is_line(draft):
            continue
        if row is not None:
            items.append(attrs.evolve(_call(row, "走访写了一半，还没有保存", saved(draft.saved_at)), action="接着写"))
        elif draft.slot == "household:new":
            items.append(TodayItem("新户", "新的一户", "登记写了一半，还没有保存", saved(draft.saved_at), "接着写",
                                   "plain", "household", ""))
    return TodayGroup("没写完的", tuple(items))


def _household_begun(slot: str, slots: set[str]) -> str:
    """The household whose new visit a draft belongs to, empty for others; a visit with several drafts is told once."""
    if not slot.startswith(slot_of("")):
        return ""
    household = slot.removeprefix(slot_of("")).partition(":")[0]
    return household if slot == next((each for each in slots_of(household) if each in slots), "") else ""


def _planned(session: Session, village: str) -> TodayGroup:
    """What the month's plan has for today, in one line, and what is to be explained; plans are made for a village."""
    village = village or (session.store.villages[0].code if len(session.store.villages) == 1 else "")
    lines = planned_today(session, village) if village else []
    focus = focus_of(session, Month.of(session.today()), village)
    items = [_households_planned(lines)] if lines else []
    if focus is not None:
        items.append(TodayItem("宣传", "宣传重点", focus.words, "", "看计划", "plain", "focus", focus.id))
    return TodayGroup("今天的计划", tuple(items))


def _households_planned(lines: Sequence[PlanLine]) -> TodayItem:
    counts = Counter(line.reason for line in lines)
    reasons = "、".join(f"{word} {counts[reason]}" for reason, word in _PLAN_REASONS.items() if counts[reason])
    groups = list(dict.fromkeys(str(line.row.group_no) for line in lines))
    where = f"{'、'.join(groups)} 组" if len(groups) <= _GROUPS_NAMED else f"{len(groups)} 个组"
    return TodayItem("计划", f"走 {len(lines)} 户", f"{reasons}·{where}", "", "看计划", "plain", "plan", "")


def _rounds(session: Session, village: str, today: dt.date) -> TodayGroup:
    """The plots that rounds which are over missed, and those that each round of today still asks for."""
    overdue = pressing(session, village)[0]
    items = []
    if overdue:
        days = (today - dt.date.fromisoformat(min(plot.standing.day for plot in overdue))).days
        labels = dict.fromkeys(plot.standing.round.label for plot in overdue if plot.standing.round)
        items.append(TodayItem("踏查", "、".join(labels), f"{len(overdue)} 块地过了轮次没看", f"逾期 {days} 天",
                               "去补看", "overdue", "season", ""))
    for stands in (coverage(session, village, each) for each in rounds_on(session)):
        days = (dt.date.fromisoformat(stands.round.last) - today).days
        if stands.left:
            items.append(TodayItem("踏查", stands.round.label, f"还有 {stands.left} 块地没看",
                                   f"还有 {days} 天" if days else "今天止", "去踏查", "plain" if days else "due",
                                   "season", stands.round.label))
    return TodayGroup("踏查", tuple(items))


def _publicity(session: Session, today: dt.date) -> TodayGroup:
    """The seasons of today in which nothing is looked at, but something is to be explained."""
    return TodayGroup("宣传期", tuple(
        TodayItem("宣传", season.label, season.note.rstrip("。"), f"到 {day_words(season.window(today.year)[1])}",
                  "去走访", "plain", "publicity", season.leads_to)
        for season in session.resources.calendar.seasons if not season.patrol and season.holds(today)))


def _issued(session: Session, month: Month, village: str) -> tuple[str, bool]:
    """When a place's report of a month was issued, empty where it was not, and whether a figure has changed since."""
    if not session.store.count("report", {"month": str(month)}):
        return "", False
    from panhuang_desk.services.editions import newest, still_says  # what makes reports is not needed to start
    from panhuang_desk.services.reports import place_of

    edition = newest(session.store, place_of(session.store, village or None).code, month)
    if edition is None:
        return "", False
    return edition.issued_at, not still_says(session, edition)


def _call_again(session: Session, village: str, today: dt.date) -> TodayGroup:
    """Households whose last call found nobody at home, the one waiting longest first."""
    waiting = calls_to_repeat(session, village)
    items = []
    for row in waiting.fetch(0, _shown(waiting.count), "visit"):
        days = (today - dt.date.fromisoformat(row.last_visit)).days
        times = f"{row.calls_missed} 次不在家" if row.calls_missed > 1 else f"{day_words(row.last_visit)}不在家"
        detail = "·".join(part for part in (key_group_words(row.key_groups), times) if part)
        items.append(_call(row, detail, f"已 {days} 天"))
    return TodayGroup("再次上门", tuple(items), waiting.count - len(items), {"again": "1"})


def _not_met(session: Session, village: str, today: dt.date) -> TodayGroup:
    """Key-group households not met this month, the one met longest ago first."""
    waiting = key_groups_not_met(session, Month.of(today).first, village)
    items = []
    for row in waiting.fetch(0, _shown(waiting.count), "met"):
        days = (today - dt.date.fromisoformat(row.last_met)).days if row.last_met else 0
        last = f"上次 {day_words(row.last_met)}" if row.last_met else "还没走访过"
        items.append(_call(row, f"{key_group_words(row.key_groups)}·{last}", f"{days} 天" if days else ""))
    return TodayGroup("重点户本月还没见到", tuple(items), waiting.count - len(items), not_met_filters(today))


def _shown(count: int) -> int:
    """How many of a group are listed: a last one alone is not worth a line that says so."""
    return count if count <= CALLS_SHOWN + 1 else CALLS_SHOWN


def _call(row: HouseholdRow, detail: str, when: str) -> TodayItem:
    subject = household_words(row.group_no, row.door_no, row.contact_name)
    return TodayItem("走访", subject, detail, when, "走访", "plain", "household", row.id, row.contact_name)


def _standings(
    values: Mapping[str, FigureValue], key_households: FigureValue, month: Month, today: dt.date,
) -> tuple[Standing, ...]:
    elapsed = today.day / dt.date.fromisoformat(month.last).day
    standings = [
        _coverage("走访到户", values["household_coverage"], elapsed, "户"),
        _coverage("重点户", key_households, elapsed, "户"),
        _coverage("季内踏查", values["season_plot_coverage"], None, "块"),
    ]
    awareness = values["awareness_by_person"]
    verdict = values["awareness_verdict"].value
    standings.append(Standing("知晓率（按人）", awareness, 0.95, verdict == "未达标", str(verdict or "无数据")))
    return tuple(standings)


def _key_households(session: Session, village: str, month: Month) -> FigureValue:
    """How many of the households with people of a key group have been met this month."""
    met, whole = key_groups_met(session, month.first, village)
    return FigureValue("key_households", "重点户", met / whole if whole else None, "%", met, whole)


def _coverage(title: str, figure: FigureValue, expected: float | None, measure: str) -> Standing:
    done, whole = figure.numerator or 0, figure.denominator or 0
    if not whole:
        # Between seasons there is nothing to count; within one there may be no plot yet.
        sentence = "现在不在踏查季" if figure.denominator is None else "还没有登记"
        return Standing(title, figure, expected, False, sentence)
    if expected is None:
        left = whole - done
        return Standing(title, figure, None, left > 0, f"还有 {left} {measure}没看" if left else "都看过了")
    asked = expected * whole
    if done < asked:
        return Standing(title, figure, expected, True,
                        f"到今天应有 {expected * 100:.0f} %，差 {max(1, round(asked - done))} {measure}")
    sentence = f"快于进度，还有 {whole - done} {measure}" if done < whole else "都走到了"
    return Standing(title, figure, expected, False, sentence)


def _near_days(session: Session, today: dt.date) -> tuple[NearDay, ...]:
    return tuple(NearDay(each.day, each.title, (each.day - today).days, each.leads_to)
                 for each in session.resources.calendar.near(today, count=NEAR_DAYS))
