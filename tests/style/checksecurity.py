#!/usr/bin/env python3
"""Fails when SECURITY.md names a test that is not there, or has a defence without one.

    checksecurity.py SOURCE_DIR
"""
import pathlib
import re
import sys

from checklessons import fault_of, registered

NAMED = re.compile(r'`([a-z0-9]+/[A-Za-z0-9_-]+)`(?: \(([^)]*)\))?')


def faults_in(document, tests):
    names = registered(tests)
    inside = False
    for number, line in enumerate(document.splitlines(), 1):
        if not line.startswith('|'):
            inside = False
            continue
        if line == '| defence | test |':
            inside = True
            continue
        if not inside or line.startswith('|---'):
            continue
        proof = line.rstrip('|').rsplit(' | ', 1)[-1].strip()
        found = list(NAMED.finditer(proof))
        if not found and proof != 'the same':
            yield number, 'a defence without a test'
        for match in found:
            name, functions = match[1], [word for word in re.split(r',\s*', match[2] or '') if re.fullmatch(r'\w+', word)]
            if name not in names:
                yield number, f'{name} is not registered'
            for function in functions:
                if fault := fault_of(tests, names, name, function, None):
                    yield number, fault


def main():
    tree = pathlib.Path(sys.argv[1])
    tests = tree / 'tests'
    head = '| defence | test |\n|---|---|\n'
    # The check itself has to find what it is for.
    for bad in ('| x | |', '| x | `api/nosuch` |', '| x | `api/guard` (nosuch) |', '| x | nothing |'):
        assert list(faults_in(head + bad, tests)), bad
    for good in ('| x | `api/guard` (decides) |', '| x | the same |', '| x | `api/guard`, `make attack` |'):
        assert not list(faults_in(head + good, tests)), good
    faults = list(faults_in((tree / 'SECURITY.md').read_text(encoding='utf-8'), tests))
    for number, fault in faults:
        print(f'SECURITY.md:{number}: {fault}')
    print('a test is named wrongly' if faults else 'every defence has its test')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
