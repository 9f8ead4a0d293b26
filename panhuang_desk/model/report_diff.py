"""What differs between two reports of one place and span: only what a reader of the paper could see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from panhuang_desk.model.figures import BY_CODE, NOTHING, PASS_MARK_SETTING, show_on_paper, show_value
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period
from panhuang_desk.model.privacy import FEW, SMALL, WITHHELD
from panhuang_desk.model.report import FigureValue, Report, Said
from panhuang_desk.model.report_qr import QR_FIGURES
from panhuang_desk.model.withheld import as_printed

COLUMNS = ("this", "previous", "year", "year_ago")
FIGURE, REPORTED, TEXT, TREND, CHART, SETTING = "figure", "reported", "text", "trend", "chart", "setting"
"""What a difference is about: a figure, whether a village has reported, sentences, a point of the trend, the bars of a
chart, or how figures are reckoned.
"""

_NAMED_AT_MOST = 5
_NOT_REPORTED, _HAS_REPORTED = "未报", "已报"
_WITHOUT_DATA = "无数据"


@attrs.frozen
class Difference:
    """One thing that reads otherwise in the later report.

    `before` and `after` are as printed; `then` and `now` are the figure's values, None where it is no figure. `column`
    is one of COLUMNS, or the month of a point of the trend. `village` is a code, empty for the whole place, and `name`
    that village's.
    """

    kind: str
    code: str
    label: str
    before: str
    after: str
    column: str = ""
    then: FigureValue | None = None
    now: FigureValue | None = None
    village: str = ""
    name: str = ""

    @property
    def unit(self) -> str:
        """What both numbers are counted in; empty for a percentage, whose sign is in them."""
        known = self.now or self.then
        return known.unit if known is not None and known.unit != "%" else ""

    def words(self, period: Period) -> str:
        """In one phrase: 入户走访由327次更正为328次."""
        if self.kind == TEXT:
            return f"{self.label}的文字有修改"
        if self.kind == CHART:
            return f"{self.label}有变动"
        if self.kind == REPORTED and self.after == _HAS_REPORTED:
            return f"{self.name}补报了数据"
        place = self.name or {"this": "", "previous": period.words.previous, "year": "本年累计",
                              "year_ago": period.words.year_ago}.get(self.column, "")
        if self.kind == TREND:
            place = f"走势图中{Month.parse(self.column).label}"
        return f"{place}{self.label}由{self._told(self.before)}更正为{self._told(self.after)}"

    def _told(self, shown: str) -> str:
        """A number in a sentence."""
        if shown == NOTHING:
            return _WITHOUT_DATA
        if shown == FEW:
            return f"不足{SMALL}{self.unit}"
        return "不公开" if shown == WITHHELD else f"{shown}{self.unit}"


def differences(earlier: Report, later: Report) -> tuple[Difference, ...]:
    """All that reads otherwise in the later of two reports: the place's figures first, then villages, text, charts."""
    printed = as_printed(earlier), as_printed(later)
    return (
        *_settings(earlier, later),
        *(found for column in COLUMNS for found in _figures(earlier, later, printed, column)),
        *_villages(earlier, later, printed),
        *_texts(earlier, later),
        *_trend(earlier, later),
        *_charts(earlier, later),
    )


def correction_words(found: Sequence[Difference], period: Period) -> str:
    """What a later edition corrects, in a sentence that a person may change; empty where nothing differs."""
    ordered = sorted(found, key=_rank)
    named = [each.words(period) for each in ordered[:_NAMED_AT_MOST]]
    more = f"等{len(ordered)}项" if len(ordered) > len(named) else ""
    return "，".join(named) + more


def _rank(found: Difference) -> tuple[bool, bool, bool]:
    """The place's own figures of the span first, those that everybody knows before the rest."""
    own = found.kind == FIGURE and found.column == "this" and not found.village
    return (not own, found.code not in QR_FIGURES, found.kind != FIGURE)


