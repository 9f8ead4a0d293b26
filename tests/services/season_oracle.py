"""A season's report once more, in plain Python over lists of rows, to compare the service with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from .figure_oracle import RULES, Data, Oracle, Row

Span = tuple[str, str, tuple[str, ...], bool]


class SeasonOracle:
    """The season from `first` to `last` of some villages, as of the end of `day`."""

    def __init__(self, data: Data, villages: tuple[str, ...], first: str, last: str, day: str) -> None:
        self.data, self.villages, self.first, self.last, self.day = data, villages, first, last, day
        self.oracle = Oracle(data, villages, first, day)
        self.plots = self.oracle.active("plot")
        self.spans = self._spans()
        self.looks: dict[str, list[tuple[str, str]]] = {}
        for row in self.oracle.rows("plot_check"):
            patrol = self.oracle.by_id[row["patrol_id"]]
            if row["checked_on"] <= day and not row["not_looked"] and not patrol["deleted"]:
                counts_for: set[str] = set()
                self.oracle.stand(row["plot_id"], row["checked_on"], counts_for, set())
                for plot in counts_for:
                    self.looks.setdefault(plot, []).append((row["checked_on"], patrol["method"]))

    def _spans(self) -> list[Span]:
        """The rounds of the rules that begin by the day and have a day in the season."""
        found: list[Span] = []
        for begins, ends, every, kinds, former in RULES:
            first, end = (dt.date.fromisoformat(f"{self.last[:4]}-{day}") for day in (begins, ends))
            while first <= end:
                left = (end - first).days + 1
                last = end if not every or left < 1.5 * every else first + dt.timedelta(days=every - 1)
                if self.first <= last.isoformat() and first.isoformat() <= min(self.last, self.day):
                    found.append((first.isoformat(), last.isoformat(), kinds, former))
                first = last + dt.timedelta(days=1)
        return found

    def season_looks(self, plot: Row) -> list[tuple[str, str]]:
        return [look for look in self.looks.get(plot["id"], ()) if look[0] >= self.first]

    def share(self, plots: list[Row]) -> tuple[int, int, float, float]:
        seen = [row for row in plots if self.season_looks(row)]
        return len(plots), len(seen), _area(plots), _area(seen)

    def asked(self) -> list[Row]:
        return [row for row in self.plots if any(self.oracle.asked(row, *span) for span in self.spans)]

    def by_span(self) -> Counter[tuple[int, int, float, float]]:
        """Each round that asks for any plot: of the register at its own end, by looks within it."""
        found: Counter[tuple[int, int, float, float]] = Counter()
        for first, last, kinds, former in self.spans:
            end = min(last, self.day)
            then = Oracle(self.data, self.villages, first, end)
            rows = [row for row in then.active("plot") if then.asked(row, first, last, kinds, former)]
            seen = then.looked_at(rows, first, end)
            if rows:
                found[len(rows), len(seen), _area(rows), _area(seen)] += 1
        return found

    def methods(self) -> tuple[int, int, int]:
        kinds = [{method for _, method in self.season_looks(row)} for row in self.plots if self.season_looks(row)]
        drone = kinds.count({"drone"})
        foot = sum("drone" not in each for each in kinds)
        return foot, drone, len(kinds) - foot - drone

    def since(self) -> list[int | None]:
        days = []
        for row in self.plots:
            last = max((day for day, _ in self.looks.get(row["id"], ())), default="")
            days.append((dt.date.fromisoformat(self.day) - dt.date.fromisoformat(last)).days if last else None)
        return days

    def work(self) -> tuple[Any, ...]:
        patrols = [row for row in self.oracle.rows("patrol") if self.first <= row["patrolled_on"] <= self.day]
        sums = [sum(row[name] or 0 for row in patrols) for name in (
            "people", "vehicles", "flights", "leaflets", "letters")]
        return (len(patrols), *sums)

    def finds(self) -> list[tuple[str, int, bool, int]]:
        """Day, plants, reported, uprooted of each find as it stood."""
        found = []
        for row in self.oracle.rows("plant_finding"):
            check = self.oracle.by_id[row["plot_check_id"]]
            if any(self.oracle.by_id[id]["deleted"] for id in (check["id"], check["patrol_id"], check["plot_id"])):
                continue
            if self.first <= check["checked_on"] <= self.day:
                told = (row["reported_at"] or "9999")[:10] <= self.day
                out = (row["uprooted_at"] or "")[:10] <= self.day
                found.append((check["checked_on"], row["plants"] or 0, told, (row["uprooted"] or 0) if out else 0))
        return sorted(found)

    def reported(self) -> set[str]:
        """Villages that went out, looked at a plot that is in the register, or found something."""
        went = {row["village"] for row in self.oracle.rows("patrol") if self.first <= row["patrolled_on"] <= self.day}
        looked = {row["village"] for row in self.plots if self.season_looks(row)}
        return went | looked


def _area(rows: list[Row]) -> float:
    return round(sum(row["area_mu"] or 0 for row in rows), 2)
