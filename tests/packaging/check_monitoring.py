#!/usr/bin/env python3
"""Fails where alerts or dashboard ask for a metric or a label that the service does not have.

    check_monitoring.py SOURCE_DIR [--self-test]

The table of metrics is core/base/metrictable.cpp. Whether Prometheus can read the rules is promtool's to say
(tests/clients/operators.py).
"""
import json
import pathlib
import re
import sys

ROW = re.compile(r'\{ Metric::\w+, Type::(\w+), "(\w+)",.*?(?:\{([^{}]*)\} \}|\}),\n', re.S)
NAME = re.compile(r'\b((?:aria|process)_[a-z0-9_]+)(\{[^}]*\})?')


def known_metrics(source):
    metrics = {}
    for kind, name, labels in ROW.findall(source):
        names = [name] if kind != 'Histogram' else [name + end for end in ('_bucket', '_sum', '_count')]
        for one in names:
            metrics[one] = set(re.findall(r'"(\w+)"', labels)) | {'instance', 'job', 'le'}
    return metrics


def faults_in(metrics, where, text):
    for name, selector in NAME.findall(text):
        if name not in metrics:
            yield f'{where}: there is no metric {name}'
            continue
        for label in re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*\\?"', selector):
            if label not in metrics[name]:
                yield f'{where}: {name} has no label {label}'


def expressions(dashboard):
    for panel in dashboard['panels']:
        for target in panel['targets']:
            yield panel['title'], target['expr']


def main():
    root = pathlib.Path(sys.argv[1])
    metrics = known_metrics((root / 'core/base/metrictable.cpp').read_text(encoding='utf-8'))
    if '--self-test' in sys.argv:
        assert len(metrics) > 25, metrics
        assert metrics['aria_events'] >= {'status'} and 'aria_api_request_seconds_bucket' in metrics
        assert list(faults_in(metrics, 'x', 'aria_nothing > 1')) and list(faults_in(metrics, 'x', 'aria_events{a="b"}'))
        return 0
    folder = root / 'packaging/monitoring'
    rules = (folder / 'aria-calendar-sync.rules.yml').read_text(encoding='utf-8')
    faults = []
    for line in rules.split('\n'):
        if line.strip().startswith('expr:'):
            faults += faults_in(metrics, 'rules', line)
    dashboard = json.loads((folder / 'grafana-dashboard.json').read_text(encoding='utf-8'))
    asked = list(expressions(dashboard))
    assert len(asked) > 15 and rules.count('expr:') > 8
    for title, expression in asked:
        faults += faults_in(metrics, f'dashboard, {title}', expression)
    print('\n'.join(faults) if faults else 'every metric that is asked for exists')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
