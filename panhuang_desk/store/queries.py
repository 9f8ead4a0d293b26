"""What the pages list: one query a list, finished rows out. Every list leaves deleted records out."""

from __future__ import annotations

import attrs

from panhuang_desk.model.masking import ERASED
from panhuang_desk.store.register import door_key
from panhuang_desk.store.store import Store


@attrs.frozen
class HouseholdRow:
    """A household as the register shows it, with the visits and follow-ups of those that were merged into it.

    `calls_missed` counts the not-home calls since it was last met; `due_on` is the first day on which something is due.
    """

    id: str
    village: str
    group_no: int
    door_no: str
    contact_name: str
    phone: str
    tenure: str
    key_groups: tuple[int, ...]
    inactive_from: str
    last_met: str
    last_visit: str
    last_outcome: str
    calls_missed: int
    open_follow_ups: int
    due_on: str


@attrs.frozen
class VisitRow:
    """A visit with the household that it was paid to. What was chosen from lists is JSON, as the file has it."""

    id: str
    household_id: str
    visited_on: str
    outcome: str
    topics: str
    materials_given: int
    note: str
    visited_by: str
    group_no: int
    door_no: str
    contact_name: str
    seen: str
    materials: str
    difficulties: str
    requests: str
    help_given: str


@attrs.frozen
class PlotRow:
    """A plot with the day it was last looked at, up to the day asked for, and what was seen then. Checks and
    finds of plots that were merged into it are its own, and so are earlier looks at one that it was split from.

    `open_findings` counts finds on it whose plants are not all uprooted yet. `place` is outline, point or empty;
    `merged_into` the plot that stands for it where it was merged.
    """

    id: str
    village: str
    name: str
    group_no: int
    land_kind: str
    area_mu: float | None
    inactive_from: str
    last_checked: str
    last_found: int
    open_findings: int
    former_find: int = 0
    place: str = ""
    active_from: str = ""
    inactive_reason: str = ""
    merged_into: str = ""


@attrs.frozen
class PatrolRow:
    """A patrol with what was looked at on it; `missed` counts plots that were come to and could not be looked at."""

    id: str
    patrolled_on: str
    method: str
    people: int
    plots: int
    found: int
    note: str
    missed: int = 0
    from_time: str = ""
    to_time: str = ""
    partner: str = ""


@attrs.frozen
class CheckRow:
    """A plot check with its plot, or the one that stands for it, and, where plants were found, the finding.

    `not_looked` says why nobody could look.
    """

    id: str
    plot_id: str
    plot_name: str
    group_no: int
    checked_on: str
    found: int
    note: str
    finding_id: str
    seen: str
    patrol_id: str
    not_looked: str = ""
    checked_at: str = ""


@attrs.frozen
class FindingRow:
    """A find with the plot that it was made on. `rechecked_on` is the day on which its last recheck was closed, empty
    while one is open.
    """

    id: str
    plot_check_id: str
    plot_name: str
    group_no: int
    found_at: str
    species: str
    plants: int
    reported_at: str
    confirmed_at: str
    uprooted: int
    uprooted_at: str
    destroyed_at: str
    recheck_on: str
    plot_id: str
    patrol_id: str
    rechecked_on: str


@attrs.frozen
class FollowUpRow:
    """A follow-up with the record it came from, in words: the household's door or the plot's name."""

    id: str
    kind: str
    matter: str
    raised_on: str
    due_on: str
    status: str
    closed_on: str
    source_table: str
    source_id: str
    household_id: str
    group_no: int
    place: str
    contact_name: str
    reported_to: str
    reported_on: str
    reported_how: str
    closed_as: str
    outcome: str


@attrs.frozen
class SheetRow:
    """An answer sheet as the quiz page lists it.

    `second` is "same" or "differs" where a second person entered it too. Sheets without a word on how they came in were
    typed from paper.
    """

    id: str
    paper_id: str
    taken_on: str
    key_group: str
    sampling: str
    correct: int
    answered: int
    asked: int
    village: str = ""
    survey_id: str = ""
    form: str = ""
    age_band: str = ""
    satisfaction: str = ""
    state: str = "done"
    entered: str = "paper"
    second: str = ""


