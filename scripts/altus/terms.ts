// The terms of a CMS package on ALTUS Basic: deadlines, end date, plan, costs and the readings they rest on.
// Pure: today arrives as an argument. It states what the source says; what to do about it is the policies' to decide.
// Source: sources/000, rules AL1–AL8.
import { subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { type CivilDate, earlierOf, laterOf } from '../../src/calendar/civil-date.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { assumptionsOf } from './assumptions.ts';
import type { AltusContract } from './contract.ts';
import { costsOf } from './costs.ts';
import { deadlinesOf } from './deadlines.ts';
import { endToldOn, tellBy } from './end-dates.ts';
import { doneOn, type NumberFacts, numbersOf } from './facts.ts';
import { endingDomains } from './order.ts';
import { closuresOf, scheduleOf, TAKE_DOWN } from './schedule.ts';

/** From so many business days before the end on the take-down is at risk (AL8). */
export const RISK_BUSINESS_DAYS = 5;

/** What the terms say of this contract on `todayOn`, by what is attested. */
export function termsOf(contract: AltusContract, attested: History['attested'], todayOn: CivilDate): Terms {
  const numbers = numbersOf(contract, attested);
  const { governing, ...ends } = endsOf(contract, numbers);
  const schedule = scheduleOf(contract, attested, governing, todayOn);
  const finished = schedule.length === 0;
  const takesDown = schedule.some(({ step }) => TAKE_DOWN.has(step));
  const letters = numbers.some(({ returnSentOn }) => returnSentOn === undefined);
  return {
    ...ends,
    ...(finished && ends.endsOnConflict === undefined ? {} : { governingEndsOn: governing }),
    deadlines: deadlinesOf(contract, numbers, finished ? undefined : governing, todayOn),
    costs: costsOf(contract, ends.endsOn, {
      tellByOn: numbers.every(({ toldOn }) => toldOn !== undefined) ? undefined : tellBy(contract.endOn),
      domains: endingDomains(contract).length > 0 && doneOn(attested, 'cancel-domains') === undefined,
      estate: !finished,
    }),
    assumptions: assumptionsOf(contract, {
      letters,
      told: ends.endsOnSource === 'computed' && ends.endsOn !== contract.endOn,
    }),
    schedule,
    ...(finished ? {} : { atRiskFromOn: subtractBusinessDays(governing, RISK_BUSINESS_DAYS, closuresOf(contract)) }),
    ...(takesDown
      ? {
          teardownWindow: {
            ...(contract.serviceEndsOn === undefined ? {} : { fromOn: contract.serviceEndsOn }),
            untilOn: governing,
          },
        }
      : {}),
  };
}

type Ends = Pick<Terms, 'endsOn' | 'endsOnSource' | 'computedEndsOn' | 'endsOnConflict'> & {
  readonly endsOn: CivilDate;
  readonly governing: CivilDate;
};

/** The provider's own end date wins once it is attested; while it is unexpected and unacknowledged, the earlier day governs. */
function endsOf(contract: AltusContract, numbers: readonly NumberFacts[]): Ends {
  const { endOn: wantedOn } = contract;
  const told = known(numbers.map(({ toldOn }) => toldOn));
  const computedEndsOn = told?.map((on) => endToldOn(on, wantedOn)).reduce(laterOf);
  const computed = computedEndsOn === undefined ? {} : { computedEndsOn };
  const said = known(numbers.map(({ endsOn }) => endsOn));
  if (said === undefined)
    return {
      ...computed,
      endsOn: computedEndsOn ?? wantedOn,
      endsOnSource: computedEndsOn === undefined ? 'wanted' : 'computed',
      governing: wantedOn,
    };
  const expectedOn = computedEndsOn ?? wantedOn;
  const [first, last] = [said.reduce(earlierOf), said.reduce(laterOf)];
  const settled = (first === expectedOn && last === expectedOn) || contract.endsOnAcknowledged === last;
  return {
    ...computed,
    endsOn: last,
    endsOnSource: 'notice',
    governing: settled ? first : earlierOf(first, expectedOn),
    ...(settled
      ? {}
      : {
          endsOnConflict: { computedOn: expectedOn, noticeOn: first === expectedOn ? last : first, rule: 'AL1' },
        }),
  };
}

/** All of them, or undefined while one is missing (AL7). */
function known(days: readonly (CivilDate | undefined)[]): CivilDate[] | undefined {
  const all = days.filter((day) => day !== undefined);
  return all.length === days.length ? all : undefined;
}
