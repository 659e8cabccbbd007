"""A Slipher server for tests and benchmarks that know nothing but its public interface. Standard library only."""
import os
import pathlib
import select
import shlex
import signal
import subprocess
import tempfile
import time

from harness.client import Client

# The official DuckDB library is not instrumented; see tools/run_tests.py.
SANITIZER_OPTIONS = 'detect_container_overflow=0:detect_leaks=0:alloc_dealloc_mismatch=0'
START_SECONDS = 60


class Server:
    """`slipher serve` on a free port: started, ended and started again on one data directory.

    `folder` holds the data directory, log and configuration; without it a temporary one does. `environment` is what
    `slipher env` prints, once the server has started; `variables` are set for the server's process.
    """

    def __init__(self, binary, folder=None, config='', variables=None):
        self.binary = str(pathlib.Path(binary).resolve())
        self.temporary = None if folder else tempfile.TemporaryDirectory(prefix='slipher-')
        self.folder = pathlib.Path(folder or self.temporary.name)
        self.data_dir = self.folder / 'data'
        self.config = config
        self.variables = variables or {}
        self.process = None
        self.environment = {}

    @classmethod
    def started(cls, binary, **settings):
        server = cls(binary, **settings)
        server.start()
        return server

    def start(self, failpoints=''):
        """True once it listens; False when a failpoint killed it before that."""
        command = [self.binary, 'serve', '--data-dir', str(self.data_dir), '--listen', '127.0.0.1:0']
        if self.config:
            path = self.folder / 'slipher.toml'
            path.write_text(self.config)
            command += ['--config', str(path)]
        environment = {'ASAN_OPTIONS': SANITIZER_OPTIONS, **os.environ, **self.variables, 'SLIPHER_FAILPOINTS': failpoints}
        with open(self.folder / 'server.log', 'ab') as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment)
        line = self.first_line()
        if not line and self.process.wait(START_SECONDS) == -signal.SIGKILL and failpoints:
            return False
        if not line.startswith('listening on http://'):
            raise AssertionError(f'the server did not start: {line!r}, status {self.process.poll()}\n{self.log_tail()}')
        self.url = line.split()[-1]
        self.address = self.url.split('//')[1]
        printed = subprocess.run([self.binary, 'env', '--data-dir', str(self.data_dir)], check=True, text=True,
                                 stdout=subprocess.PIPE, env={**environment, 'SLIPHER_FAILPOINTS': ''}).stdout
        self.environment = dict(word.split('=', 1) for word in shlex.split(printed) if '=' in word)
        return True

    def first_line(self):
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        if not ready:
            self.process.kill()
            raise AssertionError(f'the server was not ready within {START_SECONDS} s\n{self.log_tail()}')
        return self.process.stdout.readline().decode()

    def client(self):
        values = self.environment
        return Client(self.address, values['AWS_ACCESS_KEY_ID'], values['AWS_SECRET_ACCESS_KEY'], values['AWS_REGION'])

    def client_environment(self):
        """This process's environment with the server's variables, and nothing of the user's own cloud configuration."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith('AWS_')}
        return {**kept, **self.environment, 'AWS_EC2_METADATA_DISABLED': 'true', 'AWS_CONFIG_FILE': '/dev/null',
                'AWS_SHARED_CREDENTIALS_FILE': '/dev/null', 'AWS_PAGER': ''}

    def bucket(self, name):
        folder = self.data_dir / 'buckets' / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait_for_death(self, seconds):
        """Gives a failpoint time to kill the server."""
        wait_until(lambda: not self.is_running(), seconds)

    def kill(self):
        """kill -9; an AssertionError when it had ended in another way before."""
        self.process.kill()
        self.ended(-signal.SIGKILL, 'by itself')

    def stop(self):
        """Asks the server to stop in order; an AssertionError unless it does."""
        self.process.terminate()
        self.ended(0, 'after SIGTERM')

    def ended(self, expected, how):
        status = self.process.wait(60)
        self.process.stdout.close()
        assert status == expected, f'the server ended {how} with status {status}\n{self.log_tail()}'

    def log_text(self):
        return (self.folder / 'server.log').read_text(errors='replace')

    def log_tail(self):
        return self.log_text()[-6000:]


def wait_until(condition, timeout=30):
    """Polls until `condition()` is true; the last value otherwise."""
    deadline = time.monotonic() + timeout
    while not (value := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return value
