// Guided runs from the front door: what persons do out of order, or against what an invoice or a registry says, is refused by
// number, and what the registry shows closes a transfer.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endOfReceipt } from '../../scripts/jmotto-transfer/end-dates.ts';
import { addDays, addMonthsTo, civilDateInJapan, lastDayOfMonth, monthOf } from '../../src/calendar/civil-date.ts';
import {
  type DomainState,
  type RegistrySimulator,
  startRegistry,
} from '../../src/executors/registry/simulator/index.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 60_000 });

const today = civilDateInJapan(Date.now());
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-guided-'));
  await writeFile(join(folder, 'proof.txt'), 'proof');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
const attest = (step: string, facts: Record<string, string | number>) =>
  run(
    'attest',
    'it',
    step,
    ...Object.entries(facts).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    '--file',
    'proof.txt',
  );
async function said(step: string, facts: Record<string, string | number>): Promise<void> {
  const ran = await attest(step, facts);
  expect(ran.code, `${step}: ${ran.err}`).toBe(0);
}
async function opened(text: string): Promise<void> {
  await writeFile(join(folder, 'it.yaml'), text);
  const ran = await run('open', 'it.yaml');
  expect(ran.code, ran.err).toBe(0);
}
/** Exit code 13 (or another), with the number; the journal has no new entry. */
async function refused(number: string, args: string[], code = 13): Promise<string> {
  const before = await readFile(join(folder, '.kaiyaku/it/journal.jsonl'), 'utf8');
  const ran = await run(...args);
  expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(`refused[${number}]`)]);
  expect(await readFile(join(folder, '.kaiyaku/it/journal.jsonl'), 'utf8')).toBe(before);
  return ran.err;
}
async function verdictOf(step: string) {
  const ran = await run('apply', 'it', '--format', 'json');
  const { steps } = jsonOf<{ steps: { id: string; verdict: string; reasons: unknown[] }[] }>(ran);
  return { code: ran.code, ...steps.find(({ id }) => id === step)! };
}

describe('a change of plan', () => {
  const contract = `provider: flxsrv-plan-change
contractName: '#1201 VPS-2 example.jp'
oldPlan: { name: VPS-2(Plesk), billing: yearly, yearlyPrice: 17820, endsOn: ${lastDayOfMonth(addMonthsTo(monthOf(today), 8))} }
newPlan: { name: VPS-3, billing: yearly, yearlyPrice: 35640 }
dates: { ticketOn: ${addDays(today, -20)}, orderOn: ${addDays(today, -12)}, openOn: ${today}, switchOn: ${addDays(today, 7)} }
agreed: { monthsLeft: 8 }
domains: [{ name: example.jp, dnsHere: true, linked: '#1201 VPS-2' }]
oldServerIp: 192.0.2.10
newServerIp: 198.51.100.20
`;

  test('R03: no order before the reply to the first ticket, no payment before the invoice, no end before the move', async () => {
    await opened(contract);
    await refused('R03', ['request', 'it', 'order']);
    await refused('R03', ['attest', 'it', 'order', '--set', `orderedOn=${today}`]);
    await said('ticket-before-order', { sentOn: addDays(today, -20), ticketNo: 'T1' });
    await refused('R03', ['request', 'it', 'order']);
    await said('ticket-before-order', { repliedOn: addDays(today, -18) });
    expect((await run('request', 'it', 'order')).out).toContain('新プランを注文する');
    for (const step of ['pay', 'switch-dns', 'old-plan-cancelled', 'close'])
      await refused('R03', ['request', 'it', step]);
  });

  test('R27: an invoice is held against every reading, and named after the one that it rests on', async () => {
    await opened(contract);
    await said('ticket-before-order', { sentOn: addDays(today, -20), ticketNo: 'T1', repliedOn: addDays(today, -18) });
    await said('order', { orderedOn: addDays(today, -12), orderNo: 'O1', quotedYen: 35_640 });
    await said('ticket-after-order', { sentOn: addDays(today, -12), ticketNo: 'T2' });
    // 8 months were agreed on: 35640 − 1485 × 8. The invoice counts 7, from the month after the parallel one.
    await said('check-invoice', { receivedOn: addDays(today, -10), invoiceYen: 35_640 - 1_485 * 7 });
    for (const args of [
      ['approve', 'it', '--step', 'pay', '--confirm', 'it'],
      ['request', 'it', 'pay'],
    ]) {
      const err = await refused('R27', args);
      expect(err.replaceAll(/\s+/g, ' ')).toMatch(
        /asks for 25245 yen, and the terms give 23760 yen .*it is what another reading gives: 7 months are left, counted from the month after the parallel month/,
      );
    }
    expect((await run('check', 'it.yaml')).out).toContain('R27');
    await said('check-invoice', { explanation: 'support: the parallel month is not counted' });
    expect((await run('approve', 'it', '--step', 'pay', '--confirm', 'it')).code).toBe(0);
    expect((await run('request', 'it', 'pay')).out).toContain('25,245円');
  });
});

