"""What a report's figures say is amiss, and what to do about it next, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.figures import AWARENESS_TARGET, MISSED, NO_DATA, TOO_FEW, reached, show_value
from panhuang_desk.model.months import Month
from panhuang_desk.model.period import Period, Words
from panhuang_desk.model.report import FigureLine, FigureValue, VillageLine
from panhuang_desk.model.report_words import Proposal
from panhuang_desk.model.season import rounds


def problems(
    figures: Mapping[str, FigureLine], by_village: Sequence[VillageLine], headline: str, period: Period, *,
    in_season: bool,
) -> tuple[Proposal, ...]:
    """存在问题, gravest first, none where the figures give no reason; `headline` is the rate that counts."""
    found = [
        *_late(by_village, period.words),
        *_finds(figures, period.words),
        *_awareness(figures, by_village, headline, period.words),
        *_left(figures, "follow_ups_overdue", "{}件待办事项超期未办结"),
        *_left(figures, "not_home_to_repeat", "{}户最近一次走访不在家，尚未补访"),
        *(_season(figures) if in_season else ()),
    ]
    return tuple(found)


def plans(
    figures: Mapping[str, FigureLine], by_village: Sequence[VillageLine], headline: str, period: Period,
    calendar: Calendar,
) -> tuple[Proposal, ...]:
    """下月计划: what answers the problems, then what the working year holds for the month after `period`."""
    found = []
    if any(not line.reported for line in by_village):
        found.append(Proposal("late", f"督促未报的村（社区）补报{period.words.this}数据"))
    if left := _number(figures, "findings_open"):
        found.append(Proposal("findings_open", f"会同派出所铲除尚未处置完的{left}处毒品原植物，并按期复查"))
    if _rate_missed(figures, headline):
        found.append(Proposal("awareness", "针对错得多的题目入户讲解，随机抽样再测知晓率"))
    elif _value(figures, "awareness_verdict") in (TOO_FEW, NO_DATA):
        found.append(Proposal("awareness", "按随机入户方式补足知晓率测评样本"))
    if late := _number(figures, "follow_ups_overdue"):
        found.append(Proposal("follow_ups_overdue", f"逐件办结超期的{late}件待办事项"))
    if again := _number(figures, "not_home_to_repeat"):
        found.append(Proposal("not_home_to_repeat", f"错时补访不在家的{again}户"))
    return (*found, *_calendar_plans(calendar, period.last.plus(1)))


def _late(by_village: Sequence[VillageLine], words: Words) -> list[Proposal]:
    late = [line.name for line in by_village if not line.reported]
    return [Proposal("late", f"{len(late)}个村（社区）{words.this}未报：{'、'.join(late)}")] if late else []


def _finds(figures: Mapping[str, FigureLine], words: Words) -> list[Proposal]:
    found = _left(figures, "findings_open", "{}处毒品原植物尚未全部铲除")
    unreported = _number(figures, "findings") - _number(figures, "findings_reported")
    if unreported > 0:
        found.append(Proposal("findings_reported",
                              f"{words.this}发现的毒品原植物中有{unreported}处还没有报告派出所"))
    return found


def _awareness(
    figures: Mapping[str, FigureLine], by_village: Sequence[VillageLine], headline: str, words: Words,
) -> list[Proposal]:
    code = f"awareness_by_{headline}"
    rate = figures[code].this
    if rate.value is None:
        return [Proposal("awareness", f"{words.this}没有有效答卷，知晓率无数据")]
    found = []
    if _rate_missed(figures, headline):
        found.append(Proposal("awareness", f"知晓率{show_value(rate)}，未达到{AWARENESS_TARGET}%的目标"))
    elif _value(figures, "awareness_verdict") == TOO_FEW:
        sheets = _number(figures, "sheets_valid")
        found.append(Proposal("awareness",
                              f"有效答卷{sheets}份，知晓率{show_value(rate)}，样本还不足以认定达标"))
    elif _value(figures, "awareness_verdict") == MISSED:
        found.append(Proposal("awareness", f"按人计算的知晓率未达到{AWARENESS_TARGET}%的目标"))
    below = [line.name for line in by_village if line.reported and _missed(line.figures[code])]
    if below:
        found.append(Proposal("awareness_villages",
                              f"{len(below)}个村（社区）知晓率未达到{AWARENESS_TARGET}%：{'、'.join(below)}"))
    return found


def _season(figures: Mapping[str, FigureLine]) -> list[Proposal]:
    rate = figures["season_plot_coverage"].this
    left = (rate.denominator or 0) - (rate.numerator or 0)
    if left <= 0:
        return []
    return [Proposal("season", f"本季踏查覆盖率{show_value(rate)}，还有{left}块地块没有踏查")]


def _calendar_plans(calendar: Calendar, month: Month) -> list[Proposal]:
    found = []
    season = calendar.patrol_season(month)
    if season is not None:
        asked = _round_words(calendar, month) or "把在册地块全部看到"
        found.append(Proposal("season", f"开展{season.label}，{asked}"))
    found += [Proposal(f"season_{other.code}",
                       f"做好{other.label}" + (f"：{other.note.rstrip('。')}" if other.note else ""))
              for other in calendar.seasons if other.touches(month) and not other.patrol]
    days = [key for key in calendar.key_dates if key.day[:2] == f"{month.number:02d}"]
    if days:
        words = "、".join(f"{month.number}月{int(key.day[3:])}日{key.title}" for key in days)
        found.append(Proposal("key_dates", f"围绕{words}开展集中宣传"))
    return found


def _round_words(calendar: Calendar, month: Month) -> str:
    """Which rounds that ask for every plot end in a month: 看完第2轮至第5轮（每轮把在册地块都看到）."""
    numbers = [each.number for each in rounds(calendar.patrol_rules, month.first, month.last)
               if each.number and each.last <= month.last]
    if not numbers:
        return ""
    which = f"第{min(numbers)}轮" + (f"至第{max(numbers)}轮" if len(numbers) > 1 else "")
    return f"看完{which}，每轮把在册地块都看到"


def _left(figures: Mapping[str, FigureLine], code: str, words: str) -> list[Proposal]:
    number = _number(figures, code)
    return [Proposal(code, words.format(number))] if number else []


def _rate_missed(figures: Mapping[str, FigureLine], headline: str) -> bool:
    return _missed(figures[f"awareness_by_{headline}"].this)


def _missed(rate: FigureValue) -> bool:
    return bool(rate.denominator) and not reached(rate.numerator or 0, rate.denominator or 0)


def _number(figures: Mapping[str, FigureLine], code: str) -> int:
    value = figures[code].this.value
    return int(value) if isinstance(value, (int, float)) else 0


def _value(figures: Mapping[str, FigureLine], code: str) -> object:
    return figures[code].this.value