@attrs.frozen
class SheetsWanted:
    """Which answer sheets: each that is not empty narrows them; days are ISO, both included."""

    paper: str = ""
    village: str = ""
    first: str = ""
    last: str = "9999"
    survey: str = ""
    key_group: str = ""
    age_band: str = ""
    form: str = ""
    state: str = ""
    entered: str = ""


_FOLLOW_UPS = f"""
select f.id, f.kind, coalesce(f.matter, '{ERASED}'), coalesce(f.raised_on, ''), coalesce(f.due_on, ''), f.status,
  coalesce(f.closed_on, ''), coalesce(f.source_table, ''), coalesce(f.source_id, ''), coalesce(h.id, ''),
  coalesce(h.group_no, p.group_no, 0), coalesce(h.door_no, p.name, ''), coalesce(h.contact_name, ''),
  coalesce(f.reported_to, ''), coalesce(f.reported_on, ''), coalesce(f.reported_how, ''), coalesce(f.closed_as, ''),
  coalesce(f.outcome, '')
from follow_up f
left join visit v on f.source_table = 'visit' and v.id = f.source_id
left join household_survivor s
  on s.id = case f.source_table when 'household' then f.source_id else v.household_id end
left join household h on h.id = coalesce(
  s.survivor, case f.source_table when 'household' then f.source_id else v.household_id end)
left join plant_finding pf on f.source_table = 'plant_finding' and pf.id = f.source_id
left join plot_check c on c.id = case f.source_table when 'plot_check' then f.source_id else pf.plot_check_id end
left join plot_survivor ps on ps.id = case f.source_table when 'plot' then f.source_id else c.plot_id end
left join plot p on p.id = coalesce(ps.survivor, case f.source_table when 'plot' then f.source_id else c.plot_id end)
where f.deleted = 0
"""

VISIT_ROWS = """
select v.id, coalesce(h.id, v.household_id), v.visited_on, v.outcome, coalesce(v.topics, '[]'),
  coalesce(v.materials_given, 0),
  coalesce(v.note, ''), coalesce(v.visited_by, ''), coalesce(h.group_no, 0), coalesce(h.door_no, ''),
  coalesce(h.contact_name, ''), coalesce(v.seen, '[]'), coalesce(v.materials, '[]'), coalesce(v.difficulties, '[]'),
  coalesce(v.requests, '[]'), coalesce(v.help_given, '[]')
from visit v left join household_survivor s on s.id = v.household_id
left join household h on h.id = coalesce(s.survivor, v.household_id)
"""
"""The fields of `VisitRow`, with `v` for the visit and `h` for its household, or the one that stands for it."""

_PARTS = """with recursive part(id) as (
  select ? union select household.id from household join part on household.merged_into = part.id)"""
"""A household and the entries that were merged into it."""

_OF_PARTS = f"v.household_id in ({_PARTS} select id from part)"

_OF_HOUSEHOLD = f""" and f.id in ({_PARTS}
  select id from follow_up where source_table = 'household' and source_id in (select id from part)
  union all
  select raised.id from part cross join visit on visit.household_id = part.id
  cross join follow_up raised on raised.source_table = 'visit' and raised.source_id = visit.id)"""

_CHECKS = """
select c.id, c.plot_id, coalesce(p.name, ''), coalesce(p.group_no, 0), c.checked_on, coalesce(c.found, 0),
  coalesce(c.note, ''),
  coalesce((select f.id from plant_finding f where f.plot_check_id = c.id and f.deleted = 0 limit 1), ''),
  coalesce(c.seen, '[]'), c.patrol_id, coalesce(c.not_looked, ''), coalesce(c.checked_at, '')
from plot_check c left join plot_survivor ps on ps.id = c.plot_id
left join plot p on p.id = coalesce(ps.survivor, c.plot_id)
"""

