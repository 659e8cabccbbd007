#!/usr/bin/env python3
"""Runs the queries of TPC-DS that a corpus has, on tables of its DDL with synthetic rows, and reports which fail.

Usage: tests/tpcds/run.py --binary BINARY --corpora DIR [--details FILE]
The corpus is DIR/benchmarks.jsonl: one JSON object a line with `kind`, `file` and `sql`. Tables that it has no DDL of are
those of tables.sql.
"""
import argparse
import json
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]
from harness.client import Refused  # noqa: E402
from harness.server import Server  # noqa: E402
import rows  # noqa: E402

SECONDS = 120
TARGET = {'ClusterIdentifier': 'tpcds', 'Database': 'dev'}


def table_of(ddl):
    found = re.match(r'\s*create\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)\s*\(', ddl, re.I)
    return found and found[1].lower()


def definitions(corpus):
    """Table -> DDL: the corpus's where it has one."""
    text = re.sub(r'^--.*$', '', (HERE / 'tables.sql').read_text(), flags=re.M)
    own = {table_of(ddl): ddl.strip() for ddl in text.split(';') if ddl.strip()}
    given = {table_of(entry['sql']): entry['sql'] for entry in corpus
             if entry['kind'] == 'CREATE TABLE' and 'tpc-ds' in re.sub('tpcds', 'tpc-ds', entry['file'].lower())}
    return {table: given.get(table, ddl) for table, ddl in own.items()}, sum(table in given for table in own)


def is_query(entry, tables):
    """A query on these tables and no other; those of TPC-H share one name with them."""
    if entry['kind'] != 'SELECT' or 'tpch' in entry['file'].lower():
        return False
    named = set(re.findall(r'\b(?:from|join)\s+(\w+)', entry['sql'].lower()))
    return bool(named & set(tables))


class Runner:
    def __init__(self, client):
        self.client = client

    def run(self, sql):
        """Error or None, and how many rows there were."""
        try:
            reply = self.client.call('ExecuteStatement', Sql=sql, **TARGET)
            described = self.client.wait(reply['Id'], SECONDS)
        except Refused as refused:
            return str(refused), 0
        return (None if described['Status'] == 'FINISHED' else described.get('Error', described['Status']),
                described.get('ResultRows', 0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('--corpora', type=pathlib.Path, required=True)
    parser.add_argument('--details', type=pathlib.Path, default=pathlib.Path('build/tpcds-report.txt'))
    arguments = parser.parse_args()
    arguments.details.parent.mkdir(parents=True, exist_ok=True)
    with open(arguments.corpora / 'benchmarks.jsonl', encoding='utf-8') as file:
        corpus = [json.loads(line) for line in file if line.strip()]
    tables, given = definitions(corpus)
    server = Server.started(arguments.binary)
    try:
        runner = Runner(server.client())
        for table, ddl in tables.items():
            for sql in (ddl, rows.insert(table, ddl)):
                error, _ = runner.run(sql)
                if error:
                    raise SystemExit(f'{sql}\n{error}')
        queries = [entry for entry in corpus if is_query(entry, tables)]
        failed, empty, started = [], 0, time.monotonic()
        for entry in queries:
            error, count = runner.run(entry['sql'])
            empty += not error and count == 0
            if error:
                failed.append(f'== {entry["id"]} {entry["file"]}\n{entry["sql"]}\n   {error}\n')
        arguments.details.write_text('\n'.join(failed))
        print(f'TPC-DS: {len(tables)} tables ({given} by the corpus\'s DDL), {sum(rows.SIZES.values())} rows; '
              f'{len(queries) - len(failed)} of {len(queries)} queries run, {empty} of them find nothing, '
              f'{time.monotonic() - started:.0f} s; details: {arguments.details}')
        return 1 if failed else 0
    finally:
        server.stop()


sys.exit(main())
