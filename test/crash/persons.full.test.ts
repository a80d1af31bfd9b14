// Contracts that persons end, one of each provider: every command of each is killed at every named instant, and given again as a
// person would. What was acknowledged is kept, and the end is the same as without a kill. Long: `npm run test:full`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { inDays, inMonths, NAME, type PersonsContract, personsContract, TODAY } from '../helpers/persons-contract.ts';

/** Persons' steps have no effects: what is dangerous about them is the journal. */
const INSTANTS = FAULT_POINTS.filter((name) => name.startsWith('journal.'));
const COMMANDS_MAX = 80;

const contracts: PersonsContract[] = [];
afterAll(async () => {
  for (const one of contracts) await one.close();
});

const CASES: Readonly<Record<string, () => Promise<PersonsContract>>> = {
  altus: () =>
    personsContract('altus/one-package', {
      endOn: inDays(60),
      serviceEndsOn: TODAY,
      domains: `[{ name: example.com, kind: generic-or-cc, disposition: abolish, nextRenewalOn: ${inDays(200)}, renewalFee: 4180 }]`,
      certificates: `[{ commonName: www.example.com, issuer: gmo, expiresOn: ${inDays(300)} }]`,
      coolDownDays: '0',
    }),
  'clara-additional-ip': () =>
    personsContract('clara-additional-ip/provider-dns', {
      endMonth: inMonths(3),
      openedOn: inDays(-900),
      ttlDays: '0',
      quietDays: '0',
      formMayArriveEarly: 'true',
    }),
  'flxsrv-plan-change': () =>
    personsContract('flxsrv-plan-change/yearly-to-yearly', {
      oldPlan: `{ name: アドバンスライト, billing: yearly, yearlyPrice: 17820, endsOn: ${inDays(300)} }`,
      newPlan: '{ name: VPS-2(Plesk), billing: yearly, yearlyPrice: 32400 }',
      dates: `{ ticketOn: ${inDays(1)}, orderOn: ${inDays(20)}, openOn: ${inDays(30)}, switchOn: ${inDays(45)} }`,
      approvers: '',
    }),
  'jmotto-transfer': () =>
    personsContract('jmotto-transfer/domain-and-dns-here', {
      // The month whose window is open today; from the 22nd to the 25th none is (JM1), and the form is not sent.
      endMonth: inMonths(TODAY.slice(8) >= '26' ? 2 : 1),
      domain: `{ name: example.co.jp, managedHere: true, dnsHere: true, expiresOn: ${inDays(400)} }`,
      dates: `{ prepareOn: ${inDays(-10)}, switchOn: ${inDays(10)}, switchAt: "10:00" }`,
    }),
};

/** As far as today lets anybody go. `instant`: each command is killed there first. */
async function drive(contract: PersonsContract, instant?: string): Promise<number> {
  let kills = 0;
  const give = async (args: readonly string[]) => {
    if (instant !== undefined) {
      const killed = await contract.run(args, { KAIYAKU_FAULT: instant });
      expect(killed.signal, `${args.join(' ')}: ${killed.code} ${killed.out}${killed.err}`).toBe('SIGKILL');
      kills += 1;
    }
    // What was written before the kill may be all there is to say.
    const ran = await contract.run([...args, '--format', 'json']);
    expect(
      ran.code === 0 || /already|nothing/.test(ran.out + ran.err),
      `${args.join(' ')}: ${ran.code} ${ran.out}${ran.err}`,
    ).toBe(true);
  };
  await give(['open', NAME]);
  for (let count = 0; count < COMMANDS_MAX; count += 1) {
    const args = await contract.next();
    if (args === undefined) return kills;
    await give(args);
  }
  throw new Error('never came to an end');
}

/** What the journal says, without what a second command may say again. */
async function said(contract: PersonsContract) {
  const entries = (await contract.journal())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
  return {
    opened: entries.filter(({ kind }) => kind === 'opened').length,
    attested: Object.fromEntries(
      entries.flatMap((entry) => (entry.kind === 'attested' ? [[entry.body.step, entry.body.facts]] : [])),
    ),
    requested: [...new Set(entries.flatMap((entry) => (entry.kind === 'requested' ? [entry.body.step] : [])))],
    verdicts: (await contract.steps()).map(({ step, verdict }) => `${step.id} ${verdict}`),
  };
}

describe.each(Object.entries(CASES))('%s', (_, start) => {
  /** What is said without a kill. */
  let plain: Awaited<ReturnType<typeof said>>;
  beforeAll(async () => {
    const contract = await start();
    contracts.push(contract);
    await drive(contract);
    plain = await said(contract);
  });
  test.each(INSTANTS)('every command killed at %s', async (instant) => {
    const hurt = await start();
    contracts.push(hurt);
    const kills = await drive(hurt, instant);
    expect(kills).toBeGreaterThanOrEqual(3);
    expect(await said(hurt)).toEqual(plain);
    const verified = await hurt.run(['verify', NAME]);
    expect(verified.code, verified.out + verified.err).toBe(0);
    console.info(`${instant}: ${kills} kills`);
  });
});
