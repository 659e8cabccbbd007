#!/usr/bin/env bash
# Runs a command inside the virtual environment of tests/requirements/NAME.txt, which it makes when it is missing or older
# than its list. Usage: tests/venv.sh NAME COMMAND [ARGUMENT ...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
name=$1
shift
list=$root/tests/requirements/$name.txt
place=$root/.deps/venv-$name
if ! cmp -s "$list" "$place/requirements.txt"; then
  rm -rf "$place"
  mkdir -p "$root/.deps"
  python3 -m venv "$place"
  "$place/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$list"
  cp "$list" "$place/requirements.txt"
fi
PATH=$place/bin:$PATH exec "$@"
