"""Copies brought together: a union, whatever the order and however often; shown first, taken back as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from panhuang_desk.errors import Cancelled, UserError
from panhuang_desk.model.journal import Quarrel
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import KindCount, MergeResult
from panhuang_desk.store import Store, compare, merging
from panhuang_desk.store.merging import apply
from panhuang_desk.store.merging.source import Source, open_source

from .helpers import OTHER, VILLAGE, Desk, fill

MakeDesk = Callable[[str], Desk]


class Office:
    """An office's file and the villages' files that it gets copies of."""

    def __init__(self, folder: Path, make_desk: MakeDesk) -> None:
        self.folder, self.make_desk, self.made = folder, make_desk, 0
        self.desk = make_desk("街道机")
        self.store = self.desk.create(folder / "街道.phdb", home="", person="李科长")

    def copy(self, store: Store) -> Path:
        self.made += 1
        target = self.folder / f"副本{self.made}.phdb"
        store.snapshot(target)
        return target

    def take(self, *copies: Path, dry_run: bool = False, into: Store | None = None) -> MergeResult:
        store = into or self.store
        sources = [open_source(path, _key(path)) for path in copies]
        try:
            return merging.merge(store, sources, dry_run=dry_run)
        finally:
            for source in sources:
                source.close()


def _key(path: Path) -> Any:
    from panhuang_desk.store import unlocking

    from .helpers import PASSPHRASE

    return unlocking.unlock(path, PASSPHRASE)


@pytest.fixture
def office(tmp_path: Path, make_desk: MakeDesk) -> Iterator[Office]:
    made = Office(tmp_path, make_desk)
    with made.store:
        yield made


@pytest.fixture
def village(tmp_path: Path, make_desk: MakeDesk) -> Iterator[Store]:
    with make_desk("仰徐机").create(tmp_path / "仰徐.phdb") as store:
        fill(store, 6)
        yield store


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a merge has a say in, but for what is each file's own."""
    found = {name: store.read(f"SELECT * FROM {name} ORDER BY id") for name in KINDS}
    columns = compare.CHANGE_COLUMNS.replace(", import_id", "")
    found["change"] = store.read(f"SELECT {columns} FROM change ORDER BY replica, seq")
    found["conflict"] = store.read("SELECT * FROM open_conflict ORDER BY 1, 2, 3, 4")
    return found


def check(store: Store) -> None:
    assert compare.differences(store._connection) == []
    assert store.read("PRAGMA foreign_key_check") == []


def test_a_copy_brings_everything_and_brings_it_once(office: Office, village: Store) -> None:
    copy = office.copy(village)
    first = office.take(copy)
    assert first.copies[0].counts["visit"] == KindCount(new=6)
    assert first.copies[0].counts["household"] == KindCount(new=1)
    assert first.copies[0].by_village == {VILLAGE.code: KindCount(new=7)}
    assert office.store.search("张三")
    assert office.store.records("visit") == village.records("visit")
    again = office.take(copy)
    assert again.copies[0].total == KindCount(same=7)
    check(office.store)


def test_a_later_copy_brings_what_has_changed_since(office: Office, village: Store) -> None:
    office.take(office.copy(village))
    household = village.records("household")[0]
    with village.action() as action:
        action.save("household", {"contact_name": "李四"}, id=household.id)
        action.save("visit", {"household_id": household.id, "visited_on": "2026-05-03", "outcome": "met"})
    result = office.take(office.copy(village))
    assert result.copies[0].counts["household"] == KindCount(changed=1)
    assert result.copies[0].counts["visit"] == KindCount(new=1, same=6)
    assert [hit.id for hit in office.store.search("李四")] == [household.id]
    assert not office.store.search("张三")
    check(office.store)


def test_an_older_copy_after_a_newer_one_changes_nothing(office: Office, village: Store) -> None:
    older = office.copy(village)
    with village.action() as action:
        action.save("household", {"contact_name": "李四"}, id=village.records("household")[0].id)
    office.take(office.copy(village))
    before = tables(office.store)
    assert office.take(older).copies[0].total.changed == 0
    assert tables(office.store) == before


def test_a_preview_says_what_happens_and_writes_nothing(office: Office, village: Store) -> None:
    copy = office.copy(village)
    before = tables(office.store)
    shown = office.take(copy, dry_run=True)
    assert tables(office.store) == before
    assert merging.runs(office.store) == []
    done = office.take(copy)
    assert (shown.copies, shown.conflicts, shown.erased) == (done.copies, done.conflicts, done.erased)


