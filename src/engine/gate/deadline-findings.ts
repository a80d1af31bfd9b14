// Deadlines against today: missed, too late for whoever has to act, at risk, near. Pure. A deadline that is met says
// nothing; neither does one of a contract that is complete.
import { sha256Hex } from '../../base/canonical-json.ts';
import { daysBetween, type CivilDate } from '../../calendar/civil-date.ts';
import type { Deadline, Terms } from '../../teardown/terms.ts';
import type { Survey } from '../survey.ts';
import { isStepDone } from './front.ts';
import type { FindingContext, GateFinding, GateSeverity } from './finding.ts';

/** Days before the last day to act from which a deadline without a recommended day is spoken of. */
export const NEAR_DAYS = 7;

/** A deadline that is still open, with the day that counts for whoever has to act. */
export interface OpenDeadline {
  readonly deadline: Deadline;
  /** The last day to act. */
  readonly actByOn: CivilDate;
  /** Days from today to `actByOn`; negative when it has passed. */
  readonly slackDays: number;
  readonly costYen?: number;
  /** Rule and step: stays when the day or the rest of the sentence changes. Unlike any other of its contract. */
  readonly key: string;
}

/** What the terms still ask for, in their order. */
export function openDeadlines({ decision, terms, input }: Survey): OpenDeadline[] {
  if (decision.complete) return [];
  const keys = keysOf(terms.deadlines);
  return terms.deadlines.flatMap((deadline, at) => {
    const { metBy } = deadline;
    if (metBy !== undefined && metBy.every((step) => isStepDone(decision, step))) return [];
    const actByOn = deadline.latestOn ?? deadline.on;
    const costYen = costOf(terms, deadline);
    return {
      deadline,
      actByOn,
      slackDays: daysBetween(input.todayOn, actByOn),
      key: keys[at]!,
      ...(costYen === undefined ? {} : { costYen }),
    };
  });
}

/** Several of one rule and step (two domains, two papers) are told apart by what they are about, never by their order. */
function keysOf(deadlines: readonly Deadline[]): string[] {
  const plain = deadlines.map(({ rule, metBy }) => (metBy?.[0] === undefined ? rule : `${rule}.${metBy[0]}`));
  const seen = new Map<string, number>();
  return deadlines.map((deadline, at) => {
    const key = plain[at]!;
    if (plain.filter((one) => one === key).length === 1) return key;
    const own = `${key}.${sha256Hex(aboutOf(deadline)).slice(0, 6)}`;
    const before = seen.get(own) ?? 0;
    seen.set(own, before + 1);
    return before === 0 ? own : `${own}.${before + 1}`;
  });
}

/** Whether somebody should have acted by now, or soon has to. */
export function isAtRisk({ deadline, slackDays }: OpenDeadline, todayOn: CivilDate): boolean {
  return deadline.recommendedOn === undefined ? slackDays <= NEAR_DAYS : todayOn >= deadline.recommendedOn;
}

/** Findings of rule `deadline.rule`, and `provisional-date` for those that may still move. */
export function deadlineFindings(survey: Survey, { next, endField }: FindingContext): GateFinding[] {
  const { todayOn } = survey.input;
  return openDeadlines(survey).flatMap((open) => {
    const lateness = latenessOf(open, todayOn);
    return [
      ...(lateness === undefined ? [] : [{ ...lateFinding(open, lateness), next, path: fieldOf(open, endField) }]),
      ...(open.deadline.provisional ? [{ ...provisionalFinding(open), path: fieldOf(open, endField) }] : []),
    ];
  });
}

interface Lateness {
  readonly severity: GateSeverity;
  readonly what: string;
}

function latenessOf(open: OpenDeadline, todayOn: CivilDate): Lateness | undefined {
  const { deadline, actByOn, slackDays } = open;
  const { on, what, recommendedOn, who } = deadline;
  if (todayOn > on) return { severity: 'error', what: `missed: ${what}; the limit was ${on}` };
  if (slackDays < 0)
    return {
      // A person who has no business day left can no longer act; kaiyaku can, to the last day.
      severity: who === 'kaiyaku' ? 'warning' : 'error',
      what: `late: ${what}; the last day to act was ${actByOn}, the limit is ${on}`,
    };
  if (!isAtRisk(open, todayOn)) return undefined;
  const left = slackDays === 0 ? 'today is the last day to act' : `the last day to act is ${actByOn}`;
  return {
    severity: 'warning',
    what: `at risk: ${what}; ${recommendedOn === undefined ? '' : `it was recommended by ${recommendedOn}, and `}${left}`,
  };
}

function lateFinding(
  { deadline, actByOn, costYen }: OpenDeadline,
  { severity, what }: Lateness,
): Omit<GateFinding, 'path'> {
  return {
    rule: deadline.rule,
    severity,
    what,
    why: `at stake: ${deadline.stake}`,
    about: aboutOf(deadline),
    on: actByOn,
    ...(costYen === undefined ? {} : { costYen }),
  };
}

function provisionalFinding({ deadline, actByOn }: OpenDeadline): Omit<GateFinding, 'path'> {
  return {
    rule: 'provisional-date',
    severity: 'note',
    what: `${deadline.rule}: ${actByOn} rests on a holiday that is not yet announced, and may move`,
    why: 'equinox days are official from 1 February of the year before (暦要項)',
    about: `${deadline.rule} ${aboutOf(deadline)}`,
    on: actByOn,
  };
}

/** The dates may move, what has to happen stays; what it says of dates is cut out. */
export const aboutOf = ({ what }: Deadline): string => what.replace(/,? ?\S* ?\d{4}[-/]\d{2}[-/]\d{2}/gu, '').trim();

const fieldOf = ({ deadline }: OpenDeadline, endField: GateFinding['path']): GateFinding['path'] =>
  deadline.field ?? endField;

/** The dearest of the costs that come with missing it. */
function costOf({ costs }: Terms, { rule, costRule }: Deadline): number | undefined {
  const yen = costs.filter((one) => one.rule === (costRule ?? rule)).map((one) => one.yen);
  return yen.length === 0 ? undefined : Math.max(...yen);
}
