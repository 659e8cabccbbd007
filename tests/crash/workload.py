"""Threads that submit, look, cancel and repeat until the server dies."""
import random
import threading
import time

from harness.client import Lost, Refused
from statements import Load


class Workload:
    """`statements` holds all that was sent, acknowledged or not; look at it only after stop()."""

    THREADS = 5

    def __init__(self, server, cycle, seed, bucket):
        self.server, self.cycle, self.seed, self.bucket = server, cycle, seed, bucket
        self.statements = []
        self.sessions = set()  # in which something had ended
        self.failure = None
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(self.THREADS)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.failure:
            raise self.failure

    def run(self, number):
        client = self.server.client()
        choose = random.Random(f'{self.seed} {number}')
        load = Load(self.cycle, f'{self.seed} {number}', self.bucket)
        recent = []
        try:
            while not self.stopping.is_set():
                if number == 0:
                    self.converse(client, load)
                else:
                    self.step(client, load, choose, recent)
        except Lost:
            pass  # the server is dead
        except BaseException as failure:  # pylint: disable=broad-except
            self.failure = failure
        finally:
            client.close()

    def step(self, client, load, choose, recent):
        statement = load.next()
        self.statements.append(statement)
        wait = {'WaitTimeSeconds': 1} if choose.random() < 0.2 else {}
        try:
            statement.submit(client, **wait)
        except Refused as refused:
            if refused.kind not in ('ActiveStatementsExceededException', 'ThrottlingException'):
                raise
            statement.refused = refused
            time.sleep(0.05)
            return
        recent.append(statement)
        del recent[:-8]
        what = choose.random()
        if what < 0.1:
            statement.submit(client)  # the same token: the same Id
        elif what < 0.2:
            self.cancel(client, choose.choice(recent))
        for other in choose.sample(recent, min(2, len(recent))):
            other.see(client.call('DescribeStatement', Id=other.id)['Status'])

    @staticmethod
    def cancel(client, statement):
        statement.asked_to_stop = True
        try:
            client.call('CancelStatement', Id=statement.id)
        except Refused as refused:
            if 'already in' not in str(refused):
                raise

    def converse(self, client, load):
        opening, rest = load.session()
        self.statements.append(opening)
        session = opening.submit(client)['SessionId']
        for statement in rest:
            statement.members['SessionId'] = session
            self.statements.append(statement)
            reply = statement.submit(client, WaitTimeSeconds=20)
            if reply['Status'] != 'FINISHED':
                described = client.call('DescribeStatement', Id=statement.id)
                assert described['Status'] in ('SUBMITTED', 'PICKED', 'STARTED', 'FINISHED'), described
                statement.see(described['Status'])
                if described['Status'] != 'FINISHED':
                    return
            self.sessions.add(session)
