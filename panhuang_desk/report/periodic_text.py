"""The sentences of a report of any span of months, made from its figures: plain strings, no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from panhuang_desk.model import figures, privacy
from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.period import PUBLICITY
from panhuang_desk.model.report import FigureValue, Report, VillageLine
from panhuang_desk.report.numbers import YEAR, Numbers

NON_RANDOM = "非随机抽样，仅供参考"
TARGET = figures.AWARENESS_TARGET
ANNEX = "附表1"
"""What the text calls the villages' table, which lies on pages of its own after the text."""

_JUNE = 6
_STRAY = "，、；：,;: "
"""What a worker's sentence may end with by mistake."""


def place(report: Report) -> str:
    """The place as a title names it: 仰徐村 for 仰徐村委会; a community keeps its name."""
    return short_name(report.name)


def paper_name(report: Report) -> str:
    """What the paper is called: 禁毒工作月报, 禁毒工作季报, 全民禁毒宣传月工作报告, 禁毒工作报告."""
    if report.period.form == PUBLICITY:
        return f"{'全民禁毒' if report.period.last.number == _JUNE else '禁毒集中'}宣传月工作报告"
    paper = report.period.words.paper
    return f"禁毒{'' if paper.startswith('工作') else '工作'}{paper}"


def title(report: Report) -> str:
    """The title of the paper."""
    return place(report) + paper_name(report)


def subtitle(report: Report) -> str:
    """What stands below the title: the span, the day where it is not over yet, and which edition from the second on."""
    parts = [report.period.label, *([f"截至{day_words(report.issued_on)}"] if report.running else []),
             *([f"第{report.edition}版"] if report.edition > 1 else [])]
    return f"（{'，'.join(parts)}）"


def here(report: Report) -> str:
    """How a sentence speaks of the place: 全街道, 本村 or 本社区."""
    if report.scope == "subdistrict":
        return "全街道"
    return "本村" if place(report).endswith("村") else "本社区"


def short_name(name: str) -> str:
    """A village's name as it is spoken of: 仰徐村 for 仰徐村委会."""
    return name[:-2] if name.endswith("村委会") else name


def day_words(day: str) -> str:
    """4月5日 for an ISO day."""
    return f"{int(day[5:7])}月{int(day[8:10])}日"


def end(report: Report) -> str:
    """When what is counted at the end of the span is counted: 月末, or 截至6月15日 while it runs."""
    return f"截至{day_words(report.issued_on)}" if report.running else report.period.words.end


def percent(numbers: Numbers, code: str, column: str = "this") -> str:
    """A rate in a sentence: 85.9%, 0%, 不足0.1%, or 无数据."""
    value = numbers.value(code, column)
    if value is None or value.value is None:
        return "无数据"
    shown = numbers.show(code, column)
    return shown if shown.strip("0.%") else f"不足{shown[:-2]}1%" if value.numerator else "0%"


def basic(report: Report) -> list[str]:
    """一、基本情况: groups, households, key groups; for the subdistrict also who has reported."""
    numbers = Numbers(report)
    first = [f"{report.period.label}尚未结束，本报告数据截至{day_words(report.issued_on)}。"] if report.running else []
    if report.by_village:
        first.append(_who_reported(report))
    if not numbers.has("households_active"):
        return ["".join([*first, "户表尚无数据。"])]
    if not numbers.whole("households_active"):
        return ["".join([*first, f"{end(report)}{here(report)}没有在册户，走访覆盖率暂时无法计算。"])]
    groups = f"有{numbers.show('groups')}个村民小组，" if numbers.whole("groups") else ""
    households = f"{here(report)}{groups}{end(report)}在册{numbers.show('households_active')}户"
    tenures = (("households_rented", "出租"), ("households_vacant", "空置"))
    parts = [f"{word}{numbers.show(code)}户" for code, word in tenures if numbers.whole(code)]
    first.append(households + (f"，其中{'、'.join(parts)}。" if parts else "。"))
    first.append(_key_groups(numbers))
    return ["".join(first)]


def _who_reported(report: Report) -> str:
    lines, this = report.by_village, report.period.words.this
    late = [short_name(line.name) for line in lines if not line.reported]
    if not late:
        told = f"全街道{len(lines)}个村（社区）{this}均已报送"
    elif len(late) == len(lines):
        return f"全街道{len(lines)}个村（社区）{this}均未报送。"
    else:
        told = (f"全街道{len(lines)}个村（社区），{this}已报{len(lines) - len(late)}个，"
                f"未报{len(late)}个（{'、'.join(late)}）")
    return f"{told}，各村（社区）情况见{ANNEX}。"


