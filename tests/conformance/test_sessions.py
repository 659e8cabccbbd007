"""Persistent sessions: what lives in them, who may use them, how they end."""
import subprocess
import time
import uuid

import botocore.exceptions
import pytest

from harness.server import wait_until


@pytest.fixture
def session(run):
    described = run('select 1', SessionKeepAliveSeconds=60)
    yield described['SessionId']
    try:
        run('select 1', SessionId=described['SessionId'], SessionKeepAliveSeconds=1)
    except botocore.exceptions.ClientError as error:  # the test has ended it
        assert 'Session' in str(error)


def test_temporary_tables_and_transactions_live_in_a_session(run, rows, session, table):
    run(f'create table {table} (a int, b varchar(10))')
    run(f'create temp table stage (like {table})', SessionId=session)
    run("insert into stage values (1, 'x')", SessionId=session)
    assert rows('select a, b from stage', SessionId=session) == [[1, 'x']]
    assert 'does not exist' in run('select * from stage', expect='FAILED')['Error']
    run('begin', SessionId=session)
    run(f'insert into {table} select * from stage', SessionId=session)
    assert rows(f'select count(*) from {table}') == [[0]]
    run('commit', SessionId=session)
    assert rows(f'select count(*) from {table}') == [[1]]


def test_a_failed_statement_aborts_the_open_transaction(run, rows, session):
    run('begin', SessionId=session)
    run('select 1/0', SessionId=session, expect='FAILED')
    assert 'current transaction is aborted' in run('select 1', SessionId=session, expect='FAILED')['Error']
    run('rollback', SessionId=session)
    assert rows('select 1', SessionId=session) == [[1]]


def test_settings_last(run, rows, session, warehouse):
    name = f's_{uuid.uuid4().hex[:8]}'
    run([f'create schema {name}', f'create table {name}.inside (a int)', f'insert into {name}.inside values (5)'])
    run(f'set search_path to {name}', SessionId=session)
    assert rows('select a from inside', SessionId=session) == [[5]]


def test_list_sessions_tells_the_truth(data, run, session, warehouse):
    entry, = data.list_sessions(SessionId=session)['Sessions']
    assert entry['Status'] == 'AVAILABLE' and entry['SessionAliveSeconds'] == 60 and entry['Database'] == 'dev'
    assert entry['ClusterIdentifier'] == warehouse and entry['SessionTtl'] > entry['CreatedAt']
    running = data.execute_statement(Sql='select count(*) from generate_series(1,10000000) a, generate_series(1,10000) b',
                                     SessionId=session)
    assert running['SessionId'] == session
    busy = wait_until(lambda: [s for s in data.list_sessions(SessionId=session)['Sessions'] if s['Status'] == 'BUSY'])
    assert busy and busy[0]['CurrentStatementId'] == running['Id']
    assert session in [s['SessionId'] for s in data.list_sessions(Status='BUSY')['Sessions']]
    data.cancel_statement(Id=running['Id'])
    data.describe_statement(Id=running['Id'], WaitTimeSeconds=30)


def test_a_session_ends_when_idle(data, run):
    described = run('select 1', SessionKeepAliveSeconds=1)
    gone = wait_until(lambda: data.list_sessions(SessionId=described['SessionId'])['Sessions'][0]['Status'] == 'CLOSED')
    assert gone
    with pytest.raises(data.exceptions.ValidationException, match='Session is not available'):
        data.execute_statement(Sql='select 1', SessionId=described['SessionId'])


def test_unknown_sessions(data):
    unknown = str(uuid.uuid4())
    with pytest.raises(data.exceptions.ValidationException, match=f'Session with Id: {unknown} is invalid'):
        data.execute_statement(Sql='select 1', SessionId=unknown)
    with pytest.raises(data.exceptions.ResourceNotFoundException):
        data.list_sessions(SessionId=unknown)


def test_a_busy_session_takes_turns(data, rows, session):
    first = data.execute_statement(Sql='select count(*) from generate_series(1,3000000)', SessionId=session)
    second = data.execute_statement(Sql='select 2', SessionId=session, WaitTimeSeconds=30)
    assert second['Status'] == 'FINISHED'
    assert data.describe_statement(Id=first['Id'])['Status'] == 'FINISHED'


def test_a_session_excludes_a_target(data, session, warehouse):
    for members in ({'ClusterIdentifier': warehouse}, {'Database': 'dev'}, {'WorkgroupName': warehouse}):
        with pytest.raises(data.exceptions.ValidationException):
            data.execute_statement(Sql='select 1', SessionId=session, **members)


def test_batches_work_in_sessions(run, rows, session):
    run(['create temp table b (a int)', 'insert into b values (1)'], SessionId=session)
    assert rows('select a from b', SessionId=session) == [[1]]


def test_sessions_belong_to_their_owner(server, aws, data, session):
    made = subprocess.run([server.binary, 'keys', 'create', 'visitor', '--data-dir', str(server.data_dir)], check=True,
                          text=True, stdout=subprocess.PIPE).stdout
    keys = dict(line.removeprefix('export ').split('=', 1) for line in made.splitlines())
    other = aws('redshift-data', aws_access_key_id=keys['AWS_ACCESS_KEY_ID'],
                aws_secret_access_key=keys['AWS_SECRET_ACCESS_KEY'])
    deadline = time.monotonic() + 10
    while True:  # a running server picks a new key up within moments
        try:
            other.list_sessions()
            break
        except other.exceptions.ClientError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    with pytest.raises(other.exceptions.ValidationException, match='is invalid'):
        other.execute_statement(Sql='select 1', SessionId=session)
    mine = data.execute_statement(Sql='select 1', SessionId=session, WaitTimeSeconds=30)
    with pytest.raises(other.exceptions.ResourceNotFoundException, match='Query does not exist.'):
        other.describe_statement(Id=mine['Id'])
    assert other.list_sessions()['Sessions'] == []


def test_a_terminated_session_is_over(run, rows, session, table):
    run(f'create table {table} (a int)')
    run('begin', SessionId=session)
    run(f'insert into {table} values (1)', SessionId=session)
    run(f'lock table {table}', SessionId=session)
    number = rows('select pg_backend_pid()', SessionId=session)[0][0]
    assert rows(f'select pg_terminate_backend({number})') == [[1]]
    # Its transaction is undone, and its locks are gone.
    assert rows(f'select count(*) from {table}') == [[0]]
    run(f'insert into {table} values (2)')
    error = run('select 1', SessionId=session, expect='FAILED')['Error']
    assert error == 'FATAL: terminating connection due to administrator command'


def test_lock_keeps_others_out(run, rows, data, session, table, warehouse):
    run(f'create table {table} (a int)')
    run('begin', SessionId=session)
    run(f'lock table {table}', SessionId=session)
    waiting = [data.execute_statement(Sql=sql, ClusterIdentifier=warehouse, Database='dev')['Id']
               for sql in (f'insert into {table} values (1)', f'select count(*) from {table}')]
    run(f'insert into {table} values (2)', SessionId=session)
    time.sleep(0.5)
    assert all(data.describe_statement(Id=each)['Status'] == 'STARTED' for each in waiting)
    run('commit', SessionId=session)
    for each in waiting:
        wait_until(lambda: data.describe_statement(Id=each)['Status'] == 'FINISHED')  # pylint: disable=cell-var-from-loop
    assert rows(f'select sum(a) from {table}') == [[3]]
