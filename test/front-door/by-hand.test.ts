// The whole job by the documented commands, each in its own process, with two simulators started by hand: from `open` until
// `status` says complete. Every document, every exit code.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { type Estate, NAME, removeReferences, startEstate } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let estate: Estate;
beforeAll(async () => {
  estate = await startEstate();
});
afterAll(() => estate.close());

/** Runs it with `--format json`, and holds its exit code and its document. */
async function says(args: readonly string[], code: number, document: Record<string, unknown>): Promise<void> {
  const ran = await estate.run([...args, '--format', 'json']);
  expect({ args, code: ran.code }, ran.out + ran.err).toEqual({ args, code });
  expect(jsonOf(ran)).toMatchObject(document);
}

const some = expect.any(String) as unknown;
const steps = (...verdicts: readonly (readonly [string, string])[]) => ({
  steps: expect.arrayContaining(
    verdicts.map(([id, verdict]) => expect.objectContaining({ id, verdict }) as unknown),
  ) as unknown,
});

// One test after the other: each goes on where the one before stopped.
describe('by hand', () => {
  test('open, check, terms, plan', async () => {
    await says(['check', `${NAME}.yaml`], EXIT.ok, { counts: { contracts: 1, error: 0 } });
    await says(['plan', NAME], EXIT.ok, { outcome: 'waiting-for-person', next: `kaiyaku open ${NAME}` });
    await says(['apply', NAME], EXIT.usage, { error: { code: 'not-open' } });
    await says(['open', NAME], EXIT.ok, { contract: NAME, journalId: some, head: some, created: true });
    await says(['open', NAME], EXIT.ok, { created: false });
    await says(['check', `${NAME}.yaml`], EXIT.ok, { contracts: [{ hasJournal: true }] });
    await says(['terms', NAME], EXIT.ok, { endsOn: '2026-12-31', applicationWindow: { acceptByOn: '2026-12-20' } });
    await says(['plan', NAME, '--detailed-exitcode'], EXIT.waitingForPerson, {
      planDigest: some,
      ...steps(['apply-for-cancellation', 'needs-approval'], ['destroy-server', 'blocked']),
    });
  });

  test('the application and the notice', async () => {
    const approve = ['approve', NAME, '--step', 'apply-for-cancellation'];
    await says(approve, EXIT.waitingForPerson, {
      error: { code: 'not-confirmed', next: `kaiyaku ${approve.join(' ')} --confirm ${NAME}` },
    });
    await says([...approve, '--confirm', 'another'], EXIT.waitingForPerson, { error: { code: 'not-confirmed' } });
    await says([...approve, '--confirm', NAME], EXIT.ok, { approvalId: expect.stringMatching(/^A-/) as unknown });
    await says(['request', NAME, 'apply-for-cancellation'], EXIT.ok, {
      text: expect.stringContaining(DEFAULT_IDS.account) as unknown,
      next: `kaiyaku attest ${NAME} apply-for-cancellation --set sentOn=…`,
    });
    const sent = ['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn=2026-12-01'];
    await says(sent, EXIT.ok, { facts: { sentOn: '2026-12-01' } });
    const notice = ['attest', NAME, 'file-licence-notice', '--set', 'endsOn=2026-12-31'];
    await says([...notice, '--set', 'acceptedOn=2026-12-01', '--file', 'notice.txt'], EXIT.ok, {
      evidence: [{ name: 'notice.txt', bytes: 24 }],
    });
    await says(['plan', NAME, '--detailed-exitcode'], EXIT.moreToDo, {
      endsOn: '2026-12-31',
      action: { do: 'carry-out', step: 'back-up' },
    });
  });

  test('held and released', async () => {
    await says(['hold', NAME, '--reason', 'the migration is late'], EXIT.ok, { entry: { kind: 'held' } });
    await says(['apply', NAME], EXIT.waitingForPerson, { did: [] });
    await says(['release', NAME, '--reason', 'it is finished'], EXIT.ok, { entry: { kind: 'released' } });
  });

  test('back up, approve, apply: it stops where something still names an address', async () => {
    await says(['apply', NAME, '--until', 'back-up'], EXIT.moreToDo, steps(['back-up', 'done']));
    await says(['apply', NAME, '--dry-run'], EXIT.moreToDo, { did: [] });
    await says(['apply', NAME], EXIT.waitingForPerson, {
      ...steps(['reset-fortigate', 'needs-approval']),
      next: `kaiyaku approve ${NAME} --step reset-fortigate`,
    });
    await says(['approve', NAME, '--all', '--confirm', NAME], EXIT.ok, { effects: expect.any(Array) as unknown });
    await says(['apply', NAME, '--effects-max', '1'], EXIT.moreToDo, { did: [{ what: 'carried-out' }] });
    await says(['status', NAME], EXIT.ok, { complete: false });
    await says(['apply', NAME], EXIT.refused, {
      outcome: 'refused',
      ...steps(['delete-licence-file', 'done'], ['release-ips', 'blocked']),
    });
    expect(await estate.resets()).toBe(1);
  });

  test('to the end, and again: nothing more is done', async () => {
    await removeReferences(estate);
    await says(['apply', NAME], EXIT.ok, {
      outcome: 'complete',
      complete: true,
      ...steps(['release-ips', 'done'], ['destroy-server', 'done'], ['close', 'done']),
    });
    const effects = await estate.effects();
    const entries = await estate.entries();
    await says(['apply', NAME], EXIT.ok, { outcome: 'complete', did: [] });
    await says(['plan', NAME, '--detailed-exitcode'], EXIT.ok, { complete: true });
    await says(['status', NAME], EXIT.ok, { complete: true, closed: { as: 'completed' }, entries: entries.length });
    await says(['verify', NAME], EXIT.ok, { sound: true, entries: entries.length, evidence: { problems: [] } });
    await says(['close', NAME], EXIT.ok, { hits: [] });
    expect(await estate.effects()).toEqual(effects);
    const text = await estate.run(['status', NAME]);
    expect(text.out).toContain('complete');
  });

  test('each object of the estate went once; what is somebody else’s stayed', async () => {
    const gone = (await estate.transitions()).filter((one) => one.call.startsWith('DELETE ') && one.to === null);
    const ids = gone.filter((one) => one.kind !== 'interface').map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    const { autoBackup, archive, server, systemDisk, logDisk, router, subnet, ipv6Net } = DEFAULT_IDS;
    for (const id of [autoBackup, archive, server, systemDisk, logDisk, router, subnet, ipv6Net])
      expect(ids).toContain(id);
    const world = (await estate.world()) as { zones: { is1b: { servers: { id: string; power: string }[] } } };
    expect(world.zones.is1b.servers).toEqual([expect.objectContaining({ id: DEFAULT_IDS.otherServer, power: 'up' })]);
  });
});
