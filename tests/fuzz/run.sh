#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each for so many seconds; a crash, a hang or memory growth is a failure, and
# its input is kept in build/fuzz/artifacts. With --repeatable the inputs are the same each time, from the seeds in this folder
# on: what a change is judged by must not depend on luck. Without it they are new ones, on top of what earlier runs found.
# Usage: tests/fuzz/run.sh [--repeatable] SECONDS [TARGET ...]
set -euo pipefail
cd "$(dirname "$0")/../.."
random_seed=0  # a new one each time
if [ "$1" = --repeatable ]; then
  random_seed=1
  shift
fi
seconds=$1
shift
[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
cmake --build build/fuzz -j "$(nproc)" >build/fuzz/build.log 2>&1 || { tail -40 build/fuzz/build.log; exit 1; }
mkdir -p build/fuzz/artifacts
passed=0 failed=0
for target in build/fuzz/fuzz/*; do
  name=$(basename "$target")
  [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
  corpus=build/fuzz/corpus/$name
  [ "$random_seed" = 0 ] || { corpus=build/fuzz/repeatable/$name && rm -rf "$corpus"; }
  mkdir -p "$corpus"
  seeds=tests/fuzz/seeds/$name
  [ -d "$seeds" ] || seeds=
  if "$target" -seed="$random_seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=0 -verbosity=0 -artifact_prefix=build/fuzz/artifacts/"$name"- "$corpus" $seeds; then
    echo "ok   $name"
    passed=$((passed + 1))
  else
    echo "FAIL $name"
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
