// Looking: only at what is needed, each thing once, a few at a time; what goes wrong is unknown, and nothing is written.
import { describe, expect, it } from 'vitest';
import { SURVEY_PARALLEL_MAX } from '../../src/base/limits.ts';
import { surveyOffline } from '../../src/engine/offline.ts';
import { look, observe, Sight, survey } from '../../src/engine/survey.ts';
import { sweepAgain } from '../../src/engine/sweep-again.ts';
import type { Target } from '../../src/executors/port.ts';
import { applied, readyWorld } from './tiny-story.ts';
import { boxTarget, ONE_BOX, SHELF_TARGET, tinyWorld } from './tiny-world.ts';

const RED = boxTarget(ONE_BOX.boxes[0]!);

describe('a survey', () => {
  it('looks at what the step whose turn it is needs, and at nothing of later ones', async () => {
    const world = await tinyWorld();
    await survey(world.run, new Sight());
    expect(world.shelf.looked).toEqual([]);
    const ready = await readyWorld();
    ready.shelf.looked.length = 0;
    await survey(ready.run, new Sight());
    expect(ready.shelf.looked).toEqual(['shelf:box:b1']);
  });

  it('looks again at what was proven to last, to see it come back', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'remove' });
    world.shelf.looked.length = 0;
    await survey(world.run, new Sight());
    expect(new Set(world.shelf.looked)).toEqual(new Set(['shelf:box:b1', 'shelf:shelf:all']));
  });

  it('looks at each thing once, however many need it', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'copy' });
    world.shelf.looked.length = 0;
    const sight = new Sight();
    await survey(world.run, sight);
    await survey(world.run, sight);
    expect(world.shelf.looked).toEqual(['shelf:box:b1']);
    sight.forget([RED]);
    await survey(world.run, sight);
    expect(world.shelf.looked).toHaveLength(2);
  });

  it('offline looks at nothing', async () => {
    const world = await readyWorld();
    world.shelf.looked.length = 0;
    const { decision } = surveyOffline(world.run);
    expect(world.shelf.looked).toEqual([]);
    expect(decision.steps.find(({ step }) => step.id === 'copy')?.verdict).toBe('unreadable');
  });

  it('writes nothing', async () => {
    const world = await readyWorld();
    const entries = world.entries();
    await survey(world.run, new Sight());
    expect(world.entries()).toEqual(entries);
  });
});

describe('a look', () => {
  it('that throws is unknown, with its code; a missing executor as well', async () => {
    const world = await tinyWorld();
    world.shelf.observe = () => Promise.reject(new TypeError('broken'));
    expect(await observe(world.run, RED)).toMatchObject({
      state: 'unknown',
      error: { code: 'unexpected', kind: 'bug' },
    });
    const elsewhere: Target = { ...RED, executor: 'elsewhere' };
    expect(await observe(world.run, elsewhere)).toMatchObject({ state: 'unknown', error: { code: 'no-executor' } });
  });

  it('that is cancelled is not unknown: the cancellation goes up', async () => {
    const world = await tinyWorld();
    const cancel = new AbortController();
    world.shelf.observe = async () => {
      cancel.abort(new Error('enough'));
      throw new Error('the line broke');
    };
    await expect(observe(world.runWith({ signal: cancel.signal }), RED)).rejects.toThrow('enough');
    await expect(observe(world.runWith({ signal: cancel.signal }), RED)).rejects.toThrow('enough');
  });

  it('is one of a few at a time', async () => {
    const world = await tinyWorld();
    let [now, most] = [0, 0];
    world.shelf.observe = async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return { state: 'absent', proof: [], seenAtMs: 0 };
    };
    const sight = new Sight();
    await look(
      world.run,
      sight,
      Array.from({ length: 20 }, (_, n) => ({ ...RED, id: `b${n}` })),
    );
    expect(most).toBe(SURVEY_PARALLEL_MAX);
    expect(sight.seen.size).toBe(20);
  });
});

describe('sweeping again after the end', () => {
  async function ended() {
    const world = await readyWorld();
    await applied(world.run);
    return world;
  }

  it('adds a later proof when nothing is left', async () => {
    const world = await ended();
    expect(await sweepAgain(world.run)).toEqual({ hits: [] });
    expect(world.entries().at(-1)).toMatchObject({ kind: 'verified', body: { step: 'close', level: 'swept-again' } });
  });

  it('only reports what is back', async () => {
    const world = await ended();
    world.shelf.boxes.set('b1', { name: 'red', locked: false, blank: false });
    const entries = world.entries();
    expect((await sweepAgain(world.run)).hits).toHaveLength(1);
    expect(world.entries()).toEqual(entries);
  });

  it('throws when it could not look: that is not the same as nothing', async () => {
    const world = await ended();
    world.shelf.blind.add(`shelf:${SHELF_TARGET.kind}:all`);
    await expect(sweepAgain(world.run)).rejects.toMatchObject({ code: 'no-light', detail: { exitCode: 16 } });
  });
});
