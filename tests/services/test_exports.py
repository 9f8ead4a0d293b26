"""Spreadsheets of every kind: they hold what the file holds, in words, and come back in unchanged."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.fields import Type, Values
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services import households
from panhuang_desk.services.exports import Computed, columns_of, export_table, file_name, told
from panhuang_desk.services.imports import import_file
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session

from tests.services.helpers import VILLAGE, open_village


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


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_back_in_unchanged(session: Session, tmp_path: Path, ending: str, masked: bool) -> None:
    exported = export_table(session, "household", tmp_path / f"户.{ending}", masked=masked)
    assert (exported.rows, exported.personal, exported.masked) == (3, not masked, masked)
    again = import_file(session, "household", exported.path)
    assert (again.new, again.changed, again.same, again.wrong, again.ignored) == (0, 0, 3, (), ())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_full_table_brings_the_same_into_another_file(session: Session, tmp_path: Path, ending: str) -> None:
    exported = export_table(session, "household", tmp_path / f"户.{ending}", masked=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with open_village(elsewhere) as other:
        assert import_file(other, "household", exported.path).new == 3

        def values(of: Session) -> list[dict[str, object]]:
            return [dict(record.values) for record in of.store.records("household", order=("door_no",))]

        assert values(other) == values(session)


def test_households_stand_in_the_order_of_their_doors(session: Session, tmp_path: Path) -> None:
    rows = rows_of(export_table(session, "household", tmp_path / "户.csv", masked=False).path)
    assert rows[0][:5] == ["村（社区）", "组别", "门牌号", "联系人", "联系电话"]
    assert rows[0][-1] == "记录号"
    assert [row[2] for row in rows[1:]] == ["3", "3-1", "12"]
    assert rows[1][0] == "仰徐村委会"
    assert rows[3][3] == "'=SUM(A1)"


def test_names_and_phones_come_covered_and_notes_not_at_all_unless_asked_for(
    session: Session, tmp_path: Path
) -> None:
    exported = export_table(session, "household", tmp_path / "户.csv")
    heading, *rows = rows_of(exported.path)
    assert heading[2:5] == ["门牌号", "联系人（已遮盖）", "联系电话（已遮盖）"]
    assert [row[2:5] for row in rows[:2]] == [["3", "冯*", "**** 9545"], ["3-1", "'-******", "**** 9545"]]
    assert "备注" not in heading
    assert exported.left_out == ("备注",)
    assert "冯𬭎" not in exported.path.read_text(encoding="utf-8")
    assert "已遮盖" in told(exported)
    assert file_name(session, "household") == "仰徐村委会_户_2026-05-22（已遮盖）.xlsx"
    whole = export_table(session, "household", tmp_path / "全.csv", masked=False)
    assert "没有加密" in told(whole)
    assert file_name(session, "household", masked=False) == "仰徐村委会_户_2026-05-22.xlsx"


def test_a_masked_visit_does_not_name_its_household_by_its_contact(session: Session, tmp_path: Path) -> None:
    (household,) = session.store.records("household", {"door_no": "3"})
    assert save_record(session, "visit", {
        "household_id": household.id, "visited_on": "2026-05-20", "outcome": "met", "note": "冯家要务工",
        "difficulties": ("income",), "seen": ("odd_smell",)}).ok
    heading, row = rows_of(export_table(session, "visit", tmp_path / "走访.csv").path)
    assert row[1] == "3 3 冯*"
    assert {"户（姓名已遮盖）", "走访人（已遮盖）"} <= set(heading)
    assert not {"备注", "看到什么", "困难", "诉求", "帮扶"} & set(heading)


def test_a_list_gives_out_what_it_shows_in_its_order(session: Session, tmp_path: Path) -> None:
    shown = {record.text("door_no"): record.id for record in session.store.records("household")}
    met = Computed("上次见到", {shown["12"]: "2026-05-20"}, Type.DATE)
    exported = export_table(session, "household", tmp_path / "户.csv", columns=("door_no", met, "phone"),
                            ids=[shown["12"], shown["3"]], masked=False)
    assert rows_of(exported.path) == [
        ["村（社区）", "门牌号", "上次见到", "联系电话", "记录号"],
        ["仰徐村委会", "12", "2026-05-20", "0515-88479545", shown["12"]],
        ["仰徐村委会", "3", "", "0515-88479545", shown["3"]]]
    again = import_file(session, "household", exported.path)
    assert (again.new, again.changed, again.same, again.wrong, again.ignored) == (0, 0, 2, (), ("上次见到",))


def test_a_list_without_doors_still_comes_back_to_its_households(session: Session, tmp_path: Path) -> None:
    exported = export_table(session, "household", tmp_path / "户.xlsx", columns=("contact_name", "tenants"))
    again = import_file(session, "household", exported.path)
    assert (again.new, again.changed, again.same, again.wrong) == (0, 0, 3, ())


def test_a_corrected_door_is_a_change_and_not_another_household(session: Session, tmp_path: Path) -> None:
    path = export_table(session, "household", tmp_path / "户.csv", masked=False).path
    path.write_text(path.read_text(encoding="utf-8").replace(",3-1,", ",3-2,"), encoding="utf-8")
    again = import_file(session, "household", path)
    assert (again.new, again.changed, again.same) == (0, 1, 2)
    assert again.updated[0].fields == {"door_no": ("3-1", "3-2")}


NASTY = st.text("甲𬭎𠮷䶮·“”'\",，;；|\n\t\r =＝+-@＋０８08　\u200b\x0b_x41号组无合计/#&<>", max_size=12)


HOMES = st.lists(st.fixed_dictionaries({
    "door_no": NASTY.map(lambda text: text + "8"), "contact_name": NASTY, "note": NASTY,
    "phone": st.sampled_from((None, "0515-88479545", "13900001485、0515-88479545-12", "不详")),
    "tenure": st.sampled_from(("owner", "rented", "vacant")), "tenants": st.sampled_from((None, 0, 2)),
    "inactive_from": st.sampled_from((None, "2026-05-01")),
}), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_whatever_a_file_holds_comes_back_in_unchanged(tmp_path: Path, ending: str) -> None:
    """Unlocking a file takes longer than all the rest, so one serves every example."""
    @given(HOMES, st.booleans())
    def comes_back(homes: list[Values], masked: bool) -> None:
        with village.store.action() as action:
            for record in village.store.records("household"):
                action.delete("household", record.id)
            for home in (*homes, homes[0]):
                action.save("household", {"group_no": 3, "active_from": "2026-01-01", **home})
        path = export_table(village, "household", tmp_path / f"户.{ending}", masked=masked).path
        again = import_file(village, "household", path)
        assert (again.new, again.changed, again.same, again.wrong) == (0, 0, len(homes) + 1, ())

    with open_village(tmp_path) as village:
        comes_back()


PLOTS = st.lists(st.fixed_dictionaries({
    "name": NASTY.map(lambda text: text + "圩"), "land_kind": st.sampled_from(("vegetable", "greenhouse", "yard")),
    "area_mu": st.none() | st.floats(0, 9999).map(lambda area: round(area, 3)), "former_find": st.sampled_from((0, 1)),
    "note": NASTY,
}), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_plots_come_back_in_unchanged_too(tmp_path: Path, ending: str) -> None:
    @given(PLOTS)
    def comes_back(plots: list[Values]) -> None:
        with village.store.action() as action:
            for record in village.store.records("plot"):
                action.delete("plot", record.id)
            for plot in plots:
                action.save("plot", {"group_no": 2, "active_from": "2026-01-01", **plot})
        again = import_file(village, "plot", export_table(village, "plot", tmp_path / f"地块.{ending}").path)
        assert (again.new, again.changed, again.same, again.wrong) == (0, 0, len(plots), ())

    with open_village(tmp_path) as village:
        comes_back()


def test_a_visit_names_its_household_and_its_choices_in_words(session: Session, tmp_path: Path) -> None:
    (household,) = session.store.records("household", {"door_no": "12"})
    assert save_record(session, "visit", {
        "household_id": household.id, "visited_on": "2026-05-20", "outcome": "met",
        "topics": ("no_planting", "fraud"), "materials": ("leaflet",), "materials_given": 2}).ok
    book = openpyxl.load_workbook(export_table(session, "visit", tmp_path / "走访.xlsx").path)
    assert book.active is not None
    heading, row = list(book.active.iter_rows(values_only=True))
    told = dict(zip(heading, row, strict=True))
    assert "12" in str(told["户（姓名已遮盖）"])
    assert (told["结果"], told["谈了什么"], told["份数"]) == ("见到", "禁种宣传、防诈骗", 2)
    assert str(told["走访日期"]).startswith("2026-05-20")
    book.close()


@pytest.mark.parametrize("kind", [name for name in KINDS if columns_of(KINDS[name])])
def test_every_kind_makes_a_table_even_without_records(session: Session, tmp_path: Path, kind: str) -> None:
    exported = export_table(session, kind, tmp_path / f"{kind}.csv", masked=False)
    assert rows_of(exported.path)[0] == ["村（社区）", *(field.label for field in columns_of(KINDS[kind])), "记录号"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cancelling_leaves_no_file(session: Session, tmp_path: Path, ending: str) -> None:
    def stop(share: float, now: str) -> None:
        if share > 0.25:
            raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        export_table(session, "household", tmp_path / f"户.{ending}", progress=stop)
    assert sorted(tmp_path.iterdir()) == before


def test_only_what_is_known_can_go_out(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不能导出"):
        export_table(session, "report", tmp_path / "a.csv")
    with pytest.raises(UserError, match="哪种表格"):
        export_table(session, "household", tmp_path / "a.doc")
    with pytest.raises(UserError):
        export_table(session, "household", tmp_path / "gone" / "a.csv")


def test_one_village_may_be_chosen_and_deleted_records_stay_home(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有代码为 320903004999"):
        export_table(session, "household", tmp_path / "a.csv", village="320903004999")
    assert not (tmp_path / "a.csv").exists()
    assert export_table(session, "household", tmp_path / "a.csv", village=VILLAGE.code).rows == 3
    save_record(session, "plot", {"name": "东圩", "group_no": 2, "land_kind": "vegetable", "active_from": "2026-01-01"})
    with session.store.action() as action:
        action.delete("plot", session.store.records("plot")[0].id)
    assert export_table(session, "plot", tmp_path / "b.csv").rows == 0


def test_what_was_written_on_a_patrol_stays_at_home(session: Session, tmp_path: Path) -> None:
    assert save_record(session, "patrol", {
        "patrolled_on": "2026-05-20", "method": "foot", "people": 2, "note": "遇到冯家老二"}).ok
    assert "冯家" not in export_table(session, "patrol", tmp_path / "踏查.csv").path.read_text(encoding="utf-8-sig")
