#!/usr/bin/env bash
# COPY and UNLOAD on S3 servers. Usage: tests/s3/run.sh BINARY [pytest argument ...]
set -euo pipefail
binary=$(realpath "$1")
shift
cd "$(dirname "$0")"
exec env SLIPHER_BINARY="$binary" PYTHONPATH=.. ../venv.sh s3 python -m pytest -q -p no:cacheprovider --tb=short "$@"
