"""The surveys of a sample village: who asked, how many sheets went out and came back, and what else the sheets say."""

from __future__ import annotations

import random
from collections.abc import Sequence

from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz import Question, grade, load_answers, store_answers
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo.planned import Planned, chosen

_ASKED_BY = ("赵敏、周建国", "孙海燕", "钱文娟、吴斌")
_SECOND = ("郑秀英", "冯伟民")
_AGES = {"pupils": (("under_14", 0.7), ("14_17", 0.3)), "left_behind_elderly": (("60_up", 1.0),)}
_GROWN = (("18_35", 0.28), ("36_59", 0.5), ("60_up", 0.22))
_SATISFIED = (("satisfied", 0.68), ("mostly", 0.25), ("dissatisfied", 0.07))


def surveyed(
    village: Village, month: Month, paper: Planned, questions: Sequence[Question], sheets: Sequence[Planned],
    population: int,
) -> list[Planned]:
    """The survey that a month's sheets belong to, these, which also get form, age and satisfaction, and perhaps one
    that was broken off at the screen. Some surveys were entered twice.

    What is drawn here comes from a generator of its own, so that the answers do not depend on it.
    """
    rng = random.Random(f"survey {village.code} {month}")
    found = _survey(rng, village, month, paper, sheets, population)
    twice = rng.choice(_SECOND) if rng.random() < 0.4 else ""
    for sheet in sheets:
        _complete(rng, sheet, found)
        if twice:
            sheet.values |= {"second_answers": _again(rng, questions, sheet), "second_by": twice}
    left = [_left(rng, village, rng.choice(sheets), questions)] if rng.random() < 0.5 else []
    return [found, *sheets, *left]


def _survey(
    rng: random.Random, village: Village, month: Month, paper: Planned, sheets: Sequence[Planned], population: int,
) -> Planned:
    days = sorted(str(sheet.values["taken_on"]) for sheet in sheets)
    returned = len(sheets)
    at_random = sum(sheet.values["sampling"] == "random_household" for sheet in sheets)
    return Planned(min(sheet.at for sheet in sheets), "survey", village.code, {
        "title": f"{month.label}知晓率测评", "paper_id": paper, "started_on": days[0], "ended_on": days[-1],
        "asked_by": rng.choice(_ASKED_BY),
        "sampling": "random_household" if 2 * at_random >= returned else "intercept",
        "population": max(population, returned), "issued": returned + rng.randint(0, max(2, returned // 12)),
        "returned": returned})


def _complete(rng: random.Random, sheet: Planned, survey: Planned) -> None:
    ages = _AGES.get(str(sheet.values["key_group"]), _GROWN)
    sheet.values |= {"survey_id": survey, "form": rng.choice("ABC"), "age_band": chosen(rng, ages), "entered": "paper"}
    if rng.random() < 0.93:
        sheet.values["satisfaction"] = chosen(rng, _SATISFIED)


def _again(rng: random.Random, questions: Sequence[Question], sheet: Planned) -> str:
    """The answers as a second person read them: one in thirty sheets differs in a question."""
    answers = list(load_answers(str(sheet.values["answers"])))
    if rng.random() < 1 / 30:
        place = rng.randrange(len(answers))
        answers[place] = rng.choice([letter for letter in questions[place].letters if letter != answers[place]])
    return store_answers(answers)


def _left(rng: random.Random, village: Village, like: Planned, questions: Sequence[Question]) -> Planned:
    """A sheet that somebody began at the screen and did not finish."""
    reached = rng.randint(3, len(questions) - 5)
    answers = (*load_answers(str(like.values["answers"]))[:reached], *("",) * (len(questions) - reached))
    graded = grade(questions, answers)
    kept = {name: like.values[name] for name in ("paper_id", "survey_id", "taken_on", "key_group", "sampling", "form")}
    return Planned(like.at, "answer_sheet", village.code, {
        **kept, "state": "abandoned", "entered": "screen", "seconds": rng.randint(60, 240),
        "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
        "asked": graded.asked})
