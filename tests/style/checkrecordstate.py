#!/usr/bin/env python3
"""Fails where a record's state is changed outside of core/merge/recordstate.cpp, which has a named function for each
transition, and outside of the reader of its row.
"""
import pathlib
import re
import sys

from checkcoroutines import without_texts

ALLOWED = ('core/merge/recordstate.cpp', 'core/store/eventrows.cpp')
# A view that an answer is made of may have another status than its row.
ASSIGNED = re.compile(
    r'(?<!\bview)(?:\.|->)(?:status\s*=\s*(?:store::)?SyncStatus::'
    r'|(?:attempted|attemptedRevision|attempts|nextAttemptAt|deletedAt|base)\s*=(?!=)'
    r'|(?:attempted|base)\.(?:insert|remove)\b)')


def faults_in(source):
    text = without_texts(source)
    for match in ASSIGNED.finditer(text):
        yield text.count('\n', 0, match.start()) + 1


def main(root):
    tree = pathlib.Path(root)
    faults = []
    for path in sorted(tree.joinpath('core').rglob('*.cpp')):
        name = str(path.relative_to(tree))
        if name not in ALLOWED:
            faults += [f'{name}:{line}: the record\'s state is changed here; see core/merge/recordstate.h'
                       for line in faults_in(path.read_text(encoding='utf-8'))]
    # The check itself has to find what it is for.
    for bad in ('record.status = SyncStatus::Synced;', 'row->status = store::SyncStatus::Error;',
                'record.attempted = {};', 'push.record.deletedAt = now;', 'exception.base = {};'):
        assert list(faults_in(bad)), bad
    for good in ('result.view.status = SyncStatus::Deleted;', 'if (record.status == SyncStatus::Synced) f();',
                 'answer.status = 200;', 'bool same = record.base == other;'):
        assert not list(faults_in(good)), good
    print('\n'.join(faults) or 'every transition has its name')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
