// A CMS package against `kaiyaku simulate cloudstack`, through the front door: to the end, out of order, with a key that falls
// short, with failures of the other side. What happened is asked of the simulator, never of kaiyaku.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  applyAll,
  type CloudStackEstate,
  DEFAULT_IDS as ids,
  deleteLicences,
  fileTheEnd,
  NAME,
  startCloudStackEstate,
  toTheLicences,
} from '../helpers/cloudstack-estate.ts';
import { jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Said {
  readonly outcome: string;
  readonly error?: { readonly code: string };
  readonly steps: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly due: boolean;
    readonly sentence: string;
    readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
  }[];
}

/** Told, returned and arrived; the licences still stand. */
let told: CloudStackEstate;
/** The licences are gone. */
let trunk: CloudStackEstate;
const branches: CloudStackEstate[] = [];

beforeAll(async () => {
  told = await startCloudStackEstate();
  await toTheLicences(told);
  trunk = await told.branch();
  await deleteLicences(trunk);
});
afterAll(async () => {
  await trunk?.close();
  await told?.close();
});
afterEach(async () => {
  for (const branch of branches.splice(0)) await branch.close();
});

async function branchOf(
  estate: CloudStackEstate,
  how?: Parameters<CloudStackEstate['restore']>[0],
): Promise<CloudStackEstate> {
  const branch = await estate.branch();
  branches.push(branch);
  await branch.restore(how);
  return branch;
}

const stepOf = (ran: Ran, id: string) => jsonOf<Said>(ran).steps.find((step) => step.id === id)!;
const codesOf = (ran: Ran, id: string) => stepOf(ran, id).reasons.map(({ code }) => code);
/** What a person needs to see of a document that is not the expected one. */
const short = ({ out, err }: Ran) => `${/"outcome".*|"sentence": "(?!attested|after).*/.exec(out)?.[0] ?? ''} ${err}`;
const plan = (estate: CloudStackEstate) => estate.run(['plan', NAME, '--format', 'json']);

test('to the end: rules, addresses, servers, what they leave; each once, and nothing of others', async () => {
  const estate = await branchOf(trunk);
  const ran = await applyAll(estate);
  expect(stepOf(ran, 'expunge-servers').verdict, short(ran)).toBe('done');
  await fileTheEnd(estate);
  expect((await estate.run(['apply', NAME])).code).toBe(0);
  expect(await estate.changes()).toEqual([
    { what: 'firewallRules deleted', id: ids.staticNatFirewall },
    { what: 'static NAT disabled', id: ids.staticNatAddress },
    { what: 'address released', id: ids.staticNatAddress },
    { what: 'firewallRules deleted', id: ids.ruledFirewall },
    { what: 'portForwardingRules deleted', id: ids.portForwarding },
    { what: 'loadBalancerRules deleted', id: ids.loadBalancer },
    { what: 'address released', id: ids.ruledAddress },
    { what: 'machine destroyed', id: ids.webServer },
    { what: 'machine destroyed', id: ids.databaseServer },
    { what: 'machine expunged', id: ids.webServer },
    { what: 'machine expunged', id: ids.databaseServer },
    { what: 'volume deleted', id: ids.webData },
    { what: 'volume deleted', id: ids.forgottenVolume },
  ]);
  const world = await estate.world();
  expect(world.machines.map(({ name }) => name)).toEqual(['shop-01']);
  expect(world.snapshots.map(({ id }) => id)).toEqual([ids.webSnapshot, ids.forgottenSnapshot]);
  expect(world.addresses.map(({ id }) => id)).toEqual([ids.sourceNat, ids.plainAddress]);
  // The journal names ids, and the name beside each.
  const effects = (await estate.entries()).flatMap((entry) => (entry.kind === 'intended' ? [entry.body.effect] : []));
  expect(effects).toContain(`expunge-servers/expunge:cloudstack-api:vm:${ids.webServer}=KLS-0001`);
  expect((await estate.run(['verify', NAME])).code).toBe(0);
  expect((await estate.run(['status', NAME])).out).toContain('complete');
  expect(JSON.stringify(await estate.entries())).not.toContain('simulated-secret-key');
});

