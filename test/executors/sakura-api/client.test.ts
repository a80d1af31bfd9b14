// The client on real sockets: what it sends, what it retries, and what it never does twice.
import { inspect } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { RETRY_WAIT_TOTAL_MS_MAX } from '../../../src/executors/sakura-api/limits.ts';
import { API_NOW_MS, apiError, failure, SECRET, type ScriptedApi, scriptedApi, TOKEN } from './scripted-api.ts';

const open: ScriptedApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});
const start: typeof scriptedApi = async (replies) => {
  const api = await scriptedApi(replies);
  open.push(api);
  return api;
};

const SERVER = { json: { Server: { ID: 113000000001, Name: 'a' }, is_ok: true } };

test('sends the key as Basic, asks for numeric ids, and percent-encodes the query', async () => {
  const api = await start([{ json: { Servers: [], From: 0, Count: 0, Total: 0 } }]);
  await api.client().find('is1b', 'server', 'Servers', api.ctx, { Filter: { 'Tags.Name': [['a b+c']] } });
  const [got] = api.got;
  expect(got).toMatchObject({ method: 'GET', zone: 'is1b', path: 'server' });
  expect(got?.query).toEqual({ Filter: { 'Tags.Name': [['a b+c']] }, Count: 0, From: 0 });
  expect(got?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from(`${TOKEN}:${SECRET}`).toString('base64')}`,
    'x-requested-with': 'XMLHttpRequest',
    'x-sakura-bigint-as-int': '1',
  });
});

test.each([
  [apiError(423, 'locked'), 423],
  [apiError(429, 'too_many_request'), 429],
  [apiError(503, 'busy'), 503],
  [apiError(409, 'still_creating'), 409],
  [apiError(409, 'server_is_cleaning'), 409],
  [apiError(409, 'in_migration'), 409],
  [apiError(409, 'diskorss_in_migration'), 409],
  [apiError(409, 'disk_is_copying'), 409],
  [apiError(409, 'packetfilter_applying'), 409],
])('waits and repeats a deletion that was answered %j', async (busy) => {
  const api = await start([busy, busy, { json: { is_ok: true } }]);
  const answer = await api.client().write('DELETE', 'is1b', 'disk/1', api.ctx);
  expect(answer.status).toBe(200);
  expect(api.got.map(({ method }) => method)).toEqual(['DELETE', 'DELETE', 'DELETE']);
  // 1 s and 2 s; no other wait, because waiting also made the turn come.
  expect(api.clock.waitedMs).toBe(3_000);
  expect(api.said).toHaveLength(2);
});

test('waits as long as Retry-After says, in seconds', async () => {
  const api = await start([apiError(503, 'busy', { headers: { 'Retry-After': '17' } }), SERVER]);
  await api.client().get('is1b', 'server/1', api.ctx);
  expect(api.clock.waitedMs).toBe(17_000);
});

test('reads a Retry-After date against the answer’s own Date, not against our clock', async () => {
  const headers = {
    Date: new Date(API_NOW_MS + 3_600_000).toUTCString(),
    'Retry-After': new Date(API_NOW_MS + 3_600_000 + 40_000).toUTCString(),
  };
  const api = await start([apiError(429, 'too_many_request', { headers }), SERVER]);
  await api.client().get('is1b', 'server/1', api.ctx);
  expect(api.clock.waitedMs).toBe(40_000);
});

test('gives up at once when Retry-After is beyond the limit, and keeps the API’s error', async () => {
  const api = await start([apiError(503, 'busy', { headers: { 'Retry-After': '86400' } })]);
  const error = await failure(api.client().get('is1b', 'server/1', api.ctx));
  expect(api.got).toHaveLength(1);
  expect(error.detail).toMatchObject({ kind: 'provider', code: 'busy', class: 'retry' });
});

test('gives up after eleven attempts within the limit of waiting; the last error body is kept', async () => {
  const api = await start([apiError(503, 'busy', { message: '混雑しています。' })]);
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/113000000001', api.ctx));
  expect(api.got).toHaveLength(11);
  expect(api.clock.waitedMs).toBeLessThanOrEqual(RETRY_WAIT_TOTAL_MS_MAX);
  expect(error.detail).toMatchObject({
    code: 'busy',
    class: 'retry',
    facts: {
      call: 'DELETE server/113000000001',
      zone: 'is1b',
      status: 503,
      apiCode: 'busy',
      apiMessage: '混雑しています。',
      serial: '0123456789abcdef',
      attempts: 11,
      waitedMs: api.clock.waitedMs,
    },
  });
});

test.each([
  'reset',
  'hang',
  { cutAfter: '{"is_ok":' },
  apiError(504, 'apiproxy_timeout_non_get'),
  apiError(500, 'unknown'),
] as const)('never repeats a deletion that ended in %j: its outcome is unknown', async (reply) => {
  const api = await start([reply, { json: { is_ok: true } }]);
  const client = api.client(reply === 'hang' ? { timeoutMs: 300 } : {});
  const error = await failure(client.write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(api.got).toHaveLength(1);
  expect(error.detail).toMatchObject({ kind: 'provider', class: 'unknown-outcome' });
});

test.each([
  apiError(503, 'operation_timeout'),
  { text: '{"is_ok":tr' },
  { text: '' },
  { text: '[]' },
  { json: { is_ok: false } },
  { status: 302, text: '', headers: { Location: 'https://example.com/' } },
  { status: 404, text: '<html>not found</html>' },
])('never repeats a deletion that was answered %j', async (reply) => {
  const api = await start([reply, { json: { is_ok: true } }]);
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(api.got).toHaveLength(1);
  expect(error.detail.class).toBe('unknown-outcome');
});

test.each(['reset', 'hang', { cutAfter: '{"Ser' }, { text: '{"Server":' }, apiError(504, 'apiproxy_timeout')] as const)(
  'repeats a read that ended in %j',
  async (reply) => {
    const api = await start([reply, SERVER]);
    const client = api.client(reply === 'hang' ? { timeoutMs: 700 } : {});
    const answer = await client.get('is1b', 'server/1', api.ctx);
    expect(answer.body['Server']).toEqual({ ID: 113000000001, Name: 'a' });
    expect(api.got).toHaveLength(2);
  },
);

test.each([
  [{ text: '{"Server":' }, 'bad-response'],
  [{ status: 200, text: '<html></html>' }, 'bad-response'],
  ['reset', 'connection-lost'],
  ['hang', 'timeout'],
] as const)('gives a read that keeps ending in %j up, with an error', async (reply, code) => {
  const api = await start([reply]);
  const client = api.client(reply === 'hang' ? { timeoutMs: 100 } : {});
  const error = await failure(client.get('is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ kind: 'provider', code, class: 'retry', facts: { attempts: 5 } });
});

test.each([
  { status: 301, text: '', headers: { Location: 'https://example.com/' } },
  { status: 404, text: '<html>no such page</html>' },
  { status: 404, json: { message: 'not found' } },
  { status: 410, text: '' },
])('takes %j for no answer of the API: bad-response, not "not found"', async (reply) => {
  const api = await start([reply]);
  const error = await failure(api.client().get('is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code: 'bad-response', kind: 'provider' });
  expect(api.got).toHaveLength(1);
});

test.each([
  [apiError(401, 'unauthorized'), 'unauthorized'],
  [apiError(402, 'penalty_operation'), 'payment-required'],
  [apiError(403, 'forbidden'), 'forbidden'],
  [{ status: 403, text: 'denied by a proxy' }, 'forbidden'],
  [apiError(404, 'not_found'), 'not-found'],
  [apiError(409, 'server_power_must_be_down'), 'conflict'],
  [apiError(400, 'bad_request'), 'api-error'],
])('%j is permanent and asked once', async (reply, code) => {
  const api = await start([reply]);
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code, class: 'permanent' });
  expect(api.got).toHaveLength(1);
});

test('a 404 after an earlier attempt of the same deletion may be that attempt’s own effect', async () => {
  const api = await start([apiError(503, 'busy'), apiError(404, 'not_found')]);
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code: 'not-found', class: 'unknown-outcome' });
});

test('a 503 that is not the API’s own leaves a deletion in doubt even when a later attempt is refused', async () => {
  const api = await start([{ status: 503, text: 'upstream' }, apiError(403, 'forbidden')]);
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code: 'forbidden', class: 'unknown-outcome' });
});

test('a host that refuses connections has received nothing: writes are tried again, then class retry', async () => {
  const api = await scriptedApi([SERVER]);
  await api.close();
  const error = await failure(api.client().write('DELETE', 'is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code: 'unreachable', class: 'retry', facts: { attempts: 5 } });
});

test('an answer beyond the size limit is refused', async () => {
  const api = await start([{ text: `{"Server":"${'x'.repeat(17 * 1_048_576)}"}` }]);
  const error = await failure(api.client({ timeoutMs: 10_000 }).get('is1b', 'server/1', api.ctx));
  expect(error.detail).toMatchObject({ code: 'bad-response', kind: 'provider' });
});

test('starts requests no closer together than the rate allows', async () => {
  const api = await start([SERVER]);
  const client = api.client({ requestsPerSecond: 4 });
  for (let n = 0; n < 5; n += 1) await client.get('is1b', 'server/1', api.ctx);
  expect(api.clock.waitedMs).toBe(1_000);
});

test('keeps the key out of errors, also when the other side repeats it', async () => {
  const login = Buffer.from(`${TOKEN}:${SECRET}`).toString('base64');
  const api = await start([apiError(403, 'forbidden', { message: `${TOKEN} ${SECRET} Basic ${login}` })]);
  const error = await failure(api.client().get('is1b', 'server/1', api.ctx));
  const text = `${inspect(error, { depth: 10 })} ${JSON.stringify(error.detail)}`;
  for (const secret of [TOKEN, SECRET, login]) expect(text).not.toContain(secret);
});

test('a cancelled wait throws the cancellation itself', async () => {
  const cancel = new AbortController();
  const api = await start([apiError(503, 'busy')]);
  const ctx = { signal: cancel.signal, progress: () => cancel.abort(new Error('stopped by hand')) };
  await expect(api.client().get('is1b', 'server/1', ctx)).rejects.toThrow('stopped by hand');
  expect(api.got).toHaveLength(1);
});

test.each([
  ['http://api.example.com/cloud/zone', 'api-root-plain-http'],
  ['http://127.0.0.1.example.com/cloud/zone', 'api-root-plain-http'],
  ['ftp://127.0.0.1/cloud/zone', 'api-root'],
  ['secure.example.com', 'api-root'],
  ['https://key:secret@secure.example.com/cloud/zone', 'api-root'],
])('refuses the root %s before any request', async (root, code) => {
  const api = await start([SERVER]);
  expect(() => api.client({ root })).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ kind: 'user', code }) }),
  );
});

test.each([
  'http://localhost:8080/cloud/zone',
  'http://[::1]:8080/cloud/zone',
  'https://secure.example.com/cloud/zone/',
])('takes the root %s', async (root) => {
  const api = await start([SERVER]);
  expect(api.client({ root })).toHaveProperty('get');
});

test('refuses to send the key where certificate checks are switched off', async () => {
  const api = await start([SERVER]);
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  try {
    const root = 'https://secure.example.com/cloud/zone';
    expect(() => api.client({ root })).toThrow(expect.objectContaining({ code: 'api-root-untrusted' }));
  } finally {
    vi.unstubAllEnvs();
  }
});
