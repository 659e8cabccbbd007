#!/usr/bin/env bash
# Installs what is missing to build and test Slipher on Debian 12: packages by apt (with sudo when not root), and the
# pinned DuckDB. Quick when nothing is missing. Usage: tools/setup.sh [build|test|bench]
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-build}

packages=(g++ make cmake ninja-build pkg-config npm openssl ca-certificates
  libboost1.81-dev libboost-json1.81-dev libboost-system1.81-dev libssl-dev libsqlite3-dev libbz2-dev zlib1g-dev libzstd-dev
  libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev libcurl4-openssl-dev libpugixml-dev libpcre2-dev libpq-dev
  libjemalloc-dev)
if [ "$purpose" != build ]; then
  packages+=(libgtest-dev libgmock-dev python3 python3-venv)
fi
if [ "$purpose" = test ]; then
  packages+=(clang libclang-rt-14-dev postgresql)
fi
if [ "$purpose" = bench ]; then
  packages+=(libbenchmark-dev)
fi

missing=()
for package in "${packages[@]}"; do
  # A tool that is already on the PATH need not come from apt (npm and python3 often do not).
  case "$package" in
    npm | python3 | cmake | openssl) command -v "$package" >/dev/null && continue ;;
    python3-venv) python3 -c 'import venv, ensurepip' 2>/dev/null && continue ;;
  esac
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "setup: needs apt-get (Debian 12) or these packages: ${missing[*]}" >&2; exit 1; }
  sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "setup: not root and no sudo; install as root: ${missing[*]}" >&2; exit 1; }
    sudo=(sudo)
  fi
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
tools/fetch_deps.sh duckdb
