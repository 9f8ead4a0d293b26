"""What makes a question bank bad, beyond what makes it unreadable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import attrs

from panhuang_desk.model.quiz.question import (
    LETTERS,
    QUESTION_TYPES,
    SEVERAL,
    SINGLE,
    TRUE_FALSE,
    Bank,
    Question,
)

SHIPPED_MINIMUM = 120
"""The fewest questions of the bank that the program brings along."""

MINIMUM = 40
"""The fewest questions of a bank that an office puts in its place: two standard papers without a common question."""

TOPIC_MINIMUM = 4
"""The fewest questions of a topic."""

_CATCH_ALL = re.compile(
    r"(以上|上述|前面|前三).{0,3}(都|均|全|是|对)|^(都|全部|全)(是|对|不是|正确)|[A-F]\s*[和与、]\s*[A-F]"
)
_ADDRESS = re.compile(r"https?:|www\.|[a-z]\.(?:com|cn|net|org|gov)\b", re.IGNORECASE)
_NEGATION = re.compile(r"(哪|下列).*(不属于|不正确|不是|错误)")
_RENUMBERED = re.compile(r"治安管理处罚法.{0,12}第[一二三四五六七八九十百零\d]+条")
_HALF_WIDTH = re.compile(r"[,;:?!()\"']")
_TECHNICAL = re.compile(
    r"精神活性|合成大麻素|依托咪酯|易制毒|甲基苯丙胺|芬太尼|尼秦|卡西酮|氟胺酮|麻醉药品|精神药品|灭活|毒品原植物|动态管控")
_PENAL = re.compile(r"刑事责任|构成犯罪|从重处罚|强制隔离|\d+\s*克")
_SHARE_OF_LONGEST = 0.45
"""The right option may be the longest one in at most this share of single-choice questions."""

_ENOUGH = 8
"""From how many right answers on their positions are compared; of fewer, chance alone makes them uneven."""

_ALIKE = 0.8
"""From which share of common pairs of characters on, two questions of one type ask the same."""


@attrs.frozen
class _Plainness:
    """How plain the questions for an audience must be; lengths in characters."""

    whom: str
    text: int
    option: int
    explanation: int
    difficulty: int
    avoid: tuple[re.Pattern[str], ...] = ()


_PLAIN = {
    "elderly": _Plainness("老人", 32, 12, 40, 1, (_TECHNICAL,)),
    "primary": _Plainness("小学生", 36, 12, 40, 1, (_TECHNICAL, _PENAL)),
    "middle": _Plainness("中学生", 48, 18, 50, 2),
}


@attrs.frozen
class Finding:
    """Something to be mended: the question's id ("" for the bank as a whole), its field, and what to do."""

    id: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.id}：{self.message}" if self.id else self.message


def lint(bank: Bank, *, minimum: int = MINIMUM, known_facts: Collection[str] | None = None) -> list[str]:
    """Everything that should be mended in the bank, one line each in plain Chinese; empty for a good bank.

    `minimum` is the fewest questions it must have. `known_facts` are the ids of the sourced facts there are; without
    them a question only has to name some.
    """
    found = [str(finding) for question in bank.questions for finding in lint_question(question, known_facts)]
    return found + list(_all(bank, minimum)) + [str(finding) for finding in repeated(bank.questions)]


def lint_question(
    question: Question, known_facts: Collection[str] | None = None, *, facts_needed: bool = True,
) -> list[Finding]:
    """What is wrong with one question on its own, were it only half written; one of the office's own names a source and
    need not name facts.
    """
    found = [*_words(question), *_sources(question, known_facts, facts_needed), *_audience(question)]
    if question.type != TRUE_FALSE and question.options:
        found += _options(question)
    return [Finding(question.id, field, message) for field, message in found]


def repeated(questions: Sequence[Question], against: Sequence[Question] = ()) -> list[Finding]:
    """Questions that ask what an earlier one, or one of `against`, asks already."""
    known = [_Seen.of(question) for question in against]
    found: list[Finding] = []
    for question in questions:
        this = _Seen.of(question)
        same = next((other for other in known if other.text == this.text), None)
        alike = None if same else next((other for other in known if this.like(other)), None)
        if same:
            found.append(Finding(question.id, "text", f"题干与 {same.id} 重复"))
        elif alike:
            found.append(Finding(question.id, "text", f"和 {alike.id} 问的几乎一样，请换一个问法或者删去一道"))
        known.append(this)
    return found


Said = Iterator[tuple[str, str]]
"""Fields, and what is wrong with them."""


def _words(question: Question) -> Said:
    """What is wrong with the words."""
    if not question.text.endswith(("？", "。", "（ ）")):
        yield "text", "题干要以问号或句号结尾"
    if _NEGATION.search(question.text):
        yield "text", "题干问的是“不属于、不正确”，老人容易看错，请换成正面的问法"
    if not question.explanation.endswith("。") or len(re.findall("[。！？]", question.explanation)) != 1:
        yield "explanation", "解析要正好是一句话，以句号结尾"
    for field, part, texts, most in (
        ("text", "题干", [question.text], 100), ("options", "选项", question.options, 40),
        ("explanation", "解析", [question.explanation], 60), ("source", "依据", [question.source], 100),
    ):
        if any(len(text) > most for text in texts):
            yield field, f"{part}太长，请控制在 {most} 个字以内"
    whole = " ".join((question.text, *question.options, question.explanation, question.source))
    if _ADDRESS.search(whole):
        yield "text", "不要出现网址"
    elif _HALF_WIDTH.search(whole):
        yield "text", "标点要用中文的（全角）"
    if _RENUMBERED.search(whole):
        yield "source", "治安管理处罚法已重新编号，不要写第几条"


