"""How the quiz page says what a survey is: its days, how far it is, how people were found, whether it shows enough."""

from __future__ import annotations

import datetime as dt

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.desk.wording import day
from panhuang_desk.model.figures import AWARENESS_TARGET, NO_DATA, REACHED, show_interval, show_share
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import SURVEY
from panhuang_desk.model.quiz.adviser import Advice, Plan
from panhuang_desk.model.report import FigureValue
from panhuang_desk.services.quiz_statistics import Told
from panhuang_desk.services.surveys import SurveyRow

NOT_RANDOM = TagLook("非随机抽样，仅供参考", "warn", "triangle-alert")
_RUNNING, _OVER = TagLook("进行中", "open"), TagLook("已结束", "kind")
_IN_PLAN = 3


def is_running(survey: Record, today: dt.date) -> bool:
    """Whether sheets may still come in: it has no last day, or that is not over."""
    return not survey["ended_on"] or survey.text("ended_on") >= today.isoformat()


def state_tag(survey: Record, today: dt.date) -> TagLook:
    """Whether it is going on or over."""
    return _RUNNING if is_running(survey, today) else _OVER


def days_words(survey: Record, today: dt.date) -> str:
    """5月18日～5月20日; 5月18日起 while it has no last day."""
    first, last = survey.text("started_on"), survey.text("ended_on")
    if not last:
        return f"{day(first, today)}起"
    if last == first:
        return day(first, today)
    end = day(last, today)
    return f"{day(first, today)}～{end.removeprefix(first[:4] + '年')}"


def is_random(survey: Record) -> bool:
    """Whether its way of sampling lets the rate stand for the village."""
    return survey.text("sampling") == "random_household"


def sampling_word(survey: Record) -> str:
    """How people were found."""
    return SURVEY.by_name["sampling"].word(survey["sampling"])


def plan_words(plan: Plan, population: int | None) -> str:
    """How many sheets it takes to say that the target is reached, before there are any."""
    whom = f"这 {population} 人里" if population else ""
    parts = [f"{f'{wrong} 人不知晓' if wrong else '全都知晓'}要 {count} 份"
             for wrong, count in plan.smallest[:_IN_PLAN] if count is not None]
    if not parts:
        return f"要说“达到 {AWARENESS_TARGET}%”，{whom}人人都要问到。"
    return f"要说“达到 {AWARENESS_TARGET}%”，{whom}有效答卷至少：{'，'.join(parts)}。"


def rate_words(told: Told) -> str:
    """知晓率 94.17%（97 / 103），95% 区间 87.87%–97.30%."""
    rates = told.statistics.rates
    if rates is None or not rates.valid:
        return "有效答卷还没有一份。"
    share = show_share(rates.passed, rates.valid, 2, (AWARENESS_TARGET,))
    interval = show_interval(FigureValue("awareness_by_person", "", rates.by_person, "%", rates.passed, rates.valid,
                                         told.statistics.advice.interval))
    return f"知晓率 {share}（{rates.passed} / {rates.valid}），95% 区间 {interval}。"


def next_words(advice: Advice) -> str:
    """What it takes for the claim to hold; empty where it holds, or nothing can be said."""
    if advice.verdict in (REACHED, NO_DATA):
        return ""
    if advice.more is None:
        return f"余下的人都问到、都知晓，也说不了“达到 {AWARENESS_TARGET}%”。"
    return f"再要 {advice.more} 份有效答卷、且都知晓，才能说“达到 {AWARENESS_TARGET}%”。"


def margin_words(plan: Plan) -> str:
    """How many sheets it takes to know the rate roughly."""
    return "只想知道大概：" + "，".join(f"误差 {margin} 个百分点以内 {size} 份" for margin, size in plan.sizes) + "。"


def satisfied_words(survey: SurveyRow) -> str:
    """The rate of satisfaction; empty where nobody was asked."""
    return show_share(survey.satisfied + survey.mostly, survey.satisfaction_asked, 2, (AWARENESS_TARGET,))
