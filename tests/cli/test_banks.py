"""Files of questions on the command line: judging them, and taking them in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.__main__ import main
from panhuang_desk.model.values import Village
from panhuang_desk.services.question_bank import browse
from panhuang_desk.services.resources import Resources
from panhuang_desk.services.session import Session
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from tests.services.helpers import VILLAGE

PASSPHRASE = "田间地头 2026"
OWN = """
[[question]]
id = "X001"
type = "true_false"
topic = "refusing"
text = "我们村的禁毒联络员每个月都在村委会值班。"
answer = "A"
explanation = "联络员每个月都值班。"
source = "村禁毒工作安排"
"""

Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)

    def run(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(part) for part in argv])
        return (code, *capsys.readouterr())

    return run


def shipped() -> str:
    return Resources().bank_file.read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "题库.toml"
    path.write_text(text, encoding="utf-8")
    return path


def new_file(folder: Path, villages: tuple[Village, ...] = (VILLAGE,)) -> Path:
    path = folder / "村.phdb"
    Store.create(path, PASSPHRASE, villages=list(villages), home=VILLAGE.code, person="徐海燕",
                 settings=Settings(file=folder / "settings.json"), device="村里电脑").close()
    return path


def test_the_shipped_bank_is_good_and_summed_up(ran: Ran) -> None:
    code, out, err = ran("check-bank", Resources().bank_file)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{len(Resources().bank.questions)} 道题，题库版本 {Resources().bank.version}。"
    assert [line.partition("：")[0] for line in lines[1:]] == [
        "题型", "主题", "对象", "单选题正确答案的位置", "多选题正确答案的位置", "判断题正确答案的位置"]


def test_a_bad_bank_is_told_line_by_line_with_the_questions_numbers(ran: Ran, tmp_path: Path) -> None:
    bad = shipped().replace('answer = "D"', 'answer = "Z"', 1).replace("大麻是法律点名列出", "大麻。点名列出", 1)
    code, out, err = ran("check-bank", written(tmp_path, bad))
    assert code == 1
    assert out.splitlines() == [
        "第 2 题（Q002） answer：只能用 A 到 D，从前到后各写一次", "Q001：解析要正好是一句话，以句号结尾"]
    assert err == "题库文件有 2 处要改。改好以后再检查一次。\n"


def test_a_smaller_bank_of_the_office_needs_forty_questions(ran: Ran, tmp_path: Path) -> None:
    head, *questions = shipped().split("\n[[question]]")
    few = "\n[[question]]".join([head, *questions[::4][:30]])
    code, out, _ = ran("check-bank", written(tmp_path, few))
    assert code == 1
    assert "题库只有 30 道题，至少要 40 道" in out.splitlines()


def test_questions_to_be_added_are_judged_without_a_minimum(ran: Ran, tmp_path: Path) -> None:
    assert ran("check-bank", written(tmp_path, OWN), "--add")[:2] == (0, "1 道题，都可以加进题库。\n")
    again = OWN.replace("X001", "X002")
    code, out, _ = ran("check-bank", written(tmp_path, OWN + again), "--add")
    assert (code, out) == (1, "第 2 题（X002） text：题干与 X001 重复\n")


def test_facts_are_looked_up_in_a_list(ran: Ran, tmp_path: Path) -> None:
    facts = tmp_path / "依据.csv"
    facts.write_text("id,fact\n" + "".join(f"F{n:03d},…\n" for n in range(2, 92)), encoding="utf-8-sig")
    code, out, _ = ran("check-bank", written(tmp_path, shipped()), "--facts", facts)
    assert code == 1
    assert out.splitlines() == [
        f"{question.id}：没有这个依据编号：F001" for question in Resources().bank.questions if "F001" in question.facts]
    facts.write_text("编号\n1\n", encoding="utf-8")
    assert ran("check-bank", written(tmp_path, shipped()), "--facts", facts)[2].startswith("依据表读不了。")


def test_what_is_no_bank_is_refused_in_one_line(ran: Ran, tmp_path: Path) -> None:
    code, out, err = ran("check-bank", written(tmp_path, 'version = "1"\nquestion = [[\n'))
    assert (code, out) == (1, "")
    assert err.startswith("题库文件")
    assert err.count("\n") == 1
    assert ran("check-bank", tmp_path / "没有.toml")[0] == 1
    assert ran("check-bank")[0] == 2


def test_questions_come_in_from_the_command_line(ran: Ran, tmp_path: Path) -> None:
    file, source = new_file(tmp_path), written(tmp_path, OWN + OWN.replace("X001", "X002").replace('"A"', '"C"'))
    code, out, _ = ran("import", file, "question", source, "--dry-run")
    assert code == 0
    assert out.splitlines()[0] == "将导入题目：新增 1，更新 0，相同 0，未收 1。"
    code, out, _ = ran("import", file, "question", source)
    assert (code, out.splitlines()) == (0, [
        "已导入题目：新增 1，更新 0，相同 0，未收 1。", "未收：第 2 题 X002 answer：只能用 A 到 B，从前到后各写一次"])
    code, out, _ = ran("import", file, "question", source, "--json")
    assert json.loads(out) | {"wrong": []} == {"new": 0, "changed": 0, "same": 1, "wrong": []}
    with Session(Store.open(file, PASSPHRASE, settings=Settings(), write=False)) as session:
        assert [entry.question.id for entry in browse(session, own=True)] == ["X001"]


def test_a_file_without_a_good_question_ends_with_an_error(ran: Ran, tmp_path: Path) -> None:
    code, _, err = ran("import", new_file(tmp_path), "question", written(tmp_path, OWN.replace("refusing", "weather")))
    assert (code, err) == (1, "1 道都没有收进来。请按上面的说明改题目，再导一次。\n")


def test_the_check_is_content_with_own_questions(ran: Ran, tmp_path: Path) -> None:
    file = new_file(tmp_path)
    assert ran("import", file, "question", written(tmp_path, OWN))[0] == 0
    copy = Path(shutil.copy(file, tmp_path / "副本.phdb"))
    assert ran("check", copy)[0] == 0
