// Random terms and days of acceptance through the dates of SF1 and SF2 and through the oracle. Runs in a child process of any
// time zone; throws on the first difference, with the contract that shows it.
import { assert, integer, property } from 'fast-check';
import { endOfNoTerm, endOfTerm, noTermWindow, termWindow } from '../../../scripts/sakura-fortigate/end-dates.ts';
import { termEnd } from '../../../src/calendar/civil-date.ts';
import { dayOf, textOf } from '../naive-days.ts';
import { naiveEndOfNoTerm, naiveEndOfTerm, naiveTermEnd } from './oracle.ts';

const FIRST = dayOf('2023-12-01');
const YEARS_DAYS = 3_000;
const MONTHS_MAX = 40;
const LATER_DAYS_MAX = 900;

function same<T>(one: T, other: T, of: string): void {
  if (one !== other) throw new Error(`${of}: ${String(one)}, counted: ${String(other)}`);
}

function compareNoTerm(acceptedOn: string): void {
  const endsOn = endOfNoTerm(acceptedOn);
  same(endsOn, naiveEndOfNoTerm(acceptedOn), acceptedOn);
  const window = noTermWindow(endsOn.slice(0, 7));
  same(window.acceptFromOn <= acceptedOn && acceptedOn <= window.acceptByOn, true, `window of ${acceptedOn}`);
}

/** Every day of two years and more without a term: how many. */
export function everyDay(days: number): number {
  for (let n = 0; n < days; n += 1) compareNoTerm(textOf(FIRST + n));
  return days;
}

/** How many contracts, each without and with a term, were compared. */
export function againstOracle(numRuns: number, seed: number): number {
  const day = integer({ min: FIRST, max: FIRST + YEARS_DAYS });
  const months = integer({ min: 1, max: MONTHS_MAX });
  let count = 0;
  assert(
    property(
      day,
      months,
      months,
      integer({ min: 0, max: LATER_DAYS_MAX }),
      (start, termMonths, renewalMonths, later) => {
        count += 1;
        const startedOn = textOf(start);
        const acceptedOn = textOf(start + later);
        const plan = { startedOn, termMonths, renewalMonths };
        const shown = JSON.stringify({ acceptedOn, ...plan });
        compareNoTerm(acceptedOn);
        same(termEnd(startedOn, termMonths), naiveTermEnd(startedOn, termMonths), shown);
        const endsOn = endOfTerm(acceptedOn, plan);
        same(endsOn, naiveEndOfTerm(acceptedOn, startedOn, termMonths, renewalMonths), shown);
        const window = termWindow(endsOn.slice(0, 7), plan);
        same(window.acceptFromOn <= acceptedOn && acceptedOn <= window.acceptByOn, true, `window of ${shown}`);
      },
    ),
    { numRuns, seed },
  );
  return count;
}
