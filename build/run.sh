#!/bin/sh
# Makes everything ready on first use, then starts the program: `sh build/run.sh [--demo | arguments of panhuang-desk]`.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/build/setup.sh"
prepare run
if [ "${1:-}" = --demo ]; then
    shift
    exec "$venv/bin/python" "$root/build/demo.py" "$@"
fi
exec "$venv/bin/panhuang-desk" "$@"
