"""Play many random histories of copies against the journal's oracle.

`python build/simulate_journal.py --examples N` ends with 1 at the first history that differs, naming its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.model.journal_simulation import random_history, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1500)
    parser.add_argument("--first-seed", type=int, default=0)
    asked = parser.parse_args()
    started, fields, conflicts = time.monotonic(), 0, 0
    for seed in range(asked.first_seed, asked.first_seed + asked.examples):
        try:
            simulation = run(*random_history(seed))
        except AssertionError as difference:
            print(f"seed {seed}: {difference}", file=sys.stderr)
            return 1
        fields += simulation.fields
        conflicts += simulation.conflicts
    seconds = time.monotonic() - started
    print(f"{asked.examples:,} histories, {fields:,} fields and {conflicts:,} conflicts compared, "
          f"no difference, {seconds:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
