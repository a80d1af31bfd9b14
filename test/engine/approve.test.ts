// Approvals: what is put before the approver, what is refused before anybody is asked, and what is written.
import { describe, expect, it } from 'vitest';
import { APPROVAL_LIFETIME_MS_MAX } from '../../src/base/limits.ts';
import { draftApproval, recordApproval } from '../../src/engine/approve.ts';
import { planDigest } from '../../src/engine/plan-digest.ts';
import { Sight, survey } from '../../src/engine/survey.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { effectDigest } from '../../src/teardown/step.ts';
import { applied, approve, effectOf, readyWorld, sendLetter, verdictOf, wordOf } from './tiny-story.ts';
import { HOUR_MS, ONE_BOX, START, tinyPolicies, tinyWorld, type TinyWorld } from './tiny-world.ts';

const ids = (draft: Awaited<ReturnType<typeof draftApproval>>) => draft.effects.map(({ effect }) => effect);

/** Letter sent, copied, unlocked: the wipe waits for its approval. */
async function waiting(): Promise<TinyWorld> {
  const world = await tinyWorld();
  await sendLetter(world);
  await applied(world.run);
  return world;
}

describe('the draft', () => {
  it('is of what waits for an approval now, effect by effect with its digest, and writes nothing', async () => {
    const world = await waiting();
    const entries = world.entries();
    const draft = await draftApproval(world.run, { steps: [] });
    expect(draft).toMatchObject({
      effects: [
        { effect: effectOf(world, 'wipe').id, digest: effectDigest(effectOf(world, 'wipe')), irreversible: true },
      ],
      shown: ['wipe box red'],
      expiresAtMs: world.clock.nowMs() + 72 * HOUR_MS,
    });
    expect(world.entries()).toEqual(entries);
  });

  it('of all is of every irreversible effect that is left, and of no reversible one', async () => {
    const world = await waiting();
    expect(ids(await draftApproval(world.run, { steps: [], all: true }))).toEqual([
      effectOf(world, 'wipe').id,
      effectOf(world, 'delete').id,
    ]);
  });

  it('of named steps is of those; an unknown one is told with the known ones', async () => {
    const world = await waiting();
    expect(ids(await draftApproval(world.run, { steps: ['remove'] }))).toEqual([effectOf(world, 'delete').id]);
    await expect(draftApproval(world.run, { steps: ['remove', 'dance'] })).rejects.toMatchObject({
      detail: { code: 'unknown-step', next: 'steps: ask, copy, wipe, remove, close' },
    });
  });

  it('of a person’s step looks at nothing: no credential is needed for it', async () => {
    const world = await tinyWorld();
    expect(ids(await draftApproval(world.run, { steps: ['ask'] }))).toEqual(['step/ask']);
    expect(world.shelf.looked).toEqual([]);
  });

  it('leaves out what is approved already, and says when nothing is left', async () => {
    const world = await waiting();
    await approve(world.run, { steps: ['wipe'] });
    expect(ids(await draftApproval(world.run, { steps: [], all: true }))).toEqual([effectOf(world, 'delete').id]);
    await approve(world.run, { steps: ['remove'] });
    await expect(draftApproval(world.run, { steps: [], all: true })).rejects.toMatchObject({
      code: 'nothing-to-approve',
    });
  });

  it('lives as long as the contract or the command says, and never longer than the limit', async () => {
    const world = await waiting();
    const lifeMs = async (hours?: number) =>
      (await draftApproval(world.run, { steps: [], ...(hours === undefined ? {} : { hours }) })).expiresAtMs -
      world.clock.nowMs();
    expect(await lifeMs()).toBe(72 * HOUR_MS);
    expect(await lifeMs(2)).toBe(2 * HOUR_MS);
    expect(await lifeMs(100_000)).toBe(APPROVAL_LIFETIME_MS_MAX);
  });

  it('R15: of another plan than the approver read is refused', async () => {
    const world = await waiting();
    const digest = planDigest((await survey(world.run, new Sight())).decision);
    await draftApproval(world.run, { steps: [], planDigest: digest });
    await approve(world.run, { steps: ['wipe'] });
    await applied(world.run, { until: 'wipe' });
    const late = draftApproval(world.run, { steps: [], all: true, planDigest: digest });
    await expect(late).rejects.toMatchObject({ code: 'R15' });
  });

  it('R02: what would be sent outside its window is not put before anybody', async () => {
    const world = await tinyWorld();
    const run = world.runWith({ policies: tinyPolicies('2026-12-10') });
    await expect(draftApproval(run, { steps: ['ask'] })).rejects.toMatchObject({ code: 'R02' });
  });

  it('of a route shows what it gives up, and is of that route’s effects', async () => {
    const world = await waiting();
    const draft = await draftApproval(world.run, { steps: [], route: 'crush' });
    expect(draft.shown[0]).toBe('nothing is wiped');
    expect(ids(draft)).toEqual([effectOf(world, 'delete').id]);
    expect(world.run.journal.state.route).toBe('ordinary');
    await recordApproval(world.run, draft);
    expect(world.run.journal.state.route).toBe('crush');
    expect((await applied(world.run)).outcome).toBe('complete');
    expect(world.shelf.happened).not.toContain('wipe b1');
  });
});

