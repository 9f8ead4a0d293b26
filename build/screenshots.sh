#!/bin/sh
# The journeys again under a real X server, with a picture of every page at 100 % and 150 % text.
# Usage: sh build/screenshots.sh FOLDER      (needs xvfb-run and the .venv of build/test.sh)
set -eu
cd "$(dirname "$0")/.."
folder=${1:?"usage: sh build/screenshots.sh FOLDER"}
python=${PYTHON:-.venv/bin/python}
for size in 100 150; do
  QT_QPA_PLATFORM=xcb PANHUANG_SHOTS="$folder/$size" PANHUANG_TEXT_SIZE=$size \
    xvfb-run -a -s "-screen 0 1366x768x24" "$python" -m pytest -q tests/journeys
done
