"""The list of follow-ups on paper: everything that is on the list, by whom it was printed, and how it is marked."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from panhuang_desk.report.follow_up_list import FollowUpLine, FollowUpList, follow_up_list_bytes

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
LATE = FollowUpLine("困难", "孙子转学手续不清楚，联系学校", "3 组 27 号 孙桂兰", "5月10日", "5月20日，逾期 2 天",
                    "待办", late=True)
DONE = FollowUpLine("线索", "河坡上有不认识的植物", "2 组 河坡", "5月2日", "5月3日", "5月3日办结", "经辨认为虞美人。")
LIST = FollowUpList("仰徐村委会", "未办结", "徐海燕 2026年5月22日 09:30 打印", (LATE, DONE))


def test_every_follow_up_stands_in_words_with_who_printed_it_when(read: Read) -> None:
    pdf = read(follow_up_list_bytes(LIST))
    text = bare(pdf.text)
    for words in ("待办事项清单", "仰徐村委会", "未办结", "共2件，其中逾期1件", "徐海燕", "09:30",
                  "孙子转学手续不清楚，联系学校", "3组27号孙桂兰", "逾期2天", "经辨认为虞美人。", "内部资料，注意保管"):
        assert bare(words) in text, words
    assert pdf.content == follow_up_list_bytes(LIST)


def test_the_heading_stands_on_every_page_with_its_number(read: Read) -> None:
    pdf = read(follow_up_list_bytes(attrs.evolve(LIST, lines=(LATE, DONE) * 30)))
    assert pdf.pages > 2
    for number, text in enumerate(pdf.texts, start=1):
        assert "办理情况" in bare(text)
        assert f"—{number}—" in bare(text)
    assert "60" in pdf.texts[-1].split()


def test_covered_names_and_samples_are_told(read: Read) -> None:
    assert "姓名已遮盖" in bare(read(follow_up_list_bytes(attrs.evolve(LIST, masked=True))).text)
    assert "演示数据，不作上报" in bare(read(follow_up_list_bytes(attrs.evolve(LIST, sample=True))).text)


def test_an_empty_list_says_so(read: Read) -> None:
    assert "没有这样的待办" in bare(read(follow_up_list_bytes(attrs.evolve(LIST, lines=()))).text)
