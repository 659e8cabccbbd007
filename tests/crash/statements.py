"""The statements of the load, and what each of them must have left behind in the end.

Each statement that changes data inserts rows under keys of its own into the table `ledger`, so that running it twice, or
half, shows. A Statement remembers everything that the server ever acknowledged about it.
"""
import random
import uuid

TARGET = {'ClusterIdentifier': 'crash', 'Database': 'dev'}
NUMBERS = 20000  # rows of the table `numbers`: 1 to NUMBERS
ORDER = {'SUBMITTED': 0, 'PICKED': 1, 'STARTED': 2, 'FINISHED': 3, 'FAILED': 3, 'ABORTED': 3}
BAD_SQL = "SELECT CAST('not a number' AS INTEGER)"

SET_UP = ['CREATE TABLE ledger (k VARCHAR(64), cycle INTEGER)',
          'CREATE TABLE numbers (n INTEGER, text VARCHAR(40))',
          'INSERT INTO numbers WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < '
          f"{NUMBERS}) SELECT n, 'row ' || n FROM r",
          # Of the keys of these, FINISHED or not, the ledger holds the first few; Statement.check_parts() says how many.
          'CREATE PROCEDURE in_steps(a VARCHAR, b VARCHAR, c VARCHAR, cycle INTEGER) AS $$ BEGIN '
          'INSERT INTO ledger VALUES (a, cycle); COMMIT; INSERT INTO ledger VALUES (b, cycle); COMMIT; '
          'INSERT INTO ledger VALUES (c, cycle); END; $$ LANGUAGE plpgsql',
          'CREATE PROCEDURE one_by_one(a VARCHAR, b VARCHAR, c VARCHAR, cycle INTEGER) NONATOMIC AS $$ BEGIN '
          'INSERT INTO ledger VALUES (a, cycle); INSERT INTO ledger VALUES (b, cycle); '
          'INSERT INTO ledger VALUES (c, cycle); END; $$ LANGUAGE plpgsql',
          'CREATE PROCEDURE all_or_nothing(a VARCHAR, b VARCHAR, c VARCHAR, cycle INTEGER) AS $$ BEGIN '
          'INSERT INTO ledger VALUES (a, cycle); INSERT INTO ledger VALUES (b, cycle); '
          'INSERT INTO ledger VALUES (c, cycle); END; $$ LANGUAGE plpgsql',
          # The handler keeps the first key; what stood before it is undone, and the error goes on.
          'CREATE PROCEDURE handled(kept VARCHAR, undone VARCHAR, cycle INTEGER) AS $$ DECLARE zero INTEGER := 0; BEGIN '
          'INSERT INTO ledger VALUES (undone, cycle); zero := 1 / zero; '
          'EXCEPTION WHEN OTHERS THEN INSERT INTO ledger VALUES (kept, cycle); END; $$ LANGUAGE plpgsql']


class Statement:
    """One ExecuteStatement or BatchExecuteStatement call, repeated with its token until it is acknowledged."""

    def __init__(self, cycle, operation, members, keys=(), rows=None, rows_of='', per_sub=False, may_fail=False,
                 in_session=False, parts=None):
        self.operation, self.keys, self.expected_rows, self.per_sub = operation, list(keys), rows, per_sub
        self.rows_of = rows_of  # ':n' when the rows are a sub-statement's
        self.may_fail, self.in_session = may_fail, in_session
        self.parts = parts  # of a procedure that commits on its way: 'steps', 'each' or 'handler'
        self.parts_found = []  # its keys that the ledger was found to hold
        self.members = {**members, 'StatementName': f'crash-{cycle}-', 'ClientToken': str(uuid.uuid4())}
        self.id = None
        self.state = None  # the latest that a reply showed
        self.refused = None
        self.outcome = None  # DescribeStatement's, once checked
        self.asked_to_stop = False

    def __str__(self):
        return f'{self.operation} {self.id} {self.members}'

    def submit(self, client, **more):
        """Sends it; the token makes that safe to repeat. Raises Lost and Refused."""
        reply = client.call(self.operation, **self.members, **more)
        if self.id is not None:
            assert reply['Id'] == self.id, f'the token gave {reply["Id"]} after {self.id}: {self}'
        self.id = reply['Id']
        if 'Status' in reply:
            self.see(reply['Status'])
        return reply

    def see(self, state):
        """Takes note of a state; it may never be followed by an earlier one."""
        if self.state is not None:
            assert ORDER[state] >= ORDER[self.state], f'{self.state} went back to {state}: {self}'
            assert ORDER[state] < 3 or ORDER[self.state] < 3 or state == self.state, f'{self.state} became {state}: {self}'
        self.state = state

    def expected_keys(self):
        """Keys that the ledger must hold once; all others of this statement must be missing."""
        if self.outcome is None:
            return []
        if self.parts:
            return self.parts_found
        if self.per_sub:
            return [key for key, sub in zip(self.keys, self.outcome['SubStatements']) if sub['Status'] == 'FINISHED']
        return self.keys if self.outcome['Status'] == 'FINISHED' else []

    def check_parts(self, found):
        """What a procedure committed before it was stopped stays, in its order and once."""
        have = [found.get(key, 0) for key in self.keys]
        status = self.outcome and self.outcome['Status']
        whole = [1] * len(have)
        first_few = [[1] * n + [0] * (len(have) - n) for n in range(len(have) + 1)]
        if self.parts == 'handler':
            # It ends with its own error only after the handler has committed.
            may_be = [[1, 0]] if status == 'FAILED' and 'ivi' in self.outcome['Error'] else [[0, 0], [1, 0]]
        elif status == 'FINISHED':
            may_be = [whole]
        elif self.parts == 'steps':
            may_be = first_few[:-1]  # the last part commits together with the statement
        else:
            may_be = first_few
        if status is None:
            may_be = [[0] * len(have)]
        assert have in may_be, f'the ledger has {have} of its keys; outcome {self.outcome}: {self}'
        self.parts_found = [key for key, count in zip(self.keys, have) if count]


