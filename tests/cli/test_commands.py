"""Every command on a real file: what it does, what it prints, how it ends."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.__main__ import main
from panhuang_desk.report import fonts
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PIL import Image

PASSPHRASE = "田间地头 2026"
LEDGER = """潘黄街道入户台账,,,,
村民小组,门牌号,联系人,电话,备注
3组,12号,赵一,13800000001,
第三组,13号,钱二,13800000002.0,
三组,,孙三,1380000,没有门牌
合计,2户,,,
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANHUANG_HOME", str(folder / "home"))
        patch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
        path = folder / "示例.phdb"
        assert main(["demo", str(path), "--villages", "3", "--households", "20", "--until", "2026-05"]) == 0
    return path


@pytest.fixture
def file(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
    return Path(shutil.copy(sample, tmp_path / "示例.phdb"))


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(part) for part in argv])
        return (code, *capsys.readouterr())

    return run


Ran = Callable[..., tuple[int, str, str]]


def opened(file: Path) -> Store:
    return open_file(file, PASSPHRASE, Settings(), write=False).store


def test_demo_makes_the_same_data_for_the_same_arguments(file: Path, ran: Ran, tmp_path: Path) -> None:
    again, other = tmp_path / "b.phdb", tmp_path / "c.phdb"
    given = ("--villages", "3", "--households", "20", "--until", "2026-05")
    assert ran("demo", again, *given)[0] == 0
    assert ran("demo", other, *given, "--seed", "2")[0] == 0

    def content(path: Path) -> str:
        with opened(path) as store:
            whole = [(record.id, record.village, sorted(record.values.items()))
                     for kind in ("household", "visit", "answer_sheet", "patrol", "follow_up")
                     for record in store.records(kind, order=("id",), deleted=None)]
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    assert content(file) == content(again) != content(other)
    with opened(file) as store:
        assert store.sample
        assert [village.code for village in store.villages] == ["320903004001", "320903004002", "320903004003"]
        assert store.count("household") >= 60


def test_demo_leaves_an_existing_file_alone(file: Path, ran: Ran) -> None:
    before = file.read_bytes()
    code, out, err = ran("demo", file)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert file.read_bytes() == before


def test_demo_into_a_folder_that_is_not_there(file: Path, ran: Ran, tmp_path: Path) -> None:
    code, out, err = ran("demo", tmp_path / "没有" / "a.phdb")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "文件夹" in err