describe('the entry', () => {
  it('holds who, until when, for which contract, and what was shown', async () => {
    const world = await waiting();
    const id = await recordApproval(world.run, await draftApproval(world.run, { steps: [] }), 'ssh-ed25519 AAAA');
    const { body } = world.entries().at(-1) as Entry<'approved'>;
    expect(body).toEqual({
      approvalId: id,
      effects: [{ effect: effectOf(world, 'wipe').id, digest: effectDigest(effectOf(world, 'wipe')) }],
      contractDigest: world.run.contract.digest,
      expiresAt: new Date(world.clock.nowMs() + 72 * HOUR_MS).toISOString(),
      by: 'test',
      shown: ['wipe box red'],
      signedBy: 'ssh-ed25519 AAAA',
    });
  });
});

describe('what is approved', () => {
  it('is not what the contract says later: another name, another approval', async () => {
    const world = await readyWorld();
    await applied(world.run, { effectsMax: 2 });
    world.shelf.boxes.get('b1')!.name = 'green';
    const content = { ...ONE_BOX, boxes: [{ id: 'b1', name: 'green' }] };
    const run = world.runWith({ content });
    await run.journal.append({
      kind: 'amended',
      body: {
        contractDigest: run.contract.digest,
        teardownDigest: run.journal.state.teardownDigest,
        toolVersion: '1',
        content: {},
        steps: [],
        changes: ['boxes.0.name'],
        reason: 'renamed',
        by: 'test',
      },
    });
    const result = await applied(run);
    expect(result.outcome).toBe('waiting-for-person');
    expect(verdictOf(result, 'wipe')).toMatchObject({ verdict: 'needs-approval', reasons: [{ code: 'R15' }] });
    expect(world.shelf.happened).not.toContain('wipe b1');
  });

  it('ends with its time', async () => {
    const world = await readyWorld();
    world.clock.moveTo(START + 72 * HOUR_MS + 60_000);
    const result = await applied(world.run);
    expect(wordOf(result, 'wipe')).toBe('needs-approval');
    expect(world.shelf.happened).toEqual(['copy b1', 'unlock b1']);
  });

  it('ends when it is revoked', async () => {
    const world = await readyWorld();
    const last = [...world.run.journal.state.approvals.keys()].at(-1)!;
    await world.run.journal.append({ kind: 'revoked', body: { approvalId: last, reason: 'wrong', by: 'test' } });
    expect(wordOf(await applied(world.run), 'wipe')).toBe('needs-approval');
  });
});
