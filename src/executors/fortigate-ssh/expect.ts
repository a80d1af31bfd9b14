// Targets and arguments of this executor, read back from plain JSON. What does not fit is our bug, but for the one word
// that is refused by number.
import * as z from 'zod';
import { bugError, refusal } from '../../base/errors.ts';
import type { Command, Target } from '../port.ts';
import type { FortigateExpect } from './command.ts';

const expectSchema = z.object({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/),
  user: z.string().min(1),
  serial: z.string().min(1),
  hostname: z.string().min(1),
  version: z.string().min(1),
  vdoms: z.array(z.string()),
  legacyAlgorithms: z.boolean(),
});

const backUpSchema = z.object({ by: z.enum(['scp', 'scp-or-show']), to: z.string().min(1) });
export type BackUpArgs = z.infer<typeof backUpSchema>;

/** `null` stands for "not known", as the plan's late arguments have it. */
const resetSchema = z.object({
  command: z.enum(['factoryreset-shutdown', 'factoryreset', 'factoryreset2']),
  backupNormalisedSha256: z.string().nullish(),
  backupMethod: z.enum(['scp', 'show']).nullish(),
  backupPath: z.string().nullish(),
  backupSha256: z.string().nullish(),
});
export type ResetArgs = z.infer<typeof resetSchema>;

/** Throws a bug for a target of another kind or shape. */
export function readExpect(target: Target): FortigateExpect {
  return read(expectSchema, target.expect, 'a FortiGate target');
}

export function readBackUpArgs(command: Command): BackUpArgs {
  return read(backUpSchema, command.args, 'the arguments of back-up');
}

/** Throws refusal R12 for anything that would keep the licence. */
export function readResetArgs(command: Command): ResetArgs {
  if (/keepvmlicense/i.test(JSON.stringify(command.args)))
    throw refusal('R12', 'a reset that keeps the VM licence does not end the contract', {
      next: 'use factoryreset-shutdown, factoryreset or factoryreset2',
    });
  return read(resetSchema, command.args, 'the arguments of factory-reset');
}

function read<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw bugError('fortigate-shape', `${what} do not have their shape`, {
      facts: { paths: parsed.error.issues.map((issue) => issue.path.join('.')) },
    });
  return parsed.data;
}
