"""Reports made of plain numbers, for tests of the paper and for looking at it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from panhuang_desk.model.figures import BY_CODE, verdict, wilson
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import FigureLine, FigureValue, Report, Said, TrendPoint, VillageLine

VILLAGES = (
    ("320903004001", "大孙居委会"), ("320903004002", "兆泉居委会"), ("320903004003", "新阳居委会"),
    ("320903004004", "美丽居委会"), ("320903004005", "吴杨居委会"), ("320903004006", "杨坝居委会"),
    ("320903004007", "宝才居委会"), ("320903004008", "旭日居委会"), ("320903004009", "东升居委会"),
    ("320903004010", "朱庄居委会"), ("320903004011", "何桥居委会"), ("320903004202", "仰徐村委会"),
    ("320903004203", "新民村委会"), ("320903004204", "新英村委会"),
)
APRIL = Month(2026, 4)
COUNTS = {
    "groups": 6, "households_active": 312, "households_rented": 41, "households_vacant": 17,
    "people_left_behind_children": 26, "people_left_behind_elderly": 58, "people_returned_workers": 2,
    "people_pupils": 0, "people_tenants": 88,
    "materials_given": 436, "patrol_leaflets": 120, "sheets_returned": 150, "sheets_valid": 142, "sheets_random": 135,
    "visits": 327, "households_met": 268, "not_home": 41, "refused": 3, "moved": 15, "not_home_to_repeat": 9,
    "patrols": 3, "patrols_foot": 2, "patrols_drone": 1, "patrols_clue": 0, "patrol_people": 17, "flights": 4,
    "plots_active": 58, "plots_checked": 56, "area_checked_mu": 421.5, "findings": 0, "plants_found": 0,
    "findings_reported": 0, "plants_uprooted": 0, "findings_open": 0,
    "follow_ups_raised": 6, "follow_ups_closed": 8, "follow_ups_open": 7, "follow_ups_overdue": 1,
}
RATES = {
    "awareness_by_person": (134, 142), "awareness_by_answer": (2745, 2840), "household_coverage": (268, 312),
    "plot_coverage": (56, 58), "season_plot_coverage": (57, 58),
}
GROUPS = {"left_behind_children": (19, 21), "left_behind_elderly": (37, 44), "returned_workers": (1, 2),
          "pupils": (0, 0), "tenants": (14, 41)}


def number(code: str, value: float | str | None) -> FigureValue:
    figure = BY_CODE[code]
    return FigureValue(code, figure.label, value, figure.unit)


def rate(code: str, k: float, n: float) -> FigureValue:
    interval = wilson(int(k), int(n)) if code == "awareness_by_person" and n else None
    return FigureValue(code, BY_CODE[code].label, k / n if n else None, "%", k, n, interval)


def values(counts: dict[str, float] | None = None, rates: dict[str, tuple[int, int]] | None = None,
           groups: dict[str, tuple[int, int]] | None = None) -> dict[str, FigureValue]:
    """A month's figures by code: the April of 仰徐村 with what is told otherwise."""
    rates = {**RATES, **(rates or {})}
    groups = groups or GROUPS
    found = {code: number(code, value) for code, value in {**COUNTS, **(counts or {})}.items()}
    found |= {code: rate(code, k, n) for code, (k, n) in rates.items()}
    for group, (met, households) in groups.items():
        found[f"households_with_{group}"] = number(f"households_with_{group}", households)
        found[f"met_{group}"] = number(f"met_{group}", met)
        found[f"coverage_{group}"] = rate(f"coverage_{group}", met, households)
    found["awareness_verdict"] = number("awareness_verdict", verdict(*rates["awareness_by_person"]))
    return found


def lines(this: dict[str, FigureValue], previous: dict[str, FigureValue] | None = None,
          year: dict[str, FigureValue] | None = None) -> dict[str, FigureLine]:
    """The figures with the columns that are asked for each."""
    previous, year = previous or {}, year or {}
    return {code: FigureLine(value, previous.get(code) if BY_CODE[code].has_previous else None,
                             year.get(code) if BY_CODE[code].has_year else None) for code, value in this.items()}


def trend(last: Month = APRIL) -> tuple[TrendPoint, ...]:
    """Twelve months with unequal samples, two of them without a survey."""
    aware = [(52, 60), (0, 0), (88, 95), (113, 120), (97, 100), (0, 0), (70, 73), (118, 126), (140, 150), (99, 104),
             (0, 0), (134, 142)]
    met = [120, 188, 203, 240, 251, 230, 180, 199, 260, 90, 237, 268]
    return tuple(
        TrendPoint(last.plus(at - 11), rate("awareness_by_person", k, n), rate("household_coverage", met[at], 312))
        for at, (k, n) in enumerate(aware))


