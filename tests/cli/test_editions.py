"""`issue` and `editions` on a real file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from panhuang_desk.__main__ import main
from panhuang_desk.services.start import open_file
from panhuang_desk.settings import Settings

PASSPHRASE = "田间地头 2026"


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(part) for part in argv])
        return (code, *capsys.readouterr())

    return run


def test_a_report_is_issued_changed_and_corrected(
    ran: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
    file = tmp_path / "示例.phdb"
    ran("demo", file, "--villages", "2", "--months", "1", "--households", "8", "--until", "2026-05")
    assert ran("editions", file, "2026-05")[1] == "潘黄街道 2026年5月：还没有定稿\n"
    assert ran("issue", file, "2026-05")[1] == "已定稿：潘黄街道2026年5月月报第 1 版\n"
    assert ran("issue", file, "2026-05")[1] == "和潘黄街道2026年5月月报第 1 版一样，没有出新版\n"

    with open_file(file, PASSPHRASE, Settings.load(), write=True) as session, session.store.action() as action:
        gone = session.store.records("visit", order=("-visited_on",))[0]
        action.delete("visit", gone.id)
    code, out, _ = ran("editions", file, "2026-05", "--json")
    found = json.loads(out)
    assert (code, found["state"], [each["edition"] for each in found["editions"]]) == (0, "changed", [1])
    visits = next(each for each in found["differences"]
                  if (each["code"], each["column"], each["village"]) == ("visits", "this", ""))
    assert int(visits["after"]) == int(visits["before"]) - 1
    assert [(each["kind"], each["id"], each["how"]) for each in visits["records"]] == [("visit", gone.id, "removed")]

    words = f"入户走访由{visits['before']}次更正为{visits['after']}次"
    _, out, _ = ran("issue", file, "2026-05", "--corrects", words)
    assert out == f"已定稿：潘黄街道2026年5月月报第 2 版\n更正：{words}\n"
    shown = ran("editions", file, "2026-05")[1].splitlines()
    assert shown[0] == "潘黄街道 2026年5月：已定稿，数据没有变"
    assert [line[:5] for line in shown[1:]] == ["第 1 版", "第 2 版"]


def test_a_span_without_records_is_asked_about(
    ran: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PANHUANG_PASSPHRASE", PASSPHRASE)
    file = tmp_path / "示例.phdb"
    ran("demo", file, "--villages", "1", "--months", "1", "--households", "4", "--until", "2026-05")
    code, out, err = ran("issue", file, "2025-11")
    assert (code, out) == (1, "")
    assert "零报告" in err
    assert "--anyway" in err
    code, out, _ = ran("issue", file, "2025-11", "--anyway")
    assert (code, "第 1 版" in out) == (0, True)
