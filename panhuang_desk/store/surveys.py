"""What surveys and imports ask of the answer sheets, without reading the sheets one by one."""

from __future__ import annotations

import attrs

from panhuang_desk.store.store import Store


@attrs.frozen
class ImportedSheet:
    """A sheet that came from a spreadsheet, as far as it takes to know it again."""

    id: str
    village: str
    survey_id: str
    taken_on: str
    origin: str
    answers: str


@attrs.frozen
class SheetCount:
    """The sheets of a survey with one key group and one answer about satisfaction, empty where it was not given.

    `sheets` are all but abandoned ones, of which there are `abandoned`; `valid` have four fifths answered; `second`
    were entered a second time.
    """

    survey_id: str
    key_group: str
    satisfaction: str
    sheets: int
    abandoned: int
    valid: int
    second: int


def imported_sheets(store: Store, paper_id: str) -> list[ImportedSheet]:
    """The sheets of a paper that came from spreadsheets and are not deleted."""
    rows = store.read(
        """select id, village, coalesce(survey_id, ''), coalesce(taken_on, ''), origin, coalesce(answers, '')
        from answer_sheet where paper_id = ? and deleted = 0 and origin is not null""", [paper_id])
    return [ImportedSheet(*row) for row in rows]


def sheet_counts(store: Store, survey_id: str = "") -> list[SheetCount]:
    """The counts of one survey, or of all, by key group and satisfaction."""
    rows = store.read(
        """select survey_id, coalesce(key_group, ''), coalesce(satisfaction, ''),
          sum(coalesce(state, 'done') <> 'abandoned'), sum(coalesce(state, 'done') = 'abandoned'),
          sum(coalesce(state, 'done') <> 'abandoned'
            and coalesce(asked, 0) > 0 and 100 * coalesce(answered, 0) >= 80 * asked),
          sum(coalesce(state, 'done') <> 'abandoned' and second_answers is not null)
        from answer_sheet where survey_id is not null and deleted = 0 and (? = '' or survey_id = ?)
        group by 1, 2, 3""", [survey_id, survey_id])
    return [SheetCount(*row) for row in rows]
