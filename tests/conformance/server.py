"""A Slipher server in a temporary data directory, for tests that know nothing but its public interface."""
import os
import pathlib
import shlex
import subprocess
import tempfile
import time


class Server:
    """Starts `slipher serve` on a free port; `environment` is what `slipher env` prints."""

    def __init__(self, binary, data_dir=None, config=None):
        self.binary = str(binary)
        self.folder = tempfile.TemporaryDirectory(prefix='slipher-')
        self.data_dir = pathlib.Path(data_dir or pathlib.Path(self.folder.name) / 'data')
        self.config = config
        self.process = None
        self.start()

    def start(self):
        command = [self.binary, 'serve', '--data-dir', str(self.data_dir), '--listen', '127.0.0.1:0']
        if self.config:
            path = pathlib.Path(self.folder.name) / 'slipher.toml'
            path.write_text(self.config)
            command += ['--config', str(path)]
        self.log = open(pathlib.Path(self.folder.name) / 'server.log', 'ab')
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith('listening on http://'):
            raise RuntimeError(f'the server did not start: {line!r}\n{self.log_text()[-4000:]}')
        self.url = line.split()[-1]
        printed = subprocess.run([self.binary, 'env', '--data-dir', str(self.data_dir)], check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
        pairs = (word.split('=', 1) for word in shlex.split(printed) if '=' in word)
        self.environment = dict(pairs)

    def log_text(self):
        return pathlib.Path(self.log.name).read_text(errors='replace')

    def stop(self):
        """Asks the server to stop in order; its exit status."""
        self.process.terminate()
        return self.process.wait(60)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def bucket(self, name):
        folder = self.data_dir / 'buckets' / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def client_environment(self):
        """The process's environment with the server's variables, and nothing of the user's own cloud configuration."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith('AWS_')}
        return {**kept, **self.environment, 'AWS_EC2_METADATA_DISABLED': 'true', 'AWS_CONFIG_FILE': '/dev/null',
                'AWS_SHARED_CREDENTIALS_FILE': '/dev/null', 'AWS_PAGER': ''}


def wait_until(condition, timeout=30):
    """Polls until `condition()` is true; the last value otherwise."""
    deadline = time.monotonic() + timeout
    while not (value := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return value