describe('leaving J-MOTTO with a domain', () => {
  let registry: RegistrySimulator;
  const acceptedOn = addDays(today, -10);
  const expiresOn = addDays(today, 200);
  const domain = (changes: Partial<DomainState> = {}): DomainState => ({
    name: 'office.example',
    form: 'generic',
    registrar: 'Old Registrar, Inc.',
    status: ['active'],
    createdOn: '2001-01-01',
    expiresOn,
    nameServers: ['ns1.office.example'],
    ...changes,
  });
  beforeEach(async () => {
    registry = await startRegistry({ world: { domains: [domain()] } });
  });
  afterEach(() => registry.close());

  const contract = (door: string, name = 'office.example') => `provider: jmotto-transfer
customer: { name: 株式会社サンプル, contractNo: "JM-0123456", contact: 佐藤 }
monthlyFee: 3300
endMonth: ${monthOf(endOfReceipt(acceptedOn))}
domain: { name: ${name}, managedHere: true, dnsHere: false, expiresOn: ${expiresOn} }
newHost: { name: 新ホスティング株式会社, webIp: 198.51.100.20 }
dates: { prepareOn: ${addDays(today, -40)}, switchOn: ${addDays(today, 5)} }
parallelDays: 14
groupware: keep
registry: { ${door} }
`;
  async function toTheTransfer(text: string, authCodeOn = acceptedOn): Promise<void> {
    await opened(text);
    await said('prepare-new-server', { readyOn: addDays(today, -20) });
    await said('withdrawal-form', { sentOn: addDays(today, -14), acceptedOn });
    await said('receive-zone-and-authcode', { authCodeOn });
    await said('hand-over-to-new-host', { handedOn: acceptedOn });
  }

  test('R29: a domain is not moved while its registry shows a lock, another expiry, or no such name', async () => {
    await toTheTransfer(contract(`rdap: "${registry.rdap}", registrarAfter: "New Registrar, Inc."`));
    const request = ['request', 'it', 'transfer-domain'];
    registry.change('office.example', domain({ status: ['client transfer prohibited'] }));
    expect(await refused('R29', request)).toContain('client transfer prohibited');
    registry.change('office.example', domain({ expiresOn: addDays(today, 20) }));
    expect(await refused('R29', request)).toMatch(new RegExp(`expires on \\w+ ${addDays(today, 20)}`));
    expect((await verdictOf('transfer-domain')).reasons).toEqual([expect.objectContaining({ code: 'R29' })]);
    registry.change('office.example', undefined);
    expect(await refused('R29', request)).toContain('has no office.example');
    registry.change('office.example', domain());
    registry.addFault({ name: 'http', status: 429, retryAfter: 60 });
    expect(await refused('R18', request, 16)).toContain('429');
    expect((await run(...request)).out).toContain('移管手続きを開始');
  });

  test('a transfer counts when the registry shows the new registrar; a registry that is not there leaves it unread', async () => {
    await toTheTransfer(contract(`rdap: "${registry.rdap}", registrarAfter: "New Registrar, Inc."`));
    await said('transfer-domain', { startedOn: addDays(today, -5), completedOn: today });
    const still = await verdictOf('transfer-domain');
    expect(still.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(still.reasons)).toContain('its registrar is Old Registrar, Inc., not New Registrar, Inc.');
    registry.change('office.example', domain({ registrar: 'New Registrar, Inc.', expiresOn: addDays(expiresOn, 365) }));
    await registry.close();
    const silent = await verdictOf('transfer-domain');
    expect([silent.code, silent.verdict]).toEqual([16, 'unreadable']);
  });

  test('a transfer counts by WHOIS as far as it shows; and is proven in the journal', async () => {
    const jp = { name: 'office.jp', form: 'jp' as const, status: ['Active'] };
    registry.change('office.jp', domain({ ...jp, status: ['Active', 'AgentChangeLocked'] }));
    await toTheTransfer(contract(`whois: "${registry.whois}"`, 'office.jp'));
    expect(await refused('R29', ['request', 'it', 'transfer-domain'])).toContain('AgentChangeLocked');
    registry.change('office.jp', domain(jp));
    await said('transfer-domain', { startedOn: addDays(today, -5), completedOn: today });
    expect((await verdictOf('transfer-domain')).verdict).toBe('done');
    const journal = await readFile(join(folder, '.kaiyaku/it/journal.jsonl'), 'utf8');
    expect(journal).toContain(`the registry shows office.jp, valid to ${expiresOn} or longer`);
  });

  test('R29 and JM3: an AuthCode lives 35 days; JM5: what is too old to move is renewed first', async () => {
    await toTheTransfer(contract(`rdap: "${registry.rdap}"`), addDays(today, -36));
    expect(await refused('R29', ['request', 'it', 'transfer-domain'])).toMatch(
      new RegExp(`had to begin by \\w+\\s+${addDays(today, -2)}`),
    );
    const gate = await run('check', 'it.yaml', '--format', 'json');
    const { contracts } = jsonOf<{ contracts: { findings: { rule: string; what: string }[] }[] }>(gate);
    expect(contracts[0]!.findings.find(({ rule }) => rule === 'JM3')?.what).toMatch(
      /^missed: the transfer of office\.example/,
    );
    // Another one is issued.
    await said('receive-zone-and-authcode', { authCodeOn: today });
    expect((await run('request', 'it', 'transfer-domain')).code).toBe(0);
  });
});
