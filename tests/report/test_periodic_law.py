"""Whatever the figures are, the sentences hold these numbers and no others, and no nonsense."""

from __future__ import annotations

import datetime as dt
import random
import re

import attrs
import pytest
from panhuang_desk.model.figures import BY_CODE, show_interval, show_on_paper, verdict
from panhuang_desk.model.kinds.household import KEY_GROUP_FIELDS
from panhuang_desk.model.period import Period
from panhuang_desk.model.report import SENT, Bar, FigureLine, FigureValue, Report, VillageLine
from panhuang_desk.model.withheld import people
from panhuang_desk.report import periodic_text
from panhuang_desk.report.periodic_tables import numbered_all

from tests.report import samples
from tests.report.outline import outline

PERIODS = ("2026-04", "2026-06", "2026-06-publicity", "2026-Q2", "2026-H1", "2026-H2", "2026", "2026-02..2026-05",
           "2025-11..2026-02")
NUMBERS = (0, 0, 1, 2, 3, 9, 10, 11, 95, 400, 7_654_321)
MORE = ("patrol_letters", "sheets_issued", "surveys_returned", "plots_due", "plots_overdue")
NAMES = ("仰徐村委会", "大孙居委会", "黄海路与世纪大道交叉口东北侧新建安置小区第一居民委员会")
NONSENSE = re.compile(
    r"None|nan|inf|[，。；：、]{2,}|（[，。；：、）]|[，；：、]）|的的|--|%%|[{}]|(?<![\d.])0\.0+%|—[户次份件块处株亩人]")
COMPARED = re.compile(r"（[比与][^）]*）|，[比与](?:上|去年)[^；。]*")
MEASURES = {
    "visits": r"(?<!累计)入户走访(\d+)次", "households_active": r"在册(\d+)户",
    "sheets_returned": r"收回答卷(\d+)份", "sheets_valid": r"其中有效答卷(\d+)份",
    "patrols": r"(?:开展|结合禁种铲毒)踏查(\d+)次", "patrol_people": r"出动(\d+)人次", "flights": r"飞行(\d+)架次",
    "plots_checked": r"踏查地块(\d+)块", "findings": r"毒品原植物(\d+)处", "plants_found": r"共(\d+)株",
    "follow_ups_raised": r"等待办事项(\d+)件", "follow_ups_closed": r"(?<!未)办结(\d+)件",
    "follow_ups_open": r"未办结(\d+)件", "not_home_to_repeat": r"还有(\d+)户待补访",
    "findings_open": r"还有(\d+)处未铲除完",
}


def values(luck: random.Random) -> dict[str, FigureValue]:
    """Figures of one scope, some of them without data, most of them at an extreme."""
    found = samples.values({code: luck.choice(NUMBERS) for code in (*samples.COUNTS, *MORE)})
    for code in (*samples.RATES, "season_area_coverage", *(f"coverage_{group}" for group in KEY_GROUP_FIELDS)):
        n = luck.choice(NUMBERS)
        found[code] = samples.rate(code, luck.choice((0, n, luck.randint(0, n), min(1, n))), n)
    person = found["awareness_by_person"]
    word = verdict(int(person.numerator or 0), int(person.denominator or 0))
    found["awareness_verdict"] = samples.number("awareness_verdict", word)
    for code in luck.sample(sorted(found), luck.choice((0, 0, 3, 12))):
        found[code] = attrs.evolve(found[code], value=None, numerator=None, denominator=None, interval=None)
    return found


