"""Too much of everything."""
from raw_http import request

MIB = 1024 * 1024


def test_header_too_large(server):
    for head in (b'GET /' + b'a' * 40000 + b' HTTP/1.1\r\n\r\n', b'GET / HTTP/1.1\r\nX: ' + b'b' * 40000 + b'\r\n\r\n',
                 b'GET / HTTP/1.1\r\n' + b'X: y\r\n' * 10000 + b'\r\n'):
        with server.connect() as client:
            client.send(head)
            answer = client.answer()
            assert answer.status == 431 and answer.type() == 'RequestHeaderSectionTooLargeException', answer
            assert client.closed()


def test_body_too_large(server):
    """Refused by its announced length, before a byte of it is read, and by what comes when it is not announced."""
    for data in (b'POST / HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n',
                 b'POST / HTTP/1.1\r\nContent-Length: 3000000\r\nExpect: 100-continue\r\n\r\n',
                 b'POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n',
                 b'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n' + (b'100000\r\n' + b'x' * MIB + b'\r\n') * 3):
        with server.connect() as client:
            client.send(data)
            answer = client.answer()
            assert answer.status == 413 and answer.type() == 'RequestEntityTooLargeException', answer
            assert client.closed()


def test_sender_sees_the_refusal(server):
    """A client that goes on sending a refused body still reads why."""
    with server.connect() as client:
        client.send(b'POST / HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n')
        for _ in range(64):
            client.send(b'x' * 65536)
        assert client.answer().status == 413


def test_sql_too_long(server):
    body = b'{"Sql":"SELECT ' + b'1' * (MIB + 100) + b'","ClusterIdentifier":"c","Database":"dev"}'
    with server.connect() as client:
        client.send(server.signed('ExecuteStatement', body))
        answer = client.answer()
        assert answer.status == 400 and answer.type() == 'ValidationException', answer


def test_bodies_that_arrive_together(server):
    """Half-sent bodies hold at most what is configured; the rest is told to come again."""
    clients = [server.connect() for _ in range(8)]
    try:
        for client in clients:
            client.send(b'POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n' + b'x' * 1900000)
        statuses = []
        for client in clients:
            try:
                statuses.append(client.answer().status)
            except AssertionError:
                statuses.append(None)  # closed by the timeout of its body
        assert set(statuses) <= {503, None} and 503 in statuses, statuses
    finally:
        for client in clients:
            client.socket.close()


def test_many_headers_within_the_limit(server):
    headers = {'Host': 'x', **{f'X-{i}': 'y' for i in range(1500)}}
    with server.connect() as client:
        client.send(request('GET', '/healthz', headers))
        assert client.answer().status == 200
