from __future__ import annotations

import sys

from tests.store.faults.disks import have_small_disks, on_small_disk
from tests.store.faults.harness import new_place, problems, start, told


def facts(child):
    """All that a child told, by what it is about."""
    out, err = child.communicate()
    assert child.returncode == 0, err
    lines = list(told(out.splitlines(keepends=True)))
    saved = [line["saved"] for line in lines if "saved" in line]
    return saved, {name: value for line in lines for name, value in line.items()}


if sys.platform != "win32":

    def test_what_does_not_fit_is_told_in_words_and_all_before_it_is_there(tmp_path):
        place = new_place(tmp_path / "甲", households=10)
        child = start("limit", place.file, place.settings, place.secret, place.file.stat().st_size + 60_000)
        saved, last = facts(child)
        assert saved, "no save fitted before the limit"
        assert last["code"] in ("full", "io")
        assert "以前存下的都在" in last["message"]
        assert "再存一次" in last["hint"]
        assert problems(place) == []
        with place.open() as store:
            doors = {int(home.text("door_no")) for home in store.records("household")}
        assert doors == {*range(1, 11), *saved}


if sys.platform == "linux" and have_small_disks():

    def test_a_full_disk_is_told_in_words_and_the_save_works_when_there_is_room_again(tmp_path):
        saved, last = facts(start("small disk", tmp_path, before=on_small_disk(tmp_path, "900k")))
        assert saved, "no save fitted before the disk was full"
        assert last["code"] == "full"
        assert last["message"] == "磁盘满了，这一次没有存上；以前存下的都在。"
        assert last["hint"] == "请删掉磁盘上不用的文件，再存一次。"
        assert last["problems"] == []
        assert last["numbers"] == [*range(1, 11), *saved, last["number"]]

    def test_an_import_that_does_not_fit_ends_with_one_line_and_leaves_the_file_as_it_was(tmp_path):
        ledger = tmp_path / "户籍.csv"
        lines = [f"{n % 9 + 1},{n},住户{n},自住" for n in range(1, 4001)]
        ledger.write_text("\n".join(["组别,门牌号,户主姓名,房屋性质", *lines]), encoding="utf-8")
        disk = tmp_path / "disk"
        disk.mkdir()
        _, last = facts(start("import", disk, ledger, before=on_small_disk(disk, "900k")))
        assert "磁盘满了" in last["line"]
        assert last["problems"] == []
        assert last["numbers"] == list(range(1, 11))
        assert last["left"] == ["machine.json", "仰徐村.phdb"]
