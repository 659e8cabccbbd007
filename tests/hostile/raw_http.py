"""A server of its own for the hostile tests, and clients that write any bytes they like. Standard library only."""
import contextlib
import datetime
import hashlib
import hmac
import json
import socket
import time

from harness.server import Server

PATIENCE = 30  # seconds that any single answer may take before the test fails
TARGET = 'RedshiftData.'


class HostileServer(Server):
    """A server with short timeouts and small limits, so that tests reach them."""

    SETTINGS = """
[server]
header_timeout_seconds = 2
body_timeout_seconds = 2
idle_timeout_seconds = 20
body_bytes = "2 MiB"
arriving_bytes = "8 MiB"
connections = 300
shutdown_grace_seconds = 1
[statements]
sql_bytes = "1 MiB"
[log]
level = "warn"
"""

    def start(self, failpoints=''):
        super().start(failpoints)
        self.host = self.address
        self.key_id, self.secret = (self.environment[name] for name in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'))

    def connect(self):
        host, port = self.address.split(':')
        return RawClient((host, int(port)))

    # What every test ends with: the server still does its work.
    def check_serving(self):
        with self.connect() as client:
            client.send(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
            assert client.answer().status == 200, 'no health after the test'
            client.send(self.signed('ListStatements', b'{}'))
            answer = client.answer()
            assert answer.status == 200 and 'Statements' in answer.json(), f'not serving after the test: {answer}'

    def signed(self, operation, body, **changes):
        """A signed request's bytes; `changes` bend it: see sign()."""
        headers = {'Host': self.host, 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': TARGET + operation}
        headers.update(changes.pop('headers', {}))
        headers.update(self.sign(headers, body, **changes))
        return request('POST', '/', headers, body)

    def sign(self, headers, body, key_id=None, secret=None, when=None, scope=None, signature=None, signed=None,
             region='us-east-1', service='redshift-data'):
        now = when or datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        headers = {**headers, 'X-Amz-Date': now}
        names = signed or ';'.join(sorted(name.lower() for name in headers))
        lower = {name.lower(): value for name, value in headers.items()}
        canonical = '\n'.join(['POST', '/', ''] + [f'{name}:{lower.get(name, "")}' for name in names.split(';')] +
                              ['', names, hashlib.sha256(body).hexdigest()])
        scope = scope or f'{now[:8]}/{region}/{service}/aws4_request'
        text = '\n'.join(['AWS4-HMAC-SHA256', now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ('AWS4' + (secret or self.secret)).encode()
        for part in (now[:8], region, service, 'aws4_request'):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = signature or hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        credential = f'{key_id or self.key_id}/{scope}'
        return {'X-Amz-Date': now, 'Authorization':
                f'AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}'}


def request(method, target, headers, body=b'', length=True):
    lines = [f'{method} {target} HTTP/1.1'] + [f'{name}: {value}' for name, value in headers.items()]
    if length:
        lines.append(f'Content-Length: {len(body)}')
    return '\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + body


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def type(self):
        """The error's name without its namespace."""
        return self.json()['__type'].rsplit('#')[-1]

    def __repr__(self):
        return f'{self.status} {self.body[:300]!r}'


class RawClient:
    """One connection. answer() reads one response; closed() says whether the server ends the connection."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.buffer = b''

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the answer says why
            self.socket.sendall(data)

    def finish_sending(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def receive(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.buffer += data
        return bool(data)

    def answer(self, head_only=False):
        while b'\r\n\r\n' not in self.buffer:
            assert self.receive(), f'the connection ended without an answer, after {self.buffer[:200]!r}'
        head, _, self.buffer = self.buffer.partition(b'\r\n\r\n')
        lines = head.decode('latin-1').split('\r\n')
        headers = {name.lower(): value for name, _, value in (line.partition(': ') for line in lines[1:])}
        length = 0 if head_only else int(headers.get('content-length', 0))
        while len(self.buffer) < length:
            assert self.receive(), 'the connection ended inside an answer'
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Answer(int(lines[0].split()[1]), headers, body)

    def closed(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not self.receive():
                return True
        return False


def run(binary, modules):
    """Every test_ function of the modules, each against the same server. Returns the exit status."""
    server = HostileServer.started(binary, config=HostileServer.SETTINGS)
    passed = failed = 0
    for module in modules:
        for name, test in sorted(vars(module).items()):
            if not name.startswith('test_'):
                continue
            try:
                test(server)
                server.check_serving()
                passed += 1
            except Exception as failure:  # whatever goes wrong is the test's failure
                failed += 1
                print(f'FAILED {module.__name__}.{name}: {type(failure).__name__}: {failure}')
                if not server.is_running():
                    print(f'the server has ended with status {server.process.returncode}')
                    break
    try:
        server.stop()
        log = server.log_text()
        assert 'ERROR: AddressSanitizer' not in log and 'runtime error' not in log, log[-4000:]
    except AssertionError as failure:
        failed += 1
        print(f'FAILED: {failure}')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0
