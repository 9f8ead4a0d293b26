"""What leaves the file with a report: all that its paper shows, and of small cells nothing that paper withholds."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panhuang_desk.model.figures import SMALL_CELLS, show_on_paper
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.report import FigureLine, FigureValue, Report
from panhuang_desk.model.report_json import canonical, digest_of, public, read
from panhuang_desk.model.withheld import as_printed, people_column
from tests.report.outline import outline
from tests.report.samples import BUILDERS

GROUP = "returned_workers"
SUBDISTRICT = BUILDERS["subdistrict"]()
VILLAGE = BUILDERS["village"]()


@pytest.mark.parametrize("name", BUILDERS)
def test_it_prints_as_the_report_does_and_is_read_back_whole(name: str) -> None:
    report = BUILDERS[name]()
    again = read(json.loads(canonical(public(report))))
    assert outline(again) == outline(report)
    assert again == attrs.evolve(as_printed(report), qr="") == attrs.evolve(as_printed(as_printed(report)), qr="")
    assert digest_of(again) == digest_of(report)


@given(st.dictionaries(st.sampled_from(SMALL_CELLS), st.tuples(st.integers(0, 4), st.integers(0, 4))))
@settings(max_examples=60, deadline=None)
def test_nobody_can_tell_1_from_2_in_a_villages_report(numbers: dict[str, tuple[int, int]]) -> None:
    report = _with(VILLAGE, numbers)
    other = _with(VILLAGE, {code: (_other(this), _other(year)) for code, (this, year) in numbers.items()})
    assert canonical(public(report)) == canonical(public(other))
    assert digest_of(report) == digest_of(other)
    for code in SMALL_CELLS:
        assert public(report)["figures"][code]["this"] not in (1, 2)


@given(st.lists(st.one_of(st.integers(0, 3), st.integers(0, 60)), min_size=14, max_size=14),
       st.integers(0, 13), st.integers(0, 13))
@settings(max_examples=60, deadline=None)
def test_nobody_can_tell_1_from_2_in_the_subdistricts_report(cells: list[int], one: int, two: int) -> None:
    """What prints alike leaves the file alike: a small number may be the other one, with another cell making up."""
    moved = list(cells)
    if cells[one] in (1, 2) and one != two:
        moved[one] = 3 - cells[one]
        moved[two] += cells[one] - moved[one]
    before, after = _villages(cells), _villages([max(each, 0) for each in moved])
    if people_column(before, GROUP) == people_column(after, GROUP):
        assert canonical(public(before)) == canonical(public(after))
        assert digest_of(before) == digest_of(after)


@pytest.mark.parametrize(("cells", "other"), [([1, 26, 30], [2, 25, 30]), ([1, 2, 30], [2, 1, 30]),
                                              ([1, 1, 0], [2, 2, 0]), ([2, 0, 0], [1, 0, 0])])
def test_withheld_neighbours_and_totals_are_not_in_it(cells: list[int], other: list[int]) -> None:
    assert people_column(_villages(cells), GROUP) == people_column(_villages(other), GROUP)
    assert canonical(public(_villages(cells))) == canonical(public(_villages(other)))


def test_of_a_village_that_has_not_reported_nothing_leaves() -> None:
    late = attrs.evolve(SUBDISTRICT.by_village[0], reported=False)
    report = attrs.evolve(SUBDISTRICT, by_village=(late, *SUBDISTRICT.by_village[1:]))
    assert public(report)["by_village"][0] == [late.code, late.name, False, {}]


def test_shares_of_single_groups_of_people_and_proposals_do_not_leave() -> None:
    share = FigureValue("awareness_by_person/pupils", "知晓率（在校学生）", 0.5, "%")
    told = attrs.evolve(VILLAGE.problems[0], key="late", proposed="原来的话", stale=True)
    report = attrs.evolve(VILLAGE, figures={**VILLAGE.figures, share.code: FigureLine(share)}, problems=(told,))
    assert share.code not in public(report)["figures"]
    assert public(report)["problems"] == [[told.text, "", "", False, False]]


def _other(number: int) -> int:
    return 3 - number if number in (1, 2) else number


def _with(report: Report, numbers: dict[str, tuple[int, int]]) -> Report:
    """A report whose key groups have these numbers, this month and this year; rates follow."""
    held = dict(report.figures)
    for code, pair in numbers.items():
        if not code.startswith("coverage"):
            this, year = (FigureValue(code, held[code].this.label, number, held[code].this.unit) for number in pair)
            held[code] = FigureLine(this, this, year if held[code].year else None)
    for group in KEY_GROUP_FIELDS:
        code = f"coverage_{group}"
        whole = held[f"households_with_{group}"].this.value
        shares = [None if line is None else attrs.evolve(
            held[code].this, value=line.value / whole if whole else None, numerator=line.value, denominator=whole)
            for line in (held[f"met_{group}"].this, held[f"met_{group}"].year)]
        held[code] = FigureLine(shares[0], year=shares[1])
    return attrs.evolve(report, figures=held)


def _villages(cells: list[int]) -> Report:
    """The subdistrict's report with these people of one group in its first villages, all of which have reported."""
    code = f"people_{GROUP}"
    lines = tuple(
        attrs.evolve(line, reported=True, figures={**SUBDISTRICT.by_village[0].figures, code: FigureValue(
            code, "返乡务工人员", cells[at] if at < len(cells) else 0, "人")})
        for at, line in enumerate(SUBDISTRICT.by_village))
    total = FigureValue(code, "返乡务工人员", sum(cells), "人")
    return attrs.evolve(SUBDISTRICT, by_village=lines, figures={**SUBDISTRICT.figures, code: FigureLine(total, total)})


def test_what_is_withheld_is_what_paper_withholds() -> None:
    line = as_printed(VILLAGE).figures
    assert [show_on_paper(line[f"{what}_{GROUP}"].this) for what in ("people", "households_with", "met", "coverage")] \
        == ["<3", "<3", "<3", "*"]
