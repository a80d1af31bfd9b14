// `simulate terraform-provider` as a person starts it: one line of JSON, then it serves until SIGTERM. And what is refused.
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { realClock } from '../../../src/base/clock.ts';
import { startStandInProvider } from '../../../src/executors/terraform/simulator/index.ts';
import { KAIYAKU } from '../../helpers/run-kaiyaku.ts';

test('prints where it listens and how it is attached, and ends on SIGTERM', async () => {
  const args = ['simulate', 'terraform-provider', '--api', 'http://127.0.0.1:9/cloud/zone'];
  const child = spawn(process.execPath, [KAIYAKU, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const said = JSON.parse(line) as Record<string, string>;
  expect(said['listening']).toMatch(/^127\.0\.0\.1:\d+$/);
  const addr = { Network: 'tcp', String: said['listening'] };
  expect(JSON.parse(said['TF_REATTACH_PROVIDERS']!)).toEqual({
    'sacloud/sakuracloud': { Protocol: 'grpc', ProtocolVersion: 5, Pid: child.pid, Test: true, Addr: addr },
    'sacloud/sakura': { Protocol: 'grpc', ProtocolVersion: 6, Pid: child.pid, Test: true, Addr: addr },
  });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test.each([
  'https://secure.sakura.ad.jp/cloud/zone',
  'http://127.0.0.1.example.com:80/cloud/zone',
  'http://10.0.0.1:80/',
])('is let at nothing but loopback: %s', async (apiRoot) => {
  await expect(startStandInProvider({ apiRoot, clock: realClock })).rejects.toMatchObject({
    code: 'stand-in-loopback-only',
  });
});

test('a port that is taken is an error of the user', async () => {
  const options = { apiRoot: 'http://127.0.0.1:9/cloud/zone', clock: realClock };
  const first = await startStandInProvider(options);
  const port = Number(first.listening.split(':')[1]);
  await expect(startStandInProvider({ ...options, port })).rejects.toMatchObject({ code: 'cannot-listen' });
  await first.close();
});

test('no other command loads gRPC: the part that holds it is imported only when it is asked for', async () => {
  const dist = dirname(KAIYAKU);
  const names = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  const texts = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dist, name), 'utf8')] as const)),
  );
  const holders = names.filter((name) => texts.get(name)!.includes('"@grpc/grpc-js"'));
  expect(holders).toHaveLength(1);
  const uses = [...texts.values()].flatMap((text) => text.match(new RegExp(`.{8}"\\./${holders[0]!}"`, 'g')) ?? []);
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) expect(use).toContain('import(');
});
