#!/usr/bin/env bash
# Fetches the pinned packages of tools/deps.lock into .deps/ and checks their integrity hashes.
# Usage: tools/fetch_deps.sh duckdb | vega-datasets
set -euo pipefail
cd "$(dirname "$0")/.."
deps=$PWD/.deps
mkdir -p "$deps"

# fetch PACKAGE: leaves the verified tarball in .deps/ and prints its path.
fetch() {
  local version file integrity
  read -r _ version file integrity < <(awk -v name="$1" '$1 == name' tools/deps.lock)
  [ -n "$version" ] || { echo "fetch_deps: $1 is not in tools/deps.lock" >&2; exit 1; }
  if [ ! -f "$deps/$file" ]; then
    echo "fetching $1@$version" >&2
    local scratch
    scratch=$(mktemp -d "$deps/fetch.XXXXXX")
    (cd "$scratch" && npm pack --silent "$1@$version" >/dev/null 2>&1) || { echo "fetch_deps: npm pack $1@$version failed" >&2; exit 1; }
    mv "$scratch/$file" "$deps/$file.unverified"
    rmdir "$scratch"
    local actual
    actual="sha512-$(openssl dgst -sha512 -binary "$deps/$file.unverified" | base64 -w0)"
    [ "$actual" = "$integrity" ] || { rm -f "$deps/$file.unverified"; echo "fetch_deps: $1@$version has hash $actual, expected $integrity" >&2; exit 1; }
    mv "$deps/$file.unverified" "$deps/$file"
  fi
  echo "$deps/$file"
}

# unpack TARBALL MEMBER TARGET: places one member of the package at TARGET, whole or not at all.
unpack() {
  [ -e "$3" ] && return
  local scratch
  scratch=$(mktemp -d "$deps/unpack.XXXXXX")
  tar -xzf "$1" -C "$scratch" "package/$2"
  mkdir -p "$(dirname "$3")"
  mv "$scratch/package/$2" "$3"
  rm -rf "$scratch"
}

case "${1:-}" in
  duckdb)
    case "$(uname -m)" in
      x86_64) bindings=@duckdb/node-bindings-linux-x64 ;;
      aarch64) bindings=@duckdb/node-bindings-linux-arm64 ;;
      *) echo "fetch_deps: no packaged DuckDB for $(uname -m); build with -DSLIPHER_DUCKDB_ROOT=" >&2; exit 1 ;;
    esac
    headers=$(fetch duckdb)
    library=$(fetch "$bindings")
    unpack "$headers" src/duckdb/src/include "$deps/duckdb/include"
    unpack "$headers" LICENSE "$deps/duckdb/LICENSE"
    unpack "$library" libduckdb.so "$deps/duckdb/lib/libduckdb.so"
    ;;
  vega-datasets)
    data=$(fetch vega-datasets)
    for file in flights-3m.parquet airports.csv; do unpack "$data" "data/$file" "$deps/vega-datasets/$file"; done
    ;;
  *) echo "usage: tools/fetch_deps.sh duckdb | vega-datasets" >&2; exit 2 ;;
esac
