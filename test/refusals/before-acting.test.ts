// Refused before kaiyaku’s own turn comes: by dates, by order, by approval, by what the files say. Nothing here needs more
// than the contract, the journal and an API that is looked at.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clockEnv, type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectRefused, type Said } from './refused.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let trunk: Estate;
const branches: Estate[] = [];
/** The folder as it was before `open`, and after the notice was filed with everything approved. */
let [unopened, noticed]: Estate[] = [];

beforeAll(async () => {
  trunk = await startEstate();
  unopened = await trunk.branch();
  await toTheNotice(trunk);
  noticed = await trunk.branch();
  await runAll(trunk, ['approve', NAME, '--all', '--confirm', NAME]);
});
afterAll(async () => {
  for (const one of [...branches, unopened, noticed, trunk]) await one?.close();
});

const branchOf = async (estate: Estate | undefined) => {
  const branch = await estate!.branch();
  branches.push(branch);
  return branch;
};
const opened = async () => {
  const estate = await branchOf(unopened);
  await runAll(estate, ['open', NAME]);
  return estate;
};

const APPROVE_APPLICATION = ['approve', NAME, '--step', 'apply-for-cancellation', '--confirm', NAME];

describe('R01 before the application is accepted', () => {
  test('nothing that cannot be undone is approved', async () => {
    const estate = await opened();
    await expectRefused(estate, ['approve', NAME, '--step', 'destroy-server', '--confirm', NAME], 'R01');
    await expectRefused(estate, ['approve', NAME, '--all', '--confirm', NAME], 'R01');
    expect((await estate.entries()).map((entry) => entry.kind)).toEqual(['opened']);
  });

  test('apply does nothing, and says so of every step that takes something down', async () => {
    const estate = await opened();
    const before = await estate.effects();
    const ran = await estate.run(['apply', NAME, '--until', 'destroy-server', '--format', 'json']);
    expect(ran.code, ran.out).toBe(11);
    const { steps = [], did } = jsonOf<Said>(ran);
    expect(did).toEqual([]);
    for (const id of ['reset-fortigate', 'delete-licence-file', 'release-ips', 'destroy-server'])
      expect(steps.find((step) => step.id === id)!.reasons.map((reason) => reason.code)).toContain('R01');
    expect(await estate.effects()).toEqual(before);
    expect((await estate.entries()).map((entry) => entry.kind)).toEqual(['opened']);
  });
});

describe('R02 an application in the wrong month’s window', () => {
  test.each([
    ['too early', '2026-11-16T01:00:00.000Z', /window opens on 2026-11-24/],
    ['on the last day that would end it a month early', '2026-11-20T10:00:00.000Z', /before 2026-12-31/],
    ['too late', '2026-12-21T01:00:00.000Z', /closed on 2026-12-18/],
  ])('%s', async (_, today, saying) => {
    const estate = await branchOf(unopened);
    const env = clockEnv(today);
    expect((await estate.run(['open', NAME], env)).code).toBe(0);
    await expectRefused(estate, APPROVE_APPLICATION, 'R02', { env, saying });
    await expectRefused(estate, ['request', NAME, 'apply-for-cancellation'], 'R02', { env });
  });

  test('approved in time, requested too late', async () => {
    const estate = await opened();
    await runAll(estate, [...APPROVE_APPLICATION, '--hours', '720']);
    const env = clockEnv('2026-12-21T01:00:00.000Z');
    await expectRefused(estate, ['request', NAME, 'apply-for-cancellation'], 'R02', { env });
    expect((await estate.entries()).some((entry) => entry.kind === 'requested')).toBe(false);
  });

  test('an end before serviceEndsOn is a contradiction of the file itself, so no journal begins', async () => {
    const estate = await branchOf(unopened);
    await estate.edit('serviceEndsOn: 2026-12-01', 'serviceEndsOn: 2027-01-15');
    const ran = await estate.run(['open', NAME, '--format', 'json']);
    expect(ran.code).toBe(2);
    expect(ran.out).toContain('ends-before-service');
    await expect(estate.entries()).rejects.toThrow('ENOENT');
  });
});

describe('R03 out of order', () => {
  test('a later step does not begin because --until names it, nor because it alone is approved', async () => {
    const estate = await branchOf(noticed);
    await runAll(estate, ['approve', NAME, '--step', 'destroy-server', '--step', 'release-ips', '--confirm', NAME]);
    const before = await estate.transitions();
    const ran = await estate.run(['apply', NAME, '--until', 'destroy-server', '--format', 'json']);
    expect(ran.code, ran.out).toBe(11);
    const { steps = [] } = jsonOf<Said>(ran);
    expect(steps.find((step) => step.id === 'reset-fortigate')!.verdict).toBe('needs-approval');
    for (const id of ['release-ips', 'destroy-server']) {
      const step = steps.find((one) => one.id === id)!;
      expect(step.due).toBe(false);
      expect(step.reasons.map((reason) => reason.code)).toContain('R03');
    }
    expect((await estate.transitions()).filter((one) => one.call.startsWith('DELETE'))).toEqual(
      before.filter((one) => one.call.startsWith('DELETE')),
    );
    expect(await estate.resets()).toBe(0);
  });

  test('attest and request before their turn', async () => {
    const estate = await opened();
    const notice = ['attest', NAME, 'file-licence-notice', '--set', 'endsOn=2026-12-31', '--file', 'notice.txt'];
    await expectRefused(estate, notice, 'R03');
    await expectRefused(estate, ['request', NAME, 'file-licence-notice'], 'R03');
    expect((await estate.entries()).map((entry) => entry.kind)).toEqual(['opened']);
  });
});

