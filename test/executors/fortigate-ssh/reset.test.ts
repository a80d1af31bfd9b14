// The reset: what is refused, what proves that nothing happened, and what is left to later looks. Against the simulated
// FortiGate, for every version and every fault that touches it.
import { unlink } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Command, Receipt } from '../../../src/executors/port.ts';
import type { FortigateFault } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import type { ResetCommand } from '../../../src/executors/fortigate-ssh/command.ts';
import { RESET_GAP_MS } from '../../../src/executors/fortigate-ssh/simulator/limits.ts';
import { type Overrides, type World, worlds } from './world.ts';

const { make, closeAll } = worlds();
afterEach(closeAll);

const untouched = (world: World): void => {
  expect(world.unit.device()).toMatchObject({ configuration: 'configured', power: 'up', transitions: [] });
};
const resets = (world: World): number =>
  world.unit.transitions.filter(({ call }) => /^execute factoryreset.* y/.test(call)).length;

async function backedUp(overrides: Overrides = {}, command: ResetCommand = 'factoryreset-shutdown') {
  const world = await make(overrides);
  const { facts } = await world.backUp();
  return { world, facts, command: world.resetCommand(command, facts) };
}

type Result = { receipt?: Receipt; error?: unknown; classified?: string };
const run = (world: World, command: Command): Promise<Result> =>
  world.executor.act(command, world.ctx).then(
    (receipt) => ({ receipt }),
    (error: unknown) => ({ error, classified: world.executor.classify(error) }),
  );

describe('done', () => {
  test.each([
    ['6.4', 'factoryreset-shutdown'],
    ['7.2', 'factoryreset-shutdown'],
    ['7.4', 'factoryreset-shutdown'],
    ['7.4', 'factoryreset'],
    ['7.4', 'factoryreset2'],
    ['7.2', 'factoryreset2'],
  ] as const)('%s, %s', async (profile, word) => {
    const { world, command } = await backedUp({ device: { profile } }, word);
    const { receipt, error } = await run(world, command);
    expect(error).toBeUndefined();
    expect(receipt!.facts).toEqual({
      answered: true,
      resetTextSeen: true,
      command: word,
      serial: world.expect.serial,
      lineEnded: 'closed',
      privateDataEncryption: 'disabled',
    });
    expect(world.notes).toHaveLength(2);
    expect(world.faultPoints()).toBe(3);
    expect(resets(world)).toBe(1);
    expect(world.unit.device()).toMatchObject({ configuration: 'factory' });
    expect(world.unit.device().received.at(-1)).toBe(`execute ${word}`);
    expect(world.powers).toEqual(word === 'factoryreset-shutdown' ? ['down'] : []);
    const transcript = world.evidence.at(-1)!.text;
    expect(transcript).toContain('Do you want to continue? (y/n)');
    expect(transcript).toContain('System is resetting to factory default');
    expect(transcript).not.toContain('config system');
    expect(transcript).not.toContain(world.unit.password);
  });

  test.each([
    ['over split packets', { faults: ['split-packets'] }],
    ['over a slow line', { faults: ['slow'] }],
    ['with the backup by `show`', { device: { profile: '7.2' } }],
  ] satisfies [string, Overrides][])('%s', async (what, overrides) => {
    const world = await make(overrides);
    if (what.includes('show')) world.unit.addFault('no-scp');
    const { facts } = await world.backUp('scp-or-show');
    const { receipt, error } = await run(world, world.resetCommand('factoryreset-shutdown', facts));
    expect(error).toBeUndefined();
    expect(receipt!.facts).toMatchObject({ resetTextSeen: true, lineEnded: 'closed' });
    expect(resets(world)).toBe(1);
  });

  test('when the line is reset: the text is seen, or it was lost with the line and only a look can tell', async () => {
    const { world, command } = await backedUp({ device: { lineEnd: 'reset' } });
    const { receipt, classified } = await run(world, command);
    expect(receipt?.facts['resetTextSeen'] ?? classified).toBe(receipt === undefined ? 'unknown-outcome' : true);
    expect(resets(world)).toBe(1);
  });

  test('when the line goes silent after the text', async () => {
    const { world, command } = await backedUp({ device: { lineEnd: 'silent' } });
    const { receipt } = await run(world, command);
    expect(receipt!.facts).toMatchObject({ resetTextSeen: true, lineEnded: 'silent' });
  });

  test('private-data encryption is told', async () => {
    const { world, command } = await backedUp({ device: { privateDataEncryption: true } });
    expect((await run(world, command)).receipt!.facts).toMatchObject({ privateDataEncryption: 'enabled' });
  });

  test('factoryreset2 is proven later by a look that changes nothing', async () => {
    const { world, command } = await backedUp({ device: { networkAfterReset: 'kept' } }, 'factoryreset2');
    await run(world, command);
    expect(await world.observe()).toMatchObject({ state: 'unknown' });
    await world.clock.sleep(10 * 60_000);
    const before = world.unit.transitions.length;
    expect(await world.observe()).toMatchObject({
      state: 'foreign',
      facts: { hostKey: 'other', configuration: 'factory-default' },
    });
    expect(world.unit.transitions).toHaveLength(before);
    expect(world.unit.device().passwordless).toBe(true);
  });
});

