"""An awareness quiz on paper: the questions of a form, and an anonymous answer sheet of its own; in two sizes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs
from reportlab.platypus import Flowable, KeepTogether, PageBreak

from panhuang_desk.model.quiz import QUESTION_TYPES, Question
from panhuang_desk.report import style
from panhuang_desk.report.fonts import FontSet, font_set
from panhuang_desk.report.layout import Paper, Setter, Text
from panhuang_desk.report.quiz_card import card_story
from panhuang_desk.report.quiz_form import Options
from panhuang_desk.report.quiz_pages import MARGINS, WIDTH, Begin, Footer, in_two_passes
from panhuang_desk.report.quiz_sizes import LARGE, NORMAL, Sizes


@attrs.frozen
class QuizPrint:
    """A form of a paper to be printed: `questions` are those of the form, in its order and with its letters.

    `forms` are the letters of all forms there are; `place` the village's name, empty for a line to write on.
    """

    title: str
    paper_id: str
    questions: tuple[Question, ...]
    form: str = "A"
    forms: str = "A"
    place: str = ""
    sample: bool = False


def paper_bytes(
    quizzes: Sequence[QuizPrint], *, large: bool = False, questions: bool = True, card: bool = True,
) -> bytes:
    """The questions and, from a fresh page, the answer sheet as PDF, form after form; `large` sets them in 18 pt.

    `questions` and `card` tell what of them is wanted; the pages of each form are counted from one. Equal content,
    program version and fonts give equal bytes.
    """
    first = quizzes[0]
    fonts, sizes = font_set(bundled=first.sample), LARGE if large else NORMAL
    paper = Paper(first.title, subject="、".join(f"{quiz.form} 卷" for quiz in quizzes),
                  mark=style.SAMPLE_MARK if first.sample else "", margins=MARGINS, folio=False)

    def story(footer: Footer) -> list[Flowable]:
        found: list[Flowable] = []
        for quiz in quizzes:
            parts = [_questions(quiz, sizes, fonts)] if questions else []
            if card:
                form = quiz.form if len(quiz.forms) > 1 else ""
                parts.append(card_story(quiz.title, quiz.place, form, quiz.questions, sizes, fonts))
            for place, part in enumerate(parts):
                found += [PageBreak()] if found else []
                found += [Begin(footer, quiz.form, f"{quiz.form} 卷")] if place == 0 else []
                found += part
        return found

    return in_two_passes(paper, story, first.paper_id, fonts)


def sections(questions: Sequence[Question]) -> list[tuple[str, list[tuple[int, Question]]]]:
    """The questions with their numbers, cut where the type changes; each part with the code of its type."""
    numbered = list(enumerate(questions, start=1))
    return [(kind, list(part)) for kind, part in itertools.groupby(numbered, key=lambda pair: pair[1].type)]


def _questions(quiz: QuizPrint, sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    """Title, advice and the questions by type; no question is parted by a page's end."""
    story: list[Flowable] = [
        *_title(quiz, sizes, fonts),
        Text("答案写在答题卡上，不写姓名；不知道就写“不知道”，不用猜。", sizes.advice, fonts),
    ]
    for place, (kind, part) in enumerate(sections(quiz.questions)):
        head = Text(_section(place, kind, len(part)), sizes.section, fonts)
        for number, question in part:
            whole = _question(number, question, sizes, fonts)
            first = number == part[0][0]
            story.append(KeepTogether([head, *whole] if first else whole))
    return story


def _title(quiz: QuizPrint, sizes: Sizes, fonts: FontSet) -> list[Flowable]:
    """The title with the letter of the form, which has a line of its own where both are too long for one."""
    if len(quiz.forms) == 1:
        return [Text(quiz.title, sizes.title, fonts)]
    whole, setter = f"{quiz.title}（{quiz.form} 卷）", Setter(fonts, sizes.title)
    if setter.width(setter.prepare(whole)) <= WIDTH:
        return [Text(whole, sizes.title, fonts)]
    return [Text(quiz.title, attrs.evolve(sizes.title, after=0), fonts), Text(f"{quiz.form} 卷", sizes.title, fonts)]


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
