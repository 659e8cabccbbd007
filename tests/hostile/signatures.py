"""Requests whose signature is missing, broken, old, foreign or forged. None may reach an operation."""


def refused(server, data, kind):
    with server.connect() as client:
        client.send(data)
        answer = client.answer()
        assert answer.status in (400, 403) and answer.type() == kind, answer
        assert server.secret.encode() not in answer.body
        return answer


def bent(server, **changes):
    return server.signed('ListStatements', b'{}', **changes)


def test_no_signature(server):
    data = bent(server)
    lines = [line for line in data.split(b'\r\n') if not line.startswith(b'Authorization')]
    refused(server, b'\r\n'.join(lines), 'MissingAuthenticationTokenException')


def test_wrong_signature(server):
    for signature in ('0' * 64, 'f' * 64, 'A' * 5000, 'x', "' OR 1=1"):
        refused(server, bent(server, signature=signature), 'InvalidSignatureException')
    refused(server, bent(server, secret='not the secret'), 'InvalidSignatureException')


def test_changed_body(server):
    data = server.signed('ListStatements', b'{"MaxResults":1}').replace(b'{"MaxResults":1}', b'{"MaxResults":2}')
    refused(server, data, 'InvalidSignatureException')


def test_changed_target(server):
    data = bent(server).replace(b'RedshiftData.ListStatements', b'RedshiftData.ListSessions')
    refused(server, data, 'InvalidSignatureException')


def test_unknown_key(server):
    refused(server, bent(server, key_id='AKIAAAAAAAAAAAAAAAAA'), 'UnrecognizedClientException')
    refused(server, bent(server, key_id='x' * 5000), 'UnrecognizedClientException')


def test_old_and_early(server):
    refused(server, bent(server, when='20200101T000000Z'), 'InvalidSignatureException')
    refused(server, bent(server, when='20990101T000000Z'), 'InvalidSignatureException')


def test_bad_dates(server):
    for when in ('now', '2024-01-01T00:00:00Z', '99999999T999999Z', '20240230T000000Z', ''.ljust(3000, '1')):
        refused(server, bent(server, when=when), 'IncompleteSignatureException')


def test_foreign_scopes(server):
    refused(server, bent(server, service='s3'), 'InvalidSignatureException')
    refused(server, bent(server, scope='20240101/us-east-1/redshift-data/aws4_request'), 'InvalidSignatureException')
    for scope in ('x', '/////', 'a/b/c/d/e/f', '20240101/us-east-1/redshift-data'):
        refused(server, bent(server, scope=scope), 'IncompleteSignatureException')


def test_broken_authorization(server):
    for value in ('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256 ', 'AWS4-HMAC-SHA256 Credential', 'AWS4-HMAC-SHA256 =,=,=',
                  'AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=', 'AWS4-HMAC-SHA256 ' + ',' * 10000):
        lines = [b'Authorization: ' + value.encode() if line.startswith(b'Authorization') else line
                 for line in bent(server).split(b'\r\n')]
        refused(server, b'\r\n'.join(lines), 'IncompleteSignatureException')
    for value in ('Basic dXNlcjpwYXNz', 'Bearer x', ''):
        lines = [b'Authorization: ' + value.encode() if line.startswith(b'Authorization') else line
                 for line in bent(server).split(b'\r\n')]
        refused(server, b'\r\n'.join(lines), 'MissingAuthenticationTokenException')


def test_nothing_open_but_health(server):
    with server.connect() as client:
        for target in ('/metrics', '/', '/admin', '/healthz/x'):
            client.send(f'GET {target} HTTP/1.1\r\nHost: x\r\n\r\n'.encode())
            assert client.answer().status in (400, 403, 404), target