_RECHECKED = """
coalesce((select max(u.closed_on) from follow_up u where u.source_table = 'plant_finding' and u.source_id = f.id
  and u.kind = 'recheck' and u.deleted = 0 having count(*) = sum(u.status = 'closed')), '')
"""


def visits(
    store: Store, *, household: str = "", village: str = "", first: str = "", last: str = "", limit: int = -1,
) -> list[VisitRow]:
    """Visits, newest first: of one household, or of a village and a span of days."""
    conditions, params = ["v.deleted = 0"], []
    for sql, value in ((_OF_PARTS, household), ("v.village = ?", village), ("v.visited_on >= ?", first),
                       ("v.visited_on <= ?", last)):
        if value:
            conditions.append(sql)
            params.append(value)
    rows = store.read(f"""{VISIT_ROWS} where {" and ".join(conditions)}
        order by v.visited_on desc, v.id desc limit ?""", [*params, limit])
    return [VisitRow(*row) for row in rows]


def follow_ups(
    store: Store, *, village: str = "", open_only: bool = False, household: str = "", due_by: str = "",
) -> list[FollowUpRow]:
    """Follow-ups, the one due first at the head, closed ones at the end."""
    sql, params = _FOLLOW_UPS, []
    if open_only:
        sql += " and f.status <> 'closed'"
    if household:
        sql += _OF_HOUSEHOLD
        params.append(household)
    for condition, value in ((" and f.village = ?", village), (" and f.due_on <= ?", due_by)):
        if value:
            sql += condition
            params.append(value)
    sql += " order by f.status = 'closed', f.due_on, f.id"
    return [FollowUpRow(*row) for row in store.read(sql, params)]


def plots(store: Store, village: str = "", until: str = "9999", id: str = "") -> list[PlotRow]:
    """The plots in walking order, or one of them, with what was last seen on each up to the day `until`."""
    rows = store.read(
        """with part as materialized (select * from plot_part where :id = '' or id = :id)
        select p.id, p.village, coalesce(p.name, ''), coalesce(p.group_no, 0), coalesce(p.land_kind, ''), p.area_mu,
        case when v.survivor = p.id then '' else coalesce(p.inactive_from, '') end,
        coalesce(max((select checked_on || found from plot_check c join patrol t on t.id = c.patrol_id and t.deleted = 0
          where c.plot_id = part.part and c.deleted = 0 and c.not_looked is null
          and c.checked_on <= min(:until, part.until) order by checked_on desc, found desc limit 1)), ''),
        sum((select count(*) from plant_finding f join plot_check c on c.id = f.plot_check_id
          where c.plot_id = part.part and part.until = '9999' and c.deleted = 0 and f.deleted = 0
          and coalesce(f.uprooted, 0) < coalesce(f.plants, 0))),
        coalesce(p.former_find, 0),
        case when p.outline is null then case when p.longitude is null then '' else 'point' end
          when p.outline like '{"type":"Point"%' then 'point' else 'outline' end,
        coalesce(p.active_from, ''), coalesce(p.inactive_reason, ''), coalesce(nullif(v.survivor, p.id), '')
        from plot p join part on part.id = p.id left join plot_survivor v on v.id = p.id
        where p.deleted = 0 and (:village = '' or p.village = :village)
        group by p.id""", {"village": village, "until": until, "id": id})
    found = [PlotRow(*(*row[:7], row[7][:10], int(row[7][10:] or 0), *row[8:])) for row in rows]
    return sorted(found, key=lambda row: (row.group_no, door_key(row.name), row.id))


def patrols(store: Store, village: str = "", first: str = "", last: str = "9999") -> list[PatrolRow]:
    """Patrols, newest first."""
    rows = store.read(
        """select t.id, t.patrolled_on, t.method, coalesce(t.people, 0),
        count(c.id) - count(c.not_looked), coalesce(sum(c.found), 0), coalesce(t.note, ''), count(c.not_looked),
        coalesce(t.from_time, ''), coalesce(t.to_time, ''), coalesce(t.partner, '')
        from patrol t left join plot_check c on c.patrol_id = t.id and c.deleted = 0
        where t.deleted = 0 and (:village = '' or t.village = :village) and t.patrolled_on between :first and :last
        group by t.id order by t.patrolled_on desc, t.id desc""", {"village": village, "first": first, "last": last})
    return [PatrolRow(*row) for row in rows]


