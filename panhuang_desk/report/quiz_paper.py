"""An awareness quiz on paper: the questions of one form, and an anonymous answer sheet of its own; in two sizes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import attrs
from reportlab.platypus import Flowable, KeepTogether, PageBreak

from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Text, build
from panhuang_desk.report.quiz_card import card_story
from panhuang_desk.report.quiz_form import Options
from panhuang_desk.report.quiz_pages import MARGINS, Footer
from panhuang_desk.report.quiz_sizes import LARGE, NORMAL, Sizes


@attrs.frozen
class QuizPrint:
    """A paper to be printed: `questions` are those of the form, in its order and with its letters.

    `forms` are the letters of all forms there are; `place` the village's name, empty for a line to write on.
    """

    title: str
    paper_id: str
    questions: tuple[Question, ...]
    form: str = "A"
    forms: str = "A"
    place: str = ""
    sample: bool = False


def paper_bytes(quiz: QuizPrint, *, large: bool = False) -> bytes:
    """The questions and, from a fresh page, the answer sheet as PDF; `large` sets them in 18 pt.

    Equal content, program version and fonts give equal bytes.
    """
    fonts, sizes = font_set(bundled=quiz.sample), LARGE if large else NORMAL
    paper = Paper(quiz.title, subject=f"{quiz.form} 卷", mark=style.SAMPLE_MARK if quiz.sample else "",
                  margins=MARGINS, folio=False)

    def story() -> list[Flowable]:
        return [*_questions(quiz, sizes, fonts), PageBreak(), *card_story(
            quiz.title, quiz.place, quiz.form if len(quiz.forms) > 1 else "", quiz.questions, sizes, fonts)]

    return in_two_passes(paper, story, quiz.paper_id, quiz.form, fonts)


def in_two_passes(paper: Paper, story: Callable[[], Sequence[Flowable]], paper_id: str, form: str,
                  fonts: FontSet) -> bytes:
    """The PDF with a footer that tells the number of pages: set once to count them, then once more."""
    count = Footer(paper_id, form, fonts)
    build(paper, story(), fonts, furniture=count)
    return build(paper, story(), fonts, furniture=Footer(paper_id, form, fonts, pages=count.seen))


def sections(questions: Sequence[Question]) -> list[tuple[str, list[tuple[int, Question]]]]:
    """The questions with their numbers, cut where the type changes; each part with the code of its type."""
    numbered = list(enumerate(questions, start=1))
    return [(kind, list(part)) for kind, part in itertools.groupby(numbered, key=lambda pair: pair[1].type)]


def _questions(quiz: QuizPrint, sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    """Title, advice and the questions by type; no question is parted by a page's end."""
    form = f"（{quiz.form} 卷）" if len(quiz.forms) > 1 else ""
    story: list[Flowable] = [
        Text(quiz.title + form, sizes.title, fonts),
        Text("请把答案写在后面的答题卡上，不写姓名。不知道的题可以写“不知道”，不用猜。", sizes.advice, fonts),
    ]
    for place, (kind, part) in enumerate(sections(quiz.questions)):
        head = Text(_section(place, kind, len(part)), sizes.section, fonts)
        for number, question in part:
            whole = _question(number, question, sizes, fonts)
            first = number == part[0][0]
            story.append(KeepTogether([head, *whole] if first else whole))
    return story


_NUMERALS = "一二三四五六七八九十"
_HOW = {"single": "每题只有一个正确答案", "several": "每题有两个或两个以上正确答案，多选、少选、错选都不算对",
        "true_false": "对的写 A，错的写 B"}


def _section(place: int, kind: str, count: int) -> str:
    label = next((choice.label for choice in QUESTION_TYPES if choice.code == kind), "")
    number = f"{_NUMERALS[place]}、" if place < len(_NUMERALS) else ""
    return f"{number}{label}（共 {count} 题，{_HOW.get(kind, '')}）"


def _question(number: int, question: Question, sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    text_style = attrs.evolve(sizes.asked, hang=_hang(number))
    asked = Text(f"{number}. {question.text}", text_style, fonts)
    if question.type == "true_false":
        return [asked]
    return [asked, Options(question, fonts, sizes.option, sizes.indent)]


def _hang(number: int) -> float:
    """How far the second line of a question stands in, in characters: below the first word after the number."""
    return 1.35 if number < 10 else 1.9


