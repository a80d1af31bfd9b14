// `apply` on the tiny world: everything in order, nothing twice, nothing when nothing has changed.
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/engine/verdict.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applied, approve, interrupted, readyWorld, sendLetter, verdictOf, wordOf } from './tiny-story.ts';
import { HOUR_MS, ONE_BOX, tinyWorld } from './tiny-world.ts';

const ATTEMPT = ['intended', 'done', 'verified'];
const TWO_BOXES = {
  ...ONE_BOX,
  boxes: [
    { id: 'b1', name: 'red' },
    { id: 'b2', name: 'blue' },
  ],
};

describe('from the letter to the end', () => {
  it('does everything in the order of the teardown, once, and closes', async () => {
    const world = await readyWorld(TWO_BOXES);
    const result = await applied(world.run);
    expect(result.outcome).toBe('complete');
    expect(world.shelf.happened).toEqual([
      'copy b1',
      'copy b2',
      'unlock b1',
      'wipe b1',
      'unlock b2',
      'wipe b2',
      'delete b1',
      'delete b2',
    ]);
    expect(world.shelf.heard).toEqual(world.shelf.happened);
    expect(result.did).toEqual([
      ...world.shelf.happened.map((act) => {
        const [verb, box] = act.split(' ');
        const step = verb === 'unlock' ? 'wipe' : verb === 'delete' ? 'remove' : verb;
        return `carry-out ${step}/${verb}:shelf:box:${box}`;
      }),
      'verified close',
    ]);
    expect(world.kinds().slice(-2)).toEqual(['verified', 'closed']);
    expect(world.run.journal.state.closed?.as).toBe('completed');
  });

  it('writes every attempt before it begins, and every proof after it', async () => {
    const world = await readyWorld();
    const before = world.kinds().length;
    await applied(world.run, { until: 'wipe' });
    expect(world.kinds().slice(before)).toEqual([
      ...ATTEMPT, // copy
      ...ATTEMPT, // unlock
      ...ATTEMPT, // wipe
    ]);
  });

  it('waits for the person whose turn it is, and says what to do', async () => {
    const world = await tinyWorld();
    const result = await applied(world.run);
    expect(result.outcome).toBe('waiting-for-person');
    expect(verdictOf(result, 'ask')).toMatchObject({
      verdict: 'needs-approval',
      next: 'kaiyaku approve CONTRACT --step ask',
    });
    expect(world.shelf.heard).toEqual([]);
  });

  it('stops before what nobody approved, having done what needs no approval', async () => {
    const world = await tinyWorld();
    await sendLetter(world);
    const result = await applied(world.run);
    expect(result.outcome).toBe('waiting-for-person');
    expect(wordOf(result, 'wipe')).toBe('needs-approval');
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1']);
  });
});

describe('when nothing has changed', () => {
  it('appends nothing while it waits for a person', async () => {
    const world = await tinyWorld();
    await applied(world.run);
    const entries = world.entries();
    for (let time = 0; time < 3; time += 1) {
      world.clock.moveTo(world.clock.nowMs() + HOUR_MS);
      expect((await applied(world.run)).did).toEqual([]);
    }
    expect(world.entries()).toEqual(entries);
  });

  it('appends nothing while it waits for a day, looks all the same, and goes on when the day has come', async () => {
    const world = await readyWorld({ ...ONE_BOX, removeFromOn: '2026-12-12' });
    expect((await applied(world.run)).outcome).toBe('waiting-until');
    const entries = world.entries();
    const looks = world.shelf.looked.length;
    expect((await applied(world.run)).outcome).toBe('waiting-until');
    expect(world.entries()).toEqual(entries);
    expect(world.shelf.looked.length).toBeGreaterThan(looks);
    world.clock.moveTo(Date.parse('2026-12-11T15:00:00.000Z')); // midnight in Japan
    expect((await applied(world.run)).outcome).toBe('complete');
  });

  it('appends nothing after the end', async () => {
    const world = await readyWorld();
    await applied(world.run);
    const entries = world.entries();
    const looks = world.shelf.looked.length;
    const again = await applied(world.run);
    expect(again.outcome).toBe('complete');
    expect(world.entries()).toEqual(entries);
    expect(world.shelf.looked.length).toBe(looks);
  });

  it('appends nothing while it cannot look, and names the error', async () => {
    const world = await readyWorld();
    world.shelf.blind.add('shelf:box:b1');
    const entries = world.entries();
    const result = await applied(world.run);
    expect(result.outcome).toBe('could-not-look');
    expect(verdictOf(result, 'copy').sentence).toContain('box red is in the dark');
    expect(world.entries()).toEqual(entries);
  });
});

