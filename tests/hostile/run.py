#!/usr/bin/env python3
"""Hostile clients against a real server over raw sockets. Ends with `N passed, N failed`.

Usage: tests/hostile/run.py --binary build/dev/slipher
"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import bodies
import connections
import garbage
import raw_http
import signatures
import sizes

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    sys.exit(raw_http.run(parser.parse_args().binary, [garbage, sizes, bodies, signatures, connections]))
