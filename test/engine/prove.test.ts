// The proof: every part seen, absence twice and at least 30 s apart, in an unbroken row; within the effect's own limit.
import { describe, expect, it } from 'vitest';
import { ABSENCE_PASS_GAP_MS, PROGRESS_SILENCE_MS_MAX } from '../../src/base/limits.ts';
import { proveAndRecord } from '../../src/engine/prove.ts';
import { Sight } from '../../src/engine/survey.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applied, effectOf, interrupted, readyWorld, statusOf } from './tiny-story.ts';
import type { TinyWorld } from './tiny-world.ts';

/** A deletion that was accepted: the journal says done, the shelf says what the test wants. */
async function accepted(verb: 'delete' | 'wipe' = 'delete'): Promise<TinyWorld> {
  const world = await readyWorld();
  await applied(world.run, verb === 'wipe' ? { effectsMax: 2 } : { until: 'wipe' });
  await interrupted(world, verb, []);
  const { seq } = world.run.journal.state.openIntended!;
  const receipt = { wiped: true };
  await world.run.journal.append({
    kind: 'done',
    body: { intended: seq, effect: effectOf(world, verb).id, receipt, evidence: [] },
  });
  return world;
}

const prove = (world: TinyWorld, verb: 'delete' | 'wipe' | 'unlock' = 'delete') =>
  proveAndRecord(world.run, new Sight(), effectOf(world, verb));
const last = (world: TinyWorld): Entry<'verified'>['body'] => (world.entries().at(-1) as Entry<'verified'>).body;

describe('absence', () => {
  it('is seen twice, at least 30 s apart, and both instants are written', async () => {
    const world = await accepted();
    world.shelf.change('delete', 'b1');
    const startedMs = world.clock.nowMs();
    expect(await prove(world)).toEqual({ again: true });
    expect(world.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
    const { parts, level } = last(world);
    expect(level).toBe('absent-in-api');
    expect(parts).toEqual([
      {
        part: 'absent',
        target: 'shelf:box:b1',
        proof: ['no box b1'],
        seenAt: [expect.any(String), expect.any(String)],
      },
    ]);
    const [first, second] = parts[0]!.seenAt.map((at) => Date.parse(at));
    expect(second! - first!).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
  });

  it.each<[string, (world: TinyWorld) => void, (world: TinyWorld) => void]>([
    [
      'it is there again',
      ({ shelf }) => shelf.boxes.set('b1', { name: 'red', locked: true, blank: true }),
      ({ shelf }) => shelf.boxes.delete('b1'),
    ],
    ['it cannot be looked at', ({ shelf }) => shelf.blind.add('shelf:box:b1'), ({ shelf }) => shelf.blind.clear()],
  ])('starts again when %s between the two looks', async (_, disturb, restore) => {
    const world = await accepted();
    world.shelf.change('delete', 'b1');
    const observe = world.shelf.observe.bind(world.shelf);
    let looks = 0;
    let disturbedMs = 0;
    world.shelf.observe = async (target) => {
      looks += 1;
      if (looks === 4) disturb(world);
      const seen = await observe(target);
      if (looks === 4) {
        disturbedMs = world.clock.nowMs();
        restore(world);
      }
      return seen;
    };
    expect(await prove(world)).toEqual({ again: true });
    const [first] = last(world).parts[0]!.seenAt.map((at) => Date.parse(at));
    expect(first).toBeGreaterThan(disturbedMs);
    expect(world.clock.nowMs() - first!).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
  });

  it('that does not come within the limit: nothing is written, in doubt', async () => {
    const world = await accepted();
    const entries = world.entries();
    const startedMs = world.clock.nowMs();
    expect(await prove(world)).toEqual({ again: false, outcome: 'in-doubt' });
    expect(world.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(effectOf(world, 'delete').proofWaitMs);
    expect(world.entries()).toEqual(entries);
    expect(statusOf(world, 'delete')).toBe('done');
  });

  it('that could not be looked at within the limit is said to be that, with its error', async () => {
    const world = await accepted();
    world.shelf.blind.add('shelf:box:b1');
    expect(await prove(world)).toMatchObject({ again: false, outcome: 'could-not-look', error: { code: 'no-light' } });
  });

  it('of what is something else is never proven', async () => {
    const world = await accepted();
    world.shelf.boxes.get('b1')!.name = 'green';
    expect(await prove(world)).toEqual({ again: false, outcome: 'in-doubt' });
  });

  it('is waited for aloud: never silent for longer than its limit', async () => {
    const world = await accepted();
    const spoke: number[] = [world.clock.nowMs()];
    const run = { ...world.run, progress: () => void spoke.push(world.clock.nowMs()) };
    await proveAndRecord(run, new Sight(), effectOf(world, 'delete'));
    spoke.push(world.clock.nowMs());
    const gaps = spoke.slice(1).map((at, n) => at - spoke[n]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(PROGRESS_SILENCE_MS_MAX);
  });
});

describe('facts and receipts', () => {
  it('are written part by part, the receipt as what it is', async () => {
    const world = await accepted('wipe');
    world.shelf.change('wipe', 'b1');
    await prove(world, 'wipe');
    expect(last(world).parts.map(({ part, proof, seenAt }) => ({ part, proof, looks: seenAt.length }))).toEqual([
      { part: 'commanded', proof: ['receipt of the act'], looks: 0 },
      { part: 'blank', proof: ['observed in the wanted state'], looks: 1 },
    ]);
    expect(last(world).level).toBeUndefined();
  });

  it('of which one is missing prove nothing', async () => {
    const world = await accepted('wipe');
    expect(await prove(world, 'wipe')).toEqual({ again: false, outcome: 'in-doubt' });
    expect(statusOf(world, 'wipe')).toBe('done');
  });

  it('that an object’s absence reaches as well need two looks for it', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'copy' });
    world.shelf.boxes.delete('b1');
    await prove(world, 'unlock');
    const entry = world.entries().at(-1) as Entry<'found'>;
    expect(entry.kind).toBe('found');
    expect(entry.body.parts[0]!.seenAt).toHaveLength(2);
  });
});

describe('what nothing of ours caused', () => {
  it('is recorded as found', async () => {
    const world = await readyWorld();
    world.shelf.change('unlock', 'b1');
    expect(await prove(world, 'unlock')).toEqual({ again: true });
    expect(world.kinds().at(-1)).toBe('found');
    expect(statusOf(world, 'unlock')).toBe('found');
  });

  it('is not waited for: a goal that is missed again is simply to be done', async () => {
    const world = await readyWorld();
    const startedMs = world.clock.nowMs();
    expect(await prove(world, 'unlock')).toMatchObject({ again: false });
    expect(world.clock.nowMs()).toBe(startedMs);
  });
});
