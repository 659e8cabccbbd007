#!/usr/bin/env bash
# Real clients against a running server. Usage: tests/conformance/run.sh BINARY [pytest argument ...]
set -euo pipefail
binary=$(realpath "$1")
shift
cd "$(dirname "$0")"
exec env SLIPHER_BINARY="$binary" PYTHONPATH=.. ../venv.sh newest python -m pytest -q -p no:cacheprovider --tb=short "$@"
