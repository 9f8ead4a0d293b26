"""Every record kind of the product. A kind is declared in one module here and nowhere else."""

from __future__ import annotations

from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds.base_map import MAP_AREA, MAP_PICTURE
from panhuang_desk.model.kinds.finding import PLANT_FINDING
from panhuang_desk.model.kinds.focus import FOCUS
from panhuang_desk.model.kinds.follow_up import FOLLOW_UP
from panhuang_desk.model.kinds.household import HOUSEHOLD
from panhuang_desk.model.kinds.patrol import PATROL, PLOT_CHECK
from panhuang_desk.model.kinds.photo import PHOTO
from panhuang_desk.model.kinds.plot import PLOT
from panhuang_desk.model.kinds.quiz import ANSWER_SHEET, QUIZ_PAPER, QUIZ_QUESTION, SURVEY
from panhuang_desk.model.kinds.report import REPORT, REPORT_WORDS
from panhuang_desk.model.kinds.track import TRACK
from panhuang_desk.model.kinds.visit import VISIT

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (HOUSEHOLD, VISIT, QUIZ_QUESTION, QUIZ_PAPER, SURVEY, ANSWER_SHEET, PLOT, PATROL, PLOT_CHECK,
                 PLANT_FINDING, TRACK, MAP_AREA, MAP_PICTURE, FOLLOW_UP, PHOTO, REPORT, REPORT_WORDS, FOCUS)
}
"""All kinds by table name, parents before children."""

__all__ = [
    "ANSWER_SHEET", "FOCUS", "FOLLOW_UP", "HOUSEHOLD", "KINDS", "MAP_AREA", "MAP_PICTURE", "PATROL", "PHOTO",
    "PLANT_FINDING", "PLOT", "PLOT_CHECK", "QUIZ_PAPER", "QUIZ_QUESTION", "REPORT", "REPORT_WORDS", "SURVEY", "TRACK",
    "VISIT",
]
