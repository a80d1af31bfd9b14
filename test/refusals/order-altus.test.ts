// A CMS package on ALTUS, out of the provider's order: by persons, step by step, and where kaiyaku itself acts on CloudStack. From
// the front door; journal and account stay as they were.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type CloudStackEstate,
  deleteLicences,
  NAME as PACKAGE,
  startCloudStackEstate,
  toTheLicences,
} from '../helpers/cloudstack-estate.ts';
import { inDays, personsContract, TODAY } from '../helpers/persons-contract.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { refusesOutOfOrder } from './order.ts';
import type { Said } from './refused.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const start = () =>
  personsContract('altus/one-package', {
    endOn: inDays(60),
    serviceEndsOn: TODAY,
    domains: `[{ name: example.com, kind: generic-or-cc, disposition: abolish, nextRenewalOn: ${inDays(200)}, renewalFee: 4180 }]`,
    certificates: `[{ commonName: www.example.com, issuer: gmo, expiresOn: ${inDays(300)} }]`,
    coolDownDays: '0',
  });

describe('R03 altus, by persons', () => {
  refusesOutOfOrder(start, [
    { what: 'the notice before sales was told', at: 'notify-sales', tried: 'return-notice' },
    { what: 'a domain cancelled before sales was told', at: 'notify-sales', tried: 'cancel-domains' },
    { what: 'the notice before the backup', at: 'back-up', tried: 'return-notice' },
    {
      what: 'a licence deleted before the notice is returned',
      at: 'return-notice',
      tried: 'delete-plesk-licences',
      names: 'final-back-up',
    },
    { what: 'a licence deleted before the last backup', at: 'final-back-up', tried: 'delete-plesk-licences' },
    { what: 'an address released before the Plesk licence', at: 'delete-plesk-licences', tried: 'release-addresses' },
    {
      what: 'a server destroyed before the Plesk licence',
      at: 'delete-plesk-licences',
      tried: 'destroy-servers',
      names: 'release-addresses',
    },
    { what: 'a server destroyed before its address', at: 'release-addresses', tried: 'destroy-servers' },
    { what: 'a server expunged before it is destroyed', at: 'destroy-servers', tried: 'expunge-servers' },
    { what: 'the end before the server is expunged', at: 'expunge-servers', tried: 'close' },
  ]);
});

describe('R03 altus, by kaiyaku over CloudStack', () => {
  let told: CloudStackEstate;
  let trunk: CloudStackEstate;
  const branches: CloudStackEstate[] = [];
  beforeAll(async () => {
    told = await startCloudStackEstate();
    await toTheLicences(told);
    trunk = await told.branch();
    await deleteLicences(trunk);
  });
  afterEach(async () => {
    for (const branch of branches.splice(0)) await branch.close();
  });
  afterAll(async () => {
    await trunk?.close();
    await told?.close();
  });
  const branchOf = async (estate: CloudStackEstate) => {
    const branch = await estate.branch();
    branches.push(branch);
    await branch.restore();
    return branch;
  };

  /** The later step alone is approved and named; its predecessor has not run. `stops`: who is waited for. */
  test.each([
    ['an address before the Plesk licence', 'told', 'release-addresses', 'delete-plesk-licences'],
    ['a server destroyed before the Plesk licence', 'told', 'destroy-servers', 'delete-plesk-licences'],
    ['a server destroyed before its address', 'trunk', 'destroy-servers', 'release-addresses'],
    ['a server expunged before it is destroyed', 'trunk', 'expunge-servers', 'release-addresses'],
  ] as const)('%s', async (_, from, later, stops) => {
    const estate = await branchOf(from === 'told' ? told : trunk);
    const approved = await estate.run(['approve', PACKAGE, '--step', later, '--confirm', PACKAGE]);
    expect(approved.code, approved.out + approved.err).toBe(0);
    await doesNothing(estate, later, stops);
  });

  test('a server expunged before it is destroyed, its address being released', async () => {
    const estate = await branchOf(trunk);
    for (const step of ['release-addresses', 'expunge-servers'])
      expect((await estate.run(['approve', PACKAGE, '--step', step, '--confirm', PACKAGE])).code).toBe(0);
    expect((await estate.run(['apply', PACKAGE, '--until', 'release-addresses'])).code).toBe(11);
    await doesNothing(estate, 'expunge-servers', 'destroy-servers');
  });

  test('the end filed by a person before the servers are expunged', async () => {
    const estate = await branchOf(trunk);
    const before = await estate.entries();
    for (const args of [
      ['request', PACKAGE, 'close'],
      ['attest', PACKAGE, 'close', '--set', 'goneOn=2027-03-24', '--file', 'proof.txt'],
    ]) {
      const ran = await estate.run([...args, '--format', 'json']);
      expect({ code: ran.code, rule: jsonOf<Said>(ran).error?.code }, ran.out).toEqual({ code: 13, rule: 'R03' });
    }
    expect(await estate.entries()).toEqual(before);
    expect(await estate.changes()).toEqual([]);
  });

  /** `apply` does not begin the later step: it waits for the one before it (exit 11), and says R03 of the later one. */
  async function doesNothing(estate: CloudStackEstate, later: string, stops: string): Promise<void> {
    const before = { entries: await estate.entries(), changes: await estate.changes(), world: await estate.world() };
    const ran = await estate.run(['apply', PACKAGE, '--until', later, '--format', 'json']);
    expect(ran.code, ran.out + ran.err).toBe(11);
    const { steps = [], did } = jsonOf<Said>(ran);
    const stepOf = (id: string) => steps.find((step) => step.id === id)!;
    expect(did).toEqual([]);
    expect(stepOf(later).reasons.map(({ code }) => code)).toContain('R03');
    expect(stepOf(later).due).toBe(false);
    expect(['needs-approval', 'waiting-for-person']).toContain(stepOf(stops).verdict);
    expect({ entries: await estate.entries(), changes: await estate.changes(), world: await estate.world() }).toEqual(
      before,
    );
  }
});
