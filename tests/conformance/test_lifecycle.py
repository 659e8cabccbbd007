"""Execute, describe, wait, parameters, tokens, batches, several statements in one text."""
import time
import uuid

import pytest

UUID = r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'


def test_execute_echoes_what_belongs_to_the_case(data, warehouse):
    reply = data.execute_statement(Sql='select 1', ClusterIdentifier=warehouse, Database='dev', DbUser='awsuser')
    assert (reply['ClusterIdentifier'], reply['Database'], reply['DbUser']) == (warehouse, 'dev', 'awsuser')
    assert not {'WorkgroupName', 'SecretArn', 'SessionId'} & set(reply)
    federated = data.execute_statement(Sql='select 1', WorkgroupName=warehouse, Database='dev')
    assert federated['WorkgroupName'] == warehouse and 'ClusterIdentifier' not in federated
    assert federated['DbUser'].startswith('IAM:')


def test_describe_a_finished_query(run):
    described = run('select 1 as a union all select 2')
    assert described['Status'] == 'FINISHED' and described['HasResultSet'] is True
    assert described['ResultRows'] == 2 and described['ResultSize'] > 0 and described['Duration'] > 0
    assert described['QueryString'] == 'select 1 as a union all select 2'
    assert described['UpdatedAt'] >= described['CreatedAt'] and 'Error' not in described
    assert described['RedshiftPid'] > 0


def test_system_views_know_a_statement_by_its_query_id(run, data):
    described = run("select 'needle' as a")
    found = run(f"select trim(querytxt), pid from stl_query where query = {described['RedshiftQueryId']}")
    record = data.get_statement_result(Id=found['Id'])['Records'][0]
    assert [record[0]['stringValue'], record[1]['longValue']] == ["select 'needle' as a", described['RedshiftPid']]


def test_counts_of_changed_rows(run, table):
    assert run(f'create table {table} (a int)')['ResultRows'] == 0
    inserted = run(f'insert into {table} values (1),(2),(3)')
    assert (inserted['ResultRows'], inserted['HasResultSet'], inserted['ResultSize']) == (3, False, 0)
    assert run(f'update {table} set a = a + 1 where a > 1')['ResultRows'] == 2
    assert run(f'delete from {table}')['ResultRows'] == 3


def test_a_failed_statement_carries_the_error(run, data):
    described = run('select * from nowhere', expect='FAILED')
    assert 'relation "nowhere" does not exist' in described['Error'] and described['Error'].startswith('ERROR:')
    assert (described['ResultRows'], described['ResultSize'], described['HasResultSet']) == (-1, -1, False)
    with pytest.raises(data.exceptions.ResourceNotFoundException, match='Query does not have result'):
        data.get_statement_result(Id=described['Id'])
    assert 'syntax error at or near "FROM"' in run('SELECT 1 FROM FROM x', expect='FAILED')['Error']


def test_wait_answers_in_one_call(data, warehouse):
    reply = data.execute_statement(Sql='select 7', ClusterIdentifier=warehouse, Database='dev', WaitTimeSeconds=30)
    assert reply['Status'] == 'FINISHED' and reply['HasResultSet'] is True
    waited = data.execute_statement(Sql='select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b',
                                    ClusterIdentifier=warehouse, Database='dev', WaitTimeSeconds=1)
    assert waited['Status'] in ('SUBMITTED', 'PICKED', 'STARTED')
    with pytest.raises(data.exceptions.ResourceNotFoundException, match='Query does not have result'):
        data.get_statement_result(Id=waited['Id'], WaitTimeSeconds=1)
    data.cancel_statement(Id=waited['Id'])


def test_parameters_are_values(run, rows, table):
    run(f'create table {table} (id int, name varchar(40), at timestamp)')
    values = [{'name': 'id', 'value': '7'}, {'name': 'name', 'value': "O'Hara; drop table x --"},
              {'name': 'at', 'value': '2022-02-22'}]
    described = run(f'insert into {table} values (:id, :name, :at)', Parameters=values)
    assert described['QueryParameters'] == values
    assert rows(f"select *, ':id' from {table} where id = :id::smallint -- :none",
                Parameters=[{'name': 'id', 'value': '7'}]) == [
        [7, "O'Hara; drop table x --", '2022-02-22 00:00:00.0', ':id']]
    assert rows('select n from generate_series(1, 5) g(n) where n between :1 and :2 order by 1 limit :3', Parameters=[
        {'name': '1', 'value': '2'}, {'name': '2', 'value': '4'}, {'name': '3', 'value': '2'}]) == [[2], [3]]


def test_unused_parameters_are_refused(data, warehouse):
    with pytest.raises(data.exceptions.ValidationException, match=r'unused parameters. Unused parameters: \[id\]'):
        data.execute_statement(Sql="select ':id'", ClusterIdentifier=warehouse, Database='dev',
                               Parameters=[{'name': 'id', 'value': '1'}])


