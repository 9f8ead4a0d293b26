"""Every figure that a report prints: its words, how it counts, and the arithmetic of rates and verdicts."""

from __future__ import annotations

import enum
import math

import attrs

from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.kinds.quiz import KEY_GROUPS
from panhuang_desk.model.privacy import FEW, SMALL, WITHHELD, is_small, rate_is_safe
from panhuang_desk.model.report import FigureValue

AWARENESS_TARGET = 95
"""Per cent. The subdistrict's three-year plan of 2022, key task 9."""
VALID_SHARE = 80
"""Per cent of a sheet's questions that must be answered for the sheet to be valid."""
PASS_MARK = 80
"""Per cent of right answers from which a person counts as aware, unless the file's setting says otherwise."""
PASS_MARK_SETTING = "pass_mark"
HEADLINE_SETTING = "awareness_headline"
"""The setting that names the awareness rate that counts: "person" (default) or "answer"."""

REACHED, TOO_FEW, MISSED, NO_DATA = "达标", "点估计达标但样本不足", "未达标", "无数据"
NOTHING = "—"
"""What prints where there is no data; never 0."""

_Z = 1.959963984540054
_Z_SQUARED = (3841458820694124, 10**15)  # as a fraction, so that verdicts are decided in whole numbers


class How(enum.Enum):
    """How a figure comes from records: their count, a sum, a rate of two figures, a verdict; or, where each record's
    number is 1 or 0, the share of those with 1, and an end of its Wilson interval.
    """

    COUNT = "count"
    SUM = "sum"
    RATE = "rate"
    VERDICT = "verdict"
    SHARE = "share"
    LOW = "low"
    HIGH = "high"


class Window(enum.Enum):
    """Which days count: those of the month, the state at the month's end, the patrol season up to then, or from the
    first day of the rounds that have a day in the month up to then.
    """

    MONTH = "month"
    STANDING = "standing"
    SEASON = "season"
    ROUNDS = "rounds"


@attrs.frozen
class Figure:
    """One figure. `source` names the file in db/figures that selects its records, `binds` what it is told.

    Rates and verdicts name their `numerator` and `denominator` figures instead of a source. `decimals` are
    those of a printed percentage; rounding never reaches one of `targets` (per cent) before the rate does.
    `small_cell`: about a key group, so that paper withholds 1 and 2. `group`: the group of anonymous people that a
    share is about; where it is small, or would give a small one away, the share is shown nowhere.
    """

    code: str
    label: str
    unit: str
    definition: str
    how: How = How.COUNT
    window: Window = Window.MONTH
    source: str = ""
    binds: tuple[tuple[str, str], ...] = ()
    numerator: str = ""
    denominator: str = ""
    decimals: int = 1
    targets: tuple[int, ...] = ()
    small_cell: bool = False
    section: str = ""
    group: str = ""

    @property
    def has_year(self) -> bool:
        """Whether 本年累计 makes sense: only for what happens in days, not for a state or a season."""
        return self.window is Window.MONTH and self.how is not How.VERDICT

    @property
    def has_interval(self) -> bool:
        """Whether it is a share of persons, of which a Wilson interval can be given."""
        return self.denominator == "sheets_valid"

    @property
    def has_previous(self) -> bool:
        """Whether 上月 and 同比 make sense."""
        return self.how is not How.VERDICT


def _count(section: str, code: str, label: str, unit: str, definition: str, source: str = "",
           how: How = How.COUNT, window: Window = Window.MONTH, **binds: str) -> Figure:
    return Figure(code, label, unit, definition, how, window, source or code, tuple(binds.items()),
                  section=section)


def _rate(section: str, code: str, label: str, definition: str, numerator: str, denominator: str,
          window: Window = Window.MONTH) -> Figure:
    return Figure(code, label, "%", definition, How.RATE, window, numerator=numerator,
                  denominator=denominator, section=section)


def _of_key_group(group: str) -> tuple[Figure, ...]:
    """The four figures of a key group: people, households with them, those met, and their coverage."""
    word = HOUSEHOLD.by_name[group].label
    binds = (("key_group", group),)
    return (
        Figure(f"people_{group}", word, "人", f"月末在册户中登记的{word}人数。", How.SUM, Window.STANDING,
               "key_group_people", binds, small_cell=True, section="basic"),
        Figure(f"households_with_{group}", f"有{word}的户", "户", f"月末在册、登记有{word}的户数。",
               How.COUNT,
               Window.STANDING, "key_group_households", binds, small_cell=True, section="visits"),
        Figure(f"met_{group}", f"见到有{word}的户", "户", f"月末在册、登记有{word}、期内至少见到一次的户数。",
               How.COUNT, Window.MONTH, "key_group_met", binds, small_cell=True, section="visits"),
        Figure(f"coverage_{group}", f"{word}户走访覆盖率", "%", f"见到的有{word}的户数÷有{word}的在册户数。",
               How.RATE,
               numerator=f"met_{group}", denominator=f"households_with_{group}", small_cell=True,
               section="visits"),
    )


