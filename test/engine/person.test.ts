// Persons' steps: a request leaves only when its turn and its approval have come; what is attested is checked first.
import { describe, expect, it } from 'vitest';
import { attest, request, requireAttestable } from '../../src/engine/person.ts';
import { applied, approve, sendLetter, wordOf } from './tiny-story.ts';
import { HOUR_MS, tinyPolicies, tinyWorld, type TinyWorld } from './tiny-world.ts';

async function approved(): Promise<TinyWorld> {
  const world = await tinyWorld();
  await approve(world.run, { steps: ['ask'] });
  return world;
}

const FACTS = { sentOn: '2026-12-10' };
const code = { code: expect.any(String) as string };
const refusedAs = (expected: string) => ({ ...code, code: expected });

describe('request', () => {
  it('prints the text and records it', async () => {
    const world = await approved();
    expect(await request(world.run, 'ask')).toMatchObject({ title: 'the letter', text: 'Please end it.' });
    expect(world.kinds().at(-1)).toBe('requested');
  });

  it('R16: not without an approval, not with an expired one, and not again after it has expired', async () => {
    const world = await tinyWorld();
    await expect(request(world.run, 'ask')).rejects.toMatchObject(refusedAs('R16'));
    await approve(world.run, { steps: ['ask'] });
    await request(world.run, 'ask');
    world.clock.moveTo(world.clock.nowMs() + 73 * HOUR_MS);
    await expect(request(world.run, 'ask')).rejects.toMatchObject(refusedAs('R16'));
    expect(world.kinds().filter((kind) => kind === 'requested')).toHaveLength(1);
  });

  it('R02: not outside its window, although it is approved', async () => {
    const world = await approved();
    const run = world.runWith({ policies: tinyPolicies('2026-12-10') });
    await expect(request(run, 'ask')).rejects.toMatchObject(refusedAs('R02'));
  });

  it('not while the contract is held', async () => {
    const world = await approved();
    await world.run.journal.append({ kind: 'held', body: { reason: 'wait', by: 'test' } });
    await expect(request(world.run, 'ask')).rejects.toMatchObject({ kind: 'refusal' });
    expect(world.kinds()).not.toContain('requested');
  });

  it('only for a person’s step; the persons’ steps are named', async () => {
    const world = await approved();
    await expect(request(world.run, 'wipe')).rejects.toMatchObject({
      detail: { code: 'not-a-persons-step', next: 'persons’ steps: ask' },
    });
    await expect(request(world.run, 'dance')).rejects.toMatchObject(refusedAs('not-a-persons-step'));
  });
});

describe('attest', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a field that the step does not take', { colour: 'red' }, 'unknown-field'],
    ['a file as a value', { file: 'letter.txt' }, 'unknown-field'],
    ['a day that does not exist', { sentOn: '2026-02-30' }, 'bad-value'],
    ['a day that has not come', { sentOn: '2026-12-11' }, 'bad-value'],
    ['an amount that is none', { fee: '1,000' }, 'bad-value'],
    ['nothing at all', {}, 'nothing-attested'],
  ])('refuses %s, and writes nothing', async (_, facts, expected) => {
    const world = await approved();
    const before = world.entries();
    await expect(attest(world.run, 'ask', { facts, evidence: [] })).rejects.toMatchObject(refusedAs(expected));
    expect(world.entries()).toEqual(before);
  });

  it('takes the day on which something ends although it lies ahead, and amounts as numbers', async () => {
    const world = await approved();
    expect(await attest(world.run, 'ask', { facts: { endsOn: '2027-01-31', fee: '33000' }, evidence: [] })).toEqual({
      endsOn: '2027-01-31',
      fee: 33_000,
    });
  });

  it('may come in parts; the last word on a field counts', async () => {
    const world = await approved();
    await attest(world.run, 'ask', { facts: FACTS, evidence: [] });
    expect(wordOf(await applied(world.run), 'ask')).toBe('waiting-for-person');
    const letter = await world.run.journal.put('letter.txt', 'please');
    await attest(world.run, 'ask', { facts: {}, evidence: [letter], note: 'by registered post' });
    await attest(world.run, 'ask', { facts: { sentOn: '2026-12-09' }, evidence: [] });
    const result = await applied(world.run);
    expect(result.survey.decision.steps[0]).toMatchObject({ verdict: 'done', sentence: 'attested: sentOn 2026-12-09' });
  });

  it('is checked before a byte of evidence is written', async () => {
    const world = await approved();
    expect(() => requireAttestable(world.run, 'ask', { sentOn: 'yesterday' })).toThrow(/must be a date/);
    expect(requireAttestable(world.run, 'ask', FACTS).step.id).toBe('ask');
    expect(world.disk.evidence.size).toBe(0);
  });

  it('may add to a step that is done', async () => {
    const world = await tinyWorld();
    await sendLetter(world);
    await attest(world.run, 'ask', { facts: { endsOn: '2027-01-31' }, evidence: [] });
    expect(wordOf(await applied(world.run), 'ask')).toBe('done');
  });
});
