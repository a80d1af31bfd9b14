// What every test of a refusal says: the number is named, the exit code is right, nothing was begun, and neither the API
// nor the FortiGate took a single effect.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import type { Estate } from '../helpers/estate.ts';
import { jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';

export interface Said {
  readonly outcome?: string;
  readonly error?: {
    readonly code: string;
    readonly kind: string;
    readonly message: string;
    readonly facts?: Record<string, unknown>;
  };
  readonly next?: string;
  readonly did?: readonly { readonly what: string; readonly id: string }[];
  readonly steps?: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly due: boolean;
    readonly sentence: string;
    readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
    readonly findings: readonly { readonly refusal: string; readonly what: string; readonly about?: string }[];
  }[];
}

/** Every refusal that the document names: in its error, and in the reasons of the steps whose turn it is. */
export function rulesOf(said: Said): string[] {
  const facts = said.error?.facts;
  const codes = [
    said.error?.code,
    facts?.['refusal'],
    ...((facts?.['diagnostics'] as { code: string }[] | undefined) ?? []).map((one) => one.code),
    ...(said.steps ?? []).filter((step) => step.due).flatMap((step) => step.reasons.map((reason) => reason.code)),
  ];
  return [...new Set(codes.filter((code): code is string => typeof code === 'string' && /^R\d\d$/.test(code)))];
}

export interface Expected {
  /** Default: 13. */
  readonly code?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the reason has to say besides its number. */
  readonly saying?: RegExp;
  /** Attempts that are begun, and closed as not having happened. Default 0. */
  readonly attempts?: number;
}

/** Runs the command with `--format json` and holds it to what a refusal is. */
export async function expectRefused(
  estate: Estate,
  args: readonly string[],
  rule: string,
  { code = EXIT.refused, env, saying, attempts = 0 }: Expected = {},
): Promise<Ran> {
  const before = await seen(estate);
  const ran = await estate.run([...args, '--format', 'json'], env);
  const said = jsonOf<Said>(ran);
  expect({ rules: rulesOf(said), code: ran.code }, inShort(said) + ran.err).toEqual({
    rules: expect.arrayContaining([rule]) as unknown,
    code,
  });
  if (saying !== undefined) expect(saying.test(ran.out), `${String(saying)}: ${inShort(said)}`).toBe(true);
  const after = await seen(estate);
  expect(after.effects).toEqual(before.effects);
  expect(after.licence).toBe(before.licence);
  expect(after.intended - before.intended).toBe(attempts);
  // Whatever was begun is closed, and not as done.
  expect(after.done).toBe(before.done);
  expect(after.intended - after.done - after.failed).toBe(0);
  return ran;
}

/** What a person needs to see of a document when it is not the expected one. */
export function inShort({ outcome, error, steps = [] }: Said): string {
  const due = steps.filter((step) => step.due && step.verdict !== 'done' && step.verdict !== 'not-needed');
  return JSON.stringify({ outcome, error, due: due.map(({ id, verdict, reasons }) => ({ id, verdict, reasons })) });
}

async function seen(estate: Estate) {
  const kinds = (await estate.entries().catch(() => [])).map((entry) => entry.kind);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return {
    effects: await estate.effects(),
    licence: existsSync(join(estate.folder, LICENCE_FILE)),
    intended: count('intended'),
    done: count('done'),
    failed: count('failed'),
  };
}
