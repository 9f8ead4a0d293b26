"""What makes a question bank bad, beyond what makes it unreadable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from panhuang_desk.model.quiz.question import (
    LETTERS,
    QUESTION_TYPES,
    SEVERAL,
    SINGLE,
    TRUE_FALSE,
    Bank,
    Question,
)

MINIMUM = 40
"""The fewest questions of a bank."""

_CATCH_ALL = re.compile(
    r"(以上|上述|前面|前三).{0,3}(都|均|全|是|对)|^(都|全部|全)(是|对|不是|正确)|[A-F]\s*[和与、]\s*[A-F]"
)
_ADDRESS = re.compile(r"https?:|www\.|[a-z]\.(?:com|cn|net|org|gov)\b", re.IGNORECASE)
_NEGATION = re.compile(r"(哪|下列).*(不属于|不正确|不是|错误)")
_RENUMBERED = re.compile(r"治安管理处罚法.{0,12}第[一二三四五六七八九十百零\d]+条")
_SHARE_OF_LONGEST = 0.45
"""The right option may be the longest one in at most this share of single-choice questions."""


def lint(bank: Bank) -> list[str]:
    """Everything that should be mended in the bank, one line each in plain Chinese; empty for a good bank."""
    found: list[str] = []
    for question in bank.questions:
        found += [f"{question.id}：{message}" for message in _one(question)]
    return found + list(_all(bank))


def _one(question: Question) -> Iterator[str]:
    """What is wrong with one question on its own."""
    if not question.text.endswith(("？", "。", "（ ）")):
        yield "题干要以问号或句号结尾"
    if _NEGATION.search(question.text):
        yield "题干问的是“不属于、不正确”，老人容易看错，请换成正面的问法"
    if not question.explanation.endswith("。") or len(re.findall("[。！？]", question.explanation)) != 1:
        yield "解析要正好是一句话，以句号结尾"
    if len(question.explanation) > 60:
        yield "解析太长，请控制在 60 个字以内"
    if not question.source:
        yield "没有写依据"
    if not question.facts:
        yield "没有写依据编号 facts"
    whole = " ".join((question.text, *question.options, question.explanation, question.source))
    if _ADDRESS.search(whole):
        yield "不要出现网址"
    if _RENUMBERED.search(whole):
        yield "治安管理处罚法已重新编号，不要写第几条"
    if question.type != TRUE_FALSE:
        yield from _options(question)


def _options(question: Question) -> Iterator[str]:
    """What is wrong with the options of a question."""
    if any(_CATCH_ALL.search(option) for option in question.options):
        yield "不要用“以上都是”一类的选项"
    if len({_bare(option) for option in question.options}) != len(question.options):
        yield "有两个选项意思一样"
    lengths = [len(option) for option in question.options]
    if max(lengths) > 2 * min(lengths) + 1:
        yield "选项长短相差太大，一看就能猜"
    if question.type == SEVERAL and len(question.answer) == len(question.options):
        yield "多选题不能所有选项都对"


def _all(bank: Bank) -> Iterator[str]:
    """What is wrong with the bank as a whole."""
    questions = bank.questions
    if len(questions) < MINIMUM:
        yield f"题库只有 {len(questions)} 道题，至少要 {MINIMUM} 道"
    for what, values in (("编号", [q.id for q in questions]), ("题干", [_bare(q.text) for q in questions])):
        for value, count in Counter(values).items():
            if count > 1:
                yield f"{what}重复 {count} 次：{value}"
    for kind in QUESTION_TYPES:
        if not any(question.type == kind.code for question in questions):
            yield f"没有{kind.label}"
    for topic in bank.topics:
        count = sum(question.topic == topic.code for question in questions)
        if count < 4:
            yield f"“{topic.label}”只有 {count} 道题，至少要 4 道"
    yield from _positions(questions)
    yield from _longest(questions)


def _positions(questions: Sequence[Question]) -> Iterator[str]:
    """Right answers that stand too often, or too seldom, at one position."""
    true_false = Counter(q.answer for q in questions if q.type == TRUE_FALSE)
    yield from _uneven("判断题", true_false, "AB", 0.35, 0.65)
    for kind, name in ((SINGLE, "单选题"), (SEVERAL, "多选题")):
        asked = [q for q in questions if q.type == kind and len(q.options) == 4]
        letters = Counter(letter for q in asked for letter in q.answer)
        yield from _uneven(name, letters, LETTERS[:4], 0.18, 0.32)


def _uneven(name: str, counted: Counter[str], letters: str, low: float, high: float) -> Iterator[str]:
    total = sum(counted.values())
    for letter in letters:
        if total >= 8 and not low <= counted[letter] / total <= high:
            yield f"{name}的正确答案在 {letter} 的占 {100 * counted[letter] / total:.0f}%，各位置要大致一样多"


def _longest(questions: Sequence[Question]) -> Iterator[str]:
    """Single-choice questions that give the right option away by its length."""
    single = [q for q in questions if q.type == SINGLE and q.answer]
    lengths = [(len(q.option(q.answer)), [len(option) for option in q.options]) for q in single]
    given_away = sum(right == max(every) and every.count(right) == 1 for right, every in lengths)
    if single and given_away / len(single) > _SHARE_OF_LONGEST:
        yield f"单选题里有 {given_away} 道的正确选项最长，一看就能猜，请调整长短"


def _bare(text: str) -> str:
    """The text without punctuation and spaces."""
    return re.sub(r"[\W_]+", "", text)
