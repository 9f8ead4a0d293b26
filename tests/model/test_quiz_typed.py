"""A sheet's line while it is typed: every key shows what was read, and doubt is told, never guessed away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.quiz import DONT_KNOW, UNREADABLE, Question, check_line, read_answers, write_line

SINGLE = Question("Q1", "single", "law", "哪一个？", ("甲", "乙", "丙", "丁"), "B", "解析。")
SEVERAL = Question("Q2", "several", "law", "哪几个？", ("甲", "乙", "丙", "丁"), "AC", "解析。")
TRUE_FALSE = Question("Q3", "true_false", "law", "对不对？", ("对", "错"), "A", "解析。")
KINDS = {"1": SINGLE, "n": SEVERAL, "t": TRUE_FALSE}


def paper(kinds: str) -> list[Question]:
    return [KINDS[kind] for kind in kinds]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[Question], list[str]]:
    questions = paper(draw(st.text("1nt", min_size=1, max_size=25)))
    answers = []
    for question in questions:
        several = question.type == "several"
        letters = draw(st.sets(st.sampled_from(question.letters), max_size=4 if several else 1))
        answers.append(draw(st.sampled_from(("".join(sorted(letters)), DONT_KNOW, UNREADABLE))))
    return questions, answers


@given(sheets())
def test_written_answers_are_read_as_themselves(sheet):
    questions, answers = sheet
    typed = check_line(questions, write_line(questions, answers))
    assert typed.answers == tuple(answers)
    assert typed.ok


@given(sheets(), st.integers(0, 25))
def test_a_line_that_stops_early_keeps_what_was_typed_and_counts_the_rest(sheet, count):
    questions, answers = sheet
    begun = answers[:min(count, len(answers) - 1)]
    typed = check_line(questions, write_line(questions, begun))
    assert typed.answers[:len(begun)] == tuple(begun)
    assert typed.missing == len(questions) - len(begun)
    assert f"还差 {typed.missing} 题" in typed.problems[0][1]


@given(sheets(), st.text("ABCD1234abcd√×-, 、0?", max_size=30))
def test_what_is_kept_is_what_the_whole_line_reads_as(sheet, line):
    questions, _ = sheet
    typed = check_line(questions, line)
    assert len(typed.answers) == len(questions)
    assert len(typed.spans) == typed.read
    if typed.ok:
        whole = read_answers(questions, line)
        assert whole.ok
        assert whole.answers == typed.answers


@pytest.mark.parametrize(("kinds", "line", "answers"), [
    ("11t", "ab√", ("A", "B", "A")), ("11t", "1２x", ("A", "B", "B")), ("1n1", "BAC,D", ("B", "AC", "D")),
    ("1n1", "B,AC,D", ("B", "AC", "D")), ("1n1", "B AC D", ("B", "AC", "D")), ("1n1", "-C,-", ("", "C", "")),
])
def test_lines_as_people_type_them(kinds, line, answers):
    assert check_line(paper(kinds), line).answers == answers
    assert check_line(paper(kinds), line).ok


@pytest.mark.parametrize(("kinds", "line", "doubtful", "says"), [
    ("11t", "AE", 1, "A 到 D"), ("11t", "AB3", 2, "判断题"), ("1n11", "BACD", 1, "逗号"),
    ("11", "ABC", None, "多出 1 个字"),
    ("111", "AB", None, "还差 1 题"), ("11", "", None, "还差 2 题"),
])
def test_what_is_wrong_is_said_at_the_question_concerned(kinds, line, doubtful, says):
    typed = check_line(paper(kinds), line)
    assert typed.doubtful == doubtful
    assert says in typed.problems[0][1]


def test_a_several_choice_takes_letters_until_a_comma_or_a_letter_that_goes_back():
    questions = paper("n111")
    assert check_line(questions, "AC").answers[:2] == ("AC", "")
    assert check_line(questions, "ACB").answers[:2] == ("AC", "B")
    assert check_line(questions, "AC,D").answers[:2] == ("AC", "D")


@pytest.mark.parametrize(("line", "caret", "place"), [
    ("", 0, 0), ("A", 1, 1), ("A", 0, 0), ("AAC", 3, 1), ("AAC,", 4, 2), ("AAC,B", 4, 2), ("AAC,B", 1, 1),
    ("AAC,BD", 6, 3),
])
def test_the_caret_stands_at_the_question_that_the_next_key_answers(line, caret, place):
    assert check_line(paper("1n11"), line).question_at(caret) == place


@given(sheets())
def test_the_shortest_line_reads_as_the_same(sheet):
    questions, answers = sheet
    line = write_line(questions, answers, short=True)
    assert check_line(questions, line).answers == tuple(answers)
    assert check_line(questions, line).ok
    assert read_answers(questions, line).answers == tuple(answers)
    assert len(line) <= len(write_line(questions, answers))


@pytest.mark.parametrize(("kinds", "answers", "line"), [
    ("1n", ("B", "AC"), "BAC"), ("nn", ("AC", "BD"), "ACBD"), ("nn", ("AB", "CD"), "AB,CD"),
    ("nn", ("ABCD", "ABCD"), "QQ"), ("n1n", ("ABCD", "D", "AB"), "QDAB"), ("nt", ("AB", "A"), "AB√"),
    ("nn", ("", "AB"), "-AB"),
])
def test_a_separator_stands_only_where_letters_would_run_on(kinds, answers, line):
    assert write_line(paper(kinds), answers, short=True) == line
    assert check_line(paper(kinds), line).answers == answers


def test_q_stands_for_all_options_of_a_several_choice_alone():
    assert check_line(paper("n1"), "qd").answers == ("ABCD", "D")
    assert check_line(paper("n1"), "全D").answers == ("ABCD", "D")
    assert check_line(paper("1"), "Q").doubtful == 0
    assert check_line(paper("n"), "AQ").problems
