"""The quizzes of a sample village: a paper each quarter, a survey in most months, and the sheets people hand in."""

from __future__ import annotations

import datetime as dt
import random

import attrs

from panhuang_desk.model.quiz import Bank, Question, compose, grade, store_answers, to_snapshot
from panhuang_desk.model.quiz.forms import make_forms
from panhuang_desk.model.values import Village
from panhuang_desk.services.demo.calls import Working
from panhuang_desk.services.demo.planned import Period, Planned, chosen, moment
from panhuang_desk.services.demo.register import Home
from panhuang_desk.services.demo.surveys import surveyed

QUESTIONS = 20
_PEOPLE = (("general", 62.0), ("left_behind_elderly", 12.0), ("returned_workers", 9.0), ("tenants", 9.0),
           ("pupils", 8.0))
_TURNS = ("一", "二", "三", "四")
_IN_A_HOME = 2.7
_HARDNESS = {1: 0.6, 2: 1.0, 3: 1.7}


@attrs.frozen
class Paper:
    """A quarter's paper, the same questions in every village, and how much each question misleads people."""

    title: str
    made_on: dt.date
    questions: tuple[Question, ...]
    snapshot: str
    forms: str
    seed: int
    hardness: tuple[float, ...]


def papers(rng: random.Random, bank: Bank, period: Period) -> dict[tuple[int, int], Paper]:
    """The paper of each quarter of the period, by year and quarter from 0."""
    found: dict[tuple[int, int], Paper] = {}
    for month in period.months:
        key = month.year, (month.number - 1) // 3
        if key in found:
            continue
        day = max(dt.date(month.year, 3 * key[1] + 1, 2), period.start)
        seed = rng.getrandbits(30)
        questions = compose(bank, seed, QUESTIONS, on=day.isoformat())
        hardness = tuple(_HARDNESS.get(q.difficulty, 1.0) * (1.5 if q.type == "several" else 1.0) for q in questions)
        mean = sum(hardness) / len(hardness)
        title = f"{month.year}年第{_TURNS[key[1]]}季度禁毒知识测评卷"
        found[key] = Paper(title, day, questions, to_snapshot(questions), make_forms(questions, seed), seed,
                           tuple(h / mean for h in hardness))
    return found


def sheets(
    rng: random.Random, village: Village, homes: list[Home], work: Working, period: Period,
    papers: dict[tuple[int, int], Paper], bank_version: str, knows: float,
) -> list[Planned]:
    """The sheets of the period: a drive in June, fewer in other months. `knows` is the share of right answers."""
    writes: list[Planned] = []
    known: dict[tuple[int, int], Planned] = {}
    for month in period.months:
        key = month.year, (month.number - 1) // 3
        paper = papers[key]
        days = [(day, weight) for day, weight in work.days(month) if day >= paper.made_on]
        june = month.number == 6
        if month in work.silent or not days or (not june and rng.random() > 0.82):
            continue
        if key not in known:
            known[key] = Planned(moment(rng, paper.made_on, 8, 9), "quiz_paper", village.code, {
                "title": paper.title, "bank_version": bank_version, "questions": paper.snapshot,
                "forms": paper.forms, "seed": paper.seed, "made_on": paper.made_on.isoformat()})
            writes.append(known[key])
        taken = rng.choices([day for day, _ in days], [weight for _, weight in days], k=rng.randint(2, 6))
        share = rng.uniform(0.4, 0.6) if june else rng.uniform(0.12, 0.3)
        handed_in = [_sheet(rng, village, known[key], paper, rng.choice(taken), knows, june)
                     for _ in range(min(160, max(8, round(len(homes) * share))))]
        writes += surveyed(village, month, known[key], paper.questions, handed_in, round(_IN_A_HOME * len(homes)))
    return writes


def _sheet(
    rng: random.Random, village: Village, record: Planned, paper: Paper, day: dt.date, knows: float, june: bool,
) -> Planned:
    group = chosen(rng, _PEOPLE)
    if group == "pupils":
        sampling = "whole_class" if rng.random() < 0.6 else "random_household"
    else:
        sampling = "intercept" if june and rng.random() < 0.12 else "random_household"
    wrong = (1 - knows) * rng.lognormvariate(-0.18, 0.6) * (1.25 if group == "left_behind_elderly" else 1.0)
    blank = 0.35 if rng.random() < 0.02 else 0.012
    answers = tuple(_answer(rng, question, min(0.9, wrong * hard), blank)
                    for question, hard in zip(paper.questions, paper.hardness, strict=True))
    graded = grade(paper.questions, answers)
    return Planned(moment(rng, day), "answer_sheet", village.code, {
        "paper_id": record, "taken_on": day.isoformat(), "key_group": group, "sampling": sampling,
        "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
        "asked": graded.asked})


def _answer(rng: random.Random, question: Question, wrong: float, blank: float) -> str:
    """The letters that a person puts: nothing, the right ones, or others."""
    if rng.random() < blank:
        return ""
    if rng.random() >= wrong:
        return question.answer
    if question.type == "several":
        changed = set(question.answer) ^ {rng.choice(question.letters)}
        return "".join(sorted(changed)) or question.letters[0]
    return rng.choice([letter for letter in question.letters if letter != question.answer])
