"""COPY and UNLOAD on buckets of S3 servers."""
import gzip
import json

import pytest

ROLE = "iam_role 'arn:aws:iam::123456789012:role/load'"


def keys(s3, bucket, prefix=''):
    return sorted(entry['Key'] for entry in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get('Contents', []))


def body(s3, bucket, key):
    return s3.get_object(Bucket=bucket, Key=key)['Body'].read()


def test_copy_reads_every_object_under_a_prefix(run, rows, s3, bucket, table):
    run(f'create table {table} (id int, name varchar(20))')
    s3.put_object(Bucket=bucket, Key='in/part 1+é.txt', Body='1|one\n2|two\n'.encode())
    s3.put_object(Bucket=bucket, Key='in/part&2.txt', Body=b'3|three\n')
    s3.put_object(Bucket=bucket, Key='other', Body=b'9|no\n')
    assert run(f"copy {table} from 's3://{bucket}/in/part' {ROLE}")['ResultRows'] == 3
    assert rows(f'select * from {table} order by 1') == [[1, 'one'], [2, 'two'], [3, 'three']]


def test_copy_reads_compressed_files_and_manifests(run, rows, s3, bucket, table):
    run(f'create table {table} (id int, name varchar(20))')
    s3.put_object(Bucket=bucket, Key='a.gz', Body=gzip.compress(b'1,one\n'))
    manifest = {'entries': [{'url': f's3://{bucket}/a.gz', 'mandatory': True}]}
    s3.put_object(Bucket=bucket, Key='m', Body=json.dumps(manifest).encode())
    assert run(f"copy {table} from 's3://{bucket}/m' {ROLE} csv gzip manifest")['ResultRows'] == 1
    assert rows(f'select * from {table}') == [[1, 'one']]


def test_copy_reads_a_large_object_in_ranges(run, rows, s3, bucket, table):
    run(f'create table {table} (id int, text varchar(100))')
    lines = 400_000
    s3.put_object(Bucket=bucket, Key='big', Body=''.join(f'{i}|{"x" * 40}{i}\n' for i in range(lines)).encode())
    assert run(f"copy {table} from 's3://{bucket}/big' {ROLE}")['ResultRows'] == lines
    assert rows(f'select count(distinct id), max(id), min(len(text)) from {table}') == [[lines, lines - 1, 41]]


def test_copy_lists_page_after_page(run, rows, store, s3, bucket, table):
    if store.prefix == 'rver':
        pytest.skip('s3rver answers a listing of more than one page with an error')
    if store.prefix == 'tls':
        pytest.skip('a long listing over TLS tells no more than one without')
    run(f'create table {table} (id int)')
    for i in range(1005):
        s3.put_object(Bucket=bucket, Key=f'many/{i:05}', Body=f'{i}\n'.encode())
    assert run(f"copy {table} from 's3://{bucket}/many/' {ROLE}")['ResultRows'] == 1005
    assert rows(f'select count(distinct id) from {table}') == [[1005]]


@pytest.mark.parametrize('options', ['', 'parallel off', 'gzip', 'format parquet', 'manifest verbose', 'header csv'])
def test_unload_and_copy_give_the_same_rows(run, rows, s3, bucket, table, options):
    run(f'create table {table} (id int, name varchar(20))')
    run(f"insert into {table} values (1, 'one'), (2, null), (3, 'th,ree')")
    run(f"unload ('select * from {table} order by 1') to 's3://{bucket}/out/p_' {ROLE} {options}")
    written = keys(s3, bucket, 'out/')
    assert written and all(key.startswith('out/p_') for key in written)
    run(f'truncate {table}')
    prefix, how = f's3://{bucket}/out/p_', options.replace('parallel off', '').replace('header csv', 'csv ignoreheader 1')
    if 'manifest' in options:
        prefix, how = prefix + 'manifest', 'manifest'
    assert run(f"copy {table} from '{prefix}' {ROLE} {how}")['ResultRows'] == 3
    assert [row for row in rows(f'select * from {table} order by 1') if row[0] != 2] == [[1, 'one'], [3, 'th,ree']]
    assert rows(f'select name from {table} where id = 2') in ([[None]], [['']])  # text files write NULL as nothing


def test_unload_sends_a_large_file_in_parts(run, s3, bucket):
    run('create table if not exists seed (n int)')
    run('truncate seed')
    run('insert into seed values ' + ', '.join(f'({i})' for i in range(1000)))
    run(f"unload ('select a.n, b.n, repeat(''x'', 80) from seed a, seed b where b.n < 300') to 's3://{bucket}/big_' "
        f"{ROLE} parallel off")
    assert keys(s3, bucket) == ['big_000']
    head = s3.head_object(Bucket=bucket, Key='big_000')
    assert head['ContentLength'] > 20_000_000
    assert body(s3, bucket, 'big_000').count(b'\n') == 300_000


def test_unload_does_not_overwrite(run, s3, bucket):
    s3.put_object(Bucket=bucket, Key='out/old', Body=b'old')
    failed = run(f"unload ('select 1') to 's3://{bucket}/out/' {ROLE}", expect='FAILED')
    assert 'Specified unload destination on S3 is not empty' in failed['Error']
    run(f"unload ('select 1') to 's3://{bucket}/out/' {ROLE} cleanpath")
    assert 'out/old' not in keys(s3, bucket, 'out/')


def test_errors_name_what_failed(run, store, s3, bucket, table):
    run(f'create table {table} (id int)')
    failed = run(f"copy {table} from 's3://{store.prefix}-no-such-bucket/x' {ROLE}", expect='FAILED')
    assert f'The specified bucket does not exist: {store.prefix}-no-such-bucket' in failed['Error']
    failed = run(f"copy {table} from 's3://{bucket}/nothing' {ROLE}", expect='FAILED')
    assert "The specified S3 prefix 'nothing' does not exist" in failed['Error']


def test_a_certificate_that_nobody_vouches_for_is_refused(run, table):
    run(f'create table {table} (id int)')
    failed = run(f"copy {table} from 's3://wrong-bucket/x' {ROLE}", expect='FAILED')
    assert 'cannot list s3://wrong-bucket/x' in failed['Error'] and 'certificate' in failed['Error']


def test_local_buckets_stay_local(run, rows, server, table):
    (server.bucket('local-bucket') / 'x').write_text('7\n')
    run(f'create table {table} (id int)')
    assert run(f"copy {table} from 's3://local-bucket/x' {ROLE}")['ResultRows'] == 1
    assert rows(f'select id from {table}') == [[7]]
