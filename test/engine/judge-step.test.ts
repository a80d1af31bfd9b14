// Verdicts by example: which question answers first, in which words, with which reasons and which next command.
import { beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import type { DecideInput } from '../../src/engine/decide-input.ts';
import type { StepVerdict } from '../../src/engine/verdict.ts';
import { Sight, survey } from '../../src/engine/survey.ts';
import type { Finding } from '../../src/teardown/policy.ts';
import { applied, approve, interrupted, readyWorld, sendLetter } from './tiny-story.ts';
import { HOUR_MS, ONE_BOX, tinyWorld, type TinyWorld } from './tiny-world.ts';

let world: TinyWorld;

/** What a fresh survey decides, with parts of its input exchanged. */
async function judged(
  id: string,
  changes: (input: DecideInput) => Partial<DecideInput> = () => ({}),
): Promise<StepVerdict> {
  const { input } = await survey(world.run, new Sight());
  const { steps } = decide({ ...input, ...changes(input) });
  return steps.find(({ step }) => step.id === id)!;
}

const stepWith =
  (id: string, changes: object) =>
  ({ teardown }: DecideInput): Partial<DecideInput> => ({
    teardown: { ...teardown, steps: teardown.steps.map((one) => (one.id === id ? { ...one, ...changes } : one)) },
  });

const finding =
  (id: string, refusal: Finding['refusal'], severity: Finding['severity'] = 'error') =>
  () => ({
    findings: new Map([[id, [{ refusal, severity, what: 'something is wrong', why: 'because', next: 'mend it' }]]]),
  });

describe('before anything is done', () => {
  beforeEach(async () => {
    world = await tinyWorld();
  });

  it('a step after an open one is blocked by the order', async () => {
    expect(await judged('wipe')).toMatchObject({
      verdict: 'blocked',
      due: false,
      sentence: 'after copy',
      reasons: [{ code: 'R03', sentence: 'not before copy' }],
    });
  });

  it('says R01 beside the order', async () => {
    const { reasons } = await judged('copy', finding('copy', 'R01'));
    expect(reasons.map(({ code }) => code)).toEqual(['R03', 'R01']);
  });

  it('a step that the contract does not have is not needed, with the reason', async () => {
    expect(await judged('copy', stepWith('copy', { notNeeded: 'nothing to copy' }))).toMatchObject({
      verdict: 'not-needed',
      sentence: 'nothing to copy',
    });
  });

  it('an irreversible person’s step needs an approval, then a request, then an attestation', async () => {
    expect(await judged('ask')).toMatchObject({ verdict: 'needs-approval', reasons: [{ code: 'R16' }] });
    await approve(world.run, { steps: ['ask'] });
    expect(await judged('ask')).toMatchObject({ verdict: 'waiting-for-person', next: 'kaiyaku request CONTRACT ask' });
    await world.run.journal.append({ kind: 'requested', body: { step: 'ask', text: 'please', by: 'test' } });
    const attestIt = 'kaiyaku attest CONTRACT ask --set sentOn=… --file FILE';
    expect(await judged('ask')).toMatchObject({ verdict: 'waiting-for-person', next: attestIt });
    await world.run.journal.append({
      kind: 'attested',
      body: { step: 'ask', facts: { sentOn: '2026-12-10' }, evidence: [], by: 'test' },
    });
    expect(await judged('ask')).toMatchObject({
      verdict: 'waiting-for-person',
      sentence: 'attested, but file is missing',
      next: attestIt,
    });
    const letter = await world.run.journal.put('letter.txt', 'please');
    await world.run.journal.append({
      kind: 'attested',
      body: { step: 'ask', facts: {}, evidence: [letter], by: 'test' },
    });
    expect(await judged('ask')).toMatchObject({ verdict: 'done', sentence: 'attested: sentOn 2026-12-10' });
  });

  it('a person’s step that a probe closes waits for what it sees', async () => {
    const probe = {
      part: 'gone',
      target: { executor: 'shelf', kind: 'box', id: 'b1', expect: {}, label: 'it' },
      goal: { is: 'absent' },
    };
    await sendLetter(world);
    const probed = stepWith('ask', { probes: [probe] });
    const key = 'shelf:box:b1';
    const seen = (observation: object) => (input: DecideInput) => ({
      ...probed(input),
      observations: new Map([[key, { seenAtMs: 1, ...observation } as never]]),
    });
    expect(await judged('ask', seen({ state: 'present', facts: {} }))).toMatchObject({
      verdict: 'waiting-for-person',
      sentence: 'attested, but the probe does not see it yet',
    });
    expect(
      await judged('ask', seen({ state: 'unknown', error: { code: 'dark', kind: 'provider', message: 'dark' } })),
    ).toMatchObject({ verdict: 'unreadable', reasons: [{ code: 'R18' }] });
    expect(await judged('ask', seen({ state: 'absent', proof: [] }))).toMatchObject({ verdict: 'ready' });
  });
});

describe('when it is its turn', () => {
  beforeEach(async () => {
    world = await readyWorld();
    await applied(world.run, { until: 'copy' });
  });

  it('ready, with how much is to go', async () => {
    expect(await judged('wipe')).toMatchObject({
      verdict: 'ready',
      due: true,
      sentence: 'ready: 2 of 2 effects to go',
      next: 'kaiyaku apply CONTRACT',
    });
  });

  it('held: waits for a person, whatever else is the matter', async () => {
    await world.run.journal.append({ kind: 'held', body: { reason: 'the auditor asked', by: 'Ito' } });
    expect(await judged('wipe', finding('wipe', 'R07'))).toMatchObject({
      verdict: 'waiting-for-person',
      sentence: 'held: the auditor asked',
      reasons: [{ code: 'held', sentence: 'held by Ito: the auditor asked' }],
    });
    await world.run.journal.append({ kind: 'released', body: { reason: 'answered', by: 'Ito' } });
    expect(await judged('wipe')).toMatchObject({ verdict: 'ready' });
  });

  it.each([
    ['contractDigest', 'the contract file'],
    ['teardownDigest', 'the teardown of this version of kaiyaku'],
  ])('another %s than the journal records blocks', async (field, what) => {
    const verdict = await judged('wipe', () => ({ [field]: 'sha256:other' }));
    expect(verdict).toMatchObject({
      verdict: 'blocked',
      reasons: [{ code: 'R15' }],
      next: 'kaiyaku amend CONTRACT --reason …',
    });
    expect(verdict.sentence).toContain(what);
  });

  it('an end date that differs from the notice’s blocks until somebody says so', async () => {
    const endsOnConflict = { computedOn: '2026-12-31', noticeOn: '2027-01-31' };
    const verdict = await judged('wipe', ({ terms }) => ({ terms: { ...terms, endsOnConflict } }));
    expect(verdict).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'SF7' }] });
    expect(verdict.next).toContain('endsOnAcknowledged: 2027-01-31');
  });

  it('effects that could not be listed stop it, with the error’s own next command', async () => {
    const unreadable = { code: 'dark', kind: 'provider', message: 'the server cannot be read', next: 'mend the key' };
    expect(await judged('wipe', stepWith('wipe', { unreadable }))).toMatchObject({
      verdict: 'unreadable',
      sentence: 'the server cannot be read',
      next: 'mend the key',
    });
  });

  it('a day that has not come: waits, and shows already what will be refused then', async () => {
    const verdict = await judged('wipe', (input) => ({
      ...stepWith('wipe', { window: { fromOn: '2026-12-20', why: 'the users' } })(input),
      ...finding('wipe', 'R07')(),
    }));
    expect(verdict).toMatchObject({ verdict: 'waiting-until', sentence: 'from 2026-12-20 (the users)' });
    expect(verdict.reasons).toEqual([
      { code: 'window', sentence: '10 days to go' },
      { code: 'R07', sentence: 'something is wrong' },
    ]);
  });

  it('a finding of severity error refuses by its number; a warning does not', async () => {
    expect(await judged('wipe', finding('wipe', 'R07'))).toMatchObject({
      verdict: 'blocked',
      sentence: 'R07: something is wrong',
      next: 'mend it',
    });
    const warned = await judged('wipe', finding('wipe', 'R07', 'warning'));
    expect(warned).toMatchObject({ verdict: 'ready', findings: [{ refusal: 'R07' }] });
  });

  it('what it must look at and cannot stops it', async () => {
    await applied(world.run, { until: 'wipe' });
    world.shelf.blind.add('shelf:shelf:all');
    expect(await judged('remove')).toMatchObject({
      verdict: 'unreadable',
      sentence: 'could not look: the shelf: the shelf is in the dark',
      reasons: [{ code: 'R18' }],
    });
  });

  it('names the approval that is missing, expired, revoked, spent or of something else', async () => {
    const word = async () =>
      (await judged('wipe')).effects.find(({ effect }) => effect.command.verb === 'wipe')!.approval;
    expect(await word()).toBe('unspent');
    const [id] = [...world.run.journal.state.approvals.keys()].slice(-1);
    await world.run.journal.append({ kind: 'revoked', body: { approvalId: id!, reason: 'mistake', by: 'test' } });
    expect(await word()).toBe('revoked');
    await approve(world.run, { steps: ['wipe'] });
    expect(await word()).toBe('unspent');
    world.clock.moveTo(world.clock.nowMs() + 73 * HOUR_MS);
    await applied(world.run); // the copy again, and the unlocking
    expect(await word()).toBe('expired');
    expect(await judged('wipe')).toMatchObject({
      verdict: 'needs-approval',
      sentence: 'wipe box red cannot be undone; approval expired',
      reasons: [{ code: 'R16' }],
      next: 'kaiyaku approve CONTRACT --step wipe',
    });
  });

  it('in doubt: named with the entry that a person settles; the other route is offered', async () => {
    await applied(world.run, { effectsMax: 1 });
    await interrupted(world, 'wipe', ['asked']);
    const { seq } = world.run.journal.state.openIntended!;
    const { verdict, reasons, next } = await judged('wipe');
    expect(verdict).toBe('in-doubt');
    expect(next).toBe(`kaiyaku settle CONTRACT --entry ${seq} --as done|not-done --reason …`);
    expect(reasons.map(({ sentence }) => sentence)).toContain('kaiyaku approve CONTRACT --route crush');
  });
});

