"""Brings the rows of a spreadsheet into the file: what is new, what changed, and which cells could not be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.headings import RECORD_COLUMN, RECORD_HEADING, VILLAGE_COLUMN, Layout
from panhuang_desk.exchange.ledger import Ledger, LedgerRow, Reading, read_ledger
from panhuang_desk.exchange.tables import Sheet, read_sheets
from panhuang_desk.model.fields import Privacy, Value
from panhuang_desk.model.geo.datum import WGS84
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.months import Month
from panhuang_desk.model.validate import check
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.cells import texts_of
from panhuang_desk.services.exports import as_given_out, columns_of
from panhuang_desk.services.figures import scope
from panhuang_desk.services.import_layouts import layouts_of
from panhuang_desk.services.import_result import ImportResult, Rejected, Updated, Wrong
from panhuang_desk.services.import_villages import VillageNames
from panhuang_desk.services.importable import IMPORTABLE, importable
from panhuang_desk.services.matching import Candidate, match
from panhuang_desk.services.plots import PlaceError
from panhuang_desk.services.session import Session

__all__ = ["IMPORTABLE", "ImportResult", "Updated", "Wrong", "first_day", "import_file", "import_sheets", "reading_of"]


def import_file(
    session: Session, kind_name: str, source: Path, *, village: str = "", active_from: str = "", datum: str = WGS84,
    dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Bring a spreadsheet's rows in as one action, which can be undone; wrong rows are named and left out.

    A row is the record whose number it carries, else the one that stands at its address (village, group, door) and,
    where several households share one, the one of that name. An empty cell changes nothing. Rows without a village
    column belong to `village`, else to the worker's own. New records are active from `active_from`, else from the
    first day that `first_day` gives. Coordinates that say no datum are in `datum`. With `dry_run` nothing is written.
    UserError where the source is no such spreadsheet.
    """
    kind = importable(kind_name)
    progress(0.0, "正在读表格")
    sheets = read_sheets(source)
    layouts = layouts_of(session, kind.name, sheets)
    return import_sheets(session, kind.name, sheets, layouts, village=village, active_from=active_from, datum=datum,
                         dry_run=dry_run, progress=progress)


