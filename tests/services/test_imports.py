"""Bringing a ledger in: right rows come in once, wrong cells are named, one undo takes it all back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.exchange.tables import read_sheets
from panhuang_desk.model.values import Village
from panhuang_desk.services import household_life, records
from panhuang_desk.services.erasing import erase
from panhuang_desk.services.exports import export_table
from panhuang_desk.services.import_result import export_rejected
from panhuang_desk.services.imports import ImportResult, first_day, import_file
from panhuang_desk.services.matching import Candidate, match
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store

from tests.services.helpers import TODAY, VILLAGE, open_village

LEDGER = """某村户情台账（2026年）,,,,,,,
,,,,,,,
序号,组别,门牌号,户主姓名,联系电话,房屋性质,留守儿童,备注
1,8组,8-2,汤鑫然,139-0000-9171,自住房,2,"在外务工，春节回"
2,3,3-3,邹庆娜,13900001485.0,空关,,
3,第七组,7-6,冯䶮,１３９００００１０９４,自有,0,
4,６组,6-10,高艳庆,0515-88775342,租赁,1,独居
合计,,,4,,,,
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def written(folder: Path, text: str = LEDGER, coding: str = "gbk") -> Path:
    path = folder / "台账.csv"
    path.write_bytes(text.encode(coding))
    return path


def table(folder: Path, *rows: str) -> Path:
    return written(folder, "\n".join(["组别,门牌号,户主,电话,房屋,租户", *rows]), "utf-8")


def brought_in(session: Session, source: Path, **how: object) -> tuple[int, int, int, int]:
    result = import_file(session, "household", source, **how)  # type: ignore[arg-type]
    return result.new, result.changed, result.same, result.wrong_rows


def reasons(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(item.row, item.column, item.reason) for item in result.wrong]


def test_a_ledger_as_offices_send_it_comes_in_whole(session: Session, tmp_path: Path) -> None:
    assert brought_in(session, written(tmp_path, coding="gb18030")) == (4, 0, 0, 0)
    households = {record.text("contact_name"): record for record in session.store.records("household")}
    assert {record.village for record in households.values()} == {VILLAGE.code}
    assert households["冯䶮"].values["phone"] == "13900001094"
    assert households["邹庆娜"].values["tenure"] == "vacant"
    assert households["邹庆娜"].values["left_behind_children"] == 0
    assert households["高艳庆"].values["group_no"] == 6


def test_importing_again_adds_and_changes_nothing(session: Session, tmp_path: Path) -> None:
    source = written(tmp_path, coding="gb18030")
    brought_in(session, source)
    again = import_file(session, "household", source)
    assert (again.new, again.changed, again.same) == (0, 0, 4)
    assert not again.changes
    assert session.store.count("household") == 4


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", written(tmp_path, coding="gb18030"), dry_run=True)
    assert (result.new, result.dry_run, bool(result.changes)) == (4, True, False)
    assert session.store.count("household") == 0


def test_one_undo_takes_the_import_back_and_undoing_that_brings_it_again(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", written(tmp_path, coding="gb18030"))
    assert result.changes.kinds == {"household"}
    undone = records.undo(session, result.changes.action_id)
    assert (session.store.count("household"), undone.kept) == (0, ())
    records.undo(session, undone.changes.action_id)
    assert session.store.count("household") == 4


def test_wrong_rows_are_named_cell_by_cell_and_the_right_ones_come_in(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", table(
        tmp_path, "3,3-1,甲,13900001485,自住,0", "3,3-2,乙,,自住,-3", "3,3-3,丙,,别墅群,0", "3,3-4,丁,139,自住,两个",
        ",幸福楼,戊,,自住,0", "3,,己,,自住,0", "3,3-7,=1+1,,自住,0"))
    assert (result.new, result.wrong_rows) == (2, 5)
    assert reasons(result) == [
        (3, "租户", "不能是负数。"),
        (4, "房屋", "可写：自住、出租、空置。"),
        (5, "电话", "看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"),
        (5, "租户", "要写数字，例如 3。"),
        (6, "组别", "没有写组别，请补上。"),
        (7, "门牌号", "没有写门牌号，请补上。"),
    ]
    assert {record.text("contact_name") for record in session.store.records("household")} == {"甲", "=1+1"}