describe('marks and the other route', () => {
  beforeEach(async () => {
    world = await readyWorld(ONE_BOX);
    await applied(world.run, { until: 'copy' });
  });
  const COSTS = [{ rule: 'SF9', yen: 33_000, formula: 'a month', when: 'late' }];
  const terms = (changes: object) => (input: DecideInput) => ({ terms: { ...input.terms, costs: COSTS, ...changes } });

  it('at risk: the shortest lawful route is named in time, with the cost', async () => {
    const { marks, costYen, reasons } = await judged('wipe', terms({ atRiskFromOn: '2026-12-10' }));
    expect({ marks, costYen }).toEqual({ marks: ['at-risk'], costYen: 33_000 });
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      'Crush the boxes instead.',
      'kaiyaku approve CONTRACT --route crush',
    ]);
  });

  it('overdue: after the step’s own last day, or after the end', async () => {
    expect((await judged('wipe', terms({ governingEndsOn: '2026-12-09' }))).marks).toEqual(['overdue']);
    expect((await judged('wipe', terms({ governingEndsOn: '2026-12-10' }))).marks).toEqual([]);
    expect((await judged('wipe', stepWith('wipe', { window: { untilOn: '2026-12-09' } }))).marks).toEqual(['overdue']);
  });

  it('a step that is done has no marks, and no cost', async () => {
    const { marks, costYen } = await judged('copy', terms({ governingEndsOn: '2026-12-01' }));
    expect({ marks, costYen }).toEqual({ marks: [], costYen: undefined });
  });

  it.each(['R08', 'R09', 'R10', 'R11'] as const)(
    '%s: the device cannot be reset, so the other route is named',
    async (refusal) => {
      const { reasons } = await judged('wipe', finding('wipe', refusal));
      expect(reasons.map(({ code }) => code)).toEqual([refusal, 'route', 'route']);
    },
  );

  it('R07 alone names no other route: there nothing is in the way of the ordinary one but a name', async () => {
    const { reasons } = await judged('wipe', finding('wipe', 'R07'));
    expect(reasons.map(({ code }) => code)).toEqual(['R07']);
  });

  it('a device that cannot be read: the other route is named', async () => {
    world.shelf.blind.add('shelf:box:b1');
    const { verdict, reasons } = await judged('wipe');
    expect(verdict).toBe('unreadable');
    expect(reasons.map(({ code }) => code)).toEqual(['R18', 'route', 'route']);
  });

  describe('a route that may be for one box and not for another', () => {
    const one = (name: string, label: string) => ({
      name,
      label,
      sentence: `Crush ${label}.`,
      shows: [`${label} is not wiped`],
      stays: `${label} stays`,
    });
    const otherRoute = { route: 'crush', sentence: 'x', shows: [], each: [one('b1', 'red'), one('b2', 'blue')] };
    const said = async (more: (input: DecideInput) => Partial<DecideInput> = () => ({})) => {
      const { reasons } = await judged('wipe', (input) => {
        const changed = { ...input, ...more(input) };
        return { ...changed, ...stepWith('wipe', { otherRoute })(changed) };
      });
      return reasons.flatMap(({ code, sentence }) => (code === 'route' ? [sentence] : []));
    };

    it('is named for exactly the box that is in the way, with what it gives up and what stays', async () => {
      world.shelf.blind.add('shelf:box:b1');
      expect(await said()).toEqual([
        'Crush red.',
        'red is not wiped',
        'blue stays',
        'kaiyaku approve CONTRACT --route crush:b1',
      ]);
    });

    it('keeps what it is for already', async () => {
      world.shelf.blind.add('shelf:box:b1');
      const on = await said(({ teardown }) => ({ teardown: { ...teardown, route: 'crush:b3' } }));
      expect(on.at(-1)).toBe('kaiyaku approve CONTRACT --route crush:b3,b1');
    });

    it('is named box by box where it is not known which is in the way', async () => {
      expect(await said(finding('wipe', 'R10'))).toEqual([
        'Crush red.',
        'kaiyaku approve CONTRACT --route crush:b1',
        'Crush blue.',
        'kaiyaku approve CONTRACT --route crush:b2',
      ]);
    });
  });
});

describe('the end', () => {
  beforeEach(async () => {
    world = await readyWorld();
    await applied(world.run, { until: 'remove' });
  });

  it('ready to be verified when the closing probe agrees', async () => {
    expect(await judged('close')).toMatchObject({ verdict: 'ready', sentence: 'ready to be verified' });
  });

  it('blocked while the closing probe shows something', async () => {
    world.shelf.boxes.set('b9', { name: 'nobody’s', locked: false, blank: false });
    expect(await judged('close')).toMatchObject({
      verdict: 'blocked',
      sentence: 'the shelf is empty: not so yet',
      reasons: [{ code: 'probe' }],
    });
    expect((await applied(world.run)).outcome).toBe('refused');
  });

  it('unreadable when the closing probe could not look', async () => {
    world.shelf.blind.add('shelf:shelf:all');
    expect(await judged('close')).toMatchObject({ verdict: 'unreadable', reasons: [{ code: 'R18' }] });
  });

  it('says how much was found as wanted without us', async () => {
    world = await readyWorld();
    world.shelf.change('unlock', 'b1');
    await applied(world.run, { until: 'wipe' });
    expect((await judged('wipe')).sentence).toBe('done and verified; 1 found as wanted without us');
  });
});
