"""The tables of awareness statistics: what their lines are called, and the same lines as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from panhuang_desk.exchange.sheets_out import Column
from panhuang_desk.model.entry_dates import show_date
from panhuang_desk.model.fields import Choice, Type, Value
from panhuang_desk.model.figures import show_interval, show_value
from panhuang_desk.model.kinds import ANSWER_SHEET
from panhuang_desk.model.months import Month
from panhuang_desk.model.privacy import SMALL
from panhuang_desk.model.quiz.items import TopicStatistics
from panhuang_desk.model.quiz.shown import by_answer, by_person, topic_rate
from panhuang_desk.model.quiz.statistics import Line, Rates
from panhuang_desk.model.values import no_progress
from panhuang_desk.services.exports import Exported, writer
from panhuang_desk.services.files import write_file
from panhuang_desk.services.quiz_statistics import Asked, Told
from panhuang_desk.services.session import Session

TOPIC = "topic"
WORDS = {"key_group": "人群", "age_band": "年龄段", "form": "卷型", "sampling": "抽样方式", "village": "村（社区）",
         "month": "月份", TOPIC: "主题"}
"""What the parts of a scope are parts by, in the order in which they are shown."""
_ALWAYS = ("key_group", "sampling", TOPIC)
"""Dimensions that are shown with a single line, too: it says who was asked, and how."""
WITHHELD = f"不足 {SMALL} 份，不显示"
"""Of a group of people too small to be shown, and of others that would tell how small."""
NOT_TOLD = "没有写明"
NOT_RANDOM = "非随机抽样，仅供参考"
ALL_DAYS = "9999"


@attrs.frozen
class PartRow:
    """A line of a table: `rates` None where it is withheld; of a topic `topic` in place of rates."""

    dimension: str
    code: str
    label: str
    rates: Rates | None = None
    topic: TopicStatistics | None = None

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return f"{self.dimension}:{self.code}"

    @property
    def withheld(self) -> bool:
        """Whether it may not be told."""
        return self.rates is None and self.topic is None


def part_rows(session: Session, told: Told) -> tuple[tuple[str, tuple[PartRow, ...]], ...]:
    """The lines by each dimension that tells parts apart, in the order of their lists; months newest first."""
    found = []
    statistics = told.statistics
    for dimension in WORDS:
        if dimension == TOPIC:
            rows = [PartRow(TOPIC, each.code, session.bank.topic_label(each.code), topic=each)
                    for each in statistics.topics]
        else:
            lines = _in_order(session, dimension, statistics.by.get(dimension, ()))
            rows = [PartRow(dimension, line.code, label(session, dimension, line.code), line.rates) for line in lines]
        if len(rows) > 1 or (rows and dimension in _ALWAYS):
            found.append((dimension, tuple(rows)))
    return tuple(found)


def month_rows(lines: Iterable[Line]) -> tuple[PartRow, ...]:
    """Months as lines, the newest first."""
    return tuple(PartRow("month", line.code, Month.parse(line.code).label, line.rates)
                 for line in sorted(lines, key=lambda line: line.code, reverse=True))


def label(session: Session, dimension: str, code: str) -> str:
    """What a part is called."""
    if not code:
        return NOT_TOLD
    if dimension == "form":
        return f"{code} 卷"
    if dimension == "month":
        return Month.parse(code).label
    if dimension == "village":
        return next((village.name for village in session.store.villages if village.code == code), code)
    return next((choice.label for choice in _choices(dimension) if choice.code == code), code)


def scope_words(session: Session, asked: Asked) -> str:
    """2026年5月，留守老人，随机入户: what statistics were asked of, but for the village."""
    parts = [span_words(asked)]
    parts += [label(session, dimension, getattr(asked, dimension))
              for dimension in ("key_group", "age_band", "form", "sampling") if getattr(asked, dimension)]
    for kind, id in (("quiz_paper", asked.paper), ("survey", asked.survey)):
        record = session.store.get(kind, id) if id else None
        if record is not None:
            parts.append(record.text("title"))
    return "，".join(parts)


def span_words(asked: Asked) -> str:
    """2026年5月; 2026年; 2026年3月1日至5月10日; 全部答卷."""
    first, last = asked.first, asked.last
    if not first and last == ALL_DAYS:
        return "全部答卷"
    if first and last != ALL_DAYS:
        month = Month.parse(first[:7])
        if (first, last) == (month.first, month.last):
            return month.label
        if (first[5:], last[5:], first[:4]) == ("01-01", "12-31", last[:4]):
            return f"{month.year}年"
        return f"{show_date(first)}至{show_date(last, first)}"
    return f"{show_date(first)}以来" if first else f"{show_date(last)}以前"


def counts(row: PartRow) -> str:
    """200/208: persons who are aware of those who count, or right answers of those asked."""
    if row.topic is not None:
        return f"{row.topic.right}/{row.topic.asked}"
    return f"{row.rates.passed}/{row.rates.valid}" if row.rates is not None else ""


def person_rate(row: PartRow) -> str:
    """The rate by person; nothing of a topic, which is asked by answer."""
    return show_value(by_person(row.rates)) if row.rates is not None else ""


def interval(row: PartRow) -> str:
    """The 95 % interval of that rate."""
    return show_interval(by_person(row.rates)) if row.rates is not None and row.rates.valid else ""


def answer_rate(row: PartRow) -> str:
    """The rate by answer."""
    if row.topic is not None:
        return show_value(topic_rate(row.topic.right, row.topic.asked))
    return show_value(by_answer(row.rates)) if row.rates is not None else ""


def remark(row: PartRow) -> str:
    """What has to be known of a line before it is used."""
    if row.withheld:
        return WITHHELD
    if row.rates is not None and row.rates.not_random:
        few = "" if row.rates.not_random == row.rates.valid else f"{row.rates.not_random} 份"
        return f"{few}{NOT_RANDOM}"
    return ""


def export_parts(rows: Sequence[PartRow], about: str, target: Path) -> Exported:
    """Write lines as .csv or .xlsx by the target's name, withheld ones in words as on the screen; `about` says of
    what they are.
    """
    columns = [Column("范围", width=24), Column("分组方式", width=12), Column("分组", width=20),
               Column("收回", Type.INTEGER, 8), Column("有效", Type.INTEGER, 8), Column("知晓", Type.INTEGER, 8),
               Column("知晓率（按人）", width=14), Column("95%区间", width=18), Column("知晓率（按题）", width=14),
               Column("结论", width=22), Column("说明", width=24)]
    cells: list[list[Value]] = []
    for row in rows:
        rates = row.rates
        numbers: list[Value] = [None] * 3 if rates is None else [rates.returned, rates.valid, rates.passed]
        cells.append([about, WORDS[row.dimension], row.label, *numbers, person_rate(row), interval(row),
                      answer_rate(row), rates.verdict if rates is not None else "", remark(row)])
    write_file(target, writer(target)("测评统计", columns, cells, no_progress))
    return Exported(target, len(cells))


def _choices(dimension: str) -> tuple[Choice, ...]:
    return tuple(ANSWER_SHEET.by_name[dimension].choices)


def _in_order(session: Session, dimension: str, lines: Sequence[Line]) -> list[Line]:
    """In the order of the list that the codes are from; what was not told comes last."""
    if dimension == "month":
        return sorted(lines, key=lambda line: line.code, reverse=True)
    if dimension == "village":
        known = [village.code for village in session.store.villages]
    elif dimension == "form":
        known = sorted(line.code for line in lines if line.code)
    else:
        known = [choice.code for choice in _choices(dimension)]
    places = {code: place for place, code in enumerate(known)}
    return sorted(lines, key=lambda line: (not line.code, places.get(line.code, len(places)), line.code))
