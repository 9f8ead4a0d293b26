"""Answer sheets as people fill them in, and as they are typed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from panhuang_desk.model.quiz import Question, write_line


def some_answers(questions: Sequence[Question], rng: random.Random) -> list[str]:
    """Mostly letters, now and then nothing, what cannot be read, or 不知道."""
    found = []
    for question in questions:
        letters = "".join(sorted(rng.sample(question.letters, rng.randint(1, len(question.letters)))))
        found.append(rng.choice([letters if question.type == "several" else letters[0]] * 9 + ["", "?", "-"]))
    return found


def in_keys(questions: Sequence[Question], answers: Sequence[str]) -> str:
    """A sheet as it is typed; digits for √ and ×, for they are on every keyboard."""
    return write_line(questions, answers, short=True).replace("√", "1").replace("×", "2").lower()
