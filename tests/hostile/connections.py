"""Clients that dawdle, vanish, crowd, or talk all at once."""
import concurrent.futures
import json
import time

from raw_http import request

HEALTH = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'


def test_slow_header(server):
    with server.connect() as client:
        for byte in HEALTH[:-2]:
            client.send(bytes([byte]))
        assert client.closed(), 'a header that never ends is cut off'
        assert client.buffer == b''


def test_slow_body(server):
    with server.connect() as client:
        client.send(b'POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx')
        assert client.closed(), 'a body that never ends is cut off'


def test_half_closed(server):
    with server.connect() as client:
        client.send(HEALTH)
        client.finish_sending()
        assert client.answer().status == 200
        assert client.closed()
    with server.connect() as client:
        client.send(HEALTH[:-4])
        client.finish_sending()
        assert client.answer().status == 400


def test_pipelined(server):
    count = 300
    with server.connect() as client:
        client.send(HEALTH * count)
        for _ in range(count):
            assert client.answer().body == b'ok\n'
        client.send(server.signed('ListStatements', b'{}') + b'garbage\r\n\r\n')
        assert client.answer().status == 200
        assert client.answer().status == 400
        assert client.closed()


def test_byte_by_byte(server):
    data = server.signed('ListStatements', b'{}')
    with server.connect() as client:
        for byte in data:
            client.send(bytes([byte]))
        assert client.answer().status == 200


def test_chunked_request_with_signature(server):
    body = b'{"MaxResults":1}'
    headers = {'Host': server.host, 'Content-Type': 'application/x-amz-json-1.1',
               'X-Amz-Target': 'RedshiftData.ListStatements'}
    headers.update(server.sign(headers, body))
    headers['Transfer-Encoding'] = 'chunked'
    chunks = b''.join(b'1\r\n' + bytes([byte]) + b'\r\n' for byte in body) + b'0\r\n\r\n'
    with server.connect() as client:
        client.send(request('POST', '/', headers, length=False) + chunks)
        assert client.answer().status == 200


def test_continue(server):
    body = b'{"MaxResults":1}'
    data = server.signed('ListStatements', body, headers={'Expect': '100-continue'})
    with server.connect() as client:
        client.send(data[:-len(body)])
        assert client.answer(head_only=True).status == 100
        client.send(body)
        assert client.answer().status == 200


def test_crowd(server):
    """More connections than allowed: the first ones are served, the others are told to come again."""
    clients = [server.connect() for _ in range(320)]
    try:
        for client in clients:
            client.send(HEALTH)
        statuses = [client.answer().status for client in clients]
        assert set(statuses) == {200, 503} and statuses.count(200) >= 290, {s: statuses.count(s) for s in set(statuses)}
    finally:
        for client in clients:
            client.socket.close()
    time.sleep(0.2)


def test_vanishing(server):
    """Clients that leave at every point of a request."""
    data = server.signed('ListStatements', b'{}')
    for cut in range(0, len(data) + 1, 7):
        with server.connect() as client:
            client.send(data[:cut])


def test_vanishing_while_waiting(server):
    """A request that waits for its statement, and whose client has gone, harms nobody; the statement ends all the same."""
    sql = 'SELECT count(*) FROM generate_series(1, 300000000) a'
    body = json.dumps({'Sql': sql, 'ClusterIdentifier': 'c', 'Database': 'dev', 'WaitTimeSeconds': 30}).encode()
    for _ in range(5):
        with server.connect() as client:
            client.send(server.signed('ExecuteStatement', body))
            time.sleep(0.1)
    with server.connect() as client:
        client.send(server.signed('ListStatements', b'{"Status":"ALL"}'))
        statements = [s for s in client.answer().json()['Statements'] if s['QueryString'] == sql]
        assert len(statements) == 5, statements
        for statement in statements:
            client.send(server.signed('CancelStatement', json.dumps({'Id': statement['Id']}).encode()))
            assert client.answer().status in (200, 400)
            client.send(server.signed('DescribeStatement',
                                      json.dumps({'Id': statement['Id'], 'WaitTimeSeconds': 30}).encode()))
            assert client.answer().json()['Status'] in ('ABORTED', 'FINISHED')


def test_hammer(server):
    """Good and bad requests from many threads at once; the good ones all succeed."""
    def work(number):
        with server.connect() as client:
            if number % 3 == 0:
                client.send(b'\xff' * 100)
                return None
            if number % 3 == 1:
                client.send(server.signed('DescribeStatement', b'{"Id":'))
                return client.answer().status
            client.send(server.signed('ListStatements', b'{}'))
            return client.answer().status
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        statuses = list(pool.map(work, range(600)))
    assert statuses[1::3] == [400] * 200 and statuses[2::3] == [200] * 200
