"""The sentences of a season's report, made from its figures: plain strings, no layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.find_steps import STATES
from panhuang_desk.model.season_report import NEVER, PartLine, RoundLine, SeasonReport, Share
from panhuang_desk.report.periodic_text import chinese, short_name

LONG = 30
"""So many days without a look are told of among what is to be done."""


def place(report: SeasonReport) -> str:
    """The place as a title names it."""
    return short_name(report.name)


def title(report: SeasonReport) -> str:
    """The title of the paper."""
    return f"{place(report)}{report.year}年{report.label}情况"


def span_words(report: SeasonReport) -> str:
    """The days that the report is about: 4月15日至6月10日，截至5月22日."""
    until = f"，截至{day_words(report.day)}" if report.running else ""
    return f"{day_words(report.first)}至{day_words(report.last)}{until}"


def day_words(day: str) -> str:
    """4月5日 for an ISO day."""
    return f"{int(day[5:7])}月{int(day[8:10])}日"


def here(report: SeasonReport) -> str:
    """How a sentence speaks of the place."""
    if report.scope == "subdistrict":
        return "全街道"
    return "本村" if place(report).endswith("村") else "本社区"


def percent(part: float, whole: float) -> str:
    """A share as it is printed, "—" where there is nothing to be shared."""
    return show_share(part, whole, 1)


def mu(area: float) -> str:
    """An area as it is printed, without its unit."""
    return show_decimal(round(float(area), 2))


def work(report: SeasonReport) -> list[str]:
    """一、踏查开展情况: outings and what went out, how plots were looked at; who has not reported."""
    done = report.work
    first = []
    if report.villages:
        first.append(_who_reported(report.villages))
    if not report.began:
        first.append(f"{_so_far(report)}{here(report)}没有踏查记录。")
        return ["".join(first)]
    parts = [f"开展踏查{done.outings}次", f"出动{done.people}人次"]
    parts += [f"{word}{number}{unit}" for word, number, unit in (
        ("车辆", done.vehicles, "辆次"), ("无人机飞行", done.flights, "架次")) if number]
    if done.km:
        parts.append(f"有轨迹记录的路线{mu(done.km)}公里")
    given = [f"{word}{number}份" for word, number in (("宣传资料", done.leaflets), ("告知书", done.letters)) if number]
    if given:
        parts.append(f"发放{'、'.join(given)}")
    first.append(f"{_so_far(report)}{here(report)}{'，'.join(parts)}。")
    return ["".join(first), *_methods(report)]


def _who_reported(lines: Iterable[PartLine]) -> str:
    lines = tuple(lines)
    late = [short_name(line.name) for line in lines if not line.reported]
    if not late:
        return f"{len(lines)}个村（社区）都有本季的踏查记录。"
    if len(late) == len(lines):
        return f"{len(lines)}个村（社区）都没有报来本季的踏查记录。"
    return (f"{len(lines)}个村（社区）中，{len(lines) - len(late)}个有本季的踏查记录，"
            f"{len(late)}个未报（{'、'.join(late)}）。")


def _methods(report: SeasonReport) -> list[str]:
    by = report.methods
    looked = by.foot + by.drone + by.both
    if not looked:
        return []
    ways = [f"{words}{number}块" for words, number in (
        ("只用人工踏查的", by.foot), ("只用无人机踏查的", by.drone), ("两种方式都踏查过的", by.both)) if number]
    return [f"踏查到的{looked}块地块中，{'，'.join(ways)}。同一块地看过几次、用过几种方式，都只算一块。"]


def _so_far(report: SeasonReport) -> str:
    return f"截至{day_words(report.day)}，" if report.running else "本季"


def covered(report: SeasonReport) -> list[str]:
    """二、踏查覆盖情况: how much of what was to be looked at, which rounds fell short, and why the rest was not."""
    total = report.total
    if not report.register.asked:
        return [f"{here(report)}还没有登记地块，踏查覆盖率无数据。"]
    if not total.asked:
        return [f"{here(report)}在册地块{report.register.asked}块，本季没有按规定应踏查的地块。"]
    texts = [_total(report)]
    texts += _rounds(report.rounds)
    if total.left and report.not_looked:
        why = "、".join(f"{words}{count}块" for words, count in report.not_looked)
        texts.append(f"{'到现在' if report.running else '本季'}没有踏查到的{total.left}块：{why}。"
                     "到了现场而没有看成的，不算踏查。")
    return texts


def _total(report: SeasonReport) -> str:
    total, register = report.total, report.register
    text = f"{here(report)}在册地块{register.asked}块、{mu(register.area)}亩"
    if total.asked < register.asked:
        text += f"，其中本季应踏查{total.asked}块、{mu(total.area)}亩"
    else:
        text += "，本季都应踏查"
    text += f"。{_so_far(report)}踏查到{total.looked}块，按地块计覆盖率{percent(total.looked, total.asked)}"
    if total.area:
        text += f"；踏查面积{mu(total.area_looked)}亩，按面积计覆盖率{percent(total.area_looked, total.area)}"
    beside = register.looked - total.looked
    return text + (f"。另外踏查了不在应踏查之列的{beside}块。" if beside else "。")


def _rounds(lines: Iterable[RoundLine]) -> list[str]:
    """How many of the rounds that are over were done, and the one that fell shortest; the table has them all."""
    over = [line for line in lines if line.over]
    if not over:
        return []
    rounds = f"已结束的{sum(line.rounds for line in over)}轮"
    short = [line for line in over if line.share.left]
    if not short:
        return [f"{rounds}，应踏查的地块都踏查到了。"]
    worst = min(short, key=lambda line: line.share.looked / line.share.asked)
    times = "块次" if worst.rounds > 1 else "块"
    return [f"各轮次的情况见下表。{rounds}中，覆盖率最低的是{worst.label}，应踏查{worst.share.asked}{times}，"
            f"踏查到{worst.share.looked}{times}（{percent(worst.share.looked, worst.share.asked)}）。"]


def since(report: SeasonReport) -> list[str]:
    """三、最近一次查看: how long ago the plots were looked at, on the report's day."""
    if not report.register.asked:
        return ["没有在册地块，无数据。"]
    counts = dict(report.since)
    texts = [f"到{day_words(report.day)}，在册的{report.register.asked}块地块离最近一次查看的天数见下图。"]
    longest = report.longest
    if longest is not None:
        where = _where(report, longest.village, longest.group_no)
        when = "就在当天" if not longest.days else f"已有{longest.days}天没有再看"
        texts.append(f"看过的地块中，最久的一块在{where}（{longest.land}），{when}。" if longest.days
                     else f"最久的一块在{where}（{longest.land}），{when}看过。")
    if counts.get(NEVER):
        texts.append(f"登记以来一次也没有看过的有{counts[NEVER]}块。")
    return ["".join(texts)]


