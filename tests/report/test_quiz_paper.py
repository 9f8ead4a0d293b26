"""A quiz on paper: no question is parted, the answer sheet has one page where it can, each form counts its pages."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from panhuang_desk.model.quiz import Question
from panhuang_desk.report.quiz_key import KeyForm, key_bytes
from panhuang_desk.report.quiz_pages import MARGINS, ROOM
from panhuang_desk.report.quiz_paper import QuizPrint, paper_bytes

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
ID = "01JABCDEFGHJKMNPQRSTVWXYZ0"


def question(number: int, kind: str, *, stem: str = "", options: int = 4) -> Question:
    """A question whose texts are found nowhere else."""
    own = tuple(f"选项{number}之{sign}" for sign in "甲乙丙丁戊己"[:options])
    return Question(
        id=f"Q{number}", type=kind, topic="drugs", text=f"第{number}问{stem}，应当怎么办？",
        options=("对", "错") if kind == "true_false" else own, answer="AB" if kind == "several" else "A",
        explanation=f"解析{number}。", source="禁毒法")


def quiz(single: int, judged: int, several: int, *, form: str = "B", options: int = 4, stem: str = "") -> QuizPrint:
    kinds = ["single"] * single + ["true_false"] * judged + ["several"] * several
    asked = tuple(question(at, kind, options=options, stem=stem) for at, kind in enumerate(kinds, start=1))
    return QuizPrint("五月测评卷", ID, asked, form, "ABC", "仰徐村")


def pages_of(pdf: Pdf, text: str) -> list[int]:
    return [page for page, words in enumerate(pdf.texts) if bare(text) in bare(words)]


def card_pages(pdf: Pdf) -> list[int]:
    return pages_of(pdf, "答题卡（B卷）")


@pytest.mark.parametrize("large", [False, True])
def test_twenty_questions_have_an_answer_sheet_of_one_page(read: Read, large: bool) -> None:
    pdf = read(paper_bytes([quiz(12, 6, 2)], large=large))
    assert card_pages(pdf) == [pdf.pages - 1]
    text = bare(pdf.texts[-1])
    for words in ("测评日期", "测评名称", "抽样方式", "年龄段", "人群", "不写姓名", "随机入户", "租住人员"):
        assert words in text
    assert "没有注明" not in text
    assert "姓名：" not in text
    assert pdf.box(pdf.pages - 1, "基本满意")[3] < MARGINS[0] + ROOM
    assert all(str(number) in text for number in range(1, 21))


@pytest.mark.parametrize("large", [False, True])
def test_a_long_answer_sheet_repeats_what_it_is_and_its_heading(read: Read, large: bool) -> None:
    pdf = read(paper_bytes([quiz(150, 20, 20)], large=large, questions=False))
    assert card_pages(pdf) == list(range(pdf.pages))
    assert pdf.pages > 1
    for page in range(1, pdf.pages):
        assert "答题卡（B卷）续" in bare(pdf.texts[page])
    assert any("（续，" in bare(text) for text in pdf.texts[1:])
    assert pages_of(pdf, "最后一问") == pages_of(pdf, "基本满意") == [pdf.pages - 1]


def test_fifty_questions_are_answered_on_one_page_in_normal_size(read: Read) -> None:
    assert read(paper_bytes([quiz(28, 14, 8)], questions=False)).pages == 1


@pytest.mark.parametrize("stem", ["", "有人在自家菜园里种了几株开红花、叶片抱着茎的植物，说是祖上传下来的偏方药材" * 4])
@pytest.mark.parametrize("large", [False, True])
def test_no_question_is_parted_from_its_options_and_no_heading_from_its_questions(
    read: Read, large: bool, stem: str,
) -> None:
    printed = quiz(28, 14, 8, stem=stem)
    pdf = read(paper_bytes([printed], large=large, card=False))
    for number, each in enumerate(printed.questions, start=1):
        page, = pages_of(pdf, f"{number}.第{number}问")
        if each.type != "true_false":
            assert pages_of(pdf, each.options[-1]) == [page]
    for heading, first in (("一、单选题", "第1问"), ("二、判断题", "第29问"), ("三、多选题", "第43问")):
        assert pages_of(pdf, heading) == pages_of(pdf, first)


def test_the_forms_in_one_file_each_count_their_own_pages(read: Read) -> None:
    pdf = read(paper_bytes([quiz(12, 6, 2, form=form) for form in "ABC"]))
    each = pdf.pages // 3
    for at, form in enumerate("ABC"):
        for page in range(each):
            text = bare(pdf.texts[at * each + page])
            assert f"{form}卷" in text
            assert f"第{page + 1}页，共{each}页" in text


def test_six_options_have_room_beside_each_other(read: Read) -> None:
    pdf = read(paper_bytes([quiz(1, 0, 2, options=6)], large=True, questions=False))
    left, _, _, _ = pdf.box(0, "E F")
    assert left > MARGINS[2]


@pytest.mark.parametrize("large", [False, True])
def test_equal_papers_give_equal_bytes(qapp: object, large: bool) -> None:
    one, other = (paper_bytes([quiz(5, 2, 1)], large=large) for _ in range(2))
    assert one == other
    assert one != paper_bytes([attrs.evolve(quiz(5, 2, 1), form="C")], large=large)


def test_the_keys_heading_stands_over_its_first_explanation(read: Read) -> None:
    asked = quiz(28, 14, 8, stem="说" * 200).questions
    numbers = tuple(range(1, 51))
    pdf = read(key_bytes("五月测评卷", ID, [KeyForm(letter, asked, numbers) for letter in "ABC"]))
    assert pages_of(pdf, "解析和依据") == pages_of(pdf, "1.第1问")
    assert all("内部资料" in text for text in pdf.texts)
