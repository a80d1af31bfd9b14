// Every day by which something must have happened, for one contract: the work on domains and DNS (CL1), the form (CL7).
// Pure.
import { type CivilDate, earlierOf } from '../../src/calendar/civil-date.ts';
import type { Deadline, StepSchedule, Terms } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import { missingMonths } from './end-dates.ts';
import { citeRule } from './explain.ts';
import type { FormFacts } from './facts.ts';
import { stepOf } from './order.ts';

type Window = NonNullable<Terms['applicationWindow']>;

export function deadlinesOf(
  contract: ClaraContract,
  form: FormFacts,
  window: Window,
  schedule: readonly StepSchedule[],
): Deadline[] {
  if (form.arrivedOn !== undefined || form.endsOn !== undefined) return [];
  return [...workDeadline(contract, window, schedule), formDeadline(contract, form, window)];
}

/** CL1: done by the last day on which the form can be sent. */
function workDeadline(contract: ClaraContract, window: Window, schedule: readonly StepSchedule[]): Deadline[] {
  const verify = contract.domains.map((domain) => stepOf('verify', domain));
  const left = schedule.filter(({ step }) => verify.includes(step));
  if (left.length === 0) return [];
  return [
    {
      rule: 'CL1',
      what: `all work on domains and DNS is done and verified: ${contract.domains.map(({ name }) => name).join(', ')}`,
      who: 'customer',
      on: window.applyLatestOn,
      latestOn: left.map(({ latestOn }) => latestOn).reduce(earlierOf),
      recommendedOn: left.map(({ recommendedOn }) => recommendedOn).reduce(earlierOf),
      provisional: window.provisional || left.some(({ provisional }) => provisional),
      stake: `the form cannot be sent in time: one month more, ${contract.monthlyFee} yen`,
      metBy: verify,
      costRule: 'CL7',
      field: ['endMonth'],
      citation: citeRule('CL1'),
    },
  ];
}

/** CL7: met on the day of arrival; sending alone is not arriving. */
function formDeadline(contract: ClaraContract, { sentOn }: FormFacts, window: Window): Deadline {
  const sent = sentOn !== undefined;
  return {
    rule: 'CL7',
    what: `the cancellation form (解約申込書) has arrived, to end on ${window.endsOn}`,
    who: sent ? 'provider' : 'customer',
    fromOn: window.acceptFromOn,
    on: window.acceptByOn,
    // Once it is sent there is nothing left that the customer could do by a day.
    ...(sent
      ? {}
      : {
          applyFromOn: window.applyFromOn,
          latestOn: window.applyLatestOn,
          recommendedOn: window.applyRecommendedOn,
        }),
    provisional: window.provisional,
    stake: `too late: one month more, ${contract.monthlyFee} yen${minimumStake(contract, window.endsOn)}`,
    field: ['endMonth'],
    citation: citeRule('CL7'),
  };
}

function minimumStake(contract: ClaraContract, endsOn: CivilDate): string {
  const missing = missingMonths(contract, endsOn);
  return missing === 0 ? '' : `; in time: ${missing} months of the minimum term, ${missing * contract.monthlyFee} yen`;
}
