"""Spreadsheets of every kind: they hold what the file holds, in words, and come back in unchanged."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services import households
from panhuang_desk.services.exports import columns_of, export_file
from panhuang_desk.services.imports import import_file
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session

from tests.services.helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        for door, name in (("12", "=SUM(A1)"), ("3", "冯𬭎"), ("3-1", "-阿依·买买提")):
            assert households.save_household(session, {
                "group_no": 3, "door_no": door, "contact_name": name, "phone": "0515-88479545", "tenants": 2,
                "tenure": "rented", "note": "第一行\n第二行", "active_from": "2026-01-01"}).ok
        yield session


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_back_in_unchanged(session: Session, tmp_path: Path, ending: str) -> None:
    exported = export_file(session, "household", tmp_path / f"户.{ending}")
    assert (exported.rows, exported.personal) == (3, True)
    again = import_file(session, "household", exported.path)
    assert (again.new, again.changed, again.same, again.wrong, again.ignored) == (0, 0, 3, (), ())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with open_village(elsewhere) as other:
        assert import_file(other, "household", exported.path).new == 3

        def values(of: Session) -> list[dict[str, object]]:
            return [dict(record.values) for record in of.store.records("household", order=("door_no",))]

        assert values(other) == values(session)


def test_households_stand_in_the_order_of_their_doors(session: Session, tmp_path: Path) -> None:
    rows = rows_of(export_file(session, "household", tmp_path / "户.csv").path)
    assert rows[0][:5] == ["村（社区）", "组别", "门牌号", "联系人", "联系电话"]
    assert [row[2] for row in rows[1:]] == ["3", "3-1", "12"]
    assert rows[1][0] == "仰徐村委会"
    assert rows[3][3] == "'=SUM(A1)"


def test_a_visit_names_its_household_and_its_choices_in_words(session: Session, tmp_path: Path) -> None:
    (household,) = session.store.records("household", {"door_no": "12"})
    assert save_record(session, "visit", {
        "household_id": household.id, "visited_on": "2026-05-20", "outcome": "met",
        "topics": ("no_planting", "fraud"), "materials": ("leaflet",), "materials_given": 2}).ok
    book = openpyxl.load_workbook(export_file(session, "visit", tmp_path / "走访.xlsx").path)
    assert book.active is not None
    heading, row = list(book.active.iter_rows(values_only=True))
    told = dict(zip(heading, row, strict=True))
    assert "12" in str(told["户"])
    assert (told["结果"], told["谈了什么"], told["份数"]) == ("见到", "禁种宣传、防诈骗", 2)
    assert str(told["走访日期"]).startswith("2026-05-20")
    book.close()


@pytest.mark.parametrize("kind", [name for name in KINDS if columns_of(KINDS[name])])
def test_every_kind_makes_a_table_even_without_records(session: Session, tmp_path: Path, kind: str) -> None:
    exported = export_file(session, kind, tmp_path / f"{kind}.csv")
    assert rows_of(exported.path)[0][1:] == [field.label for field in columns_of(KINDS[kind])]


def test_only_what_is_known_can_go_out(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不能导出"):
        export_file(session, "report", tmp_path / "a.csv")
    with pytest.raises(UserError, match="哪种表格"):
        export_file(session, "household", tmp_path / "a.doc")
    with pytest.raises(UserError):
        export_file(session, "household", tmp_path / "gone" / "a.csv")


def test_one_village_may_be_chosen_and_deleted_records_stay_home(session: Session, tmp_path: Path) -> None:
    assert export_file(session, "household", tmp_path / "a.csv", village="320903004999").rows == 0
    save_record(session, "plot", {"name": "东圩", "group_no": 2, "land_kind": "vegetable", "active_from": "2026-01-01"})
    with session.store.action() as action:
        action.delete("plot", session.store.records("plot")[0].id)
    assert export_file(session, "plot", tmp_path / "b.csv").rows == 0
