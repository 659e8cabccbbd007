"""A signed client of the Data API, in nothing but the standard library."""
import datetime
import hashlib
import hmac
import http.client
import json
import uuid

TERMINAL = ('FINISHED', 'FAILED', 'ABORTED')


class Lost(Exception):
    """The server went away before it answered: whether it accepted the request is unknown."""


class Refused(Exception):
    """An answer with an error."""

    def __init__(self, status, kind, message):
        super().__init__(f'{kind} ({status}): {message}')
        self.status, self.kind, self.message = status, kind, message


class Client:
    """One keep-alive connection; used by one thread."""

    def __init__(self, address, key_id, secret, region='us-east-1'):
        self.address, self.key_id, self.secret, self.region = address, key_id, secret, region
        self.connection = None

    def call(self, operation, **members):
        body = json.dumps(members).encode()
        try:
            if self.connection is None:
                host, port = self.address.split(':')
                self.connection = http.client.HTTPConnection(host, int(port), timeout=60)
            self.connection.request('POST', '/', body, self.headers(operation, body))
            reply = self.connection.getresponse()
            text = reply.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Lost(str(error)) from error
        document = json.loads(text or b'{}')
        if reply.status == 200:
            return document
        raise Refused(reply.status, document.get('__type', '?'), document.get('Message') or document.get('message'))

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def headers(self, operation, body):
        now = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        signed = {'content-type': 'application/x-amz-json-1.1', 'host': self.address, 'x-amz-date': now,
                  'x-amz-target': f'RedshiftData.{operation}'}
        names = ';'.join(sorted(signed))
        canonical = '\n'.join(['POST', '/', '', *(f'{name}:{signed[name]}' for name in sorted(signed)), '', names,
                               hashlib.sha256(body).hexdigest()])
        scope = f'{now[:8]}/{self.region}/redshift-data/aws4_request'
        text = '\n'.join(['AWS4-HMAC-SHA256', now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = f'AWS4{self.secret}'.encode()
        for part in scope.split('/'):
            key = hmac.digest(key, part.encode(), 'sha256')
        signature = hmac.new(key, text.encode(), 'sha256').hexdigest()
        return {**signed, 'authorization': f'AWS4-HMAC-SHA256 Credential={self.key_id}/{scope}, SignedHeaders={names}, '
                                           f'Signature={signature}'}

    def wait(self, identifier, seconds=120):
        """DescribeStatement, once the statement has ended."""
        for _ in range(seconds // 20 + 1):
            described = self.call('DescribeStatement', Id=identifier, WaitTimeSeconds=20)
            if described['Status'] in TERMINAL:
                return described
        raise AssertionError(f'{identifier} is still {described["Status"]} after {seconds} s')

    def rows(self, identifier):
        """Every row of a JSON result, as lists of values, and the TotalNumRows of each page."""
        rows, totals, members = [], [], {}
        while True:
            page = self.call('GetStatementResult', Id=identifier, **members)
            totals.append(page['TotalNumRows'])
            for record in page['Records']:
                rows.append([None if 'isNull' in field else next(iter(field.values())) for field in record])
            if 'NextToken' not in page:
                return rows, totals
            members = {'NextToken': page['NextToken']}

    def query(self, sql, **target):
        """Runs one statement to its end and gives its rows; a failure is an AssertionError."""
        identifier = self.call('ExecuteStatement', Sql=sql, ClientToken=str(uuid.uuid4()), **target)['Id']
        described = self.wait(identifier)
        assert described['Status'] == 'FINISHED', f'{sql}: {described}'
        return self.rows(identifier)[0] if described['HasResultSet'] else []
