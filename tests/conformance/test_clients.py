"""The same scenario through other clients: older SDKs, the AWS CLI, JavaScript, Go and Java.

Each client runs create, copy, insert, select every type, page, batch, session, cancel and errors, and prints `ok STEP`
for each step that it checked; a missing toolchain is reported as `left out`.
"""
import filecmp
import json
import pathlib
import shutil
import subprocess
import sys
import uuid

import pytest

HERE = pathlib.Path(__file__).parent
DEPS = HERE.parent.parent / '.deps'
STEPS = ['create', 'copy', 'insert', 'types', 'page', 'batch', 'session', 'cancel', 'errors']


@pytest.fixture
def scenario(server, warehouse):
    """Runs a client's program and checks its steps."""
    def run(command, steps, **options):
        bucket = f'clients-{uuid.uuid4().hex[:8]}'
        (server.bucket(bucket) / 'rows.csv').write_text('1,one\n2,two\n')
        environment = {**server.client_environment(), 'SCENARIO_CLUSTER': warehouse, 'SCENARIO_BUCKET': bucket,
                       'SCENARIO_TABLE': f't_{uuid.uuid4().hex[:8]}', **options.pop('env', {})}
        done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=600, **options)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        passed = [line[3:] for line in done.stdout.splitlines() if line.startswith('ok ')]
        assert passed == steps, done.stdout + done.stderr
    return run


def need(tool):
    if not shutil.which(tool):
        print(f'left out: the {tool} client, because {tool} is not installed', file=sys.stderr)
        pytest.skip(f'{tool} is not installed')


def test_boto3_from_before_sessions(scenario):
    scenario([str(HERE.parent / 'venv.sh'), 'old', 'python', str(HERE / 'clients/boto3_old.py')],
             [step for step in STEPS if step != 'session'])


def test_aws_cli(scenario, server):
    scenario([str(HERE.parent / 'venv.sh'), 'cli', 'bash', str(HERE / 'clients/aws_cli.sh')], STEPS)


@pytest.fixture(scope='module')
def javascript():
    """A folder with the JavaScript clients and what they need."""
    need('npm')
    place = DEPS / 'client-javascript'
    place.mkdir(parents=True, exist_ok=True)
    lock = HERE / 'clients/javascript/package-lock.json'
    is_current = (place / 'node_modules').is_dir() and filecmp.cmp(lock, place / 'package-lock.json', shallow=False)
    shutil.copytree(lock.parent, place, dirs_exist_ok=True)
    if not is_current:
        subprocess.run(['npm', 'ci', '--silent', '--no-audit', '--no-fund'], cwd=place, check=True)
    return place


@pytest.mark.parametrize('program', ['scenario.mjs', 'scenario_v2.cjs'])
def test_javascript(scenario, javascript, program):
    scenario(['node', program], STEPS, cwd=javascript, env={'AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE': '1'})


def test_go(scenario):
    need('go')
    program = DEPS / 'client-go'
    subprocess.run(['go', 'build', '-o', str(program), '.'], cwd=HERE / 'clients/go', check=True)
    scenario([str(program)], STEPS)


@pytest.fixture(scope='module')
def java():
    """The class path of the Java clients."""
    need('mvn')
    place = DEPS / 'client-java'
    subprocess.run(['mvn', '-q', '-B', f'-DbuildDirectory={place}', 'package'], cwd=HERE / 'clients/java', check=True,
                   stdout=subprocess.DEVNULL)
    return f'{place}/classes:{place}/lib/*'


def test_java(scenario, java):
    scenario(['java', '-cp', java, 'Scenario'], STEPS)


def test_java_from_before_sessions(scenario, java):
    scenario(['java', '-cp', java, 'ScenarioV1'], [step for step in STEPS if step != 'session'])
