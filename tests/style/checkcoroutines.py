#!/usr/bin/env python3
"""Fails on a co_await whose full expression makes a temporary aggregate or a lambda.

GCC 12 destroys such temporaries once too often (heap corruption at run time, no warning). They have to be made before,
in a statement of their own:  auto work = m_store.write([..](Session &s) {...});  auto result = co_await work;
"""
import pathlib
import re
import sys


def without_texts(source):
    """Comments and literals blanked, line breaks kept."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    return pattern.sub(lambda match: re.sub(r'[^\n]', ' ', match.group(0)), source)


def expression_after(text, start):
    """From co_await to the end of its statement, or to the bracket that closes around it."""
    depth = 0
    for end in range(start, len(text)):
        character = text[end]
        if character in '([{':
            depth += 1
        elif character in ')]}':
            depth -= 1
            if depth < 0:
                return text[start:end]
        elif character == ';' and depth == 0:
            return text[start:end]
    return text[start:]


def faults_in(source):
    text = without_texts(source)
    for match in re.finditer(r'\bco_await\b', text):
        expression = expression_after(text, match.end())
        before = text[max(text.rfind(character, 0, match.start()) for character in ';{}') + 1:match.start()]
        subscripts = re.sub(r'(?<=[\w\)\]])\[', ' ', expression)
        if '{' in expression or '[' in subscripts or '[' in re.sub(r'(?<=[\w\)\]])\[|^\s*\[\[', ' ', before):
            yield text.count('\n', 0, match.start()) + 1


def main(root):
    tree = pathlib.Path(root)
    faults = []
    for folder in ('core', 'app', 'ui', 'tests'):
        for path in sorted(tree.joinpath(folder).rglob('*')):
            if path.suffix in ('.cpp', '.h'):
                for line in faults_in(path.read_text(encoding='utf-8')):
                    faults.append(f'{path.relative_to(tree)}:{line}: co_await with a lambda or a braced temporary')
    # The check itself has to find what it is for.
    for bad in ('auto r = co_await s.write([x](S &) { return x; });', 'co_await f(Agg { 1 });', 'co_await f({ 1, 2 });'):
        assert list(faults_in(bad)), bad
    for good in ('auto r = co_await work;', 'auto c = co_await m_engines[i]->setUp(a);', 'co_await f("[{");'):
        assert not list(faults_in(good)), good
    print('\n'.join(faults) or 'every co_await is plain')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
