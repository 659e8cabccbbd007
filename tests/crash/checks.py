"""What must hold after every restart."""
import time

from harness.client import Lost, Refused
from statements import TARGET


# Why a correct statement may have failed: DescribeStatement's Error after a crash.
CRASH_ERRORS = ('The server stopped while the query ran', 'The server was restarted; the session')


class Book:
    """Everything that was ever sent, and what of it has been checked to its end."""

    SAMPLE = 40

    def __init__(self, random):
        self.random = random
        self.pending = []   # not yet checked to the end
        self.settled = []   # a sample of those checked, looked at again later
        self.keys = set()   # that the ledger must have, besides those of pending statements
        self.checked = 0

    def check(self, server, cycle):
        """Checks all pending statements; raises AssertionError. Lost leaves them pending."""
        client = server.client()
        try:
            for statement in self.pending:
                self.acknowledge(client, statement)
            for statement in self.pending:
                if statement.id is not None:
                    self.settle(client, statement)
            self.check_ledger(client)
            self.check_list(client, cycle)
            for statement in self.random.sample(self.settled, min(5, len(self.settled))):
                self.look_again(client, statement)
        finally:
            client.close()
        done, self.pending = self.pending, []
        self.checked += len(done)
        self.keys.update(key for statement in done for key in statement.expected_keys())
        self.settled = self.random.sample(self.settled + [s for s in done if s.id], min(
            self.SAMPLE, len(self.settled) + sum(s.id is not None for s in done)))

    @staticmethod
    def acknowledge(client, statement):
        """The same token gives the same Id; what was never acknowledged is sent once more."""
        if statement.refused:
            return
        try:
            statement.submit(client)
        except Refused as refused:
            # A session ends with the server: a call in it that was not accepted before is refused now.
            if statement.id is None and statement.in_session and 'Session' in str(refused):
                statement.refused = refused
                return
            raise AssertionError(f'its token was refused ({refused}): {statement}') from refused

    def settle(self, client, statement):
        described = client.call('DescribeStatement', Id=statement.id)
        statement.see(described['Status'])
        described = client.wait(statement.id)
        statement.see(described['Status'])
        statement.outcome = described
        status = described['Status']
        assert ('Error' in described) == (status != 'FINISHED'), f'{described}: {statement}'
        if status == 'ABORTED' and not statement.asked_to_stop and not statement.in_session:
            raise AssertionError(f'nobody asked it to stop: {described}: {statement}')
        if status == 'FINISHED' and statement.may_fail:
            raise AssertionError(f'it had to fail: {described}: {statement}')
        if status == 'FAILED' and not statement.may_fail:
            assert any(text in described['Error'] for text in CRASH_ERRORS), f'it failed: {described}: {statement}'
        if status == 'FINISHED' and statement.expected_rows is not None:
            self.check_result(client, statement, described)

    @staticmethod
    def check_result(client, statement, described):
        expected = statement.expected_rows
        rows, totals = client.rows(statement.id + statement.rows_of)
        counted = described['SubStatements'][1] if statement.rows_of else described
        assert set(totals) == {len(expected)} and counted['ResultRows'] == len(expected), f'{described}: {statement}'
        assert rows == [[n, f'row {n}'] for n in expected], f'the result is not whole: {len(rows)} rows: {statement}'

    def check_ledger(self, client):
        """FINISHED <=> its rows are there, once; FAILED, ABORTED, refused <=> they are not."""
        cycles = sorted({int(key.split('-')[0]) for statement in self.pending for key in statement.keys})
        found = {}
        if cycles:
            listed = ', '.join(map(str, cycles))
            for key, count in client.query(f'SELECT k, count(*) FROM ledger WHERE cycle IN ({listed}) GROUP BY k',
                                           **TARGET):
                found[key] = int(count)
        wanted = set(self.keys)
        for statement in self.pending:
            if statement.parts:
                statement.check_parts(found)
            expected = statement.expected_keys()
            wanted.update(expected)
            for key in statement.keys:
                have, want = found.get(key, 0), 1 if key in expected else 0
                assert have == want, (f'the ledger has {key} {have} times instead of {want}; outcome {statement.outcome}, '
                                      f'refused {statement.refused}: {statement}')
        total = int(client.query('SELECT count(*) FROM ledger', **TARGET)[0][0])
        if total != len(wanted):
            keys = [key for key, in client.query('SELECT k FROM ledger', **TARGET)]
            raise AssertionError(f'the ledger has {total} rows instead of {len(wanted)}; too many: '
                                 f'{sorted(set(keys) - wanted)[:20]}, missing: {sorted(wanted - set(keys))[:20]}')

    def check_list(self, client, cycle):
        """ListStatements shows every statement of this cycle, newest first."""
        seen, times, members = set(), [], {}
        while True:
            page = client.call('ListStatements', StatementName=f'crash-{cycle}-', Status='ALL', MaxResults=100, **members)
            for entry in page['Statements']:
                seen.add(entry['Id'])
                times.append(entry['CreatedAt'])
            if 'NextToken' not in page:
                break
            members = {'NextToken': page['NextToken']}
        assert times == sorted(times, reverse=True), 'ListStatements is not in order'
        for statement in self.pending:
            if statement.id and statement.members['StatementName'] == f'crash-{cycle}-':
                assert statement.id in seen, f'ListStatements does not show it: {statement}'

    def look_again(self, client, statement):
        """A statement checked long ago is as it was."""
        described = client.call('DescribeStatement', Id=statement.id)
        assert described == statement.outcome, f'{statement.outcome} became {described}: {statement}'
        if statement.outcome['Status'] == 'FINISHED' and statement.expected_rows is not None:
            self.check_result(client, statement, described)


def check_sessions_ended(server, sessions):
    """No session survives the process that held its connection."""
    client = server.client()
    try:
        open_now = {entry['SessionId'] for entry in client.call('ListSessions', ClusterIdentifier='crash')['Sessions']}
        assert not open_now & sessions, f'sessions survived: {open_now & sessions}'
        for session in list(sessions)[:5]:
            shown = client.call('ListSessions', SessionId=session)['Sessions']
            assert [entry['Status'] for entry in shown] == ['CLOSED'], f'session {session}: {shown}'
    finally:
        client.close()


def wait_until_settled(server, seconds=60):
    """Waits for the server to answer at all."""
    deadline = time.monotonic() + seconds
    while True:
        client = server.client()
        try:
            return client.call('ListStatements', MaxResults=1)
        except Lost:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        finally:
            client.close()
