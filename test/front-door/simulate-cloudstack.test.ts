// `kaiyaku simulate cloudstack` as a client of somebody else meets it: signed by hand as the public guide says, and what a client
// reads that learns the API from the server (CloudMonkey's `sync` stops at the first field that is missing).
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulate } from '../helpers/simulators.ts';

interface Said {
  readonly listening: string;
  readonly apiKey: string;
  readonly secretKey: string;
}

let said: Said;
let stop: () => void;

beforeAll(async () => {
  const started = await simulate<Said>(['cloudstack']);
  said = started.said;
  stop = () => started.child.kill();
});
afterAll(() => stop());

/** Sorted, encoded, in lower case, HMAC-SHA1 (CloudStack developer guide, “How to sign an API call”). */
async function call(command: string, more: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const params = Object.entries({ command, response: 'json', apikey: said.apiKey, ...more }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const text = params.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const signature = createHmac('sha1', said.secretKey).update(text.toLowerCase()).digest('base64');
  const response = await fetch(`${said.listening}?${text}&signature=${encodeURIComponent(signature)}`);
  return Object.values((await response.json()) as Record<string, Record<string, unknown>>)[0]!;
}

test('listApis describes every command with every field that CloudMonkey reads', async () => {
  const { count, api } = (await call('listApis')) as { count: number; api: Record<string, unknown>[] };
  expect(api).toHaveLength(count);
  for (const one of api) {
    expect(one).toMatchObject({ name: expect.any(String), description: expect.any(String), related: '' });
    expect(typeof one['isasync']).toBe('boolean');
    expect((one['response'] as unknown[]).length).toBeGreaterThan(0);
    for (const param of one['params'] as unknown[])
      expect(param).toMatchObject({
        name: expect.any(String),
        type: expect.stringMatching(/^(?:uuid|boolean|integer|string)$/),
        required: expect.any(Boolean),
        description: expect.any(String),
      });
  }
});

test('what it demands and takes is what the command does', async () => {
  const { api } = (await call('listApis', { name: 'destroyVirtualMachine' })) as { api: { params: object[] }[] };
  expect(api.map(({ params }) => params)).toEqual([
    [
      expect.objectContaining({ name: 'id', type: 'uuid', required: true }),
      expect.objectContaining({ name: 'expunge', type: 'boolean', required: false }),
    ],
  ]);
  expect(await call('destroyVirtualMachine')).toMatchObject({ errorcode: 431 });
});

test('a call that is signed otherwise is refused with the server’s words', async () => {
  const response = await fetch(`${said.listening}?command=listApis&response=json&apikey=${said.apiKey}&signature=x`);
  expect([response.status, await response.json()]).toEqual([
    401,
    { listapisresponse: expect.objectContaining({ errorcode: 401, cserrorcode: 9999 }) },
  ]);
});