def since_parts(report: SeasonReport) -> list[tuple[str, tuple[int, ...]]]:
    """The groups, or the villages, and all together, each with its plots by the days since they were looked at."""
    parts = [(short_name(line.name), line.since) for line in (*report.groups, *report.villages)]
    return [*(parts if len(parts) > 1 else []), ("合计", tuple(count for _, count in report.since))]


def finds(report: SeasonReport) -> list[str]:
    """四、发现和处置情况: what was found; nothing found is only said of what was looked at, with its coverage."""
    looked = report.register.looked
    if not looked and not report.finds:
        return ["本季没有踏查到地块，有无种植情况无数据。"]
    if not report.finds:
        return [_nothing_found(report)]
    told = sum(find.reported for find in report.finds)
    uprooted = sum(find.uprooted for find in report.finds)
    places, plants = len(report.finds), report.plants
    where = f"在踏查到的{looked}块地块（{_coverage_words(report)}）中，" if looked else "本季"
    text = f"{where}发现毒品原植物{places}处，共{plants}株"
    text += f"，其中{told}处已报告派出所；已铲除{uprooted}株。"
    left = report.open_finds
    text += f"到{day_words(report.day)}还有{left}处没有办结（{_states(report)}）。" if left else "各处都已办结。"
    return [text]


