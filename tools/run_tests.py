#!/usr/bin/env python3
"""Runs every test suite and prints one line for each, then the total as the last line: `N passed, N failed, N skipped`.

A suite is a GoogleTest program of the build, or one of the programs in SUITES. Each of those ends with a line of the same
form. Usage: tools/run_tests.py --build build/dev [--only NAME ...]
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNTS = re.compile(r'^(?:=+ )?(?:(\d+) failed, )?(\d+) passed(?:, (\d+) failed)?(?:, (\d+) skipped)?', re.M)

# The official DuckDB library is not instrumented: containers cross the border, and its caches live until exit.
SANITIZER_OPTIONS = {
    'ASAN_OPTIONS': 'detect_container_overflow=0:detect_leaks=0:alloc_dealloc_mismatch=0',
    'UBSAN_OPTIONS': 'print_stacktrace=1',
}


def suites(build):
    """Name and command of every suite, cheapest first."""
    for program in sorted((build / 'tests').glob('*_test')):
        yield program.name, [str(program)], True
    binary = str(build / 'slipher')
    yield 'structure', [sys.executable, 'tests/structure/run.py'], False
    yield 'model', ['tests/venv.sh', 'newest', 'python', 'tests/model/compare_model.py', binary], False
    yield 'hostile', [sys.executable, 'tests/hostile/run.py', '--binary', binary], False
    yield 'conformance', ['tests/conformance/run.sh', binary], False
    yield 's3', ['tests/s3/run.sh', binary], False
    yield 'crash', [sys.executable, 'tests/crash/run.py', '--binary', binary, '--kills', '15'], False
    yield 'fuzz', ['tests/fuzz/run.sh', '--repeatable', '5'], False


def run_googletest(command, env, log):
    with tempfile.NamedTemporaryFile(suffix='.json') as report:
        done = subprocess.run([*command, f'--gtest_output=json:{report.name}', '--gtest_brief=1'], cwd=ROOT, env=env,
                              stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            result = json.load(open(report.name))
        except ValueError:
            return 0, 1, 0  # it crashed before it could report
    skipped = sum(case.get('result') == 'SKIPPED' for suite in result['testsuites'] for case in suite['testsuite'])
    failed = result['failures'] or (1 if done.returncode else 0)
    return result['tests'] - result['failures'] - skipped, failed, skipped


def run_program(command, env, log):
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    log.flush()
    text = pathlib.Path(log.name).read_text(errors='replace')
    counts = list(COUNTS.finditer(text))
    if not counts:
        return 0, 1, 0
    last = counts[-1]
    passed, failed = int(last[2]), int(last[1] or last[3] or 0)
    return passed, failed or (1 if done.returncode else 0), int(last[4] or 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', type=pathlib.Path, required=True)
    parser.add_argument('--only', nargs='*')
    arguments = parser.parse_args()
    env = {**os.environ, **SANITIZER_OPTIONS}
    logs = arguments.build.resolve() / 'test-logs'
    logs.mkdir(parents=True, exist_ok=True)
    total = [0, 0, 0]
    notes = []
    for name, command, is_googletest in suites(arguments.build.resolve()):
        if arguments.only and name not in arguments.only:
            continue
        path = logs / f'{name}.log'
        started = time.monotonic()
        with open(path, 'w') as log:
            passed, failed, skipped = (run_googletest if is_googletest else run_program)(command, env, log)
        total = [total[0] + passed, total[1] + failed, total[2] + skipped]
        mark = 'ok  ' if not failed else 'FAIL'
        print(f'{mark} {name:<18} {passed} passed, {failed} failed, {skipped} skipped  {time.monotonic() - started:.0f} s',
              flush=True)
        text = path.read_text(errors='replace')
        notes += re.findall(r'^left out: .*$', text, re.M)
        if failed:
            print('\n'.join('    ' + line for line in text.splitlines()[-60:]), flush=True)
    for note in notes:
        print(note)
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] or not total[0] else 0


sys.exit(main())
