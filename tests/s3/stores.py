"""S3 servers from package registries: moto (PyPI), with and without TLS, and s3rver (npm)."""
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
DEPS = HERE.parent.parent / '.deps'
KEY, SECRET = 'S3RVER', 'S3RVER'  # the only pair that s3rver knows; moto takes any


def free_port():
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        return taken.getsockname()[1]


class Store:
    """A server in a process of its own; `prefix` begins the names of its buckets."""

    def __init__(self, prefix, command, port, scheme='http', ca_file='', cwd=None):
        self.prefix, self.ca_file = prefix, ca_file
        self.endpoint = f'{scheme}://127.0.0.1:{port}'
        self.process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(('127.0.0.1', port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f'{command} did not start')

    def config(self):
        return (f'[[object_store]]\nbucket = "{self.prefix}-*"\nendpoint = "{self.endpoint}"\n'
                f'access_key_id = "{KEY}"\nsecret_access_key = "{SECRET}"\nca_file = "{self.ca_file}"\n')

    def stop(self):
        self.process.kill()
        self.process.wait()


def moto(folder):
    port = free_port()
    return Store('moto', [sys.executable, '-m', 'moto.server', '-H', '127.0.0.1', '-p', str(port)], port)


def moto_tls(folder):
    port, key, certificate = free_port(), folder / 'key.pem', folder / 'certificate.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], check=True,
                   stderr=subprocess.DEVNULL)
    command = [sys.executable, '-m', 'moto.server', '-H', '127.0.0.1', '-p', str(port), '-s', '-c', str(certificate),
               '-k', str(key)]
    return Store('tls', command, port, 'https', str(certificate))


def s3rver(folder):
    """None without npm."""
    if not shutil.which('npm'):
        return None
    place = DEPS / 's3rver'
    place.mkdir(parents=True, exist_ok=True)
    for name in ('package.json', 'package-lock.json'):
        shutil.copy(HERE / 's3rver' / name, place / name)
    if not (place / 'node_modules').is_dir():
        subprocess.run(['npm', 'ci', '--silent', '--no-audit', '--no-fund'], cwd=place, check=True)
    port, data = free_port(), folder / 's3rver'
    data.mkdir()
    return Store('rver', ['node', 'node_modules/s3rver/bin/s3rver.js', '-d', str(data), '-a', '127.0.0.1', '-p',
                          str(port), '--silent'], port, cwd=place)


MAKERS = {'moto': moto, 'tls': moto_tls, 'rver': s3rver}