def _settings(earlier: Report, later: Report) -> Iterator[Difference]:
    pairs = (
        ("name", "名称", earlier.name, later.name),
        (PASS_MARK_SETTING, "答卷合格线", f"{earlier.pass_mark:.0%}", f"{later.pass_mark:.0%}"),
        ("headline", "知晓率的算法", *("按人" if each.headline == "person" else "按题" for each in (earlier, later))),
        ("season", "踏查季", earlier.season or "无", later.season or "无"),
        ("sample", "数据", *("示例数据" if each.sample else "正式数据" for each in (earlier, later))),
    )
    for code, label, before, after in pairs:
        if before != after:
            yield Difference(SETTING, code, label, before, after)


def _figures(earlier: Report, later: Report, printed: tuple[Report, Report], column: str) -> Iterator[Difference]:
    for code in _in_both(printed[0].figures, printed[1].figures):
        before, after = (show_on_paper(_value(each, code, column)) for each in printed)
        if before != after:
            then, now = (_value(each, code, column) for each in (earlier, later))
            yield Difference(FIGURE, code, _label(code, now or then), before, after, column, then, now)


def _value(report: Report, code: str, column: str) -> FigureValue | None:
    line = report.figures.get(code)
    found = getattr(line, column) if line is not None else None
    return found if isinstance(found, FigureValue) else None


def _villages(earlier: Report, later: Report, printed: tuple[Report, Report]) -> Iterator[Difference]:
    then, now = ({line.code: line for line in each.by_village} for each in (earlier, later))
    cells = [{line.code: line.figures for line in each.by_village} for each in printed]
    for village in dict.fromkeys((*now, *then)):
        old, new = then.get(village), now.get(village)
        name = (new or old).name  # type: ignore[union-attr]
        told = [_HAS_REPORTED if line and line.reported else _NOT_REPORTED for line in (old, new)]
        if told[0] != told[1]:
            yield Difference(REPORTED, "reported", "上报", told[0], told[1], "this", village=village, name=name)
        if not old or not new or _NOT_REPORTED in told:
            continue
        for code in _in_both(old.figures, new.figures):
            before, after = (show_on_paper(each[village].get(code)) for each in cells)
            if before != after:
                values = old.figures.get(code), new.figures.get(code)
                yield Difference(FIGURE, code, _label(code, values[1] or values[0]), before, after, "this", *values,
                                 village=village, name=name)


def _texts(earlier: Report, later: Report) -> Iterator[Difference]:
    pairs = (("problems", "存在问题", earlier.problems, later.problems),
             ("plans", f"{later.period.words.coming}计划", earlier.plans, later.plans))
    for code, label, then, now in pairs:
        before, after = _sentences(then), _sentences(now)
        if before != after:
            yield Difference(TEXT, code, label, before, after)


def _sentences(lines: Sequence[Said]) -> str:
    return "\n".join(line.text for line in lines)


def _trend(earlier: Report, later: Report) -> Iterator[Difference]:
    then = {point.month: point for point in earlier.trend}
    for point in later.trend:
        old = then.get(point.month)
        if point.month == later.period.last or old is None:
            continue
        for before, after in ((old.awareness, point.awareness), (old.coverage, point.coverage)):
            shown = show_value(before), show_value(after)
            if shown[0] != shown[1]:
                yield Difference(TREND, after.code, after.label, *shown, str(point.month), before, after)


def _charts(earlier: Report, later: Report) -> Iterator[Difference]:
    for name in _in_both(earlier.series, later.series):
        if earlier.series[name] != later.series[name]:
            yield Difference(CHART, name, "图表", "", "")


def _label(code: str, value: FigureValue | None) -> str:
    figure = BY_CODE.get(code)
    return figure.label if figure else value.label if value else code


def _in_both(earlier: Mapping[str, object], later: Mapping[str, object]) -> list[str]:
    """The names that both hold: what another edition of the program reckons more, or no longer, is no change."""
    return [name for name in later if name in earlier]
