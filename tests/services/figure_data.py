"""Small random files for the tests of figures: rows of all kinds, and a stand-in for the store over memory."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3
from hypothesis import strategies as st
from panhuang_desk import assets
from panhuang_desk.model.kind import Record
from panhuang_desk.model.values import Village

from .figure_oracle import GROUPS, SHEET_GROUPS, Data, Row

A = Village("320903004001", "甲村", "320903004000", "某街道")
B = Village("320903004002", "乙村", "320903004000", "某街道")
DAYS = ("2025-05-10", "2026-01-01", "2026-03-31", "2026-04-01", "2026-04-14", "2026-04-15", "2026-04-30", "2026-05-01",
        "2026-05-15", "2026-05-31", "2026-06-01", "2026-06-10", "2026-06-11", "2026-06-30", "2026-07-01")
MONTHS = ("2025-12", "2026-01", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07")

ORDER = ("household", "visit", "quiz_paper", "survey", "answer_sheet", "plot", "patrol", "plot_check", "plant_finding",
         "track", "follow_up")


FEW = (None, 0, 1, 1, 2, 3)
AREAS = (None, 0.0, 0.1, 0.2, 1.5, 7.25)
PLOT_WAS = {"area_mu": AREAS, "land_kind": ("field", "idle_yard", "former_find"), "former_find": (None, 0, 1)}
"""What figures read of a plot."""
WAS = {"group_no": FEW, "tenure": ("owner", "rented", "vacant"), **dict.fromkeys(GROUPS, FEW)}
"""What figures read of a household."""


class MemoryStore:
    """What figures ask of a store, over an unencrypted database in memory."""

    home = ""
    villages = (A, B)

    def __init__(self) -> None:
        self.connection = sqlcipher3.connect(":memory:", isolation_level=None)
        for migration in sorted(Path(assets.database("migrations")).glob("*.sql")):
            self.connection.executescript(migration.read_text(encoding="utf-8"))
        self.settings: dict[str, str] = {}

    def read(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(sql, params).fetchall())

    def setting(self, key: str, default: str = "") -> str:
        return self.settings.get(key, default)

    def records(self, kind: str, where: Any = None) -> list[Record]:
        return []

    def load(self, data: Data) -> None:
        """Hold exactly these rows."""
        self.connection.execute("begin")
        for kind in reversed(ORDER):
            self.connection.execute(f"delete from {kind}")
        for kind in ORDER:
            for row in data[kind]:
                columns = ", ".join(row)
                self.connection.execute(
                    f"insert into {kind}({columns}) values ({', '.join('?' * len(row))})", list(row.values()))
        self.connection.execute("commit")


def files() -> st.SearchStrategy[Data]:
    """Files of two villages, dense enough that every rule of every figure is met in a few of them."""
    return st.integers(0, 2**32).map(lambda seed: file_of(random.Random(seed)))


def file_of(rng: random.Random) -> Data:
    """One such file."""
    return _Builder(rng).file()


class _Builder:
    """Draws the rows of one file; small files and empty kinds come often."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.data: Data = {kind: [] for kind in ORDER}

    def file(self) -> Data:
        self._register()
        self._visits()
        self._sheets()
        self._patrols()
        self._tracks()
        self._finds()
        for _ in range(self._many(14)):
            status = self.rng.choice(("raised", "reported", "closed", "closed"))
            self._add("follow_up", kind="request", raised_on=self._day(), due_on=self._day(), status=status,
                      closed_on=self._maybe(self._day()))
        return self.data

    def _register(self) -> None:
        for _ in range(self._many(14)):
            self._add("household", active_from=self.rng.choice((*DAYS[:8], self._day())), group_no=self._few(),
                      inactive_from=self._maybe(self._day()), tenure=self.rng.choice(("owner", "rented", "vacant")),
                      inactive_reason=self.rng.choice((None, "merged", "moved")), merged_into=None, away=self._away(),
                      earlier=self._times(WAS), **{group: self._few() for group in GROUPS})
        self._joined("household", "merged_into", 0.35)

    def _joined(self, kind: str, name: str, share: float) -> None:
        """Some of a kind refer to another of their village, or to themselves."""
        rows = self.data[kind]
        for row in rows:
            mates = [mate for mate in rows if mate["village"] == row["village"]]
            if self.rng.random() < share:
                row[name] = self.rng.choice(mates)["id"]

    def _away(self) -> str | None:
        """Times away in order, none of them inside another."""
        days = sorted(self.rng.sample(DAYS, self.rng.choice((0, 0, 2, 2, 4))))
        times = [[*pair, "moved"] for pair in zip(days[::2], days[1::2], strict=True)]
        return json.dumps(times) if times else None

    def _times(self, of: Mapping[str, Sequence[Any]]) -> str | None:
        """What a record was until some days, each time all of what figures read."""
        days = sorted(self.rng.sample(DAYS, self.rng.choice((0, 0, 1, 2))))
        was = [[day, {name: self.rng.choice(values) for name, values in of.items()}] for day in days]
        return json.dumps(was) if was else None

    def _visits(self) -> None:
        for home in self._some("household", 40):
            self._add("visit", home, household_id=home["id"], visited_on=self._day(), materials_given=self._few(),
                      outcome=self.rng.choice(("met", "met", "not_home", "not_home", "refused", "moved")))

    def _sheets(self) -> None:
        for _ in range(self._many(3)):
            self._add("quiz_paper")
        for paper in self._some("quiz_paper", 25):
            asked = self.rng.choice((5, 10, 20))
            answered = asked - self.rng.choice((0, 0, 0, asked // 5, asked // 5 + 1))
            correct = max(0, answered - self.rng.choice((0, 0, asked // 5, asked // 5 + 1)))
            self._add("answer_sheet", paper, paper_id=paper["id"], taken_on=self._day(), asked=asked,
                      answered=answered, correct=correct, sampling=self.rng.choice(("random_household", "intercept")),
                      key_group=self.rng.choice((None, *SHEET_GROUPS[:self.rng.choice((1, 2, 6))])),
                      state=self.rng.choice((None, "done", "done", "abandoned")),
                      satisfaction=self.rng.choice((None, "satisfied", "mostly", "dissatisfied")))
        for paper in self._some("quiz_paper", 6):
            self._add("survey", paper, paper_id=paper["id"], started_on=self._day(), sampling="random_household",
                      issued=self._few(), returned=self._few())

    def _patrols(self) -> None:
        for _ in range(self._many(8)):
            self._add("plot", name="东大田", active_from=self.rng.choice((*DAYS[:8], self._day())),
                      inactive_from=self._maybe(self._day()), away=self._away(),
                      **{name: self.rng.choice(values) for name, values in PLOT_WAS.items()},
                      inactive_reason=self.rng.choice((None, "merged", "built_over")), merged_into=None,
                      earlier=self._times(PLOT_WAS), split_from=None)
        self._joined("plot", "merged_into", 0.35)
        self._joined("plot", "split_from", 0.2)
        for _ in range(self._many(8)):
            self._add("patrol", patrolled_on=self._day(), method=self.rng.choice(("foot", "drone", "clue")),
                      people=self.rng.randint(1, 5), vehicles=self._few(), flights=self._few(), leaflets=self._few(),
                      letters=self._few())
        for patrol in self._some("patrol", 25):
            plots = [row for row in self.data["plot"] if row["village"] == patrol["village"]]
            if plots:
                self._add("plot_check", patrol, patrol_id=patrol["id"], plot_id=self.rng.choice(plots)["id"],
                          checked_on=self._day(), found=0,
                          not_looked=self.rng.choice((None, None, None, "locked")))

    def _tracks(self) -> None:
        for _ in range(self._many(6)):
            patrols = [row["id"] for row in self.data["patrol"]]
            self._add("track", patrol_id=self.rng.choice((None, *patrols)), method="foot", recorded_on=self._day(),
                      metres=self.rng.choice((None, 0.0, 1250.0, 870.0, 4000.0)))

    def _finds(self) -> None:
        for check in self._some("plot_check", 14):
            plants, uprooted_at = self._few(), self._maybe(f"{self._day()} 09:30")
            self._add("plant_finding", check, plot_check_id=check["id"], species="poppy", plants=plants,
                      uprooted=self.rng.choice((plants, plants, self._few())), uprooted_at=uprooted_at,
                      reported_at=self._maybe(f"{self._day()} 09:00"))

    def _add(self, kind: str, parent: Row | None = None, /, **values: Any) -> None:
        village = parent["village"] if parent else self.rng.choice((A.code, B.code))
        # Ids in no order, so that none of them is the smallest by age.
        self.data[kind].append({"id": f"{self.rng.getrandbits(40):010x}-{kind}", "village": village,
                                "deleted": int(self.rng.random() < 0.12), **values})

    def _some(self, kind: str, most: int) -> list[Row]:
        """Parents for so many children."""
        rows = self.data[kind]
        return self.rng.choices(rows, k=self._many(most)) if rows else []

    def _many(self, most: int) -> int:
        return self.rng.randint(0, most) if self.rng.random() < 0.4 else most

    def _day(self) -> str:
        return self.rng.choice(DAYS)

    def _few(self) -> int | None:
        return self.rng.choice(FEW)

    def _maybe(self, value: str) -> str | None:
        return value if self.rng.random() < 0.45 else None