def _nothing_found(report: SeasonReport) -> str:
    left = report.register.left
    rest = f"；没有踏查到的{left}块不在此列" if left else ""
    return (f"在踏查到的{report.register.looked}块地块（{_coverage_words(report)}）中未发现毒品原植物，"
            f"踏查范围内零种植{rest}。")


def _coverage_words(report: SeasonReport) -> str:
    """How far the looking reached, for sentences about what was found: of what was asked, else of the register."""
    total, register = report.total, report.register
    if total.asked == register.asked or not total.asked:
        return f"覆盖率{percent(register.looked, register.asked)}"
    return (f"占在册地块的{percent(register.looked, register.asked)}，"
            f"应踏查地块的覆盖率{percent(total.looked, total.asked)}")


def _states(report: SeasonReport) -> str:
    counts = [(word, sum(find.state == code for find in report.finds)) for code, word in STATES.items()]
    return "、".join(f"{word}{count}处" for word, count in counts if count and word != STATES["closed"])


def to_do(report: SeasonReport) -> list[str]:
    """五、存在问题和下步工作: what the figures of the report ask for, and nothing else."""
    items = []
    if not report.register.asked:
        items.append("把房前屋后、菜园、大棚、荒地河坡等可能种植的地方登记为地块")
    late = [short_name(line.name) for line in report.villages if not line.reported]
    if late:
        items.append(f"向{'、'.join(late)}核实本季是否踏查，有记录的尽快报来")
    if report.total.left:
        items.append(f"没有踏查到的{report.total.left}块，{'本季内补查' if report.running else '列为下一次踏查的重点'}")
    unreported = sum(find.state == "unreported" for find in report.finds)
    if unreported:
        items.append(f"还没有报告派出所的{unreported}处发现，立即报告")
    if report.open_finds - unreported:
        items.append(f"没有办结的{report.open_finds - unreported}处发现，跟到铲除、销毁、复查完")
    if report.longest is not None and report.longest.days > LONG:
        many = sum(count for words, count in report.since if words in ("31至60天", "60天以上"))
        items.append(f"超过{LONG}天没有再看的{many}块，安排再看")
    if not items:
        return ["本季应踏查的地块都踏查到了，没有未办结的发现，按踏查日历继续踏查。"]
    if len(items) == 1:
        return [f"{items[0]}。"]
    return [f"（{chinese(number)}）{item}。" for number, item in enumerate(items, start=1)]


def map_words(report: SeasonReport) -> str:
    """What stands below the map: how many plots are not on it; empty where all are."""
    left = report.register.asked - len(report.map.plots)
    return f"另有{left}块地块没有登记位置，不在图上" if left > 0 else ""


def _where(report: SeasonReport, village: str, group_no: int) -> str:
    name = next((short_name(line.name) for line in report.villages if line.code == village), "")
    return f"{name}{group_no}组"


def share_cells(share: Share) -> tuple[str, ...]:
    """A share in the six columns of a table: plots asked for, looked at, rate, and the same of areas."""
    return (str(share.asked), str(share.looked), percent(share.looked, share.asked).removesuffix("%"),
            mu(share.area), mu(share.area_looked), percent(share.area_looked, share.area).removesuffix("%"))


Section = tuple[str, Callable[[SeasonReport], list[str]]]

SECTIONS: tuple[Section, ...] = (
    ("一、踏查开展情况", work), ("二、踏查覆盖情况", covered), ("三、最近一次查看情况", since),
    ("四、发现和处置情况", finds), ("五、存在问题和下步工作", to_do),
)
"""The sections in their order, with what each says."""