def test_figures_as_json(file: Path, ran: Ran) -> None:
    code, out, err = ran("figures", file, "2026-05", "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["month"] == "2026-05"
    figures = {figure["code"]: figure for figure in answer["figures"]}
    for name in ("visits", "households_active", "households_met", "household_coverage", "not_home", "sheets_valid",
                 "awareness_by_person", "awareness_by_answer", "awareness_verdict", "patrols", "plots_active",
                 "plots_checked", "plot_coverage", "area_checked_mu", "findings", "plants_found", "plants_uprooted",
                 "follow_ups_raised", "follow_ups_closed", "follow_ups_open", "follow_ups_overdue"):
        assert {"code", "label", "value", "unit"} <= set(figures[name])
    for name in ("household_coverage", "awareness_by_person", "awareness_by_answer", "plot_coverage"):
        rate = figures[name]
        assert rate["unit"] == "%"
        assert rate["value"] == pytest.approx(100 * rate["numerator"] / rate["denominator"])
    with opened(file) as store:
        made = [record for record in store.records("visit") if record.text("visited_on").startswith("2026-05")]
    assert figures["visits"]["value"] == len(made)
    assert {"awareness_wilson_low", "awareness_wilson_high", "satisfaction_rate", "sheets_issued", "sheets_returned",
            "awareness_by_person/general", "awareness_by_person/pupils"} <= set(figures)
    weakest = [question["value"] for question in figures["weakest_questions"]["value"]]
    assert len(weakest) == 5
    assert weakest == sorted(weakest)
    assert figures["weakest_questions"]["shown"].count("；") == 4


def test_figures_of_one_village_in_words(file: Path, ran: Ran) -> None:
    code, out, _ = ran("figures", file, "2026-05", "--village", "320903004002")
    assert code == 0
    assert "2026年5月（示例数据）" in out.splitlines()[0]
    assert any(line.startswith("走访覆盖率：") and line.endswith("%") for line in out.splitlines())


@pytest.mark.parametrize("command", ["figures", "report"])
def test_a_village_that_is_not_in_the_file_is_refused(file: Path, ran: Ran, tmp_path: Path, command: str) -> None:
    more = ("-o", tmp_path / "a.pdf") if command == "report" else ()
    code, out, err = ran(command, file, "2026-05", "--village", "320903004014", *more)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "320903004014" in err
    assert not (tmp_path / "a.pdf").exists()


def test_report_of_the_subdistrict_and_of_a_village(file: Path, ran: Ran, tmp_path: Path) -> None:
    for village in ((), ("--village", "320903004001")):
        target = tmp_path / f"月报{len(village)}.pdf"
        code, out, err = ran("report", file, "2026-05", *village, "-o", target)
        assert (code, err) == (0, "")
        assert str(target) in out
        assert target.read_bytes().startswith(b"%PDF-")


def test_report_says_what_no_font_can_print(
        file: Path, ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "missing_glyphs", lambda text: {"街"} & set(text))
    code, _, err = ran("report", file, "2026-05", "-o", tmp_path / "a.pdf")
    assert code == 0
    assert "里的“街”字没有字体，会印成〓。" in err


def test_report_refuses_a_month_to_come(file: Path, ran: Ran, tmp_path: Path) -> None:
    code, out, err = ran("report", file, "2999-01", "-o", tmp_path / "a.pdf")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "还没有到" in err
    assert not (tmp_path / "a.pdf").exists()


def test_report_into_a_folder_that_is_not_there(file: Path, ran: Ran, tmp_path: Path) -> None:
    code, _, err = ran("report", file, "2026-05", "-o", tmp_path / "none" / "a.pdf")
    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize("kind", ["round", "visit", "visit-one", "patrol", "find", "survey", "quiz", "sheet"])
def test_blank_forms_need_no_file(file: Path, ran: Ran, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "表.pdf"
    code, out, err = ran("forms", kind, "-o", target)
    assert (code, err) == (0, "")
    assert str(target) in out
    assert target.read_bytes().startswith(b"%PDF-")


def test_forms_print_the_households_and_plots_of_a_file(file: Path, ran: Ran, tmp_path: Path) -> None:
    """Of a village and a group; where there are none, and without a file, it is refused in a line."""
    target = tmp_path / "表.pdf"
    for kind in ("round", "patrol", "find"):
        code, out, err = ran("forms", kind, "-o", target, "--file", file, "--village", "320903004001")
        assert (code, err) == (0, "")
        assert str(target) in out
        assert target.read_bytes().startswith(b"%PDF-")
        target.unlink()
    code, _, err = ran("forms", "round", "-o", target, "--file", file, "--group", "99")
    assert (code, err.count("\n")) == (1, 1)
    assert "99 组" in err
    code, _, err = ran("forms", "round", "-o", target, "--group", "2")
    assert (code, err.count("\n")) == (2, 1)
    assert not target.exists()


def test_a_paper_of_the_file_is_printed_by_its_number(file: Path, ran: Ran, tmp_path: Path) -> None:
    target = tmp_path / "卷.pdf"
    code, _, err = ran("paper", file, "nonsense", "-o", target)
    assert (code, err.count("\n")) == (1, 1)
    id = re.findall(r"编号 ([\w-]+)", err)[0]
    for more in ((), ("--form", "abc", "--large"), ("--part", "key"), ("--part", "card", "--form", "C")):
        code, out, err = ran("paper", file, id, "-o", target, *more)
        assert (code, err) == (0, "")
        assert str(target) in out
        assert target.read_bytes().startswith(b"%PDF-")
    for form in ("D", "AA", ""):
        code, _, err = ran("paper", file, id, "-o", target, "--form", form)
        assert (code, err.count("\n")) == (2, 1)


def test_import_takes_the_right_rows_names_the_wrong_ones_and_adds_nothing_twice(
    file: Path, ran: Ran, tmp_path: Path,
) -> None:
    source = tmp_path / "台账.csv"
    source.write_bytes(LEDGER.encode("gbk"))
    where = ("--village", "320903004001")
    with opened(file) as store:
        before = store.count("household")
    code, out, _ = ran("import", file, "household", source, *where, "--dry-run", "--json")
    assert code == 0
    told = json.loads(out)
    assert (set(told), told["new"], told["changed"], told["same"]) == ({"new", "changed", "same", "wrong"}, 2, 0, 0)
    with opened(file) as store:
        assert store.count("household") == before
    code, out, err = ran("import", file, "household", source, *where, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer == told
    assert [(list(item), item["row"], item["column"]) for item in answer["wrong"]] == [
        (["row", "column", "reason"], 5, "电话"), (["row", "column", "reason"], 5, "门牌号")]
    with opened(file) as store:
        assert store.count("household") == before + 2
    code, out, _ = ran("import", file, "household", source, *where)
    assert code == 0
    assert "新增 0" in out
    assert "第 5 行" in out


def test_answer_sheets_come_in_with_their_doubtful_cells_named(file: Path, ran: Ran, tmp_path: Path) -> None:
    source = tmp_path / "答卷.csv"
    questions, answers = ",".join(str(n) for n in range(1, 21)), ",".join(["A"] * 19)
    source.write_text(f"编号,日期,人群,抽样方式,{questions}\n1,2026.5.3,居民,入户随机,☺,{answers}\n2,,居民,入户随机,A,{answers}\n",
                      encoding="utf-8")
    where = ("--village", "320903004001")
    code, out, _ = ran("import", file, "answer_sheet", source, *where, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["new"]) == (0, 1)
    assert [(item["row"], item["column"]) for item in told["wrong"]] == [(3, "日期"), (2, "1")]
    code, out, _ = ran("import", file, "answer_sheet", source, *where)
    assert (code, "新增 1" in out, "存疑：第 2 行 1：" in out, "未收：第 3 行 日期：" in out) == (0, True, True, True)
    code, out, _ = ran("import", file, "answer_sheet", source, *where, "--json")
    assert [json.loads(out)[name] for name in ("new", "changed", "same")] == [0, 0, 1]
    code, _, err = ran("import", file, "answer_sheet", source, *where, "--paper", "nothing")
    assert (code, "没有这份试卷" in err) == (1, True)
    assert ran("import", file, "household", source, *where, "--paper", "nothing")[0] == 2


def test_photos_come_in_by_the_door_in_their_names(file: Path, ran: Ran, tmp_path: Path) -> None:
    source, folder = tmp_path / "台账.csv", tmp_path / "照片"
    source.write_text("村民小组,门牌号,联系人\n77,12号,赵一\n", encoding="utf-8")
    where = ("--village", "320903004001")
    assert ran("import", file, "household", source, *where)[0] == 0
    folder.mkdir()
    Image.new("RGB", (40, 30), "red").save(folder / "77-12 大门.jpg")
    (folder / "77-13.jpg").write_bytes(b"")
    code, out, _ = ran("import", file, "photo", folder, *where, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out) == {"new": 1, "changed": 0, "same": 0, "wrong": [
        {"row": 2, "column": "77-13.jpg", "reason": "没有这个门牌的户。请核对文件名，或先登记这一户。"}]}
    code, out, _ = ran("import", file, "photo", folder, *where)
    assert code == 0
    assert out.startswith("已导入照片：新增 1，")
    assert "未收：77-13.jpg：没有这个门牌的户。" in out
    with opened(file) as store:
        assert [record["caption"] for record in store.records("photo")] == ["大门"]
    assert ran("check", file)[0] == 0
    (folder / "77-12 大门.jpg").unlink()
    code, _, err = ran("import", file, "photo", folder, *where)
    assert code == 1
    assert "1 张都没有收进来。" in err


def test_plots_come_in_from_a_map_and_go_out_to_one(file: Path, ran: Ran, tmp_path: Path) -> None:
    source, where = tmp_path / "手机.gpx", ("--village", "320903004001")
    source.write_text('<gpx><wpt lat="33.36" lon="119.97"><name>新河坡</name></wpt><wpt lat="33.37" lon="119.98">'
                      '<name> </name></wpt></gpx>', encoding="utf-8")
    code, out, err = ran("import", file, "plot", source, *where, "--dry-run")
    assert (code, "2 处都没有收进来" in err, "未收：第 1 处 组别：没有写组别" in out) == (1, True, True)
    told = ("--datum", "gcj02", "--group", "7", "--land", "riverbank")
    code, out, _ = ran("import", file, "plot", source, *where, *told)
    assert (code, "新增 1，更新 0，相同 0，未收 1" in out, "未收：第 2 处 地块名称" in out) == (0, True, True)
    with opened(file) as store:
        (plot,) = store.records("plot", {"name": "新河坡"})
        everything = store.count("plot")
    assert (plot["group_no"], plot["land_kind"], plot["datum"]) == (7, "riverbank", "gcj02")
    for ending in ("geojson", "kml", "xlsx", "csv"):
        target = tmp_path / f"地块.{ending}"
        code, out, _ = ran("export", file, "plot", "-o", target)
        assert code == 0
        told = json.loads(ran("import", file, "plot", target, "--json")[1])
        assert (told["new"], told["changed"], told["wrong"]) == (0, 0, [])
        assert (told["same"] == everything) == (ending in ("xlsx", "csv"))
        assert ("没有位置，不在里面" in out) == (ending in ("geojson", "kml"))
    assert ran("import", file, "household", target, "--group", "7")[0] == 2
    assert ran("export", file, "household", "-o", tmp_path / "户.kml")[0] == 2


def test_import_of_something_that_is_no_table(file: Path, ran: Ran, tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"nonsense")
    code, out, err = ran("import", file, "household", source)
    assert (code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export(file: Path, ran: Ran, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"户.{ending}"
    code, out, err = ran("export", file, "household", "-o", target)
    assert (code, err) == (0, "")
    with opened(file) as store:
        count = store.count("household")
    assert f"{count} 条" in out
    if ending == "csv":
        with target.open(encoding="utf-8-sig", newline="") as stream:
            assert len(list(csv.reader(stream))) == count + 1
    code, again, _ = ran("import", file, "household", target, "--json")
    assert (code, json.loads(again)) == (0, {"new": 0, "changed": 0, "same": count, "wrong": []})


def test_names_go_out_only_when_asked_for_and_then_with_a_warning(file: Path, ran: Ran, tmp_path: Path) -> None:
    masked, full = tmp_path / "遮.csv", tmp_path / "全.csv"
    assert "已遮盖" in ran("export", file, "household", "-o", masked)[1]
    assert "没有加密" in ran("export", file, "household", "-o", full, "--full")[1]
    with opened(file) as store:
        name = store.records("household")[0].text("contact_name")
    assert name not in masked.read_text(encoding="utf-8-sig")
    assert name in full.read_text(encoding="utf-8-sig")


def test_the_rows_that_were_left_out_are_saved_to_be_mended(file: Path, ran: Ran, tmp_path: Path) -> None:
    source, wrong = tmp_path / "台账.csv", tmp_path / "要改.csv"
    source.write_bytes(LEDGER.encode("gbk"))
    where = ("--village", "320903004001")
    code, out, err = ran("import", file, "household", source, *where, "--json", "--wrong", wrong)
    assert (code, json.loads(out)["new"]) == (0, 2)
    assert str(wrong) in err
    mended = wrong.read_text(encoding="utf-8-sig").replace("三组,,孙三,1380000", "三组,14,孙三,13800000003")
    wrong.write_text(mended, encoding="utf-8")
    code, out, err = ran("import", file, "household", wrong, *where, "--json")
    assert (code, err, json.loads(out)) == (0, "", {"new": 1, "changed": 0, "same": 0, "wrong": []})


def test_handover(file: Path, ran: Ran, tmp_path: Path) -> None:
    folder = tmp_path / "U盘"
    folder.mkdir()
    assert ran("handover", file, folder, "--month", "2026-05")[0] == 0
    (copy,) = folder.iterdir()
    assert "_2026-05_报送_" in copy.name
    assert ran("check", copy)[0] == 0
    code, out, err = ran("handover", file, tmp_path / "gone")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_check_finds_one_wrong_byte(file: Path, ran: Ran) -> None:
    assert ran("check", file) == (0, "检查完毕，没有发现问题。\n", "")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    code, out, err = ran("check", file)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "损坏" in err


def test_backup_and_restore(file: Path, ran: Ran) -> None:
    assert ran("backup", file)[0] == 0
    (backup,) = file.with_name("示例_备份").iterdir()
    before = file.read_bytes()
    file.write_bytes(before[: len(before) // 2])
    assert ran("check", file)[0] == 1
    code, out, err = ran("restore", file, "--from", backup)
    assert (code, err) == (0, "")
    assert ran("check", file)[0] == 0
    aside = next(path for path in file.parent.glob("*.phdb") if path != file)
    assert str(aside) in out
    assert aside.read_bytes() == before[: len(before) // 2]


COMMANDS = (
    ("figures", "{}", "2026-05"), ("report", "{}", "2026-05", "-o", "out.pdf"), ("check", "{}"), ("backup", "{}"),
    ("export", "{}", "visit", "-o", "out.csv"), ("handover", "{}", "."), ("import", "{}", "household", "in.csv"),
)


@pytest.mark.parametrize("argv", COMMANDS, ids=[argv[0] for argv in COMMANDS])
@pytest.mark.parametrize("trouble", ["wrong passphrase", "missing", "empty", "plain", "folder"])
def test_every_command_says_in_one_line_what_is_wrong_with_the_file(
    file: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], trouble: str,
) -> None:
    monkeypatch.chdir(file.parent)
    if trouble == "wrong passphrase":
        monkeypatch.setenv("PANHUANG_PASSPHRASE", "不是这个")
    elif trouble == "missing":
        file = file.with_name("没有.phdb")
    elif trouble == "empty":
        file.write_bytes(b"")
    elif trouble == "plain":
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE t (x)")
        connection.close()
    else:
        file = file.parent
    code, out, err = ran(*(part.format(file) for part in argv))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.rstrip().endswith(("。", "”"))
    assert "Traceback" not in err
    assert "内部" not in err


def test_reading_goes_on_beside_the_window_and_a_second_writer_is_refused(file: Path, ran: Ran, tmp_path: Path) -> None:
    with open_file(file, PASSPHRASE, Settings.load()):
        assert ran("figures", file, "2026-05")[0] == 0
        assert ran("report", file, "2026-05", "-o", tmp_path / "a.pdf")[0] == 0
        code, out, err = ran("handover", file, tmp_path)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert ran("handover", file, tmp_path)[0] == 0


def test_the_passphrase_file_may_stand_before_or_after_the_command(
    file: Path, ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PANHUANG_PASSPHRASE", "不是这个")
    secret = tmp_path / "口令.txt"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    assert ran("check", file)[0] == 1
    assert ran("check", file, "--passphrase-file", secret)[0] == 0
    assert ran("--passphrase-file", secret, "check", file)[0] == 0


def test_nothing_is_made_without_a_passphrase(ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PANHUANG_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, out, err = ran("demo", tmp_path / "a.phdb")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert not (tmp_path / "a.phdb").exists()