def any_report(seed: int) -> Report:
    """A report of numbers by chance, always the same for a seed."""
    luck = random.Random(seed)
    this, before, year, ago = (values(luck) for _ in range(4))
    figures = {code: FigureLine(value, before[code] if BY_CODE[code].has_previous else None,
                                year[code] if BY_CODE[code].has_year else None,
                                ago[code] if BY_CODE[code].has_previous and luck.random() < 0.5 else None)
               for code, value in this.items()}
    count, told = luck.choice((0, 1, 14, 60)), luck.choice((0.0, 0.5, 1.0))
    lines = tuple(VillageLine(str(at), NAMES[at] if at < len(NAMES) else f"第{at}村委会", luck.random() < told,
                              values(luck)) for at in range(count))
    period = Period.parse(luck.choice(PERIODS))
    day = dt.date.fromisoformat(period.last.last) + dt.timedelta(days=luck.choice((-14, 0, 1)))
    sent = tuple(Bar(line.code, 1, period.first.first) for line in lines if line.reported)
    return attrs.evolve(
        samples.village(), scope="subdistrict" if count else "village", period=period, figures=figures,
        by_village=lines, issued_on=day.isoformat(), headline=luck.choice(("person", "answer")), problems=(), plans=(),
        season=luck.choice(("", "罂粟集中踏查期")), non_random_sheets=luck.choice((0, 1, 7)),
        series={SENT: sent} if luck.random() < 0.5 else {})


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """An empty month, and a hundred of any numbers."""
    return [samples.empty(), *(any_report(seed) for seed in range(100))]


def sentences(report: Report) -> list[str]:
    return [text for section in periodic_text.sections(report) for text in section.say(report)]


def allowed(report: Report) -> set[str]:
    """Every number that a sentence may hold: figures as printed, what follows from two of them, and what is fixed."""
    found = {"95%", "80%", "0%", "0.1%", "0.01%", "3", "1", "26"}
    for line in report.figures.values():
        for value in (line.this, line.year):
            if value is not None:
                found.add(show_on_paper(value))
                found |= set(re.findall(r"[\d.]+%", show_interval(value)))
    found |= {people(report, group) for group in KEY_GROUP_FIELDS}
    whole = {code: int(line.this.value) for code, line in report.figures.items()
             if isinstance(line.this.value, (int, float))}
    found.add(str(whole.get("plots_active", 0) - whole.get("plots_checked", 0)))
    rate = report.figures["awareness_by_person"].this
    if rate.denominator:
        found.add(str(-(-95 * int(rate.denominator) // 100) - int(rate.numerator or 0)))
    found |= {str(count) for count in (
        len(report.by_village), sum(line.reported for line in report.by_village),
        sum(not line.reported for line in report.by_village), report.non_random_sheets,
        sum(periodic_text.is_below(line, report.headline) for line in report.by_village))}
    return found | {str(int(part)) for part in report.issued_on.split("-")} | set(
        re.findall(r"\d+", report.period.label + report.period.words.end))


def test_every_number_of_a_sentence_is_a_figure_and_nothing_is_nonsense(reports: list[Report]) -> None:
    for report in reports:
        known = allowed(report)
        for text in sentences(report):
            assert not NONSENSE.search(text), text
            assert text.endswith("。"), text
            assert text.count("（") == text.count("）"), text
            plain = COMPARED.sub("", text)
            for line in report.by_village:
                plain = plain.replace(periodic_text.short_name(line.name), "")
            strange = set(re.findall(r"\d+(?:\.\d+)?%?", plain)) - known
            assert not strange, (strange, text)


def test_each_measured_number_is_the_figure_of_its_name(reports: list[Report]) -> None:
    seen = set()
    for report in reports:
        text = COMPARED.sub("", "".join(sentences(report)))
        for code, pattern in MEASURES.items():
            for number in re.findall(pattern, text):
                seen.add(code)
                assert number == show_on_paper(report.figures[code].this), (code, text)
    assert seen == set(MEASURES)


def test_no_table_holds_nonsense_and_no_village_is_missing(reports: list[Report]) -> None:
    for report in reports:
        for data in numbered_all(report):
            assert all(len(row) == len(data.columns) for row in data.rows)
            assert not any("None" in text or "nan" in text for row in data.rows for text in row)
            width = 225 if data.wide else 156
            assert sum(column.width for column in data.columns) == pytest.approx(width * 72 / 25.4, abs=0.1)
            if data.columns[0].heading == "村（社区）":
                assert [row[0] for row in data.rows if row[0] != "合计"] == [line.name for line in report.by_village]


def test_nobody_is_ranked(reports: list[Report]) -> None:
    """Villages stand in the order of the register wherever several are named."""
    found = 0
    for report in reports:
        order = [periodic_text.short_name(line.name) for line in report.by_village]
        for listed in re.findall(r"（社区）有\d+个：([^。]*)。", outline(report)):
            places, found = iter(order), found + 1
            assert all(any(name == place for place in places) for name in listed.split("、"))
    assert found
