#!/usr/bin/env python3
"""Runs corpora of Redshift SQL against a server and reports how many statements do what is documented.

Usage: tests/sql_report/run.py --binary BINARY --corpora DIR --data DIR [--only pairs statements] [--source NAME ...]
                               [--details FILE]
"""
import argparse
import base64
import collections
import concurrent.futures
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import compare
import corpus
from harness.client import Refused
from harness.server import Server

STATEMENT_SECONDS = 30
TICKIT = ('category', 'date', 'event', 'venue')
MISSING = re.compile(r'does not exist|nonexistent|doesn\'t exist|not found|no such|unknown (user|group|role)|must be (a|an) ', re.I)
BROKEN = re.compile(r'syntax error|internal error|INTERNAL|Parser Error|Binder Error|Catalog Error|Not implemented', re.I)


class Runner:
    """Statements on one warehouse, one by one, each on a connection of its own."""

    def __init__(self, client, warehouse, database='dev'):
        self.client, self.target = client, {'ClusterIdentifier': warehouse, 'Database': database}

    def run(self, sql):
        """Error text or None, and the rows of a result set."""
        try:
            reply = self.client.call('ExecuteStatement', Sql=sql, WaitTimeSeconds=STATEMENT_SECONDS, **self.target)
            described = self.client.call('DescribeStatement', Id=reply['Id'])
            if described['Status'] not in ('FINISHED', 'FAILED', 'ABORTED'):
                self.client.call('CancelStatement', Id=reply['Id'])
                return f'still running after {STATEMENT_SECONDS} s', []
            if described['Status'] != 'FINISHED':
                return described['Error'], []
            return None, self.shown_rows(reply['Id']) if described['HasResultSet'] else []
        except Refused as refused:
            return str(refused), []


    def shown_rows(self, identifier):
        """The rows as a client shows them: bytes, which travel as Base64, in hexadecimal."""
        rows = self.client.rows(identifier)[0]
        columns = self.client.call('GetStatementResult', Id=identifier)['ColumnMetadata']
        for index, column in enumerate(columns):
            if column['typeName'] == 'varbyte':
                for row in rows:
                    row[index] = row[index] and base64.b64decode(row[index]).hex()
        return rows


def verdict(error):
    if error is None:
        return 'runs'
    if 'not supported by Slipher' in error:
        return 'refused'
    if BROKEN.search(error):
        return 'broken'
    return 'missing' if MISSING.search(error) else 'other'


def load_tickit(runner, server, data):
    """The sample tables that are there, with the types of their documented DDL."""
    bucket = server.bucket('tickit')
    for name in TICKIT:
        (bucket / f'{name}.txt').write_bytes((data / 'tickit' / f'{name}.txt').read_bytes())
    ddl = {
        'category': 'catid smallint not null distkey sortkey, catgroup varchar(10), catname varchar(10), catdesc varchar(50)',
        'date': 'dateid smallint not null distkey sortkey, caldate date not null, day character(3) not null, '
                'week smallint not null, month character(5) not null, qtr character(5) not null, '
                'year smallint not null, holiday boolean default(\'N\')',
        'event': 'eventid integer not null distkey, venueid smallint not null, catid smallint not null, '
                 'dateid smallint not null sortkey, eventname varchar(200), starttime timestamp',
        'venue': 'venueid smallint not null distkey sortkey, venuename varchar(100), venuecity varchar(30), '
                 'venuestate char(2), venueseats integer'}
    for name in TICKIT:
        for sql in (f'create table {name} ({ddl[name]})',
                    f"copy {name} from 's3://tickit/{name}.txt' iam_role default delimiter '|' timeformat 'auto'"):
            error, _ = runner.run(sql)
            if error:
                raise SystemExit(f'{sql}: {error}')


def in_database(runner, databases, pair, server, arguments):
    """Makes the databases that the page makes above the query. What follows happens in the one that the query names, or
    in the last one."""
    made = []
    for index, name, sql in databases:
        if index > int(pair['id'].split(':')[1]):
            break
        runner.run(f'drop database {name}')
        if runner.run(sql)[0] is None:
            made = [each for each in made if each != name] + [name]
    if not made:
        return runner
    chosen = next((name for name in made if f'{name}.' in pair['sql'].lower()), made[-1])
    inside = Runner(runner.client, runner.target['ClusterIdentifier'], chosen)
    load_tickit(inside, server, arguments.data)
    return inside