describe('refused, and the unit is untouched', () => {
  test.each([
    ['another serial', { expect: { serial: 'FGVM02TM24009999' } }, 'R08'],
    ['another host name', { expect: { hostname: 'FGT-OTHER' } }, 'R08'],
    ['another version', { expect: { version: '7.2' } }, 'R08'],
    ['another host key', { faults: ['changed-host-key'] }, 'R09'],
    ['no password wanted', { device: { password: '' } }, 'R07'],
    ['an HA member', { device: { profile: '7.6' } }, 'R10'],
    ['no backup named', {}, 'R11'],
  ] satisfies [string, Overrides, string][])('%s', async (_, overrides, code) => {
    const world = await make(overrides);
    const { error, classified } = await run(world, world.resetCommand('factoryreset-shutdown'));
    expect(error).toMatchObject({ code, kind: 'refusal' });
    expect(classified).toBe('permanent');
    expect(world.notes).toEqual([]);
    expect(world.unit.device().received.filter((line) => line.startsWith('execute'))).toEqual([]);
    untouched(world);
  });

  test('a backup of an HA member does not help', async () => {
    const { world, command } = await backedUp({ device: { profile: '7.6' } });
    expect((await run(world, command)).error).toMatchObject({ code: 'R10' });
    untouched(world);
  });

  test('a configuration that changed since the backup', async () => {
    const { world, facts } = await backedUp();
    const command = world.resetCommand('factoryreset-shutdown', { ...facts, normalisedSha256: 'f'.repeat(64) });
    expect((await run(world, command)).error).toMatchObject({ code: 'R11' });
    untouched(world);
  });

  test('a backup file that is gone', async () => {
    const { world, facts, command } = await backedUp();
    await unlink(facts['path'] as string);
    expect((await run(world, command)).error).toMatchObject({ code: 'R11' });
    untouched(world);
  });

  test('to keep the licence', async () => {
    const { world, command } = await backedUp();
    const keeping = { ...command, args: { ...command.args, command: 'factoryreset keepvmlicense' } };
    expect((await run(world, keeping)).error).toMatchObject({ code: 'R12' });
    expect(world.unit.device().received.filter((line) => line.includes('keepvmlicense'))).toEqual([]);
    untouched(world);
  });

  test.each([
    ['no-scp', 'backup-scp-denied'],
    ['short-scp', 'backup-transfer'],
    ['corrupt-config', 'backup-incomplete'],
  ] satisfies [FortigateFault, string][])('%s during the comparison', async (fault, code) => {
    const { world, command } = await backedUp();
    world.unit.addFault(fault);
    const { error, classified } = await run(world, command);
    expect(error).toMatchObject({ code });
    expect(classified).toBe('permanent');
    untouched(world);
  });
});

describe('proven non-effect', () => {
  test.each([
    ['drop-before-question', 'ssh-line-lost', 'retry'],
    ['drop-after-question', 'ssh-line-lost', 'retry'],
    ['wrong-question', 'reset-other-question', 'permanent'],
    ['noise', 'reset-noisy-question', 'retry'],
    ['refuse-login', 'ssh-login-refused', 'permanent'],
    ['kex-legacy-only', 'ssh-algorithms', 'permanent'],
  ] satisfies [FortigateFault, string, string][])('%s', async (fault, code, wanted) => {
    const { world, command } = await backedUp();
    world.unit.addFault(fault);
    const { error, classified } = await run(world, command);
    expect(error).toMatchObject({ code });
    expect(classified).toBe(wanted);
    expect(world.notes).toEqual([]);
    untouched(world);
    expect(world.executor.recover!(command, world.notes)).toMatchObject({ proves: 'not-begun' });
  });

  test('a line that is dropped once is no reason to give up', async () => {
    const { world, command } = await backedUp();
    world.unit.addFault({ name: 'drop-after-question', times: 1 });
    expect((await run(world, command)).classified).toBe('retry');
    expect((await run(world, command)).receipt!.facts).toMatchObject({ resetTextSeen: true });
    expect(resets(world)).toBe(1);
  });

  test('an account that may not reset', async () => {
    const world = await make({ device: { rights: 'read-only' } });
    const { error, classified } = await run(
      world,
      world.resetCommand('factoryreset', { normalisedSha256: 'x', method: 'scp' }),
    );
    expect(error).toMatchObject({ kind: 'provider' });
    expect(classified).toBe('permanent');
    untouched(world);
  });

  test('a line that dies while the note is written', async () => {
    const { world, command } = await backedUp();
    const error = await world.executor
      .act(command, {
        ...world.ctx,
        note: async (line) => {
          await world.ctx.note(line);
          // The unit loses its power while the note is written: the line is dead before the answer.
          world.unit.setPower('down');
          await new Promise((resolve) => setTimeout(resolve, 3 * RESET_GAP_MS));
        },
      })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ssh-line-lost' });
    expect(world.executor.classify(error)).toBe('retry');
    expect(resets(world)).toBe(0);
  });

  test('a note that cannot be written', async () => {
    const { world, command } = await backedUp();
    const full = Object.assign(new Error('disk full'), { code: 'ENOSPC' });
    const error = await world.executor
      .act(command, { ...world.ctx, note: () => Promise.reject(full) })
      .catch((caught: unknown) => caught);
    expect(error).toBe(full);
    expect(world.executor.classify(error)).toBe('retry');
    untouched(world);
  });

  test('cancelled before the answer', async () => {
    const { world, command } = await backedUp();
    const stop = new AbortController();
    const cancelled = new Error('cancelled');
    const ctx = {
      ...world.ctx,
      signal: stop.signal,
      progress: (text: string) => (text.startsWith('sending') ? stop.abort(cancelled) : undefined),
    };
    const error = await world.executor.act(command, ctx).catch((caught: unknown) => caught);
    expect(error).toBe(cancelled);
    expect(world.executor.classify(error)).toBe('retry');
    untouched(world);
  });
});

