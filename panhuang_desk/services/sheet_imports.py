"""Brings answer sheets from a spreadsheet into the file: one row a sheet, graded, each doubtful cell named.

A row whose day, form or village does not fit, or that holds no answer, is left out. Any other row comes in; a cell of
it that cannot be read is told, and stands for "not known" in the record ("?" for an answer). Sheets carry no name, so
each keeps an `origin`: a digest of its number (else its row) and one of its cells. By it the same row is never taken
twice, and a row whose doubtful cells were mended fills the sheet that it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.exchange.answer_cells import SheetRead, SheetReading, read_sheet
from panhuang_desk.exchange.answer_grid import NUMBER, PLACE, AnswerGrid, GridRow, read_grid
from panhuang_desk.exchange.headings import VILLAGE_COLUMN
from panhuang_desk.model.fields import Value
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.quiz import (
    BLANK,
    UNREADABLE,
    Question,
    from_snapshot,
    grade,
    load_answers,
    store_answers,
    to_snapshot,
)
from panhuang_desk.model.quiz.forms import form_letters, form_questions, make_forms, to_paper_order
from panhuang_desk.model.validate import check
from panhuang_desk.model.values import Changes, Progress, no_progress
from panhuang_desk.services.figures import scope
from panhuang_desk.services.import_result import ImportResult, Rejected, Updated, Wrong
from panhuang_desk.services.import_villages import VillageNames
from panhuang_desk.services.quizzes import (
    STANDARD_SEED,
    paper_questions,
    papers,
    standard_paper,
    standard_questions,
    standard_title,
)
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_layouts import (
    SheetSource,
    mended_headings,
    needs_place,
    place_of,
    place_words,
    read_sheet_source,
)
from panhuang_desk.store.surveys import ImportedSheet, imported_sheets

_SAME_SHEET = 80
"""Per cent of equal answers from which a sheet of the same number and day is asked about."""

_ALIKE = "与已经收入的一份编号、日期相同，答案大多相同，按另一份收入，请核对是不是同一份。"


def import_answer_sheets(
    session: Session, source: Path, *, paper_id: str = "", survey_id: str = "", village: str = "",
    dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """Bring the answer sheets of a spreadsheet in as one action, which can be undone.

    The paper is the one named, else the survey's, else the standard paper where it has as many questions as the table.
    Rows without a village column belong to `village`, else to the survey's, else to the worker's own. With `dry_run`
    nothing is written. UserError where the source is no such table, or paper, survey and village do not fit it.
    """
    progress(0.0, "正在读表格")
    scope(session.store, village)
    return import_sheet_source(session, read_sheet_source(session, source), paper_id=paper_id, survey_id=survey_id,
                               village=village, dry_run=dry_run, progress=progress)


def import_sheet_source(
    session: Session, source: SheetSource, *, paper_id: str = "", survey_id: str = "", village: str = "",
    form: str = "A", dry_run: bool = False, progress: Progress = no_progress,
) -> ImportResult:
    """The same of a spreadsheet that was read, by the layouts that it says; `form` is that of tables without a column
    for it.
    """
    progress(0.1, "正在读表格")
    grid = read_grid(source.sheets, source.layouts)
    survey = _survey(session, survey_id, paper_id, village)
    target = _target(session, grid.count, paper_id or (survey.text("paper_id") if survey else ""), village)
    _check_columns(grid)
    progress(0.2, "正在核对")
    return _Run(session, grid, target, survey, village, form, dry_run).run(progress)


@attrs.frozen
class _Target:
    """The paper that the sheets answer. `id` is empty of a standard paper that is not made yet."""

    id: str
    questions: tuple[Question, ...]
    kept_forms: str = ""

    def forms(self) -> dict[str, tuple[Question, ...]]:
        """The questions of each form, in its order."""
        return {letter: form_questions(self.questions, self.kept_forms, letter)
                for letter in form_letters(self.kept_forms)}


@attrs.define
class _Plan:
    """What is to be done with one row: a new record, or fields of a known one."""

    read: SheetRead
    village: str
    values: dict[str, Value]
    known: str = ""


def _survey(session: Session, survey_id: str, paper_id: str, village: str) -> Record | None:
    if not survey_id:
        return None
    survey = session.store.get("survey", survey_id)
    if survey is None or survey.deleted:
        raise UserError("没有这次测评。", "请核对测评的编号。", code="survey")
    if paper_id and paper_id != survey.text("paper_id"):
        raise UserError("这次测评用的不是这份试卷。", "指明测评就够了，试卷由它定。", code="survey")
    if village and village != survey.village:
        raise UserError("这次测评不是这个村（社区）的。", "指明测评就够了，村（社区）由它定。", code="survey")
    return survey


def _target(session: Session, count: int, paper_id: str, village: str) -> _Target:
    """The paper to be used; UserError where it is not there or has another number of questions."""
    if paper_id:
        paper = session.store.get("quiz_paper", paper_id)
        if paper is None or paper.deleted:
            raise UserError("没有这份试卷。", _which(session), code="paper")
        return _fitting(session, paper, count)
    place = village or session.store.home
    known = next((paper for paper in papers(session, place) if paper.text("title") == standard_title(session)
                  and paper.text("bank_version") == session.bank.version), None)
    if known is not None:
        return _fitting(session, known, count)
    questions = standard_questions(session.bank, session.today_iso)
    if len(questions) != count:
        raise _unfit(session, count, len(questions), "标准试卷")
    return _Target("", questions, make_forms(questions, STANDARD_SEED))


def _fitting(session: Session, paper: Record, count: int) -> _Target:
    questions = paper_questions(paper)
    if len(questions) != count:
        raise _unfit(session, count, len(questions), f"试卷“{paper.text('title')}”")
    return _Target(paper.id, questions, paper.text("forms"))


def _unfit(session: Session, count: int, asked: int, name: str) -> UserError:
    return UserError(f"这张表有 {count} 题，{name}有 {asked} 题，对不上。", _which(session), code="paper-unfit")


def _which(session: Session) -> str:
    """The papers that there are, to choose one of."""
    named = "；".join(f"“{paper.text('title')}”（{len(paper_questions(paper))} 题，编号 {paper.id}）"
                     for paper in papers(session)[:10])
    return f"请指明是哪份试卷。现有：{named}。" if named else "这个文件里还没有试卷，请先组一份。"


def _check_columns(grid: AnswerGrid) -> None:
    """UserError where the column is missing without which no row could come in."""
    if not grid.heading("taken_on"):
        raise UserError("表里没有“日期”一列。", "请加一列“日期”，写每份答卷是哪天答的。", code="grid_date")


@attrs.define
class _Run:
    """One import on its way."""

    session: Session
    grid: AnswerGrid
    target: _Target
    survey: Record | None
    village: str
    form: str
    dry_run: bool
    wrong: list[Wrong] = attrs.field(factory=list)
    doubtful: list[Wrong] = attrs.field(factory=list)
    notes: list[Wrong] = attrs.field(factory=list)

    def run(self, progress: Progress) -> ImportResult:
        """Read, match, and unless it is a dry run save."""
        plans = self._known(self._placed(progress))
        new = [plan for plan in plans if not plan.known]
        changed = [plan for plan in plans if plan.known and plan.values]
        self._note_missing_columns(new)
        updated, changes = tuple(self._updated(plan) for plan in changed), Changes()
        if not self.dry_run and (new or changed):
            changes = self._save([*new, *changed], progress)
        progress(1.0, "完成")
        wrong = self._in_order(self.wrong)
        return ImportResult(
            new=len(new), changed=len(changed), same=len(plans) - len(new) - len(changed), wrong=wrong,
            notes=self._in_order(self.notes), updated=updated,
            ignored=self.grid.ignored, changes=changes, dry_run=self.dry_run,
            rejected=self._to_mend(self.wrong), questioned=self._to_mend(self.doubtful),
            sheets=tuple(layout.sheet for layout in self.grid.layouts), doubtful=self._in_order(self.doubtful),
        )

    def _in_order(self, items: Sequence[Wrong]) -> tuple[Wrong, ...]:
        order = {layout.sheet: place for place, layout in enumerate(self.grid.layouts)}
        return tuple(sorted(items, key=lambda item: (order[item.sheet], item.row)))

    def _placed(self, progress: Progress) -> list[_Plan]:
        """The rows that may come in, graded, with the village that each belongs to."""
        forms = self.target.forms()
        if not self.grid.heading("form"):
            forms = {self.form: forms[self.form]}
        reading = SheetReading(forms, self.session.today_iso, self.survey.text("sampling") if self.survey else "")
        names, plans = VillageNames(self.session), []
        for done, row in enumerate(self.grid.rows):
            if done % 200 == 0:
                progress(0.2 + 0.2 * done / len(self.grid.rows), f"正在核对 {done}/{len(self.grid.rows)}")
            read = read_sheet(row, self.grid, reading)
            wrong = list(read.wrong)
            village = self._village_of(row, names, wrong)
            if not wrong:
                wrong = self._misfits(read)
            if wrong:
                self.wrong.extend(wrong)
                continue
            plans.append(_Plan(read, village, self._values(read, village)))
        return plans

    def _village_of(self, row: GridRow, names: VillageNames, wrong: list[Wrong]) -> str:
        written = row.texts.get(VILLAGE_COLUMN, "")
        code = names.code(written) if written else (
            self.village or (self.survey.village if self.survey else "") or names.own())
        if not code:
            wrong.append(self._about(row, VILLAGE_COLUMN, "这个村（社区）不在本文件里，请核对名称。"))
        elif self.survey and code != self.survey.village:
            wrong.append(self._about(row, VILLAGE_COLUMN, "这次测评不是这个村（社区）的，请核对。"))
        return code

    def _misfits(self, read: SheetRead) -> list[Wrong]:
        """Why a row that can be read still cannot be a record of this survey."""
        day = str(read.values["taken_on"])
        if self.survey and not (self.survey.text("started_on") <= day <= (self.survey.text("ended_on") or "9999")):
            return [self._about(read.row, "taken_on", "这一天不在这次测评的日期里，请核对。")]
        whole = {**ANSWER_SHEET.defaults(), "paper_id": self.target.id or "new", **read.values}
        return [self._about(read.row, problem.field, problem.message)
                for problem in check(ANSWER_SHEET, whole, self.session.today_iso) if not problem.warning]

    def _values(self, read: SheetRead, village: str) -> dict[str, Value]:
        kept = self.target.kept_forms
        answers = to_paper_order(read.answers, kept, read.form)
        graded = grade(self.target.questions, answers)
        return {
            **read.values, "paper_id": self.target.id, "survey_id": self.survey.id if self.survey else None,
            "form": read.form if kept else None, "state": "done", "entered": "table",
            "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
            "asked": graded.asked, "origin": self._origin(read.row, village),
        }

    def _origin(self, row: GridRow, village: str) -> str:
        """What the row is known again by: the digest of its number, and that of its number and its cells."""
        sheet, line = place_of(row) or (row.sheet if len(self.grid.layouts) > 1 else "", row.number)
        number = row.texts.get(NUMBER) or f"row {line}"
        cells = [f"{name}={text}" for name, text in sorted(row.texts.items())
                 if name not in (NUMBER, PLACE, VILLAGE_COLUMN)]
        return f"{_digest(sheet, number)[:6]}.{_digest(village, sheet, number, *cells, *row.answers)[:16]}"

    def _known(self, plans: Sequence[_Plan]) -> list[_Plan]:
        """The rows with the records that they are already; a row that stands in the table twice is refused."""
        kept: dict[str, _Plan] = {}
        for plan in plans:
            first = kept.setdefault(str(plan.values["origin"]), plan)
            if first is not plan:
                self.wrong.append(
                    self._about(plan.read.row, NUMBER, f"与第 {first.read.row.number} 行完全一样，只收前面一行。"))
        there = imported_sheets(self.session.store, self.target.id) if self.target.id else []
        same = {sheet.origin: sheet for sheet in there}
        numbered: dict[tuple[str, str, str], list[ImportedSheet]] = {}
        for sheet in there:
            if sheet.origin not in kept:
                numbered.setdefault((_number_of(sheet.origin), sheet.taken_on, sheet.village), []).append(sheet)
        for origin, plan in kept.items():
            self.doubtful.extend(plan.read.doubtful)
            if origin in same:
                self._already(plan, same[origin])
            else:
                self._mend(plan, numbered.get((_number_of(origin), str(plan.values["taken_on"]), plan.village), []))
        return list(kept.values())

    def _already(self, plan: _Plan, sheet: ImportedSheet) -> None:
        """The row is in the file; nothing changes, but it may now be told which survey it belongs to."""
        told = self.survey.id if self.survey else ""
        plan.known, plan.values = sheet.id, {"survey_id": told} if told and not sheet.survey_id else {}
        if told and sheet.survey_id and sheet.survey_id != told:
            self.notes.append(self._about(plan.read.row, NUMBER, "这份答卷已经在另一次测评里，没有改动。"))

    def _mend(self, plan: _Plan, near: list[ImportedSheet]) -> None:
        """Take the row for one of these sheets, of the same number and day, where it only fills in what was not known.

        What the row does not know itself stays as it is in the file.
        """
        now = load_answers(str(plan.values["answers"]))
        for sheet in near:
            before = load_answers(sheet.answers)
            both = [old == new for old, new in zip(before, now, strict=True)
                    if old not in (BLANK, UNREADABLE) and new != UNREADABLE]
            if all(both) and 2 * len(both) >= len(now):
                near.remove(sheet)
                merged = [old if new == UNREADABLE else new for old, new in zip(before, now, strict=True)]
                plan.known, plan.values = sheet.id, self._filling(plan, merged)
                if not self._updated(plan).fields:
                    plan.values = {}  # the table from before it was mended
                return
            if 100 * sum(both) >= _SAME_SHEET * len(now):
                self.notes.append(self._about(plan.read.row, NUMBER, _ALIKE))
                return

    def _filling(self, plan: _Plan, answers: Sequence[str]) -> dict[str, Value]:
        """The fields of the row that are known, with the answers as they are then."""
        told = {reason.column for reason in plan.read.doubtful}
        graded = grade(self.target.questions, answers)
        fresh = {name: value for name, value in plan.values.items()
                 if value is not None and (not self.grid.heading(name) or self.grid.heading(name) not in told)}
        return {**fresh, "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered}

    def _note_missing_columns(self, new: Sequence[_Plan]) -> None:
        """Say once what was recorded of every sheet because the table has no column for it."""
        layout = self.grid.layouts[0]
        for name, then in (("key_group", "都按一般居民记"), ("sampling", "都记作“没有注明”，不算随机抽样")):
            if new and not self.grid.heading(name) and not (name == "sampling" and self.survey):
                label = ANSWER_SHEET.by_name[name].label
                self.notes.append(Wrong(layout.header, label, f"表里没有“{label}”一列，{then}。", layout.sheet))
        if new and len(form_letters(self.target.kept_forms)) > 1 and not self.grid.heading("form"):
            then = f"都按 {self.form} 卷读；有别的卷请加上这一列"
            self.notes.append(Wrong(layout.header, "卷型", f"表里没有“卷型”一列，{then}。", layout.sheet))

    def _save(self, plans: Sequence[_Plan], progress: Progress) -> Changes:
        store = self.session.store
        with store.bulk():
            paper_id = self.target.id or self._new_paper()
            with store.action() as action:
                for done, plan in enumerate(plans):
                    if done % 50 == 0:
                        progress(0.4 + 0.6 * done / len(plans), f"正在写入 {done}/{len(plans)}")
                    if plan.known:
                        action.save("answer_sheet", plan.values, id=plan.known)
                    else:
                        action.save("answer_sheet", {**plan.values, "paper_id": paper_id}, village=plan.village)
        return action.changes

    def _new_paper(self) -> str:
        """Make the standard paper, which must be the one that the sheets were graded by."""
        paper = standard_paper(self.session, self.village)
        if paper_questions(paper) != from_snapshot(to_snapshot(self.target.questions)):
            raise AssertionError("the standard paper asks other questions than those the sheets were graded by")
        return paper.id

    def _updated(self, plan: _Plan) -> Updated:
        record = self.session.store.get("answer_sheet", plan.known)
        before: Mapping[str, Value] = record.values if record else {}
        return Updated(plan.read.row.number, plan.known,
                       {name: (before.get(name), value) for name, value in plan.values.items()
                        if before.get(name) != value and name != "origin"}, plan.read.row.sheet)

    def _to_mend(self, items: Sequence[Wrong]) -> tuple[Rejected, ...]:
        """The rows that these are about, whole, with what is said of each and where it stands."""
        reasons: dict[tuple[str, int], list[Wrong]] = {}
        for item in items:
            reasons.setdefault((item.sheet, item.row), []).append(item)
        headings = {layout.sheet: layout.headings for layout in self.grid.layouts}
        placed, several = needs_place(self.grid), len(self.grid.layouts) > 1
        renamed = {layout.sheet: mended_headings(layout, placed) for layout in self.grid.layouts}
        return tuple(
            Rejected(row.sheet, headings[row.sheet],
                     (*row.cells, *[""] * (len(headings[row.sheet]) - len(row.cells)), place_words(row, several))
                     if placed else row.cells,
                     tuple(reasons[row.sheet, row.number]), renamed=renamed[row.sheet])
            for row in self.grid.rows if (row.sheet, row.number) in reasons)

    def _about(self, row: GridRow, name: str, reason: str) -> Wrong:
        field = ANSWER_SHEET.by_name.get(name)
        usual = {NUMBER: "编号", VILLAGE_COLUMN: "村"}
        heading = self.grid.heading(name) or (field.label if field else usual.get(name, name))
        return Wrong(row.number, heading, reason, row.sheet)


def _number_of(origin: str) -> str:
    return origin.partition(".")[0]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