def test_no_reason_repeats_what_the_cell_held(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", table(tmp_path, "孙桂兰,3-1,甲,孙桂兰,孙桂兰,孙桂兰"))
    assert len(result.wrong) == 4
    assert not any("孙桂兰" in item.reason for item in result.wrong)


def test_the_same_household_twice_in_a_file_comes_in_once(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", table(
        tmp_path, "3,3-8,唐然杰,13900001485,自住,0", "3,３－８号,唐然杰,,出租,1", "3,3组8号,,,自住,0"))
    assert result.new == 1
    assert reasons(result) == [
        (3, "门牌号", "与第 2 行重复，只收前面一行。"), (4, "门牌号", "与第 2 行重复，只收前面一行。")]


def test_two_households_at_one_address_both_come_in_and_stay_two(session: Session, tmp_path: Path) -> None:
    source = table(tmp_path, "3,3-8,唐然杰,13900001485,自住,0", "3,3-8,史芳国,,出租,1")
    first = import_file(session, "household", source)
    assert (first.new, first.wrong) == (2, ())
    assert [(note.row, note.reason) for note in first.notes] == [
        (3, "与第 2 行同一地址，联系人不同，按两户收入，请核对。")]
    assert brought_in(session, source) == (0, 0, 2, 0)


def test_a_changed_cell_changes_the_household_and_an_empty_one_does_not(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,唐然杰,13900001485,自住,2"))
    result = import_file(session, "household", table(tmp_path, "3,3-8,唐然杰,,出租,"))
    assert (result.new, result.changed) == (0, 1)
    assert result.updated[0].fields == {"tenure": ("owner", "rented")}
    (record,) = session.store.records("household")
    assert (record["phone"], record["tenants"], record["tenure"]) == ("13900001485", 2, "rented")


def test_a_new_name_at_a_known_address_is_the_same_household(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,唐然杰,,自住,0"))
    assert brought_in(session, table(tmp_path, "3,3-8,唐小杰,,自住,0")) == (0, 1, 0, 0)


def test_who_moves_in_where_a_household_left_is_another_household(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,27,张三,13900001111,自住,1"))
    (old,) = session.store.records("household")
    assert household_life.move_away(session, old.id, "2026-05-10", "moved").ok
    again = import_file(session, "household", table(tmp_path, "3,27,张三,13900001111,自住,1"))
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert [note.reason for note in again.notes] == ["这一条已经填了“不再在册日期”，没有改动这一项，请核对。"]
    result = import_file(session, "household", table(tmp_path, "3,27,王五,13900002222,出租,0"))
    assert (result.new, result.changed) == (1, 0)
    assert {record.text("contact_name"): record["inactive_from"] for record in session.store.records("household")} == {
        "张三": "2026-05-10", "王五": None}
    renamed = import_file(session, "household", table(tmp_path, "3,27,赵六,13900003333,出租,0"))
    assert (renamed.new, renamed.changed) == (0, 1)
    assert session.store.records("household", {"inactive_from": None})[0]["contact_name"] == "赵六"


def test_a_name_that_fits_none_of_several_households_is_a_new_one_to_look_at(
    session: Session, tmp_path: Path
) -> None:
    brought_in(session, table(tmp_path, "3,3-8,甲,,自住,0", "3,3-8,乙,,自住,0"))
    result = import_file(session, "household", table(tmp_path, "3,3-8,丙,,自住,0"))
    assert (result.new, [(note.row, note.reason) for note in result.notes]) == (
        1, [(2, "这个地址已有别的户，联系人对不上，按新的一户收入，请核对。")])
    assert brought_in(session, table(tmp_path, "3,3-8,丙,,自住,0")) == (0, 0, 1, 0)


def test_the_first_ledger_counts_from_january_and_a_later_one_from_this_month(
    session: Session, tmp_path: Path
) -> None:
    brought_in(session, table(tmp_path, "3,3-8,甲,,自住,0"))
    brought_in(session, table(tmp_path, "3,3-9,乙,,自住,0"))
    brought_in(session, table(tmp_path, "3,3-10,丙,,自住,0"), active_from="2026-02-03")
    days = {record.text("contact_name"): record["active_from"] for record in session.store.records("household")}
    assert days == {"甲": "2026-01-01", "乙": "2026-05-01", "丙": "2026-02-03"}


def test_in_january_the_first_ledger_counts_for_last_month_too(tmp_path: Path) -> None:
    with open_village(tmp_path, dt.date(2026, 1, 3)) as session:
        assert first_day(session, "household", VILLAGE.code) == "2025-12-01"


def test_a_column_of_the_ledger_may_say_the_day(session: Session, tmp_path: Path) -> None:
    brought_in(session, written(tmp_path, "组别,门牌号,在册日期\n3,8,2025.3.1\n", "utf-8"))
    assert session.store.records("household")[0]["active_from"] == "2025-03-01"


def test_merged_cells_and_two_lines_of_headings_come_in(session: Session, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: Sequence[Sequence[object]] = [
        ("新民村登记表",), ("组", "门牌号", "户主", "重点群体", None), (None, None, None, "留守儿童", "租户"),
        ("1组", "1-1", "甲", 1, 0), (None, "1-2", "乙", 0, 2.0), ("2组", dt.datetime(2026, 2, 1), "丙", None, None),
        ("小计", None, 3)]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "A4:A5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    assert brought_in(session, tmp_path / "a.xlsx") == (3, 0, 0, 0)
    found = session.store.records("household")
    assert {(record["group_no"], record["door_no"], record["tenants"]) for record in found} == {
        (1, "1-1", 0), (1, "1-2", 2), (2, "2-1", 0)}


def test_what_was_erased_does_not_come_back_out_of_an_older_table(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,唐然杰,13900001485,自住,2"))
    (household,) = session.store.records("household")
    old = export_table(session, "household", tmp_path / "旧.csv", masked=False).path
    erase(session, household.id, "asked")
    old.write_text(old.read_text(encoding="utf-8").replace("自住", "出租"), encoding="utf-8")
    result = import_file(session, "household", old)
    assert (result.new, result.changed, result.wrong_rows) == (0, 1, 0)
    assert result.updated[0].fields == {"tenure": ("owner", "rented")}
    assert [note.reason for note in result.notes] == ["这一户的个人信息已按要求删除，姓名、电话等没有写回去。"]
    assert not session.store.search("唐然杰")


def test_a_household_that_was_deleted_comes_back_as_a_new_one_to_look_at(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,唐然杰,13900001485,自住,2"))
    (household,) = session.store.records("household")
    path = export_table(session, "household", tmp_path / "旧.csv", masked=False).path
    records.delete_record(session, "household", household.id)
    result = import_file(session, "household", path)
    assert (result.new, [note.reason for note in result.notes]) == (1, ["这条记录删除过，按新的收入，请核对。"])


def test_a_row_of_another_village_moves_nothing_here(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,甲,,自住,2", "3,3-9,乙,,自住,2"))
    path = export_table(session, "household", tmp_path / "旧.csv", masked=False).path
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1], lines[1], lines[2].replace(VILLAGE.name, "某村")]))
    result = import_file(session, "household", path)
    assert (result.new, result.changed, result.same) == (0, 0, 1)
    assert [(item.row, item.column, item.reason) for item in result.wrong] == [
        (3, "记录号", "与第 2 行相同，只收前面一行；是新的就把这一格清空。"),
        (4, "村（社区）", "这个村（社区）不在本文件里，请核对名称。")]


def test_an_entry_that_was_merged_is_changed_where_it_went(session: Session, tmp_path: Path) -> None:
    brought_in(session, table(tmp_path, "3,3-8,甲,,自住,2", "3,3-9,乙,,自住,2"))
    kept, lost = session.store.records("household", order=("door_no",))
    path = export_table(session, "household", tmp_path / "旧.csv", masked=False).path
    with session.store.action() as action:
        action.save("household", {"merged_into": kept.id}, id=lost.id)
    assert import_file(session, "household", path).same == 2
    assert export_table(session, "household", tmp_path / "新.csv").rows == 1
    path.write_text(path.read_text(encoding="utf-8").replace("自住", "出租"))
    result = import_file(session, "household", path)
    assert (result.changed, reasons(result)) == (1, [(3, "记录号", "这一条已经并入另一条，请改并入的那一条。")])


def test_an_older_table_does_not_bring_a_merged_entry_back(session: Session, tmp_path: Path) -> None:
    source = table(tmp_path, "3,3-8,甲,,自住,2", "3,3-8号,假,,自住,2")
    assert brought_in(session, source) == (2, 0, 0, 0)
    kept, lost = session.store.records("household", order=("contact_name",))[::-1]
    household_life.merge(session, kept.id, lost.id, {})
    result = import_file(session, "household", source)
    assert (result.new, result.changed, result.same, result.wrong_rows) == (0, 0, 2, 0)
    assert session.store.get("household", kept.id)["contact_name"] == kept["contact_name"]
    assert import_file(session, "household", table(tmp_path, "3,3-8,丙,,自住,2")).changed == 1


def test_of_several_sheets_the_answer_says_which_one(session: Session, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("三组", "四组"):
        book.create_sheet(name)
        for cells in (("门牌号", "户主", "租户"), ("8", "甲", "两个"), ("9", "乙", 1)):
            book[name].append(cells)
    book.save(tmp_path / "a.xlsx")
    result = import_file(session, "household", tmp_path / "a.xlsx")
    assert [item["reason"] for item in result.as_json()["wrong"]] == [  # type: ignore[attr-defined]
        "工作表“三组”：要写数字，例如 3。", "工作表“四组”：要写数字，例如 3。"]
    for ending in ("xlsx", "csv"):
        wrong = export_rejected(result, tmp_path / f"要改.{ending}")
        assert (wrong.rows, wrong.personal) == (2, True)
        sheets = read_sheets(wrong.path)
        rows = [row.cells for sheet in sheets for row in sheet.rows[1:]]
        assert [row[:4] for row in rows] == [("3", "8", "甲", "两个"), ("4", "8", "甲", "两个")]
        assert [sheet.name for sheet in sheets] == (["三组", "四组"] if ending == "xlsx" else [""])


def test_rows_that_are_still_wrong_carry_only_the_latest_reasons(session: Session, tmp_path: Path) -> None:
    result = import_file(session, "household", table(tmp_path, "3,3-8,甲,139,自住,两个,多一格"))
    path = export_rejected(result, tmp_path / "要改.csv").path
    path.write_text(path.read_text(encoding="utf-8").replace("两个", "2"), encoding="utf-8")
    again = export_rejected(import_file(session, "household", path), tmp_path / "再改.csv")
    assert again.path.read_text(encoding="utf-8-sig").splitlines() == [
        "组别,门牌号,户主,电话,房屋,租户,,不能导入的原因",
        "3,3-8,甲,139,自住,2,多一格,电话：看不出是电话号码。写 11 位手机号，或 0515-88479545 这样的座机号。"]


def test_plots_come_in_too(session: Session, tmp_path: Path) -> None:
    source = written(tmp_path, "组,地块,地类,面积（亩）\n2,东圩,菜园,2.4亩\n2,西圩,空地,1\n", "utf-8")
    result = import_file(session, "plot", source)
    assert (result.new, reasons(result)[0][:2]) == (1, (3, "地类"))
    assert import_file(session, "plot", source).same == 1


def test_a_village_is_known_by_its_short_name_where_only_one_has_it(tmp_path: Path) -> None:
    villages = [VILLAGE, *(Village(f"32090300400{n}", name, "320903004000", "潘黄街道", n)
                           for n, name in enumerate(("新民村委会", "新民居委会", "大孙居委会")))]
    settings = Settings(file=tmp_path / "settings.json")
    with Session(Store.create(tmp_path / "office.phdb", "correct horse", villages=villages, home="", person="李科长",
                              settings=settings), settings, lambda: TODAY) as session:
        named = ("仰徐村", "仰徐", "大孙社区", "大孙 居委会", "新民村委会", "新民", "新民村")
        result = import_file(session, "household", written(
            tmp_path, "\n".join(["社区,组,门牌号", *(f"{name},3,{n}" for n, name in enumerate(named))]), "utf-8"))
        assert (result.new, [item.row for item in result.wrong]) == (5, [7, 8])
        assert {record.village for record in session.store.records("household")} == {
            VILLAGE.code, "320903004000", "320903004002"}


def test_an_office_file_takes_the_village_from_the_table_or_the_caller(tmp_path: Path) -> None:
    other = Village("320903004201", "新民村委会", "320903004000", "潘黄街道", 1)
    settings = Settings(file=tmp_path / "settings.json")
    with Session(Store.create(tmp_path / "office.phdb", "correct horse", villages=[VILLAGE, other], home="",
                              person="李科长", settings=settings), settings, lambda: TODAY) as session:
        named = written(tmp_path, "村,组,门牌号\n新民村委会,3,8\n某某村,3,9\n", "utf-8")
        result = import_file(session, "household", named)
        assert (result.new, reasons(result)) == (1, [(3, "村", "这个村（社区）不在本文件里，请核对名称。")])
        assert session.store.records("household")[0].village == other.code
        unnamed = table(tmp_path, "3,8,甲,,自住,0")
        with pytest.raises(UserError, match="哪个村"):
            import_file(session, "household", unnamed)
        assert brought_in(session, unnamed, village=VILLAGE.code)[0] == 1
        with pytest.raises(UserError, match="没有代码为 320903004999"):
            import_file(session, "household", unnamed, village="320903004999")
        assert session.store.count("household") == 2


def test_a_kind_that_does_not_come_from_tables_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不能从表格导入") as caught:
        import_file(session, "report", table(tmp_path, "3,8,甲,,自住,0"))
    assert "户、地块" in caught.value.hint


def test_cancelling_brings_nothing_in(session: Session, tmp_path: Path) -> None:
    def stop(share: float, now: str) -> None:
        if share > 0.5:
            raise Cancelled

    source = table(tmp_path, *(f"3,{door},户{door},,自住,0" for door in range(200)))
    with pytest.raises(Cancelled):
        import_file(session, "household", source, progress=stop)
    assert session.store.count("household") == 0


def test_the_result_tells_programs_counts_rows_and_reasons(session: Session, tmp_path: Path) -> None:
    told = import_file(session, "household", table(tmp_path, "3,8,甲,,自住,-1"), dry_run=True).as_json()
    assert told == {
        "new": 0, "changed": 0, "same": 0, "wrong": [{"row": 2, "column": "租户", "reason": "不能是负数。"}]}


@pytest.mark.parametrize(("rows", "known", "found"), [
    (["甲"], ["甲"], [0]),
    (["乙"], ["甲"], [0]),
    (["乙", "甲"], ["甲"], [None, 0]),
    (["乙", "甲"], ["甲", "乙"], [1, 0]),
    (["丙"], ["甲", "乙"], [None]),
    (["丙", "甲"], ["甲", "乙"], [None, 0]),
    ([""], ["甲"], [0]),
    ([], ["甲"], []),
])
def test_rows_of_an_address_mean_the_household_of_their_name(
    rows: list[str], known: list[str], found: list[int | None]
) -> None:
    assert match([Candidate(name) for name in rows], [Candidate(name) for name in known]) == found
