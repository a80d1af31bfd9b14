// Waivers that a contract file declares: findings that somebody decided to live with, each with a reason and, better, an
// end. Pure; whether one covers a finding is the gate's and the policies' to say.
import { z } from 'zod';
import { REFUSALS } from '../base/refusals.ts';
import { civilDate, nonEmpty } from './fields.ts';
import type { ContractProblem } from './provider-schema.ts';

/** The field `waivers` of a provider's schema. */
export const waiversField = z
  .array(
    z.strictObject({
      refusal: z.string().regex(/^R\d\d$/, 'must be the id of a refusal, like R13'),
      about: nonEmpty.describe('exactly what is acknowledged, as the finding names it'),
      reason: nonEmpty,
      untilOn: civilDate.optional(),
    }),
  )
  .default([])
  .describe('findings that are acknowledged');

/** Only what can be waived is waived. */
export function checkWaivers(waivers: readonly { readonly refusal: string }[] | undefined): ContractProblem[] {
  return (waivers ?? []).flatMap(({ refusal }, at) => {
    const rule = REFUSALS.find(({ id }) => id === refusal);
    if (rule?.waivable === true) return [];
    const waivable = REFUSALS.filter((one) => one.waivable).map(({ id, slug }) => `${id} (${slug})`);
    return [
      {
        code: rule === undefined ? 'unknown-refusal' : 'not-waivable',
        path: ['waivers', at, 'refusal'],
        what:
          rule === undefined
            ? `there is no refusal ${refusal}`
            : `${refusal} cannot be waived: kaiyaku refuses ${rule.title}`,
        next: `refusals with a waiver: ${waivable.join(', ')}`,
      },
    ];
  });
}
