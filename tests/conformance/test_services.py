"""Secrets Manager and STS, and statements that use a secret."""
import json
import uuid

import pytest


@pytest.fixture
def secrets(aws):
    return aws('secretsmanager')


@pytest.fixture
def secret(secrets, warehouse):
    made = secrets.create_secret(Name=f'redshift/{uuid.uuid4().hex[:8]}', Description='a test', SecretString=json.dumps(
        {'engine': 'redshift', 'username': 'reporter', 'password': 'Passw0rd', 'dbClusterIdentifier': warehouse}),
        Tags=[{'Key': 'RedshiftDataFullAccess', 'Value': 'yes'}])
    yield made
    secrets.delete_secret(SecretId=made['ARN'], ForceDeleteWithoutRecovery=True)


def test_caller_identity(aws):
    identity = aws('sts').get_caller_identity()
    assert identity['Arn'] == f'arn:aws:iam::{identity["Account"]}:user/root'
    assert len(identity['Account']) == 12 and identity['UserId'].startswith('AIDA')


def test_life_of_a_secret(secrets, secret):
    read = secrets.get_secret_value(SecretId=secret['Name'])
    assert json.loads(read['SecretString'])['username'] == 'reporter' and read['ARN'] == secret['ARN']
    assert read['VersionStages'] == ['AWSCURRENT'] and read['VersionId'] == secret['VersionId']
    put = secrets.put_secret_value(SecretId=secret['ARN'], SecretString='second')
    assert secrets.get_secret_value(SecretId=secret['ARN'])['SecretString'] == 'second'
    previous = secrets.get_secret_value(SecretId=secret['ARN'], VersionStage='AWSPREVIOUS')
    assert previous['VersionId'] == secret['VersionId']
    secrets.update_secret(SecretId=secret['ARN'], SecretBinary=b'\x00\x01')
    assert secrets.get_secret_value(SecretId=secret['ARN'])['SecretBinary'] == b'\x00\x01'
    secrets.tag_resource(SecretId=secret['ARN'], Tags=[{'Key': 'team', 'Value': 'data'}])
    described = secrets.describe_secret(SecretId=secret['ARN'])
    assert {'Key': 'team', 'Value': 'data'} in described['Tags'] and described['Description'] == 'a test'
    assert described['VersionIdsToStages'][put['VersionId']] == ['AWSPREVIOUS']
    names = [entry['Name'] for page in secrets.get_paginator('list_secrets').paginate() for entry in page['SecretList']]
    assert secret['Name'] in names


def test_secret_errors(secrets, secret):
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(Name=secret['Name'], SecretString='x')
    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        secrets.get_secret_value(SecretId='nothing-of-that-name')
    name = f'gone-{uuid.uuid4().hex[:8]}'
    secrets.create_secret(Name=name, SecretString='x')
    secrets.delete_secret(SecretId=name)
    with pytest.raises(secrets.exceptions.InvalidRequestException):
        secrets.get_secret_value(SecretId=name)


def test_a_statement_with_a_secret(data, run, rows, secret, warehouse):
    for name in (secret['ARN'], secret['Name'], secret['ARN'].rsplit('-', 1)[0]):
        assert rows('select current_user', SecretArn=name) == [['reporter']]
    reply = data.execute_statement(Sql='select 1', ClusterIdentifier=warehouse, Database='dev', SecretArn=secret['ARN'])
    assert reply['SecretArn'] == secret['ARN'] and 'DbUser' not in reply


def test_statements_with_wrong_secrets(data, secrets, secret, warehouse):
    empty = secrets.create_secret(Name=f'empty-{uuid.uuid4().hex[:8]}', SecretString='{"username":"","password":""}')
    with pytest.raises(data.exceptions.ValidationException, match='username and password in secret cannot be empty'):
        data.execute_statement(Sql='select 1', ClusterIdentifier=warehouse, Database='dev', SecretArn=empty['ARN'])
    with pytest.raises(data.exceptions.ValidationException):
        data.execute_statement(Sql='select 1', ClusterIdentifier='another', Database='dev', SecretArn=secret['ARN'])
    with pytest.raises(data.exceptions.ClientError):
        data.execute_statement(Sql='select 1', ClusterIdentifier=warehouse, Database='dev', SecretArn='not-there')
