"""A list on screen goes out as a table: covered unless a person says otherwise, and not at all where they turn back."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.desk.giving_out import give_out, table_path
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.shell import Shell
from panhuang_desk.services.session import Session
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import add_households, open_desk


@pytest.mark.parametrize(("answer", "named"), [("masked", False), ("full", True)])
def test_the_list_is_written_in_its_order(
    session: Session, said: Recorder, qtbot: QtBot, tmp_path: Path, answer: str, named: bool,
) -> None:
    desk, homes = opened(session, qtbot)
    said.answers, said.paths = [answer], [[str(tmp_path / "户.csv")]]
    give_out(desk, "household", columns=("door_no", "contact_name"), ids=[homes["孙桂兰"], homes["陈秀英"]])
    qtbot.waitUntil(lambda: (tmp_path / "户.csv").exists())
    heading, *rows = (tmp_path / "户.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heading == f"村（社区）,门牌号,联系人{'' if named else '（已遮盖）'},记录号"
    assert [row.split(",")[1:3] for row in rows] == (
        [["27", "孙桂兰"], ["8", "陈秀英"]] if named else [["27", "孙**"], ["8", "陈**"]])
    qtbot.waitUntil(lambda: session.settings.last_folder == str(tmp_path))
    assert desk.undo_bar.text == f"导出了 2 户，{'没有加密，用完请删掉' if named else '姓名、电话已遮盖'}：户.csv"


def test_turning_back_writes_nothing(session: Session, said: Recorder, qtbot: QtBot, tmp_path: Path) -> None:
    desk, homes = opened(session, qtbot)
    said.answers = ["no", "masked"]
    before = list(tmp_path.iterdir())
    for ids in ([], list(homes.values()), list(homes.values())):
        give_out(desk, "household", columns=None, ids=ids)
    assert (len(said.said), len(said.asked), list(tmp_path.iterdir())) == (2, 1, before)
    assert said.asked[0].start.endswith("（已遮盖）.xlsx")


def test_a_name_without_a_tables_ending_becomes_a_workbook() -> None:
    assert [table_path(name).name for name in ("户", "户.CSV", "户.v2")] == ["户.xlsx", "户.CSV", "户.v2.xlsx"]


def opened(session: Session, qtbot: QtBot) -> tuple[Shell, dict[str, str]]:
    homes = add_households(session)
    desk = open_desk(session, "visits")
    qtbot.addWidget(desk)
    return desk, homes
