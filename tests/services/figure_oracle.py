"""Every figure once more, in plain Python over lists of rows: what the files of db/figures are compared with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, Any]
Data = dict[str, list[Row]]
GROUPS = ("left_behind_children", "left_behind_elderly", "returned_workers", "pupils", "tenants")
SHEET_GROUPS = ("general", *GROUPS)
SEASONS = ((4, 15, 6, 10), (7, 1, 9, 30))
WILD = ("riverbank", "idle_yard", "factory", "former_find")
RULES = (("04-15", "04-30", 0, (), False), ("05-01", "05-31", 7, (), False), ("06-01", "06-10", 0, (), False),
         ("04-15", "06-10", 7, (), True), ("07-01", "09-30", 0, WILD, False), ("07-01", "09-30", 7, (), True))
"""First and last day, every so many days, land kinds, former finds only."""


class Oracle:
    """The figures of some villages in the days from `first` to `last`, as of the end of `last`."""

    def __init__(self, data: Data, villages: Iterable[str], first: str, last: str, pass_mark: int = 80) -> None:
        self.villages = set(villages)
        self.first, self.last, self.pass_mark = first, last, pass_mark
        self.data = data
        self.by_id = {row["id"]: row for rows in data.values() for row in rows}

    def figures(self) -> dict[str, Any]:
        """Counts and sums by code; rates and verdicts as (numerator, denominator)."""
        found = {**self.register(), **self.awareness(), **self.visiting(), **self.patrolling(), **self.finding(),
                 **self.following()}
        pair = lambda top, bottom: (found[top], found[bottom])  # noqa: E731
        found |= {
            "household_coverage": pair("households_met_active", "households_active"),
            "awareness_by_person": pair("sheets_passed", "sheets_valid"),
            "awareness_verdict": pair("sheets_passed", "sheets_valid"),
            "awareness_by_answer": pair("answers_correct", "answers_asked"),
            "plot_coverage": pair("plots_checked", "plots_active"),
            **{f"coverage_{group}": pair(f"met_{group}", f"households_with_{group}") for group in GROUPS},
        }
        season = found["season_plots_checked"]
        found["season_plot_coverage"] = None if season is None else (season, found["plots_active"])
        area = found["season_area_checked_mu"]
        found["season_area_coverage"] = None if area is None else (area, found["area_active_mu"])
        return found

    # rows

    def rows(self, kind: str) -> list[Row]:
        return [row for row in self.data[kind] if not row["deleted"] and row["village"] in self.villages]

    def within(self, day: str | None) -> bool:
        return day is not None and self.first <= day[:10] <= self.last

    def merged(self, row: Row) -> bool:
        """Whether its merge had happened by the last day; one without a day happened before all days."""
        return row["merged_into"] is not None and (row["inactive_from"] or "") <= self.last

    def survivor(self, row: Row) -> Row:
        """The household or plot that stands for one on the last day."""
        seen = [row["id"]]
        while self.merged(row):
            if row["merged_into"] in seen:
                ring = seen[seen.index(row["merged_into"]):]
                return self.by_id[min(ring)]
            row = self.by_id[row["merged_into"]]
            seen.append(row["id"])
        return row

    def counts(self, visit: Row) -> bool:
        household = self.by_id[visit["household_id"]]
        return not household["deleted"] and not self.survivor(household)["deleted"]

    # sections

    def active(self, kind: str = "household") -> list[Row]:
        return [self.as_it_was(row) for row in self.rows(kind) if self.in_register(row)]

    def in_register(self, row: Row) -> bool:
        """A ring of merges keeps one of its households, and a time away ends on the day of coming back."""
        if row["active_from"] > self.last:
            return False
        for left, back, _ in json.loads(row["away"] or "[]"):
            if left <= self.last < back:
                return False
        if self.merged(row):
            return self.survivor(row) is row and row["inactive_reason"] in (None, "merged")
        return not (row["inactive_from"] and row["inactive_from"] <= self.last)

    def as_it_was(self, row: Row) -> Row:
        """The record with what a later split or merge changed as it was on the last day."""
        for until, facts in sorted(json.loads(row["earlier"] or "[]"), key=lambda each: each[0]):
            if until > self.last:
                return {**row, **facts}
        return row

    def register(self) -> dict[str, Any]:
        active = self.active()
        return {
            "households_active": len(active),
            "groups": len({(row["village"], row["group_no"]) for row in active if row["group_no"] is not None}),
            "households_rented": sum(row["tenure"] == "rented" for row in active),
            "households_vacant": sum(row["tenure"] == "vacant" for row in active),
            **{f"people_{group}": sum(row[group] or 0 for row in active) for group in GROUPS},
            **{f"households_with_{group}": sum(bool(row[group]) for row in active) for group in GROUPS},
        }

    def awareness(self) -> dict[str, Any]:
        taken = [row for row in self.rows("answer_sheet") if self.within(row["taken_on"])
                 and row.get("state") != "abandoned" and not self.by_id[row["paper_id"]]["deleted"]]
        valid = [row for row in taken if row["answered"] / row["asked"] >= 0.8 - 1e-12]
        passed = [row for row in valid if row["correct"] / row["asked"] >= self.pass_mark / 100 - 1e-12]
        surveys = [row for row in self.rows("survey") if self.within(row["started_on"])
                   and not self.by_id[row["paper_id"]]["deleted"]]
        said = [row["satisfaction"] for row in taken if row.get("satisfaction")]
        low, high = self.interval(len(passed), len(valid))
        return {
            "awareness_wilson_low": low, "awareness_wilson_high": high,
            "satisfaction_rate": (len(said) - said.count("dissatisfied"), len(said)) if said else None,
            "sheets_issued": sum(row["issued"] or 0 for row in surveys),
            "surveys_returned": sum(row["returned"] or 0 for row in surveys),
            **self.by_group(valid, passed),
            "sheets_returned": len(taken), "sheets_valid": len(valid),
            "sheets_random": sum(row["sampling"] == "random_household" for row in valid),
            "sheets_passed": len(passed),
            "answers_correct": sum(row["correct"] for row in valid),
            "answers_asked": sum(row["asked"] for row in valid),
        }

    def interval(self, passed: int, valid: int) -> tuple[float | None, float | None]:
        """The shares p at which |passed / valid - p| is z times the standard deviation under p, found by halving."""
        if not valid:
            return None, None

        def far(p: float) -> bool:
            return valid * (passed / valid - p) ** 2 > 1.959963984540054**2 * p * (1 - p)

        ends = []
        for outside in (0.0, 1.0):
            inside = passed / valid
            for _ in range(200):
                middle = (outside + inside) / 2
                outside, inside = (middle, inside) if far(middle) else (outside, middle)
            ends.append(inside)
        return round(ends[0], 9), round(ends[1], 9)

    def by_group(self, valid: list[Row], passed: list[Row]) -> dict[str, Any]:
        """Shares by group: none for 1 or 2 people, nor for further groups while a reader could work a small one out."""
        sizes = {group: sum(row.get("key_group") == group for row in valid) for group in SHEET_GROUPS}
        hidden = {group for group, size in sizes.items() if size in (1, 2)}
        while hidden and not self.open_still([sizes[group] for group in hidden]):
            more = [group for group in SHEET_GROUPS if sizes[group] and group not in hidden]
            if not more:
                hidden = set(SHEET_GROUPS)
                break
            hidden.add(min(more, key=lambda group: sizes[group]))
        return {f"awareness_by_person/{group}": None if group in hidden or not sizes[group] else (
            sum(row.get("key_group") == group for row in passed), sizes[group]) for group in SHEET_GROUPS}

    def open_still(self, sizes: list[int]) -> bool:
        """Whether each hidden 1 or 2 could as well be the other, going by the sum of all that is hidden."""
        few, rest = sum(size < 3 for size in sizes), len(sizes) - sum(size < 3 for size in sizes)
        for one in (1, 2):
            left = sum(sizes) - one
            fits = few - 1 + 3 * rest <= left if rest else few - 1 <= left <= 2 * (few - 1)
            if not fits:
                return False
        return True

    def visiting(self) -> dict[str, Any]:
        every = [row for row in self.rows("visit") if self.counts(row)]
        visits = [row for row in every if self.within(row["visited_on"])]
        met = {self.survivor(self.by_id[row["household_id"]])["id"] for row in visits if row["outcome"] == "met"}
        active = self.active()
        calls: dict[str, dict[str, set[str]]] = {}
        for row in every:
            if row["visited_on"] <= self.last:
                home = self.survivor(self.by_id[row["household_id"]])["id"]
                calls.setdefault(home, {}).setdefault(row["visited_on"], set()).add(row["outcome"])
        return {
            "visits": len(visits), "households_met": len(met),
            "households_met_active": sum(row["id"] in met for row in active),
            **{f"met_{group}": sum(row["id"] in met and bool(row[group]) for row in active) for group in GROUPS},
            **{word: sum(row["outcome"] == word for row in visits) for word in ("not_home", "refused", "moved")},
            "not_home_to_repeat": sum(
                row["id"] in calls and calls[row["id"]][max(calls[row["id"]])] == {"not_home"} for row in active),
            "materials_given": sum(row["materials_given"] or 0 for row in visits),
        }

    def patrolling(self) -> dict[str, Any]:
        patrols = [row for row in self.rows("patrol") if self.within(row["patrolled_on"])]
        total: Callable[[str], int] = lambda name: sum(row[name] or 0 for row in patrols)  # noqa: E731
        area: Callable[[list[Row]], float] = lambda rows: round(sum(row["area_mu"] or 0 for row in rows), 2)  # noqa: E731
        plots = self.active("plot")
        checked = self.looked_at(plots, self.first, self.last)
        season = self.season()
        in_season = None if season is None else self.looked_at(plots, *season)
        return {
            **self.by_rounds(plots),
            "drone_flights": sum(row["flights"] or 0 for row in patrols if row["method"] == "drone"),
            "track_km": round(sum((row["metres"] or 0) / 1000 for row in self.rows("track") if self.within(
                row["recorded_on"]) and not (row["patrol_id"] and self.by_id[row["patrol_id"]]["deleted"])), 2),
            "area_active_mu": area(plots),
            "season_area_checked_mu": None if in_season is None else area(in_season),
            "patrols": len(patrols),
            **{f"patrols_{way}": sum(row["method"] == way for row in patrols) for way in ("foot", "drone", "clue")},
            "patrol_people": total("people"), "patrol_vehicles": total("vehicles"), "flights": total("flights"),
            "patrol_leaflets": total("leaflets"), "patrol_letters": total("letters"),
            "plots_active": len(plots), "plots_checked": len(checked),
            "area_checked_mu": area(checked),
            "season_plots_checked": None if in_season is None else len(in_season),
        }

    def by_rounds(self, plots: list[Row]) -> dict[str, int]:
        asked = [(row, span) for span in self.rounds() for row in plots if self.asked(row, *span)]
        missed = [row for row, (first, last, *_) in asked
                  if last <= self.last and not self.looked_at([row], first, last)]
        return {"plots_due": len({row["id"] for row, _ in asked}), "plots_overdue": len({row["id"] for row in missed})}

    def rounds(self) -> list[tuple[str, str, tuple[str, ...], bool]]:
        """First and last day, land kinds and former finds only, of the rounds with a day in the month of `last`."""
        found = []
        for begins, ends, every, kinds, former in RULES:
            first, end = (dt.date.fromisoformat(f"{self.last[:4]}-{day}") for day in (begins, ends))
            while first <= end:
                left = (end - first).days + 1
                last = end if not every or left < 1.5 * every else first + dt.timedelta(days=every - 1)
                if first.isoformat() <= self.last and last.isoformat()[:7] >= self.last[:7]:
                    found.append((first.isoformat(), last.isoformat(), kinds, former))
                first = last + dt.timedelta(days=1)
        return found

    def asked(self, row: Row, first: str, last: str, kinds: tuple[str, ...], former: bool) -> bool:
        """Whether a round asks for a plot that stands in the register on the last day, and stood in it at its end."""
        end = min(last, self.last)
        return (not kinds or row["land_kind"] in kinds) and (not former or row["former_find"] == 1) and (
            row["active_from"] <= end) and not any(
            left <= end < back for left, back, _ in json.loads(row["away"] or "[]"))

    def looked_at(self, plots: list[Row], first: str, last: str) -> list[Row]:
        looked: set[str] = set()
        for row in self.rows("plot_check"):
            if first <= row["checked_on"] <= last and not (
                    row["not_looked"] or self.by_id[row["patrol_id"]]["deleted"]):
                self.stand(row["plot_id"], row["checked_on"], looked, set())
        return [row for row in plots if row["id"] in looked]

    def stand(self, plot: str, day: str, looked: set[str], seen: set[str]) -> None:
        """Add what a look at a plot on a day counts for: itself, its survivor, what either was split into later."""
        if plot in seen:
            return
        seen.add(plot)
        looked.add(plot)
        self.stand(self.survivor(self.by_id[plot])["id"], day, looked, seen)
        for row in self.data["plot"]:
            if row["split_from"] == plot and row["active_from"] >= day:
                self.stand(row["id"], day, looked, seen)

    def season(self) -> tuple[str, str] | None:
        year, month = int(self.last[:4]), int(self.last[5:7])
        for from_month, from_day, to_month, to_day in SEASONS:
            if from_month <= month <= to_month:
                end = min(dt.date(year, to_month, to_day).isoformat(), self.last)
                return dt.date(year, from_month, from_day).isoformat(), end
        return None

    def finding(self) -> dict[str, Any]:
        finds = []
        for row in self.rows("plant_finding"):
            check = self.by_id[row["plot_check_id"]]
            if not (check["deleted"] or self.by_id[check["patrol_id"]]["deleted"]
                    or self.by_id[check["plot_id"]]["deleted"]):
                finds.append((row, check["checked_on"]))
        now = [row for row, day in finds if self.within(day)]
        uprooted = [row for row, _ in finds if self.within(row["uprooted_at"])]
        still = [row for row, day in finds if day <= self.last and (row["plants"] or 0) > 0 and not (
            row["uprooted_at"] and row["uprooted_at"][:10] <= self.last
            and (row["uprooted"] or 0) >= row["plants"])]
        return {
            "findings": len(now), "plants_found": sum(row["plants"] or 0 for row in now),
            "findings_reported": sum(bool(row["reported_at"]) and row["reported_at"][:10] <= self.last for row in now),
            "plants_uprooted": sum(row["uprooted"] or 0 for row in uprooted), "findings_open": len(still),
        }

    def following(self) -> dict[str, Any]:
        rows = self.rows("follow_up")

        def closed(row: Row) -> str | None:
            return row["closed_on"] if row["status"] == "closed" else None

        waiting = [row for row in rows
                   if row["raised_on"] <= self.last and not (closed(row) and closed(row) <= self.last)]
        return {
            "follow_ups_raised": sum(self.within(row["raised_on"]) for row in rows),
            "follow_ups_closed": sum(self.within(closed(row)) for row in rows),
            "follow_ups_open": len(waiting),
            "follow_ups_overdue": sum(row["due_on"] <= self.last for row in waiting),
        }
