// Absences whose pauses overlap: each is still seen twice, 30 s apart, and one that is not reached stops what comes after it.
import { describe, expect, it } from 'vitest';
import { ABSENCE_PASS_GAP_MS } from '../../src/base/limits.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applied, readyWorld, statusOf } from './tiny-story.ts';
import { ONE_BOX, type TinyWorld } from './tiny-world.ts';

const BOXES = ['b1', 'b2', 'b3', 'b4'];
const LAST_STEP_MS = 5_000;

/** Everything before the deletions is done. */
async function beforeDeletions(deletedBeside = true): Promise<TinyWorld> {
  const boxes = BOXES.map((id) => ({ id, name: `box ${id}` }));
  const world = await readyWorld({ ...ONE_BOX, boxes, ...(deletedBeside && { deletedBeside }) });
  await applied(world.run, { until: 'wipe' });
  return world;
}

const statuses = (world: TinyWorld): string[] => BOXES.map((_, box) => statusOf(world, 'delete', box));
const kinds = (world: TinyWorld, from: number): string[] =>
  world
    .entries()
    .slice(from)
    .map(({ kind }) => kind);

function gapsMs(world: TinyWorld): number[] {
  return world
    .entries()
    .filter((entry): entry is Entry<'verified'> => entry.kind === 'verified' && 'level' in entry.body)
    .map(({ body }) => {
      const [first, second] = body.parts[0]!.seenAt.map((at) => Date.parse(at));
      return second! - first!;
    });
}

async function took(world: TinyWorld): Promise<number> {
  const startedMs = world.clock.nowMs();
  await applied(world.run);
  return world.clock.nowMs() - startedMs;
}

describe('effects that are proven beside each other', () => {
  it('share the pause, and each is seen absent twice, 30 s apart', async () => {
    const [beside, alone] = [await beforeDeletions(), await beforeDeletions(false)];
    const from = beside.entries().length;
    expect(await took(beside)).toBeLessThan(ABSENCE_PASS_GAP_MS + BOXES.length * LAST_STEP_MS);
    expect(await took(alone)).toBeGreaterThanOrEqual(BOXES.length * ABSENCE_PASS_GAP_MS);
    expect(kinds(beside, from).slice(0, 8)).toEqual(BOXES.flatMap(() => ['intended', 'done']));
    for (const world of [beside, alone]) {
      expect(statuses(world)).toEqual(BOXES.map(() => 'verified'));
      expect(gapsMs(world)).toHaveLength(BOXES.length);
      expect(Math.min(...gapsMs(world))).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
    }
  });

  it('stop at the first whose acceptance shows nothing', async () => {
    const world = await beforeDeletions();
    world.shelf.willSuffer('delete', 'never');
    expect(await applied(world.run)).toMatchObject({ outcome: 'in-doubt' });
    expect(statuses(world)).toEqual(['done', 'untouched', 'untouched', 'untouched']);
  });

  it('begin the row again where one is back within the pause', async () => {
    const world = await beforeDeletions();
    const observe = world.shelf.observe.bind(world.shelf);
    const lists: string[] = [];
    let backMs = 0;
    world.shelf.observe = async (target) => {
      const isSecond = target.id === 'b1' && world.shelf.heard.includes('delete b4') && backMs === 0;
      if (!isSecond) return await observe(target);
      lists.push(target.id);
      backMs = world.clock.nowMs();
      world.shelf.boxes.set('b1', { name: 'box b1', locked: true, blank: true });
      const seen = await observe(target);
      world.shelf.boxes.delete('b1');
      return seen;
    };
    await applied(world.run);
    expect(lists).toEqual(['b1']);
    expect(statuses(world)).toEqual(BOXES.map(() => 'verified'));
    const first = world.entries().find((entry): entry is Entry<'verified'> => {
      return (
        entry.kind === 'verified' &&
        entry.body.effect !== undefined &&
        entry.body.effect.endsWith('box:b1') &&
        'level' in entry.body
      );
    })!;
    for (const at of first.body.parts[0]!.seenAt) expect(Date.parse(at)).toBeGreaterThan(backMs);
    expect(Math.min(...gapsMs(world))).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
  });

  it('are proven before the call ends, also where the next one is refused or no longer of this call', async () => {
    const refused = await beforeDeletions();
    refused.shelf.willSuffer('delete', undefined, 'refused');
    expect(await applied(refused.run)).toMatchObject({ outcome: 'refused' });
    expect(statuses(refused).slice(0, 2)).toEqual(['verified', 'failed']);
    const limited = await beforeDeletions();
    expect(await applied(limited.run, { effectsMax: 2 })).toMatchObject({ outcome: 'more-to-do' });
    expect(statuses(limited)).toEqual(['verified', 'verified', 'untouched', 'untouched']);
  });

  it('are proven by the next call where the process died in the pause', async () => {
    const world = await beforeDeletions();
    const watch = () => {
      if (world.shelf.heard.includes('delete b2')) throw new Error('killed');
    };
    await expect(applied({ ...world.run, watch })).rejects.toThrow('killed');
    expect(statuses(world)).toEqual(['done', 'done', 'untouched', 'untouched']);
    expect(await took(world)).toBeLessThan(ABSENCE_PASS_GAP_MS + BOXES.length * LAST_STEP_MS);
    expect(statuses(world)).toEqual(BOXES.map(() => 'verified'));
    expect(Math.min(...gapsMs(world))).toBeGreaterThanOrEqual(ABSENCE_PASS_GAP_MS);
    expect(world.shelf.happened.filter((one) => one.startsWith('delete'))).toEqual(BOXES.map((id) => `delete ${id}`));
  });
});
