"""Blank forms ask what the screen asks."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.pdf_read import opened_pdf
from panhuang_desk.model.blank_forms import BLANK_FORMS, form_code
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.find_steps import FIND_STEPS
from panhuang_desk.model.kinds import ANSWER_SHEET, PATROL, PLANT_FINDING, PLOT, PLOT_CHECK, SURVEY, VISIT
from panhuang_desk.model.quiz import Question
from panhuang_desk.report.form_parts import WRITE
from panhuang_desk.report.forms import FormGroup, blank_form, paper_of
from panhuang_desk.services.resources import Resources

from tests.report.boxes import outside, overlapping, pages
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


PAGES = {"round": 1, "visit": 1, "visit-one": 1, "patrol": 2, "find": 2, "survey": 1, "quiz": 1, "sheet": 1}
"""The pages of each form; the quiz has those that its questions ask for."""
LONG = "南门外老砖瓦厂后面沿河第三条田埂往东到机耕路口为止的那一长条荒地"
PLOTS = (FormGroup("大孙居委会", "1 组", tuple(
    ((LONG if number % 7 == 0 else f"第{number}块菜地"), "大棚（含废弃）", "0.35") for number in range(40))),
    FormGroup("大孙居委会", "2 组", (("南门菜地", "菜园", "12.5"),)))
DOORS = (FormGroup("大孙居委会", "3 组", tuple(
    ("东大街幸福小区十四号楼二单元一千二百零三室" if number == 5 else f"{number} 号", "买买提·吐尔逊江",
     "0515-88006110", "没见到过") for number in range(1, 31))),)


def choices(name: str) -> Sequence[Choice]:
    return LISTS[name]


def own_lists(name: str) -> Sequence[Choice]:
    return Resources().checklists.choices(name)


def test_the_visit_form_has_every_field_and_choice_and_as_many_lines_as_a_hand_has_room_for(read: Read) -> None:
    pdf = read(blank_form("visit", place="仰徐村委会", choices=choices))
    assert pdf.pages == 1
    assert "入户走访登记表" in pdf.text
    assert "仰徐村委会" in pdf.text
    for field in VISIT.form_fields:
        assert field.label in pdf.text
        assert all(choice.label in pdf.text for choice in field.choices)
    assert all(word in pdf.text for word in ("危害", "其他", "宣传单", "礼品"))
    assert all(str(number) in pdf.texts[0].split() for number in range(1, 17))


def test_rarer_lists_are_written_in_the_digits_of_the_screen(read: Read) -> None:
    """A narrow column each, and what the digits mean under the table."""
    text = bare(read(blank_form("visit", choices=choices)).text)
    for label, words in (("看到什么", "1没有异常2水电用量反常"), ("困难", "1看病负担"), ("诉求", "1想找工作2想学技术"),
                         ("帮扶", "1就业援助2康复指导")):
        assert f"{label}：{words}" in text


def test_the_patrol_form_has_the_outing_the_plots_and_the_steps_after_a_find(read: Read) -> None:
    pdf = read(blank_form("patrol", choices=choices))
    assert pdf.pages == 2
    assert all(field.label in bare(pdf.texts[1]) for field in PLANT_FINDING.form_fields)
    for kind in (PATROL, PLOT_CHECK, PLANT_FINDING):
        assert all(field.label in pdf.text for field in kind.form_fields), kind.name
    assert all(word in pdf.text for word in ("人工", "无人机", "线索核查", "正常", "疑似", "罂粟", "逐株"))
    steps = [pdf.text.index(word) for word in ("发现时间", "报告时间", "派出所到场时间", "铲除时间", "销毁时间")]
    assert steps == sorted(steps)


def test_the_forms_keep_their_pages_with_the_lists_of_the_program(read: Read) -> None:
    nine = tuple(Choice(f"c{n}", "一共七个字的话", "三个字") for n in range(9))
    for choices in (own_lists, lambda name: nine):
        for kind, count in PAGES.items():
            assert read(blank_form(kind, place="大孙居委会", choices=choices, questions=QUESTIONS)).pages == count, kind


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


@pytest.mark.parametrize("kind", BLANK_FORMS)
def test_squares_are_drawn_and_never_missing_characters(kind: str, read: Read) -> None:
    pdf = read(blank_form(kind, choices=choices, questions=QUESTIONS))
    assert not set(pdf.text) & set("□☐〓\ufffd")
    assert pdf.content == blank_form(kind, choices=choices, questions=QUESTIONS)


@pytest.mark.parametrize("kind", BLANK_FORMS)
def test_only_embedded_fonts_are_used(kind: str, read: Read) -> None:
    assert all(name[6] == "+" for name in read(blank_form(kind, choices=choices, questions=QUESTIONS)).fonts())


def test_forms_with_names_are_internal_and_samples_are_marked(read: Read) -> None:
    assert "内部资料" in read(blank_form("visit")).text
    assert "演示数据，不作上报" in read(blank_form("visit", sample=True)).text


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(UserError) as caught:
        blank_form("household")
    assert caught.value.code == "form"


def test_a_visit_of_its_own_page_asks_what_the_screen_asks(read: Read) -> None:
    text = read(blank_form("visit-one", choices=choices)).text
    assert all(field.label in text for field in VISIT.form_fields)
    assert all(bare(choice.label) in text for name in LISTS if name.startswith("visit") for choice in LISTS[name])


def test_the_record_of_a_find_has_its_steps_in_order_and_every_field(read: Read) -> None:
    pdf = read(blank_form("find", choices=choices))
    first = bare(pdf.texts[0])
    assert all(field.label in first for field in PLANT_FINDING.form_fields)
    assert all(choice.label in first for field in PLANT_FINDING.form_fields for choice in field.choices)
    places = [first.index(f"{number}{label}") for number, label in enumerate(FIND_STEPS.values(), start=1)]
    assert places == sorted(places)
    assert all(word in bare(pdf.texts[1]) for word in ("见证人签名", "派出所民警签名", "位置示意图", "现场照片"))


def test_the_survey_and_the_card_ask_what_is_kept(read: Read) -> None:
    survey, card = (read(blank_form(kind)).text for kind in ("survey", "sheet"))
    assert all(field.label in survey for field in SURVEY.form_fields)
    assert all(bare(choice.label) in card for name in ("age_band", "key_group", "satisfaction")
               for choice in ANSWER_SHEET.by_name[name].choices)
    assert "20" in card


def test_the_plots_of_a_group_are_printed_and_every_group_begins_a_page(read: Read) -> None:
    """Forty plots, of which some have long names, and one; nothing is left out, and no name is cut."""
    pdf = read(blank_form("patrol", choices=own_lists, groups=PLOTS))
    *first, last = pdf.texts
    assert len(first) < 5
    assert all(f"第{number}块菜地" in pdf.text for number in range(40) if number % 7)
    assert pdf.text.count(LONG) == 6
    assert all("有无发现" in bare(text) and f"共{pdf.pages}页" in bare(text) for text in pdf.texts)
    assert all("1组共40块" in bare(text) for text in first)
    assert "2组共1块" in bare(last)
    assert "毒品原植物发现处置记录表" in pdf.text


def test_few_plots_of_several_groups_share_a_page_with_lines_for_new_ones(read: Read) -> None:
    few = [FormGroup("大孙居委会", f"{group} 组", (("菜地", "菜园", "1"),)) for group in (1, 2, 5)]
    pdf = read(blank_form("patrol", choices=own_lists, groups=few))
    assert pdf.pages == 1
    assert all(f"{group}组菜地" in pdf.text for group in (1, 2, 5))
    assert {"1", "6"} <= set(pdf.texts[0].split())
    assert "7" not in pdf.texts[0].split()


def test_a_round_has_its_doors_in_the_order_given_and_the_digits_on_every_page(read: Read) -> None:
    pdf = read(blank_form("round", choices=own_lists, groups=DOORS))
    assert pdf.pages == 3
    assert "东大街幸福小区十四号楼二单元一千二百零三室" in pdf.text
    assert all("结果：1见到2不在家3不愿谈4已搬走" in bare(text) for text in pdf.texts)
    assert "内部资料" in pdf.text


@pytest.mark.parametrize("kind", BLANK_FORMS)
def test_every_page_says_which_form_it_is_in_words_and_to_a_scanner(kind: str, read: Read) -> None:
    pdf = read(blank_form(kind, choices=choices, questions=QUESTIONS))
    code = form_code(BLANK_FORMS[kind], choices, questions=QUESTIONS)
    assert all(code in text for text in pdf.texts)
    with opened_pdf(pdf.content) as scanned:
        assert scanned.codes() == (code,) * pdf.pages


def test_three_hundred_plots_make_a_stack_that_can_be_carried(read: Read) -> None:
    """Ten groups of thirty, each from a fresh page, two pages each; every page tells its place in the stack."""
    groups = [FormGroup("大孙居委会", f"{group} 组", tuple((f"第 {number} 块地", "菜园", "1") for number in range(30)))
              for group in range(1, 11)]
    pdf = read(blank_form("patrol", choices=own_lists, groups=groups))
    assert pdf.pages <= 21
    assert all(f"第{page}页，共{pdf.pages}页" in bare(text) for page, text in enumerate(pdf.texts, start=1))
    starts = [text for text in pdf.texts if "踏查日期" in bare(text)]
    assert len(starts) == 10


CASES: dict[str, tuple[FormGroup, ...]] = {
    **dict.fromkeys(BLANK_FORMS, ()), "round printed": DOORS, "patrol printed": PLOTS}


@pytest.mark.parametrize("case", CASES)
def test_no_sign_is_outside_the_margins_and_none_lies_on_another(case: str) -> None:
    """Read back sign by sign; the mark and the foot stand in the margins, but on the sheet."""
    kind = case.split()[0]
    paper = paper_of(kind)
    for glyphs in pages(blank_form(kind, choices=own_lists, questions=QUESTIONS, groups=CASES[case])):
        assert len(glyphs) > 100
        assert not outside(glyphs, paper.margins, paper.size)
        assert not overlapping(glyphs)


@pytest.mark.parametrize("case", ["round", "visit", "patrol", "survey", "round printed", "patrol printed"])
def test_every_line_that_is_written_on_is_8_mm_high(case: str) -> None:
    kind = case.split()[0]
    glyphs = next(pages(blank_form(kind, choices=own_lists, groups=CASES[case])))
    margin = paper_of(kind).margins
    rows = sorted((glyph.low for glyph in glyphs if glyph.char in "123456789" and glyph.left < margin[2] + 14
                   and glyph.low > margin[1] + 44), reverse=True)
    starts = [low for low, before in zip(rows, [9999, *rows], strict=False) if before - low > 4]
    steps = [above - below for above, below in itertools.pairwise(starts)]
    assert len(steps) >= 8
    assert min(steps) >= WRITE - 0.3


def test_a_plot_has_room_for_its_declared_words(read: Read) -> None:
    text = read(blank_form("patrol", choices=choices)).text
    assert all(field.label in text for field in PLOT.form_fields if field.width)
