"""Typed exceptions and the texts of the documented errors; bad signatures."""
import datetime
import hashlib
import hmac
import urllib.error
import urllib.request
import uuid

import botocore.exceptions
import pytest


@pytest.mark.parametrize('members', [
    {},                                                                   # no target
    {'ClusterIdentifier': 'a', 'WorkgroupName': 'abc', 'Database': 'dev'},  # two targets
    {'WorkgroupName': 'abc', 'DbUser': 'x', 'Database': 'dev'},
    {'ClusterIdentifier': 'Bad_Name', 'Database': 'dev'},
    {'ClusterIdentifier': 'c' * 64, 'Database': 'dev'},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'ResultFormat': 'XML'},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'WaitTimeSeconds': 31},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'SessionKeepAliveSeconds': 86401},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'StatementName': 'n' * 2049},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'ClientToken': 't' * 65},
    {'ClusterIdentifier': 'good', 'Database': 'dev', 'Parameters': [{'name': 'a-b', 'value': 'x'}]},
])
def test_bad_members_are_validation_errors(data, members):
    with pytest.raises(data.exceptions.ValidationException) as raised:
        data.execute_statement(Sql='select 1', **members)
    assert raised.value.response['ResponseMetadata']['HTTPStatusCode'] == 400
    assert raised.value.response['Message'] and raised.value.response['ResponseMetadata']['RequestId']


def test_a_malformed_id(data):
    with pytest.raises(data.exceptions.ValidationException) as raised:
        data.describe_statement(Id='nonsense')
    assert raised.value.response['Message'] == (
        r'id must satisfy regex pattern: ^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$')


@pytest.mark.parametrize('operation', ['describe_statement', 'cancel_statement', 'get_statement_result',
                                       'get_statement_result_v2'])
def test_an_unknown_id(data, operation):
    unknown = str(uuid.uuid4())
    with pytest.raises(data.exceptions.ResourceNotFoundException) as raised:
        getattr(data, operation)(Id=unknown)
    assert raised.value.response['Message'] == 'Query does not exist.'
    assert raised.value.response['ResponseMetadata']['HTTPStatusCode'] == 400


def test_an_unknown_database(run):
    described = run('select 1', Database='nowhere', expect='FAILED')
    assert 'nowhere' in described['Error']


def test_too_many_statements_in_a_batch(data, warehouse):
    with pytest.raises(data.exceptions.ValidationException):
        data.batch_execute_statement(Sqls=['select 1'] * 41, ClusterIdentifier=warehouse, Database='dev')


def test_a_cancelled_finished_statement(data, run):
    finished = run('select 1')
    with pytest.raises(data.exceptions.ValidationException, match='already in FINISHED state with ID: ' + finished['Id']):
        data.cancel_statement(Id=finished['Id'])


def code_of(raised):
    return raised.value.response['Error']['Code'], raised.value.response['Error']['Message']


def test_bad_credentials(aws):
    with pytest.raises(botocore.exceptions.ClientError) as raised:
        aws('redshift-data', aws_secret_access_key='x' * 40).list_statements()
    code, text = code_of(raised)
    assert code == 'InvalidSignatureException' and text.startswith('The request signature we calculated does not match')
    with pytest.raises(botocore.exceptions.ClientError) as raised:
        aws('redshift-data', aws_access_key_id='AKIAUNKNOWNUNKNOWN12').list_statements()
    assert code_of(raised) == ('UnrecognizedClientException', 'The security token included in the request is invalid.')


def test_unsigned_requests(server):
    request = urllib.request.Request(server.url, b'{}', {'X-Amz-Target': 'RedshiftData.ListStatements',
                                                         'Content-Type': 'application/x-amz-json-1.1'})
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)
    assert raised.value.code == 400 and b'MissingAuthenticationTokenException' in raised.value.read()
    with urllib.request.urlopen(server.url + '/healthz') as healthy:
        assert healthy.status == 200
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(server.url + '/metrics')


def test_an_unknown_service_or_operation(aws, server):
    with pytest.raises(botocore.exceptions.ClientError) as raised:
        aws('dynamodb').list_tables()
    assert code_of(raised)[0] == 'UnknownOperationException'


def test_old_and_early_clocks(aws):
    client = aws('redshift-data')
    now = datetime.datetime.now(datetime.timezone.utc)
    for when, text in ((now - datetime.timedelta(days=1), b'Signature expired: '),
                       (now + datetime.timedelta(hours=1), b'Signature not yet current: ')):
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(urllib.request.Request(client.meta.endpoint_url, b'{}', sign(client, when)))
        assert text in raised.value.read()
    good = urllib.request.Request(client.meta.endpoint_url, b'{}', sign(client, now))
    assert b'"Statements"' in urllib.request.urlopen(good).read()


def sign(client, when):
    """Headers of a ListStatements request signed at `when`."""
    credentials = client._request_signer._credentials.get_frozen_credentials()
    region, stamp = client.meta.region_name, when.strftime('%Y%m%dT%H%M%SZ')
    host = client.meta.endpoint_url.split('//')[1]
    headers = {'Content-Type': 'application/x-amz-json-1.1', 'Host': host, 'X-Amz-Date': stamp,
               'X-Amz-Target': 'RedshiftData.ListStatements'}
    names = ';'.join(sorted(name.lower() for name in headers))
    canonical = 'POST\n/\n\n' + ''.join(f'{name.lower()}:{headers[name]}\n' for name in sorted(headers, key=str.lower))
    canonical += f'\n{names}\n{hashlib.sha256(b"{}").hexdigest()}'
    scope = f'{stamp[:8]}/{region}/redshift-data/aws4_request'
    to_sign = f'AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}'
    key = ('AWS4' + credentials.secret_key).encode()
    for part in scope.split('/'):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    headers['Authorization'] = (f'AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, SignedHeaders={names}, '
                                f'Signature={signature}')
    return headers
