"""The scenario with a boto3 from before sessions existed."""
import os
import time

import boto3

data = boto3.client('redshift-data')
cluster, table, bucket = (os.environ['SCENARIO_' + name] for name in ('CLUSTER', 'TABLE', 'BUCKET'))


def finish(reply, expect='FINISHED'):
    while (described := data.describe_statement(Id=reply['Id']))['Status'] not in ('FINISHED', 'FAILED', 'ABORTED'):
        time.sleep(0.02)
    assert described['Status'] == expect, described
    return described


def run(sql, expect='FINISHED', **members):
    return finish(data.execute_statement(Sql=sql, ClusterIdentifier=cluster, Database='dev', DbUser='awsuser', **members), expect)


def records(sql):
    pages = data.get_paginator('get_statement_result').paginate(Id=run(sql)['Id'])
    return [record for page in pages for record in page['Records']]


run(f'create table {table} (id int, name varchar(20))')
print('ok create')
run(f"copy {table} from 's3://{bucket}/rows.csv' iam_role default csv")
assert records(f'select count(*) from {table}') == [[{'longValue': 2}]]
print('ok copy')
run(f'insert into {table} values (:id, :name)', Parameters=[{'name': 'id', 'value': '3'}, {'name': 'name', 'value': 'three'}])
assert records(f'select * from {table} where id = 3') == [[{'longValue': 3}, {'stringValue': 'three'}]]
print('ok insert')
assert records("select 1, 2.5::float8, 'x', true, null, 1.50") == [
    [{'longValue': 1}, {'doubleValue': 2.5}, {'stringValue': 'x'}, {'booleanValue': True}, {'isNull': True}, {'stringValue': '1.50'}]]
print('ok types')
assert [r[0]['longValue'] for r in records('select n from generate_series(1, 60000) g(n)')] == list(range(1, 60001))
print('ok page')
batch = finish(data.batch_execute_statement(Sqls=['select 1', 'select 2'], ClusterIdentifier=cluster, Database='dev', DbUser='awsuser'))
assert data.get_statement_result(Id=batch['SubStatements'][1]['Id'])['Records'] == [[{'longValue': 2}]]
print('ok batch')
long = data.execute_statement(Sql='select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b',
                              ClusterIdentifier=cluster, Database='dev', DbUser='awsuser')
assert data.cancel_statement(Id=long['Id'])['Status'] is True
finish(long, 'ABORTED')
print('ok cancel')
try:
    data.describe_statement(Id='00000000-0000-4000-8000-000000000000')
    raise SystemExit('no error')
except data.exceptions.ResourceNotFoundException as failure:
    assert failure.response['Message'] == 'Query does not exist.'
assert 'does not exist' in run('select * from nowhere', 'FAILED')['Error']
print('ok errors')
run(f'drop table {table}')