def village() -> Report:
    """A full month of one village."""
    before = values({"visits": 289, "households_met": 237, "plots_checked": 21, "sheets_returned": 0, "sheets_valid": 0,
                     "follow_ups_open": 9, "materials_given": 310, "patrols": 1, "patrol_people": 5, "flights": 0},
                    {"awareness_by_person": (0, 0), "awareness_by_answer": (0, 0), "household_coverage": (237, 312),
                     "plot_coverage": (21, 58)})
    year = values({"visits": 1214, "households_met": 306, "materials_given": 1520, "patrols": 5, "patrol_people": 26,
                   "follow_ups_raised": 21, "follow_ups_closed": 19, "not_home": 133, "plots_checked": 58},
                  {"household_coverage": (306, 312), "plot_coverage": (58, 58)},
                  {**GROUPS, "left_behind_children": (21, 21), "left_behind_elderly": (44, 44), "tenants": (33, 41)})
    return Report(
        scope="village", code="320903004202", name="仰徐村委会", subdistrict="潘黄街道",
        period=Period.month(APRIL), edition=1,
        sample=False, issued_on="2026-05-01", headline="person", pass_mark=0.8,
        figures=lines(values(), before, year), trend=trend(),
        non_random_sheets=7, season="春季踏查季（4月15日至6月10日）",
        problems=said("租住人员流动快，本月41户出租房中有27户没有见到人，登记信息更新不及时。",
                  "知晓率测评中新型毒品和麻精药品类题目答错较多，宣传针对性不够。"),
        plans=said("5月15日前对9户不在家的住户完成补访，租住户逐户核对。",
               "5月进入罂粟花期，每周至少组织一次踏查，房前屋后和菜园逐块查看。",
               "结合“6·26”国际禁毒日准备入户宣传资料，重点讲清新型毒品的识别。"),
        digest="9f2c4b7ae01d3355a6c0ffee1234567890abcdef1234567890abcdef12345678",
        qr="PHD1|320903004202|2026-04|1|V327|M268|A134/142|P56/58|F0|O7|9F2C4B7AE01D3355",
    )


def said(*texts: str) -> tuple[Said, ...]:
    return tuple(Said(text, edited=True) for text in texts)


def empty() -> Report:
    """A month in which nothing was recorded, in a file without households."""
    none = values(dict.fromkeys(COUNTS, 0) | {"area_checked_mu": 0.0}, dict.fromkeys(RATES, (0, 0)),
                  dict.fromkeys(GROUPS, (0, 0)))
    figures = lines(none, none, none)
    person, coverage = rate("awareness_by_person", 0, 0), rate("household_coverage", 0, 0)
    nothing = tuple(TrendPoint(APRIL.plus(at - 11), person, coverage) for at in range(12))
    return attrs.evolve(village(), figures=figures, trend=nothing, non_random_sheets=0, problems=(), plans=(),
                        season="")


def sample() -> Report:
    """The full month of a village, as sample data."""
    return attrs.evolve(village(), sample=True)


def subdistrict() -> Report:
    """The consolidated month of the 14 units: two have not reported, one has only zeros, finds in one."""
    rows = tuple(_line(at, code, name) for at, (code, name) in enumerate(VILLAGES))
    told = [line.figures for line in rows if line.reported]
    counts: dict[str, float] = {code: _sum(told, code) for code in COUNTS}
    counts["area_checked_mu"] = 5133.25
    rates = {code: (int(sum(each[code].numerator or 0 for each in told)),
                    int(sum(each[code].denominator or 0 for each in told))) for code in RATES}
    groups = {group: (_sum(told, f"met_{group}"), _sum(told, f"households_with_{group}")) for group in KEY_GROUP_FIELDS}
    this = values(counts, rates, groups)
    return attrs.evolve(
        village(), scope="subdistrict", code="320903004", name="潘黄街道", figures=lines(this, this, this),
        by_village=rows, non_random_sheets=64,
        qr="PHD1|320903004|2026-04|1|V3927|M3216|A1608/1704|P672/696|F1|O84|9F2C4B7AE01D3355",
    )


def _sum(figures: list[Mapping[str, FigureValue]], code: str) -> int:
    return sum(int(each[code].value or 0) for each in figures)


def _line(at: int, code: str, name: str) -> VillageLine:
    if at in (4, 9):
        return VillageLine(code, name, reported=False, figures={})
    if at == 7:
        counts = dict.fromkeys(COUNTS, 0.0) | {"households_active": 244, "plots_active": 31}
        rates = dict.fromkeys(RATES, (0, 0)) | {"household_coverage": (0, 244), "plot_coverage": (0, 31)}
        return VillageLine(code, name, reported=True, figures=values(counts, rates, dict.fromkeys(GROUPS, (0, 0))))
    size = 180 + at * 53 % 420
    valid, met = 40 + at * 17 % 90, size * (50 + at * 7 % 50) // 100
    finds = {"findings": 1, "plants_found": 37, "findings_reported": 1, "plants_uprooted": 37} if at == 2 else {}
    counts = {
        "households_active": size, "visits": met + 20 + at, "households_met": met, "sheets_returned": valid + 3,
        "sheets_valid": valid, "materials_given": met * 2, "plots_active": 30 + at * 3, "plots_checked": 28 + at * 3,
        "follow_ups_open": at % 5, "follow_ups_overdue": 2 if at == 11 else 0, **finds,
        "people_left_behind_children": 10 + at, "people_left_behind_elderly": 30 + at * 5, "people_pupils": 40 + at,
        "people_returned_workers": at % 4 if at < 8 else 12, "people_tenants": 1 if at == 3 else 25 + at,
    }
    rates = {
        "awareness_by_person": (valid * (92 + at * 3 % 9) // 100, valid),
        "awareness_by_answer": (valid * 19, valid * 20), "household_coverage": (met, size),
        "plot_coverage": (28 + at * 3, 30 + at * 3), "season_plot_coverage": (29 + at * 3, 30 + at * 3),
    }
    return VillageLine(code, name, reported=True, figures=values(counts, rates))


BUILDERS = {"village": village, "subdistrict": subdistrict, "empty": empty, "sample": sample}
