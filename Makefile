# The front door: every target installs what it needs first. Variables: JOBS, PREFIX; CORPORA and CORPORA_DATA (folders).
CORPORA ?= ../shared/corpora
CORPORA_DATA ?= ../shared/data
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@tools/setup.sh build

build: setup  ## the release binary: build/release/slipher
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@cmake --build build/release -j $(JOBS) --target slipher

demo: build  ## the main job on real data, printed step by step
	@tools/demo.sh build/release/slipher

dev:
	@tools/setup.sh test
	@[ -f build/dev/build.ninja ] || cmake --preset dev >/dev/null
	@cmake --build build/dev -j $(JOBS)

test: dev  ## every test; the last line counts them
	@tools/run_tests.py --build build/dev

crash:  dev ## 1,000 kills under load
	@tests/crash/run.py --binary build/dev/slipher --kills 1000

fuzz:  ## every fuzz target for 60 s
	@tools/setup.sh test
	@tests/fuzz/run.sh 60

bench:  ## one table: the machine, medians and ratios
	@tools/setup.sh bench
	@cmake --preset release >/dev/null
	@cmake --build build/release -j $(JOBS)
	@bench/run.py --binary build/release/slipher

sql-report: build  ## how much of a corpus of Redshift SQL runs, and how many documented results match
	@test -d "$(CORPORA)" || { echo "sql-report: no corpora in $(CORPORA); give CORPORA=DIR and CORPORA_DATA=DIR"; exit 1; }
	@tests/sql_report/run.py --binary build/release/slipher --corpora $(CORPORA) --data $(CORPORA_DATA)
	@tests/tpcds/run.py --binary build/release/slipher --corpora $(CORPORA)

tidy:  ## clang-tidy over every file
	@tools/setup.sh test
	@cmake --preset tidy >/dev/null && cmake --build build/tidy -j $(JOBS)

install: build  ## a relocatable tree under PREFIX
	@cmake --install build/release --prefix "$(PREFIX)"

clean:
	@rm -rf build

.PHONY: help setup build demo dev test crash fuzz bench sql-report tidy install clean
