// Leaving J-MOTTO, out of the provider's order: from the front door, step by step, and nothing is written.
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { inDays, inMonths, NAME, type PersonsContract, personsContract } from '../helpers/persons-contract.ts';
import { expectUntouched, refusesOutOfOrder } from './order.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** `switchOn`: the planned day of the switch. */
const leaving = (endMonth: string, switchOn: string) =>
  personsContract('jmotto-transfer/domain-and-dns-here', {
    endMonth,
    domain: `{ name: example.co.jp, managedHere: true, dnsHere: true, expiresOn: ${inDays(400)} }`,
    dates: `{ prepareOn: ${inDays(-10)}, switchOn: ${switchOn}, switchAt: "10:00" }`,
  });

describe('R03 jmotto-transfer', () => {
  refusesOutOfOrder(
    () => leaving(inMonths(4), inDays(60)),
    [
      {
        what: 'the AuthCode before the form is received',
        at: 'prepare-new-server',
        tried: 'receive-zone-and-authcode',
        names: 'withdrawal-form',
      },
      {
        what: 'handed over before it was received',
        at: 'prepare-new-server',
        tried: 'hand-over-to-new-host',
        names: 'receive-zone-and-authcode',
      },
      {
        what: 'the domain transferred before its AuthCode is handed over',
        at: 'prepare-new-server',
        tried: 'transfer-domain',
        names: 'hand-over-to-new-host',
      },
      { what: 'data copied before the backup', at: 'prepare-new-server', tried: 'copy-data', names: 'back-up' },
      {
        what: 'the switch booked before the data is copied',
        at: 'prepare-new-server',
        tried: 'book-switch',
        names: 'copy-data',
      },
      { what: 'DNS switched before it is booked', at: 'prepare-new-server', tried: 'switch-dns', names: 'book-switch' },
      {
        what: 'the end of the days side by side before the switch',
        at: 'prepare-new-server',
        tried: 'parallel-running',
        names: 'switch-dns',
      },
      {
        what: 'the move called verified before both servers were looked at',
        at: 'prepare-new-server',
        tried: 'verify',
        names: 'parallel-running',
      },
      { what: 'the end before the move is verified', at: 'prepare-new-server', tried: 'close', names: 'verify' },
    ],
  );
});

describe('R02 jmotto-transfer: the form while the booking is not feasible (JM9)', () => {
  let contract: PersonsContract;
  beforeAll(async () => {
    // Whenever this runs, the month that the form would end is over before the days side by side are.
    contract = await leaving(inMonths(2), inDays(120));
    const ran = await contract.run(['open', NAME]);
    if (ran.code !== 0) throw new Error(ran.out + ran.err);
  });
  afterAll(() => contract?.close());

  test.each([
    ['is not approved', ['approve', NAME, '--step', 'withdrawal-form', '--confirm', NAME]],
    ['is not printed', ['request', NAME, 'withdrawal-form']],
  ])('it %s', async (_, args) => {
    await expectUntouched(contract, args, 'R02', /still needed until/);
  });
});
