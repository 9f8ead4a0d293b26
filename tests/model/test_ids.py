from __future__ import annotations

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.ids import IdSource, id_ms, new_id


def test_an_id_is_a_uuid_of_version_7():
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert str(made) == str(made).lower()


def test_an_id_tells_when_it_was_made():
    assert id_ms(IdSource(lambda: 1_795_000_000_123)()) == 1_795_000_000_123


@given(st.lists(st.integers(-(10**12), 2**48 + 10), min_size=1, max_size=60))
def test_ids_grow_whatever_the_clock_does(times):
    clock = iter(times)
    source = IdSource(lambda: next(clock))
    ids = [source() for _ in times]
    assert ids == sorted(set(ids))
    assert all(uuid.UUID(i).version == 7 for i in ids)


def test_a_full_millisecond_carries_into_the_next():
    source = IdSource(lambda: 1000, lambda bits: (1 << bits) - 1)
    first, second = source(), source()
    assert (id_ms(first), id_ms(second)) == (1000, 1001)
    assert first < second


def test_equal_randomness_gives_equal_ids():
    sources = [IdSource(lambda: 5, lambda bits: bits) for _ in range(2)]
    assert [sources[0]() for _ in range(3)] == [sources[1]() for _ in range(3)]


def test_ids_made_by_several_threads_differ():
    source = IdSource(lambda: 7)
    made: list[list[str]] = [[] for _ in range(4)]
    threads = [
        threading.Thread(target=lambda mine=mine: mine.extend(source() for _ in range(500))) for mine in made
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in made)
    assert len({i for mine in made for i in mine}) == 2000
