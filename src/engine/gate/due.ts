// What must happen soon: deadlines, steps whose last day comes, windows that open, waivers that run out. Pure.
import { addDays, daysBetween, type CivilDate } from '../../calendar/civil-date.ts';
import type { Actor } from '../../teardown/step.ts';
import type { Survey } from '../survey.ts';
import type { StepVerdict } from '../verdict.ts';
import { openDeadlines, type OpenDeadline } from './deadline-findings.ts';
import { dueSteps, openSteps } from './front.ts';
import type { Waiver } from './waiver-findings.ts';

/** One thing that is due. */
export interface DueItem {
  /** `opens`: from that day on it can be done; everything else must be done by it. */
  readonly kind: 'deadline' | 'step' | 'opens' | 'waiver';
  /** Rule of the deadline; `waiver-expired` for a waiver. */
  readonly rule?: string;
  readonly step?: string;
  readonly what: string;
  readonly who: Actor;
  /** The day that counts for whoever has to act. */
  readonly actByOn: CivilDate;
  readonly recommendedOn?: CivilDate;
  /** The provider's own limit, where it is later. */
  readonly limitOn?: CivilDate;
  /** Days from today to `actByOn`; negative when it has passed. */
  readonly slackDays: number;
  readonly costYen?: number;
  readonly stake?: string;
  readonly provisional: boolean;
  /** May say CONTRACT. */
  readonly next?: string;
  /** Somebody has to do, decide or approve something; else time or kaiyaku does. */
  readonly needsPerson: boolean;
}

export interface DueOptions {
  readonly withinDays: number;
  readonly waivers: readonly Waiver[];
  /** The command that goes on from here. */
  readonly next: string;
}

/** Everything of one contract that is due within so many days, by slack. */
export function dueItems(survey: Survey, options: DueOptions): DueItem[] {
  const { decision, input } = survey;
  if (decision.complete) return [];
  const untilOn = addDays(input.todayOn, options.withinDays);
  const front = dueSteps(decision)[0];
  const deadlines = openDeadlines(survey).map((open) => deadlineItem(open, front, options.next));
  const said = new Set(deadlines.map(({ actByOn }) => actByOn));
  return [
    ...deadlines.filter(({ actByOn, recommendedOn }) => (recommendedOn ?? actByOn) <= untilOn || actByOn <= untilOn),
    ...scheduledItems(survey).filter(({ actByOn }) => actByOn <= untilOn && !said.has(actByOn)),
    ...openingItems(survey, options.next).filter(({ actByOn }) => actByOn <= untilOn),
    ...options.waivers.flatMap((waiver) => waiverItem(waiver, input.todayOn, untilOn)),
  ].toSorted((one, other) => one.slackDays - other.slackDays);
}

const PERSONS: ReadonlySet<string> = new Set(['waiting-for-person', 'needs-approval', 'blocked', 'in-doubt']);

/** A person's own deadline, or one of kaiyaku's while the way to it waits for a person. */
function deadlineItem(
  { deadline, actByOn, slackDays, costYen }: OpenDeadline,
  front: StepVerdict | undefined,
  next: string,
): DueItem {
  const { rule, what, who, on, recommendedOn, stake, provisional } = deadline;
  return {
    kind: 'deadline',
    rule,
    what,
    who,
    actByOn,
    slackDays,
    stake,
    provisional,
    next,
    needsPerson: who === 'customer' || (front !== undefined && PERSONS.has(front.verdict)),
    ...(on === actByOn ? {} : { limitOn: on }),
    ...(recommendedOn === undefined ? {} : { recommendedOn }),
    ...(costYen === undefined ? {} : { costYen }),
    ...(front !== undefined && isMetAt(deadline, front) ? { step: front.step.id } : {}),
  };
}

const isMetAt = ({ metBy, who }: OpenDeadline['deadline'], { step }: StepVerdict): boolean =>
  metBy === undefined ? step.actor === who : metBy.includes(step.id);

/** Steps with days of their own, counted back from the end. */
function scheduledItems({ decision, terms, input }: Survey): DueItem[] {
  return (terms.schedule ?? []).flatMap((days) => {
    const open = openSteps(decision).find((one) => one.step.id === days.step);
    if (open === undefined) return [];
    const { step, next, costYen } = open;
    return {
      kind: 'step' as const,
      step: step.id,
      what: step.title,
      who: step.actor,
      actByOn: days.latestOn,
      recommendedOn: days.recommendedOn,
      slackDays: daysBetween(input.todayOn, days.latestOn),
      provisional: days.provisional,
      needsPerson: isPersons(open),
      ...(next === undefined ? {} : { next }),
      ...(costYen === undefined ? {} : { costYen }),
    };
  });
}

/** The step in front may begin on that day. */
function openingItems({ decision, input }: Survey, next: string): DueItem[] {
  return dueSteps(decision).flatMap((one) => {
    const { fromOn, untilOn } = one.step.window;
    if (one.verdict !== 'waiting-until' || fromOn === undefined) return [];
    return {
      kind: 'opens' as const,
      step: one.step.id,
      what: `can begin: ${one.step.title}`,
      who: one.step.actor,
      actByOn: fromOn,
      slackDays: daysBetween(input.todayOn, fromOn),
      provisional: false,
      needsPerson: false,
      next,
      ...(untilOn === undefined ? {} : { limitOn: untilOn }),
    };
  });
}

const isPersons = ({ step, verdict }: StepVerdict): boolean => step.actor === 'customer' || PERSONS.has(verdict);

function waiverItem({ refusal, about, reason, untilOn }: Waiver, todayOn: CivilDate, until: CivilDate): DueItem[] {
  if (untilOn === undefined || untilOn > until) return [];
  return [
    {
      kind: 'waiver',
      rule: 'waiver-expired',
      what: `the waiver of ${refusal} for “${about}” runs out (${reason})`,
      who: 'customer',
      actByOn: untilOn,
      slackDays: daysBetween(todayOn, untilOn),
      provisional: false,
      needsPerson: true,
      next: 'renew untilOn with a new reason, or mend what it covers and remove it',
    },
  ];
}
