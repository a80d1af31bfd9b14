// What the contract files of every provider may say beside their own facts: the provider's closures, the customer's
// margin, who approves, and an end date that somebody acknowledged; with the rules that hold for these fields alone.
// Pure, and the file alone is judged. It must know no provider.
import { z } from 'zod';
import { KaiyakuError } from '../base/errors.ts';
import { type CivilDate, isCivilDate } from '../calendar/civil-date.ts';
import { holidayName } from '../calendar/holidays.ts';
import { civilDate, nonEmpty } from './fields.ts';
import { checkOnce } from './listed-once.ts';
import type { ContractPath, ContractProblem } from './provider-schema.ts';

const monthDay = z.string().regex(/^\d\d-\d\d$/, 'must be a day of the year like 12-29');

/** Fields to spread into a provider's schema. */
export const agreementFields = {
  journal: z.uuid().optional().describe('id of the journal; written by `kaiyaku open`'),
  endsOnAcknowledged: civilDate
    .optional()
    .describe('the provider’s end date, once somebody has acknowledged that it differs from the expected one'),
  closures: z
    .array(z.strictObject({ from: monthDay, to: monthDay }))
    .optional()
    .describe('provider closures as month-day ranges, both included; default 12-29 to 01-03'),
  marginBusinessDays: z
    .int()
    .min(0)
    .max(60)
    .default(5)
    .describe('business days between the recommended and the last day of whatever has to be sent'),
  approvers: z
    .array(z.strictObject({ name: nonEmpty, key: nonEmpty.describe('public key line: ssh-ed25519 AAAA…') }))
    .default([])
    .describe('who may approve; empty: whoever can write the journal'),
  approvalHours: z.number().positive().max(720).default(72).describe('for how many hours an approval holds'),
};

/** The fields of `agreementFields`, parsed. */
export type Agreement = z.infer<z.ZodObject<typeof agreementFields>>;

/** Rules over these fields: closures on days that exist, every approver once. */
export function checkAgreement({ closures, approvers }: Partial<Agreement>): ContractProblem[] {
  return [
    ...(closures ?? []).flatMap((closure, at) => [
      ...checkMonthDay(closure.from, ['closures', at, 'from']),
      ...checkMonthDay(closure.to, ['closures', at, 'to']),
    ]),
    ...checkOnce(
      (approvers ?? []).map(({ name }) => name),
      'approver',
      (at) => ['approvers', at, 'name'],
    ),
  ];
}

/** Business days are needed around a date: one in a year without known holidays cannot be planned for. */
export function checkKnownYear(date: CivilDate | undefined, path: ContractPath): ContractProblem[] {
  if (date === undefined || !isCivilDate(date)) return [];
  return problemsOf(() => holidayName(date), path);
}

/** What a calculation over the contract throws as a user's error, shown at `path`; bugs are thrown on. */
export function problemsOf(calculate: () => unknown, path: ContractPath): ContractProblem[] {
  try {
    calculate();
    return [];
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    const { code, message: what, why, next } = error.detail;
    return [{ code, path, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) }];
  }
}

/** Checked in a leap year, so that 02-29 passes. */
function checkMonthDay(text: string, path: ContractPath): ContractProblem[] {
  if (isCivilDate(`2024-${text}`)) return [];
  return [{ code: 'wrong-value', path, what: `there is no day ${text}`, next: 'write it as MM-DD, like 12-29' }];
}
