// The parts of a contract file that every provider's contract has in the same form: closures, margin, approvals, waivers.
// Spread `sharedFields` into a provider's schema; the rules over them are in shared-checks.ts.
import * as z from 'zod';
import { civilDate, nonEmpty } from './fields.ts';

const monthDay = z.string().regex(/^\d\d-\d\d$/, 'must be a day of the year like 12-29');

const waiver = z.strictObject({
  refusal: z.string().regex(/^R\d\d$/, 'must be the id of a refusal, like R13'),
  about: nonEmpty.describe('exactly what is acknowledged, as the finding names it'),
  reason: nonEmpty,
  untilOn: civilDate.optional(),
});

/** Fields for a provider's schema. */
export const sharedFields = {
  journal: z.uuid().optional().describe('id of the journal; written by `kaiyaku open`'),
  closures: z
    .array(z.strictObject({ from: monthDay, to: monthDay }))
    .optional()
    .describe('provider closures as month-day ranges; default 12-29 to 01-03'),
  marginBusinessDays: z
    .int()
    .min(0)
    .max(60)
    .default(5)
    .describe('business days between the recommended and the last day: papers that are sent back take time'),
  approvers: z
    .array(z.strictObject({ name: nonEmpty, key: nonEmpty.describe('public key line: ssh-ed25519 AAAA…') }))
    .default([])
    .describe('who may approve; empty: whoever can write the journal'),
  approvalHours: z.number().positive().max(720).default(72),
  waivers: z.array(waiver).default([]).describe('findings that are acknowledged'),
} as const;
