"""`report --sign`, `signing-card` and `verify` on a real file: what they print and how they end."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.__main__ import main
from panhuang_desk.model.months import Month
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.households import save_household
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings

PASSPHRASE = "田间地头 2026"
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    def run(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(part) for part in argv])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trust")
    make_demo(folder / "街道.phdb", PASSPHRASE, villages=2, households=6, months=1, until=Month(2026, 5),
              today=dt.date(2026, 6, 3), settings=Settings(file=folder / "s.json"))
    return folder / "街道.phdb"


@pytest.fixture
def office(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
    return Path(shutil.copy(sample, tmp_path / "街道.phdb"))


def test_signed_paper_is_verified_with_the_file_with_the_card_and_without(
    office: Path, tmp_path: Path, ran: Ran,
) -> None:
    paper, card = tmp_path / "月报.pdf", tmp_path / "公钥.txt"
    assert ran("report", office, "2026-05", "-o", paper, "--sign")[0] == 0
    assert ran("signing-card", office, card)[::2] == (0, "")
    code, out, err = ran("verify", paper, office)
    assert (code, err) == (0, "")
    assert "不符" not in out
    assert "是办公室的密钥" in out
    assert "与文件现在的数据相同" in out
    assert ran("verify", paper, "--card", card)[0] == 0
    code, out, err = ran("verify", paper)
    assert code == 0
    assert "请与办公室公布的指纹核对" in out
    with open_file(office, PASSPHRASE, Settings(), write=True):
        assert ran("report", office, "2026-05", "-o", paper, "--sign")[0] == 0
        assert ran("signing-card", office, card)[0] == 0


def test_changed_paper_ends_with_1_and_says_what_it_is(office: Path, tmp_path: Path, ran: Ran) -> None:
    paper, card = tmp_path / "月报.pdf", tmp_path / "公钥.txt"
    ran("report", office, "2026-05", "-o", paper)
    ran("signing-card", office, card)
    code, out, err = ran("verify", paper, "--card", card)
    assert (code, err.count("\n")) == (1, 1)
    assert "不符　没有签名" in out
    with open_file(office, PASSPHRASE, Settings(), write=True) as session:
        household = session.store.records("household", where={"inactive_from": None})[0]
        assert save_household(session, {**household.values, "inactive_from": "2026-05-02",
                                        "inactive_reason": "moved"}, household.id).ok
    code, out, err = ran("verify", paper, office, "--json")
    told = json.loads(out)
    assert (code, told["agrees"], err.count("\n")) == (1, False, 1)
    assert {"where": "now", "label": "在册户", "column": "this"}.items() <= next(
        each for each in told["differences"] if each["label"] == "在册户" and each["column"] == "this").items()
    code, out, _ = ran("verify", paper, office)
    assert "现在是" in out


def test_what_is_no_report_no_card_or_not_there_is_said_in_one_line(office: Path, tmp_path: Path, ran: Ran) -> None:
    text = tmp_path / "a.txt"
    text.write_text("你好", encoding="utf-8")
    for argv in (("verify", text), ("verify", tmp_path / "没有.pdf"), ("verify", text, "--card", text)):
        code, out, err = ran(*argv)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert ran("signing-card", office, tmp_path / "a.pdf")[0] == 2


def test_a_villages_file_does_not_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Ran) -> None:
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "村.phdb"
    ran("demo", path, "--villages", "1", "--households", "5", "--months", "1", "--until", "2026-05")
    code, _, err = ran("report", path, "2026-05", "-o", tmp_path / "a.pdf", "--sign")
    assert (code, err.count("\n")) == (1, 1)
    assert "街道" in err
    assert not (tmp_path / "a.pdf").exists()
