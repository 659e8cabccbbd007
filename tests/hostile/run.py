#!/usr/bin/env python3
"""Hostile clients against a real server over raw sockets. Ends with `N passed, N failed`.

Usage: tests/hostile/run.py --binary build/dev/slipher
"""
import argparse
import sys

import bodies
import connections
import garbage
import harness
import signatures
import sizes

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    sys.exit(harness.run(parser.parse_args().binary, [garbage, sizes, bodies, signatures, connections]))