def _key_groups(numbers: Numbers) -> str:
    known = [group for group in KEY_GROUP_FIELDS if numbers.has(f"people_{group}")]
    if not known:
        return ""
    if not any(numbers.number(f"people_{group}") != 0 for group in known):
        return "在册户中没有登记重点群体人员。"
    parts = (HOUSEHOLD.by_name[group].label + _few(numbers.people(group), "人") for group in known)
    whose = "" if numbers.all_reported or not numbers.by_village else "已报村（社区）"
    return f"{whose}登记的重点群体：{'、'.join(parts)}。"


def _few(shown: str, unit: str) -> str:
    """A small cell as a sentence says it."""
    words = {privacy.FEW: f"不足{privacy.SMALL}{unit}", privacy.WITHHELD: "（数字不列）", privacy.NOTHING: "（无数据）"}
    return words.get(shown, f"{shown}{unit}")


def awareness(report: Report) -> list[str]:
    """二、宣传教育与知晓率测评: materials, sheets, both rates, the verdict and how people were sampled."""
    return [*materials(report, report.period.words.this), *tested(report)]


def materials(report: Report, when: str = "") -> list[str]:
    """What was handed out; `when` opens the sentence."""
    numbers = Numbers(report)
    kinds = (("materials_given", "入户走访发放宣传资料"), ("patrol_leaflets", "踏查发放宣传资料"),
             ("patrol_letters", "发放告知书"))
    given = [f"{words}{numbers.show(code)}份" for code, words in kinds if numbers.whole(code)]
    if given:
        return [f"{when}{'，'.join(given)}。"]
    known = any(numbers.has(code) for code, _ in kinds)
    return [f"{when}没有发放宣传资料的记录。"] if known else []


def tested(report: Report) -> list[str]:
    """What the answer sheets say: their number, both rates, the verdict, and who is below the target."""
    numbers, this = Numbers(report), report.period.words.this
    if not numbers.whole("sheets_returned") and not numbers.whole("sheets_valid"):
        return [f"{this}没有知晓率测评答卷，知晓率无数据。"]
    returned = f"收回答卷{numbers.show('sheets_returned')}份，" if numbers.has("sheets_returned") else ""
    if not numbers.whole("sheets_valid"):
        return [f"{this}{returned}没有作答题数达到{figures.VALID_SHARE}%的，知晓率无数据。"]
    sheets = f"{this}{returned}{'其中' if returned else ''}有效答卷{numbers.show('sheets_valid')}份。"
    paragraphs = [sheets + _rates(numbers) + _sampling(numbers), verdict(report)]
    below = [short_name(line.name) for line in report.by_village if is_below(line, report.headline)]
    if below:
        paragraphs.append(f"知晓率低于{TARGET}%的村（社区）有{len(below)}个：{'、'.join(below)}。")
    return paragraphs


def _rates(numbers: Numbers) -> str:
    """Both rates, the headline one first, compared, and named so."""
    first, second = ("answer", "person") if numbers.report.headline == "answer" else ("person", "answer")
    by = {"person": "按人计算的", "answer": "按题计算的"}
    mark = {"person": f"（答对{numbers.report.pass_mark * 100:g}%及以上题目的算知晓）", "answer": ""}
    compared = numbers.points(f"awareness_by_{first}")
    return (f"{by[first]}知晓率为{percent(numbers, f'awareness_by_{first}')}{mark[first]}"
            f"{f'，{compared}' if compared else ''}；"
            f"{by[second]}为{percent(numbers, f'awareness_by_{second}')}{mark[second]}。以{by[first]}为准。")


def _sampling(numbers: Numbers) -> str:
    few, valid = numbers.report.non_random_sheets, numbers.whole("sheets_valid")
    if not few:
        return ""
    return f"本次测评{NON_RANDOM}。" if few >= valid else f"有效答卷中有{few}份为{NON_RANDOM}。"


