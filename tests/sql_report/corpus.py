"""Reads the corpora: documented queries with their results, and statements, one JSON object a line."""
import json
import pathlib

REAL = ('doc', 'real', 'driver-test', 'rendered')
SCORED_CLASSES = ('scalar', 'tickit4', 'file-local tables')


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


def databases(folder):
    """Pages that make databases -> [(number of the statement, name, statement)]; what follows happens in the last one."""
    made = {}
    for entry in lines(pathlib.Path(folder) / 'devguide.jsonl'):
        if entry['kind'] == 'CREATE DATABASE' and 'datashare' not in entry['sql'].lower():
            name = entry['sql'].split()[2].lower()
            made.setdefault(entry['file'], []).append((int(entry['id'].split(':')[1]), name, entry['sql']))
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
