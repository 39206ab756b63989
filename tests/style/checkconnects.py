#!/usr/bin/env python3
"""Fails on a connect() without a context: its lambda runs though what it captured is gone, and in whatever thread emits.

QT_NO_CONTEXTLESS_CONNECT would be the compiler's word on it, but QCoro's headers do not compile with it.
"""
import pathlib
import sys

from checkcoroutines import without_texts


def arguments_after(text, start):
    """Of the call whose bracket is open before `start`."""
    depth, begin, found = 0, start, []
    for end in range(start, len(text)):
        character = text[end]
        if character in ')]}' and depth == 0:
            return found + [text[begin:end]]
        if character == ',' and depth == 0:
            found.append(text[begin:end])
            begin = end + 1
        depth += (character in '([{') - (character in ')]}')
    return found


def faults_in(source):
    text = without_texts(source)
    start = text.find('connect(')
    while start >= 0:
        if not (text[start - 1].isalnum() or text[start - 1] in '_~'):  # disconnect
            arguments = arguments_after(text, start + len('connect('))
            # Sender, signal and a function of any kind; declarations of functions of that name have fewer.
            if len(arguments) == 3 and arguments[1].lstrip().startswith('&'):
                yield text.count('\n', 0, start) + 1
        start = text.find('connect(', start + 1)


def main(root):
    tree = pathlib.Path(root)
    faults = [f'{path.relative_to(tree)}:{line}: connect without a context'
              for folder in ('core', 'app', 'ui', 'tests') for path in sorted(tree.joinpath(folder).rglob('*'))
              if path.suffix in ('.cpp', '.h') for line in faults_in(path.read_text(encoding='utf-8'))]
    # The check itself has to find what it is for.
    for bad in ('connect(&a, &A::b, [c, d] { e(f, g); });', ' QObject::connect(a, &A::b, &c);'):
        assert list(faults_in(bad)), bad
    for good in ('connect(a, &A::b, this, [c] { d(e); });', 'disconnect(a, &A::b, nullptr);', 'connect(address, port)'):
        assert not list(faults_in(good)), good
    print('\n'.join(faults) or 'every connect has its context')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
