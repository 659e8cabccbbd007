"""Bytes that are not, or not quite, HTTP."""
import os
import random

from raw_http import request


def refused(server, data, status, kind):
    with server.connect() as client:
        client.send(data)
        client.finish_sending()
        answer = client.answer()
        assert answer.status == status, f'{data[:60]!r}: expected {status}, got {answer}'
        assert answer.type() == kind, answer
        assert answer.headers['connection'] == 'close'
        assert 'x-amzn-requestid' in answer.headers and 'date' in answer.headers
        assert client.closed()


def test_not_http(server):
    for data in (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + os.urandom(100), b'hello\r\n\r\n', b'\x00' * 64,
                 b'GET\r\n\r\n', b'GET / HTTP/1.1\r\nNo colon here\r\n\r\n', b'GET / HTTP/1.1\r\n: empty\r\n\r\n',
                 b'GET / HTTP/1.1\r\nBad name: x\r\n\r\n', b'G\xc3\x89T / HTTP/1.1\r\n\r\n'):
        refused(server, data, 400, 'MalformedHttpRequestException')


def test_random_bytes(server):
    source = random.Random(7)
    for _ in range(50):
        with server.connect() as client:
            client.send(source.randbytes(source.randrange(1, 3000)))
            client.finish_sending()
            client.receive()  # an answer or the end; what matters is that the server goes on


def test_other_versions(server):
    refused(server, b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'MalformedHttpRequestException')
    refused(server, b'GET / HTTP/0.9\r\n\r\n', 505, 'MalformedHttpRequestException')
    refused(server, b'GET / HTTQ/1.1\r\n\r\n', 505, 'MalformedHttpRequestException')


def test_bad_lengths(server):
    for length in (b'-1', b'abc', b'1e3', b'99999999999999999999999', b'', b'5, 6'):
        refused(server, b'POST / HTTP/1.1\r\nContent-Length: ' + length + b'\r\n\r\n', 400,
                'MalformedHttpRequestException')


def test_smuggling(server):
    """Two ways to tell where a body ends are one too many."""
    for headers in (b'Content-Length: 5\r\nTransfer-Encoding: chunked', b'Transfer-Encoding: chunked\r\nContent-Length: 5',
                    b'Content-Length: 5\r\nContent-Length: 6', b'Transfer-Encoding: chunked, identity',
                    b'Transfer-Encoding: xchunked'):
        refused(server, b'POST / HTTP/1.1\r\n' + headers + b'\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n', 400,
                'MalformedHttpRequestException')


def test_bad_chunks(server):
    for chunk in (b'zz\r\n', b'5\r\nabcdefgh\r\n', b'-5\r\n', b'fffffffffffffffff\r\n'):
        refused(server, b'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n' + chunk + b'\r\n\r\n', 400,
                'MalformedHttpRequestException')


def test_unknown_expectation(server):
    refused(server, b'POST / HTTP/1.1\r\nExpect: the-unexpected\r\nContent-Length: 1\r\n\r\nx', 417,
            'MalformedHttpRequestException')


def test_other_methods_and_paths(server):
    """Valid HTTP that the API does not know: an answer, and the connection stays."""
    with server.connect() as client:
        for method, target in (('OPTIONS', '*'), ('OPTIONS', '/'), ('DELETE', '/'), ('PUT', '/x'), ('TRACE', '/'),
                               ('GET', '/../../etc/passwd'), ('GET', '/%00'), ('BREW', '/'), ('GET', '/' + 'a' * 9000)):
            client.send(request(method, target, {'Host': 'x'}))
            answer = client.answer()
            assert 400 <= answer.status < 500, f'{method} {target[:20]}: {answer}'
        client.send(b'HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
        assert client.answer(head_only=True).status == 200
        client.send(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
        assert client.answer().body == b'ok\n'
