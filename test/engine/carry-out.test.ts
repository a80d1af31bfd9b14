// One effect: what each kind of error leaves in the journal, and what the next call makes of it.
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../src/engine/carry-out.ts';
import { Sight, survey } from '../../src/engine/survey.ts';
import type { Action } from '../../src/engine/verdict.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applied, approve, effectOf, readyWorld, sendLetter, statusOf, verdictOf, wordOf } from './tiny-story.ts';
import { type Misfortune, ONE_BOX, tinyWorld, type TinyWorld } from './tiny-world.ts';

const failures = (world: TinyWorld) => world.entries().filter((one): one is Entry<'failed'> => one.kind === 'failed');
const count = (world: TinyWorld, act: string) => world.shelf.happened.filter((one) => one === act).length;

/** Ready for the deletion, which is irreversible and may be repeated. */
async function wiped(): Promise<TinyWorld> {
  const world = await readyWorld();
  await applied(world.run, { until: 'wipe' });
  return world;
}

describe('an error that says nothing happened', () => {
  it.each<[Misfortune, string, string]>([
    ['refused', 'refused', 'refused'],
    ['busy', 'could-not-look', 'busy'],
    ['rule', 'refused', 'R11'],
  ])('%s: failed, given back, and carried out by the next call', async (misfortune, outcome, code) => {
    const world = await wiped();
    world.shelf.willSuffer('delete', misfortune);
    const result = await applied(world.run);
    expect(result).toMatchObject({ outcome, error: { code } });
    expect(failures(world).map(({ body }) => body.code)).toEqual([code]);
    expect(statusOf(world, 'delete')).toBe('failed');
    expect(world.run.journal.state.openIntended).toBeUndefined();
    expect(world.shelf.boxes.has('b1')).toBe(true);
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(count(world, 'delete b1')).toBe(1);
  });

  it('R11 of the device itself: the copy is not of what is there, so it is made again before the next try', async () => {
    const world = await readyWorld();
    world.shelf.willSuffer('wipe', 'rule');
    await applied(world.run, { until: 'wipe' });
    await applied(world.run, { until: 'wipe' });
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1', 'copy b1', 'wipe b1']);
  });
});

describe('an error that leaves the outcome unknown', () => {
  it('after the effect: looked at, done, and not done again', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'lost-after');
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(count(world, 'delete b1')).toBe(1);
    expect(failures(world)).toEqual([]);
    expect(world.said).toContain('remove box red: the outcome is not known (lost); looking');
  });

  it('before the effect, when it may be repeated: looked at until that is certain; the next call does it', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'lost-before');
    const startedMs = world.clock.nowMs();
    expect(await applied(world.run)).toMatchObject({ outcome: 'could-not-look', error: { code: 'lost' } });
    expect(failures(world).map(({ body }) => body.code)).toEqual(['looked-unchanged']);
    expect(world.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(30_000);
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(count(world, 'delete b1')).toBe(1);
  });

  it('an error of our own is settled as well, and then it goes up: never taken for a refusal', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'broken');
    await expect(applied(world.run)).rejects.toThrow(TypeError);
    expect(failures(world).map(({ body }) => body.code)).toEqual(['looked-unchanged']);
    expect((await applied(world.run)).outcome).toBe('complete');
  });

  it('and cannot look: stays open, in doubt, with its error; the next call settles it', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'lost-after');
    const act = world.shelf.act.bind(world.shelf);
    world.shelf.act = async (...given) => {
      world.shelf.blind.add('shelf:box:b1');
      return await act(...given);
    };
    const result = await applied(world.run);
    expect(result).toMatchObject({ outcome: 'in-doubt', error: { code: 'lost' } });
    expect(world.run.journal.state.openIntended).toBeDefined();
    expect(world.kinds().at(-1)).toBe('intended');
    const entries = world.entries();
    expect((await applied(world.run)).outcome).toBe('in-doubt');
    expect(world.entries()).toEqual(entries);
    world.shelf.act = act;
    world.shelf.blind.clear();
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(count(world, 'delete b1')).toBe(1);
  });
});

