"""The lines of awareness statistics as a spreadsheet: the same numbers as on the screen, the withheld ones withheld."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.tables import read_sheets
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_statistics import Asked, months_of, statistics
from panhuang_desk.services.quiz_tables import (
    WITHHELD,
    PartRow,
    export_parts,
    month_rows,
    part_rows,
    scope_words,
    span_words,
)
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

YANGXU = Village("320903004202", "仰徐村", "320903004000", "潘黄街道")
XINMIN = Village("320903004203", "新民村", "320903004000", "潘黄街道")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two villages: of one 30 sheets, 29 of aware people, of the other 10, 5 of aware people; one pupil."""
    store = Store.create(tmp_path / "街道.phdb", "菜园 水井 2026", villages=[YANGXU, XINMIN], home="",
                         person="办公室", settings=Settings())
    with Session(store, Settings(), lambda: dt.date(2026, 5, 22)) as opened:
        for village, aware, others in ((YANGXU.code, 29, 1), (XINMIN.code, 5, 5)):
            paper = quizzes.standard_paper(opened, village)
            questions = quizzes.paper_questions(paper)
            right = [question.answer for question in questions]
            none = ["-"] * len(questions)
            for number in range(aware + others):
                saved = quizzes.record_sheet(
                    opened, paper.id, "2026-05-04" if number % 2 else "2026-04-04",
                    "pupils" if (village, number) == (XINMIN.code, 0) else "general" if number % 3 else "tenants",
                    "random_household", right if number < aware else none)
                assert saved.ok, saved.problems
        yield opened


def rows(session: Session, asked: Asked = Asked()) -> dict[str, dict[str, PartRow]]:  # noqa: B008
    return {dimension: {row.label: row for row in lines}
            for dimension, lines in part_rows(session, statistics(session, asked))}


def test_villages_are_pooled_by_person_and_never_averaged(session: Session) -> None:
    by = rows(session)["village"]
    assert {name: (row.rates.passed, row.rates.valid) for name, row in by.items() if row.rates} == {
        "仰徐村": (29, 30), "新民村": (5, 10)}
    whole = statistics(session).statistics.rates
    assert whole is not None
    assert whole.by_person == 34 / 40 != (29 / 30 + 5 / 10) / 2


def test_months_of_a_scope_add_up_to_it(session: Session) -> None:
    for asked in (Asked(), Asked(village=XINMIN.code), Asked(first="2026-04-01", last="2026-04-30"),
                  Asked(key_group="general")):
        lines = months_of(session, asked)
        same = statistics(session, asked).statistics
        assert lines == same.by["month"]
        assert same.rates is not None
        assert sum(line.rates.valid for line in lines if line.rates) == same.rates.valid
    assert [row.label for row in month_rows(months_of(session, Asked()))] == ["2026年5月", "2026年4月"]


def test_a_table_says_what_the_screen_says_and_no_more(session: Session, tmp_path: Path) -> None:
    lines = [row for of in rows(session).values() for row in of.values()]
    written = export_parts(lines, "全部答卷", tmp_path / "统计.csv")
    assert written.rows == len(lines)
    table = list(csv.DictReader((tmp_path / "统计.csv").read_text(encoding="utf-8-sig").splitlines()))
    by = {row["分组"]: row for row in table}
    assert (by["仰徐村"]["有效"], by["仰徐村"]["知晓"], by["仰徐村"]["知晓率（按人）"]) == ("30", "29", "96.67%")
    assert by["在校学生"]["说明"] == WITHHELD
    assert not any(by["在校学生"][name] for name in ("收回", "有效", "知晓", "知晓率（按人）", "95%区间"))
    known = [int(row["收回"]) for row in table if row["分组方式"] == "人群" and row["收回"]]
    assert 40 - sum(known) > 2, "the rest must not tell how few are withheld"


def test_a_workbook_holds_the_same(session: Session, tmp_path: Path) -> None:
    lines = tuple(rows(session)["village"].values())
    export_parts(lines, "全部答卷", tmp_path / "统计.xlsx")
    sheet, = read_sheets(tmp_path / "统计.xlsx")
    assert [row.cells[2] for row in sheet.rows] == ["分组", "仰徐村", "新民村"]
    with pytest.raises(UserError):
        export_parts(lines, "", tmp_path / "统计.txt")


def test_scopes_in_words(session: Session) -> None:
    assert span_words(Asked.of_month(Month(2026, 5))) == "2026年5月"
    assert span_words(Asked(first="2026-01-01", last="2026-12-31")) == "2026年"
    assert span_words(Asked()) == "全部答卷"
    assert span_words(Asked(first="2026-03-01", last="2026-05-10")) == "2026年3月1日至5月10日"
    assert span_words(Asked(first="2026-03-01")) == "2026年3月1日以来"
    assert scope_words(session, Asked(first="2026-05-01", last="2026-05-31", key_group="tenants", form="B")) == (
        "2026年5月，租住人员，B 卷")
