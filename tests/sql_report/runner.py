"""Runs statements on one warehouse and shows their rows as a client does."""
import base64

from harness.client import Refused

STATEMENT_SECONDS = 30
SESSION_SECONDS = 120


class Runner:
    """Statements on one warehouse, one by one: each on a connection of its own, or all of them in one session."""

    def __init__(self, client, warehouse, database='dev', one_session=False):
        self.client, self.warehouse, self.database, self.one_session = client, warehouse, database, one_session
        self.target = {'ClusterIdentifier': warehouse, 'Database': database}
        if one_session:
            self.target['SessionKeepAliveSeconds'] = SESSION_SECONDS

    def run(self, sql):
        """Error text or None, and the rows of a result set."""
        try:
            reply = self.client.call('ExecuteStatement', Sql=sql, WaitTimeSeconds=STATEMENT_SECONDS, **self.target)
            if self.one_session and 'SessionId' in reply:
                self.target = {'SessionId': reply['SessionId'], 'SessionKeepAliveSeconds': SESSION_SECONDS}
            described = self.client.call('DescribeStatement', Id=reply['Id'])
            if described['Status'] not in ('FINISHED', 'FAILED', 'ABORTED'):
                self.client.call('CancelStatement', Id=reply['Id'])
                return f'still running after {STATEMENT_SECONDS} s', []
            if described['Status'] != 'FINISHED':
                return described['Error'], []
            return None, self.shown_rows(reply['Id']) if described['HasResultSet'] else []
        except Refused as refused:
            return str(refused), []

    def shown_rows(self, identifier):
        """The rows as a client shows them: bytes, which travel as Base64, in hexadecimal."""
        rows = self.client.rows(identifier)[0]
        columns = self.client.call('GetStatementResult', Id=identifier)['ColumnMetadata']
        for index, column in enumerate(columns):
            if column['typeName'] == 'varbyte':
                for row in rows:
                    row[index] = row[index] and base64.b64decode(row[index]).hex()
        return rows
