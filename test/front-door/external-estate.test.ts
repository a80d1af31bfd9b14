// An estate that another team's Terraform holds, ended by both: their plans pass the gate in their turn and at no other time,
// what they applied is found by kaiyaku, and kaiyaku deletes nothing of theirs.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { testClockOf } from '../../src/base/test-clock.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS as IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import {
  applyToTheEnd,
  type Estate,
  NAME,
  removeReferences,
  runAll,
  startEstate,
  toTheNotice,
} from '../helpers/estate.ts';
import { jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';
import { external, fixture, type RawPlan, type Version } from '../policies/plan/gate-case.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Gate {
  readonly contracts: readonly {
    readonly findings: readonly { rule: string; severity: string; fails: boolean; line: number; what: string }[];
    readonly terraformPlan: { stage: string; examined: number; due: readonly { kind: string; id: string }[] };
  }[];
  readonly exitCode: number;
}

let estate: Estate;
beforeAll(async () => {
  estate = await startEstate();
  await writeFile(estate.contract, external(await readFile(estate.contract, 'utf8')));
  await toTheNotice(estate);
  await removeReferences(estate);
});
afterAll(() => estate.close());

/** A plan of the fixtures, made now by the clock of the estate's processes. */
async function planFile(version: Version, name: string, change: (plan: RawPlan) => void = () => undefined) {
  const plan = await fixture(version, name);
  plan['timestamp'] = new Date(testClockOf(estate.env).nowMs()).toISOString();
  change(plan);
  const path = join(estate.folder, `${name}.json`);
  await writeFile(path, JSON.stringify(plan));
  return path;
}

async function gate(file: string): Promise<{ ran: Ran; said: Gate; rules: string[] }> {
  const ran = await estate.run(['check', NAME, '--plan', file, '--format', 'json']);
  const said = jsonOf<Gate>(ran);
  const closing = said.contracts[0]!.findings.filter((one) => one.fails);
  return { ran, said, rules: [...new Set(closing.map((one) => one.rule))].sort() };
}

const refusedAt = async (name: string, ...rules: readonly string[]): Promise<void> => {
  const { ran, rules: found } = await gate(await planFile('v3', name));
  expect(ran.code, ran.out).toBe(EXIT.refused);
  expect(found).toEqual(expect.arrayContaining([...rules]));
};

async function passes(version: Version, name: string, stage: string, due: readonly string[]): Promise<void> {
  const { ran, said, rules } = await gate(await planFile(version, name));
  const shown = said.contracts[0]!.findings.map((one) => `${one.rule} ${one.what}`).join('\n');
  expect({ code: ran.code, rules }, shown + ran.err).toEqual({ code: EXIT.ok, rules: [] });
  expect(said.contracts[0]!.terraformPlan.stage).toBe(stage);
  expect(said.contracts[0]!.terraformPlan.due.map(({ id }) => id).sort()).toEqual([...due].sort());
}

/** What the other team's provider sends to the API. */
async function theirs(method: 'DELETE' | 'PUT', path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${estate.apiOrigin}/cloud/zone/is1b/api/cloud/1.1/${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa('tokentokentoken:secretsecretsecret')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
const found = async (): Promise<string[]> =>
  (await estate.entries()).flatMap((entry) => (entry.kind === 'found' ? [entry.body.effect.split('/')[1]!] : []));

/** kaiyaku goes on until it is the other team's turn. */
async function untilTheirTurn(): Promise<void> {
  const ran = await applyToTheEnd(estate);
  expect(ran.code, ran.out).toBe(EXIT.refused);
  expect(ran.out).toContain('R05');
}

// One test after the other: each goes on where the one before stopped.
describe('together', () => {
  const ADDRESSES = Object.values(DEFAULT_ADDRESSES).filter((ip) => ip !== DEFAULT_ADDRESSES.other);

  test('kaiyaku powers the server off, and stops before what is theirs', async () => {
    await untilTheirTurn();
    expect((await estate.transitions()).some((one) => one.id === IDS.router)).toBe(false);
    await refusedAt('release', 'R33');
    await refusedAt('destroy', 'R33');
    await passes('v2', 'detach', 'detach', ADDRESSES);
    await passes('v3', 'detach', 'detach', ADDRESSES);
  });

  test('they detach; kaiyaku finds it so, and deletions are due', async () => {
    for (const ip of ADDRESSES) await theirs('PUT', `ipaddress/${ip}`, { IPAddress: { HostName: '' } });
    await theirs('DELETE', `interface/${IDS.wanNic}/to/switch`);
    await untilTheirTurn();
    expect((await found()).filter((one) => one.startsWith('clear-ptr'))).toHaveLength(3);
    await refusedAt('detach', 'R36');
    await refusedAt('release', 'R16');
    await runAll(estate, ['approve', NAME, '--step', 'release-ips', '--confirm', NAME]);
    await passes('v2', 'release', 'delete', [IDS.router, IDS.subnet]);
    const file = await planFile('v3', 'release', (plan) => void plan.resource_changes.splice(0, 40));
    expect((await gate(file)).rules).toContain('R32');
  });

  test('they delete the router; kaiyaku finds it gone', async () => {
    await theirs('DELETE', `internet/${IDS.router}/ipv6net/${IDS.ipv6Net}`);
    await theirs('DELETE', `internet/${IDS.router}/subnet/${IDS.subnet}`);
    await theirs('DELETE', `internet/${IDS.router}`);
    await untilTheirTurn();
    expect(await found()).toEqual(expect.arrayContaining([expect.stringContaining(`router:is1b:${IDS.router}`)]));
    await refusedAt('release', 'R33');
    await refusedAt('destroy', 'R16');
    await runAll(estate, ['approve', NAME, '--step', 'destroy-server', '--confirm', NAME]);
    await passes('v3', 'destroy', 'delete', [
      IDS.server,
      IDS.systemDisk,
      IDS.logDisk,
      IDS.lanSwitch,
      IDS.packetFilter,
      IDS.autoBackup,
      IDS.archive,
    ]);
  });

  test('they delete the rest; kaiyaku closes the contract, having deleted nothing', async () => {
    await theirs('DELETE', `commonserviceitem/${IDS.autoBackup}`);
    await theirs('DELETE', `archive/${IDS.archive}`);
    await theirs('DELETE', `server/${IDS.server}`);
    await theirs('DELETE', `disk/${IDS.systemDisk}`);
    await theirs('DELETE', `disk/${IDS.logDisk}`);
    await theirs('DELETE', `switch/${IDS.lanSwitch}`);
    await theirs('DELETE', `packetfilter/${IDS.packetFilter}`);
    const ran = await applyToTheEnd(estate);
    expect(ran.code, ran.out).toBe(EXIT.ok);
    expect((await estate.run(['status', NAME])).out).toContain('complete');
    const deleted = (await estate.entries()).filter(
      (entry) =>
        entry.kind === 'intended' && entry.body.verb === 'delete' && entry.body.target.startsWith('sakura-api'),
    );
    expect(deleted).toEqual([]);
    await refusedAt('destroy', 'R33');
  });
});