def verdict(report: Report) -> str:
    """What the persons' rate says about the target, with its 95 % interval."""
    numbers = Numbers(report)
    rate = numbers.value("awareness_by_person")
    words = {
        figures.REACHED: f"达到{TARGET}%的目标，样本量足以支持这一结论",
        figures.TOO_FEW: f"点估计达到{TARGET}%的目标，但样本不足，还不能认定达标",
        figures.MISSED: f"未达到{TARGET}%的目标",
    }
    word = numbers.show("awareness_verdict")
    if rate is None or word not in words:
        return "知晓率结论：无数据。"
    said = f"按人知晓率的95%置信区间为{_interval(rate)}，" if rate.interval else ""
    return f"知晓率结论：{word}。{said}{words[word]}{_lacking(rate, report.period.words.this)}。"


def _interval(rate: FigureValue) -> str:
    low, high = figures.show_interval(rate).split("–")
    return f"{'0%' if low == '0.00%' else low}至{'不足0.01%' if high == '0.00%' else high}"


def _lacking(rate: FigureValue, this: str) -> str:
    """How many more passing sheets of the same number the target needs."""
    if rate.numerator is None or not rate.denominator or figures.reached(rate.numerator, rate.denominator):
        return ""
    needed = -(-TARGET * rate.denominator // 100)
    return f"，按{this}有效答卷计还差{needed - rate.numerator}份合格答卷"


def is_below(line: VillageLine, headline: str) -> bool:
    """Whether a village's rate has not reached the target."""
    rate = line.figures.get(f"awareness_by_{headline}")
    if not line.reported or rate is None or rate.numerator is None or not rate.denominator:
        return False
    return not figures.reached(rate.numerator, rate.denominator)


def visits(report: Report) -> list[str]:
    """三、入户走访: the span, what is still to repeat, and the year so far."""
    numbers = Numbers(report)
    if not numbers.has("visits"):
        return ["入户走访无数据。"]
    text = visited(report)
    if numbers.whole("not_home"):
        text += f"走访不在家{numbers.show('not_home')}次"
    if numbers.has("not_home_to_repeat"):
        again = numbers.whole("not_home_to_repeat")
        text += "，" if numbers.whole("not_home") else ""
        text += f"{end(report)}还有{again}户待补访。" if again else f"{end(report)}没有待补访的户。"
    elif numbers.whole("not_home"):
        text += "。"
    if numbers.has_year and numbers.whole("visits", YEAR):
        met = f"见到{numbers.show('households_met', YEAR)}户，" if numbers.has("households_met", YEAR) else ""
        text += (f"本年累计走访{numbers.show('visits', YEAR)}次，{met}"
                 f"走访覆盖率{percent(numbers, 'household_coverage', YEAR)}。")
    return [text]


def visited(report: Report) -> str:
    """Visits, households met and their coverage."""
    numbers, this = Numbers(report), report.period.words.this
    if not numbers.whole("visits"):
        return f"{this}没有入户走访记录。"
    text = f"{this}入户走访{numbers.show('visits')}次"
    if not numbers.whole("households_met"):
        return f"{text}，没有见到住户。"
    compared = numbers.compared("households_met", "户")
    return (f"{text}，见到{numbers.show('households_met')}户{f'（{compared}）' if compared else ''}，"
            f"走访覆盖率{percent(numbers, 'household_coverage')}。")


def patrols(report: Report) -> list[str]:
    """四、禁种铲毒踏查: outings, coverage, and finds; no find is only said together with the coverage."""
    numbers, this = Numbers(report), report.period.words.this
    if not numbers.has("patrols"):
        return ["禁种铲毒踏查无数据。"]
    if numbers.whole("patrols"):
        text = _outings(numbers) + _covered(numbers)
    elif numbers.whole("plots_checked"):
        text = f"{this}没有单独的踏查记录。" + _covered(numbers)
    else:
        text = f"{this}未开展踏查，有无种植情况无数据。"
    text += _rounds(report)
    if report.season and numbers.has("season_plot_coverage"):
        area = numbers.has("season_area_coverage")
        by_area = f"（按面积{percent(numbers, 'season_area_coverage')}）" if area else ""
        text += f"{report.season}累计踏查覆盖率{percent(numbers, 'season_plot_coverage')}{by_area}。"
    return [text, *_finds(report)]


def _outings(numbers: Numbers) -> str:
    methods = (("patrols_foot", "人工"), ("patrols_drone", "无人机"), ("patrols_clue", "线索核查"))
    ways = [f"{word}{numbers.show(code)}次" for code, word in methods if numbers.whole(code)]
    text = f"{numbers.report.period.words.this}开展踏查{numbers.show('patrols')}次"
    if ways:
        text += f"（{'、'.join(ways)}）"
    out = (("patrol_people", "出动", "人次"), ("patrol_vehicles", "出动车辆", "辆次"),
           ("flights", "无人机飞行", "架次"))
    return "，".join([text, *(f"{word}{numbers.show(code)}{unit}" for code, word, unit in out
                             if numbers.whole(code))]) + "。"


def _covered(numbers: Numbers) -> str:
    if not numbers.has("plots_checked"):
        return ""
    text = f"踏查地块{numbers.show('plots_checked')}块"
    if numbers.whole("plots_active"):
        text += f"，占在册{numbers.show('plots_active')}块的{percent(numbers, 'plot_coverage')}"
    if numbers.number("area_checked_mu"):
        text += f"，面积{numbers.show('area_checked_mu')}亩"
    return text + "。"


def _rounds(report: Report) -> str:
    """What the rounds asked for and did not get."""
    numbers = Numbers(report)
    late = numbers.whole("plots_overdue")
    if not late:
        return ""
    if numbers.whole("plots_due") < late:
        return f"{late}块地块没有按踏查轮次查到。"
    left = f"还有{late}块没有查到" if report.running else f"{late}块没有按期查到"
    return f"按踏查轮次应查地块{numbers.show('plots_due')}块，{left}。"


def _finds(report: Report) -> list[str]:
    """What was found. Nothing found is 零种植 of what was looked at, so the coverage stands in the same sentence."""
    numbers, this = Numbers(report), report.period.words.this
    texts = []
    if numbers.whole("findings"):
        text = f"发现毒品原植物{numbers.show('findings')}处"
        text += f"，共{numbers.show('plants_found')}株" if numbers.has("plants_found") else ""
        if numbers.has("findings_reported"):
            told = numbers.whole("findings_reported")
            text += f"，其中{told}处已报告派出所" if told else "，尚未报告派出所"
        gone = f"；{this}铲除{numbers.show('plants_uprooted')}株" if numbers.has("plants_uprooted") else ""
        texts.append(f"{text}{gone}。")
    elif numbers.has("findings") and numbers.whole("plots_checked") and numbers.has("plot_coverage"):
        left = numbers.whole("plots_active") - numbers.whole("plots_checked")
        rest = f"，另有{left}块{this}未踏查，不在此列" if left > 0 else ""
        coverage = percent(numbers, "plot_coverage")
        texts.append(f"已踏查的地块中未发现毒品原植物，踏查范围内零种植（踏查覆盖率{coverage}{rest}）。")
    if numbers.whole("plants_uprooted") and not numbers.whole("findings"):
        texts.append(f"{this}铲除以前发现的毒品原植物{numbers.show('plants_uprooted')}株。")
    if numbers.whole("findings_open"):
        texts.append(f"{end(report)}还有{numbers.show('findings_open')}处未铲除完。")
    return ["".join(texts)] if texts else []


def follow_ups(report: Report) -> list[str]:
    """五、待办事项办理: raised, closed, still open, overdue; for the subdistrict where the overdue ones are."""
    numbers, this = Numbers(report), report.period.words.this
    if not numbers.has("follow_ups_raised") and not numbers.has("follow_ups_open"):
        return ["待办事项无数据。"]
    raised, closed = numbers.whole("follow_ups_raised"), numbers.whole("follow_ups_closed")
    parts = [f"新增线索、隐患、困难诉求等待办事项{raised}件" if raised else "没有新增待办事项"]
    parts += [f"办结{closed}件" if closed else "没有办结的"] if numbers.has("follow_ups_closed") else []
    text = f"{this}{'，'.join(parts)}。" if raised or closed else f"{this}没有新增和办结的待办事项。"
    if not numbers.has("follow_ups_open"):
        return [text]
    late = numbers.whole("follow_ups_overdue")
    when = f"在{report.period.words.end}前到期" if report.running else "超期"
    if numbers.whole("follow_ups_open"):
        text += f"{end(report)}未办结{numbers.show('follow_ups_open')}件，"
        text += f"其中{when}{late}件。" if late else f"没有{when}的。"
    else:
        text += f"{end(report)}没有未办结的事项。"
    where = [short_name(line.name) for line in report.by_village if line.reported and _late(line)]
    return [text, *([f"{when}事项涉及：{'、'.join(where)}。"] if where and late else [])]


def _late(line: VillageLine) -> bool:
    value = line.figures.get("follow_ups_overdue")
    return value is not None and bool(value.value)


def problems(report: Report) -> list[str]:
    """存在问题."""
    return _items([line.text for line in report.problems], f"{report.period.words.this}没有登记需要说明的问题。")


def plans(report: Report) -> list[str]:
    """下月计划, or what is to be done after another span."""
    return _items([line.text for line in report.plans],
                  "按年度计划继续开展入户走访、知晓率测评和禁种铲毒踏查，及时办理未结事项。")


def _items(texts: Iterable[str], otherwise: str) -> list[str]:
    items = [item for text in texts if (item := text.strip().rstrip(_STRAY))]
    if len(items) < 2:
        return [_ended(items[0]) if items else otherwise]
    return [f"（{chinese(number)}）{_ended(item)}" for number, item in enumerate(items, start=1)]


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals, as the second level of headings counts."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def _ended(text: str) -> str:
    return text if text[-1] in "。！？；…" else text + "。"


def activities(report: Report) -> list[str]:
    """What was done in a month of publicity: materials, visits, and surveys, each with its number."""
    numbers = Numbers(report)
    texts = [visited(report), *materials(report)]
    if numbers.whole("sheets_issued"):
        back = f"，收回{numbers.show('surveys_returned')}份" if numbers.has("surveys_returned") else ""
        texts.append(f"组织知晓率测评，发出答卷{numbers.show('sheets_issued')}份{back}。")
    if numbers.whole("patrols"):
        texts.append(f"结合禁种铲毒踏查{numbers.show('patrols')}次，到田间地头开展宣传。")
    return [*basic(report), "".join(texts)]


def key_group_work(report: Report) -> list[str]:
    """How far the key groups were reached at home; small numbers as paper says them."""
    numbers, this = Numbers(report), report.period.words.this
    known = [group for group in KEY_GROUP_FIELDS if numbers.number(f"households_with_{group}")]
    if not known:
        return ["在册户中没有登记重点群体人员，重点群体宣传无数据。"]
    parts = [f"{HOUSEHOLD.by_name[group].label}户{_few(numbers.show(f'met_{group}'), '户')}" for group in known
             if numbers.number(f"met_{group}")]
    if not parts:
        return [f"{this}入户宣传没有见到登记有重点群体的户。"]
    return [f"{this}入户宣传见到登记有重点群体的户：{'、'.join(parts)}。同一户登记有几类重点群体的，各类都计入。"]


@attrs.frozen
class Section:
    """A section: its name, what it says, and the topics whose tables and drawings stand in it."""

    name: str
    say: Callable[[Report], list[str]]
    topics: tuple[str, ...] = ()


_USUAL: tuple[Section, ...] = (
    Section("基本情况", basic, ("basic",)), Section("宣传教育与知晓率测评", awareness, ("awareness",)),
    Section("入户走访", visits, ("visits", "key_groups", "trend")), Section("禁种铲毒踏查", patrols, ("patrols",)),
    Section("待办事项办理", follow_ups, ("follow_ups",)), Section("存在问题", problems),
)
_OF_PUBLICITY: tuple[Section, ...] = (
    Section("活动开展情况", activities, ("basic", "activities", "visits")),
    Section("知晓率测评", tested, ("tested", "trend")), Section("重点群体宣传", key_group_work, ("key_groups",)),
    Section("存在问题", problems), Section("下一步打算", plans),
)


def sections(report: Report) -> tuple[Section, ...]:
    """The sections in their order, numbered; a month of publicity has its own."""
    if report.period.form == PUBLICITY:
        found = _OF_PUBLICITY
    else:
        found = (*_USUAL, Section(f"{report.period.words.coming}计划", plans))
    return tuple(attrs.evolve(section, name=f"{chinese(number)}、{section.name}")
                 for number, section in enumerate(found, start=1))


def section_of(report: Report, topic: str) -> int:
    """The number of the section that a topic's tables and drawings stand in; 0 where the report has none."""
    return next((number for number, section in enumerate(sections(report), start=1) if topic in section.topics), 0)


LEGEND = {
    figures.NOTHING: "“—”为无数据", "未报": "“未报”为{this}没有报送", privacy.FEW: "“<3”为1或2",
    privacy.WITHHELD: "“*”为避免推算而不列",
}
"""What the signs in a table mean; a table explains only those that it uses."""
