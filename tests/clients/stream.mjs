// The event stream read by a real EventSource over a proxy that cuts it, and the outgoing hook checked by the library of
// Standard Webhooks; the service is killed in between. node stream.mjs PATH_OF_THE_DAEMON

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import assert from 'node:assert/strict';

import { EventSource } from 'eventsource';
import { Webhook } from 'standardwebhooks';

const daemon = process.argv[2];
const edits = 120;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const home = mkdtempSync(join(tmpdir(), 'aria-clients-'));

async function listening(server) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server.address().port;
}

async function freePort() {
    const server = createServer();
    const port = await listening(server);
    server.close();
    return port;
}

const port = await freePort();

// The receiver of the hook: every third attempt fails.
const delivered = new Map();
let attempts = 0;
const receiver = createHttpServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const message = new Webhook(secret).verify(body, request.headers); // throws if it is not ours
        if (++attempts % 3 === 0) {
            response.writeHead(500).end();
            return;
        }
        const known = delivered.get(request.headers['webhook-id']);
        assert.ok(!known || known.body === body);
        delivered.set(request.headers['webhook-id'], { body, message });
        response.writeHead(204).end();
    });
});
const hookPort = await listening(receiver);

function start() {
    return new Promise((resolve, reject) => {
        const service = spawn(daemon, [], {
            env: {
                PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: join(home, 'config'),
                XDG_DATA_HOME: join(home, 'data'), CALENDAR_SYNC_PORT: String(port),
                CALENDAR_SYNC_NOTIFY_URL: `http://127.0.0.1:${hookPort}/hook`,
                CALENDAR_SYNC_NOTIFY_SECRET: secret,
            },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        let log = '';
        service.stderr.on('data', (text) => { log += text; });
        service.stdout.on('data', (text) => { if (String(text).includes(' ready at ')) resolve(service); });
        service.on('exit', () => reject(new Error(`the service ended: ${log}`)));
    });
}

let service = await start();

// Cuts every connection after a while.
let cuts = 0;
const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    client.pipe(server).pipe(client);
    const cut = setTimeout(() => { ++cuts; client.destroy(); server.destroy(); }, 300 + Math.random() * 400);
    for (const end of [client, server]) {
        end.on('error', () => { clearTimeout(cut); client.destroy(); server.destroy(); });
        end.on('close', () => { clearTimeout(cut); client.destroy(); server.destroy(); });
    }
});
const proxyPort = await listening(proxy);

const seen = [];
const source = new EventSource(`http://127.0.0.1:${proxyPort}/events/stream`);
for (const type of ['created', 'updated', 'deleted', 'conflict', 'resolved', 'reset'])
    source.addEventListener(type, (event) => seen.push({ id: event.lastEventId, type, data: JSON.parse(event.data) }));
await new Promise((resolve) => { source.onopen = resolve; });

async function post(path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
}

const created = await post('/events/create', {
    title: 'Title 0', start_time: '2031-03-03T09:00:00Z', end_time: '2031-03-03T10:00:00Z',
});
for (let i = 1; i < edits; ++i) {
    if (i === edits / 2) {
        service.removeAllListeners('exit');
        service.kill('SIGKILL');
        await once(service, 'exit');
        service = await start();
    }
    await post('/events/update', { google_event_id: created.google_event_id, title: `Title ${i}` });
    await sleep(40);
}

async function until(condition, what) {
    for (let i = 0; i < 3000 && !condition(); ++i)
        await sleep(100);
    assert.ok(condition(), what);
}

const titles = Array.from({ length: edits }, (_, i) => `Title ${i}`);
await until(() => seen.length >= edits, `the stream sent ${seen.length} of ${edits} messages`);
assert.deepEqual(seen.map((message) => message.data.title), titles);
assert.deepEqual(seen.map((message) => message.type), ['created', ...Array(edits - 1).fill('updated')]);
assert.ok(seen.every((message, i) => i === 0 || seen[i - 1].id < message.id), 'ids grow');
assert.ok(cuts > 3, 'the proxy has cut the stream');

await until(() => delivered.size >= edits, `the hook delivered ${delivered.size} of ${edits} messages`);
assert.deepEqual([...delivered.values()].map(({ message }) => message.data.title), titles);

source.close();
service.removeAllListeners('exit');
service.kill('SIGTERM');
await once(service, 'exit');
proxy.close();
receiver.close();
rmSync(home, { recursive: true });
console.log(`stream and hook: ${edits} changes, ${cuts} cuts, ${attempts} deliveries`);
process.exit(0);