describe('left to later looks', () => {
  test.each([
    ['drop-after-answer', 'factory', 'closed'],
    ['drop-after-answer-no-effect', 'configured', 'closed'],
    ['silent-after-answer', 'factory', 'silent'],
  ] satisfies [FortigateFault, string, string][])('%s', async (fault, configuration, lineEnded) => {
    const { world, command } = await backedUp();
    world.unit.addFault(fault);
    const { error, classified } = await run(world, command);
    expect(error).toMatchObject({
      code: 'reset-outcome-unknown',
      detail: { facts: { answered: true, resetTextSeen: false, lineEnded } },
    });
    expect(classified).toBe('unknown-outcome');
    expect(world.unit.device().configuration).toBe(configuration);
    expect(world.notes).toHaveLength(1);
    expect(world.evidence.at(-1)!.text).toContain('(y/n)');
    expect(world.executor.recover!(command, world.notes)).toEqual({
      proves: 'sent',
      receipt: { facts: { answered: true, resetTextSeen: false }, evidence: [] },
    });
  });

  test('a reset that says everything and does nothing is not believed by the look after it', async () => {
    const { world, command } = await backedUp();
    world.unit.addFault('reset-does-nothing');
    expect((await run(world, command)).receipt!.facts).toMatchObject({ answered: true, resetTextSeen: true });
    await world.clock.sleep(10 * 60_000);
    expect(await world.observe()).toMatchObject({ state: 'present', facts: { configuration: 'as-before' } });
  });

  test('evidence that cannot be filed after the answer', async () => {
    const { world, command } = await backedUp();
    const evidence = { put: () => Promise.reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' })) };
    const error = await world.executor.act(command, { ...world.ctx, evidence }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'reset-outcome-unknown' });
    expect(world.executor.classify(error)).toBe('unknown-outcome');
    expect(resets(world)).toBe(1);
  });
});

describe('recover', () => {
  test('reads the notes that an act wrote', async () => {
    const { world, command } = await backedUp();
    await run(world, command);
    expect(world.executor.recover!(command, world.notes)).toMatchObject({
      proves: 'sent',
      receipt: { facts: { answered: true, resetTextSeen: true } },
    });
    expect(world.executor.recover!(command, world.notes.slice(0, 1))).toMatchObject({
      proves: 'sent',
      receipt: { facts: { answered: true, resetTextSeen: false } },
    });
    expect(world.executor.recover!(command, [])).toMatchObject({ proves: 'not-begun' });
    expect(world.executor.recover!({ ...command, verb: 'back-up' }, [])).toMatchObject({ proves: 'not-begun' });
  });

  test('the answering note is written before the answer goes out', async () => {
    const { world, command } = await backedUp();
    let transitionsAtNote = -1;
    await world.executor.act(command, {
      ...world.ctx,
      note: async (line) => {
        if (transitionsAtNote < 0) {
          // Long enough for an answer that had gone out too early to have its effect.
          await new Promise((resolve) => setTimeout(resolve, 100));
          transitionsAtNote = world.unit.transitions.length;
        }
        await world.ctx.note(line);
      },
    });
    expect(transitionsAtNote).toBe(0);
    expect(resets(world)).toBe(1);
  });
});
