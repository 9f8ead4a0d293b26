"""A paper of five questions and tables of its sheets, for the tests of their import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from panhuang_desk.model.quiz import Question, to_snapshot
from panhuang_desk.services.session import Session

FOUR = ("甲", "乙", "丙", "丁")
QUESTIONS = (
    Question("Q1", "single", "law", "一？", FOUR, "B", "就是这样。"),
    Question("Q2", "single", "law", "二？", FOUR, "A", "就是这样。"),
    Question("Q3", "single", "law", "三？", FOUR, "C", "就是这样。"),
    Question("Q4", "several", "law", "四？", FOUR, "AC", "就是这样。"),
    Question("Q5", "true_false", "law", "五？", ("对", "错"), "A", "就是这样。"),
)
HEAD = "编号,日期,人群,抽样方式,1,2,3,4,5,满意度"
CLEAR = "001,2026-05-04,普通居民,入户随机,B,a,Ｃ,ca,√,满意"
DOUBTFUL = "002,5月6日,老人,入户随机,AB,,×,AC,×,"
DAYLESS = "003,,在校学生,拦访,A,A,A,A,√,满意"


def add_paper(
    session: Session, title: str = "五题卷", questions: Sequence[Question] = QUESTIONS, forms: str = "",
) -> str:
    """A paper; its id."""
    with session.store.action() as action:
        return action.save("quiz_paper", {
            "title": title, "bank_version": "1", "questions": to_snapshot(questions), "made_on": "2026-05-01",
            "forms": forms or None}).id


def write_table(folder: Path, *rows: str, head: str = HEAD, name: str = "答卷.csv", coding: str = "gbk") -> Path:
    """A table as somebody else's program writes it."""
    path = folder / name
    path.write_text("\n".join([head, *rows]), encoding=coding)
    return path
