"""What a report's figures say is amiss, and what to do about it next, in sentences without their full stop.

The keys are kept in files with what a person changed: a reason keeps its key for good.
"""

from __future__ import annotations

from panhuang_desk.model.calendar import Calendar, Season
from panhuang_desk.model.figures import AWARENESS_TARGET, MISSED, NO_DATA, TOO_FEW, reached, show_value
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import SENT, FigureValue, Report
from panhuang_desk.model.report_words import Proposal
from panhuang_desk.model.season import rounds

_WHOLE = ("quarter", "half", "year")
"""Spans whose plan is for all months of the next one; after any other it is for the month that follows."""


def problems(report: Report) -> tuple[Proposal, ...]:
    """存在问题, gravest first, none where the figures give no reason."""
    found = [
        *_left(report, "findings_open", "{}处毒品原植物尚未全部铲除"),
        *_unreported(report),
        *_late(report),
        *_awareness(report),
        *_left(report, "follow_ups_overdue", "{}件待办事项" + _due(report)),
        *_behind(report, "走访覆盖率{rate}，还有{left}户本年没有见到", "coverage_year"),
        *_left(report, "not_home_to_repeat", "{}户最近一次走访不在家，尚未补访"),
        *_left(report, "plots_overdue", "{}块地块没有按踏查轮次查到"),
        *(_season(report) if report.season else ()),
    ]
    return tuple(found)


def plans(report: Report, calendar: Calendar) -> tuple[Proposal, ...]:
    """下月计划: what answers the problems, then what the working year holds for the months after the span."""
    this = report.period.words.this
    found = [
        *_left(report, "findings_open", "会同派出所铲除尚未处置完的{}处毒品原植物，并按期复查"),
        *_unreported(report, "向派出所报告还没有报告的{}处发现"),
    ]
    if any(not line.reported for line in report.by_village):
        found.append(Proposal("late", f"督促未报的村（社区）补报{this}数据"))
    if _rate_missed(report):
        found.append(Proposal("awareness", "针对错得多的题目入户讲解，随机抽样再测知晓率"))
    elif _word(report, "awareness_verdict") in (TOO_FEW, NO_DATA):
        found.append(Proposal("awareness", "按随机入户方式补足知晓率测评样本"))
    found += [
        *_left(report, "follow_ups_overdue", f"逐件办结{'到期' if report.running else '超期'}的{{}}件待办事项"),
        *_behind(report, "优先走访本年还没有见到的{left}户", "coverage_year"),
        *_left(report, "not_home_to_repeat", "错时补访不在家的{}户"),
        *_left(report, "plots_overdue", "补查没有按轮次查到的{}块地块"),
    ]
    count = report.period.months if report.period.form in _WHOLE else 1
    return (*found, *_calendar_plans(calendar, [report.period.last.plus(at) for at in range(1, count + 1)]))


def _due(report: Report) -> str:
    return f"在{report.period.words.end}前到期，还没有办结" if report.running else "超期未办结"


def _late(report: Report) -> list[Proposal]:
    """Who has sent nothing, and of a longer span who has nothing for some months, in the register's order."""
    this, lines = report.period.words.this, report.by_village
    late = [line.name for line in lines if not line.reported]
    if late and len(late) == len(lines):
        return [Proposal("late", f"{len(late)}个村（社区）{this}均未报送数据")]
    found = [Proposal("late", f"{len(late)}个村（社区）{this}未报：{'、'.join(late)}")] if late else []
    sent = {bar.label: bar.number or 0 for bar in report.series.get(SENT, ())}
    part = [line.name for line in lines if line.reported and 0 < sent.get(line.code, 0) < report.period.months]
    if part and not report.running:
        found.append(Proposal("late_months", f"{len(part)}个村（社区）{this}有的月份没有记录：{'、'.join(part)}"))
    return found


def _unreported(report: Report, words: str = "") -> list[Proposal]:
    left = _number(report, "findings") - _number(report, "findings_reported")
    words = words or f"{report.period.words.this}发现的毒品原植物中有{{}}处还没有报告派出所"
    return [Proposal("findings_reported", words.format(left))] if left > 0 else []