describe('accepted is not done', () => {
  it('waits for a slow effect, and says so', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'slow');
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(world.said).toContain('remove box red: waiting for the proof');
  });

  it('is in doubt when the proof does not come, and is not tried again by itself', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'never');
    const result = await applied(world.run);
    expect(result.outcome).toBe('in-doubt');
    expect(wordOf(result, 'remove')).toBe('in-doubt');
    expect(statusOf(world, 'delete')).toBe('done');
    const entries = world.entries();
    expect((await applied(world.run)).outcome).toBe('in-doubt');
    expect(world.entries()).toEqual(entries);
    expect(world.shelf.heard.filter((act) => act === 'delete b1')).toHaveLength(1);
  });

  it('is verified by a later call when the effect came after all', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'never');
    await applied(world.run);
    world.shelf.change('delete', 'b1');
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(statusOf(world, 'delete')).toBe('verified');
  });
});

describe('at the place of use', () => {
  /** The decision is made, then something changes, then it is carried out. */
  async function decidedThen(change: (world: TinyWorld) => void): Promise<[TinyWorld, number]> {
    const world = await wiped();
    const sight = new Sight();
    const { action } = (await survey(world.run, sight)).decision;
    change(world);
    const before = world.entries().length;
    await carryOut(world.run, sight, action as Extract<Action, { do: 'carry-out' }>);
    return [world, world.entries().length - before];
  }

  it('looks again, and carries the same decision out', async () => {
    const [world, written] = await decidedThen(() => undefined);
    expect(written).toBe(3);
    expect(world.shelf.boxes.has('b1')).toBe(false);
  });

  it.each<[string, (world: TinyWorld) => void]>([
    ['it is something else meanwhile', ({ shelf }) => (shelf.boxes.get('b1')!.name = 'green')],
    ['it is gone meanwhile', ({ shelf }) => shelf.boxes.delete('b1')],
    ['it cannot be looked at any more', ({ shelf }) => shelf.blind.add('shelf:box:b1')],
    ['what the guards look at cannot be looked at', ({ shelf }) => shelf.blind.add('shelf:shelf:all')],
    ['the approval has expired meanwhile', ({ clock }) => clock.moveTo(clock.nowMs() + 73 * 3_600_000)],
  ])('does nothing when %s', async (_, change) => {
    const [world, written] = await decidedThen(change);
    expect(written).toBe(0);
    expect(world.shelf.heard).not.toContain('delete b1');
  });
});

describe('an approval', () => {
  it('is named by the attempt, spent by its end, and good for one effect only', async () => {
    const world = await wiped();
    await applied(world.run);
    const attempt = world
      .entries()
      .find((one): one is Entry<'intended'> => one.kind === 'intended' && one.body.verb === 'delete')!;
    const approval = world.run.journal.state.approvals.get(attempt.body.approvalId!)!;
    expect(approval.remaining.get(effectOf(world, 'delete').id)?.state).toBe('spent');
    expect(attempt.body).toMatchObject({ irreversible: true, contractDigest: world.run.contract.digest });
  });

  it('is given back by a proven failure, and not by a doubtful one', async () => {
    const world = await wiped();
    world.shelf.willSuffer('delete', 'refused', 'never');
    await applied(world.run);
    const left = () =>
      [...world.run.journal.state.approvals.values()].at(-1)!.remaining.get(effectOf(world, 'delete').id)?.state;
    expect(left()).toBe('unspent');
    await applied(world.run);
    expect(left()).toBe('spent');
  });

  it('of another contract does not count', async () => {
    const world = await tinyWorld();
    await sendLetter(world);
    await applied(world.run);
    await approve(world.run, { steps: ['wipe'] });
    const run = world.runWith({ content: { ...ONE_BOX, approvalHours: 5 } });
    const result = await applied(run);
    expect(verdictOf(result, 'wipe').reasons[0]?.code).toBe('R15');
    expect(world.shelf.happened).not.toContain('wipe b1');
  });
});
