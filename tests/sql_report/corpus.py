"""Reads the corpora: documented queries with their results, and statements, one JSON object a line."""
import json
import pathlib
import re

REAL = ('doc', 'real', 'driver-test', 'rendered')
SCORED_CLASSES = ('scalar', 'tickit4', 'file-local tables')
QUERIES = ('SELECT', 'SHOW', 'EXPLAIN')
MAKES_RELATIONS = ('CREATE TABLE', 'CREATE TABLE AS', 'CTAS', 'CREATE VIEW', 'CREATE MATERIALIZED VIEW')
SHARED_SCHEMA = re.compile(r'^create\s+external\s+schema\b.*\bfrom\s+redshift\b', re.I | re.S)
QUOTED_CAPITALS = re.compile(r'"[^"]*[A-Z][^"]*"')


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


def pairs(folder):
    """Documented queries whose results can be compared: `sql`, `setup`, `columns`, `rows`, `class` ..."""
    return [pair for pair in lines(pathlib.Path(folder) / 'pairs_devguide.jsonl')
            if pair['wellformed'] and pair['class'] in SCORED_CLASSES]


def sample_tables(folder):
    """What makes the sample table that the pages about window functions read."""
    return [entry['sql'] for entry in lines(pathlib.Path(folder) / 'devguide.jsonl')
            if entry.get('section') == 'Sample table for window function examples']


def place(entry):
    """Number of a statement in its source."""
    return int(entry['id'].split(':')[1])


def pages(folder):
    """Statements of each page of the guide, in their order."""
    found = {}
    for entry in lines(pathlib.Path(folder) / 'devguide.jsonl'):
        found.setdefault(entry['file'], []).append(entry)
    return found


def readings(page, pair):
    """Ways to read what stands above a query on its page: (name, statements). None twice, none without statements."""
    before = [entry for entry in page if place(entry) < place(pair)]
    above = []
    for entry in reversed(before):
        if entry['kind'] in QUERIES:
            break
        above.insert(0, entry['sql'])
    section = [entry['sql'] for entry in before if entry['kind'] in MAKES_RELATIONS
               or entry.get('section') == pair.get('section') and entry['kind'] not in QUERIES]
    ways = {'above': above, 'section': section}
    if QUOTED_CAPITALS.search(pair['sql']):
        ways['case'] = above + ['set enable_case_sensitive_identifier to true']
    done = []
    for name, statements in ways.items():
        if statements and statements not in done:
            done.append(statements)
            yield name, statements


def databases(folder):
    """Pages that make databases -> [(number of the statement, name, statement)]; what follows happens in the last one."""
    made = {}
    for entry in lines(pathlib.Path(folder) / 'devguide.jsonl'):
        if entry['kind'] == 'CREATE DATABASE' and 'datashare' not in entry['sql'].lower():
            name = entry['sql'].split()[2].lower()
            made.setdefault(entry['file'], []).append((place(entry), name, entry['sql']))
    return made


def statements(folder):
    """Every statement of the corpora by source, in the order of the files."""
    sources = {}
    for path in sorted(pathlib.Path(folder).glob('*.jsonl')):
        if path.name == 'templates.jsonl' or path.name.startswith(('pairs_', 'devguide_synopsis')):
            continue
        for entry in lines(path):
            sources.setdefault(entry['source'], []).append(entry)
    return sources
