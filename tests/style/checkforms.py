#!/usr/bin/env python3
"""Fails where the sources have two forms for one thing.

    checkforms.py SOURCE_DIR

One literal form (u"…"_s and "…"_L1; QStringLiteral in headers, which must not open namespaces, and for macros), one
spelling of errors (Unexpected), constants in camelCase, comments above declarations that they would tear apart, no
futures that continue others, and windows that know nothing of the core but base, calendar and service.
"""
import pathlib
import re
import sys

FOLDERS = ('core', 'app', 'ui', 'tests')
# Qt 6.4 gives a time that clocks skip another date.
WALL = re.compile(r'\bQDateTime\((?:[^()]|\([^()]*\))*,\s*\*?[\w.>-]*[zZ]one\w*(?:\(\w*\))?\)\.toUTC')
# Qt 6.4 may call a continuation twice: one thread adds it while another ends the future.
CONTINUED = re.compile(r'\.unwrap\(\)|\.then\(\[|\bQtFuture::')
# pattern, files it holds for (as a suffix), what to write instead
FORMS = (
    (re.compile(r'\bQStringLiteral\(\s*"'), '.cpp', 'u"…"_s'),
    (re.compile(r'\bQLatin1String(?:View)?\(\s*"'), '.cpp', '"…"_L1'),
    (re.compile(r'\btl::unexpected\((?!<)'), '', 'Unexpected(…)'),
    (re.compile(r'^\s*(?:inline |static )*constexpr (?:static )?[\w:]+ [A-Z]\w*\s*[={]'), '', 'a name in camelCase'),
    (WALL, 'core', 'calendar::wallToUtc(…), which knows what clocks skip'),
    (WALL, 'ui', 'calendar::wallToUtc(…), which knows what clocks skip'),
    *((CONTINUED, folder, 'one piece of work, or whenFinished(…)') for folder in ('core', 'app', 'ui')),
    (re.compile(r'^#include "(?:google|store|merge|sync|edits|api|qthttp)/'), 'ui', 'service/types.h'),
)
TORN = re.compile(r'^ +[\w:<>, ]+[\w>]\n +\w+(?: = [^;\n]+)?; // ', re.M)


def holds(path, where):
    return path.suffix == where if where.startswith('.') else not where or path.parts[0] == where


def faults_in(project):
    for folder in FOLDERS:
        for file in sorted((project / folder).rglob('*')):
            path = file.relative_to(project)
            if file.suffix not in ('.h', '.cpp') or path.parts[:2] == ('tests', 'simulator'):
                continue
            text = file.read_text(encoding='utf-8')
            for number, line in enumerate(text.split('\n'), 1):
                yield from (f'{path}:{number}: write {better}: {line.strip()}' for form, where, better in FORMS
                            if holds(path, where) and form.search(line) and path.as_posix() != 'core/base/error.h')
            for torn in TORN.finditer(text):
                if 'return' not in torn[0]:
                    yield f'{path}:{text.count(chr(10), 0, torn.start()) + 1}: put the comment above'


def main():
    faults = list(faults_in(pathlib.Path(sys.argv[1])))
    print('\n'.join(faults) if faults else 'every form is the one')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