def _sources(question: Question, known_facts: Collection[str] | None, facts_needed: bool) -> Said:
    """What is wrong with what the question rests on, and with the days on which it holds."""
    if not question.source:
        yield "source", "没有写依据"
    if facts_needed and not question.facts:
        yield "facts", "没有写依据编号 facts"
    unknown = [fact for fact in question.facts if known_facts is not None and fact not in known_facts]
    if unknown:
        yield "facts", f"没有这个依据编号：{'、'.join(unknown)}"
    if question.valid_from and question.valid_until and question.valid_until < question.valid_from:
        yield "valid_until", "valid_until 不能早于 valid_from"


def _audience(question: Question) -> Said:
    """Where the question is not plain enough for those whom it asks."""
    plain = _PLAIN.get(question.audience)
    if plain is None:
        return
    longest = max((len(option) for option in question.options), default=0)
    for field, length, most in (("text", len(question.text), plain.text), ("options", longest, plain.option),
                                ("explanation", len(question.explanation), plain.explanation)):
        if length > most:
            part = {"text": "题干", "options": "选项", "explanation": "解析"}[field]
            yield field, f"问{plain.whom}的{part}要短，请控制在 {most} 个字以内"
    if question.difficulty > plain.difficulty:
        yield "difficulty", f"问{plain.whom}的题难度不超过 {plain.difficulty}"
    whole = " ".join((question.text, *question.options, question.explanation))
    for pattern in plain.avoid:
        if found := pattern.search(whole):
            yield "text", f"问{plain.whom}的题不用“{found.group()}”这样的词，请换成大白话"


def _options(question: Question) -> Said:
    """What is wrong with the options of a question."""
    if any(_CATCH_ALL.search(option) for option in question.options):
        yield "options", "不要用“以上都是”一类的选项"
    if len({_bare(option) for option in question.options}) != len(question.options):
        yield "options", "有两个选项意思一样"
    lengths = [len(option) for option in question.options]
    if max(lengths) > 2 * min(lengths) + 1:
        yield "options", "选项长短相差太大，一看就能猜"
    if question.type == SEVERAL and len(question.answer) == len(question.options):
        yield "answer", "多选题不能所有选项都对"


def _all(bank: Bank, minimum: int) -> Iterator[str]:
    """What is wrong with the bank as a whole."""
    questions = bank.questions
    if len(questions) < minimum:
        yield f"题库只有 {len(questions)} 道题，至少要 {minimum} 道"
    for value, count in Counter(question.id for question in questions).items():
        if count > 1:
            yield f"编号重复 {count} 次：{value}"
    for kind in QUESTION_TYPES:
        if not any(question.type == kind.code for question in questions):
            yield f"没有{kind.label}"
    for topic in bank.topics:
        count = sum(question.topic == topic.code for question in questions)
        if count < TOPIC_MINIMUM:
            yield f"“{topic.label}”只有 {count} 道题，至少要 {TOPIC_MINIMUM} 道"
    for audience in bank.audiences:
        if not any(question.audience == audience.code for question in questions):
            yield f"没有一道题是问“{audience.label}”的"
    yield from _positions(questions)
    yield from _longest(questions)


def _positions(questions: Sequence[Question]) -> Iterator[str]:
    """Right answers that stand too often, or too seldom, at one position, among questions with as many options."""
    true_false = Counter(q.answer for q in questions if q.type == TRUE_FALSE)
    yield from _uneven("判断题", true_false, "AB", 0.35, 0.65)
    for kind, name in ((SINGLE, "单选题"), (SEVERAL, "多选题")):
        for count in sorted({len(q.options) for q in questions if q.type == kind}):
            letters = Counter(letter for q in questions if q.type == kind and len(q.options) == count
                              for letter in q.answer)
            yield from _uneven(name, letters, LETTERS[:count], 0.72 / count, 1.28 / count)


def _uneven(name: str, counted: Counter[str], letters: str, low: float, high: float) -> Iterator[str]:
    total = sum(counted.values())
    for letter in letters:
        if total >= _ENOUGH and not low <= counted[letter] / total <= high:
            yield f"{name}的正确答案在 {letter} 的占 {100 * counted[letter] / total:.0f}%，各位置要大致一样多"


def _longest(questions: Sequence[Question]) -> Iterator[str]:
    """Single-choice questions that give the right option away by its length."""
    single = [q for q in questions if q.type == SINGLE and q.answer]
    lengths = [(len(q.option(q.answer)), [len(option) for option in q.options]) for q in single]
    given_away = sum(right == max(every) and every.count(right) == 1 for right, every in lengths)
    if single and given_away / len(single) > _SHARE_OF_LONGEST:
        yield f"单选题里有 {given_away} 道的正确选项最长，一看就能猜，请调整长短"


@attrs.frozen
class _Seen:
    """What of a question tells whether another asks the same: its text, and text with right options in pairs."""

    id: str
    type: str
    text: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, question: Question) -> _Seen:
        text = _bare(question.text)
        right = "" if question.type == TRUE_FALSE else "".join(map(question.option, question.answer))
        whole = text + _bare(right)
        return cls(question.id, question.type, text, frozenset(whole[n:n + 2] for n in range(len(whole) - 1)))

    def like(self, other: _Seen) -> bool:
        """Whether the two have most pairs of characters in common; a very short text has too few to tell."""
        total = len(self.pairs) + len(other.pairs)
        if self.type != other.type or min(len(self.pairs), len(other.pairs)) < _ENOUGH:
            return False
        return 2 * len(self.pairs & other.pairs) / total >= _ALIKE


def _bare(text: str) -> str:
    """The text without punctuation and spaces."""
    return re.sub(r"[\W_]+", "", text)