def test_two_values_that_did_not_know_each_other_are_a_conflict_and_the_later_stands(
    office: Office, village: Store,
) -> None:
    office.take(office.copy(village))
    household = village.records("household")[0]
    with village.action() as action:
        action.save("household", {"contact_name": "村里填的"}, id=household.id)
    office.desk.clock.step(hours=2)
    with office.store.action() as action:
        action.save("household", {"contact_name": "街道填的"}, id=household.id)
    result = office.take(office.copy(village))
    assert result.conflicts == 1
    found = merging.open_conflicts(office.store)
    assert [(each.kind, each.id, each.conflict.quarrel, each.conflict.unit) for each in found] == [
        ("household", household.id, Quarrel.VALUES, "contact_name")]
    assert [version.values["contact_name"] for version in found[0].conflict.versions] == ["街道填的", "村里填的"]
    assert office.store.records("household")[0].text("contact_name") == "街道填的"
    check(office.store)


def test_a_choice_travels_back_and_does_not_come_up_again(office: Office, village: Store) -> None:
    office.take(office.copy(village))
    household = village.records("household")[0]
    for store, name in ((village, "村里填的"), (office.store, "街道填的")):
        with store.action() as action:
            action.save("household", {"contact_name": name}, id=household.id)
    copy = office.copy(village)
    office.take(copy)
    merging.resolve(office.store, "household", household.id, {"contact_name": "村里填的"})
    assert merging.open_conflicts(office.store) == []
    assert office.store.records("household")[0].text("contact_name") == "村里填的"
    assert office.take(copy).conflicts == 0
    office.take(office.copy(office.store), into=village)
    assert merging.open_conflicts(village) == []
    assert village.records("household")[0].text("contact_name") == "村里填的"
    check(office.store)
    check(village)


def test_an_edit_that_knows_both_values_ends_their_conflict(office: Office, village: Store) -> None:
    office.take(office.copy(village))
    household = village.records("household")[0]
    for store, name in ((village, "甲"), (office.store, "乙")):
        with store.action() as action:
            action.save("household", {"contact_name": name}, id=household.id)
    assert office.take(office.copy(village)).conflicts == 1
    with office.store.action() as action:
        action.save("household", {"contact_name": "丙"}, id=household.id)
    assert merging.open_conflicts(office.store) == []


def test_a_deletion_and_a_new_visit_are_a_conflict(office: Office, village: Store) -> None:
    office.take(office.copy(village))
    household = village.records("household")[0]
    with office.store.action() as action:
        for visit in office.store.records("visit"):
            action.delete("visit", visit.id)
        action.delete("household", household.id)
    with village.action() as action:
        action.save("visit", {"household_id": household.id, "visited_on": "2026-05-09", "outcome": "met"})
    office.take(office.copy(village))
    found = merging.open_conflicts(office.store)
    assert [(each.kind, each.conflict.quarrel) for each in found] == [("household", Quarrel.CHILD)]
    check(office.store)


def test_undoing_a_merge_leaves_the_file_as_it_was(office: Office, village: Store, make_desk: MakeDesk) -> None:
    office.take(office.copy(village))
    before = tables(office.store)
    household = village.records("household")[0]
    with village.action() as action:
        action.save("household", {"contact_name": "李四", "phone": "13800000000"}, id=household.id)
        action.save("visit", {"household_id": household.id, "visited_on": "2026-05-04", "outcome": "refused"})
    copy = office.copy(village)
    run = office.take(copy).run
    assert tables(office.store) != before
    merging.undo_merge(office.store, run)
    assert tables(office.store) == before
    assert office.store.search("张三")
    check(office.store)
    assert [bool(each.undone_at) for each in merging.runs(office.store)] == [True, False]
    assert office.take(copy).copies[0].total == KindCount(new=1, changed=1, same=6)
    check(office.store)


def test_only_the_newest_merge_is_undone_first(office: Office, village: Store) -> None:
    first = office.take(office.copy(village)).run
    fill(village, 1)
    office.take(office.copy(village))
    with pytest.raises(UserError) as problem:
        merging.undo_merge(office.store, first)
    assert problem.value.code == "not_last"


def test_what_was_recorded_on_merged_records_keeps_the_merge(office: Office, village: Store) -> None:
    run = office.take(office.copy(village)).run
    with office.store.action() as action:
        action.save("visit", {"household_id": village.records("household")[0].id, "visited_on": "2026-05-20",
                              "outcome": "met"}, village=VILLAGE.code)
    before = tables(office.store)
    with pytest.raises(UserError) as problem:
        merging.undo_merge(office.store, run)
    assert problem.value.code == "used"
    assert tables(office.store) == before


def test_a_file_written_on_in_two_places_as_one_is_refused_by_name_and_the_others_go_in(
    office: Office, village: Store, make_desk: MakeDesk, tmp_path: Path,
) -> None:
    copy = office.copy(village)
    twin = tmp_path / "双胞胎.phdb"
    shutil.copy(copy, twin)
    office.take(copy)
    with village.action() as action:
        action.save("household", {"note": "真的"}, id=village.records("household")[0].id)
    real = office.copy(village)
    from .helpers import change_file

    replica = village.read("SELECT replica FROM change LIMIT 1")[0][0]
    change_file(twin, f"UPDATE change SET id = 'falsch' WHERE replica = '{replica}' AND seq ="
                      f" (SELECT max(seq) FROM change WHERE replica = '{replica}')")
    result = office.take(twin, real)
    assert [each.code for each in result.copies] == ["diverged", ""]
    assert "双胞胎" in result.copies[0].refused
    assert result.copies[1].counts["household"] == KindCount(changed=1)
    check(office.store)


