from __future__ import annotations

import sys

from panhuang_desk.store.check import check_unlocked

from tests.store.faults.harness import PASSPHRASE, Place, derive_once, keys
from tests.store.faults.killing import kill_often


def checked(place: Place) -> tuple[str, ...]:
    return check_unlocked(place.file, derive_once(PASSPHRASE, keys.read_salt(place.file))).problems


if sys.platform != "win32":

    def test_200_kills_lose_no_acknowledged_save_and_leave_a_clean_file(tmp_path):
        result = kill_often(tmp_path, 200, seed=1, check_all=checked)
        assert result.kills == 200
        assert result.lost == []
        assert result.wrong == []
        # How many saves fit into the time depends on the disk; kills that hit none would prove nothing.
        assert result.acknowledged > 100
        assert result.hot > 20
