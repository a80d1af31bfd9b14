// A FortiGateVM licence, out of the provider's order: a later step alone is approved and named, and `apply` does not begin it. From
// the front door; journal, licence file, FortiGate and account stay as they were.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import { type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectRefused, inShort, type Said } from './refused.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let trunk: Estate;
let unopened: Estate;
const branches: Estate[] = [];
beforeAll(async () => {
  trunk = await startEstate();
  unopened = await trunk.branch();
  await toTheNotice(trunk);
});
afterAll(async () => {
  for (const one of [...branches, unopened, trunk]) await one?.close();
});

async function branchOf(estate: Estate): Promise<Estate> {
  const branch = await estate.branch();
  branches.push(branch);
  return branch;
}

const approve = (...steps: string[]) => [
  'approve',
  NAME,
  ...steps.flatMap((step) => ['--step', step]),
  '--confirm',
  NAME,
];

interface Row {
  readonly what: string;
  readonly later: string;
  /** The step before it, at which `apply` stops. */
  readonly stops: string;
  /** Default: 11, an approval of the step before it is waited for. */
  readonly code?: number;
}

function doNothing(rows: readonly Row[]): void {
  test.each(rows)('$what', async ({ later, stops, code = EXIT.waitingForPerson }) => {
    // What the approval records is recorded in a copy of the folder: the next row begins without it.
    const estate = await branchOf(trunk);
    await runAll(estate, approve(later));
    const before = await seen(estate);
    const ran = await estate.run(['apply', NAME, '--until', later, '--format', 'json']);
    const said = jsonOf<Said>(ran);
    expect(ran.code, inShort(said) + ran.err).toBe(code);
    const stepOf = (id: string) => said.steps!.find((step) => step.id === id)!;
    expect(said.did).toEqual([]);
    expect(stepOf(later).due).toBe(false);
    expect(stepOf(later).reasons.map((reason) => reason.code)).toContain('R03');
    expect(stepOf(stops)).toMatchObject({ due: true, verdict: code === EXIT.refused ? 'blocked' : 'needs-approval' });
    expect(await seen(estate)).toEqual(before);
  });
}

const seen = async (estate: Estate) => ({
  effects: await estate.effects(),
  entries: await estate.entries(),
  licence: existsSync(join(estate.folder, LICENCE_FILE)),
});

describe('R03 sakura-fortigate, before anybody applied', () => {
  test.each([
    ['file-licence-notice', ['--set', 'endsOn=2026-12-31', '--file', 'notice.txt']],
    ['delete-licence-copies', ['--set', 'deletedOn=2026-12-01']],
    ['reset-fortigate-by-person', ['--set', 'resetOn=2026-12-01', '--file', 'notice.txt']],
  ])('%s is neither printed nor filed', async (step, filed) => {
    const estate = await branchOf(unopened);
    await estate.edit('licenceFiles:', 'licenceFiles:\n  - { place: a mailbox, by: person }');
    if (step === 'reset-fortigate-by-person')
      await estate.edit('      version:', '      reset: by-person\n      version:');
    await runAll(estate, ['open', NAME]);
    await expectRefused(estate, ['request', NAME, step], 'R03');
    await expectRefused(estate, ['attest', NAME, step, ...filed], 'R03');
    expect((await estate.entries()).map(({ kind }) => kind)).toEqual(['opened']);
  });
});

describe('R03 sakura-fortigate, while no backup can be taken', () => {
  test('a reset before the backup', async () => {
    const estate = await branchOf(trunk);
    await runAll(estate, approve('reset-fortigate'));
    await trunk.fortigateFault('no-scp');
    try {
      const before = await seen(estate);
      const ran = await estate.run(['apply', NAME, '--until', 'reset-fortigate', '--format', 'json']);
      const { steps = [] } = jsonOf<Said>(ran);
      expect(ran.code).not.toBe(EXIT.ok);
      const reset = steps.find(({ id }) => id === 'reset-fortigate')!;
      expect(reset.due).toBe(false);
      expect(reset.reasons.map(({ code }) => code)).toContain('R03');
      const { effects, licence } = await seen(estate);
      expect({ effects, licence }).toEqual({ effects: before.effects, licence: before.licence });
      // The backup was tried, and recorded as not taken; of the reset there is no word.
      const added = (await estate.entries()).slice(before.entries.length);
      expect(added.map(({ kind }) => kind)).toEqual(['intended', 'failed']);
      expect(JSON.stringify(added)).not.toContain('factory-reset');
      expect(await estate.resets()).toBe(0);
    } finally {
      await trunk.clearFaults();
    }
  });
});

describe('R03 sakura-fortigate, backed up', () => {
  beforeAll(async () => {
    // Also what comes before the reset and needs no approval: nothing is left that `apply` might do by itself.
    const ran = await trunk.run(['apply', NAME]);
    expect(ran.code, ran.out + ran.err).toBe(EXIT.waitingForPerson);
  });
  doNothing([
    { what: 'the licence file before the reset', later: 'delete-licence-file', stops: 'reset-fortigate' },
    { what: 'an address before the reset', later: 'release-ips', stops: 'reset-fortigate' },
    { what: 'the server before the reset', later: 'destroy-server', stops: 'reset-fortigate' },
  ]);
});

describe('R03 sakura-fortigate, reset', () => {
  beforeAll(async () => {
    await runAll(trunk, approve('reset-fortigate'));
    const ran = await trunk.run(['apply', NAME, '--until', 'reset-fortigate']);
    expect(ran.code, ran.out + ran.err).toBe(EXIT.waitingForPerson);
  });
  doNothing([
    { what: 'an address before the licence file', later: 'release-ips', stops: 'delete-licence-file' },
    { what: 'the server before the licence file', later: 'destroy-server', stops: 'delete-licence-file' },
  ]);
});

describe('R03 sakura-fortigate, the licence file deleted and an address still in use (R13)', () => {
  beforeAll(async () => {
    await runAll(trunk, approve('delete-licence-file'));
    await trunk.run(['apply', NAME, '--until', 'delete-licence-file']);
    expect(existsSync(join(trunk.folder, LICENCE_FILE))).toBe(false);
  });
  doNothing([
    { what: 'the server before its addresses', later: 'destroy-server', stops: 'release-ips', code: EXIT.refused },
  ]);
});
