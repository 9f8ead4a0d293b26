"""How a shown number is explained: what it is, how it is reckoned, its own numbers, what is left out, where from.

What a figure is stands once, in `model/figures.py`; here is what a reader asks next.
"""

from __future__ import annotations

import attrs

from panhuang_desk.model.figures import (
    AWARENESS_TARGET,
    BY_CODE,
    NOTHING,
    PASS_MARK,
    VALID_SHARE,
    Figure,
    How,
    Window,
    show_interval,
    show_value,
)
from panhuang_desk.model.report import FigureValue

_NOT_COUNTED = f"作答不到{VALID_SHARE}%的答卷、没有答完的答卷、属于已删除试卷的答卷都不算。"
_LEFT_OUT = {
    "awareness_by_person": _NOT_COUNTED, "awareness_by_answer": _NOT_COUNTED, "awareness_verdict": _NOT_COUNTED,
    "awareness_wilson_low": _NOT_COUNTED, "awareness_wilson_high": _NOT_COUNTED, "sheets_passed": _NOT_COUNTED,
    "sheets_valid": "没有答完的答卷、属于已删除试卷的答卷不算。",
    "sheets_returned": "没有答完的答卷、属于已删除试卷的答卷不算；作答不到八成的也是收回的。",
    "satisfaction_rate": "没有答这一问的答卷不算；它不是知晓率的一部分。",
}
_INTERVAL = ("区间是威尔逊95%置信区间（E. B. Wilson，1927），按人算：一个人的各题互相有关，不能当成许多人。"
             f"下限不低于{AWARENESS_TARGET}%才说达标。")
_TARGET = f"目标{AWARENESS_TARGET}%出自街道三年行动方案（2022年）重点任务9。"
_SOURCES = {
    "awareness_by_person": f"{_TARGET}合格线默认{PASS_MARK}%，在设置里改。{_INTERVAL}",
    "awareness_by_answer": f"{_TARGET}没有统一的国家算法，按人、按题两种都在用，所以都列出来，以按人的为准。",
    "awareness_verdict": f"{_TARGET}{_INTERVAL}", "awareness_wilson_low": _INTERVAL, "awareness_wilson_high": _INTERVAL,
}
_RECORDS = "从本文件的记录现算，月报、表格和屏幕是同一个算法；删除了的记录不算。"
_OTHERS = {"key_households": "本月见到的重点户÷在册的重点户；登记有留守儿童、留守老人、返乡务工、在校学生、"
                             "租住人员的户是重点户。"}
"""What is shown on the screen only, and stands on no report."""
_WINDOWS = {Window.STANDING: "看的是月末那天的情况，以后的变动不改以前月份的数。",
            Window.SEASON: "从踏查季开始算到月末。",
            Window.ROUNDS: "轮次按踏查的规定从日期算出来；跨月的轮次从它开始那天看起。"}
_POOLED = "几个村、几个月一起看时，把人数合起来再除，不是把各处的率平均。"


@attrs.frozen
class Definition:
    """A number in words. `numbers` are those of this case, "" where there are none to tell."""

    title: str
    reckoned: str
    numbers: str = ""
    left_out: str = ""
    source: str = ""


def define(value: FigureValue, scope: str = "") -> Definition:
    """What a shown figure is; `scope` says what it is of, such as a month or a group of people."""
    figure = BY_CODE.get(value.code)
    title = f"{figure.label if figure else value.label}" + (f"：{scope}" if scope else "")
    if figure is None:
        return Definition(title, _OTHERS.get(value.code, ""), _numbers(value, None), source=_RECORDS)
    rate = figure.how in (How.RATE, How.SHARE)
    left_out = _LEFT_OUT.get(figure.code, _NOT_COUNTED if figure.group else _WINDOWS.get(figure.window, ""))
    source = _SOURCES.get(figure.code, _RECORDS)
    return Definition(title, figure.definition, _numbers(value, figure), left_out,
                      source + (_POOLED if rate else ""))


def _numbers(value: FigureValue, figure: Figure | None) -> str:
    if value.numerator is None or value.denominator is None:
        shown = show_value(value)
        return "" if shown == NOTHING else f"{shown} {value.unit}".strip() if value.unit != "%" else shown
    if not value.denominator:
        return "分母是 0，没有数，所以不写 0%。"
    words = f"{_named(figure.numerator if figure else '', value.numerator)} ÷ " \
            f"{_named(figure.denominator if figure else '', value.denominator)}"
    shown = show_value(value)
    told = f"{words}，{shown}" if isinstance(value.value, str) else f"{words} = {shown}"
    return f"{told}；95%区间 {show_interval(value)}" if value.interval is not None else told


def _named(code: str, number: float) -> str:
    figure = BY_CODE.get(code)
    return f"{figure.label} {number}" if figure else str(number)