_STANDING, _SUM = Window.STANDING, How.SUM

_BASIC = (
    _count("basic", "groups", "村民小组", "个", "月末有在册户的村民小组数。", window=_STANDING),
    _count("basic", "households_active", "在册户", "户",
           "月末在册的户数：在册日期不晚于月末，月末前没有搬走、拆除或并户。",
           window=_STANDING),
    _count("basic", "households_rented", "出租户", "户", "月末在册、房屋性质为出租的户数。",
           "households_by_tenure",
           window=_STANDING, tenure="rented"),
    _count("basic", "households_vacant", "空置户", "户", "月末在册、房屋性质为空置的户数。",
           "households_by_tenure",
           window=_STANDING, tenure="vacant"),
)

_AWARENESS = (
    _count("awareness", "sheets_returned", "收回答卷", "份", "期内收回的答卷份数。"),
    _count("awareness", "sheets_valid", "有效答卷", "份", f"作答题数不少于题数{VALID_SHARE}%的答卷份数。"),
    _count("awareness", "sheets_random", "随机抽样有效答卷", "份", "有效答卷中抽样方式为随机入户的份数。"),
    _count("awareness", "sheets_passed", "合格答卷", "份", "有效答卷中答对题数达到合格线的份数。"),
    _count("awareness", "answers_correct", "答对题次", "题次", "有效答卷答对的题数之和。", how=_SUM),
    _count("awareness", "answers_asked", "题次", "题次", "有效答卷的题数之和。", how=_SUM),
    Figure("awareness_by_person", "知晓率（按人）", "%", "合格答卷数÷有效答卷数，街道数按人合并计算。",
           How.RATE,
           numerator="sheets_passed", denominator="sheets_valid", decimals=2, targets=(AWARENESS_TARGET,),
           section="awareness"),
    Figure("awareness_by_answer", "知晓率（按题）", "%", "答对题数之和÷题数之和，只算有效答卷。", How.RATE,
           numerator="answers_correct", denominator="answers_asked", decimals=2, targets=(AWARENESS_TARGET,),
           section="awareness"),
    Figure("awareness_verdict", "知晓率结论", "",
           f"按人知晓率的威尔逊95%区间下限不低于{AWARENESS_TARGET}%为达标。",
           How.VERDICT, numerator="sheets_passed", denominator="sheets_valid", section="awareness"),
    Figure("awareness_wilson_low", "知晓率区间下限", "%", "按人知晓率的威尔逊95%区间的下限。", How.LOW,
           source="sheets_aware", decimals=2, targets=(AWARENESS_TARGET,), section="awareness"),
    Figure("awareness_wilson_high", "知晓率区间上限", "%", "按人知晓率的威尔逊95%区间的上限。", How.HIGH,
           source="sheets_aware", decimals=2, targets=(AWARENESS_TARGET,), section="awareness"),
    *(Figure(f"awareness_by_person/{group.code}", f"知晓率（{group.label}）", "%",
             f"{group.label}的合格答卷数÷有效答卷数；不足{SMALL}人的人群，以及能推算出它的人群，不显示。", How.SHARE,
             source="sheets_of_group", binds=(("key_group", group.code),), decimals=2, targets=(AWARENESS_TARGET,),
             section="awareness", group=group.code) for group in KEY_GROUPS),
    Figure("satisfaction_rate", "满意率", "%", "答满意或基本满意的答卷数÷答了这一问的答卷数，与知晓率分开报。",
           How.SHARE, source="sheets_satisfaction", decimals=2, targets=(AWARENESS_TARGET,), section="awareness"),
    _count("awareness", "sheets_issued", "发出答卷", "份", "期内开始的测评登记的发出份数之和。", how=_SUM),
    _count("awareness", "surveys_returned", "登记收回", "份",
           "期内开始的测评登记的收回份数之和；收回答卷是录进来的份数，两数可以对照。", how=_SUM),
)

_VISITS = (
    _count("visits", "visits", "入户走访", "次", "期内登记的走访次数，不论结果。"),
    _count("visits", "households_met", "见到户数", "户", "期内至少见到一次的户数，同一户只算一次。"),
    _count("visits", "households_met_active", "见到的在册户", "户", "月末在册、期内至少见到一次的户数。"),
    _rate("visits", "household_coverage", "走访覆盖率", "见到的在册户÷月末在册户。", "households_met_active",
          "households_active"),
    _count("visits", "not_home", "不在家", "次", "期内结果为不在家的走访次数。", "visits_by_outcome",
           outcome="not_home"),
    _count("visits", "refused", "不愿谈", "次", "期内结果为不愿谈的走访次数。", "visits_by_outcome",
           outcome="refused"),
    _count("visits", "moved", "已搬走", "次", "期内结果为已搬走的走访次数。", "visits_by_outcome",
           outcome="moved"),
    _count("visits", "not_home_to_repeat", "待补访户", "户",
           "月末在册、最近一次走访不在家、还没有补访的户数。",
           window=_STANDING),
    _count("visits", "materials_given", "发放宣传资料", "份", "走访中发放的宣传资料份数之和。", how=_SUM),
)

