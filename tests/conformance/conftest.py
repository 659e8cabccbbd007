import os
import uuid

import boto3
import botocore.config
import pytest

from harness.server import Server


@pytest.fixture(scope='session')
def server():
    running = Server.started(os.environ['SLIPHER_BINARY'])
    yield running
    running.stop()


@pytest.fixture(scope='session')
def aws(server):
    """aws(service, **overrides): a boto3 client that talks to the server."""
    def make(service, **overrides):
        environment = server.environment
        settings = dict(endpoint_url=environment['AWS_ENDPOINT_URL'], region_name=environment['AWS_REGION'],
                        aws_access_key_id=environment['AWS_ACCESS_KEY_ID'],
                        aws_secret_access_key=environment['AWS_SECRET_ACCESS_KEY'],
                        config=botocore.config.Config(retries={'mode': 'standard', 'max_attempts': 2}))
        return boto3.Session().client(service, **{**settings, **overrides})
    return make


@pytest.fixture(scope='session')
def data(aws):
    return aws('redshift-data')


@pytest.fixture(scope='session')
def warehouse():
    """A warehouse of this run's own."""
    return f'conformance-{uuid.uuid4().hex[:8]}'


@pytest.fixture(scope='session')
def run(data, warehouse):
    """run(sql, **members): executes, waits for the end, and gives DescribeStatement's reply."""
    def execute(sql, expect='FINISHED', **members):
        if 'SessionId' not in members and 'WorkgroupName' not in members:
            members = {'ClusterIdentifier': warehouse, 'Database': 'dev', **members}
        call = data.batch_execute_statement if isinstance(sql, list) else data.execute_statement
        text = {'Sqls': sql} if isinstance(sql, list) else {'Sql': sql}
        reply = call(**text, WaitTimeSeconds=30, **members)
        while True:
            described = data.describe_statement(Id=reply['Id'], WaitTimeSeconds=30)
            if described['Status'] in ('FINISHED', 'FAILED', 'ABORTED'):
                break
        assert described['Status'] == expect, described.get('Error', described)
        return described
    return execute


def value(field):
    (member, content), = field.items()
    return None if member == 'isNull' else content


@pytest.fixture(scope='session')
def rows(run, data):
    """rows(sql, **members): the values of a query, all pages."""
    def query(sql, **members):
        described = run(sql, **members)
        pages = data.get_paginator('get_statement_result').paginate(Id=described['Id'])
        return [[value(field) for field in record] for page in pages for record in page['Records']]
    return query


@pytest.fixture
def table(run):
    """A table name that nobody else uses."""
    name = f't_{uuid.uuid4().hex[:10]}'
    yield name
    run(f'drop table if exists {name}')
