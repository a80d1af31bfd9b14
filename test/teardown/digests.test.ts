// What a digest is over: identity, command, goal and order — never a time, a label or a title, so that an approval given
// today is the same tomorrow.
import { describe, expect, it } from 'vitest';
import { NO_HISTORY } from '../../src/teardown/provider.ts';
import { type Effect, effect, effectDigest, step, type Step, teardownDigest } from '../../src/teardown/step.ts';
import { exampleContracts } from '../policies/contract/example-world.ts';

const CITATION = { document: 'd', section: '1' };
const target = { executor: 'x', kind: 'thing', id: '1', zone: 'z', expect: { name: 'a' }, label: 'thing a' };
const base = effect({ step: 's', title: 'delete a', command: { target, verb: 'delete', args: { hard: true } } });
const withTarget = (changes: object): Effect => ({
  ...base,
  command: { ...base.command, target: { ...target, ...changes } },
});

describe('the digest of an effect', () => {
  it.each<[string, Effect]>([
    ['its title', { ...base, title: 'delete the thing' }],
    ['its label', withTarget({ label: 'another' })],
    ['how long its proof is awaited', { ...base, proofWaitMs: 1 }],
    ['how long it stays fresh', { ...base, fresh: { forMs: 1, untilStep: 's' } }],
    ['what earlier effects left for it', { ...base, late: { sha256: 'abc' } }],
    ['what would refute it', { ...base, refuted: base.proof }],
    ['the order of its arguments', { ...base, command: { ...base.command, args: { hard: true } } }],
  ])('does not change with %s', (_, changed) => {
    expect(effectDigest(changed)).toBe(effectDigest(base));
  });

  it.each<[string, Effect]>([
    ['its step', { ...base, step: 't' }],
    ['its verb', { ...base, command: { ...base.command, verb: 'stop' } }],
    ['its arguments', { ...base, command: { ...base.command, args: { hard: false } } }],
    ['the id of its target', withTarget({ id: '2' })],
    ['the zone of its target', withTarget({ zone: 'y' })],
    ['what is expected of its target', withTarget({ expect: { name: 'b' } })],
    ['its goal', { ...base, proof: [{ ...base.proof[0]!, goal: { is: 'facts', equal: { on: false } } }] }],
    ['another part of its proof', { ...base, proof: [...base.proof, { ...base.proof[0]!, part: 'second' }] }],
  ])('changes with %s', (_, changed) => {
    expect(effectDigest(changed)).not.toBe(effectDigest(base));
  });
});

describe('the digest of a teardown', () => {
  const first = step({ id: 's', title: 'first', actor: 'kaiyaku', after: [], citation: CITATION, effects: [base] });
  const second = step({ id: 't', title: 'second', actor: 'customer', after: ['s'], citation: CITATION });
  const digest = (...steps: Step[]) => teardownDigest({ provider: 'p', route: 'ordinary', steps });

  it.each<[string, Step]>([
    ['titles', { ...first, title: 'another' }],
    ['windows', { ...first, window: { fromOn: '2026-12-01', untilOn: '2026-12-31' } }],
    ['what was found unreadable', { ...first, unreadable: { code: 'x', kind: 'provider', message: 'x' } }],
    ['citations', { ...first, citation: { document: 'e', section: '2' } }],
  ])('does not change with %s', (_, changed) => {
    expect(digest(changed, second)).toBe(digest(first, second));
  });

  it.each<[string, Step[]]>([
    ['the order of steps', [second, first]],
    ['what a step comes after', [first, { ...second, after: [] }]],
    ['who does it', [{ ...first, actor: 'customer' }, second]],
    ['its guards', [{ ...first, guards: ['R07'] }, second]],
    ['an effect more', [{ ...first, effects: [base, { ...base, id: 'other' }] }, second]],
    ['the order of effects', [{ ...first, effects: [{ ...base, id: 'other' }, base] }, second]],
    ['whether it can be undone', [{ ...first, effects: [{ ...base, irreversible: false }] }, second]],
    ['a step less', [first]],
  ])('changes with %s', (_, steps) => {
    const before =
      _ === 'the order of effects'
        ? digest({ ...first, effects: [base, { ...base, id: 'other' }] }, second)
        : digest(first, second);
    expect(digest(...steps)).not.toBe(before);
  });
});

describe('over the examples', async () => {
  const contracts = await exampleContracts();
  const DAYS = ['2026-06-01', '2026-11-25', '2026-12-31', '2027-04-01'];

  it.each(contracts.map((one) => [one.name, one] as const))(
    '%s: no day changes a digest',
    (_, { provider, content }) => {
      const digests = DAYS.map((todayOn) => {
        const teardown = provider.teardownOf(
          content,
          provider.termsOf(content, NO_HISTORY, todayOn),
          NO_HISTORY,
          new Map(),
        );
        return JSON.stringify([
          teardownDigest(teardown),
          teardown.steps.flatMap(({ effects }) => effects.map((one) => [one.id, effectDigest(one)])),
        ]);
      });
      expect(new Set(digests).size).toBe(1);
    },
  );

  it('the notice, and a backup’s receipt, change no digest of what is approved', () => {
    const { provider, content } = contracts.find(({ name }) => name === 'sakura-fortigate/no-term')!;
    const of = (history: typeof NO_HISTORY) => {
      const terms = provider.termsOf(content, history, '2026-12-15');
      return provider.teardownOf(content, terms, history, new Map()).steps.flatMap(({ effects }) => effects);
    };
    const before = of(NO_HISTORY);
    const backup = before.find(({ command }) => command.verb === 'back-up')!;
    const after = of({
      ...NO_HISTORY,
      attested: { 'file-licence-notice': { endsOn: '2026-12-31' } },
      receipts: { [backup.id]: { normalisedSha256: 'abc', method: 'scp', path: 'x', sha256: 'def' } },
    });
    expect(after.map(effectDigest)).toEqual(before.map(effectDigest));
    expect(after.find(({ command }) => command.verb === 'factory-reset')!.late).toMatchObject({ backupSha256: 'def' });
  });

  it('ids of effects are unique in a contract', () => {
    for (const { provider, content, name } of contracts) {
      const { steps } = provider.teardownOf(
        content,
        provider.termsOf(content, NO_HISTORY, DAYS[0]!),
        NO_HISTORY,
        new Map(),
      );
      const ids = steps.flatMap(({ effects }) => effects.map(({ id }) => id));
      expect(new Set(ids).size, name).toBe(ids.length);
      expect(new Set(steps.map(({ id }) => id)).size, name).toBe(steps.length);
    }
  });

  it('every step comes after steps that are there, and before it', () => {
    for (const { provider, content, name } of contracts) {
      const { steps } = provider.teardownOf(
        content,
        provider.termsOf(content, NO_HISTORY, DAYS[0]!),
        NO_HISTORY,
        new Map(),
      );
      const before = new Set<string>();
      for (const { id, after } of steps) {
        for (const one of after) expect(before, `${name}: ${id} after ${one}`).toContain(one);
        before.add(id);
      }
    }
  });
});
