"""The command that writes the report of a patrol season."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.__main__ import main
from tests.report.reading import Pdf

WORDS = "田间地头 2026"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seasons")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANHUANG_HOME", str(folder / "home"))
        patch.setenv("PANHUANG_PASSPHRASE", WORDS)
        path = folder / "示例.phdb"
        assert main(["demo", str(path), "--villages", "2", "--households", "10", "--months", "2",
                     "--until", "2026-05"]) == 0
    return path


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANHUANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANHUANG_PASSPHRASE", WORDS)


def test_a_season_of_the_subdistrict_and_of_a_village(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    for village, title in (((), "潘黄街道2026年罂粟集中踏查情况"),
                           (("--village", "320903004001"), "大孙居委会2026年罂粟集中踏查情况")):
        target = tmp_path / f"{len(village)}.pdf"
        assert main(["season", str(file), "2026", "--season", "poppy", *village, "-o", str(target)]) == 0
        out, err = capsys.readouterr()
        assert (err, str(target) in out) == ("", True)
        assert title in Pdf(target.read_bytes()).text


@pytest.mark.parametrize(("more", "code", "words"), [
    (["2999"], 1, "还没有开始"), (["2026", "--season", "rice"], 1, "没有代码为 rice 的踏查季"),
    (["2026", "--season", "poppy", "--village", "320903004014"], 1, "320903004014"), (["26"], 2, "YYYY"),
])
def test_what_is_not_there_is_refused_in_a_line(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, words: str,
) -> None:
    target = tmp_path / "a.pdf"
    assert main(["season", str(file), *more, "-o", str(target)]) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert not target.exists()
