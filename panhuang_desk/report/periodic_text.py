"""The sentences of the monthly report, made from its figures: plain strings, no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from panhuang_desk.model import figures, privacy
from panhuang_desk.model.kinds.household import HOUSEHOLD, KEY_GROUP_FIELDS
from panhuang_desk.model.report import FigureValue, Report, VillageLine
from panhuang_desk.report.numbers import YEAR, Numbers

NON_RANDOM = "非随机抽样，仅供参考"
TARGET = figures.AWARENESS_TARGET


def place(report: Report) -> str:
    """The place as a title names it: 仰徐村 for 仰徐村委会; a community keeps its name."""
    return short_name(report.name)


def title(report: Report) -> str:
    """The title of the paper."""
    return f"{place(report)}禁毒工作月报"


def here(report: Report) -> str:
    """How a sentence speaks of the place: 全街道, 本村 or 本社区."""
    if report.scope == "subdistrict":
        return "全街道"
    return "本村" if place(report).endswith("村") else "本社区"


def short_name(name: str) -> str:
    """A village's name as it is spoken of: 仰徐村 for 仰徐村委会."""
    return name[:-2] if name.endswith("村委会") else name


def basic(report: Report) -> list[str]:
    """一、基本情况: groups, households, key groups; for the subdistrict also who has reported."""
    numbers = Numbers(report)
    first = []
    if report.by_village:
        first.append(_who_reported(report.by_village))
    if not numbers.has("households_active"):
        return ["".join([*first, "户表尚无数据。"])]
    if not numbers.whole("households_active"):
        return ["".join([*first, f"月末{here(report)}没有在册户，走访覆盖率暂时无法计算。"])]
    groups = f"有{numbers.show('groups')}个村民小组，" if numbers.whole("groups") else ""
    households = f"{here(report)}{groups}月末在册{numbers.show('households_active')}户"
    tenures = (("households_rented", "出租"), ("households_vacant", "空置"))
    parts = [f"{word}{numbers.show(code)}户" for code, word in tenures if numbers.has(code)]
    first.append(households + (f"，其中{'、'.join(parts)}。" if parts else "。"))
    first.append(_key_groups(numbers))
    return ["".join(first)]


def _who_reported(lines: Iterable[VillageLine]) -> str:
    lines = tuple(lines)
    late = [short_name(line.name) for line in lines if not line.reported]
    if not late:
        return f"全街道{len(lines)}个村（社区）本月均已报送。"
    told = len(lines) - len(late)
    if not told:
        return f"全街道{len(lines)}个村（社区）本月均未报送。"
    return f"全街道{len(lines)}个村（社区），本月已报{told}个，未报{len(late)}个（{'、'.join(late)}）。"


def _key_groups(numbers: Numbers) -> str:
    known = [group for group in KEY_GROUP_FIELDS if numbers.has(f"people_{group}")]
    if not known:
        return ""
    whose = "" if numbers.all_reported or not numbers.by_village else "已报村（社区）"
    if all(numbers.people(group) == "0" for group in known):
        return f"{whose or '在册户中'}没有登记重点群体人员。"
    parts = (f"{HOUSEHOLD.by_name[group].label}{numbers.people(group)}人" for group in known)
    return f"{whose}登记的重点群体：{'、'.join(parts)}。"


def awareness(report: Report) -> list[str]:
    """二、宣传教育与知晓率测评: materials, sheets, both rates, the verdict and how people were sampled."""
    numbers = Numbers(report)
    materials = [f"{where}发放宣传资料{numbers.show(code)}份" for code, where in
                 (("materials_given", "走访"), ("patrol_leaflets", "踏查")) if numbers.has(code)]
    paragraphs = [f"本月{'，'.join(materials)}。"] if materials else []
    if not numbers.whole("sheets_returned") and not numbers.whole("sheets_valid"):
        return [*paragraphs, "本月没有知晓率测评答卷，知晓率无数据。"]
    sheets = f"本月收回答卷{numbers.show('sheets_returned')}份，其中有效答卷{numbers.show('sheets_valid')}份。"
    if not numbers.whole("sheets_valid"):
        return [*paragraphs, sheets + f"没有作答题数达到{figures.VALID_SHARE}%的答卷，知晓率无数据。"]
    paragraphs.append(sheets + _rates(numbers) + _sampling(numbers))
    paragraphs.append(verdict(report))
    below = [short_name(line.name) for line in report.by_village if _below(line, report.headline)]
    if below:
        paragraphs.append(f"知晓率低于{TARGET}%的村（社区）有{len(below)}个：{'、'.join(below)}。")
    return paragraphs


