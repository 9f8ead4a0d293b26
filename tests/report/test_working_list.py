"""The working list on paper: every household with room to tick and write, headings that never stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs
from panhuang_desk.report.working_list import WorkingLine, WorkingList, WorkingPart, working_list_bytes

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
LINE = WorkingLine("3 组 27 号", "孙桂兰", "13800007702", "留守儿童 1\n留守老人 2", "4月14日", "重点户本月未见")
LIST = WorkingList("仰徐村委会", "5月22日 星期五", "徐海燕 2026年5月22日 09:30 打印",
                   (WorkingPart("3 组　1 户", (LINE,)),))


def test_everything_one_needs_at_the_door_is_there(read: Read) -> None:
    pdf = read(working_list_bytes(LIST))
    text = bare(pdf.text)
    for words in ("入户走访工作清单", "仰徐村委会", "5月22日星期五", "共1户", "徐海燕2026年5月22日09:30打印", "3组1户",
                  "3组27号", "孙桂兰", "13800007702", "留守儿童1", "留守老人2", "4月14日", "重点户本月未见", "见到",
                  "不在家", "不愿谈", "已搬走", "备注", "内部资料，注意保管"):
        assert bare(words) in text, words
    assert pdf.content == working_list_bytes(LIST)


def test_the_heading_and_the_mark_stand_on_every_page_and_no_part_begins_at_its_foot(read: Read) -> None:
    parts = tuple(WorkingPart(f"甲{number}甲", (LINE,) * (number % 4 + 1)) for number in range(1, 41))
    pdf = read(working_list_bytes(attrs.evolve(LIST, parts=parts)))
    assert pdf.pages > 4
    for number, text in enumerate(pdf.texts, start=1):
        assert "缘由" in bare(text)
        assert "内部资料" in bare(text)
        assert f"—{number}—" in bare(text)
        assert not re.search(r"甲\d+甲[^缘]*$", bare(text).split(bare(LINE.reason))[-1]), number
    assert "共100户" in bare(pdf.texts[0])


def test_covered_names_samples_and_an_empty_list_are_told(read: Read) -> None:
    assert "姓名、电话已遮盖" in bare(read(working_list_bytes(attrs.evolve(LIST, masked=True))).text)
    assert "演示数据，不作上报" in bare(read(working_list_bytes(attrs.evolve(LIST, sample=True))).text)
    assert "没有要走访的户" in bare(read(working_list_bytes(attrs.evolve(LIST, parts=()))).text)
