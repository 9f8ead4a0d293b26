"""The record of a find: two pages, whatever is written in it, equal bytes, nothing that it should not say."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from panhuang_desk.model.geo.map_data import FIND, FOUND, MapData, MapPlot, MapPoint
from panhuang_desk.model.geo.shape import outline_shape
from panhuang_desk.report.finding_record import (
    REMINDER,
    SIGNERS,
    FindingRecord,
    RecordPhoto,
    RecordStep,
    finding_record_bytes,
)
from PIL import Image

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
HERE = (120.001, 33.001)


def picture(size: tuple[int, int], colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def record(**values: Any) -> FindingRecord:
    steps = tuple(RecordStep(label, "2026年5月15日 08:40", "某某派出所，值班民警", "37 株") for label in (
        "发现", "拍照", "计数", "报告派出所", "派出所到场", "铲除", "销毁", "复查"))
    facts = ((("地块", "2 组 沟东菜地"), ("地块类别", "菜园")),
             (("具体位置", "棚后靠沟一侧"), ("经纬度", "东经 120.001000")),
             (("种类", "罂粟"), ("生长期", "花期")), (("株数", "37 株"), ("计数方法", "逐株")))
    plain = FindingRecord("毒品原植物发现情况记录表", "仰徐村", "徐海燕 打印", facts, steps, "户主在场。")
    return attrs.evolve(plain, **values)


def sketch() -> dict[str, Any]:
    ring = [(120.0, 33.0), (120.002, 33.0), (120.002, 33.002), (120.0, 33.002), (120.0, 33.0)]
    plot = MapPlot("p", "沟东菜地", FOUND, outline_shape([[ring]]), 2)
    return {"map": MapData(plots=(plot,), points=(MapPoint("f", FIND, HERE),)), "around": HERE, "reach": 160.0}


LONG = "户主称种子混在蔬菜种中，已当场教育。" * 56
SIZES = (((400, 300), "red"), ((300, 400), "green"), ((1200, 300), "blue"), ((300, 900), "gray"))
PHOTOS = tuple(RecordPhoto(picture(*size), f"{number}. {'沟边的植株，靠近水泵房的一侧' * 3} 5月15日 08:4{number}")
               for number, size in enumerate(SIZES, start=1))


@pytest.mark.parametrize("values", [
    {}, {"note": LONG[:1000]}, {"photos": PHOTOS}, {"photos": PHOTOS[:1], **sketch()}, sketch(),
    {"photos": PHOTOS, **sketch(), "note": LONG[:1000], "masked": True, "sample": True},
])
def test_it_is_two_pages_whatever_is_in_it(read: Read, values: dict[str, Any]) -> None:
    content = finding_record_bytes(record(**values))
    assert read(content).pages == 2
    assert finding_record_bytes(record(**values)) == content


def test_the_first_page_has_facts_steps_reminder_and_who_signs_the_second_photos_and_place(read: Read) -> None:
    pdf = read(finding_record_bytes(record(photos=PHOTOS, photos_left_out="还有 2 张在程序里", **sketch())))
    first, second = (bare(text) for text in pdf.texts)
    for words in (*SIGNERS, "报告派出所", "棚后靠沟一侧", bare(REMINDER), "内部资料"):
        assert bare(words) in first
    assert "还有2张在程序里" in second
    assert "位置示意图" in second
    assert "北" in second


def test_no_penalty_and_no_threshold_is_stated(read: Read) -> None:
    text = read(finding_record_bytes(record(note=""))).text
    assert not any(word in text for word in ("刑", "罪", "拘留", "罚款", "500", "3000", "法第"))


def test_without_photos_and_place_there_is_room_to_draw_by_hand(read: Read) -> None:
    second = bare(read(finding_record_bytes(record())).texts[1])
    assert "没有照片" in second
    assert "请在这里手绘" in second


def test_a_note_that_no_size_can_hold_says_that_there_is_more(read: Read) -> None:
    pdf = read(finding_record_bytes(record(note=LONG * 8)))
    assert pdf.pages == 2
    assert "其余见程序里的记录" in pdf.text
