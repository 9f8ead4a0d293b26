"""The tally of answer sheets as statistics read it: the columns of a scope, its papers, what its surveys say."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import attrs

from panhuang_desk.model.quiz.statistics import CELL_SEPARATOR, SCORE_BITS, SheetColumns


class Reader(Protocol):
    """What these functions need of a store."""

    def read(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch all of it."""


@attrs.frozen
class SheetScope:
    """Which sheets: of these villages and days (ISO, both included); empty means any."""

    villages: tuple[str, ...]
    first: str = ""
    last: str = "9999"
    paper: str = ""
    survey: str = ""
    key_group: str = ""
    age_band: str = ""
    form: str = ""
    sampling: str = ""


_NAMES = {"paper": "paper_id", "survey": "survey_id", "key_group": "key_group", "age_band": "age_band", "form": "form",
          "sampling": "sampling"}
_CELL = f" || '{CELL_SEPARATOR}' || ".join(("key_group", "age_band", "form", "sampling", "satisfaction"))
_SHEETS = f"""
select number, paper_id, village, day, substr(day, 1, 7), {_CELL},
  (correct << {2 * SCORE_BITS}) | (answered << {SCORE_BITS}) | asked, seconds, marks
from sheet_tally
where {{village}} in (select value from json_each(:villages)) and day between :first and :last
  and paper_id not in (select id from quiz_paper where deleted = 1)
"""


def tallied(store: Reader, scope: SheetScope) -> SheetColumns:
    """The sheets of a scope that count; those of deleted papers do not."""
    asked, narrowing = _narrowing(scope)
    # Without days most of the table is read: then in its own order, not by way of the index.
    village = "village" if scope.first else "+village"
    rows = store.read(f"{_SHEETS.format(village=village)}{narrowing}", asked)
    return SheetColumns(*zip(*rows, strict=True)) if rows else SheetColumns()


def monthly_scores(store: Reader, scope: SheetScope) -> Sequence[tuple[str, bool, int, int]]:
    """Month, whether sampled at random, packed score, and how many sheets of the scope have them."""
    asked, narrowing = _narrowing(scope)
    rows = store.read(f"""
select substr(day, 1, 7), sampling = 'random_household',
  (correct << {2 * SCORE_BITS}) | (answered << {SCORE_BITS}) | asked, count(*)
from sheet_tally
where village in (select value from json_each(:villages)) and day between :first and :last
  and paper_id not in (select id from quiz_paper where deleted = 1){narrowing}
group by 1, 2, 3""", asked)
    return [(str(month), bool(random), int(score), int(number)) for month, random, score, number in rows]


def sheet_records(store: Reader, numbers: Collection[int]) -> Mapping[int, str]:
    """The ids of the records that rows stand for, by the row's number."""
    return dict(store.read("select number, id from sheet_tally where number in (select value from json_each(?))",
                           [json.dumps(list(numbers))]))


def papers_of(store: Reader, ids: Collection[str]) -> Sequence[tuple[str, str, str]]:
    """Id, questions and forms (both JSON) of these papers."""
    rows = store.read("select id, coalesce(questions, ''), coalesce(forms, '') from quiz_paper"
                      " where id in (select value from json_each(?))", [json.dumps(list(ids))])
    return [(str(id), str(questions), str(forms)) for id, questions, forms in rows]


def surveyed(store: Reader, scope: SheetScope) -> tuple[int | None, int | None, int | None]:
    """Population, issued and returned that the surveys of a scope give, summed; None where none gives it.

    A survey belongs to the day on which it started; the population of one survey alone is that of its scope.
    """
    row = store.read("""
select case when count(*) = 1 then max(population) end, sum(issued), sum(returned) from survey
where deleted = 0 and village in (select value from json_each(:villages))
  and case when :survey <> '' then id = :survey else started_on between :first and :last end
  and (:paper = '' or paper_id = :paper) and paper_id not in (select id from quiz_paper where deleted = 1)
""", {"villages": json.dumps(scope.villages), "first": scope.first, "last": scope.last, "survey": scope.survey,
      "paper": scope.paper})[0]
    return row[0], row[1], row[2]


def _narrowing(scope: SheetScope) -> tuple[dict[str, str], str]:
    """What SQL is told of a scope, and the conditions beside villages and days."""
    asked = {column: getattr(scope, name) for name, column in _NAMES.items() if getattr(scope, name)}
    return ({"villages": json.dumps(scope.villages), "first": scope.first, "last": scope.last, **asked},
            "".join(f" and {column} = :{column}" for column in asked))
