#!/usr/bin/env python3
"""Compares the model that `slipher model` prints with the one that the installed AWS SDK (botocore) carries.

For every operation that the server serves: no member, limit, pattern, enum or error of the SDK's model may be missing or
differ. What the server has beyond an SDK (newer members, newer operations) is listed and is no fault.

usage: compare_model.py BINARY | --model FILE
"""
import argparse
import json
import subprocess
import sys

import botocore
import botocore.session

# Where the services' newest models differ from those of older SDKs: the server follows the newest.
ARN_TAIL = r'-[a-z]+-\d{1}:\d{12}:workgroup/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))'
OLDER_PATTERNS = {
    'WorkgroupName': [r'.*((^[a-z0-9-]{3,63}$)|^(arn:(aws(-[a-z]+)*):redshift-serverless:' + region + ARN_TAIL
                      for region in (r'[a-z]{2}(-gov|(-iso[a-z]?))?', r'([a-z]{2}(-gov|(-iso[a-z]?))?|eusc-[a-z]+)')],
}
NEWER = {
    'ListDatabases.input.Database.required': 'optional since 2026',
    'StatementName.max': '500 before 2025-11',
}


class Comparison:
    def __init__(self):
        self.faults, self.extras = [], []

    def members(self, where, aws, ours):
        for name in aws.members:
            if name not in ours:
                self.faults.append(f'{where}.{name}: missing')
        for name in ours:
            if name not in aws.members:
                self.extras.append(f'{where}.{name}')
                continue
            self.member(f'{where}.{name}', aws.members[name], ours[name], name in aws.required_members)

    def member(self, where, aws, ours, required):
        if required and not ours.get('required'):
            self.fault(f'{where}.required', True, ours.get('required'))
        self.value(where, aws, ours)

    def value(self, where, aws, ours):
        kind = {'float': 'double'}.get(aws.type_name, aws.type_name)
        if kind != ours['type']:
            self.faults.append(f'{where}: {kind} in the SDK, {ours["type"]} here')
            return
        for limit in ('min', 'max'):
            if limit in aws.metadata and aws.metadata[limit] != ours.get(limit):
                self.fault(f'{where}.{limit}', aws.metadata[limit], ours.get(limit))
        pattern = aws.metadata.get('pattern')
        if pattern in OLDER_PATTERNS.get(where.rsplit('.', 1)[-1], ()):
            self.extras.append(f'{where}.pattern')
        elif pattern and pattern != ours.get('pattern'):
            self.fault(f'{where}.pattern', pattern, ours.get('pattern'))
        if set(aws.metadata.get('enum', ())) - set(ours.get('enum', ())):
            self.fault(f'{where}.enum', aws.metadata['enum'], ours.get('enum'))
        if aws.metadata.get('idempotencyToken') and not ours.get('idempotencyToken'):
            self.fault(f'{where}.idempotencyToken', True, None)
        if aws.type_name == 'structure':
            self.members(where, aws, ours['members'])
        elif aws.type_name == 'list':
            self.value(f'{where}[]', aws.member, ours['member'])
        elif aws.type_name == 'map':
            self.value(f'{where}.key', aws.key, ours['key'])
            self.value(f'{where}.value', aws.value, ours['value'])

    def fault(self, where, theirs, ours):
        known = [key for key in NEWER if where.endswith(key)]
        if known:
            self.extras.append(f'{where} ({NEWER[known[0]]})')
        else:
            self.faults.append(f'{where}: {theirs!r} in the SDK, {ours!r} here')

    def operation(self, where, aws, ours):
        empty = type('Empty', (), {'members': {}, 'required_members': []})
        self.members(f'{where}.input', aws.input_shape or empty, ours['input'])
        self.members(f'{where}.output', aws.output_shape or empty, ours['output'])
        missing = {error.name for error in aws.error_shapes} - {error['code'] for error in ours['errors']}
        self.faults += [f'{where}: error {name} missing' for name in sorted(missing)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary', nargs='?', help='the server, asked for its model')
    parser.add_argument('--model')
    arguments = parser.parse_args()
    text = open(arguments.model).read() if arguments.model else subprocess.check_output([arguments.binary, 'model'])
    ours = json.loads(text)['services']
    session = botocore.session.get_session()
    comparison, compared = Comparison(), 0
    for name, service in ours.items():
        sdk = session.get_service_model(name)
        for operation, declared in service['operations'].items():
            if operation not in sdk.operation_names:
                comparison.extras.append(f'{name}.{operation}')
                continue
            comparison.operation(f'{name}.{operation}', sdk.operation_model(operation), declared)
            compared += 1
    for extra in comparison.extras:
        print(f'newer than this SDK: {extra}')
    for fault in comparison.faults:
        print(f'FAULT {fault}')
    faulty = len({fault.split(' ')[0].rsplit('.', 1)[0] for fault in comparison.faults})
    print(f'botocore {botocore.__version__}: {compared} operations compared, {len(comparison.faults)} faults')
    print(f'{compared - min(faulty, compared)} passed, {faulty} failed')
    return bool(comparison.faults or not compared)


if __name__ == '__main__':
    sys.exit(main())
