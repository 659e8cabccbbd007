#!/usr/bin/env python3
"""Reads the source and checks what docs/architecture.md and the style ask of it. Ends with `N passed, N failed`.

Checks: rooms include only what the table allows; third-party headers stay in their rooms; sizes of files; every co_await
stands alone (lint_co_await.py); generated documents are current (checked by app_test); no test without an assertion.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SRC = ROOT / 'src'
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
LONGEST_FILE = 500
LONGEST_MEDIAN = 160


def tables():
    """The two tables of docs/architecture.md: {room: {rooms it may include}}, {header prefix: {places}}."""
    rooms, libraries = {}, {}
    for line in (ROOT / 'docs/architecture.md').read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        if not line.startswith('|') or set(line) <= set('|- '):
            continue
        if len(cells) == 3 and (SRC / cells[0]).is_dir():
            rooms[cells[0]] = set(cells[2].split())
        elif len(cells) == 2 and cells[0] not in ('header', 'path') and not cells[0].startswith('`'):
            libraries[cells[0]] = cells[1].split()
    return rooms, libraries


def sources():
    return sorted(path for path in SRC.rglob('*') if path.suffix in ('.h', '.cc'))


def check_rooms():
    rooms, _ = tables()
    faults = [f'{folder.name}: a folder of src/ that is not in the table of rooms'
              for folder in SRC.iterdir() if folder.is_dir() and folder.name not in rooms]
    for path in sources():
        room = path.relative_to(SRC).parts[0]
        for bracket, name in INCLUDE.findall(path.read_text()):
            other = name.split('/')[0]
            if bracket == '"' and (SRC / other).is_dir() and other != room and other not in rooms.get(room, set()):
                faults.append(f'{path}: {room} may not include {other} ({name})')
    return faults


def check_libraries():
    _, libraries = tables()
    faults = []
    for path in sources():
        place = str(path.relative_to(SRC))
        for bracket, name in INCLUDE.findall(path.read_text()):
            for prefix, places in libraries.items():
                if name.startswith(prefix) and not any(place.startswith(p + '/') for p in places):
                    faults.append(f'{path}: {name} belongs under {" ".join(places)}')
            if bracket == '"' and not (SRC / name).is_file() and not name.startswith('duckdb'):
                faults.append(f'{path}: "{name}" is not a path below src/')
    return faults


def check_sizes():
    lengths = {path: len(path.read_text().splitlines()) for path in sources()}
    ordered = sorted(lengths.values())
    faults = [f'{path}: {length} lines; above {LONGEST_FILE} a file wants splitting'
              for path, length in lengths.items() if length > LONGEST_FILE]
    if ordered and ordered[len(ordered) // 2] > LONGEST_MEDIAN:
        faults.append(f'the median file has {ordered[len(ordered) // 2]} lines, above {LONGEST_MEDIAN}')
    return faults


def check_readmes():
    return [f'{folder}/README.md is missing' for folder in sorted(SRC.iterdir())
            if folder.is_dir() and not (folder / 'README.md').is_file()]


def check_tests_assert():
    return [f'{path}: no assertion' for path in SRC.rglob('*_test.cc')
            if not re.search(r'EXPECT_|ASSERT_', path.read_text())]


def check_headers():
    return [f'{path}: no #pragma once' for path in SRC.rglob('*.h') if '#pragma once' not in path.read_text()]


def check_coroutines():
    faults = []
    for path in sources():
        if 'co_await' in path.read_text() and path.relative_to(SRC).parts[0] != 'http':
            faults.append(f'{path}: coroutines live in http/ only')
    done = subprocess.run([sys.executable, str(ROOT / 'tests/structure/lint_co_await.py'),
                           *[str(path) for path in sources() if 'co_await' in path.read_text()]],
                          capture_output=True, text=True)
    if done.returncode:
        faults += (done.stdout + done.stderr).splitlines()
    return faults


def check_banned():
    """Calls that the design rules out."""
    banned = {r'\.detach\(\)': 'detached threads', r'std::regex\b': 'std::regex recurses on user input',
              r'\bstrcpy\(|\bsprintf\(': 'unbounded C strings'}
    faults = []
    for path in sources():
        if path.name.endswith('_test.cc'):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            code = line.split('//')[0]
            faults += [f'{path}:{number}: {why}' for pattern, why in banned.items() if re.search(pattern, code)]
    return faults


def check_refusals():
    """What the code refuses by name has a row in sql/constructs, and no two rows have one name."""
    names = re.findall(r'^    \{"((?:[^"\\]|\\.)*)",', ''.join(
        path.read_text() for path in sorted((SRC / 'sql/constructs').glob('*.cc')) if path.name != 'construct.cc'), re.M)
    faults = [f'sql/constructs: two rows are named {name}' for name in sorted(set(names)) if names.count(name) > 1]
    for path in sources():
        if path.name.endswith('_test.cc') or path.parent.name == 'constructs':
            continue
        code = ''.join(line for line in path.read_text().splitlines(True) if not line.lstrip().startswith('//'))
        refused = re.findall(r'(?:not_supported\(|Unsupported\{)"([^"]*)"', code)
        refused += re.findall(r'"(?:ERROR: )?([^"]+?) (?:is|are) not supported by Slipher', code)
        faults += [f'{path}: no row in sql/constructs is named "{name}"' for name in refused
                   if name not in names and '%' not in name and name != '*' and not name.endswith(('://', '()'))]
    return faults


def main():
    failed = passed = 0
    for name, check in sorted(globals().items()):
        if not name.startswith('check_'):
            continue
        faults = check()
        passed, failed = passed + (not faults), failed + bool(faults)
        print(f'{"ok  " if not faults else "FAIL"} {name[6:]}')
        for fault in faults:
            print('    ' + fault.replace(str(ROOT) + '/', ''))
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


sys.exit(main())