describe('out of order', () => {
  test('an address before the Plesk licence', async () => {
    const estate = await branchOf(told);
    await estate.run(['approve', NAME, '--step', 'release-addresses', '--confirm', NAME]);
    const ran = await estate.run(['apply', NAME, '--until', 'release-addresses', '--format', 'json']);
    expect(ran.code, short(ran)).toBe(11);
    expect(codesOf(ran, 'release-addresses')).toContain('R03');
    expect(stepOf(ran, 'release-addresses').sentence).toContain('delete-plesk-licences');
    expect(await estate.changes()).toEqual([]);
  });

  test('a server before its address, although it alone is approved', async () => {
    const estate = await branchOf(trunk);
    expect((await estate.run(['approve', NAME, '--step', 'destroy-servers', '--confirm', NAME])).code).toBe(0);
    const ran = await estate.run(['apply', NAME, '--until', 'destroy-servers', '--format', 'json']);
    expect(ran.code, short(ran)).toBe(11);
    expect(stepOf(ran, 'release-addresses').verdict).toBe('needs-approval');
    expect(codesOf(ran, 'destroy-servers')).toContain('R03');
    expect(await estate.changes()).toEqual([]);
  });

  test('anything before the notice has arrived (R01)', async () => {
    const started = await branchOf(told);
    // Sent is what closes the person's step; that it arrived is what allows ours.
    await rm(join(started.folder, '.kaiyaku'), { recursive: true });
    await started.edit(/^journal:.*\n/m, '');
    await toTheLicences(started, 'sentOn=2027-03-01');
    await deleteLicences(started);
    const ran = await started.run(['apply', NAME, '--format', 'json']);
    expect(ran.code, short(ran)).toBe(13);
    expect(codesOf(ran, 'release-addresses')).toContain('R01');
    await started.run(['attest', NAME, 'return-notice', '--set', 'arrivedOn=2027-03-03']);
    expect(codesOf(await plan(started), 'release-addresses')).not.toContain('R01');
    expect(await started.changes()).toEqual([]);
  });
});

describe('a server', () => {
  test('that is only Destroyed is not reported gone, also not by the person who closes', async () => {
    const estate = await branchOf(trunk);
    await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
    await estate.run(['apply', NAME, '--until', 'destroy-servers', '--format', 'json']);
    const ran = await plan(estate);
    expect(stepOf(ran, 'destroy-servers').verdict).toBe('done');
    expect(stepOf(ran, 'expunge-servers').verdict).not.toBe('done');
    const verified = (await estate.entries()).flatMap((entry) =>
      entry.kind === 'verified' && entry.body.step === 'destroy-servers' ? [entry.body] : [],
    );
    expect(verified.map(({ level }) => level)).not.toContain('absent-in-api');
    expect(JSON.stringify(verified)).not.toMatch(/is none of them|absent/);
    const closing = await estate.run(['attest', NAME, 'close', '--set', 'goneOn=2027-03-24', '--file', 'proof.txt']);
    expect(closing.code).toBe(13);
  });

  test('whose expunge says that it was done, while lists still show it, is awaited', async () => {
    const estate = await branchOf(trunk);
    await estate.fault({ name: 'stale-lists', ms: 90_000, match: { command: 'expungeVirtualMachine' } });
    await estate.fault({ name: 'stale-lists', ms: 90_000, match: { command: 'disassociateIpAddress' } });
    const ran = await applyAll(estate);
    expect(stepOf(ran, 'expunge-servers').verdict, short(ran)).toBe('done');
    expect((await estate.changes()).filter(({ what }) => what === 'machine expunged')).toHaveLength(2);
  });

  test('whose job fails after it was accepted: recorded as failed, tried again, destroyed once', async () => {
    const estate = await branchOf(trunk);
    await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
    await estate.run(['apply', NAME, '--until', 'release-addresses', '--format', 'json']);
    await estate.fault({ name: 'job-fails', match: { command: 'destroyVirtualMachine' }, errortext: 'no capacity' });
    const failed = await estate.run(['apply', NAME, '--format', 'json']);
    expect(failed.code).toBe(13);
    expect(jsonOf<Said>(failed).error?.code).toBe('job-failed');
    expect((await estate.entries()).at(-1)).toMatchObject({ kind: 'failed', body: { code: 'job-failed' } });
    expect((await estate.changes()).map(({ what }) => what)).not.toContain('machine destroyed');
    const ran = await applyAll(estate);
    expect(stepOf(ran, 'expunge-servers').verdict, short(ran)).toBe('done');
    const changes = (await estate.changes()).map(({ what, id }) => `${what} ${id}`);
    expect(changes.filter((one) => one === `machine destroyed ${ids.webServer}`)).toHaveLength(1);
  });

  test('that a person expunged in the console meanwhile is found so', async () => {
    const estate = await branchOf(trunk);
    await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
    await estate.run(['apply', NAME, '--until', 'destroy-servers', '--format', 'json']);
    await estate.change((state) => {
      state.machines = state.machines.filter(({ id }) => id !== ids.databaseServer);
      state.volumes = state.volumes.filter(({ id }) => id !== ids.databaseRoot);
    });
    const ran = await applyAll(estate);
    expect(stepOf(ran, 'expunge-servers').verdict, short(ran)).toBe('done');
    const kinds = (await estate.entries()).flatMap(({ kind, body }) =>
      JSON.stringify(body).includes(`expunge:cloudstack-api:vm:${ids.databaseServer}`) ? [kind] : [],
    );
    expect(kinds.filter((kind) => kind !== 'approved')).toEqual(['found']);
  });

  test.each([
    ['whose name stands for two', 'KLS-0001', /KLS-0001 stands for 2/],
    ['whose name nobody has', 'KLS-9999', /lists no server KLS-0002/],
  ])('%s stops everything: it is not guessed', async (_, name, saying) => {
    const estate = await branchOf(trunk, (state) => {
      state.machines = state.machines.map((one) => (one.name === 'KLS-0002' ? { ...one, name } : one));
    });
    const ran = await applyAll(estate);
    expect(ran.code).toBe(16);
    expect(stepOf(ran, 'release-addresses')).toMatchObject({
      verdict: 'unreadable',
      sentence: expect.stringMatching(saying) as unknown,
    });
    expect(await estate.changes()).toEqual([]);
  });
});