_PATROLS = (
    _count("patrols", "patrols", "踏查", "次", "期内开展的踏查次数。"),
    _count("patrols", "patrols_foot", "人工踏查", "次", "方式为人工的踏查次数。", "patrols_by_method",
           method="foot"),
    _count("patrols", "patrols_drone", "无人机踏查", "次", "方式为无人机的踏查次数。", "patrols_by_method",
           method="drone"),
    _count("patrols", "patrols_clue", "线索核查", "次", "方式为线索核查的踏查次数。", "patrols_by_method",
           method="clue"),
    _count("patrols", "patrol_people", "出动人次", "人次", "各次踏查出动人数之和。", how=_SUM),
    _count("patrols", "patrol_vehicles", "出动车辆", "辆次", "各次踏查出动车辆之和。", how=_SUM),
    _count("patrols", "flights", "无人机飞行", "架次", "各次踏查飞行架次之和。", how=_SUM),
    _count("patrols", "drone_flights", "无人机踏查飞行", "架次", "方式为无人机的踏查飞行架次之和。", how=_SUM),
    _count("patrols", "track_km", "轨迹里程", "公里", "期内轨迹的长度之和，剪掉的跳点不算。", how=_SUM),
    _count("patrols", "patrol_leaflets", "踏查发放资料", "份", "各次踏查发放的宣传资料之和。", how=_SUM),
    _count("patrols", "patrol_letters", "告知书", "份", "各次踏查发放的告知书之和。", how=_SUM),
    _count("patrols", "plots_active", "在册地块", "块", "月末在册的地块数。", window=_STANDING),
    _count("patrols", "plots_checked", "踏查地块", "块",
           "月末在册、期内至少检查一次的地块数，同一块只算一次。"),
    _rate("patrols", "plot_coverage", "踏查覆盖率", "踏查地块÷月末在册地块。", "plots_checked",
          "plots_active"),
    _count("patrols", "season_plots_checked", "本季踏查地块", "块",
           "月末在册、本踏查季到月末至少检查一次的地块数。",
           "plots_checked", window=Window.SEASON),
    _rate("patrols", "season_plot_coverage", "本季踏查覆盖率",
          "本季踏查地块÷月末在册地块，不在踏查季的月份无此数。",
          "season_plots_checked", "plots_active", Window.SEASON),
    _count("patrols", "area_checked_mu", "踏查面积", "亩", "踏查地块的面积之和，同一块只算一次。", how=_SUM),
    _count("patrols", "area_active_mu", "在册面积", "亩", "月末在册地块的面积之和，没有登记面积的不算。", how=_SUM,
           window=_STANDING),
    _count("patrols", "season_area_checked_mu", "本季踏查面积", "亩", "本季踏查地块的面积之和，同一块只算一次。",
           "area_checked_mu", _SUM, Window.SEASON),
    _rate("patrols", "season_area_coverage", "本季面积覆盖率",
          "本季踏查面积÷在册面积，不在踏查季的月份无此数。", "season_area_checked_mu", "area_active_mu", Window.SEASON),
    _count("patrols", "plots_due", "应查地块", "块", "月末在册、当月有一天在内的轮次要求踏查的地块数，同一块只算一次。",
           window=Window.ROUNDS),
    _count("patrols", "plots_overdue", "逾期地块", "块",
           "月末在册、当月结束的轮次要求踏查、那一轮里没有看过的地块数，同一块只算一次；到场没看成的不算看过。"
           "月中看时，当月还没结束的轮次也算在内。",
           window=Window.ROUNDS),
    _count("patrols", "findings", "发现", "处", "期内检查中发现毒品原植物的处数，按检查日期归月。"),
    _count("patrols", "plants_found", "发现株数", "株", "期内发现的株数之和。", "findings", _SUM),
    _count("patrols", "findings_reported", "已报告派出所", "处", "期内发现、到月末已报告派出所的处数。"),
    _count("patrols", "plants_uprooted", "铲除株数", "株", "铲除时间在期内的株数之和。", how=_SUM),
    _count("patrols", "findings_open", "未铲除完", "处", "到月末已发现、还没有全部铲除的处数。",
           window=_STANDING),
)