test.each([
  ['resetCommand: factoryreset keepvmlicense', ['check', 'plan', 'apply', 'amend']],
  ['keepvmlicense: true', ['apply']],
])('R12 a reset that keeps the licence is refused in the file, by its own number: %s', async (line, verbs) => {
  const estate = await branchOf(trunk);
  await estate.edit('version: "7.4"\n', `version: "7.4"\n      ${line}\n`);
  const before = await estate.effects();
  for (const verb of verbs) {
    const args = verb === 'amend' ? ['amend', NAME, '--reason', 'x'] : [verb, NAME];
    const ran = await estate.run([...args, '--format', 'json']);
    expect(ran.code, ran.out).toBe(2);
    expect(ran.out).toMatch(/"(contract\/)?R12"/);
  }
  expect(await estate.effects()).toEqual(before);
});

describe('R15 a plan that is no longer the one that was approved', () => {
  test('the contract was edited after the approval; amended, the approval is void', async () => {
    const estate = await branchOf(trunk);
    await estate.edit('name: fgt-lan', 'name: fgt-lan-2');
    await expectRefused(estate, ['apply', NAME], 'R15', { saying: /contract file changed|not the one the journal/ });
    await runAll(estate, ['amend', NAME, '--reason', 'the switch was renamed']);
    const ran = await estate.run(['plan', NAME, '--format', 'json']);
    expect(ran.out).not.toContain('"approval": "unspent"');
  });

  test('approve --plan with another digest records nothing', async () => {
    const estate = await branchOf(noticed);
    const { planDigest } = jsonOf<{ planDigest: string }>(await estate.run(['plan', NAME, '--format', 'json']));
    const approve = ['approve', NAME, '--all', '--confirm', NAME];
    await expectRefused(estate, [...approve, '--plan', `${planDigest.slice(0, -1)}x`], 'R15');
    await estate.edit(
      '{ kind: switch',
      '{ kind: archive, id: "113000000199", name: another, zone: is1b }\n  - { kind: switch',
    );
    await runAll(estate, ['amend', NAME, '--reason', 'one more archive']);
    await expectRefused(estate, [...approve, '--plan', planDigest], 'R15');
    expect((await estate.entries()).filter((entry) => entry.kind === 'approved')).toHaveLength(1);
  });
});

describe('R19 the journal', () => {
  const journalOf = (estate: Estate) => join(estate.folder, '.kaiyaku', NAME, 'journal.jsonl');
  const linesOf = async (estate: Estate) => (await readFile(journalOf(estate), 'utf8')).trimEnd().split('\n');

  test('is missing', async () => {
    const estate = await branchOf(trunk);
    await rm(join(estate.folder, '.kaiyaku'), { recursive: true });
    for (const verb of ['apply', 'plan', 'check']) {
      const before = await estate.effects();
      const ran = await estate.run([verb, NAME, '--format', 'json']);
      expect({ verb, code: ran.code }, ran.out).toEqual({ verb, code: 1 });
      expect(ran.out).toContain('"R19"');
      expect(await estate.effects()).toEqual(before);
    }
    await expectRefused(estate, ['apply', NAME], 'R19', { code: 1 });
    expect((await estate.run(['status', NAME])).code).toBe(1);
  });

  test('has another id', async () => {
    const estate = await branchOf(trunk);
    await estate.edit(/journal: .*/, 'journal: 00000000-0000-4000-8000-000000000000');
    await expectRefused(estate, ['apply', NAME], 'R19', { code: 1, saying: /another-id/ });
  });

  test('is behind its anchor', async () => {
    const estate = await branchOf(trunk);
    const lines = await linesOf(estate);
    const { seq, hash } = JSON.parse(lines.at(-1)!) as { seq: number; hash: string };
    await writeFile(journalOf(estate), `${lines.slice(0, -1).join('\n')}\n`);
    await expectRefused(estate, ['apply', NAME], 'R19', { code: 1, saying: /behind-anchor/ });
    await rm(join(estate.folder, '.kaiyaku', NAME, 'anchor'), { force: true });
    const given = ['apply', NAME, '--anchor', `${seq}:${hash}`];
    await expectRefused(estate, given, 'R19', { code: 1, saying: /behind-anchor/ });
  });

  test('is damaged', async () => {
    const estate = await branchOf(trunk);
    const text = await readFile(journalOf(estate), 'utf8');
    await writeFile(journalOf(estate), text.replace('2026-12-31', '2027-12-31'));
    await expectRefused(estate, ['apply', NAME], 'R19', { code: 1 });
    const verified = await estate.run(['verify', NAME, '--format', 'json']);
    expect(verified.code).toBe(1);
  });
});
