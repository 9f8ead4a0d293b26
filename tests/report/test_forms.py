"""Blank forms ask what the screen asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import PATROL, PLANT_FINDING, PLOT_CHECK, VISIT
from panhuang_desk.model.quiz import Question
from panhuang_desk.report.forms import blank_form
from panhuang_desk.services.resources import Resources

from tests.report.reading import Pdf, bare

Read = Callable[[bytes], Pdf]
LISTS = {
    "visit.topics": (Choice("harm", "毒品危害", "危害"), Choice("other", "其他")),
    "visit.materials": (Choice("leaflet", "宣传单"), Choice("gift", "小礼品", "礼品")),
    "visit.seen": (Choice("usual", "没有异常", "正常"), Choice("odd_power", "水电用量反常", "水电")),
    "visit.difficulties": (Choice("illness", "看病负担", "看病"),),
    "visit.requests": (Choice("work", "想找工作", "找工作"), Choice("training", "想学技术", "学技术")),
    "visit.help_given": (Choice("employment", "就业援助", "就业"), Choice("recovery", "康复指导", "康复")),
    "plot_check.seen": (Choice("nothing", "未见异常", "正常"), Choice("suspect", "疑似毒品原植物", "疑似")),
}
QUESTIONS = (
    Question("q1", "single", "law", "下面哪一样是毒品？", ("烟草", "大麻", "白酒", "槟榔"), "B", "解释不印出来。"),
    Question("q2", "several", "law", "哪些人可以报告？", ("村民", "学生", "教师"), "ABC", ""),
    Question("q3", "true_false", "law", "大麻不算毒品。", ("对", "错"), "B", ""),
    Question("q4", "single", "law", "发现疑似毒品原植物怎么办？",
             ("自己悄悄铲掉，不告诉任何人，也不拍照片留作证据", "立即报告村委会或派出所，保护好现场", "当作没看见"),
             "B", ""),
)


def choices(name: str) -> Sequence[Choice]:
    return LISTS[name]


def own_lists(name: str) -> Sequence[Choice]:
    return Resources().checklists.choices(name)


def test_the_visit_form_has_20_lines_and_every_field_and_choice(read: Read) -> None:
    pdf = read(blank_form("visit", place="仰徐村委会", choices=choices))
    assert pdf.pages == 1
    assert "入户走访登记表" in pdf.text
    assert "仰徐村委会" in pdf.text
    for field in VISIT.form_fields:
        assert field.label in pdf.text
        assert all(choice.label in pdf.text for choice in field.choices)
    assert all(word in pdf.text for word in ("危害", "其他", "宣传单", "礼品"))
    assert all(str(number) in pdf.texts[0].split() for number in range(1, 21))


def test_rarer_lists_are_written_in_the_digits_of_the_screen(read: Read) -> None:
    """A narrow column each, and what the digits mean under the table."""
    text = bare(read(blank_form("visit", choices=choices)).text)
    for label, words in (("看到什么", "1没有异常2水电用量反常"), ("困难", "1看病负担"), ("诉求", "1想找工作2想学技术"),
                         ("帮扶", "1就业援助2康复指导")):
        assert f"{label}：{words}" in text


def test_the_patrol_form_has_the_outing_the_plots_and_the_steps_after_a_find(read: Read) -> None:
    pdf = read(blank_form("patrol", choices=choices))
    assert pdf.pages == 1
    for kind in (PATROL, PLOT_CHECK, PLANT_FINDING):
        assert all(field.label in pdf.text for field in kind.form_fields), kind.name
    assert all(word in pdf.text for word in ("人工", "无人机", "线索核查", "正常", "疑似", "罂粟", "逐株"))
    steps = [pdf.text.index(word) for word in ("发现时间", "报告时间", "派出所到场时间", "铲除时间", "销毁时间")]
    assert steps == sorted(steps)


def test_the_forms_fit_one_page_with_the_lists_of_the_program(read: Read) -> None:
    nine = tuple(Choice(f"c{n}", "一共七个字的话", "三个字") for n in range(9))
    for kind in ("visit", "patrol"):
        assert read(blank_form(kind, place="大孙居委会", choices=lambda name: nine)).pages == 1
    for kind in ("visit", "patrol"):
        assert read(blank_form(kind, place="大孙居委会", choices=own_lists)).pages == 1


def test_a_form_without_checklists_leaves_their_columns_out(read: Read) -> None:
    assert "谈了什么" not in read(blank_form("visit")).text


def test_the_quiz_asks_its_questions_and_gives_no_answer_away(read: Read) -> None:
    pdf = read(blank_form("quiz", place="仰徐村委会", questions=QUESTIONS, title="五月测评卷"))
    assert "五月测评卷" in pdf.text
    for number, question in enumerate(QUESTIONS, start=1):
        assert f"{number}." in pdf.text
        assert question.text in pdf.text
        assert all(f"{letter}.{bare(option)}" in pdf.text
                   for letter, option in zip(question.letters, question.options, strict=True))
    assert "解释不印出来" not in pdf.text
    assert "不写姓名" in pdf.text
    assert "随机入户" in pdf.text


def test_a_question_never_breaks_across_pages(read: Read) -> None:
    pdf = read(blank_form("quiz", questions=QUESTIONS * 8))
    assert pdf.pages > 1
    for text in pdf.texts[1:]:
        assert bare(text)[0].isdigit()


def test_without_questions_the_quiz_is_an_answer_card(read: Read) -> None:
    pdf = read(blank_form("quiz"))
    assert pdf.pages == 1
    assert all(str(number) in pdf.texts[0].split() for number in range(1, 21))


@pytest.mark.parametrize("kind", ["visit", "patrol", "quiz"])
def test_squares_are_drawn_and_never_missing_characters(kind: str, read: Read) -> None:
    pdf = read(blank_form(kind, choices=choices, questions=QUESTIONS))
    assert not set(pdf.text) & set("□☐〓\ufffd")
    assert pdf.content == blank_form(kind, choices=choices, questions=QUESTIONS)


@pytest.mark.parametrize("kind", ["visit", "patrol", "quiz"])
def test_only_embedded_fonts_are_used(kind: str, read: Read) -> None:
    assert all(name[6] == "+" for name in read(blank_form(kind, choices=choices, questions=QUESTIONS)).fonts())


def test_forms_with_names_are_internal_and_samples_are_marked(read: Read) -> None:
    assert "内部资料" in read(blank_form("visit")).text
    assert "演示数据，不作上报" in read(blank_form("visit", sample=True)).text


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(UserError) as caught:
        blank_form("household")
    assert caught.value.code == "form"
