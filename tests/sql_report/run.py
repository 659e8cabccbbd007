#!/usr/bin/env python3
"""Runs corpora of Redshift SQL against a server and reports how many statements do what is documented.

Usage: tests/sql_report/run.py --binary BINARY --corpora DIR --data DIR [--only pairs statements] [--source NAME ...]
                               [--details FILE]
"""
import argparse
import collections
import concurrent.futures
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import corpus
from harness.server import Server
from pairs import check_pairs
from runner import Runner

MISSING = re.compile(r'does not exist|nonexistent|doesn\'t exist|not found|no such|missing FROM-clause entry|has unsupported type|'
                     r'unknown (user|group|role)|must be (a|an) ', re.I)
IS_THERE = re.compile(r'already exists|specified more than once', re.I)
BROKEN = re.compile(r'syntax error|internal error|INTERNAL|Parser Error|Binder Error|Catalog Error|Not implemented', re.I)


def verdict(error):
    if error is None:
        return 'runs'
    if 'not supported by Slipher' in error:
        return 'refused'
    if BROKEN.search(error):
        return 'broken'
    return 'missing' if MISSING.search(error) else 'other'


def check_source(server, source, entries, details):
    """Quality of the entries -> verdict -> how many. An example that makes what an earlier one has made runs where that is
    not there: `again` counts these too."""
    counts = collections.defaultdict(collections.Counter)
    warehouse = re.sub('[^a-z0-9]+', '-', source.lower()).strip('-')
    runner = Runner(server.client(), warehouse)
    for number, entry in enumerate(entries):
        error, _ = runner.run(entry['sql'])
        if error and entry['kind'].startswith('CREATE') and IS_THERE.search(error):
            elsewhere, _ = Runner(server.client(), f'{warehouse[:40]}-{number}').run(entry['sql'])
            if elsewhere is None:
                error = None
                counts[entry.get('quality', 'real')]['again'] += 1
        result = verdict(error)
        counts[entry.get('quality', 'real')][result] += 1
        if result != 'runs':
            details(f'## {result} {entry["id"]} {source} {entry.get("file", "")}\n{entry["sql"]}\n   {error}')
    return counts


def print_statements(by_quality):
    print(f'{"statements":<22}{"all":>7}{"runs":>7}{"missing":>9}{"refused":>9}{"broken":>8}{"other":>7}'
          f'{"run or missing":>16}{"broken":>9}')
    groups = {'all real ones': [q for q in by_quality if q in corpus.REAL],
              **{quality: [quality] for quality in sorted(by_quality)}}
    for name, qualities in groups.items():
        total = sum((by_quality[quality] for quality in qualities), collections.Counter())
        again = total.pop('again', 0)
        all_of_them = sum(total.values())
        if not all_of_them:
            continue
        print(f'{name:<22}{all_of_them:>7}{total["runs"]:>7}{total["missing"]:>9}{total["refused"]:>9}'
              f'{total["broken"]:>8}{total["other"]:>7}{(total["runs"] + total["missing"]) / all_of_them:>16.1%}'
              f'{total["broken"] / all_of_them:>9.1%}'
              + (f'  ({again} of those that run make what an earlier one made)' if again else ''))


def print_pairs(counts):
    for name, (good, total) in counts.items():
        print(f'documented {name:<20}{good:>5} of {total:<5}{good / max(total, 1):>8.1%}')
    good, total = (sum(column) for column in zip(*counts.values()))
    print(f'documented {"all":<20}{good:>5} of {total:<5}{good / max(total, 1):>8.1%}', flush=True)


def report_pairs(server, arguments, details):
    print_pairs(check_pairs(server, arguments, details))


def report_statements(server, arguments, details):
    by_quality = collections.defaultdict(collections.Counter)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(check_source, server, source, entries, details)
                for source, entries in corpus.statements(arguments.corpora).items()
                if not arguments.source or source in arguments.source]
        for job in jobs:
            for quality, counts in job.result().items():
                by_quality[quality].update(counts)
    print_statements(by_quality)


PARTS = {'pairs': report_pairs, 'statements': report_statements}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('--corpora', type=pathlib.Path, required=True)
    parser.add_argument('--data', type=pathlib.Path, required=True)
    parser.add_argument('--only', nargs='*', choices=PARTS, default=list(PARTS))
    parser.add_argument('--source', nargs='*')
    parser.add_argument('--details', type=pathlib.Path, default=pathlib.Path('build/sql-report.txt'))
    arguments = parser.parse_args()
    arguments.details.parent.mkdir(parents=True, exist_ok=True)
    with open(arguments.details, 'w') as report:
        def details(text):
            report.write(text + '\n\n')
        for part in arguments.only:
            # A server for each: what one writes to buckets is none of the other's.
            with tempfile.TemporaryDirectory(prefix='slipher-report-') as folder:
                server = Server.started(arguments.binary, folder=folder, variables={'SLIPHER_LOG_LEVEL': 'warn'})
                try:
                    PARTS[part](server, arguments, details)
                finally:
                    server.stop()
    print(f'details: {arguments.details}')


main()
