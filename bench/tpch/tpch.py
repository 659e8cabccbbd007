"""TPC-H through the API against the raw engine: results equal, and what Slipher adds to the time of each query."""
import csv
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / 'tests'))
sys.path.insert(0, str(ROOT / 'tests/sql_report'))
import compare  # noqa: E402
from harness.server import Server  # noqa: E402

SCALE_FACTOR = 1
TARGET = 0.95
TARGET_CLIENT = {'ClusterIdentifier': 'bench', 'Database': 'dev'}


def statements(name):
    """The statements of a file, one line each, without its comments."""
    text = re.sub(r'^--.*$', '', (HERE / name).read_text(), flags=re.M)
    return [' '.join(part.split()) for part in text.split(';') if part.strip()]


def generate(folder, scale_factor):
    subprocess.run([ROOT / 'tests/venv.sh', 'tpch', 'tpchgen-cli', 'csv', '-s', str(scale_factor), '--delimiter', '|',
                    '--output-dir', str(folder)], check=True, stdout=subprocess.DEVNULL)


def table_of(ddl):
    return re.match(r'create table (\w+)', ddl)[1]


def raw_ddl(ddl):
    """The raw engine's table: what it does not know is left out."""
    return re.sub(r'\) (diststyle|distkey).*$', ')', ddl)


def raw_rows(bench, database, query, scratch):
    path = scratch / 'rows.csv'
    bench.raw(f"copy ({query}) to '{path}' (format csv, header false)", database=database)
    with open(path, newline='') as file:
        return list(csv.reader(file))


def load(bench, client, server, scratch):
    """Both engines' tables from the same files; the row of COPY of the largest."""
    database = str(scratch / 'raw.db')
    for ddl in statements('tables.sql'):
        name = table_of(ddl)
        file = server.data_dir / 'buckets' / 'tpch' / f'{name}.csv'
        raw = bench.raw(raw_ddl(ddl), f"copy {name} from '{file}' (delimiter '|', header true)", 'checkpoint', database=database)[1]
        client.query(ddl, **TARGET_CLIENT)
        reply = client.call('ExecuteStatement', Sql=f"copy {name} from 's3://tpch/{name}.csv' iam_role default csv delimiter '|' ignoreheader 1",
                            **TARGET_CLIENT)
        own = client.wait(reply['Id'], 600)
        assert own['Status'] == 'FINISHED', own
        if name == 'lineitem':
            seconds = own['Duration'] / 1e9
            bench.row(f'COPY of {file.stat().st_size / 1e6:.0f} MB of delimited text', f'{seconds:.1f} s, raw engine {raw:.1f} s',
                      raw / seconds, '1.0', raw / seconds >= 1)
    return database


def bench_tpch(bench, scale_factor=SCALE_FACTOR):
    """The 22 queries of TPC-H: equal results, and the geometric mean of the times."""
    server = Server.started(bench.binary)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix='slipher-tpch-'))
    try:
        values = server.environment
        client = server.client()
        generate(server.bucket('tpch'), scale_factor)
        database = load(bench, client, server, scratch)
        queries = statements('queries.sql')
        wrong = [number for number, query in enumerate(queries, 1)
                 if not compare.matches(raw_rows(bench, database, query, scratch), client.query(query, **TARGET_CLIENT), False, True)]
        bench.row('TPC-H queries with the raw engine\'s results', f'{len(queries) - len(wrong)} of {len(queries)}'
                  + (f', not {wrong}' if wrong else ''), None, '22', not wrong)
        ratios = []
        for query in queries:
            raw_times = bench.raw(*[query] * (bench.runs + 1), database=database)[1:]
            own_times = [bench.load('submit', server.url.rsplit(':', 1)[1], values, sql=query, count=1, wait=1)['seconds']
                         for _ in range(bench.runs + 1)][1:]
            ratios.append(statistics.median(raw_times) / statistics.median(own_times))
        mean = statistics.geometric_mean(ratios)
        bench.row(f'TPC-H at scale factor {scale_factor}', f'geometric mean of raw time to own time, worst {min(ratios):.2f}', mean,
                  str(TARGET), mean >= TARGET)
    finally:
        server.stop()
        shutil.rmtree(scratch)
