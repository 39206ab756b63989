// Uses every tool through the official client: it checks each answer against the tool's output schema by itself.
//
//     node assistant.mjs BASE_URL newest|json-only|sse-only
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';

const require = createRequire(process.env.ARIA_MODULES + '/');
const load = name => import(pathToFileURL(require.resolve(name)).href);
const { Client } = await load('@modelcontextprotocol/sdk/client/index.js');
const { StreamableHTTPClientTransport } = await load('@modelcontextprotocol/sdk/client/streamableHttp.js');

const [base, mode] = process.argv.slice(2);
const accept = { 'json-only': 'application/json', 'sse-only': 'text/event-stream' }[mode];
const transport = new StreamableHTTPClientTransport(new URL(base + '/mcp'), {
  requestInit: { headers: { Authorization: 'Bearer ' + process.env.CALENDAR_SYNC_API_TOKEN } },
  fetch: (url, options) => {
    const headers = new Headers(options.headers);
    if (accept && options.method === 'POST') headers.set('Accept', accept);
    return fetch(url, { ...options, headers });
  },
});
const client = new Client({ name: 'test', version: '1' });
await client.connect(transport);
assert.equal(client.getServerVersion().name, 'aria-calendar-sync');
assert.ok(['2025-06-18', '2025-11-25'].includes(transport.protocolVersion), transport.protocolVersion);
assert.match(client.getInstructions(), /send_updates/);

const { tools } = await client.listTools();
assert.equal(tools.length, 13);
for (const tool of tools) {
  assert.equal(typeof tool.annotations.readOnlyHint, 'boolean');
  assert.ok(tool.description && tool.inputSchema && tool.outputSchema, tool.name);
}

const used = new Set();
async function call(name, args = {}) {
  used.add(name);
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, `${name}: ${result.content[0].text}`);
  return result.structuredContent;
}
async function refused(name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert.equal(result.isError, true, name);
  return result.content[0].text;
}

const window = { from: '2031-03-03', to: '2031-03-08', time_zone: 'Europe/Berlin' };
const made = await call('create_event', { title: 'Zahnarzt für Zoë', start_time: '2031-03-04T10:00:00', end_time:
  '2031-03-04T11:00:00', time_zone: 'Europe/Berlin', attendees: ['alice@example.com'] });
const id = made.google_event_id;
assert.equal((await call('get_event', { google_event_id: id })).event.title, 'Zahnarzt für Zoë');
assert.ok((await call('list_events', window)).events.some(event => event.google_event_id === id));
assert.equal((await call('search_events', { ...window, query: 'zoe ZAHNARZT' })).events[0].google_event_id, id);
const free = await call('find_free_time', { ...window, minutes: 60 });
assert.ok(free.slots.length > 0);
assert.ok(!free.slots.some(slot => Date.parse(slot.start_time) < Date.parse('2031-03-04T10:00:00Z')
  && Date.parse(slot.end_time) > Date.parse('2031-03-04T09:00:00Z')));
assert.equal((await call('update_event', { google_event_id: id, location: 'Room B' })).event.location, 'Room B');
const changes = await call('recent_changes', { google_event_id: id });
assert.ok(changes.count >= 2);
const undone = await call('undo_change', { history_id: changes.history[0].id });
assert.ok(!undone.event.location);

const series = await call('create_event', { title: 'Daily', start_time: '2031-03-03T08:00:00Z', end_time:
  '2031-03-03T08:15:00Z', recurrence: 'RRULE:FREQ=DAILY;COUNT=5' });
assert.match(await refused('delete_event', { google_event_id: series.google_event_id }), /whole_series/);
const occurrences = (await call('list_events', window)).events.filter(event => event.title === 'Daily');
assert.equal(occurrences.length, 5);
await call('delete_event', { google_event_id: occurrences[1].google_event_id });
assert.equal((await call('list_events', window)).events.filter(event => event.title === 'Daily').length, 4);
await call('delete_event', { google_event_id: series.google_event_id, whole_series: true });
await call('delete_event', { google_event_id: id });
assert.equal(await refused('get_event', { google_event_id: id }), 'Event not found');

await call('sync_now');
assert.ok((await call('sync_status')).total_events >= 0);
assert.equal((await call('list_conflicts')).count, 0);
assert.match(await refused('resolve_conflict', { google_event_id: id, resolution: 'google_wins' }), /./);
assert.match(await refused('create_event', { title: 'x' }), /start_time is missing/);
await assert.rejects(client.callTool({ name: 'drop_table', arguments: {} }), /no tool/);
used.add('resolve_conflict');
assert.deepEqual([...used].sort(), tools.map(tool => tool.name).sort());
await client.close();
