// A CMS package on ALTUS, out of the provider's order: by persons, step by step, and where kaiyaku itself acts on CloudStack. From
// the front door; journal and account stay as they were.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasBind } from '../executors/dns/bind.ts';
import { type ZoneServers, zoneServers } from '../front-door/name-servers.ts';
import {
  type CloudStackEstate,
  deleteLicences,
  NAME as PACKAGE,
  startCloudStackEstate,
  toTheLicences,
} from '../helpers/cloudstack-estate.ts';
import { inDays, NAME, personsContract, TODAY } from '../helpers/persons-contract.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectUntouched, refusesOutOfOrder } from './order.ts';
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

if (!hasBind) console.warn('skipped: BIND is not installed, so no name can lead to an address');

const zone = (www: string) => ({
  name: 'shop.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ A 192.0.2.80\n@ TXT "v=spf1 ip4:203.0.113.11 -all"\nwww A ${www}`,
});
const NAMES = '  names: [ns1.shop.jp, ns2.shop.jp, www.shop.jp]\n';

describe.skipIf(!hasBind)('R13 altus, an address released before the names that lead to it', () => {
  let servers: ZoneServers;
  beforeEach(async () => {
    servers = await zoneServers(zone('203.0.113.10'));
  });
  afterEach(() => servers?.close());

  describe('by kaiyaku over CloudStack', () => {
    let trunk: CloudStackEstate;
    let estate: CloudStackEstate;
    beforeAll(async () => {
      trunk = await startCloudStackEstate();
      await toTheLicences(trunk);
      await deleteLicences(trunk);
    });
    beforeEach(async () => {
      estate = await trunk.branch();
      await estate.restore();
    });
    afterEach(() => estate?.close());
    afterAll(() => trunk?.close());

    const amended = async (from: RegExp, to: string) => {
      await estate.edit(from, to);
      for (const args of [
        ['amend', PACKAGE, '--reason', 'names'],
        ['approve', PACKAGE, '--step', 'release-addresses', '--confirm', PACKAGE],
      ]) {
        const ran = await estate.run(args);
        expect(ran.code, ran.out + ran.err).toBe(0);
      }
    };
    const release = async () => {
      const ran = await estate.run(['apply', PACKAGE, '--until', 'release-addresses', '--format', 'json']);
      const step = jsonOf<Said>(ran).steps!.find(({ id }) => id === 'release-addresses')!;
      return { code: ran.code, ...step, said: step.reasons.map(({ sentence }) => sentence).join('\n') };
    };

    test('is refused record by record, with the servers that still have it, until all of them show it gone', async () => {
      await amended(/^api:/m, `${servers.section}${NAMES}api:`);
      const refused = await release();
      expect([refused.code, refused.verdict], refused.said).toEqual([13, 'blocked']);
      expect(refused.reasons.map(({ code }) => code)).toEqual(['R13', 'R13']);
      expect(refused.said).toContain('dns:www.shop.jp/A (203.0.113.10) still leads to 203.0.113.10 at primary');
      expect(refused.said).toContain('dns:shop.jp/TXT');

      // Somebody answers for the sender policy; the other record is changed at one of two servers.
      await servers.primary.replace(zone('192.0.2.80'));
      await amended(/^api:/m, 'waivers: [{ refusal: R13, about: "dns:shop.jp/TXT", reason: sends no mail }]\napi:');
      const half = await release();
      expect([half.code, half.reasons.length], half.said).toEqual([13, 1]);
      expect(half.said).toContain(`203.0.113.10 at secondary ${servers.secondary.at}`);
      expect(half.said).not.toContain('primary');
      expect(await estate.changes()).toEqual([]);

      await servers.secondary.replace({ ...zone('192.0.2.80'), transfer: false });
      const released = await release();
      expect([released.code, released.verdict], released.said).toEqual([11, 'done']);
      expect((await estate.changes()).filter(({ what }) => what === 'address released')).toHaveLength(2);
    });

    test('is refused where a zone is not handed over and its names are not listed', async () => {
      await amended(/^api:/m, `${servers.section}api:`);
      const { code, said } = await release();
      expect(code).toBe(13);
      expect(said).toContain(`secondary ${servers.secondary.at} does not hand the zone over`);
      expect(await estate.changes()).toEqual([]);
    });

    test('waits for a name server that does not answer: it is unread, and never clean', async () => {
      await amended(/^api:/m, `${servers.section}${NAMES}api:`);
      await servers.secondary.close();
      const { code, verdict } = await release();
      expect([code, verdict]).toEqual([16, 'unreadable']);
      expect(await estate.changes()).toEqual([]);
    });
  });

  test('by persons: its text does not leave while a name leads to it', async () => {
    const contract = await personsContract('altus/one-package', {
      endOn: inDays(60),
      serviceEndsOn: TODAY,
      domains: '[]',
      certificates: '[]',
      dns: `\n${servers.section.split('\n').slice(1).join('\n')}${NAMES}`,
    });
    try {
      expect((await contract.run(['open', NAME])).code).toBe(0);
      await contract.reach('release-addresses');
      const approved = await contract.run(['approve', NAME, '--step', 'release-addresses', '--confirm', NAME]);
      expect(approved.code, approved.out + approved.err).toBe(0);
      const request = ['request', NAME, 'release-addresses'];
      await expectUntouched(contract, request, 'R13', /dns:www\.shop\.jp\/A/);
      for (const [server, transfer] of [
        [servers.primary, true],
        [servers.secondary, false],
      ] as const) {
        const text = zone('192.0.2.80').text.replace('203.0.113.11', '192.0.2.80');
        await server.replace({ name: 'shop.jp', text, transfer });
      }
      const ran = await contract.run(request);
      expect(ran.code, ran.out + ran.err).toBe(0);
    } finally {
      await contract.close();
    }
  });
});
