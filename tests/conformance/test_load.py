"""COPY and UNLOAD on local buckets."""
import gzip
import json
import uuid

import pandas
import pytest

ROLE = "iam_role 'arn:aws:iam::123456789012:role/load'"


@pytest.fixture
def bucket(server):
    name = f'bucket-{uuid.uuid4().hex[:8]}'
    return name, server.bucket(name)


@pytest.fixture
def loaded(run, table):
    run(f'create table {table} (id int, name varchar(10), price decimal(6,2), at timestamp)')
    return table


def test_delimited_text(run, rows, bucket, loaded):
    name, folder = bucket
    (folder / 'in').mkdir()
    (folder / 'in/a.txt').write_text('1|one|1.50|2024-01-01 00:00:00\n2|\\N||\n')
    (folder / 'in/b.txt.gz').write_bytes(gzip.compress(b'3|three|3.00|2024-01-03 10:11:12.5\n'))
    assert run(f"copy {loaded} from 's3://{name}/in/a' {ROLE}")['ResultRows'] == 2
    assert run(f"copy {loaded} from 's3://{name}/in/b' {ROLE} gzip")['ResultRows'] == 1
    assert rows(f'select * from {loaded} order by id') == [
        [1, 'one', '1.50', '2024-01-01 00:00:00.0'], [2, None, None, None], [3, 'three', '3.00', '2024-01-03 10:11:12.5']]


def test_csv_json_and_parquet(run, rows, bucket, loaded):
    name, folder = bucket
    (folder / 'x.csv').write_text('id,name,price,at\n1,"a,b",2.25,2024-01-01 01:02:03\n')
    (folder / 'x.json').write_text('{"id": 2, "name": "b", "price": 1, "extra": [1]}\n{"id": 3, "at": "2024-05-05 00:00:00"}')
    frame = pandas.DataFrame({'id': pandas.array([4], 'int32'), 'name': ['d']})
    frame.to_parquet(folder / 'x.parquet')
    run(f"copy {loaded} from 's3://{name}/x.csv' {ROLE} csv ignoreheader 1")
    run(f"copy {loaded} from 's3://{name}/x.json' {ROLE} format as json 'auto'")
    run(f"copy {loaded} (id, name) from 's3://{name}/x.parquet' {ROLE} format as parquet")
    assert rows(f'select id, name, price from {loaded} order by id') == [
        [1, 'a,b', '2.25'], [2, 'b', '1.00'], [3, None, None], [4, 'd', None]]


def test_a_bad_row_loads_nothing(run, rows, bucket, loaded):
    name, folder = bucket
    (folder / 'bad.txt').write_text('1|one|1.50|2024-01-01 00:00:00\nx|two|1|2024-01-01 00:00:00\n')
    described = run(f"copy {loaded} from 's3://{name}/bad.txt' {ROLE}", expect='FAILED')
    assert f"Load into table '{loaded}' failed.  Check 'stl_load_errors' system table for details." in described['Error']
    assert rows(f'select count(*) from {loaded}') == [[0]]
    (folder / 'long.txt').write_text('1|much too long for it|1.50|2024-01-01 00:00:00\n')
    run(f"copy {loaded} from 's3://{name}/long.txt' {ROLE}", expect='FAILED')
    assert run(f"copy {loaded} from 's3://{name}/long.txt' {ROLE} truncatecolumns")['ResultRows'] == 1
    assert rows(f'select name from {loaded}') == [['much too l']]


def test_missing_files_and_buckets(run, bucket, loaded):
    assert 'ERROR' in run(f"copy {loaded} from 's3://{bucket[0]}/none' {ROLE}", expect='FAILED')['Error']
    assert 'ERROR' in run(f"copy {loaded} from 's3://no-such-bucket/none' {ROLE}", expect='FAILED')['Error']
    assert 'ERROR' in run(f"copy {loaded} from 's3://{bucket[0]}/../../../etc/passwd' {ROLE}", expect='FAILED')['Error']


def test_unload(run, bucket):
    name, folder = bucket
    query = "select n, ''v'' || n::varchar as v from generate_series(1, 1000) g(n) order by n"
    assert run(f"unload ('{query}') to 's3://{name}/out/text_' {ROLE} parallel off")['ResultRows'] == 1000
    assert (folder / 'out/text_000').read_text().splitlines()[:2] == ['1|v1', '2|v2']
    run(f"unload ('{query}') to 's3://{name}/out/csv_' {ROLE} csv header gzip manifest")
    files = sorted((folder / 'out').glob('csv_*.gz'))
    assert sum(gzip.open(file, 'rt').read().count('\n') - 1 for file in files) == 1000
    manifest = json.loads((folder / 'out/csv_manifest').read_text())
    assert sorted(entry['url'] for entry in manifest['entries']) == [f's3://{name}/out/{file.name}' for file in files]
    run(f"unload ('{query}') to 's3://{name}/out/pq_' {ROLE} format as parquet")
    assert len(pandas.concat(pandas.read_parquet(file) for file in (folder / 'out').glob('pq_*.parquet'))) == 1000
    again = run(f"unload ('{query}') to 's3://{name}/out/text_' {ROLE} parallel off", expect='FAILED')
    assert 'ERROR' in again['Error']
    run(f"unload ('{query}') to 's3://{name}/out/text_' {ROLE} parallel off allowoverwrite")
