// What a killed process leaves, row by row: what the executor's notes and the world prove decides between done, failed
// and in doubt; a person's word settles the rest.
import { describe, expect, it } from 'vitest';
import { settleOpenAttempt, type Settled } from '../../src/engine/settle.ts';
import { settledEntry } from '../../src/engine/settle-by-hand.ts';
import { Sight } from '../../src/engine/survey.ts';
import { KaiyakuError } from '../../src/base/errors.ts';
import { applied, approve, effectOf, interrupted, readyWorld, statusOf, verdictOf } from './tiny-story.ts';
import { SLOW_MS, type TinyWorld } from './tiny-world.ts';

const settle = (world: TinyWorld): Promise<Settled> => settleOpenAttempt(world.run, new Sight());

/** Everything before the wipe is done (`wipe`), or everything before the deletion (`delete`). */
async function before(verb: 'wipe' | 'delete'): Promise<TinyWorld> {
  const world = await readyWorld();
  await applied(world.run, verb === 'wipe' ? { effectsMax: 2 } : { until: 'wipe' });
  return world;
}

interface Row {
  readonly name: string;
  readonly verb: 'wipe' | 'delete';
  readonly notes: readonly string[];
  /** What the shelf had done, and what can be seen of it. */
  readonly happened: boolean;
  readonly blind?: boolean;
  readonly foreign?: boolean;
  readonly settled: Settled;
  readonly lastKind: string;
}

const ROWS: Row[] = [
  {
    name: 'nothing was sent, by the notes',
    verb: 'wipe',
    notes: [],
    happened: false,
    settled: 'failed',
    lastKind: 'failed',
  },
  {
    name: 'answered, and seen',
    verb: 'wipe',
    notes: ['asked', 'answered'],
    happened: true,
    settled: 'done',
    lastKind: 'done',
  },
  {
    name: 'asked, and seen as before',
    verb: 'wipe',
    notes: ['asked'],
    happened: false,
    settled: 'failed',
    lastKind: 'failed',
  },
  // The receipt is a part of the proof: without it nobody can say that it was this wipe.
  {
    name: 'asked, happened, no receipt',
    verb: 'wipe',
    notes: ['asked'],
    happened: true,
    settled: 'in-doubt',
    lastKind: 'intended',
  },
  {
    name: 'answered, but not to be seen',
    verb: 'wipe',
    notes: ['asked', 'answered'],
    happened: true,
    blind: true,
    settled: 'in-doubt',
    lastKind: 'intended',
  },
  {
    name: 'answered, but something else is there',
    verb: 'wipe',
    notes: ['asked', 'answered'],
    happened: true,
    foreign: true,
    settled: 'in-doubt',
    lastKind: 'intended',
  },
  { name: 'repeatable, and gone', verb: 'delete', notes: [], happened: true, settled: 'done', lastKind: 'done' },
  {
    name: 'repeatable, and still there',
    verb: 'delete',
    notes: [],
    happened: false,
    settled: 'failed',
    lastKind: 'failed',
  },
  {
    name: 'repeatable, but cannot look',
    verb: 'delete',
    notes: [],
    happened: false,
    blind: true,
    settled: 'in-doubt',
    lastKind: 'intended',
  },
  {
    name: 'repeatable, but something else is there',
    verb: 'delete',
    notes: [],
    happened: false,
    foreign: true,
    settled: 'in-doubt',
    lastKind: 'intended',
  },
];

