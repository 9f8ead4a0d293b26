from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from panhuang_desk.model.journal import Change, Knowledge
from tests.model.journal_simulation import SimFile, Simulation, random_history, run

NUMBER = st.integers(0, 63)
STEPS = st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER), max_size=60)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 5), STEPS, st.lists(NUMBER, min_size=1, max_size=6))
def test_the_journal_agrees_with_an_oracle_and_all_copies_converge(copies, steps, order):
    run(copies, steps, order)


def test_long_random_histories_agree_too_and_are_full_of_conflicts():
    conflicts = sum(run(*random_history(seed)).conflicts for seed in range(150))
    assert conflicts > 1000


class ByClock(Knowledge):
    """What many programs do: the later stamp is taken to have known the earlier."""

    def knew(self, later: Change, earlier: Change) -> bool:
        return later.stamp > earlier.stamp


class ByDevice(Knowledge):
    """Every replica knows itself only."""

    def knew(self, later: Change, earlier: Change) -> bool:
        return later.replica == earlier.replica and later.seq > earlier.seq


def by_clock(file: SimFile) -> Knowledge:
    return ByClock(file.known)


def by_device(file: SimFile) -> Knowledge:
    return ByDevice(file.known)


def test_a_clock_or_a_device_alone_cannot_decide_and_the_oracle_notices():
    for poorer in (by_clock, by_device):
        wrong = 0
        for seed in range(20):
            copies, steps, _ = random_history(seed)
            simulation = Simulation(copies)
            simulation.play(steps)
            wrong += len(simulation.check(poorer))
        assert wrong > 20


def test_a_history_is_the_same_for_the_same_seed():
    assert random_history(7) == random_history(7)
