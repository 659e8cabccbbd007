"""The server under test: started again and again on one data directory, killed in between."""
import os
import pathlib
import select
import shlex
import signal
import subprocess
import time

from client import Client

# The official DuckDB library is not instrumented; see tools/run_tests.py.
SANITIZER_OPTIONS = 'detect_container_overflow=0:detect_leaks=0:alloc_dealloc_mismatch=0'
START_SECONDS = 60


class Server:
    def __init__(self, binary, folder):
        self.binary, self.folder = str(pathlib.Path(binary).resolve()), pathlib.Path(folder)
        self.data_dir = self.folder / 'data'
        self.process = None
        self.credentials = None

    def start(self, failpoints=''):
        """True once it listens; False when a failpoint killed it before that."""
        environment = {'ASAN_OPTIONS': SANITIZER_OPTIONS, **os.environ, 'SLIPHER_LOG_LEVEL': 'warn', 'SLIPHER_FAILPOINTS': failpoints}
        with open(self.folder / 'server.log', 'ab') as log:
            log.write(f'--- start {failpoints}\n'.encode())
            log.flush()
            self.process = subprocess.Popen(
                [self.binary, 'serve', '--data-dir', str(self.data_dir), '--listen', '127.0.0.1:0'],
                stdout=subprocess.PIPE, stderr=log, env=environment)
        line = self.first_line()
        if not line and self.process.wait(START_SECONDS) == -signal.SIGKILL and failpoints:
            return False
        if not line.startswith('listening on http://'):
            raise AssertionError(f'the server did not start: {line!r}, status {self.process.poll()}\n{self.log_tail()}')
        self.address = line.split('//')[1].strip()
        if self.credentials is None:
            printed = subprocess.run([self.binary, 'env', '--data-dir', str(self.data_dir)], check=True, text=True,
                                     stdout=subprocess.PIPE, env=environment).stdout
            values = dict(word.split('=', 1) for word in shlex.split(printed) if '=' in word)
            self.credentials = values['AWS_ACCESS_KEY_ID'], values['AWS_SECRET_ACCESS_KEY'], values['AWS_REGION']
        return True

    def first_line(self):
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        if not ready:
            self.process.kill()
            raise AssertionError(f'the server was not ready within {START_SECONDS} s\n{self.log_tail()}')
        return self.process.stdout.readline().decode()

    def client(self):
        return Client(self.address, *self.credentials)

    def is_running(self):
        return self.process.poll() is None

    def wait_for_death(self, seconds):
        """Gives a failpoint time to kill the server."""
        deadline = time.monotonic() + seconds
        while self.is_running() and time.monotonic() < deadline:
            time.sleep(0.01)
        return not self.is_running()

    def kill(self):
        """kill -9; an AssertionError when it had ended in another way before."""
        self.process.kill()
        status = self.process.wait()
        self.process.stdout.close()
        assert status == -signal.SIGKILL, f'the server ended by itself with status {status}\n{self.log_tail()}'

    def stop(self):
        self.process.terminate()
        status = self.process.wait(60)
        self.process.stdout.close()
        assert status == 0, f'SIGTERM ended the server with status {status}\n{self.log_tail()}'

    def log_tail(self):
        return (self.folder / 'server.log').read_text(errors='replace')[-6000:]
