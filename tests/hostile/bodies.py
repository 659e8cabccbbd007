"""Bodies that are HTTP but not a request of the API. The JSON is read before the signature is checked."""
import json


def answer_to(server, operation, body, **changes):
    with server.connect() as client:
        client.send(server.signed(operation, body, **changes))
        return client.answer()


def expect(server, operation, body, kind, status=400, **changes):
    answer = answer_to(server, operation, body, **changes)
    assert answer.status == status and answer.type() == kind, f'{operation} {body[:80]!r}: {answer}'
    return answer


def test_not_json(server):
    for body in (b' ', b'{', b'{"Id":}', b"{'Id':1}", b'{"Id":"a"} x', b'nul', b'{"a":1,}', b'\xef\xbb\xbf{}', b'[1',
                 b'{"Id":"\x01"}', b'{"Id":1e}', b'{"Id":01}', b'{"Id":"\\x"}', b'{"Id":"\\ud800"', b'<xml/>'):
        expect(server, 'DescribeStatement', body, 'SerializationException')


def test_no_body_has_no_members(server):
    expect(server, 'DescribeStatement', b'', 'ValidationException')


def test_bad_utf8(server):
    for text in (b'\xff', b'\xc3', b'\xc0\x80', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xe2\x82'):
        expect(server, 'DescribeStatement', b'{"Id":"' + text + b'"}', 'SerializationException')


def test_deep_json(server):
    for body in (b'[' * 100000, b'[' * 100000 + b']' * 100000, b'{"a":' * 100000 + b'1' + b'}' * 100000):
        expect(server, 'DescribeStatement', body, 'SerializationException')


def test_wrong_types(server):
    for body in (b'[]', b'"x"', b'1', b'{"Id":5}', b'{"Id":{}}', b'{"Id":["a"]}', b'{"Id":true}'):
        expect(server, 'DescribeStatement', body, 'SerializationException')
    for wait in (b'"1"', b'1.5', b'{}', b'99999999999999999999'):
        expect(server, 'DescribeStatement', b'{"Id":"00000000-0000-0000-0000-000000000000","WaitTimeSeconds":' + wait + b'}',
               'SerializationException')


def test_constraints(server):
    for operation, value in (('DescribeStatement', {}), ('DescribeStatement', {'Id': "x'; DROP TABLE statements; --"}),
                             ('DescribeStatement', {'Id': 'A' * 100000}), ('ListStatements', {'MaxResults': -1}),
                             ('ExecuteStatement', {'Sql': 'SELECT 1'}), ('GetStatementResult', {'Id': '\u0000'}),
                             ('ExecuteStatement', {'Sql': 'SELECT 1', 'ClusterIdentifier': '../../etc', 'Database': 'dev'}),
                             ('ExecuteStatement', {'Sql': 'SELECT 1', 'WorkgroupName': 'w' * 4000, 'Database': 'dev'}),
                             ('BatchExecuteStatement', {'Sqls': ['SELECT 1'] * 41, 'ClusterIdentifier': 'c'})):
        expect(server, operation, json.dumps(value).encode(), 'ValidationException')


def test_no_file_outside_of_the_directory(server):
    for database in ('../../../../tmp/x', '/etc/passwd', 'a/b', '..', 'x\x00y', 'x' * 3000):
        body = json.dumps({'Sql': 'SELECT 1', 'ClusterIdentifier': 'c', 'Database': database, 'WaitTimeSeconds': 20})
        answer = answer_to(server, 'ExecuteStatement', body.encode())
        if answer.status == 200:  # accepted, and then it must fail
            described = answer_to(server, 'DescribeStatement', json.dumps({'Id': answer.json()['Id']}).encode()).json()
            assert described['Status'] == 'FAILED', described
        else:
            assert answer.type() == 'ValidationException', answer
    outside = [path for path in server.folder.rglob('*') if path.suffix == '.duckdb' and 'warehouses' not in path.parts]
    assert not outside, outside


def test_unknown_operations(server):
    for operation in ('', 'Nope', 'Execute Statement', 'executestatement', 'ExecuteStatement.Extra', 'A' * 10000):
        expect(server, operation, b'{}', 'UnknownOperationException')
    for target in ('', 'X', '.', '..', 'DynamoDB_20120810.ListTables', 'RedshiftData'):
        expect(server, 'ListStatements', b'{}', 'UnknownOperationException', headers={'X-Amz-Target': target})


def test_forged_paging_tokens(server):
    for token in ('x', 'AAAA', '../../x', 'A' * 100000, '\u0000', '{"page":1}'):
        expect(server, 'ListStatements', json.dumps({'NextToken': token}).encode(), 'ValidationException')


def test_hostile_sql(server):
    """What the parser is not made for: each text ends as a failed statement, and says so."""
    for sql in ('(' * 20000, 'SELECT ' + '-' * 20000 + '1', "SELECT '" + 'x' * 100000, '/*' * 5000, '$' * 10000,
                'SELECT ' + 'CASE WHEN true THEN ' * 3000 + '1', '\u202e\u0000SELECT', ';' * 10000, '"' * 9999,
                'SELECT ' + '+'.join(['1'] * 20000), 'WITH ' * 5000, 'SELECT 1; ' * 3000 + 'SELEKT'):
        body = json.dumps({'Sql': sql, 'ClusterIdentifier': 'c', 'Database': 'dev', 'WaitTimeSeconds': 30}).encode()
        answer = answer_to(server, 'ExecuteStatement', body)
        assert answer.status in (200, 400), f'{sql[:30]!r}: {answer}'
        if answer.status == 200:
            assert answer.json()['Status'] in ('FAILED', 'FINISHED', 'STARTED'), f'{sql[:30]!r}: {answer}'
