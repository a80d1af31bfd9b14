// Refused when the first irreversible thing is done: at the licence files, the addresses, the router and the disks; and what
// an approval is worth once it was used, has expired or was taken back.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import { type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectRefused, inShort, rulesOf, type Said } from './refused.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let trunk: Estate;
const branches: Estate[] = [];

beforeAll(async () => {
  trunk = await startEstate();
  await toTheNotice(trunk);
});
afterAll(async () => {
  for (const one of [...branches, trunk]) await one?.close();
});

async function branchOf(estate = trunk): Promise<Estate> {
  const branch = await estate.branch();
  branches.push(branch);
  return branch;
}

async function amended(from: string | RegExp, to: string): Promise<Estate> {
  const branch = await branchOf();
  await branch.edit(from, to);
  await runAll(branch, ['amend', NAME, '--reason', 'a test'], APPROVE_ALL);
  return branch;
}

/** What still names the wan address in the default world. */
const vpn = 'dns:example.jp/vpn/A';
const APPLY = ['apply', NAME];
const APPROVE_ALL = ['approve', NAME, '--all', '--confirm', NAME];

/** The trunk goes on, and stops after this step. */
async function goOn(until: string): Promise<void> {
  const ran = await trunk.run([...APPLY, '--until', until, '--format', 'json']);
  const said = jsonOf<Said>(ran);
  expect(said.steps!.find((step) => step.id === until)!.verdict, inShort(said)).toBe('done');
}

/** In the middle of the test: the world goes back to what it was. */
async function withWorld(change: () => Promise<void>, then: () => Promise<void>): Promise<void> {
  const world = await trunk.world();
  await change();
  try {
    await then();
  } finally {
    await trunk.clearFaults();
    await trunk.restore(world);
  }
}

describe('R16 without an unspent approval', () => {
  beforeAll(async () => {
    expect((await trunk.run([...APPLY, '--until', 'back-up'])).code).toBe(EXIT.moreToDo);
  });

  const waiting = (saying: RegExp) => ({ code: EXIT.waitingForPerson, saying });

  test('missing', async () => {
    await expectRefused(await branchOf(), APPLY, 'R16', waiting(/approval missing/));
  });

  test('expired', async () => {
    const estate = await branchOf();
    // Four seconds of the fast clock.
    await runAll(estate, [...APPROVE_ALL, '--hours', '0.001']);
    await expectRefused(estate, APPLY, 'R16', waiting(/approval expired/));
  });

  test('revoked', async () => {
    const estate = await branchOf();
    const { approvalId } = jsonOf<{ approvalId: string }>(await estate.run([...APPROVE_ALL, '--format', 'json']));
    await runAll(estate, ['revoke', NAME, approvalId, '--reason', 'the wrong month']);
    await expectRefused(estate, APPLY, 'R16', waiting(/approval revoked/));
  });

  test('for something else (R15)', async () => {
    const estate = await branchOf();
    await runAll(estate, APPROVE_ALL);
    await estate.edit('monthlyFee: 33000', 'monthlyFee: 34000');
    await expectRefused(estate, APPLY, 'R15', { saying: /not the one the journal records/ });
    await runAll(estate, ['amend', NAME, '--reason', 'another fee']);
    await expectRefused(estate, APPLY, 'R15', waiting(/approval changed/));
  });
});

