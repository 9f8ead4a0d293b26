"""Makes files of sample data that could be real: the same arguments give the same records, ids and journal."""

from __future__ import annotations

import datetime as dt
import random
from itertools import groupby
from pathlib import Path

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.model.ids import IdSource
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Progress, Village, no_progress
from panhuang_desk.services.demo import calls, focus, outings, register, sheets, words
from panhuang_desk.services.demo.planned import Period, Planned
from panhuang_desk.services.resources import Resources
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, steps

OFFICE_PERSON = "街道禁毒办"
_CHINA = dt.timezone(dt.timedelta(hours=8))
_WEAK = 0.12
"""How far the weakest villages' share of right answers lies under that of those who know everything."""


@attrs.frozen
class DemoMade:
    """What was made: the file, the last month with records, and how many records of each kind."""

    path: Path
    month: Month
    counts: dict[str, int]


@attrs.define
class _Clock:
    """The moment at which the sample's records are being written."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment.replace(tzinfo=_CHINA)

    def ms(self) -> int:
        return int(self.now().timestamp() * 1000)


def make_demo(
    path: Path, passphrase: str, *, villages: int = 14, months: int = 3, until: Month | None = None,
    households: int | None = None, seed: int = 1, today: dt.date | None = None, settings: Settings | None = None,
    resources: Resources | None = None, progress: Progress = no_progress,
) -> DemoMade:
    """Make a file of sample data of the first `villages` units of the list, over `months` up to `until`.

    `until` is by default the last full month before `today`. `households` is the number of each village; by
    default they are unequal. UserError for arguments that cannot be met and for an existing file, which stays.
    """
    resources = resources or Resources()
    today = today or dt.date.today()
    until = until or Month.of(today).plus(-1)
    _check(villages, months, households, until, today, len(resources.villages))
    period = Period(until.plus(1 - months), until)
    chosen = resources.villages[:villages]
    writes = plan(chosen, period, households, seed, resources)
    clock = _Clock(dt.datetime.combine(period.start - dt.timedelta(days=8), dt.time(8)))
    home = chosen[0].code if len(chosen) == 1 else ""
    store = Store.create(
        path, passphrase, villages=chosen, home=home, person=_person(seed, home), sample=True,
        settings=settings or Settings.load(), now=clock.now, device="示例电脑",
        new_id=IdSource(clock.ms, random.Random(f"{seed} ids").getrandbits))
    try:
        with store:
            _write(store, clock, writes, progress)
            counts = {kind: store.count(kind) for kind in sorted({write.kind for write in writes})}
    except BaseException:
        for leftover in (path, path.with_name(f"{path.name}-journal")):
            leftover.unlink(missing_ok=True)
        raise
    return DemoMade(path, until, counts)


def plan(
    villages: tuple[Village, ...], period: Period, households: int | None, seed: int, resources: Resources,
) -> list[Planned]:
    """Everything that is going to be written, in the order of its moments."""
    rng = random.Random(f"{seed} file")
    papers = sheets.papers(rng, resources.bank, period)
    rare = list(words.RARE_NAMES)
    late = rng.choice(villages) if len(villages) > 4 else None
    finders = {village.code for village in rng.sample(villages, max(1, len(villages) // 5))}
    writes: list[Planned] = []
    for position, village in enumerate(villages):
        own = random.Random(f"{seed} {village.code}")
        count = households or own.randint(48, 150)
        silent = frozenset({period.last} if village is late else ())
        names = rare[position::len(villages)]
        writes += _village(own, village, position, count, period, silent, names, village.code in finders, papers,
                           resources)
    return sorted(writes, key=lambda write: write.at)


def _village(
    rng: random.Random, village: Village, position: int, count: int, period: Period, silent: frozenset[Month],
    names: list[str], finds: bool, papers: dict[tuple[int, int], sheets.Paper], resources: Resources,
) -> list[Planned]:
    work = calls.working(rng, period, silent)
    homes, households = register.households(rng, village, count, period, names)
    grounds, plots = register.plots(rng, village, period, position)
    knows = 1 - rng.choice((0.03, 0.04, 0.05, 0.06, 0.07, _WEAK))
    lists = resources.checklists
    made = calls.visits(rng, village, homes, work, period, lists.version("visit"))
    answered = sheets.sheets(rng, village, homes, work, period, papers, resources.bank.version, knows)
    writes = [
        *households, *plots, *made, *answered, *focus.focus(village, answered, period, resources.bank),
        *outings.patrols(rng, village, grounds, work, period, lists.version("plot_check"), finds),
    ]
    return [write for write in writes if Month.of(write.at.date()) not in silent]


def _write(store: Store, clock: _Clock, writes: list[Planned], progress: Progress) -> None:
    """Write it all: a transaction a month, an action for each village and day."""
    done = 0
    for month, of_month in groupby(writes, key=lambda write: Month.of(write.at.date())):
        progress(done / len(writes), f"正在写入{month.label}")
        with store.bulk():
            for _, of_day in groupby(of_month, key=lambda write: (write.at.date())):
                by_village: dict[str, list[Planned]] = {}
                for write in of_day:
                    by_village.setdefault(write.village, []).append(write)
                for together in by_village.values():
                    done += _write_day(store, clock, together)
    steps.offer_nothing_before(store)
    progress(1.0, "")


def _write_day(store: Store, clock: _Clock, writes: list[Planned]) -> int:
    clock.moment = max(clock.moment, writes[0].at)
    with store.action() as action:
        for write in writes:
            action.at(write.at)
            if write.of is None:
                values: dict[str, Value] = {name: _id(value) if isinstance(value, Planned) else value
                                            for name, value in write.values.items()}
                write.id = action.save(write.kind, values, village=write.village).id
            elif write.delete:
                action.delete(write.kind, write.of.id)
            else:
                action.save(write.kind, {name: value for name, value in write.values.items()
                                         if not isinstance(value, Planned)}, id=write.of.id)
    return len(writes)


def _id(parent: Planned) -> str:
    if not parent.id:
        raise AssertionError(f"a {parent.kind} is referred to before it is written")
    return parent.id


def _check(villages: int, months: int, households: int | None, until: Month, today: dt.date, known: int) -> None:
    """UserError where the arguments cannot be met."""
    if not 1 <= villages <= known:
        raise UserError(f"村（社区）数要在 1 到 {known} 之间。", "请改 --villages 再试。", code="demo")
    if not 1 <= months <= 120:
        raise UserError("月数要在 1 到 120 之间。", "请改 --months 再试。", code="demo")
    if households is not None and not 1 <= households <= 20000:
        raise UserError("每村户数要在 1 到 20000 之间。", "请改 --households 再试。", code="demo")
    if until > Month.of(today):
        raise UserError(f"{until.label}还没有到。", "请改 --until 再试。", code="demo")


def _person(seed: int, home: str) -> str:
    return words.person(random.Random(f"{seed} person")) if home else OFFICE_PERSON
