// Persons' steps that the world proves, killed at every instant of the journal: a transfer that a registry shows, a switch that
// name servers show. Nothing counts before it is seen, it is recorded once, and the end is the same as without a kill.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { endOfReceipt } from '../../scripts/jmotto-transfer/end-dates.ts';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { addDays, civilDateInJapan, monthOf } from '../../src/calendar/civil-date.ts';
import {
  type DomainState,
  type RegistrySimulator,
  startRegistry,
} from '../../src/executors/registry/simulator/index.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { hasBind } from '../executors/dns/bind.ts';
import { type ZoneServers, zoneServers } from '../front-door/name-servers.ts';
import { runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
if (!hasBind) console.warn('skipped: BIND is not installed, so no name server can be asked');

const INSTANTS = FAULT_POINTS.filter((name) => name.startsWith('journal.'));
const [OLD, NEW] = ['203.0.113.10', '203.0.113.20'];
const today = civilDateInJapan(Date.now());
const acceptedOn = addDays(today, -20);
const expiresOn = addDays(today, 300);
const zone = (address: string) => ({
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ A ${address}`,
});
const domain = (registrar: string): DomainState => ({
  name: 'example.jp',
  form: 'generic',
  registrar,
  status: ['active'],
  createdOn: '2001-01-01',
  expiresOn,
  nameServers: ['ns1.example.jp'],
});

const attest = (step: string, facts: Record<string, string>) => [
  'attest',
  'it',
  step,
  ...Object.entries(facts).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  '--file',
  'proof.txt',
];
const BEFORE = [
  ['open', 'it.yaml'],
  attest('prepare-new-server', { readyOn: addDays(today, -22) }),
  attest('withdrawal-form', { sentOn: addDays(today, -24), acceptedOn }),
  attest('receive-zone-and-authcode', { zoneOn: acceptedOn, authCodeOn: acceptedOn }),
  attest('hand-over-to-new-host', { handedOn: acceptedOn }),
];
const TRANSFER = attest('transfer-domain', { startedOn: addDays(today, -10), completedOn: today });
const BETWEEN = [
  attest('back-up', { backedUpOn: today, restoredOn: today }),
  attest('copy-data', { copiedOn: today }),
  attest('book-switch', { bookedOn: addDays(today, -8), switchOn: today }),
];
const SWITCH = attest('switch-dns', { switchedOn: today });

describe.skipIf(!hasBind)('a step that the world proves', () => {
  let root = '';
  let servers: ZoneServers;
  let registry: RegistrySimulator;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kaiyaku-probed-'));
    servers = await zoneServers(zone(OLD));
    registry = await startRegistry({ world: { domains: [] } });
  });
  afterAll(async () => {
    await servers.close();
    await registry.close();
    await rm(root, { recursive: true, force: true });
  });

  test.each(INSTANTS)('killed at %s: unproven before it is seen, recorded once', async (instant) => {
    const cwd = await mkdtemp(join(root, 'run-'));
    await writeFile(join(cwd, 'proof.txt'), 'proof');
    await writeFile(
      join(cwd, 'it.yaml'),
      `provider: jmotto-transfer
customer: { name: 株式会社サンプル, contractNo: "JM-0123456", contact: 佐藤 }
monthlyFee: 3300
endMonth: ${monthOf(endOfReceipt(acceptedOn))}
domain: { name: example.jp, managedHere: true, dnsHere: true, expiresOn: ${expiresOn} }
newHost: { name: 新ホスティング株式会社, webIp: ${NEW} }
dates: { prepareOn: ${addDays(today, -40)}, switchOn: ${today} }
parallelDays: 14
groupware: keep
registry: { rdap: "${registry.rdap}", registrarAfter: "New Registrar, Inc." }
${servers.section}  oldAddresses: [${OLD}]
  names: [example.jp]
`,
    );
    const give = (args: readonly string[], fault?: string) =>
      runKaiyaku(args, { cwd, ...(fault === undefined ? {} : { env: { KAIYAKU_FAULT: fault } }) });
    const hurt = async (args: readonly string[]) => {
      const killed = await give(args, instant);
      expect(killed.signal, `${args.join(' ')}: ${killed.out}${killed.err}`).toBe('SIGKILL');
      await give(args);
    };
    const verified = async () =>
      (await readFile(join(cwd, '.kaiyaku/it/journal.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry)
        .flatMap((entry) => (entry.kind === 'verified' ? [entry.body.step] : []));
    for (const server of [servers.primary, servers.secondary]) await server.replace(zone(OLD));
    registry.change('example.jp', domain('Old Registrar, Inc.'));

    for (const args of BEFORE) expect((await give(args)).code, args.join(' ')).toBe(0);
    await hurt(TRANSFER);
    await give(['apply', 'it']);
    expect(await verified()).toEqual([]);
    registry.change('example.jp', domain('New Registrar, Inc.'));
    await hurt(['apply', 'it']);
    expect(await verified()).toEqual(['transfer-domain']);

    for (const args of BETWEEN) expect((await give(args)).code, args.join(' ')).toBe(0);
    await hurt(SWITCH);
    await servers.primary.replace(zone(NEW));
    await give(['apply', 'it']);
    expect(await verified()).toEqual(['transfer-domain']);
    await servers.secondary.replace(zone(NEW));
    await hurt(['apply', 'it']);
    expect(await verified()).toEqual(['transfer-domain', 'switch-dns']);
    expect((await give(['verify', 'it'])).code).toBe(0);
  });
});