describe('after the reset', () => {
  beforeAll(async () => {
    await runAll(trunk, APPROVE_ALL);
    await goOn('reset-fortigate');
  });

  test.each([
    ['drops a disk', /\n +- \{ id: "\d+", name: fgt-prod-01-log \}/, ''],
    ['exchanges the server', 'name: fgt-prod-01,', 'name: fgt-prod-02,'],
    ['drops the router', / {2}- kind: router[\s\S]*?(?= {2}- \{ kind: address)/, ''],
    ['exchanges the unit', 'serial: FGVM02TM24001234', 'serial: FGVM02TM24009999'],
  ])('R23 an amendment that %s', async (_, from, to) => {
    const estate = await branchOf();
    await estate.edit(from, to);
    const entries = (await estate.entries()).length;
    await expectRefused(estate, ['amend', NAME, '--reason', 'a test'], 'R23');
    expect(await estate.entries()).toHaveLength(entries);
    await expectRefused(estate, APPLY, 'R15');
  });

  test('R24 a copy of the licence is left; its waiver is journalled', async () => {
    const estate = await branchOf();
    await mkdir(join(estate.folder, 'share'));
    await copyFile(join(estate.folder, LICENCE_FILE), join(estate.folder, 'share/renamed.bin'));
    await estate.edit('licenceFiles:', 'licenceSearch: [share]\nlicenceFiles:');
    await runAll(estate, ['amend', NAME, '--reason', 'one more folder'], APPROVE_ALL);
    // The listed file goes; what looks like another copy stops the step.
    const first = await estate.run([...APPLY, '--until', 'delete-licence-file', '--format', 'json']);
    expect({ code: first.code, rules: rulesOf(jsonOf<Said>(first)) }).toEqual({ code: 13, rules: ['R24'] });
    await expectRefused(estate, APPLY, 'R24', { saying: /share\/renamed\.bin/ });
    await waive(estate, 'R24', 'share/renamed.bin');
    const waived = await estate.run([...APPLY, '--until', 'delete-licence-file', '--format', 'json']);
    expect(jsonOf<Said>(waived).steps!.find((step) => step.id === 'delete-licence-file')!.verdict).toBe('done');
    await expectWaived(estate, 'R24', 'share/renamed.bin');
  });
});

/** A waiver in the contract file, amended and approved again. */
async function waive(estate: Estate, refusal: string, ...abouts: readonly string[]): Promise<void> {
  const waivers = abouts.map((about) => `  - { refusal: ${refusal}, about: "${about}", reason: it is known }\n`);
  await estate.edit(/$/, `waivers:\n${waivers.join('')}`);
  await runAll(estate, ['amend', NAME, '--reason', 'acknowledged'], APPROVE_ALL);
}

async function expectWaived(estate: Estate, refusal: string, about: string): Promise<void> {
  const waived = (await estate.entries()).flatMap((entry) => (entry.kind === 'waived' ? [entry.body] : []));
  expect(waived).toContainEqual(expect.objectContaining({ refusal, about, reason: 'it is known' }));
}

describe('before the addresses are released', () => {
  beforeAll(() => goOn('delete-licence-file'));

  test('R04 the router carries a subnet that the contract does not list', async () => {
    const object = {
      id: '113000000129',
      routerId: DEFAULT_IDS.router,
      network: '203.0.113.32/28',
      nextHop: DEFAULT_ADDRESSES.wan,
    };
    await withWorld(
      () => trunk.change({ add: { zone: 'is1b', collection: 'subnets', object } }),
      async () => void (await expectRefused(await branchOf(), APPLY, 'R04', { saying: /203\.0\.113\.32\/28/ })),
    );
  });

  test('R04 another server hangs on the router', async () => {
    const nic = {
      id: DEFAULT_IDS.otherNic,
      with: { switchId: DEFAULT_IDS.routerSwitch, ip: null, userIp: '203.0.113.5' },
    };
    await withWorld(
      () => trunk.change({ patch: { zone: 'is1b', collection: 'interfaces', ...nic } }),
      async () =>
        void (await expectRefused(await branchOf(), APPLY, 'R04', { saying: new RegExp(DEFAULT_IDS.otherServer) })),
    );
  });

  test('R13 a DNS record and a monitor still name an address', async () => {
    const ran = await expectRefused(await branchOf(), APPLY, 'R13');
    const step = jsonOf<Said>(ran).steps!.find((one) => one.id === 'release-ips')!;
    expect(step.findings.map((one) => one.about)).toEqual([vpn, `simple-monitor:${DEFAULT_ADDRESSES.wan}`]);
  });

  test('R13 a waiver acknowledges what it names and nothing else', async () => {
    const estate = await branchOf();
    await waive(estate, 'R13', vpn);
    const ran = await expectRefused(estate, APPLY, 'R13', { saying: /simple-monitor:/ });
    const step = jsonOf<Said>(ran).steps!.find((one) => one.id === 'release-ips')!;
    expect(step.findings.map((one) => one.about)).not.toContain(vpn);
    await expectWaived(estate, 'R13', vpn);
  });

  test('R13 a waiver that has run out acknowledges nothing', async () => {
    const estate = await branchOf();
    await estate.edit(
      /$/,
      `waivers:\n  - { refusal: R13, about: "${vpn}", reason: it is known, untilOn: 2026-11-30 }\n`,
    );
    await runAll(estate, ['amend', NAME, '--reason', 'acknowledged'], APPROVE_ALL);
    await expectRefused(estate, APPLY, 'R13', { saying: new RegExp(vpn) });
  });

  test.each(['R04', 'R14', 'R16'])('%s has no waiver', async (refusal) => {
    const estate = await branchOf();
    await estate.edit(/$/, `waivers:\n  - { refusal: ${refusal}, about: anything, reason: it is known }\n`);
    const ran = await estate.run(['check', NAME]);
    expect(ran.code, ran.out).toBe(EXIT.usage);
    expect(ran.out).toContain(`${refusal} cannot be waived`);
  });

  test('R18 a list that is shorter than the API counts', async () => {
    await withWorld(
      () => trunk.fault({ name: 'partial-page', match: { times: 'always' } }),
      async () => void (await expectRefused(await branchOf(), APPLY, 'R18', { code: EXIT.couldNotLook })),
    );
  });
});

describe('before the disks go', () => {
  beforeAll(async () => {
    await waive(trunk, 'R13', vpn, `simple-monitor:${DEFAULT_ADDRESSES.wan}`);
    await goOn('release-ips');
  });

  test('the waivers carried the release, and the journal says which', async () => {
    await expectWaived(trunk, 'R13', vpn);
    expect((await trunk.transitions()).some((one) => one.id === DEFAULT_IDS.router && one.to === null)).toBe(true);
  });

  test('R05 another Terraform state owns what comes next', async () => {
    const estate = await amended('name: fgt-prod-01-weekly', 'name: fgt-prod-01-weekly, ownedBy: external');
    await expectRefused(estate, APPLY, 'R05', { saying: /fgt-prod-01-weekly/ });
  });

  test.each([
    [
      'an archive of the disk, made since',
      'is1b',
      'archives',
      { name: 'one-more', sourceDiskId: DEFAULT_IDS.systemDisk },
    ],
    ['an archive in another zone', 'is1a', 'archives', { name: 'far-away', sourceArchiveId: DEFAULT_IDS.archive }],
    ['a clone of the disk', 'is1b', 'disks', { name: 'clone', sourceDiskId: DEFAULT_IDS.systemDisk }],
  ])('R14 %s is undecided', async (_, zone, collection, object) => {
    await withWorld(
      () => trunk.change({ add: { zone, collection, object: { id: '113000000199', ...object } } }),
      async () => void (await expectRefused(await branchOf(), APPLY, 'R14', { saying: /113000000199/ })),
    );
  });

  test('R16 an approval that was spent serves no second time', async () => {
    const archive = (await trunk.world()) as { zones: { is1b: { archives: { id: string }[] } } };
    const object = archive.zones.is1b.archives.find((one) => one.id === DEFAULT_IDS.archive)!;
    // The auto-backup and the archive.
    await trunk.run([...APPLY, '--effects-max', '2']);
    await trunk.change({ add: { zone: 'is1b', collection: 'archives', object } });
    const estate = await branchOf();
    const back = await estate.run([...APPLY, '--format', 'json']);
    expect(back.code, inShort(jsonOf<Said>(back))).toBe(EXIT.refused);
    expect(back.out).toContain('"returned"');
    const entry = (await estate.entries()).findLast(
      (one) => one.kind === 'intended' && one.body.target.includes(DEFAULT_IDS.archive),
    )!;
    const settle = [
      'settle',
      NAME,
      '--entry',
      String(entry.seq),
      '--as',
      'not-done',
      '--reason',
      'somebody restored it',
    ];
    await runAll(estate, settle);
    await expectRefused(estate, APPLY, 'R16', { code: EXIT.waitingForPerson, saying: /approval spent/ });
  });
});