_FOLLOW_UPS = (
    _count("follow_ups", "follow_ups_raised", "新增待办", "件", "提出日期在期内的待办件数。"),
    _count("follow_ups", "follow_ups_closed", "办结", "件", "办结日期在期内的待办件数。"),
    _count("follow_ups", "follow_ups_open", "未办结", "件", "到月末已提出、还没有办结的件数。",
           window=_STANDING),
    _count("follow_ups", "follow_ups_overdue", "超期", "件", "到月末没有办结、到期日不晚于月末的件数。",
           window=_STANDING),
)

FIGURES: tuple[Figure, ...] = (
    *_BASIC, *_AWARENESS, *_VISITS, *(f for group in KEY_GROUP_FIELDS for f in _of_key_group(group)),
    *_PATROLS,
    *_FOLLOW_UPS,
)
"""All figures, in the order of the report's sections."""

BY_CODE: dict[str, Figure] = {figure.code: figure for figure in FIGURES}
SMALL_CELLS: tuple[str, ...] = tuple(figure.code for figure in FIGURES if figure.small_cell)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The Wilson 95 % interval of k of n persons, as shares; (0, 1) where there is nobody.

    Source: E. B. Wilson, JASA 22 (1927) 209; z = 1.96 to full precision, no continuity correction.
    """
    if n <= 0:
        return 0.0, 1.0
    square = _Z * _Z
    middle = (k + square / 2) / (n + square)
    half = _Z / (n + square) * math.sqrt(k * (n - k) / n + square / 4)
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)


def reached(k: float, n: float, target: int = AWARENESS_TARGET) -> bool:
    """Whether k of n reaches a target in per cent; the numbers are compared, never a rounded share."""
    return n > 0 and 100 * k >= target * n


def verdict(k: int, n: int, target: int = AWARENESS_TARGET) -> str:
    """One of four words, from the lower Wilson bound of k of n and a target in per cent, in whole numbers."""
    if n <= 0:
        return NO_DATA
    if not reached(k, n, target):
        return MISSED
    # lower bound >= p  <=>  k/n >= p and (k - np)^2 >= z^2 n p (1 - p)
    top, bottom = _Z_SQUARED
    enough = (100 * k - target * n) ** 2 * bottom >= top * n * target * (100 - target)
    return REACHED if enough else TOO_FEW


def show_share(k: float, n: float, decimals: int = 1, targets: tuple[int, ...] = ()) -> str:
    """Print k of n as a percentage, half up, but never as having reached a target, or all, before it has.

    Areas are compared in hundredths of a mu, so in whole numbers, too.
    """
    if n <= 0:
        return NOTHING
    if isinstance(k, float) or isinstance(n, float):
        k, n = round(100 * k), round(100 * n)
    scale = 10 ** (decimals + 2)
    shown = (2 * k * scale + n) // (2 * n)
    for target in (*targets, 100):
        line = target * scale // 100
        if not reached(k, n, target) and shown >= line:
            shown = line - 1
    whole, part = divmod(shown, scale // 100)
    return f"{whole}.{part:0{decimals}d}%" if decimals else f"{whole}%"


def show_value(value: FigureValue) -> str:
    """The figure as it is printed, without its unit but for "%"; "—" where there is no data."""
    if value.value is None:
        return NOTHING
    if isinstance(value.value, str):
        return value.value
    if value.numerator is not None and value.denominator is not None:
        figure = BY_CODE.get(value.code)
        decimals, targets = (figure.decimals, figure.targets) if figure else (1, ())
        return show_share(value.numerator, value.denominator, decimals, targets)
    if value.unit == "%" and isinstance(value.value, float):
        return f"{_show_end(value.value)}%"
    if isinstance(value.value, float):
        return f"{value.value:.2f}".rstrip("0").rstrip(".")
    return str(value.value)


def show_on_paper(value: FigureValue | None) -> str:
    """A figure as it stands on paper, "—" where it is absent; small cells of key groups are withheld."""
    if value is None:
        return NOTHING
    if value.code in SMALL_CELLS:
        if value.numerator is not None or value.denominator is not None:
            if not rate_is_safe(value.numerator, value.denominator):
                return WITHHELD
        elif isinstance(value.value, (int, float)) and is_small(value.value):
            return FEW
    return show_value(value)


def show_interval(value: FigureValue) -> str:
    """The 95 % interval as printed, 88.82%–97.85%; its lower end is never rounded up to the target."""
    if value.interval is None:
        return NOTHING
    low, high = value.interval
    return f"{_show_end(low)}%–{high * 100:.2f}%"


def _show_end(share: float) -> str:
    """An end of an interval in per cent, never rounded up to the target."""
    text = f"{share * 100:.2f}"
    if share * 100 < AWARENESS_TARGET <= float(text):
        text = f"{math.floor(share * 10000) / 100:.2f}"
    return text
