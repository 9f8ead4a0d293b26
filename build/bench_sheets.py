"""Measures statistics of 50,000 answer sheets, and the import of 5,000."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

from panhuang_desk.model.kind import Record
from panhuang_desk.model.quiz import Question, grade, store_answers
from panhuang_desk.services.quiz_statistics import statistics as quiz_statistics
from panhuang_desk.services.quizzes import paper_questions, papers, standard_paper
from panhuang_desk.services.session import Session
from panhuang_desk.services.sheet_imports import import_answer_sheets

from bench_rows import UNTIL, VILLAGES, Bench, Row, seconds

SHEETS, IMPORTED, AT_ONCE = 50_000, 5_000, 5_000
GROUPS = ("general", "left_behind_elderly", "returned_workers", "pupils", "tenants")
AGES = (None, "14_17", "18_35", "36_59", "60_up")


def sheets_row(bench: Bench) -> list[Row]:
    """Statistics of 50,000 sheets of 14 villages over a year, and a table of 5,000 sheets taken in."""
    file = bench.folder / "答卷.phdb"
    bench.program("demo", str(file), "--villages", str(VILLAGES), "--households", "60", "--months", "12",
                  "--until", str(UNTIL))
    dice = random.Random(3)
    with bench.session(file, write=True) as session:
        fill(session, dice)
        count = session.store.count("answer_sheet")
        told = [seconds(lambda: quiz_statistics(session)) for _ in range(7)]
        village = session.store.villages[0].code
        paper = standard_paper(session, village)
        table = written(bench.folder / "答卷.csv", paper_questions(paper), dice)
        taken = seconds(lambda: import_answer_sheets(session, table, paper_id=paper.id, village=village))
        came = session.store.count("answer_sheet") - count
    middle = 1000 * statistics.median(told)
    child = str(Path(__file__).with_name("bench_window.py"))
    bench.python(child, "statistics", str(file))  # compiles what was never run
    shown = [[1000 * float(line) for line in bench.python(child, "statistics", str(file)).split()] for _ in range(5)]
    page, view = (statistics.median(each) for each in zip(*shown, strict=True))
    return [Row(f"statistics page of {count:,} answer sheets, on screen", "<= 300 ms", f"{page:.0f} ms", page <= 300),
            Row("another view of these statistics, on screen", "<= 100 ms", f"{view:.0f} ms", view <= 100),
            Row(f"the same statistics with all sheets that look odd, reckoned, median of {len(told)}", "<= 500 ms",
                f"{middle:.0f} ms", middle <= 500),
            Row(f"import of {IMPORTED:,} answer sheets", "<= 5 s", f"{taken:.1f} s",
                taken <= 5 and came == IMPORTED)]


def fill(session: Session, dice: random.Random) -> None:
    """Sheets of the file's papers until there are so many."""
    known: list[tuple[Record, tuple[Question, ...]]] = [(paper, paper_questions(paper)) for paper in papers(session)]
    left = SHEETS - session.store.count("answer_sheet")
    while left > 0:
        with session.store.action() as action:
            for _ in range(min(AT_ONCE, left)):
                paper, questions = dice.choice(known)
                answers = answered(questions, dice)
                graded = grade(questions, answers)
                action.save("answer_sheet", {
                    "paper_id": paper.id, "taken_on": f"{paper.text('made_on')[:8]}{dice.randint(1, 28):02}",
                    "key_group": dice.choice(GROUPS), "age_band": dice.choice(AGES), "sampling": "random_household",
                    "answers": store_answers(answers), "correct": graded.correct, "answered": graded.answered,
                    "asked": graded.asked}, village=paper.village)
        left -= AT_ONCE


def answered(questions: tuple[Question, ...], dice: random.Random) -> tuple[str, ...]:
    """What somebody puts who knows most of it."""
    return tuple(question.answer if dice.random() < 0.85 else dice.choice(question.letters) for question in questions)


def written(path: Path, questions: tuple[Question, ...], dice: random.Random) -> Path:
    """A table of so many sheets."""
    heading = ",".join(("编号", "日期", "人群", "抽样方式", *(str(n) for n in range(1, len(questions) + 1))))
    rows = (",".join((f"{number:05}", f"2026-10-{dice.randint(1, 28):02}", "一般居民", "随机入户",
                      *answered(questions, dice))) for number in range(1, IMPORTED + 1))
    path.write_text("\n".join((heading, *rows)), encoding="utf-8-sig")
    return path