def checks_of(store: Store, patrol_id: str) -> list[CheckRow]:
    """The plot checks of one patrol in walking order."""
    rows = store.read(f"{_CHECKS} where c.patrol_id = ? and c.deleted = 0", [patrol_id])
    return sorted((CheckRow(*row) for row in rows), key=lambda row: (row.group_no, door_key(row.plot_name), row.id))


def checks_on(store: Store, plot_id: str) -> list[CheckRow]:
    """The checks of one plot, newest first: also those of the plots that were merged into it, and those of one that it
    was split from, up to that day.
    """
    rows = store.read(
        f"""with part as materialized (select part, until from plot_part where id = ?)
        {_CHECKS} join part on part.part = c.plot_id and c.checked_on <= part.until
        join patrol t on t.id = c.patrol_id and t.deleted = 0
        where c.deleted = 0 order by c.checked_on desc, c.id desc""", [plot_id])
    return [CheckRow(*row) for row in rows]


def findings(store: Store, village: str = "") -> list[FindingRow]:
    """Every find, newest first."""
    rows = store.read(
        f"""select f.id, f.plot_check_id, coalesce(p.name, ''), coalesce(p.group_no, 0),
        coalesce(f.found_at, c.checked_on, ''),
        coalesce(f.species, ''), coalesce(f.plants, 0), coalesce(f.reported_at, ''), coalesce(f.confirmed_at, ''),
        coalesce(f.uprooted, 0), coalesce(f.uprooted_at, ''), coalesce(f.destroyed_at, ''), coalesce(f.recheck_on, ''),
        c.plot_id, c.patrol_id, {_RECHECKED}
        from plant_finding f join plot_check c on c.id = f.plot_check_id
        left join plot_survivor ps on ps.id = c.plot_id left join plot p on p.id = coalesce(ps.survivor, c.plot_id)
        where f.deleted = 0 and c.deleted = 0 and (:village = '' or f.village = :village)
        order by 5 desc, f.id desc""", {"village": village})
    return [FindingRow(*row) for row in rows]


def sheets(store: Store, wanted: SheetsWanted) -> list[SheetRow]:
    """Answer sheets, the one entered last at the head."""
    rows = store.read(
        """select id, paper_id, coalesce(taken_on, ''), coalesce(key_group, ''), coalesce(sampling, ''),
        coalesce(correct, 0), coalesce(answered, 0), coalesce(asked, 0), village, coalesce(survey_id, ''),
        coalesce(form, ''), coalesce(age_band, ''), coalesce(satisfaction, ''), coalesce(state, 'done'),
        coalesce(entered, 'paper'),
        case when second_answers is null then '' when second_answers = answers then 'same' else 'differs' end
        from answer_sheet
        where deleted = 0 and (:paper = '' or paper_id = :paper) and (:village = '' or village = :village)
        and coalesce(taken_on, '') between :first and :last and (:survey = '' or survey_id = :survey)
        and (:key_group = '' or key_group = :key_group) and (:age_band = '' or age_band = :age_band)
        and (:form = '' or form = :form) and (:state = '' or coalesce(state, 'done') = :state)
        and (:entered = '' or coalesce(entered, 'paper') = :entered)
        order by id desc""", attrs.asdict(wanted))
    return [SheetRow(*row) for row in rows]


@attrs.frozen
class HandoverRow:
    """One copy made for the office."""

    id: str
    village: str
    month: str
    file_name: str
    made_at: str
    bytes: int
    digest: str


def handovers(store: Store) -> list[HandoverRow]:
    """The copies made of this file, newest first."""
    rows = store.read("select id, village, month, file_name, made_at, bytes, digest from handover"
                      " order by made_at desc, id desc")
    return [HandoverRow(*row) for row in rows]
