#!/bin/sh
# Makes everything ready on first use, then runs every check and all tests; arguments go to pytest.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/build/setup.sh"
prepare test
cd "$root"
export QT_QPA_PLATFORM=offscreen
PATH=$venv/bin:$PATH
export PATH
failed=
check() { "$@" || failed="$failed $1"; }
check ruff check panhuang_desk tests build hatch_build.py
check mypy
check lint-imports
[ -z "$failed" ] || say "没有通过：$failed"
pytest "$@"
[ -z "$failed" ]
