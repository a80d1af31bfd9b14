// A domain at Clara that moves, proven by real name servers: every command is killed at every named instant, first while a server
// still says the old address, then when all say the new one. The form never goes out before the names are clean, and the end is
// the same as without a kill. Long: `npm run test:full`; without BIND it is skipped and says so.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { type BindPrimary, hasBind } from '../executors/dns/bind.ts';
import { contractOf, NEW, OLD, startServers, zone } from '../front-door/clara-move.ts';
import { TODAY } from '../helpers/persons-contract.ts';
import { runKaiyaku } from '../helpers/run-kaiyaku.ts';

if (!hasBind) console.warn('skipped: BIND is not installed, so no name server can be asked');

const attest = (step: string, ...fields: string[]) => [
  'attest',
  'ip',
  step,
  ...fields.flatMap((field) => ['--set', `${field}=${TODAY}`]),
  '--file',
  'proof.txt',
];
const BEFORE: readonly (readonly string[])[] = [
  ['open', 'ip.yaml'],
  attest('back-up:example.jp', 'backedUpOn'),
  attest('lower-ttl:example.jp', 'loweredOn'),
  attest('change:example.jp', 'changedOn'),
  attest('secondary-zone:example.jp', 'doneOn'),
  attest('mail-clients:example.jp', 'doneOn'),
  attest('verify:example.jp', 'verifiedOn'),
  ['apply', 'ip'],
];
const AFTER: readonly (readonly string[])[] = [
  ['apply', 'ip'],
  ['approve', 'ip', '--step', 'cancellation-form', '--confirm', 'ip'],
  ['request', 'ip', 'cancellation-form'],
  attest('cancellation-form', 'sentOn', 'arrivedOn'),
];

describe.skipIf(!hasBind)('every command killed', () => {
  let root = '';
  /** The same without a kill. */
  let plain: Awaited<ReturnType<typeof drive>>;
  const servers: BindPrimary[] = [];
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kaiyaku-clara-crash-'));
    servers.push(...(await startServers()));
    plain = await drive();
    expect(plain.said.verified).toEqual(['verify:example.jp']);
    expect(Object.keys(plain.said.attested)).toContain('cancellation-form');
  });
  afterAll(async () => {
    await Promise.all(servers.map((one) => one.close()));
    await rm(root, { recursive: true, force: true });
  });

  async function drive(fault?: string) {
    const cwd = await mkdtemp(join(root, 'run-'));
    await writeFile(join(cwd, 'proof.txt'), 'proof');
    await writeFile(join(cwd, 'ip.yaml'), contractOf(servers));
    for (const server of servers.slice(0, 2)) await server.replace(zone(OLD));
    let kills = 0;
    const give = async (args: readonly string[]) => {
      if (fault !== undefined) {
        const killed = await runKaiyaku(args, { cwd, env: { KAIYAKU_FAULT: fault } });
        if (killed.signal === 'SIGKILL') kills += 1;
      }
      return runKaiyaku([...args, '--format', 'json'], { cwd });
    };
    const entries = async () =>
      (await readFile(join(cwd, '.kaiyaku/ip/journal.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry);
    for (const args of BEFORE) await give(args);
    // One server still says the old address.
    await servers[0]!.replace(zone(NEW));
    const stale = await give(['apply', 'ip']);
    expect(stale.code, stale.out).not.toBe(0);
    expect((await runKaiyaku(['request', 'ip', 'cancellation-form'], { cwd })).err).toContain('R03');
    expect((await entries()).filter(({ kind }) => kind === 'verified')).toEqual([]);
    await servers[1]!.replace(zone(NEW));
    const codes: number[] = [];
    for (const args of AFTER) codes.push((await give(args)).code);
    const verified = await runKaiyaku(['verify', 'ip'], { cwd });
    const all = await entries();
    const bodies = <K extends Entry['kind']>(kind: K) =>
      all.flatMap((entry) => (entry.kind === kind ? [entry.body as Extract<Entry, { kind: K }>['body']] : []));
    return {
      kills,
      said: {
        verify: verified.code,
        opened: bodies('opened').length,
        attested: Object.fromEntries(bodies('attested').map(({ step, facts }) => [step, facts])),
        verified: bodies('verified').map(({ step }) => step),
        requested: [...new Set(bodies('requested').map(({ step }) => step))],
      },
    };
  }

  test.each(FAULT_POINTS.flatMap((point) => [1, 2].map((nth) => `${point}#${nth}`)))('at %s', async (fault) => {
    const hurt = await drive(fault);
    expect(hurt.said).toEqual(plain.said);
    console.info(`${fault}: ${hurt.kills} kills`);
    // Each command writes one entry; there are no effects here, and a probe writes when it is satisfied.
    if (fault.startsWith('journal.') && fault.endsWith('#1')) expect(hurt.kills).toBeGreaterThanOrEqual(9);
  });
});
