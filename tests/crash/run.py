#!/usr/bin/env python3
"""Kills a loaded server again and again, at random moments and at failpoints, and checks after each restart that nothing
acknowledged is lost and nothing ran twice (checks.py has the list).

Usage: tests/crash/run.py --binary build/dev/slipher [--kills N] [--seed S] [--keep]
The last line counts kills after which everything held. On the first violation the data directory is kept and named.
"""
import argparse
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from checks import Book, check_sessions_ended, wait_until_settled
from harness.client import Lost
from harness.server import Server
from statements import SET_UP, TARGET
from workload import Workload

# Where the server may be told to kill itself, and up to which call of that place.
FAILPOINTS = {
    'statements.before_accept': 100,
    'statements.after_accept': 100,
    'store.before_commit': 150,
    'store.after_commit': 150,
    'statements.before_started': 60,
    'statements.after_started': 60,
    'statements.before_engine_commit': 60,
    'statements.after_engine_commit': 60,
    'statements.before_terminal_commit': 100,
    'engine.before_part_commit': 20,
    'engine.after_part_commit': 20,
}
LONGEST_LOAD = 1.2  # seconds until a random kill
FAILPOINT_PATIENCE = 2.5  # seconds until a failpoint that was not reached is given up


def set_up(server):
    server.start()
    client = server.client()
    for sql in SET_UP:
        client.query(sql, **TARGET)
    client.close()
    return server.bucket('crash')


def load_and_kill(server, chance, cycle, seed, bucket, failpoint):
    """One life of the server under load; gives the workload, for what it sent."""
    workload = Workload(server, cycle, f'{seed} {cycle}', bucket)
    try:
        if failpoint:
            server.wait_for_death(FAILPOINT_PATIENCE)
        else:
            server.wait_for_death(chance.uniform(0.02, LONGEST_LOAD))
        server.kill()
    finally:
        workload.stop()
    return workload


def choose_failpoint(chance):
    if chance.random() < 0.4:
        return ''
    name = chance.choice(list(FAILPOINTS))
    return f'{name}=kill@{chance.randint(1, FAILPOINTS[name])}'


def restart_and_check(server, chance, book, cycle, workload):
    """Restarts until the checks go through; now and then the server is killed while it recovers, too."""
    book.pending += workload.statements
    while True:
        dies_again = chance.random() < 0.25
        name = chance.choice(['store.before_commit', 'store.after_commit', 'statements.before_engine_commit'])
        failpoint = f'{name}=kill@{chance.randint(1, 12)}' if dies_again else ''
        if not server.start(failpoint):
            continue
        try:
            wait_until_settled(server, 5 if dies_again else 60)
            book.check(server, cycle)
            check_sessions_ended(server, workload.sessions)
            return
        except Lost:
            if not dies_again:
                raise
            server.kill()  # as the failpoint has


def run(arguments, server):
    chance = random.Random(arguments.seed)
    book = Book(chance)
    bucket = set_up(server)
    passed = 0
    for cycle in range(1, arguments.kills + 1):
        failpoint = choose_failpoint(chance)
        if failpoint:
            server.kill()
            if not server.start(failpoint):
                server.start()
        started = time.monotonic()
        try:
            workload = load_and_kill(server, chance, cycle, arguments.seed, bucket, failpoint)
            restart_and_check(server, chance, book, cycle, workload)
        except (AssertionError, Exception):  # pylint: disable=broad-except
            traceback.print_exc(file=sys.stdout)
            print(f'kill {cycle} (seed {arguments.seed}, failpoint {failpoint or "none"}) broke a promise\n'
                  f'data directory: {server.data_dir}\n{server.log_tail()}')
            return passed, 1
        passed += 1
        print(f'kill {cycle}: {len(workload.statements)} statements, {failpoint or "at random"}, '
              f'{time.monotonic() - started:.1f} s', flush=True)
    server.stop()
    server.start()
    book.check(server, 0)
    server.stop()
    print(f'{book.checked} statements, {len(book.keys)} rows')
    return passed, 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', required=True)
    parser.add_argument('--kills', type=int, default=15)
    parser.add_argument('--seed', type=int, default=None)
    parser.add_argument('--keep', action='store_true', help='keep the data directory in any case')
    arguments = parser.parse_args()
    if arguments.seed is None:
        arguments.seed = random.SystemRandom().randrange(1_000_000)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server does not outlive this program
    folder = pathlib.Path(tempfile.mkdtemp(prefix='slipher-crash-'))
    print(f'seed {arguments.seed}', flush=True)
    server = Server(arguments.binary, folder, variables={'SLIPHER_LOG_LEVEL': 'warn'})
    failed = 1
    passed = 0
    try:
        passed, failed = run(arguments, server)
    finally:
        if server.is_running():
            server.process.kill()
            server.process.wait()
        if not failed and not arguments.keep:
            shutil.rmtree(folder)
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
