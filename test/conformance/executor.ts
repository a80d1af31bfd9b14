// What every executor must do, whatever protocol is behind it. An executor passes all of it or is not one. A binding
// says what its world holds; a case that a protocol cannot have is skipped with the binding's own reason.
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { MovedClock } from '../../src/base/clock.ts';
import { bugError, KaiyakuError, providerError, refusal, userError } from '../../src/base/errors.ts';
import type {
  ActContext,
  Command,
  Executor,
  LookContext,
  Observation,
  Receipt,
  Target,
} from '../../src/executors/port.ts';

/** Why a protocol cannot have a case. */
export interface NotApplicable {
  readonly why: string;
}

/** An executor on a world of its own, new for each test. */
/** Targets and commands of the world at hand. */
export interface Samples {
  /** Is there, as the contract names it. */
  readonly present: Target;
  /** Can be proven not to be there. */
  readonly absent: Target | NotApplicable;
  /** Is there, but is not what the contract names. */
  readonly foreign: Target | NotApplicable;
  /** A change that works. `reached` is its goal. */
  readonly change: { readonly command: Command; readonly reached: (seen: Observation) => boolean } | NotApplicable;
  /** A change that the other side refuses in the state it is in. */
  readonly refused: Command | NotApplicable;
  /** A change of the foreign target. */
  readonly wrongTarget: Command | NotApplicable;
}

