"""External tables on buckets of S3 servers."""
import uuid

import pytest


@pytest.fixture
def schema(run):
    name = f'ext_{uuid.uuid4().hex[:8]}'
    run(f"create external schema {name} from data catalog database '{name}' iam_role default "
        'create external database if not exists')
    yield name
    run(f'drop schema {name} drop external database cascade')


def test_text_files(run, rows, s3, bucket, schema):
    s3.put_object(Bucket=bucket, Key='t/a.txt', Body=b'1\tone\n2\ttwo\n')
    s3.put_object(Bucket=bucket, Key='t/_temporary', Body=b'9\tno\n')
    run(f"create external table {schema}.t (id int, name varchar(10)) row format delimited fields terminated by '\\t' "
        f"stored as textfile location 's3://{bucket}/t/'")
    assert rows(f'select * from {schema}.t order by id') == [[1, 'one'], [2, 'two']]
    s3.put_object(Bucket=bucket, Key='t/b.txt', Body=b'3\tthree\n')
    assert rows(f'select count(*) from {schema}.t') == [[3]]


def test_partitioned_parquet(run, rows, s3, bucket, schema, table):
    run(f'create table {table} (id int, name varchar(10), y int)')
    run(f"insert into {table} values (1, 'one', 2023), (2, null, 2024), (3, 'three', 2024)")
    described = run(f"create external table {schema}.p partitioned by (y) stored as parquet "
                    f"location 's3://{bucket}/p/' as select * from {table}")
    assert described['ResultRows'] == 3
    assert rows(f'select id, name, y from {schema}.p order by id') == [[1, 'one', 2023], [2, None, 2024], [3, 'three', 2024]]
    assert rows(f'select sum(id) from {schema}.p where y = 2024') == [[5]]


def test_json_files(run, rows, s3, bucket, schema):
    s3.put_object(Bucket=bucket, Key='j/a.json', Body=b'{"id": 1, "tags": ["x"]}\n{"id": 2}\n')
    run(f"create external table {schema}.j (id int, tags array<string>) row format serde "
        f"'org.openx.data.jsonserde.JsonSerDe' location 's3://{bucket}/j/'")
    assert rows(f'select id, tags[0] from {schema}.j order by id') == [[1, '"x"'], [2, None]]


def test_a_missing_bucket_is_named(run, store, schema):
    run(f"create external table {schema}.t (id int) location 's3://{store.prefix}-gone/t/'")
    failed = run(f'select * from {schema}.t', expect='FAILED')
    assert f'The specified bucket does not exist: {store.prefix}-gone' in failed['Error']
