"""Damaged files of places are read as far as they go or refused in words; `build/fuzz.py` tries many more."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.places.read import found_in
from tests.exchange.mutations import mutated
from tests.exchange.places.samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_refused_in_words(name: str) -> None:
    random = Random(name)
    read = 0
    for _ in range(150):
        with contextlib.suppress(UserError):
            found_in(mutated(SAMPLES[name], random), name)
            read += 1
    assert read