export interface ExecutorBinding extends Samples {
  readonly executor: Executor;
  readonly clock: MovedClock;
  /** Until the world is thrown away, nobody can look at anything. */
  breakLooking(): void | Promise<void>;
  /** Everything that the executor could change, in a form that can be compared. */
  world(): unknown;
  /** Resolved secrets: none of them may come out anywhere. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Looks that a change may need until its goal is seen. */
const LOOKS_MAX = 30;
const LOOK_PAUSE_MS = 5_000;

export function executorConformance(name: string, bind: () => Promise<ExecutorBinding>): void {
  describe(`${name} as an executor`, () => {
    let bound: ExecutorBinding;
    let notes: string[];
    /** Whatever came out of the executor in this test. */
    let out: unknown[];

    beforeEach(async () => {
      bound = await bind();
      notes = [];
      out = [];
    });
    afterEach(async () => {
      await bound.close();
      expectNoSecret([...out, notes], bound.secrets);
    });

    const lookContext = (signal?: AbortSignal): LookContext => ({
      clock: bound.clock,
      progress: (text) => void out.push(text),
      ...(signal === undefined ? {} : { signal }),
    });
    const actContext = (given: Partial<ActContext> = {}): ActContext => ({
      ...lookContext(),
      key: 'attempt-1',
      evidence: { put: (name, content) => Promise.resolve({ sha256: '', name, bytes: content.length }) },
      note: (line) => {
        notes.push(line);
        return Promise.resolve();
      },
      fault: () => {},
      ...given,
    });
    async function look(target: Target): Promise<Observation> {
      const seen = await bound.executor.observe(target, lookContext());
      out.push(seen);
      expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
      return seen;
    }
    async function act(command: Command, given?: Partial<ActContext>): Promise<Receipt> {
      const receipt = await bound.executor.act(command, actContext(given));
      out.push(receipt);
      expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt);
      return receipt;
    }
    async function failureOf(promise: Promise<unknown>): Promise<unknown> {
      const [result] = await Promise.allSettled([promise]);
      if (result.status === 'fulfilled') throw new Error('a failure was expected');
      out.push(result.reason);
      return result.reason;
    }

    it('has the name that its targets carry', () => {
      expect(bound.present.executor).toBe(bound.executor.name);
    });

    it('sees what is there, and says when it looked', async () => {
      const before = bound.clock.nowMs();
      const seen = await look(bound.present);
      expect(seen).toMatchObject({ state: 'present' });
      const seenAtMs = seen.state === 'present' ? seen.seenAtMs : Number.NaN;
      expect(seenAtMs).toBeGreaterThanOrEqual(before);
      expect(seenAtMs).toBeLessThanOrEqual(bound.clock.nowMs());
    });

    it('changes nothing by looking, and sees the same again', async () => {
      const before = bound.world();
      const first = await look(bound.present);
      const second = await look(bound.present);
      expect({ ...second, seenAtMs: 0 }).toEqual({ ...first, seenAtMs: 0 });
      expect(bound.world()).toEqual(before);
    });

    it('calls absent only what it can prove so, reading by reading', async (test) => {
      const seen = await look(required(test, bound.absent));
      if (seen.state !== 'absent') throw new Error(`absent was expected: ${JSON.stringify(seen)}`);
      expect(seen.proof.length).toBeGreaterThan(0);
      for (const reading of seen.proof) expect(reading).not.toBe('');
    });

    it('calls foreign what is there and is not what the contract names', async (test) => {
      const seen = await look(required(test, bound.foreign));
      if (seen.state !== 'foreign') throw new Error(`foreign was expected: ${JSON.stringify(seen)}`);
      expect(seen.differences.length).toBeGreaterThan(0);
      for (const { expected, found } of seen.differences) expect(found).not.toBe(expected);
    });

    it('calls unknown what it cannot look at, and throws nothing', async () => {
      await bound.breakLooking();
      const targets = [bound.present, bound.absent, bound.foreign].filter(applies);
      for (const target of targets) {
        const seen = await look(target);
        expect(seen).toMatchObject({
          state: 'unknown',
          error: { kind: expect.stringMatching(/^(provider|refusal|user)$/) },
        });
      }
    });

    it('throws the cancellation when a look is cancelled', async () => {
      const reason = userError('cancelled', 'stopped by hand');
      const error = await failureOf(bound.executor.observe(bound.present, lookContext(AbortSignal.abort(reason))));
      expect(error).toBe(reason);
    });

    it('carries a change out, and later looks show it', async (test) => {
      const { command, reached } = required(test, bound.change);
      expect(reached(await look(command.target))).toBe(false);
      await act(command);
      let seen = await look(command.target);
      for (let looks = 1; looks < LOOKS_MAX && !reached(seen); looks += 1) {
        await bound.clock.sleep(LOOK_PAUSE_MS);
        seen = await look(command.target);
      }
      expect(reached(seen), JSON.stringify(seen)).toBe(true);
    });

    it('tells a refusal of the other side: permanent, and nothing has changed', async (test) => {
      const command = required(test, bound.refused);
      const before = bound.world();
      const error = await failureOf(bound.executor.act(command, actContext()));
      expect(error).toBeInstanceOf(KaiyakuError);
      expect(bound.executor.classify(error)).toBe('permanent');
      expect(bound.world()).toEqual(before);
    });

    it('touches nothing that is not what the contract names', async (test) => {
      const command = required(test, bound.wrongTarget);
      const before = bound.world();
      const error = await failureOf(bound.executor.act(command, actContext()));
      expect(error).toMatchObject({ kind: 'refusal' });
      expect(bound.executor.classify(error)).toBe('permanent');
      expect(bound.world()).toEqual(before);
      expect(notes).toEqual([]);
    });

    it('does not act when it cannot look', async (test) => {
      const { command } = required(test, bound.change);
      const before = bound.world();
      await bound.breakLooking();
      const error = await failureOf(bound.executor.act(command, actContext()));
      expect(error).toBeInstanceOf(KaiyakuError);
      expect(bound.executor.classify(error)).not.toBe('unknown-outcome');
      expect(bound.world()).toEqual(before);
    });

    it('does not act once it is cancelled', async (test) => {
      const { command } = required(test, bound.change);
      const before = bound.world();
      const signal = AbortSignal.abort(userError('cancelled', 'stopped by hand'));
      await failureOf(bound.executor.act(command, actContext({ signal })));
      expect(bound.world()).toEqual(before);
    });

    it('does not act when it cannot write its notes, if it writes any', async (test) => {
      const { command } = required(test, bound.change);
      await act(command);
      test.skip(notes.length === 0, 'this executor writes no notes');
      await bound.close();
      bound = await bind();
      const before = bound.world();
      const note = () => Promise.reject(new Error('the disk is full'));
      await failureOf(bound.executor.act(command, actContext({ note })));
      expect(bound.world()).toEqual(before);
    });

    it('reads its notes back: nothing noted is nothing begun, and a whole attempt is its receipt', async (test) => {
      const { executor } = bound;
      const change = required(test, bound.change);
      test.skip(executor.recover === undefined, 'this executor recovers nothing');
      expect(executor.recover?.(change.command, [])).toMatchObject({ proves: 'not-begun' });
      const receipt = await act(change.command);
      for (let count = 0; count < notes.length; count += 1)
        expect(executor.recover?.(change.command, notes.slice(0, count))).not.toEqual({ proves: 'sent', receipt });
      expect(executor.recover?.(change.command, notes)).toMatchObject({ proves: 'sent' });
    });

    it('classifies whatever is thrown, by its data', () => {
      const { executor } = bound;
      for (const given of ['retry', 'permanent', 'unknown-outcome'] as const)
        expect(executor.classify(providerError('any', 'any text', { class: given }))).toBe(given);
      expect(executor.classify(refusal('R07', 'any text'))).toBe('permanent');
      // Nobody knows when these were thrown: the effect may have begun.
      for (const error of [
        bugError('any', 'any text'),
        new Error('refused'),
        new TypeError('any'),
        'text',
        null,
        undefined,
      ])
        expect(executor.classify(error)).toBe('unknown-outcome');
    });
  });
}

function applies<T extends object>(value: T | NotApplicable): value is T {
  return !('why' in value);
}

function required<T extends object>(test: TestContext, value: T | NotApplicable): T {
  if (applies(value)) return value;
  return test.skip(value.why);
}

/** In no form: as it is, in base64, percent-encoded. */
function expectNoSecret(out: readonly unknown[], secrets: readonly string[]): void {
  const texts = out.map((one) => `${inspect(one, { depth: 20 })} ${JSON.stringify(one)}`).join('\n');
  for (const secret of secrets)
    for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)])
      expect(texts).not.toContain(form);
}