describe('an open attempt', () => {
  it.each(ROWS)('$verb: $name → $settled', async (row) => {
    const world = await before(row.verb);
    await interrupted(world, row.verb, row.notes);
    if (row.happened) world.shelf.change(row.verb, 'b1');
    if (row.foreign === true) world.shelf.boxes.get('b1')!.name = 'green';
    if (row.blind === true) world.shelf.blind.add('shelf:box:b1');
    expect(await settle(world)).toBe(row.settled);
    expect(world.kinds().at(-1)).toBe(row.lastKind);
    expect(world.run.journal.state.openIntended === undefined).toBe(row.settled !== 'in-doubt');
  });

  it('none: nothing is looked at and nothing is written', async () => {
    const world = await before('delete');
    const entries = world.entries();
    const looks = world.shelf.looked.length;
    expect(await settle(world)).toBe('nothing-open');
    expect(world.shelf.looked.length).toBe(looks);
    expect(world.entries()).toEqual(entries);
  });

  it('whose request may still be running is not called failed before that time has passed', async () => {
    const world = await before('delete');
    await interrupted(world, 'delete', []);
    const startedMs = world.clock.nowMs();
    expect(await settle(world)).toBe('failed');
    expect(world.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(30_000);
  });

  it('that takes effect while it is looked at is done', async () => {
    const world = await before('delete');
    await interrupted(world, 'delete', []);
    const observe = world.shelf.observe.bind(world.shelf);
    let looks = 0;
    world.shelf.observe = async (target) => {
      if (target.kind === 'box' && (looks += 1) === 4) world.shelf.change('delete', 'b1');
      return await observe(target);
    };
    expect(await settle(world)).toBe('done');
  });

  it('of an effect that the teardown no longer lists stays open, and nothing is done beside it', async () => {
    const world = await before('wipe');
    await interrupted(world, 'wipe', ['asked']);
    await approve(world.run, { route: 'crush' });
    const result = await applied(world.run);
    expect(result).toMatchObject({ outcome: 'in-doubt', did: [] });
    expect(world.shelf.happened).not.toContain('delete b1');
    expect(result.survey.decision.complete).toBe(false);
  });

  it('is settled first by `apply`, which then goes on to the end, and nothing irreversible happens twice', async () => {
    for (const happened of [true, false]) {
      const world = await before('delete');
      await interrupted(world, 'delete', []);
      if (happened) world.shelf.change('delete', 'b1');
      expect((await applied(world.run)).outcome).toBe('complete');
      expect(world.shelf.happened.filter((act) => act === 'delete b1')).toHaveLength(1);
    }
  });

  it('keeps its approval reserved while it is in doubt', async () => {
    const world = await before('wipe');
    await interrupted(world, 'wipe', ['asked']);
    world.shelf.blind.add('shelf:box:b1');
    await settle(world);
    const approval = [...world.run.journal.state.approvals.values()].at(-1)!;
    expect(approval.remaining.get(effectOf(world, 'wipe').id)?.state).toBe('reserved');
  });
});

describe('a person’s word', () => {
  async function inDoubt(): Promise<TinyWorld> {
    const world = await before('wipe');
    await interrupted(world, 'wipe', ['asked']);
    world.shelf.change('wipe', 'b1');
    expect((await applied(world.run)).outcome).toBe('in-doubt');
    return world;
  }
  const openSeq = (world: TinyWorld): number =>
    world.run.journal.state.effects.get(effectOf(world, 'wipe').id)!.intended!.seq;

  it('is asked for by the command that settles it', async () => {
    const world = await inDoubt();
    const result = await applied(world.run);
    expect(verdictOf(result, 'wipe').next).toBe(
      `kaiyaku settle CONTRACT --entry ${openSeq(world)} --as done|not-done --reason …`,
    );
  });

  it('done: what can be seen is still looked at, and the story goes on', async () => {
    const world = await inDoubt();
    await world.run.journal.append(settledEntry(world.run, openSeq(world), 'done', 'seen on the shelf'));
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(statusOf(world, 'wipe')).toBe('verified');
    expect(world.shelf.happened.filter((act) => act === 'wipe b1')).toHaveLength(1);
  });

  it('not done: it is free to be tried again, and the approval is given back', async () => {
    const world = await inDoubt();
    world.shelf.boxes.get('b1')!.blank = false;
    await world.run.journal.append(settledEntry(world.run, openSeq(world), 'not-done', 'it is still full'));
    expect(statusOf(world, 'wipe')).toBe('failed');
    expect((await applied(world.run)).outcome).toBe('complete');
  });

  it('on what came back after it was proven absent: it is to be done again, under another approval', async () => {
    const world = await before('delete');
    await applied(world.run, { until: 'remove' });
    world.shelf.boxes.set('b1', { name: 'red', locked: false, blank: true });
    const { intended } = world.run.journal.state.effects.get(effectOf(world, 'delete').id)!;
    await world.run.journal.append(settledEntry(world.run, intended!.seq, 'not-done', 'a restore brought it back'));
    expect(verdictOf(await applied(world.run), 'remove').verdict).toBe('needs-approval');
    await approve(world.run, { steps: ['remove'] });
    expect((await applied(world.run)).outcome).toBe('complete');
  });

  it('is refused on what nobody doubts', async () => {
    const world = await before('delete');
    const code = (seq: number, as: 'done' | 'not-done') => {
      try {
        settledEntry(world.run, seq, as, 'because');
        return 'settled';
      } catch (error) {
        return error instanceof KaiyakuError ? error.code : 'bug';
      }
    };
    const verified = world.run.journal.state.effects.get(effectOf(world, 'wipe').id)!.intended!.seq;
    expect(code(9_999, 'done')).toBe('not-in-doubt');
    expect(code(verified, 'done')).toBe('not-in-doubt');
    await interrupted(world, 'delete', []);
    await settle(world);
    expect(code(world.run.journal.state.effects.get(effectOf(world, 'delete').id)!.intended!.seq, 'not-done')).toBe(
      'not-in-doubt',
    );
  });

  it('may come while the effect is still on its way: the proof is what counts', async () => {
    const world = await before('delete');
    world.shelf.willSuffer('delete', 'never');
    await applied(world.run);
    const seq = world.run.journal.state.effects.get(effectOf(world, 'delete').id)!.intended!.seq;
    await world.run.journal.append(settledEntry(world.run, seq, 'done', 'I saw it go'));
    world.clock.moveTo(world.clock.nowMs() + SLOW_MS);
    const result = await applied(world.run);
    // Absence can always be looked at, so a word alone is not enough.
    expect(result.outcome).toBe('in-doubt');
    world.shelf.change('delete', 'b1');
    expect((await applied(world.run)).outcome).toBe('complete');
  });
});