def insert(key, cycle):
    return f"INSERT INTO ledger VALUES ('{key}', {cycle})"


class Load:
    """Makes statements at random."""

    def __init__(self, cycle, seed, bucket):
        self.cycle, self.random, self.bucket = cycle, random.Random(seed), bucket

    def key(self):
        return f'{self.cycle}-{uuid.UUID(int=self.random.getrandbits(128))}'

    def next(self):
        kinds = [self.select] * 3 + [self.insert] * 4 + [self.with_parameters, self.two_in_one, self.failing,
                                                          self.batch, self.batch, self.failing_batch, self.auto_commit,
                                                          self.auto_commit, self.batch_with_rows, self.slow, self.copy,
                                                          self.call, self.call, self.call_with_handler]
        return self.random.choice(kinds)()

    def execute(self, sql, **more):
        members = {'Sql': sql, **TARGET, **more.pop('members', {})}
        return Statement(self.cycle, 'ExecuteStatement', members, **more)

    def run_batch(self, sqls, mode, **more):
        members = {'Sqls': sqls, 'ExecutionMode': mode, **TARGET}
        return Statement(self.cycle, 'BatchExecuteStatement', members, **more)

    def some_rows(self):
        """A query, and the numbers of its rows: from none to many pages."""
        first = self.random.randrange(1, NUMBERS)
        count = self.random.choice([0, 1, 50, 300, 3000, NUMBERS - first])
        last = min(first + count, NUMBERS + 1)
        return f'SELECT n, text FROM numbers WHERE n >= {first} AND n < {last} ORDER BY n', range(first, last)

    def select(self):
        sql, rows = self.some_rows()
        return self.execute(sql, rows=rows)

    def insert(self):
        key = self.key()
        return self.execute(insert(key, self.cycle), keys=[key])

    def with_parameters(self):
        key = self.key()
        return self.execute('INSERT INTO ledger VALUES (:k, :cycle)', keys=[key], members={
            'Parameters': [{'name': 'k', 'value': key}, {'name': 'cycle', 'value': str(self.cycle)}], 'WithEvent': True})

    def two_in_one(self):
        keys = [self.key(), self.key()]
        return self.execute('; '.join(insert(key, self.cycle) for key in keys), keys=keys)

    def failing(self):
        key = self.key()
        return self.execute(f'{insert(key, self.cycle)}; {BAD_SQL}', keys=[key], may_fail=True)

    def batch(self):
        keys = [self.key() for _ in range(3)]
        return self.run_batch([insert(key, self.cycle) for key in keys], 'TRANSACTION', keys=keys)

    def batch_with_rows(self):
        """The result and the insert become true together."""
        key = self.key()
        sql, rows = self.some_rows()
        return self.run_batch([insert(key, self.cycle), sql], 'TRANSACTION', keys=[key], rows=rows, rows_of=':2')

    def failing_batch(self):
        keys = [self.key(), self.key()]
        sqls = [insert(keys[0], self.cycle), BAD_SQL, insert(keys[1], self.cycle)]
        return self.run_batch(sqls, 'TRANSACTION', keys=keys, may_fail=True)

    def auto_commit(self):
        keys = [self.key() for _ in range(3)]
        sqls = [insert(key, self.cycle) for key in keys]
        fails = self.random.random() < 0.3
        if fails:
            sqls[1] = BAD_SQL
        return self.run_batch(sqls, 'AUTO_COMMIT', keys=keys, per_sub=True, may_fail=fails)

    def slow(self):
        key = self.key()
        size = self.random.choice([500, 3000, NUMBERS])
        return self.execute(f"INSERT INTO ledger SELECT '{key}', {self.cycle} + 0 * max((a.n * 7 + b.n) % 3) "
                            f'FROM numbers a, numbers b WHERE a.n <= {size} AND b.n <= {size}', keys=[key])

    def copy(self):
        keys = [self.key() for _ in range(5)]
        (self.bucket / f'{keys[0]}.csv').write_text(''.join(f'{key},{self.cycle}\n' for key in keys))
        return self.execute(f"COPY ledger FROM 's3://crash/{keys[0]}.csv' IAM_ROLE default CSV", keys=keys)

    def call(self):
        keys = [self.key() for _ in range(3)]
        name, parts = self.random.choice([('in_steps', 'steps'), ('one_by_one', 'each'), ('all_or_nothing', None)])
        arguments = ', '.join(f"'{key}'" for key in keys)
        return self.execute(f'CALL {name}({arguments}, {self.cycle})', keys=keys, parts=parts)

    def call_with_handler(self):
        keys = [self.key(), self.key()]
        return self.execute(f"CALL handled('{keys[0]}', '{keys[1]}', {self.cycle})", keys=keys, may_fail=True,
                            parts='handler')

    def session(self):
        """A conversation in one session: a temporary table, an insert of its own, a transaction over three calls."""
        own, kept = self.key(), self.key()
        sqls = [('CREATE TEMP TABLE mine (k VARCHAR(64))', []), (insert(own, self.cycle), [own]), ('BEGIN', []),
                (insert(kept, self.cycle), []), ('COMMIT', [kept])]
        opening, *rest = [Statement(self.cycle, 'ExecuteStatement', {'Sql': sql}, keys=keys, in_session=True)
                          for sql, keys in sqls]
        opening.members.update(TARGET, SessionKeepAliveSeconds=60)
        # The key of the open transaction belongs to its COMMIT alone: an INSERT that finished is undone with it.
        return opening, rest