def check_pairs(server, arguments, details):
    """Class -> [matching, all]."""
    counts = collections.OrderedDict((name, [0, 0]) for name in corpus.SCORED_CLASSES)
    shared = Runner(server.client(), 'pairs')
    load_tickit(shared, server, arguments.data)
    for sql in corpus.sample_tables(arguments.corpora):
        shared.run(sql)
    databases = corpus.databases(arguments.corpora)
    for number, pair in enumerate(corpus.pairs(arguments.corpora)):
        runner = shared
        if pair.get('setup'):
            runner = Runner(server.client(), f'pair-{number}')
            load_tickit(runner, server, arguments.data)
            runner = in_database(runner, databases.get(pair['file'], ()), pair, server, arguments)
        for sql in pair.get('setup') or ():
            error, _ = runner.run(sql)
            if error:
                details(f'-- {pair["id"]} setup: {sql}\n   {error}')
        error, rows = runner.run(pair['sql'])
        keys = compare.order_keys(pair['sql'], pair['columns'])
        is_match = error is None and compare.matches(rows, pair['rows'], pair['truncated'], keys)
        counts[pair['class']][0] += is_match
        counts[pair['class']][1] += 1
        if not is_match:
            details(f'== {pair["id"]} {pair["class"]} {pair["file"]}\n{pair["sql"]}\n'
                    f'   expected {pair["rows"][:6]}\n   got      {error or rows[:6]}')
    return counts


def check_source(server, source, entries, details):
    """Quality of the entries -> verdict -> how many."""
    counts = collections.defaultdict(collections.Counter)
    runner = Runner(server.client(), re.sub('[^a-z0-9]+', '-', source.lower()).strip('-'))
    for entry in entries:
        error, _ = runner.run(entry['sql'])
        result = verdict(error)
        counts[entry.get('quality', 'real')][result] += 1
        if result != 'runs':
            details(f'## {result} {entry["id"]} {source} {entry.get("file", "")}\n{entry["sql"]}\n   {error}')
    return counts


def print_statements(by_quality):
    print(f'{"statements":<22}{"all":>7}{"runs":>7}{"missing":>9}{"refused":>9}{"broken":>8}{"other":>7}'
          f'{"run or missing":>16}{"broken":>9}')
    groups = {'real': [q for q in by_quality if q in corpus.REAL],
              **{quality: [quality] for quality in sorted(by_quality)}}
    for name, qualities in groups.items():
        total = sum((by_quality[quality] for quality in qualities), collections.Counter())
        all_of_them = sum(total.values())
        if not all_of_them:
            continue
        label = 'all real ones' if name == 'real' and len(qualities) > 1 else name
        print(f'{label:<22}{all_of_them:>7}{total["runs"]:>7}{total["missing"]:>9}{total["refused"]:>9}'
              f'{total["broken"]:>8}{total["other"]:>7}{(total["runs"] + total["missing"]) / all_of_them:>16.1%}'
              f'{total["broken"] / all_of_them:>9.1%}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('--corpora', type=pathlib.Path, required=True)
    parser.add_argument('--data', type=pathlib.Path, required=True)
    parser.add_argument('--only', nargs='*', default=['pairs', 'statements'])
    parser.add_argument('--source', nargs='*')
    parser.add_argument('--details', type=pathlib.Path, default=pathlib.Path('build/sql-report.txt'))
    arguments = parser.parse_args()
    arguments.details.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix='slipher-report-') as folder, open(arguments.details, 'w') as report:
        def details(text):
            report.write(text + '\n\n')
        server = Server.started(arguments.binary, folder=folder, variables={'SLIPHER_LOG_LEVEL': 'warn'})
        try:
            if 'pairs' in arguments.only:
                counts = check_pairs(server, arguments, details)
                for name, (good, total) in counts.items():
                    print(f'documented {name:<20}{good:>5} of {total:<5}{good / max(total, 1):>8.1%}')
                good, total = (sum(column) for column in zip(*counts.values()))
                print(f'documented {"all":<20}{good:>5} of {total:<5}{good / max(total, 1):>8.1%}', flush=True)
            if 'statements' in arguments.only:
                by_quality = collections.defaultdict(collections.Counter)
                with concurrent.futures.ThreadPoolExecutor(2) as pool:
                    jobs = [pool.submit(check_source, server, source, entries, details)
                            for source, entries in corpus.statements(arguments.corpora).items()
                            if not arguments.source or source in arguments.source]
                    for job in jobs:
                        for quality, counts in job.result().items():
                            by_quality[quality].update(counts)
                print_statements(by_quality)
        finally:
            server.stop()
    print(f'details: {arguments.details}')


main()