describe('bounds', () => {
  it('--dry-run decides, and appends and does nothing', async () => {
    const world = await readyWorld();
    const entries = world.entries();
    const result = await applied(world.run, { dryRun: true });
    expect(result).toMatchObject({ outcome: 'more-to-do', did: [] });
    expect(result.survey.decision.action).toMatchObject({ do: 'carry-out', step: 'copy' });
    expect(world.entries()).toEqual(entries);
    expect(world.shelf.heard).toEqual([]);
  });

  it('--dry-run leaves an open attempt as it is', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'wipe' });
    await interrupted(world, 'delete', []);
    const entries = world.entries();
    expect((await applied(world.run, { dryRun: true })).outcome).toBe('in-doubt');
    expect(world.entries()).toEqual(entries);
  });

  it('--until stops after that step', async () => {
    const world = await readyWorld();
    const result = await applied(world.run, { until: 'copy' });
    expect(result.outcome).toBe('more-to-do');
    expect(world.shelf.happened).toEqual(['copy b1']);
    expect(wordOf(result, 'copy')).toBe('done');
  });

  it('effectsMax bounds what one call does', async () => {
    const world = await readyWorld();
    const result = await applied(world.run, { effectsMax: 2 });
    expect(result.outcome).toBe('more-to-do');
    expect(result.did).toHaveLength(2);
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1']);
  });

  it('a step that may run at any time runs ahead of its turn when it is wanted, and opens nothing behind it', async () => {
    const world = await tinyWorld();
    const result = await applied(world.runWith({ early: 'copy' }), { until: 'copy' });
    expect(world.shelf.happened).toEqual(['copy b1']);
    expect(wordOf(result, 'copy')).toBe('done');
    await approve(world.run, { steps: ['wipe'] });
    expect((await applied(world.run)).outcome).toBe('waiting-for-person');
    expect(world.shelf.happened).toEqual(['copy b1']);
  });

  it('ends between two effects when it is cancelled', async () => {
    const world = await readyWorld();
    const cancel = new AbortController();
    const watch = ({ action }: Decision) => {
      if (action?.do === 'carry-out' && action.effect.command.verb === 'wipe') cancel.abort(new Error('enough'));
    };
    await expect(applied(world.runWith({ signal: cancel.signal, watch }))).rejects.toThrow('enough');
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1']);
    expect(world.run.journal.state.openIntended).toBeUndefined();
  });
});

describe('what the world did by itself', () => {
  it('records as found what vanished without us, after two looks 30 s apart, and never calls it done', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'wipe' });
    world.shelf.boxes.delete('b1');
    const result = await applied(world.run);
    expect(result.outcome).toBe('complete');
    expect(world.shelf.happened).not.toContain('delete b1');
    const found = world.entries().find((one): one is Entry<'found'> => one.kind === 'found')!;
    const [first, second] = found.body.parts[0]!.seenAt;
    expect(Date.parse(second!) - Date.parse(first!)).toBeGreaterThanOrEqual(30_000);
  });

  it('is blocked when what was proven absent is back', async () => {
    const world = await readyWorld(TWO_BOXES);
    await applied(world.run, { until: 'remove', effectsMax: 7 });
    expect(world.shelf.boxes.has('b1')).toBe(false);
    world.shelf.boxes.set('b1', { name: 'red', locked: false, blank: true });
    const entries = world.entries();
    const result = await applied(world.run);
    expect(result.outcome).toBe('refused');
    expect(verdictOf(result, 'remove')).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'returned' }] });
    expect(world.entries()).toEqual(entries);
    expect(world.shelf.boxes.has('b2')).toBe(true);
  });

  it('does a reversible thing again when it did not last', async () => {
    const world = await readyWorld();
    await applied(world.run, { effectsMax: 2 });
    world.shelf.boxes.get('b1')!.locked = true;
    await applied(world.run, { until: 'wipe' });
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1', 'unlock b1', 'wipe b1']);
  });

  it('copies again when the copy is too old, and not after the wipe', async () => {
    const world = await tinyWorld();
    await sendLetter(world);
    await applied(world.run);
    world.clock.moveTo(world.clock.nowMs() + 25 * HOUR_MS);
    await applied(world.run);
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1', 'copy b1']);
    await approve(world.run, { all: true });
    await applied(world.run, { until: 'wipe' });
    world.clock.moveTo(world.clock.nowMs() + 25 * HOUR_MS);
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(world.shelf.happened.filter((act) => act.startsWith('copy'))).toHaveLength(2);
  });

  it('stops at what is something else now, by number, and goes on when it is itself again', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'wipe' });
    world.shelf.boxes.get('b1')!.name = 'green';
    const result = await applied(world.run);
    expect(result.outcome).toBe('refused');
    expect(verdictOf(result, 'remove').reasons[0]).toEqual({ code: 'R07', sentence: 'box red is green' });
    world.shelf.boxes.get('b1')!.name = 'red';
    expect((await applied(world.run)).outcome).toBe('complete');
  });
});