def test_the_same_token_gives_the_first_id(data, rows, run, warehouse, table):
    run(f'create table {table} (a int)')
    token = str(uuid.uuid4())
    members = dict(Sql=f'insert into {table} values (1)', ClusterIdentifier=warehouse, Database='dev', ClientToken=token)
    ids = {data.execute_statement(**members)['Id'] for _ in range(5)}
    assert len(ids) == 1
    data.describe_statement(Id=ids.pop(), WaitTimeSeconds=30)
    assert rows(f'select count(*) from {table}') == [[1]]
    with pytest.raises(data.exceptions.ValidationException):
        data.execute_statement(**{**members, 'Sql': 'select 1'})


def test_several_statements_in_one_text_are_one_unit(run, rows, table):
    run(f'create table {table} (a int); insert into {table} values (1); insert into {table} values (2);')
    assert rows(f'select sum(a) from {table}; select 99') == [[3]]
    run(f'insert into {table} values (10); select 1/0', expect='FAILED')
    assert rows(f'select sum(a) from {table}') == [[3]]


def test_batch_transaction(run, data, rows, table):
    described = run([f'create table {table} (a int)', f'insert into {table} values (1),(2)', f'select * from {table} order by a'])
    subs = described['SubStatements']
    assert [sub['Id'] for sub in subs] == [f'{described["Id"]}:{n}' for n in (1, 2, 3)]
    assert [sub['Status'] for sub in subs] == ['FINISHED'] * 3
    assert [sub['HasResultSet'] for sub in subs] == [False, False, True] and described['HasResultSet'] is True
    assert (described['ResultRows'], described['ResultSize'], subs[1]['ResultRows']) == (-1, -1, 2)
    assert 'QueryString' not in described
    assert [r[0]['longValue'] for r in data.get_statement_result(Id=subs[2]['Id'])['Records']] == [1, 2]
    with pytest.raises(data.exceptions.ValidationException,
                       match='BatchExecuteStatement result can only be retrieved with sub-statement id.'):
        data.get_statement_result(Id=described['Id'])
    failed = run([f'insert into {table} values (3)', 'select * from nowhere', 'select 1'], expect='FAILED')
    assert [sub['Status'] for sub in failed['SubStatements']] == ['FINISHED', 'FAILED', 'ABORTED']
    assert 'nowhere' in failed['Error']
    assert rows(f'select count(*) from {table}') == [[2]]


def test_batch_auto_commit(run, rows, table):
    run(f'create table {table} (a int)')
    described = run([f'insert into {table} values (1)', 'select * from nowhere', f'insert into {table} values (2)'],
                    expect='FAILED', ExecutionMode='AUTO_COMMIT')
    assert [sub['Status'] for sub in described['SubStatements']] == ['FINISHED', 'FAILED', 'FINISHED']
    assert described['ExecutionMode'] == 'AUTO_COMMIT'
    assert rows(f'select a from {table} order by a') == [[1], [2]]


def test_batch_parameters_and_explicit_commit(run, rows, table):
    run([f'create table {table} (a int)', '-- nothing', f'insert into {table} values (:v)', 'commit', f'insert into {table} values (:v)',
         'select * from nowhere'], expect='FAILED', Parameters=[{'name': 'v', 'value': '5'}])
    assert rows(f'select a from {table}') == [[5]]


def test_cancel_a_running_statement(data, warehouse):
    reply = data.execute_statement(Sql='select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b',
                                   ClusterIdentifier=warehouse, Database='dev')
    while data.describe_statement(Id=reply['Id'])['Status'] != 'STARTED':
        time.sleep(0.01)
    assert data.cancel_statement(Id=reply['Id'])['Status'] is True
    described = data.describe_statement(Id=reply['Id'], WaitTimeSeconds=30)
    assert described['Status'] == 'ABORTED' and described['Error']
    with pytest.raises(data.exceptions.ValidationException,
                       match='Could not cancel a query that is already in ABORTED state with ID: ' + reply['Id']):
        data.cancel_statement(Id=reply['Id'])


def test_list_statements(data, run, warehouse):
    name = f'list-{uuid.uuid4().hex[:8]}'
    good = run('select 1', StatementName=name + '-a')
    bad = run('select * from nowhere', StatementName=name + '-b', expect='FAILED')
    batch = run(['select 1', 'select 2'], StatementName=name + '-c')
    listed = data.list_statements(StatementName=name)['Statements']
    assert [entry['Id'] for entry in listed] == [batch['Id'], good['Id']]
    assert listed[0]['IsBatchStatement'] is True and listed[0]['QueryStrings'] == ['select 1', 'select 2']
    assert listed[1]['QueryString'] == 'select 1' and listed[1]['StatementName'] == name + '-a'
    every = data.list_statements(StatementName=name, Status='ALL')['Statements']
    assert {entry['Id'] for entry in every} == {good['Id'], bad['Id'], batch['Id']}
    pages = data.get_paginator('list_statements').paginate(StatementName=name, Status='ALL',
                                                           PaginationConfig={'PageSize': 1})
    assert [len(page['Statements']) for page in pages if page['Statements']] == [1, 1, 1]
    with pytest.raises(data.exceptions.ValidationException):
        data.list_statements(ClusterIdentifier=warehouse, WorkgroupName=warehouse)
