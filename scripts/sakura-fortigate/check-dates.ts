// Dates and plans of a contract file that contradict each other (SF1–SF3). Pure; never looks at today.
import { KaiyakuError } from '../../src/base/errors.ts';
import {
  addDays,
  firstDayOfMonth,
  formatWithWeekday,
  isCivilDate,
  lastDayOfMonth,
} from '../../src/calendar/civil-date.ts';
import { holidayName } from '../../src/calendar/holidays.ts';
import type { ContractPath, ContractProblem } from '../../src/contract/provider-schema.ts';
import type { PartialContract } from './contract.ts';
import { termEndsOn, termWindow } from './end-dates.ts';

export function checkDates(contract: PartialContract): ContractProblem[] {
  return [
    ...checkPlan(contract),
    ...checkTerm(contract),
    ...checkYear(contract),
    ...checkServiceEnd(contract),
    ...(contract.closures ?? []).flatMap((closure, at) => [
      ...checkMonthDay(closure.from, ['closures', at, 'from']),
      ...checkMonthDay(closure.to, ['closures', at, 'to']),
    ]),
  ];
}

function checkPlan({ plan, term, endMonth, serviceEndsOn, endsOnAcknowledged }: PartialContract): ContractProblem[] {
  const problem = (key: string, what: string, next: string): ContractProblem => ({
    code: 'plan-mismatch',
    path: [key],
    at: 'key',
    what,
    next,
  });
  if (plan === undefined) return [];
  if (plan !== 'archive-only')
    return [
      ...(plan === 'term' && term === undefined
        ? [
            missing(
              'plan: term needs the term’s start and length',
              'term',
              'term:\n  startedOn: 2025-12-15\n  termMonths: 12',
            ),
          ]
        : []),
      ...(plan === 'no-term' && term !== undefined
        ? [problem('term', 'a plan without term has no `term`', 'set plan: term, or remove `term`')]
        : []),
      ...(endMonth === undefined
        ? [missing(`plan: ${plan} needs the month it is to end in`, 'endMonth', 'endMonth: 2026-12')]
        : []),
    ];
  // SF3: no application, no notice, no end date.
  return [
    ...(term === undefined ? [] : [problem('term', 'an archive-only product has no term', 'remove `term`')]),
    ...(endMonth === undefined
      ? []
      : [problem('endMonth', 'an archive-only product has no end date to wish for', 'remove `endMonth`')]),
    ...(endsOnAcknowledged === undefined
      ? []
      : [
          problem('endsOnAcknowledged', 'an archive-only product has no licence notice', 'remove `endsOnAcknowledged`'),
        ]),
    ...(serviceEndsOn === 'when-noticed'
      ? [problem('serviceEndsOn', 'an archive-only product has no licence notice to wait for', 'name a date')]
      : []),
  ];
}

function missing(what: string, key: string, example: string): ContractProblem {
  return { code: 'missing-key', path: ['plan'], what: `${what}: the contract lacks ${key}`, next: `add\n${example}` };
}

function checkTerm({ plan, term, endMonth }: PartialContract): ContractProblem[] {
  if (plan !== 'term' || term === undefined) return [];
  const problems: ContractProblem[] = [];
  if (term.termEndsOn !== undefined && term.termEndsOn < term.startedOn)
    return [
      {
        code: 'dates-contradict',
        path: ['term', 'termEndsOn'],
        what: `the term ends on ${term.termEndsOn}, before it starts on ${term.startedOn}`,
      },
    ];
  try {
    const computed = termEndsOn({ ...term, termEndsOn: undefined }, 0);
    if (term.termEndsOn !== undefined && term.termEndsOn.slice(0, 7) !== computed.slice(0, 7))
      problems.push({
        code: 'dates-contradict',
        severity: 'warning',
        path: ['term', 'termEndsOn'],
        what: `${term.termMonths} months from ${term.startedOn} end on ${computed}, not in ${term.termEndsOn.slice(0, 7)}`,
        why: 'the end in the licence notice wins; a wrong month ends the contract a whole term later',
        next: 'compare it with the licence notice (ライセンス通知書)',
      });
    if (endMonth !== undefined) termWindow(endMonth, term);
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    problems.push(problemOf(error, endMonth === undefined ? ['term'] : ['endMonth']));
  }
  return problems;
}

/** Business days are needed around the end: a year without known holidays cannot be planned for. */
function checkYear({ endMonth }: PartialContract): ContractProblem[] {
  if (endMonth === undefined) return [];
  try {
    holidayName(firstDayOfMonth(endMonth));
    return [];
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    return [problemOf(error, ['endMonth'])];
  }
}

function problemOf({ detail: { code, message: what, why, next } }: KaiyakuError, path: ContractPath): ContractProblem {
  return { code, path, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) };
}

/** An end before the users may lose the service is refused (SF1); one that leaves no day for the teardown is warned of. */
function checkServiceEnd({ plan, endMonth, serviceEndsOn }: PartialContract): ContractProblem[] {
  if (plan === 'archive-only' || endMonth === undefined || serviceEndsOn === undefined) return [];
  if (serviceEndsOn === 'when-noticed') return [];
  const endsOn = lastDayOfMonth(endMonth);
  if (serviceEndsOn < endsOn) return [];
  const late = serviceEndsOn > endsOn;
  return [
    {
      code: 'ends-before-service',
      severity: late ? 'error' : 'warning',
      path: ['serviceEndsOn'],
      what: late
        ? `the contract would end on ${endsOn}, before its users may lose the service`
        : 'no day is left between the end of the service and the end of the contract',
      why: `the teardown runs from serviceEndsOn to ${formatWithWeekday(addDays(endsOn, -1))}, the day before the end (SF8)`,
      next: 'choose a later endMonth or an earlier serviceEndsOn',
    },
  ];
}

/** Checked in a leap year, so that 02-29 passes. */
function checkMonthDay(monthDay: string, path: ContractPath): ContractProblem[] {
  if (isCivilDate(`2024-${monthDay}`)) return [];
  return [{ code: 'wrong-value', path, what: `there is no day ${monthDay}`, next: 'write it as MM-DD, like 12-29' }];
}
