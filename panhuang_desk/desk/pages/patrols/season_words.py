"""How the season's tab says things: rounds, their days, how far each has come, how a plot of one stands."""

from __future__ import annotations

import datetime as dt

import attrs

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.kinds import PLOT, PLOT_CHECK
from panhuang_desk.model.season import OVERDUE, PatrolRule, Round, Standing
from panhuang_desk.services.season import Coverage
from panhuang_desk.services.today import day_words
from panhuang_desk.store.season import RoundPlotRow

LEFT, TRIED, DONE, ALL = "left", "tried", "done", "all"
"""Which plots of a round are listed: not looked at, among these come to and not looked at, looked at, all."""

OVER, NOW, COMING = "over", "now", "coming"
"""Where a round stands against a day."""


_REASONS = {choice.code: choice.short or choice.label for choice in PLOT_CHECK.by_name["not_looked"].choices}


@attrs.frozen
class RoundLine:
    """A round with how far it has come on a day."""

    coverage: Coverage
    day: str

    @property
    def id(self) -> str:
        """What tells it from every other."""
        around = self.round
        return f"{around.first} {around.last} {around.rule.label}"

    @property
    def round(self) -> Round:
        """The round."""
        return self.coverage.round

    @property
    def when(self) -> str:
        """Over, now or coming."""
        return OVER if self.round.last < self.day else COMING if self.round.first > self.day else NOW

    @property
    def behind(self) -> bool:
        """Whether it ended, or ends within two days, with plots left."""
        last = dt.date.fromisoformat(self.round.last)
        return self.coverage.left > 0 and self.when != COMING and (last - dt.date.fromisoformat(self.day)).days <= 2


def span(around: Round) -> str:
    """5月8日–14日."""
    same = around.first[:7] == around.last[:7]
    return f"{day_words(around.first)}–" + (f"{int(around.last[8:])}日" if same else day_words(around.last))


def days_left(line: RoundLine) -> str:
    """还有 3 天, 今天止, 已结束, 5月8日开始."""
    if line.when == COMING:
        return f"{day_words(line.round.first)}开始"
    days = (dt.date.fromisoformat(line.round.last) - dt.date.fromisoformat(line.day)).days
    return "已结束" if days < 0 else f"还有 {days} 天" if days else "今天止"


def round_tag(line: RoundLine) -> TagLook:
    """How a round stands: coming, all looked at, so many left, so many missed."""
    left = line.coverage.left
    if line.when == COMING:
        return TagLook("没开始", "kind", "clock")
    if not left:
        return TagLook("看完了", "good")
    if line.when == NOW:
        return TagLook(f"还有 {left} 块", "warn" if line.behind else "open", "circle-dashed")
    return TagLook(f"漏了 {left} 块", "bad", "circle-alert")


def counted(coverage: Coverage) -> str:
    """12/57."""
    return f"{coverage.looked}/{coverage.asked}"


def share(coverage: Coverage) -> str:
    """The share of the area that was looked at; — where no area is known."""
    return show_share(coverage.area_looked, coverage.area, 0)


def coverage_words(coverage: Coverage) -> str:
    """看了 12/57 块，20.5/88 亩（23%）."""
    area = (f"，{show_decimal(coverage.area_looked)}/{show_decimal(coverage.area)} 亩（{share(coverage)}）"
            if coverage.area else "")
    return f"看了 {counted(coverage)} 块{area}"


def plot_tag(row: RoundPlotRow, line: RoundLine, standing: Standing | None) -> TagLook:
    """How a plot stands in a round."""
    if row.looked_on:
        return TagLook("看过", "good")
    if row.tried_on:
        return TagLook("没看成", "warn", "lock")
    if line.when == NOW and standing is not None and standing.code == OVERDUE:
        return TagLook("逾期", "bad", "circle-alert")
    return TagLook("漏了", "bad", "circle-alert") if line.when == OVER else TagLook("要看", "open", "circle-dashed")


def plot_when(row: RoundPlotRow) -> str:
    """When it was looked at, or why it could not be."""
    if row.looked_on:
        return day_words(row.looked_on)
    return f"{_REASONS.get(row.tried_why, '')} {day_words(row.tried_on)}".strip() if row.tried_on else ""


def asks(rule: PatrolRule) -> str:
    """Which plots a rule asks for: 每块地; 曾查获的地块; 荒地河坡、闲置院落."""
    kinds = "、".join(choice.short or choice.label for choice in PLOT.by_name["land_kind"].choices
                     if choice.code in rule.land_kinds)
    if rule.former_only:
        return f"曾查获的{kinds or '地块'}"
    return kinds or "每块地"


def often(rule: PatrolRule) -> str:
    """How often a rule asks: 看一次, 每周一次, 每 10 天一次."""
    return {0: "看一次", 1: "每天一次", 7: "每周一次"}.get(rule.every_days, f"每 {rule.every_days} 天一次")


def rule_days(rule: PatrolRule) -> str:
    """4月15日–6月10日."""
    return "–".join(f"{int(day[:2])}月{int(day[3:])}日" for day in (rule.first, rule.last))
