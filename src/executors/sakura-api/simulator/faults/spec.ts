// Faults by name: what can be made to go wrong with one call, and which calls it is for.
import * as z from 'zod';
import { userError } from '../../../../base/errors.ts';

export const FAULT_NAMES = [
  'http-401',
  'http-409-still-creating',
  'http-423',
  'http-429',
  'http-500',
  'http-503',
  'http-504',
  'timeout-before',
  'timeout-after',
  'truncated-json',
  'eventual-consistency',
  'comes-back',
  'accepted-not-done',
  'partial-page',
  'clock-skew',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

const match = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
  /** Regular expression, tested anywhere in `/is1b/server/113000000101/power` (zone, then the path below the version). */
  path: z.string().optional(),
  /** Exactly one route: `DELETE /server/:id`. */
  call: z.string().optional(),
  /** The first matching call that fails, from 1. */
  nth: z.int().min(1).default(1),
  /** How many matching calls fail from there on. */
  times: z.union([z.int().min(1), z.literal('always')]).default(1),
});

export const faultSpec = z.strictObject({
  name: z.enum(FAULT_NAMES),
  match: match.prefault({}),
  /** `http-*` only: the effect happens, then the error is answered. */
  after: z.boolean().default(false),
  /** `eventual-consistency`: how long reads are old. `comes-back`: after how long. `clock-skew`: added to Date. */
  ms: z.number().default(10_000),
  retryAfterSeconds: z.int().min(0).default(1),
  /** `http-*` only: another error_code than the usual one. */
  code: z.string().optional(),
  /** `timeout-*`: never answer, or cut the connection. */
  how: z.enum(['hang', 'reset']).default('hang'),
  /** `partial-page`: rows that are left; default half of them. */
  rows: z.int().min(0).optional(),
});

export type FaultSpec = z.input<typeof faultSpec>;
export type Fault = z.output<typeof faultSpec>;

/** Throws `userError('fault-spec')`. */
export function readFault(json: unknown): Fault {
  const result = faultSpec.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw userError('fault-spec', `the fault is not well formed: ${problems.join('; ')}`, {
    next: `name one of ${FAULT_NAMES.join(', ')}`,
  });
}
