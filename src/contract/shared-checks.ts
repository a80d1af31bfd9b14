// Rules over the parts that every provider's contract has in the same form. Pure; each says nothing about what is missing.
import { KaiyakuError } from '../base/errors.ts';
import { REFUSALS } from '../base/refusals.ts';
import { type CivilDate, isCivilDate } from '../calendar/civil-date.ts';
import { holidayName } from '../calendar/holidays.ts';
import type { ContractPath, ContractProblem } from './provider-schema.ts';

interface Shared {
  readonly closures?: readonly { readonly from: string; readonly to: string }[] | undefined;
  readonly approvers?: readonly { readonly name: string }[] | undefined;
  readonly waivers?: readonly { readonly refusal: string }[] | undefined;
}

/** Closures are days that exist, approvers are named once, waivers are of what can be waived. */
export function checkShared({ closures = [], approvers = [], waivers = [] }: Shared): ContractProblem[] {
  return [
    ...closures.flatMap(({ from, to }, at) => [
      ...checkMonthDay(from, ['closures', at, 'from']),
      ...checkMonthDay(to, ['closures', at, 'to']),
    ]),
    ...checkOnce(
      approvers.map(({ name }) => name),
      (at) => ['approvers', at, 'name'],
      'approver',
    ),
    ...waivers.flatMap(({ refusal }, at) => checkWaiver(refusal, at)),
  ];
}

/** A date that the business days of a contract are counted from needs a year whose holidays are known. */
export function checkYear(date: CivilDate | undefined, path: ContractPath): ContractProblem[] {
  return date === undefined ? [] : problemsOf(() => holidayName(date), path);
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

/** Each of these is named once; letters of either case are the same. */
export function checkOnce(
  names: readonly string[],
  pathOf: (at: number) => ContractPath,
  what: string,
): ContractProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, at) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const said = `${what} ${name} is listed a second time`;
    return [{ code: 'listed-twice', path: pathOf(at), what: said, next: 'list it once' }];
  });
}

/** Checked in a leap year, so that 02-29 passes. */
function checkMonthDay(monthDay: string, path: ContractPath): ContractProblem[] {
  if (isCivilDate(`2024-${monthDay}`)) return [];
  return [{ code: 'wrong-value', path, what: `there is no day ${monthDay}`, next: 'write it as MM-DD, like 12-29' }];
}

function checkWaiver(refusal: string, at: number): ContractProblem[] {
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
}
