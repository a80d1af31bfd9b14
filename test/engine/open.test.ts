// What the journal records of the contract itself, and what an amendment may still change.
import { describe, expect, it } from 'vitest';
import { amend, changedPaths, openedBody } from '../../src/engine/open.ts';
import { recordWaivers } from '../../src/engine/record-waivers.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applied, approve, readyWorld, verdictOf, wordOf } from './tiny-story.ts';
import { ONE_BOX, tinyWorld } from './tiny-world.ts';

const RENAMED = { ...ONE_BOX, boxes: [{ id: 'b1', name: 'green' }] };
const TWO = { ...ONE_BOX, boxes: [...ONE_BOX.boxes, { id: 'b2', name: 'blue' }] };

describe('opened', () => {
  it('holds the contract, its steps and both digests', async () => {
    const { run } = await tinyWorld();
    const body = openedBody(run.contract, { todayOn: '2026-12-10', toolVersion: '1', by: 'Ito' });
    expect(body).toMatchObject({ contract: 'tiny', provider: 'tiny', contractDigest: run.contract.digest, by: 'Ito' });
    expect(body.content).toEqual(ONE_BOX);
    expect(body.steps.map(({ id, actor, effects }) => [id, actor, effects])).toEqual([
      ['ask', 'customer', 0],
      ['copy', 'kaiyaku', 1],
      ['wipe', 'kaiyaku', 2],
      ['remove', 'kaiyaku', 1],
      ['close', 'kaiyaku', 0],
    ]);
    expect(body.journalId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('the digest of the teardown is of what is derived from the contract alone, whatever day it is', async () => {
    const { run } = await tinyWorld();
    const digest = (todayOn: string) =>
      openedBody(run.contract, { todayOn, toolVersion: '1', by: 'Ito' }).teardownDigest;
    expect(digest('2030-01-01')).toBe(digest('2026-12-10'));
    const other = (await tinyWorld(TWO)).run;
    expect(openedBody(other.contract, { todayOn: '2026-12-10', toolVersion: '1', by: 'Ito' }).teardownDigest).not.toBe(
      digest('2026-12-10'),
    );
  });
});

describe('amend', () => {
  it('records what changed, and opens the way again', async () => {
    const world = await readyWorld();
    const run = world.runWith({ content: TWO });
    expect(wordOf(await applied(run), 'copy')).toBe('blocked');
    expect(world.shelf.heard).toEqual([]);
    expect(await amend(run, 'there is another box')).toEqual(['boxes.1', 'teardown of kaiyaku 1 → 1']);
    expect((world.entries().at(-1) as Entry<'amended'>).body).toMatchObject({
      reason: 'there is another box',
      content: TWO,
    });
    world.shelf.boxes.set('b2', { name: 'blue', locked: true, blank: false });
    expect(wordOf(await applied(run), 'copy')).toBe('done');
  });

  it('is refused when nothing changed', async () => {
    const world = await readyWorld();
    await expect(amend(world.run, 'because')).rejects.toMatchObject({ code: 'nothing-to-amend' });
  });

  it('another version of the tool alone changes nothing, unless it derives something else', async () => {
    const world = await readyWorld();
    await expect(amend(world.runWith({ toolVersion: '2' }), 'newer')).rejects.toMatchObject({
      code: 'nothing-to-amend',
    });
  });

  it('may change identities before anything irreversible began', async () => {
    const world = await readyWorld();
    await applied(world.run, { effectsMax: 2 });
    expect(await amend(world.runWith({ content: RENAMED }), 'mistyped')).toContain('boxes.0.name');
  });

  it('R23: afterwards no identity may change and no target be dropped', async () => {
    const world = await readyWorld(TWO);
    await applied(world.run, { effectsMax: 4 });
    expect(world.shelf.happened).toContain('wipe b1');
    const entries = world.entries();
    for (const content of [{ ...TWO, boxes: [TWO.boxes[0]!, { id: 'b2', name: 'green' }] }, ONE_BOX])
      await expect(amend(world.runWith({ content }), 'because')).rejects.toMatchObject({
        code: 'R23',
        detail: { facts: { lost: ['shelf:box:b2'] } },
      });
    expect(world.entries()).toEqual(entries);
  });

  it('but dates, waivers and further targets may', async () => {
    const world = await readyWorld();
    await applied(world.run, { until: 'wipe' });
    const content = { ...TWO, approvalHours: 5, removeFromOn: '2026-12-11' };
    const changes = await amend(world.runWith({ content }), 'later');
    expect(changes).toEqual(expect.arrayContaining(['boxes.1', 'approvalHours', 'removeFromOn']));
  });

  it('makes an approval that was given before no longer count', async () => {
    const world = await readyWorld();
    const run = world.runWith({ content: { ...ONE_BOX, approvalHours: 5 } });
    await amend(run, 'shorter');
    const result = await applied(run);
    expect(verdictOf(result, 'wipe')).toMatchObject({ verdict: 'needs-approval', reasons: [{ code: 'R15' }] });
    await approve(run, { all: true });
    expect((await applied(run)).outcome).toBe('complete');
  });
});

describe('changed paths', () => {
  it.each<[unknown, unknown, string[]]>([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ['a.b.1']],
    [{ a: 1 }, { b: 1 }, ['a', 'b']],
    [{ a: { b: 1 } }, { a: 'text' }, ['a']],
    ['one', 'other', ['(whole file)']],
    [undefined, null, []],
  ])('%j to %j: %j', (before, now, paths) => {
    expect(changedPaths(before, now)).toEqual(paths);
  });
});

describe('waivers', () => {
  const WAIVED = { ...ONE_BOX, waivers: [{ refusal: 'R13', about: 'a record', reason: 'goes next week' }] };

  it('are recorded once, when they first count', async () => {
    const world = await tinyWorld(WAIVED);
    for (let time = 0; time < 3; time += 1) await applied(world.run);
    expect(world.kinds()).toEqual(['opened', 'waived']);
    expect((world.entries()[1] as Entry<'waived'>).body).toEqual({ ...WAIVED.waivers[0], by: 'test' });
  });

  it('of a contract that the journal does not know yet are not', async () => {
    const world = await tinyWorld();
    await recordWaivers(world.runWith({ content: WAIVED }));
    expect(world.kinds()).toEqual(['opened']);
  });
});
