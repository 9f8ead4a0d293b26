"""The log of visits: narrowed, ordered and counted as rows show the visits, and as figures count households."""

from __future__ import annotations

import pytest
from panhuang_desk.store import Store
from panhuang_desk.store.visit_log import VisitCount, VisitFilter, count_visits, place_of_visit, visit_ids, visit_rows


@pytest.fixture
def homes(store: Store) -> dict[str, str]:
    """Three households of three groups, each met in May; of the first the second is a part since 20 May."""
    found = {}
    with store.action() as action:
        for group, name in ((1, "甲"), (2, "乙"), (3, "丙")):
            home = action.save("household", {"group_no": group, "door_no": str(group), "contact_name": name,
                                             "active_from": "2026-01-01"}).id
            action.save("visit", {"household_id": home, "visited_on": f"2026-05-0{group}", "outcome": "met"})
            found[name] = home
        action.save("household", {"merged_into": found["甲"], "inactive_from": "2026-05-20",
                                  "inactive_reason": "merged"}, id=found["乙"])
    return found


def test_households_that_were_one_by_then_count_once(store: Store, homes: dict[str, str]) -> None:
    assert count_visits(store, VisitFilter(last="2026-05-31")).met == 2
    assert count_visits(store, VisitFilter()).met == 2
    earlier = count_visits(store, VisitFilter(first="2026-05-01", last="2026-05-10"))
    assert (earlier.visits, earlier.met) == (3, 3)


def test_a_visit_is_found_and_ordered_by_the_household_that_its_row_shows(
    store: Store, homes: dict[str, str],
) -> None:
    assert [row.contact_name for row in visit_rows(store, VisitFilter(), column="door", descending=False)] == [
        "甲", "甲", "丙"]
    assert count_visits(store, VisitFilter(group_no=1)).visits == 2
    assert count_visits(store, VisitFilter(group_no=2)).visits == 0
    assert count_visits(store, VisitFilter(found=(homes["甲"],))).visits == 2
    assert count_visits(store, VisitFilter(found=(homes["乙"],))).visits == 1
    ids = visit_ids(store, VisitFilter(), "name", True)
    assert [place_of_visit(store, VisitFilter(), id, "name", True) for id in ids] == [0, 1, 2]


def test_visits_of_an_entry_go_with_the_household_that_it_was_merged_into(store: Store, homes: dict[str, str]) -> None:
    with store.action() as action:
        action.delete("household", homes["甲"])
    assert count_visits(store, VisitFilter()) == VisitCount(1, 1)
    assert [row.contact_name for row in visit_rows(store, VisitFilter())] == ["丙"]
    store.undo(action.changes.action_id)
    assert count_visits(store, VisitFilter()).visits == 3