def test_sample_data_never_meets_real_data(office: Office, make_desk: MakeDesk, tmp_path: Path) -> None:
    with make_desk("演示机").create(tmp_path / "演示.phdb", sample=True) as sample:
        fill(sample, 1)
        result = office.take(office.copy(sample))
    assert result.copies[0].code == "sample"
    assert office.store.count("household") == 0


def test_a_cancelled_merge_leaves_the_file_as_it_was(office: Office, village: Store) -> None:
    before = tables(office.store)
    source = open_source(copy := office.copy(village), _key(copy))

    def stop(share: float, now: str) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        merging.merge(office.store, [source], progress=stop)
    source.close()
    assert tables(office.store) == before
    assert office.take(copy).copies[0].total == KindCount(new=7)


def _history(random: Random, folder: Path, make_desk: MakeDesk, *, erasing: bool = True) -> list[Path]:
    """Three files that write, copy one another now and then, and end as copies for the office."""
    desks = [make_desk(f"机{number}") for number in range(3)]
    stores = [desk.create(folder / f"{number}.phdb", home=village.code, person=f"员{number}")
              for number, (desk, village) in enumerate(zip(desks, (VILLAGE, VILLAGE, OTHER), strict=True))]
    copies: list[Path] = []
    made = 0
    for _ in range(26):
        at = random.randrange(3)
        store = stores[at]
        desks[at].clock.step(minutes=random.randrange(1, 90))
        households = [each.id for each in store.records("household", deleted=None)]
        choice = random.random()
        if choice < 0.2 or not households:
            fill(store, random.randrange(3))
        elif choice < 0.5:
            with store.action() as action:
                action.save("household", {random.choice(("contact_name", "note")): f"值{random.randrange(50)}"},
                            id=random.choice(households))
        elif choice < 0.62:
            with store.action() as action:
                action.save("visit", {"household_id": random.choice(households), "visited_on": "2026-05-08",
                                      "outcome": "met"})
        elif choice < 0.7:
            with store.action() as action:
                action.delete("household", random.choice(households))
        elif choice < 0.78 and erasing:
            with store.action() as action:
                action.erase("household", random.choice(households), {"contact_name": None, "phone": None})
        else:
            made += 1
            copy = folder / f"中途{made}.phdb"
            store.snapshot(copy)
            copies.append(copy)
            other = stores[(at + 1) % 3]
            with_source(other, [copy])
    for number, store in enumerate(stores):
        copy = folder / f"末{number}.phdb"
        store.snapshot(copy)
        copies.append(copy)
        check(store)
        store.close()
    return copies


def with_source(store: Store, copies: Sequence[Path]) -> MergeResult:
    sources: list[Source] = [open_source(copy, _key(copy)) for copy in copies]
    try:
        return merging.merge(store, sources)
    finally:
        for source in sources:
            source.close()


@pytest.mark.parametrize("seed", range(6))
def test_any_pile_of_copies_comes_to_the_same_in_any_order(
    seed: int, tmp_path: Path, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    if seed % 2:
        monkeypatch.setattr(apply, "MANY", 0)  # as where much comes at once
    random = Random(seed)
    copies = _history(random, tmp_path, make_desk)
    last = copies[-3:]
    seen: list[dict[str, list[tuple[Any, ...]]]] = []
    piles = [list(order) for order in permutations(last)][:3]
    piles += [random.sample(copies, len(copies)), [*copies, *copies[:2]]]
    for number, pile in enumerate(piles):
        with make_desk(f"街{number}").create(tmp_path / f"街{number}.phdb", home="", person="李") as store:
            if number % 2:
                for copy in pile:
                    with_source(store, [copy])
            else:
                with_source(store, pile)
            check(store)
            seen.append(tables(store))
    for each in seen[1:]:
        for name, rows in seen[0].items():
            assert each[name] == rows, name


@pytest.mark.parametrize("seed", range(3))
def test_every_merge_can_be_taken_back_step_by_step(seed: int, tmp_path: Path, make_desk: MakeDesk) -> None:
    copies = _history(Random(100 + seed), tmp_path, make_desk, erasing=False)
    with make_desk("街").create(tmp_path / "街.phdb", home="", person="李") as store:
        states, runs = [tables(store)], []
        for copy in copies:
            runs.append(with_source(store, [copy]).run)
            states.append(tables(store))
        for run, state in zip(reversed(runs), reversed(states[:-1]), strict=True):
            merging.undo_merge(store, run)
            check(store)
            assert tables(store) == state
