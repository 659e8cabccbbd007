#!/usr/bin/env python3
"""Measures what Slipher claims about speed and cost, side by side in one run, and prints one table.

Each figure is the median of its runs; a ratio compares two medians of the same run on the same machine. Targets are the
claims; a figure below its target is marked, nothing fails. Usage: bench/run.py --binary build/release/slipher [--only NAME ...]
"""
import argparse
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests'))
from harness.server import Server  # noqa: E402
from functions.functions import bench_functions, bench_queries  # noqa: E402, F401
from tpch.tpch import bench_tpch  # noqa: E402, F401  (main() finds it by its name)

ROWS = 10_000_000
WIDE = (f"select n::bigint as id, 'row number ' || n::varchar as label, n * 0.37::float8 as amount, "
        f"timestamp '2024-01-01 00:00:00' + n * interval '1 second' as moment from generate_series(1, {ROWS}) g(n)")
RAW_WIDE = (f"select n::bigint as id, 'row number ' || n::varchar as label, n * 0.37::double as amount, "
            f"timestamp '2024-01-01 00:00:00' + n * interval '1 second' as moment from range(1, {ROWS + 1}) g(n)")


class Bench:
    def __init__(self, binary, runs):
        self.binary = pathlib.Path(binary).resolve()
        self.tools = self.binary.parent / 'bench'
        self.runs = runs
        self.table = []

    def row(self, name, figure, ratio=None, target=None, holds=None):
        mark = '' if holds is None else ('yes' if holds else 'NO')
        self.table.append((name, figure, '' if ratio is None else f'{ratio:.2f}', target or '', mark))
        print(f'  {name}: {figure}' + ('' if ratio is None else f', ratio {ratio:.2f}') +
              (f' (target {target}: {mark})' if target else ''), flush=True)

    def load(self, mode, port, environment=None, **options):
        words = [str(self.tools / 'http_load'), mode, '--port', str(port)]
        for name, content in options.items():
            words += ['--' + name.replace('_', '-'), str(content)]
        done = subprocess.run(words, env={**os.environ, **(environment or {})}, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        if done.returncode:
            raise RuntimeError(f'{" ".join(words)}: {done.stderr}')
        return json.loads(done.stdout)

    def raw(self, *statements, database=':memory:'):
        done = subprocess.run([self.tools / 'raw_engine', database, *statements], check=True, text=True,
                              stdout=subprocess.PIPE)
        return [float(line) for line in done.stdout.split()]

    def median(self, measure):
        return statistics.median(measure() for _ in range(self.runs))


def port_of(server):
    return server.url.rsplit(':', 1)[1]


def resident_kib(pid, field='VmRSS'):
    for line in pathlib.Path(f'/proc/{pid}/status').read_text().splitlines():
        if line.startswith(field + ':'):
            return int(line.split()[1])


def start_moto():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([ROOT / 'tests/venv.sh', 'bench', 'moto_server', '-p', str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f'http://127.0.0.1:{port}/moto-api/', timeout=2)
            return process, port
        except OSError:
            time.sleep(0.2)
    raise RuntimeError('moto did not start')


def bench_cycles(bench):
    """7.1: SELECT 1, submit + describe + get, signed, keep-alive, against moto's server."""
    moto, moto_port = start_moto()
    server = Server.started(bench.binary)
    try:
        for connections in (1, 16, 64, 256):
            def rate(port, mode, environment):
                return bench.median(lambda: bench.load(mode, port, environment, connections=connections, seconds=3,
                                                       any_status=int(port == moto_port))['per_second'])
            # The mock answers canned rows whatever the state, so its "any status" run is its best case.
            theirs = rate(moto_port, 'cycle', {'AWS_ACCESS_KEY_ID': 'x', 'AWS_SECRET_ACCESS_KEY': 'x'})
            for mode in ('cycle', 'wait'):
                ours = rate(port_of(server), mode, server.environment)
                bench.row(f'SELECT 1, {mode}, {connections} connections', f'{ours:.0f}/s, moto {theirs:.0f}/s', ours / theirs,
                          '20', ours / theirs >= 20)
    finally:
        os.killpg(moto.pid, signal.SIGTERM)
        server.stop()


def bench_results(bench):
    """7.2 and 7.4: a 10-million-row result fetched whole, its first page, and the memory it takes."""
    server = Server.started(bench.binary)
    scratch = tempfile.mkdtemp(prefix='slipher-bench-')
    try:
        bench.load('wait', port_of(server), server.environment, seconds=1)
        idle = resident_kib(server.process.pid)
        for form, target in (('CSV', 0.8), ('JSON', 0.5)):
            options = 'format csv, header' if form == 'CSV' else 'format json'
            raw = bench.median(lambda: bench.raw(f"copy ({RAW_WIDE}) to '{scratch}/out.{form}' ({options})")[0])
            ours = [bench.load('fetch', port_of(server), server.environment, sql=WIDE, format=form) for _ in range(bench.runs)]
            total = statistics.median(run['seconds'] for run in ours)
            bench.row(f'10 M rows fetched as {form}', f'{total:.1f} s, {ours[0]["bytes"] / 1e6:.0f} MB, raw engine to a file '
                      f'{raw:.1f} s', raw / total, str(target), raw / total >= target)
            os.unlink(f'{scratch}/out.{form}')
        peak = resident_kib(server.process.pid, 'VmHWM')
        bench.row('memory over idle while fetching', f'{(peak - idle) / 1024:.0f} MiB', None, '300 MiB', peak - idle < 300 * 1024)
    finally:
        server.stop()
        shutil.rmtree(scratch)


def bench_loads(bench):
    """7.3, and 7.5 of the SQL issue: COPY of text, CSV and Parquet from a local bucket and UNLOAD to it, against the raw
    engine on the same files. Text is about 1 GB."""
    rows = ROWS * 9 // 5
    server = Server.started(bench.binary)
    bucket = server.bucket('bench')
    columns = 'id bigint, label varchar(40), amount float8, moment timestamp'
    make = f"copy ({RAW_WIDE.replace(str(ROWS + 1), str(rows + 1))})"
    text = "format csv, header false, delimiter '|', quote '', escape ''"
    scratch = pathlib.Path(tempfile.mkdtemp(prefix='slipher-bench-'))
    # name: COPY's and UNLOAD's options, the raw engine's options for reading and for writing
    forms = {'txt': ("delimiter '|'", text + ", auto_detect false", text),
             'gz': ("delimiter '|' gzip", text + ', compression gzip, auto_detect false', text + ', compression gzip'),
             'csv': ('csv', 'format csv, header false, auto_detect false', 'format csv, header false'),
             'parquet': ('format as parquet', 'format parquet', 'format parquet')}

    def timed(sql):
        reply = bench.load('submit', port_of(server), server.environment, sql=sql, count=1, wait=1)
        return reply['seconds']

    def compare(name, raw_times, our_times):
        raw, own = statistics.median(raw_times), statistics.median(our_times)
        bench.row(name, f'{own:.2f} s, raw engine {raw:.2f} s', raw / own, '0.9', raw / own >= 0.9)
    try:
        for form, (_, _, writing) in forms.items():
            bench.raw(f"{make} to '{bucket}/in.{form}' ({writing})")
        for form, (option, reading, _) in forms.items():
            raw_times, our_times = [], []
            for n in range(bench.runs):
                database = str(scratch / f'{form}{n}.db')
                raw_times.append(bench.raw(f'create table t ({columns.replace("float8", "double")})',
                                           f"copy t from '{bucket}/in.{form}' ({reading})", 'checkpoint', database=database)[1])
                if (form, n) != ('parquet', 0):
                    os.unlink(database)
                timed('drop table if exists t')
                timed(f'create table t ({columns})')
                our_times.append(timed(f"copy t from 's3://bench/in.{form}' iam_role default {option}"))
            size = (pathlib.Path(bucket) / f'in.{form}').stat().st_size
            compare(f'COPY of {form}, {rows // 1_000_000} M rows, {size / 1e9:.2f} GB', raw_times, our_times)
        for form, (option, _, writing) in forms.items():
            raw_times, our_times = [], []
            for n in range(bench.runs):
                raw_times.append(bench.raw(f"copy t to '{scratch}/u{form}{n}' ({writing}, per_thread_output true)",
                                           database=str(scratch / 'parquet0.db'))[0])
                our_times.append(timed(f"unload ('select * from t') to 's3://bench/out{n}/{form}_' iam_role default {option}"))
                shutil.rmtree(scratch / f'u{form}{n}')
                shutil.rmtree(bucket / f'out{n}')
            compare(f'UNLOAD as {form}', raw_times, our_times)
        peak = resident_kib(server.process.pid, 'VmHWM')
        bench.row('memory at most while loading and unloading', f'{peak / 1024:.0f} MiB')
    finally:
        server.stop()
        shutil.rmtree(scratch)


def bench_listing(bench):
    """7.5: one page of ListStatements over 100,000 stored statements."""
    server = Server.started(bench.binary, config='[statements]\nactive = 200000\n')
    try:
        bench.load('wait', port_of(server), server.environment, seconds=1)
        for name, count in (('nightly_etl', 1000), ('report', 99000)):
            bench.load('submit', port_of(server), server.environment, connections=64, count=count, wait=1,
                       extra=f',"StatementName":"{name}"')
        for name, body in (('all', {'Status': 'ALL'}), ('prefix', {'StatementName': 'nightly', 'Status': 'ALL'}),
                           ('status', {'Status': 'FINISHED'}), ('cluster', {'ClusterIdentifier': 'bench', 'Status': 'ALL'}),
                           ('nothing found', {'Status': 'ABORTED'})):
            figures = bench.load('list', port_of(server), server.environment, operation='ListStatements', count=50,
                                 body=json.dumps({'MaxResults': 100, **body}))
            bench.row(f'ListStatements of 100,000, {name}', f'{figures["p50"] * 1000:.1f} ms (p99 {figures["p99"] * 1000:.1f} ms)',
                      None, '20 ms', figures['p50'] < 0.02)
    finally:
        server.stop()


def bench_sessions(bench):
    """7.6: the cost of idle sessions, of starting and of doing nothing."""
    server = Server.started(bench.binary, config='[sessions]\nlimit = 20000\n')
    try:
        bench.load('submit', port_of(server), server.environment, count=200, wait=1)
        before = resident_kib(server.process.pid)
        bench.load('submit', port_of(server), server.environment, connections=32, count=10000, wait=1,
                   extra=',"SessionKeepAliveSeconds":3600')
        each = (resident_kib(server.process.pid) - before) / 10000
        bench.row('an idle session, of 10,000', f'{each:.1f} KiB', None, '50 KiB', each < 50)
    finally:
        server.stop()

    def cold_start():
        started = time.monotonic()
        fresh = Server.started(bench.binary)
        try:
            bench.load('submit', port_of(fresh), fresh.environment, count=1, wait=1)
            return time.monotonic() - started
        finally:
            fresh.stop()

    def tool_cost():
        started = time.monotonic()
        subprocess.run([bench.binary, 'version'], stdout=subprocess.DEVNULL)
        return time.monotonic() - started
    # `slipher env` and the client program run inside the measured time; their own start is taken off.
    cold = bench.median(cold_start) - bench.median(tool_cost)
    bench.row('cold start to the first answer', f'{cold * 1000:.0f} ms', None, '100 ms', cold < 0.1)
    idle = Server.started(bench.binary)
    time.sleep(2)
    resting = resident_kib(idle.process.pid)
    idle.stop()
    bench.row('memory at rest', f'{resting / 1024:.0f} MiB', None, '64 MiB', resting < 64 * 1024)


def bench_parked(bench):
    """3.3: what 10,000 requests parked on WaitTimeSeconds cost while they wait."""
    server = Server.started(bench.binary, config='[statements]\nwaiting_requests = 20000\n[engine]\nthreads = 1\n')
    try:
        figures = bench.load('park', port_of(server), server.environment, connections=10000, seconds=8,
                             pid=server.process.pid, sql='select sum(a.n % 7 + b.n) from generate_series(1, 10000000) a(n), generate_series(1, 100000) b(n)')
        bench.row('processor time of 10,000 parked requests', f'{figures["parked_cpu"]:.2f} s a second with them, '
                  f'{figures["idle_cpu"]:.2f} s without, all answered {figures["answered"] * 1000:.0f} ms after the end')
    finally:
        server.stop()


def bench_overhead(bench):
    """7.7: what the API adds to the engine's own time for a statement: its time at the client less its Duration."""
    server = Server.started(bench.binary)
    try:
        for name, sql in (('SELECT 1', 'select 1'), ('a sum over 1 M rows', 'select sum(n) from generate_series(1, 1000000) g(n)')):
            figures = bench.load('overhead', port_of(server), server.environment, sql=sql, count=500)
            bench.row(f'overhead of {name}', f'p50 {figures["p50"] * 1000:.2f} ms, p99 {figures["p99"] * 1000:.2f} ms')
    finally:
        server.stop()


def machine():
    model = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')), platform.machine())
    memory = int(next(line.split()[1] for line in open('/proc/meminfo') if line.startswith('MemTotal'))) // 1024 ** 2
    return f'{model}, {os.cpu_count()} processors, {memory} GiB, Linux {platform.release().split("-")[0]}'


def main():
    parts = {name[6:]: measure for name, measure in globals().items() if name.startswith('bench_')}
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--only', nargs='*', choices=parts)
    arguments = parser.parse_args()
    bench = Bench(arguments.binary, arguments.runs)
    for name in arguments.only or parts:
        print(name, flush=True)
        parts[name](bench)
    widths = [max(len(line[column]) for line in bench.table) for column in range(5)]
    print(f'\n{machine()}; medians of {arguments.runs} runs')
    for line in [('what', 'figure', 'ratio', 'target', 'holds'), *bench.table]:
        print('  '.join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


if __name__ == '__main__':
    main()