def import_sheets(
    session: Session, kind_name: str, sheets: Sequence[Sheet], layouts: Sequence[Layout], *, village: str = "",
    active_from: str = "", datum: str = WGS84, dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """The same of sheets that were read already, by what `layouts` say their columns are.

    UserError where the file has no such village.
    """
    kind = importable(kind_name)
    scope(session.store, village)
    progress(0.1, "正在核对")
    by_id = {record.id: record for record in session.store.records(kind.name)}
    ledger = read_ledger(sheets, reading_of(session, kind, by_id), IMPORTABLE[kind.name].keys, layouts)
    progress(0.2, "正在核对")
    run = _Run(session, kind, ledger, village, active_from, datum, by_id, VillageNames(session))
    return run.run(dry_run, progress)


def reading_of(session: Session, kind: Kind, by_id: Mapping[str, Record]) -> Reading:
    """How the rows of a kind are read in this file, whose records of that kind are `by_id`."""
    lists = {field.name: session.resources.choices(field) for field in kind.fields if field.choices_from}
    fields = columns_of(kind)

    def known(record_id: str) -> Mapping[str, str]:
        record = by_id.get(record_id)
        texts = texts_of(session, as_given_out(record), fields) if record else {}
        texts.pop("datum", None)  # what coordinates mean is always read, or changed ones would be taken for others
        return texts

    return Reading(kind, session.today_iso, lists, known)


def first_day(session: Session, kind_name: str, village: str) -> str:
    """From which day the households or plots of a spreadsheet count.

    The first list of a village says what has been there all along: it counts from 1 January, in January from
    1 December, so that the last month's report has it too. What a later list adds counts from this month on, so
    that no earlier month's figures move; a plot from today, as no round could ask for it before.
    """
    this = Month.of(session.today())
    if session.store.count(kind_name, {"village": village}):
        return session.today_iso if kind_name == "plot" else this.first
    return min(this.january, this.plus(-1)).first


@attrs.define
class _Plan:
    """What is to be done with one row."""

    row: LedgerRow
    village: str
    values: dict[str, Value]
    known: Record | None = None


@attrs.define
class _Run:
    """One import on its way."""

    session: Session
    kind: Kind
    ledger: Ledger
    village: str
    active_from: str
    datum: str
    by_id: Mapping[str, Record]
    villages: VillageNames
    wrong: list[Wrong] = attrs.field(factory=list)
    notes: list[Wrong] = attrs.field(factory=list)
    first_days: dict[str, str] = attrs.field(factory=dict)

    def run(self, dry_run: bool, progress: Progress) -> ImportResult:
        """Match, check, and unless it is a dry run save."""
        plans = self._checked(self._settled(self._matched(self._placed())), progress)
        updated = [
            Updated(plan.row.number, plan.known.id, fields, plan.row.sheet)
            for plan in plans if plan.known and (fields := _differing(plan.known, plan.values))
        ]
        new = [plan for plan in plans if plan.known is None]
        changes = Changes()
        if not dry_run and (new or updated):
            changes = self._save(plans, progress)
        progress(1.0, "完成")
        wrong = self._in_order(self.wrong)
        return ImportResult(
            new=len(new), changed=len(updated), same=len(plans) - len(new) - len(updated),
            wrong=wrong, notes=self._in_order(self.notes), updated=tuple(updated),
            ignored=self.ledger.ignored, changes=changes, dry_run=dry_run, rejected=self._rejected(wrong),
            sheets=tuple(layout.sheet for layout in self.ledger.layouts),
        )

    def _in_order(self, items: list[Wrong]) -> tuple[Wrong, ...]:
        order = {layout.sheet: n for n, layout in enumerate(self.ledger.layouts)}
        return tuple(sorted(items, key=lambda item: (order[item.sheet], item.row)))

    def _rejected(self, wrong: Sequence[Wrong]) -> tuple[Rejected, ...]:
        """The rows that are left out, whole, with what is wrong with each."""
        reasons: dict[tuple[str, int], list[Wrong]] = {}
        for item in wrong:
            reasons.setdefault((item.sheet, item.row), []).append(item)
        headings = {layout.sheet: layout.headings for layout in self.ledger.layouts}
        has_group = {layout.sheet: "group_no" in layout.fields for layout in self.ledger.layouts}
        return tuple(
            Rejected(row.sheet, headings[row.sheet], row.cells, tuple(reasons[row.sheet, row.number]),
                     None if has_group[row.sheet] else row.values.get("group_no"))
            for row in self.ledger.rows if (row.sheet, row.number) in reasons
        )

    def _placed(self) -> list[_Plan]:
        """The rows whose cells could all be read, with the village that each belongs to."""
        plans = []
        numbered = any(row.record_id not in self.by_id for row in self.ledger.rows if row.record_id)
        gone = {record.id for record in self.session.store.records(self.kind.name, deleted=True)} if numbered else ()
        for row in self.ledger.rows:
            self.wrong.extend(row.reasons)
            village = self._village_of(row)
            known = self.by_id.get(row.record_id)
            missing = [] if known else [name for name in IMPORTABLE[self.kind.name].keys if name not in row.values]
            told = {reason.column for reason in row.reasons}
            for name in missing:
                if self._heading(name) not in told:
                    self._refuse(row, name, f"没有写{self.kind.by_name[name].label}，请补上。")
            if village and not row.reasons and not missing:
                if known is None and row.record_id in gone:
                    self._note(row, RECORD_COLUMN, "这条记录删除过，按新的收入，请核对。")
                plans.append(_Plan(row, village, dict(row.values), known))
        return plans

    def _village_of(self, row: LedgerRow) -> str:
        """The code of the row's village, empty where that is wrong."""
        known = self.by_id.get(row.record_id)
        if not row.village:
            return known.village if known else self.village or self.villages.own()
        code = self.villages.code(row.village)
        if code and known and known.village != code:
            self._refuse(row, VILLAGE_COLUMN, "这条记录在别的村（社区），导入不能把它移过来。")
            return ""
        if code:
            return code
        self._refuse(row, VILLAGE_COLUMN, "这个村（社区）不在本文件里，请核对名称。")
        return ""

    def _matched(self, plans: list[_Plan]) -> list[_Plan]:
        """Give each row the record that it stands for; a second row of one household is refused."""
        rule = IMPORTABLE[self.kind.name]
        kept = self._matched_by_number([plan for plan in plans if plan.known])
        taken = {plan.known.id for plan in kept if plan.known}
        at_place: dict[tuple[object, ...], list[_Plan]] = {}
        for plan in plans:
            if plan.known is None:
                at_place.setdefault((plan.village, *rule.place(plan.values)), []).append(plan)
        known: dict[tuple[object, ...], list[Record]] = {}
        merged: dict[tuple[object, ...], list[Record]] = {}
        for record in sorted(self.by_id.values(), key=lambda record: record.id):
            if record.id not in taken:
                where = merged if record.values.get("merged_into") else known
                where.setdefault((record.village, *rule.place(record.values)), []).append(record)
        for place, here in at_place.items():
            distinct, there = self._distinct(here, rule.names), known.get(place, [])
            rest = self._without_merged(distinct, there, merged.get(place, []), rule.names)
            self._matched_here(rest, there, rule.names)
            kept.extend(distinct)
        rank = {id(plan): position for position, plan in enumerate(plans)}
        return sorted(kept, key=lambda plan: rank[id(plan)])

    def _matched_by_number(self, plans: list[_Plan]) -> list[_Plan]:
        """The rows that carry the number of a record of this file: each stands for that one."""
        first: dict[str, _Plan] = {}
        for plan in plans:
            earlier = first.setdefault(plan.row.record_id, plan)
            if earlier is not plan:
                self._refuse(plan.row, RECORD_COLUMN,
                             f"与第 {earlier.row.number} 行相同，只收前面一行；是新的就把这一格清空。")
        kept = []
        for id, plan in first.items():
            record = self.by_id[id]
            self._leave_erased(plan, record)
            if record.values.get("merged_into") and _differing(record, plan.values):
                self._refuse(plan.row, RECORD_COLUMN, "这一条已经并入另一条，请改并入的那一条。")
            else:
                kept.append(plan)
        return kept

    def _leave_erased(self, plan: _Plan, record: Record) -> None:
        """What was erased on request does not come back out of an older table."""
        personal = [field.name for field in self.kind.fields
                    if field.privacy is not Privacy.OPEN and field.name in plan.values]
        if record.values.get("erased_because") and personal:
            for name in personal:
                del plan.values[name]
            self._note(plan.row, personal[0], "这一户的个人信息已按要求删除，姓名、电话等没有写回去。")

    def _distinct(self, here: list[_Plan], names: Sequence[str]) -> list[_Plan]:
        """The rows of one address that are households of their own; the others repeat an earlier one."""
        distinct: list[_Plan] = []
        key = IMPORTABLE[self.kind.name].keys[-1]
        for plan in here:
            first = next((other for other in distinct if _same_household(plan, other, names)), None)
            if first is not None:
                self._refuse(plan.row, key, f"与第 {first.row.number} 行重复，只收前面一行。")
                continue
            if distinct:
                self._note(plan.row, key, f"与第 {distinct[0].row.number} 行同一地址，联系人不同，按两户收入，请核对。")
            distinct.append(plan)
        return distinct

    def _without_merged(
        self, here: list[_Plan], known: list[Record], merged: list[Record], names: Sequence[str],
    ) -> list[_Plan]:
        """The rows that mean no entry which was merged into another one: an older table does not bring it back."""
        rest = []
        for plan in here:
            name = str(plan.values.get(names[0]) or "") if names else ""
            gone = next((record for record in merged if name and record.text(names[0]) == name), None)
            if gone is None or any(record.text(names[0]) == name for record in known):
                rest.append(plan)
                continue
            plan.known, plan.values = gone, {}
            self._note(plan.row, IMPORTABLE[self.kind.name].keys[-1], "这一条已经并入另一条，没有再加，也没有改动。")
        return rest

    def _matched_here(self, here: list[_Plan], known: list[Record], names: Sequence[str]) -> None:
        found = match(
            [Candidate(*(str(plan.values.get(name) or "") for name in names)) for plan in here],
            [Candidate(*(record.text(name) for name in names), gone=self._is_gone(record)) for record in known],
        )
        for plan, place in zip(here, found, strict=True):
            key = IMPORTABLE[self.kind.name].keys[-1]
            if place is not None:
                plan.known = known[place]
                if self._is_gone(known[place]) and "inactive_from" not in plan.values:
                    label = self.kind.by_name["inactive_from"].label
                    self._note(plan.row, key, f"这一条已经填了“{label}”，没有改动这一项，请核对。")
            elif known:
                self._note(plan.row, key, "这个地址已有别的户，联系人对不上，按新的一户收入，请核对。")

    def _is_gone(self, record: Record) -> bool:
        """Whether a record is not in the register any more."""
        left = record.text("inactive_from")
        return bool(left) and left <= self.session.today_iso

    def _settled(self, plans: list[_Plan]) -> list[_Plan]:
        """The rows with what is kept of their values, without those that say no place on the earth."""
        settle = IMPORTABLE[self.kind.name].settle
        if settle is None:
            return plans
        kept = []
        for plan in plans:
            try:
                plan.values, doubt = settle(plan.values, plan.known.values if plan.known else {}, self.datum)
            except PlaceError as problem:
                self._refuse(plan.row, problem.field, problem.words)
                continue
            if doubt:
                self._note(plan.row, "outline", doubt)
            kept.append(plan)
        return kept

    def _checked(self, plans: list[_Plan], progress: Progress) -> list[_Plan]:
        """The rows that the kind's rules let through; what is only doubtful becomes a note."""
        today, lists = self.session.today_iso, self.session.resources.choices
        kept = []
        for done, plan in enumerate(plans):
            if done % 200 == 0:
                progress(0.2 + 0.1 * done / len(plans), f"正在核对 {done}/{len(plans)}")
            if plan.known and not _differing(plan.known, plan.values):
                kept.append(plan)
                continue
            if plan.known is None:
                plan.values = {**self.kind.defaults(), "active_from": self._first_day(plan.village), **plan.values}
                whole: dict[str, Value] = plan.values
            else:
                whole = {**plan.known.values, **plan.values}
            # What was wrong with the record before is no reason to refuse what the row changes.
            old = check(self.kind, plan.known.values, today, lists) if plan.known else []
            problems = [problem for problem in check(self.kind, whole, today, lists) if problem not in old]
            for problem in problems:
                (self._note if problem.warning else self._refuse)(plan.row, problem.field, problem.message)
            if all(problem.warning for problem in problems):
                kept.append(plan)
        return kept

    def _first_day(self, village: str) -> str:
        if self.active_from:
            return self.active_from
        if village not in self.first_days:
            self.first_days[village] = first_day(self.session, self.kind.name, village)
        return self.first_days[village]

    def _save(self, plans: list[_Plan], progress: Progress) -> Changes:
        with self.session.store.bulk(), self.session.store.action() as action:
            for done, plan in enumerate(plans):
                if done % 50 == 0:
                    progress(0.3 + 0.7 * done / len(plans), f"正在写入 {done}/{len(plans)}")
                if plan.known is None:
                    action.save(self.kind.name, plan.values, village=plan.village)
                elif _differing(plan.known, plan.values):
                    action.save(self.kind.name, plan.values, id=plan.known.id)
        return action.changes

    def _heading(self, name: str) -> str:
        """The column's heading in the spreadsheet; the field's label where it has no such column."""
        field = self.kind.by_name.get(name)
        usual = {RECORD_COLUMN: RECORD_HEADING, VILLAGE_COLUMN: "村"}
        return self.ledger.columns.get(name) or (field.label if field else usual[name])

    def _refuse(self, row: LedgerRow, name: str, reason: str) -> None:
        self.wrong.append(Wrong(row.number, self._heading(name), reason, row.sheet))

    def _note(self, row: LedgerRow, name: str, reason: str) -> None:
        self.notes.append(Wrong(row.number, self._heading(name), reason, row.sheet))


def _same_household(one: _Plan, other: _Plan, names: Sequence[str]) -> bool:
    """Whether two rows of one address are the same household: no name that both carry differs, nor their numbers."""
    if one.row.record_id and other.row.record_id:
        return one.row.record_id == other.row.record_id
    both = [(one.values[name], other.values[name]) for name in names
            if one.values.get(name) and other.values.get(name)]
    return both[0][0] == both[0][1] if both else True


def _differing(known: Record, values: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    """The fields that the row would change, with the value before and after."""
    return {name: (known.values.get(name), value) for name, value in values.items() if known.values.get(name) != value}