def _rates(numbers: Numbers) -> str:
    """Both rates, the headline one first and named so."""
    mark = f"{numbers.report.pass_mark * 100:g}%"
    by_person = f"按人计算的知晓率为{numbers.show('awareness_by_person')}（答对{mark}及以上题目的算知晓）"
    by_answer = f"按题计算的知晓率为{numbers.show('awareness_by_answer')}"
    if numbers.report.headline == "answer":
        return f"以按题计算的知晓率为准：{by_answer}；{by_person}。"
    return f"以按人计算的知晓率为准：{by_person}；{by_answer}。"


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
    interval = figures.show_interval(rate).replace("–", "至") if rate.interval else ""
    said = f"按人知晓率的95%置信区间为{interval}，" if interval else ""
    return f"知晓率结论：{word}。{said}{words[word]}{_lacking(rate)}。"


def _lacking(rate: FigureValue) -> str:
    """How many more passing sheets of the same number the target needs."""
    if rate.numerator is None or not rate.denominator or figures.reached(rate.numerator, rate.denominator):
        return ""
    needed = -(-TARGET * rate.denominator // 100)
    return f"，按本月有效答卷计还差{needed - rate.numerator}份合格答卷"


def _below(line: VillageLine, headline: str) -> bool:
    rate = line.figures.get(f"awareness_by_{headline}")
    if not line.reported or rate is None or rate.numerator is None or not rate.denominator:
        return False
    return not figures.reached(rate.numerator, rate.denominator)


def visits(report: Report) -> list[str]:
    """三、入户走访: this month, what is still to repeat, and the year so far."""
    numbers = Numbers(report)
    if not numbers.has("visits"):
        return ["入户走访无数据。"]
    if numbers.whole("visits"):
        compared = numbers.compared("households_met", "户")
        month = (f"本月入户走访{numbers.show('visits')}次，见到{numbers.show('households_met')}户"
                 + (f"（{compared}）" if compared else "") + f"，走访覆盖率{numbers.show('household_coverage')}。")
    else:
        month = "本月没有入户走访记录。"
    if numbers.has("not_home_to_repeat"):
        again = numbers.whole("not_home_to_repeat")
        month += (f"走访不在家{numbers.show('not_home')}次，" if numbers.whole("not_home") else "") + (
            f"月末还有{again}户待补访。" if again else "月末没有待补访的户。")
    elif numbers.whole("not_home"):
        month += f"走访不在家{numbers.show('not_home')}次。"
    if numbers.whole("visits", YEAR):
        month += (f"本年累计走访{numbers.show('visits', YEAR)}次，见到{numbers.show('households_met', YEAR)}户，"
                  f"走访覆盖率{numbers.show('household_coverage', YEAR)}。")
    return [month]


def patrols(report: Report) -> list[str]:
    """四、禁种铲毒踏查: outings, coverage, and finds; no find is only said together with the coverage."""
    numbers = Numbers(report)
    if not numbers.has("patrols"):
        return ["禁种铲毒踏查无数据。"]
    paragraphs = []
    if numbers.whole("patrols"):
        paragraphs.append(_outings(numbers) + _covered(numbers))
    elif numbers.whole("plots_checked"):
        paragraphs.append("本月没有单独的踏查记录。" + _covered(numbers))
    else:
        paragraphs.append("本月未开展踏查，有无种植情况无数据。")
    if report.season and numbers.has("season_plot_coverage"):
        area = numbers.has("season_area_coverage")
        by_area = f"（按面积{numbers.show('season_area_coverage')}）" if area else ""
        paragraphs[0] += f"{report.season}累计踏查覆盖率{numbers.show('season_plot_coverage')}{by_area}。"
    return [*paragraphs, *_finds(numbers)]


def _outings(numbers: Numbers) -> str:
    methods = (("patrols_foot", "人工"), ("patrols_drone", "无人机"), ("patrols_clue", "线索核查"))
    ways = [f"{word}{numbers.show(code)}次" for code, word in methods if numbers.whole(code)]
    text = f"本月开展踏查{numbers.show('patrols')}次"
    if ways:
        text += f"（{'、'.join(ways)}）"
    if numbers.has("patrol_people"):
        text += f"，出动{numbers.show('patrol_people')}人次"
    if numbers.whole("flights"):
        text += f"，无人机飞行{numbers.show('flights')}架次"
    return text + "。"


def _covered(numbers: Numbers) -> str:
    if not numbers.has("plots_checked"):
        return ""
    text = f"踏查地块{numbers.show('plots_checked')}块"
    if numbers.whole("plots_active"):
        text += f"，占在册{numbers.show('plots_active')}块的{numbers.show('plot_coverage')}"
    if numbers.has("area_checked_mu"):
        text += f"，面积{numbers.show('area_checked_mu')}亩"
    return text + "。"


def _finds(numbers: Numbers) -> list[str]:
    """What was found. Nothing found is 零种植 of what was looked at, so the coverage stands in the same sentence."""
    texts = []
    if numbers.whole("findings"):
        text = f"发现毒品原植物{numbers.show('findings')}处，共{numbers.show('plants_found')}株"
        if numbers.has("findings_reported"):
            text += f"，其中{numbers.show('findings_reported')}处已报告派出所"
        texts.append(text + f"；本月铲除{numbers.show('plants_uprooted')}株。")
    elif numbers.has("findings") and numbers.whole("plots_checked") and numbers.has("plot_coverage"):
        left = numbers.whole("plots_active") - numbers.whole("plots_checked")
        rest = f"，另有{left}块本月未踏查，不在此列" if left > 0 else ""
        coverage = numbers.show("plot_coverage")
        texts.append(f"已踏查的地块中未发现毒品原植物，踏查范围内零种植（踏查覆盖率{coverage}{rest}）。")
    if numbers.whole("findings_open"):
        texts.append(f"月末还有{numbers.show('findings_open')}处未铲除完。")
    return ["".join(texts)] if texts else []


def follow_ups(report: Report) -> list[str]:
    """五、待办事项办理: raised, closed, still open, overdue; for the subdistrict where the overdue ones are."""
    numbers = Numbers(report)
    if not numbers.has("follow_ups_raised") and not numbers.has("follow_ups_open"):
        return ["待办事项无数据。"]
    text = (f"本月新增线索、隐患、困难诉求等待办事项{numbers.show('follow_ups_raised')}件，"
            f"办结{numbers.show('follow_ups_closed')}件。")
    if numbers.whole("follow_ups_open"):
        late = numbers.whole("follow_ups_overdue")
        text += f"月末未办结{numbers.show('follow_ups_open')}件，" + (f"其中超期{late}件。" if late else "没有超期的。")
    else:
        text += "月末没有未办结的事项。"
    behind = [line for line in report.by_village if line.reported and _number(line, "follow_ups_overdue")]
    where = [short_name(line.name) for line in behind]
    return [text, *([f"超期事项涉及：{'、'.join(where)}。"] if where else [])]


def _number(line: VillageLine, code: str) -> float:
    value = line.figures.get(code)
    return value.value if value is not None and isinstance(value.value, (int, float)) else 0


def problems(report: Report) -> list[str]:
    """六、存在问题."""
    return _items([line.text for line in report.problems], "本月没有登记需要说明的问题。")


def plans(report: Report) -> list[str]:
    """七、下月计划."""
    return _items([line.text for line in report.plans],
                  "按年度计划继续开展入户走访、知晓率测评和禁种铲毒踏查，及时办理未结事项。")


def _items(texts: Iterable[str], otherwise: str) -> list[str]:
    items = [item.strip() for item in texts if item.strip()]
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


Section = tuple[str, Callable[[Report], list[str]]]

SECTIONS: tuple[Section, ...] = (
    ("一、基本情况", basic), ("二、宣传教育与知晓率测评", awareness), ("三、入户走访", visits),
    ("四、禁种铲毒踏查", patrols),
    ("五、待办事项办理", follow_ups), ("六、存在问题", problems), ("七、下月计划", plans),
)
"""The sections in their order, with what each says."""

LEGEND = {
    figures.NOTHING: "“—”为无数据", "未报": "“未报”为本月没有报送", privacy.FEW: "“<3”为1或2",
    privacy.WITHHELD: "“*”为避免推算而不列",
}
"""What the signs in a table mean; a table explains only those that it uses."""
