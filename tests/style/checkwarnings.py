#!/usr/bin/env python3
"""Fails where a line that is logged at warning or error is not explained in docs/operations.md. Rows for lines that nothing
logs are named, and no fault.

    checkwarnings.py SOURCE_DIR

The texts of a logging statement must stand, in its order, in quotes in the first cell of one row.
"""
import pathlib
import re
import sys

from checkcoroutines import without_texts

LOGGED = re.compile(r'\bq(?:C?Warning|C?Critical)\s*\(')
TEXT = re.compile(r'u?"((?:[^"\\]|\\.)*)"(?:_s|_L1)?')
HEADING = '## What the log says at warning'
# Statements that pass on a sentence from elsewhere: its file, and the texts it can be (parts of rows).
PASSED_ON = {
    'app/program/headless.cpp': ('is not a setting of this program and is ignored', 'is accepted but has no effect',
                                 'can be read by other users while the program starts',
                                 'is shorter than 16 characters'),
    'app/tray/main.cpp': ('is not a setting of this program and is ignored',),
    'app/program/secretfiles.cpp': ('is open to other users',),
    'core/google/oauthprivate.cpp': ('token.json',),
    'app/tray/trayrun.cpp': ('Keyring',),
}


def statements_in(source):
    """Line and texts of each logging statement."""
    shape = without_texts(source)  # as long as the source, so that a ";" in a text ends nothing
    for match in LOGGED.finditer(shape):
        end = shape.index(';', match.end())
        part = source[match.start():end]
        # "a" "b" is one text; a choice between two texts is two.
        joined = re.sub(r'"\s*\n?\s*u?"', '', part)
        texts = [text.strip() for text in TEXT.findall(joined)]
        yield source.count('\n', 0, match.start()) + 1, [text for text in texts if text]


def words_of(text):
    """What of it is the same in every line that is logged."""
    return [part.strip() for part in re.split(r'%\w+', text.replace('\\"', '"')) if part.strip()]


def rows_of(document):
    section = document.split(HEADING)[1].split('\n## ')[0]
    for line in section.splitlines():
        if line.startswith('| "'):
            yield re.findall(r'"([^"]*)"', line.split(' | ')[0])


def is_explained(texts, rows):
    wanted = [word for text in texts for word in words_of(text)]
    return any(all(any(word in cell for cell in row) for word in wanted) for row in rows)


def faults_in(tree):
    document = (tree / 'docs/operations.md').read_text(encoding='utf-8')
    rows = list(rows_of(document))
    every = []
    for folder in ('core', 'app', 'ui'):
        for path in sorted((tree / folder).rglob('*.cpp')):
            name = path.relative_to(tree).as_posix()
            for line, texts in statements_in(path.read_text(encoding='utf-8')):
                if texts:
                    every.append(' '.join(texts))
                    # What is chosen between stands in rows of its own.
                    if not is_explained(texts, rows) and not all(is_explained([text], rows) for text in texts):
                        yield f'{name}:{line}: docs/operations.md does not explain: {" … ".join(texts)}'
                elif name not in PASSED_ON:
                    yield f'{name}:{line}: a sentence is passed on; add what it can be to checkwarnings.py'
                else:
                    every += PASSED_ON[name]
                    yield from (f'docs/operations.md does not explain: {text}' for text in PASSED_ON[name]
                                if not is_explained([text], rows))
    for row in rows:
        if not any(all(cell in text for cell in row) for text in every):
            print(f'docs/operations.md explains what nothing logs: {" … ".join(row)}')


def main():
    tree = pathlib.Path(sys.argv[1])
    # The check itself has to find what it is for.
    assert list(statements_in('qCWarning(lcX) << "a; b" << c << "d"\n "e";')) == [(1, ['a; b', 'de'])]
    assert list(statements_in('qCWarning(lcX, "a %d b", c);')) == [(1, ['a %d b'])]
    assert is_explained(['a %d b', 'c'], [['a', 'b', 'c']]) and not is_explained(['a', 'x'], [['a', 'b']])
    faults = list(faults_in(tree))
    print('\n'.join(faults) or 'every warning is explained')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
