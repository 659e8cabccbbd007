import os
import sys
import uuid

import boto3
import botocore.config
import pytest
from harness.server import Server

import stores

CONFIG = botocore.config.Config(s3={'addressing_style': 'path'}, retries={'mode': 'standard', 'max_attempts': 2})


@pytest.fixture(scope='session')
def running(tmp_path_factory):
    """Every S3 server that can run here, by name."""
    folder = tmp_path_factory.mktemp('stores')
    made = {name: maker(folder) for name, maker in stores.MAKERS.items()}
    yield made
    for store in made.values():
        if store:
            store.stop()


@pytest.fixture(scope='session')
def server(running):
    config = '\n'.join(store.config() for store in running.values() if store)
    config += (f'[[object_store]]\nbucket = "wrong-*"\nendpoint = "{running["tls"].endpoint}"\n'
               f'access_key_id = "x"\nsecret_access_key = "y"\n')
    started = Server.started(os.environ['SLIPHER_BINARY'], config=config)
    yield started
    started.stop()


@pytest.fixture(scope='session', params=list(stores.MAKERS))
def store(request, running):
    found = running[request.param]
    if not found:
        print('left out: s3rver, because npm is not installed', file=sys.stderr)
        pytest.skip('npm is not installed')
    return found


@pytest.fixture(scope='session')
def s3(store):
    """A boto3 client of the store."""
    return boto3.client('s3', endpoint_url=store.endpoint, region_name='us-east-1', aws_access_key_id=stores.KEY,
                        aws_secret_access_key=stores.SECRET, config=CONFIG, verify=store.ca_file or None)


@pytest.fixture
def bucket(store, s3):
    name = f'{store.prefix}-{uuid.uuid4().hex[:10]}'
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture(scope='session')
def data(server):
    environment = server.environment
    return boto3.client('redshift-data', endpoint_url=environment['AWS_ENDPOINT_URL'],
                        region_name=environment['AWS_REGION'], aws_access_key_id=environment['AWS_ACCESS_KEY_ID'],
                        aws_secret_access_key=environment['AWS_SECRET_ACCESS_KEY'])


@pytest.fixture(scope='session')
def run(data):
    def execute(sql, expect='FINISHED'):
        reply = data.execute_statement(Sql=sql, ClusterIdentifier='s3', Database='dev', WaitTimeSeconds=30)
        while True:
            described = data.describe_statement(Id=reply['Id'], WaitTimeSeconds=30)
            if described['Status'] in ('FINISHED', 'FAILED', 'ABORTED'):
                break
        assert described['Status'] == expect, described.get('Error', described)
        return described
    return execute


@pytest.fixture(scope='session')
def rows(run, data):
    def query(sql):
        described = run(sql)
        pages = data.get_paginator('get_statement_result').paginate(Id=described['Id'])
        return [[None if 'isNull' in field else next(iter(field.values())) for field in record]
                for page in pages for record in page['Records']]
    return query


@pytest.fixture
def table(run):
    name = f't_{uuid.uuid4().hex[:10]}'
    yield name
    run(f'drop table if exists {name}')
