// The terms of an additional IP address at Clara: the form's window, deadlines, end date, plan, costs and the readings they
// rest on. Pure: today arrives as an argument. It states what the source says; what to do about it is the policies' to decide.
// Source: sources/001, rules CL1–CL10.
import { type CivilDate, earlierOf } from '../../src/calendar/civil-date.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { assumptionsOf } from './assumptions.ts';
import type { ClaraContract } from './contract.ts';
import { costsOf } from './costs.ts';
import { deadlinesOf } from './deadlines.ts';
import { endReceivedOn, windowOf } from './end-dates.ts';
import { type FormFacts, formFacts } from './facts.ts';
import { closuresOf, scheduleOf } from './schedule.ts';

/** What the terms say of this contract on `todayOn`, by what is attested. */
export function termsOf(contract: ClaraContract, attested: History['attested'], todayOn: CivilDate): Terms {
  const form = formFacts(attested);
  const window = windowOf(contract, todayOn, closuresOf(contract));
  const { applyLatestOn: latestOn, applyRecommendedOn: recommendedOn } = window;
  const schedule = scheduleOf(contract, attested, { latestOn, recommendedOn }, todayOn);
  const open = form.arrivedOn === undefined && form.endsOn === undefined;
  const ends = endsOf(contract, form, window.endsOn);
  return {
    ...ends,
    // After the form nothing has to be finished by a day: the address ends by itself.
    ...(open ? { governingEndsOn: window.endsOn, teardownWindow: { untilOn: latestOn } } : {}),
    applicationWindow: window,
    deadlines: deadlinesOf(contract, form, window, schedule),
    costs: costsOf(contract, {
      arriveByOn: open ? window.acceptByOn : undefined,
      wantedOn: window.endsOn,
      endsOn: ends.endsOn,
    }),
    assumptions: assumptionsOf(contract, form, window.endsOn),
    schedule,
  };
}

type Ends = Pick<Terms, 'endsOn' | 'endsOnSource' | 'computedEndsOn' | 'governingEndsOn' | 'endsOnConflict'> & {
  readonly endsOn: CivilDate;
};

/** The accepted end date wins once it is attested; an unexpected one stops everything until it is acknowledged. */
function endsOf(contract: ClaraContract, { arrivedOn, endsOn: saidOn }: FormFacts, wantedOn: CivilDate): Ends {
  const computedEndsOn = arrivedOn === undefined ? undefined : endReceivedOn(arrivedOn, contract.endMonth);
  const computed = computedEndsOn === undefined ? {} : { computedEndsOn };
  const expectedOn = computedEndsOn ?? wantedOn;
  if (saidOn === undefined)
    return { ...computed, endsOn: expectedOn, endsOnSource: computedEndsOn === undefined ? 'wanted' : 'computed' };
  const settled = saidOn === expectedOn || contract.endsOnAcknowledged === saidOn;
  return {
    ...computed,
    endsOn: saidOn,
    endsOnSource: 'notice',
    ...(settled
      ? {}
      : {
          governingEndsOn: earlierOf(saidOn, expectedOn),
          endsOnConflict: { computedOn: expectedOn, noticeOn: saidOn, rule: 'CL7' },
        }),
  };
}
