#!/usr/bin/env python3
"""Fails when docs/lessons.md names a test that is not there, or has a row that names none.

    checklessons.py SOURCE_DIR

A test is `room/class::function`, or `room/class` for one that is no class of Qt Test. Registered are those that the
CMakeLists of tests/ give to aria_test() and add_test(); a function is one that its class declares.
"""
import pathlib
import re
import sys

NAMED = re.compile(r'`([a-z0-9]+/[A-Za-z0-9_-]+)(?:::(\w+))?`(?: \(([^)]*)\))?')


def registered(tests):
    """Names that ctest knows, read from the build files."""
    names = set()
    for path in list(tests.rglob('CMakeLists.txt')) + list(tests.rglob('*.cmake')):
        text = re.sub(r'#[^\n]*', '', path.read_text(encoding='utf-8'))
        loops = []  # around the call: variable, values
        for call in re.finditer(r'\b(foreach|endforeach|aria_test|add_test)\s*\(([^)]*)\)', text):
            command, words = call[1], call[2].split()
            if command == 'foreach':
                loops.append((words[0], words[1:]))
            elif command == 'endforeach':
                loops.pop()
            else:
                expanded = [f'{words[0]}/{words[1]}' if command == 'aria_test' else words[1]]
                for variable, values in loops:
                    expanded = [one.replace(f'${{{variable}}}', value) for one in expanded for value in values]
                names.update(expanded)
    return {name for name in names if '$' not in name}


def fault_of(tests, names, name, function, row):
    """What is wrong with a test that is named so; empty: nothing."""
    if name not in names:
        return f'{name} is not registered'
    room, test_class = name.split('/')
    file = f'tst_{test_class}.cpp'
    source = next((tests / room).rglob(file), tests / room / file)
    if function is None:
        return f'{name} is a class: name the function' if source.exists() else ''
    if not source.exists():
        return f'{source.name} of {name}::{function} is not there'
    text = source.read_text(encoding='utf-8')
    slots = ''.join(re.findall(r'(?:private Q_SLOTS|private slots):(.*?)\n(?:(?:private|public|protected):|\};)', text,
                               re.S))
    if not re.search(rf'\bvoid {function}\(\)', slots):
        return f'{name} has no test {function}'
    if row:
        if f'void {function}_data()' not in slots:
            return f'{name}::{function} has no rows'
        # Names of rows are put together from pieces, so each word has to be somewhere.
        if lost := [word for word in re.findall(r'\w+', row) if word not in text]:
            return f'{name}::{function} has no row "{row}": no {lost[0]}'
    return ''


def faults_in(document, tests):
    names = registered(tests)
    headers = 0
    for number, line in enumerate(document.splitlines(), 1):
        if not line.startswith('|'):
            continue
        if re.match(r'\|[-|]+$', line):
            headers += 1
            continue
        proof = line.rstrip('|').rsplit(' | ', 1)[-1]
        if proof.strip() == 'Proved by':
            continue
        found = list(NAMED.finditer(proof))
        if not found:
            yield number, 'a lesson without a test'
        for match in found:
            if fault := fault_of(tests, names, match[1], match[2], match[3]):
                yield number, fault
        if rest := NAMED.sub('', proof).strip(' |'):
            yield number, f'not the name of a test: {rest}'
    if headers < 3:
        yield 0, 'a table is missing'


def main(root):
    tree = pathlib.Path(root)
    tests = tree / 'tests'
    faults = list(faults_in((tree / 'docs' / 'lessons.md').read_text(encoding='utf-8'), tests))
    # The check itself has to find what it is for.
    table = '| x | Proved by |\n|---|\n|---|\n|---|\n'
    for bad in ('| x | `sync/nosuch::merges` |', '| x | `sync/pull::nosuch` |', '| x | |', '| x | `sync/pull` |',
                '| x | `sync/pull::readsEveryPage` (row) |', '| x | `sync/push::aLostAnswer` (nosuch) |', '| x | sync/pull::readsEveryPage |',
                '| x | `style/nosuch` |', '| x | `soak/${class}::requests` |'):
        assert list(faults_in(table + bad, tests)), bad
    for good in ('| x | `sync/pull::readsEveryPage` `style/lessons` |', '| x | `soak/everycall::requests` (401) |'):
        assert not list(faults_in(table + good, tests)), good
    for number, fault in faults:
        print(f'docs/lessons.md:{number}: {fault}')
    print('a test is named wrongly' if faults else 'every lesson has its tests')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
