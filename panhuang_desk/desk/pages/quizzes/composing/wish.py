"""What a person asks of a paper, as the form of a paper has it: its fields, and what their texts mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from panhuang_desk.model.characters import to_halfwidth
from panhuang_desk.model.entry import EntryError
from panhuang_desk.model.fields import Choice, Field, Type, Value, Values, When
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds import QUIZ_PAPER
from panhuang_desk.model.quiz import Bank, Question
from panhuang_desk.services.quizzes import STANDARD_LENGTH, propose_questions
from panhuang_desk.services.session import Session

BY_TOPIC, BY_HAND = "topic", "hand"
LENGTHS = (5, 50)
"""The fewest and the most questions of a paper that is composed."""

REMEMBERED = ("way", "length", "topics", "audiences", "levels")
"""The fields that a new paper begins with as they were left."""


def composing_kind(bank: Bank) -> Kind:
    """The form of a paper: its words, and how its questions are found."""
    topic, hand = When("way", (BY_TOPIC,)), When("way", (BY_HAND,))
    ways = (Choice(BY_TOPIC, "按主题组卷"), Choice(BY_HAND, "自己挑题"))
    return Kind(
        name="quiz_paper", label="试卷", measure="份", subject=("title",),
        fields=(
            QUIZ_PAPER.by_name["title"],
            Field("way", "怎么组", Type.CHOICE, required=True, default=BY_TOPIC, choices=ways),
            Field("length", "题数", Type.INTEGER, unit="题", required=True, minimum=LENGTHS[0], maximum=LENGTHS[1],
                  default=STANDARD_LENGTH, asked=topic),
            Field("topics", "各主题", max_length=2000, asked=topic),
            Field("seed", "组卷号", Type.INTEGER, required=True, minimum=1, maximum=999999, asked=topic,
                  hint="同一个组卷号、同样的要求，组出来的题一样"),
            Field("audiences", "问谁", Type.CHOICES, required=True, choices=bank.audiences, default=("everyone",),
                  asked=topic),
            Field("levels", "难度", max_length=60, asked=topic, hint="写比例，例如 5、4、1；都空着就不限"),
            Field("picked", "挑好的题", max_length=100_000, asked=hand),
            QUIZ_PAPER.by_name["note"],
        ),
    )


def remembered(texts: Mapping[str, str]) -> dict[str, Value]:
    """The values that a new paper begins with, out of the texts of `REMEMBERED` that were kept."""
    found: dict[str, Value] = {name: texts[name] for name in ("way", "topics", "levels") if texts.get(name)}
    if texts.get("length", "").isdecimal():
        found["length"] = int(texts["length"])
    if texts.get("audiences"):
        found["audiences"] = tuple(texts["audiences"].split(","))
    return found


def read_topics(text: str) -> dict[str, int]:
    """The number of questions of each topic out of `drugs:3,harm:2`; empty means an even share."""
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {code: int(count) for code, _, count in pairs if count.isdecimal()}


def write_topics(counts: Mapping[str, int]) -> str:
    """The text that `read_topics` reads."""
    return ",".join(f"{code}:{count}" for code, count in counts.items())


def read_levels(text: str) -> dict[int, int] | None:
    """The weights of the difficulties out of `5,4,1`, None where all are empty. EntryError says what to write."""
    parts = [to_halfwidth(part).strip() for part in text.split(",")]
    if not any(parts):
        return None
    if not all(part == "" or (part.isdecimal() and len(part) <= _DIGITS) for part in parts):
        raise EntryError("比例写数字，例如 5、4、1。")
    weights = {level: int(part or 0) for level, part in enumerate(parts, start=1)}
    if not any(weights.values()):
        raise EntryError("至少有一个难度要大于 0；都空着就不限。")
    return weights


_DIGITS = 3


@attrs.frozen
class Wish:
    """A paper that is to be composed. `topics` is empty for an even share of `length`."""

    length: int
    topics: Mapping[str, int]
    seed: int
    audiences: tuple[str, ...]
    levels: Mapping[int, int] | None

    @classmethod
    def of(cls, values: Values) -> Wish | None:
        """What the form's values ask for; None where a number is missing or cannot be read."""
        length, seed, audiences = values.get("length"), values.get("seed"), values.get("audiences")
        if not isinstance(length, int) or not isinstance(seed, int) or not isinstance(audiences, tuple):
            return None
        try:
            levels = read_levels(str(values.get("levels") or ""))
        except EntryError:
            return None
        return cls(length, read_topics(str(values.get("topics") or "")), seed, audiences, levels)

    def questions(self, session: Session) -> tuple[Question, ...]:
        """The questions that it gives. UserError (code `bank-too-small`) where the bank cannot fill it."""
        blueprint = {code: count for code, count in self.topics.items() if count} or None
        return propose_questions(session, self.length, self.seed, self.audiences, blueprint=blueprint,
                                 levels=self.levels)


def available(bank: Bank, audiences: Sequence[str], on: str) -> Mapping[str, int]:
    """How many questions of each topic may be asked of these people on an ISO day."""
    return Counter(q.topic for q in bank.questions if q.audience in audiences and q.valid_on(on))
