#!/usr/bin/env python3
"""Checks the service with the clients that operators, developers and assistants use: promtool, @redocly/cli and the
official SDK of the Model Context Protocol.

    operators.py SOURCE_DIR PROGRAM NODE_MODULES

NODE_MODULES: where `npm install` put tests/clients/package-operators.json.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'packaging'))
from check_n8n_requests import TOKEN, started  # noqa: E402


def run(what, command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    print(f'{what}: {"ok" if done.returncode == 0 else "FAILED"}')
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def read(base, path):
    request = urllib.request.Request(base + path, headers={'Authorization': f'Bearer {TOKEN}'})
    return urllib.request.urlopen(request, timeout=30).read()


def main():
    root, program, modules = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
    clients = pathlib.Path(__file__).resolve().parent
    rules = root / 'packaging/monitoring'
    fine = run('promtool check rules', ['promtool', 'check', 'rules', 'aria-calendar-sync.rules.yml'], cwd=rules)
    fine &= run('promtool test rules', ['promtool', 'test', 'rules', 'aria-calendar-sync.rules.test.yml'], cwd=rules)
    with tempfile.TemporaryDirectory() as home:
        process, base = started(program, home)
        try:
            fine &= run('promtool check metrics', ['promtool', 'check', 'metrics'],
                        input=read(base, '/metrics').decode())
            document = pathlib.Path(home) / 'openapi.json'
            document.write_bytes(read(base, '/openapi.json'))
            fine &= run('redocly lint', [modules / '.bin/redocly', 'lint', '--extends', 'recommended', document], cwd=home)
            for revision in ('newest', 'json-only', 'sse-only'):
                fine &= run(f'MCP SDK, {revision}', ['node', clients / 'assistant.mjs', base, revision],
                            env=os.environ | {'NODE_PATH': str(modules), 'ARIA_MODULES': str(modules),
                                              'CALENDAR_SYNC_API_TOKEN': TOKEN})
        finally:
            process.terminate()
            process.wait(20)
    return 0 if fine else 1


if __name__ == '__main__':
    sys.exit(main())