def _awareness(report: Report) -> list[Proposal]:
    rate = _value(report, f"awareness_by_{report.headline}")
    if rate is None or rate.value is None:
        return [Proposal("awareness", f"{report.period.words.this}没有有效答卷，知晓率无数据")]
    found = []
    sheets = _number(report, "sheets_valid")
    if _rate_missed(report):
        found.append(Proposal("awareness", f"知晓率{show_value(rate)}，未达到{AWARENESS_TARGET}%的目标"))
    elif _word(report, "awareness_verdict") == TOO_FEW:
        found.append(Proposal("awareness", f"有效答卷{sheets}份，知晓率{show_value(rate)}，样本还不足以认定达标"))
    elif _word(report, "awareness_verdict") == MISSED:
        found.append(Proposal("awareness", f"按人计算的知晓率未达到{AWARENESS_TARGET}%的目标"))
    below = [line.name for line in report.by_village
             if line.reported and _missed(line.figures.get(f"awareness_by_{report.headline}"))]
    if below:
        found.append(Proposal("awareness_villages",
                              f"{len(below)}个村（社区）知晓率未达到{AWARENESS_TARGET}%：{'、'.join(below)}"))
    if 2 * report.non_random_sheets > sheets:
        found.append(Proposal("sampling", f"有效答卷{sheets}份中有{report.non_random_sheets}份不是随机抽样，"
                                          "知晓率只能作参考"))
    return found


def _behind(report: Report, words: str, key: str) -> list[Proposal]:
    """Where the year's coverage of households lags: less of them were met than of the year has passed."""
    line = report.figures.get("household_coverage")
    rate = line.year or line.this if line else None
    met, all_of = (rate.numerator or 0, rate.denominator or 0) if rate else (0, 0)
    if rate is None or not met or 12 * met >= report.period.last.number * all_of:
        return []
    return [Proposal(key, words.format(rate=show_value(rate), left=int(all_of - met)))]


def _season(report: Report) -> list[Proposal]:
    rate = _value(report, "season_plot_coverage")
    left = int((rate.denominator or 0) - (rate.numerator or 0)) if rate else 0
    if rate is None or left <= 0:
        return []
    share = f"踏查覆盖率{show_value(rate)}，" if rate.numerator else ""
    return [Proposal("season", f"{report.season}{share}还有{left}块地块没有踏查")]


def _calendar_plans(calendar: Calendar, months: list[Month]) -> list[Proposal]:
    """What the working year holds in some months: patrol seasons, other seasons, key dates."""
    found = []
    patrols = dict.fromkeys(season for month in months if (season := calendar.patrol_season(month)) is not None)
    for at, season in enumerate(patrols):
        asked = _round_words(calendar, season, months) or "把在册地块全部看到"
        found.append(Proposal(f"season_{season.code}" if at else "season", f"开展{season.label}，{asked}"))
    found += [Proposal(f"season_{other.code}",
                       f"做好{other.label}" + (f"：{other.note.rstrip('。')}" if other.note else ""))
              for other in calendar.seasons if not other.patrol and any(map(other.touches, months))]
    days = [key for month in months for key in calendar.key_dates if key.day[:2] == f"{month.number:02d}"]
    if days:
        words = "、".join(f"{int(key.day[:2])}月{int(key.day[3:])}日{key.title}" for key in days)
        found.append(Proposal("key_dates", f"围绕{words}开展集中宣传"))
    return found


def _round_words(calendar: Calendar, season: Season, months: list[Month]) -> str:
    """Which rounds that ask for every plot end in some months: 看完第2轮至第5轮，每轮把在册地块都看到."""
    numbers = sorted({each.number for month in months if calendar.patrol_season(month) == season
                      for each in rounds(calendar.patrol_rules, month.first, month.last)
                      if each.number and each.last <= month.last})
    if not numbers:
        return ""
    which = f"第{numbers[0]}轮" + (f"至第{numbers[-1]}轮" if len(numbers) > 1 else "")
    return f"看完{which}，每轮把在册地块都看到"


def _left(report: Report, code: str, words: str) -> list[Proposal]:
    number = _number(report, code)
    return [Proposal(code, words.format(number))] if number else []


def _rate_missed(report: Report) -> bool:
    return _missed(_value(report, f"awareness_by_{report.headline}"))


def _missed(rate: FigureValue | None) -> bool:
    return rate is not None and bool(rate.denominator) and not reached(rate.numerator or 0, rate.denominator or 0)


def _number(report: Report, code: str) -> int:
    value = _value(report, code)
    return int(value.value) if value is not None and isinstance(value.value, (int, float)) else 0


def _word(report: Report, code: str) -> object:
    value = _value(report, code)
    return value.value if value is not None else None


def _value(report: Report, code: str) -> FigureValue | None:
    line = report.figures.get(code)
    return line.this if line is not None else None