describe('R26 and R04 are said before anything is begun', () => {
  test.each<[string, Parameters<CloudStackEstate['restore']>[0], string, RegExp]>([
    [
      'a key that may not expunge',
      ({ capabilities }) => void (capabilities.allowuserexpungerecovervm = false),
      'R26',
      /no right to expunge/,
    ],
    [
      'a key that sees no destroyed machines',
      ({ capabilities }) => void (capabilities.allowuserviewdestroyedvm = false),
      'R26',
      /sees no destroyed machines/,
    ],
    [
      'a source-NAT address among the named ones',
      (state) =>
        void (state.addresses = state.addresses.map((one) =>
          one.id === ids.ruledAddress ? { ...one, sourceNat: true } : one,
        )),
      'R26',
      /source-NAT address/,
    ],
    [
      'a snapshot of a server that the contract does not list',
      ({ snapshots }) =>
        void snapshots.push({
          id: '00000005-0000-4000-8000-000000000077',
          name: 'before-upgrade',
          volumeId: ids.databaseRoot,
          state: 'BackedUp',
        }),
      'R04',
      /snapshot before-upgrade/,
    ],
  ])('%s', async (_, how, rule, saying) => {
    const estate = await branchOf(trunk, how);
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    expect(ran.code, short(ran)).toBe(13);
    expect(codesOf(ran, 'release-addresses')).toContain(rule);
    expect(stepOf(ran, 'release-addresses').sentence).toMatch(saying);
    expect(await estate.changes()).toEqual([]);
  });

  test('the key of another account (R06)', async () => {
    const estate = await branchOf(trunk, (state) => {
      (state as { account: unknown }).account = { ...state.account, name: 'somebody-else' };
    });
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    expect(['blocked', 'unreadable']).toContain(stepOf(ran, 'release-addresses').verdict);
    expect(ran.out).toContain('R06');
    expect(await estate.changes()).toEqual([]);
  });
});

test.each([600_000, -600_000])('a clock that differs from the API’s by %i ms stops everything (R20)', async (ms) => {
  const estate = await branchOf(trunk);
  await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
  await estate.fault({ name: 'clock-skew', ms, match: { times: 'always' } });
  const ran = await estate.run(['apply', NAME, '--format', 'json']);
  expect(ran.code, short(ran)).toBe(13);
  expect(codesOf(ran, 'release-addresses')).toContain('R20');
  expect(ran.out).toMatch(/the clock differs by -?(599|600|601) s from the API’s/);
  expect(await estate.changes()).toEqual([]);

  // In time again it goes on; two minutes are not held against it.
  await estate.restore();
  await estate.fault({ name: 'clock-skew', ms: ms / 6, match: { times: 'always' } });
  expect(stepOf(await applyAll(estate), 'expunge-servers').verdict).toBe('done');
});

test('a volume that turned up behind the last server keeps the step open, by its name', async () => {
  const estate = await branchOf(trunk);
  await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
  await estate.run(['apply', NAME, '--until', 'destroy-servers', '--format', 'json']);
  await estate.change(({ volumes }) =>
    volumes.push({ id: '00000004-0000-4000-8000-000000000066', name: 'KLS-0002-spare', type: 'DATADISK', vmId: null }),
  );
  const ran = await applyAll(estate);
  expect(ran.code, short(ran)).toBe(13);
  expect(stepOf(ran, 'expunge-servers').verdict).toBe('blocked');
  expect(ran.out.includes('KLS-0002-spare')).toBe(true);
});
