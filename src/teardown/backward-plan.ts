// Backward planning: from the day by which everything must be done, each step's latest and recommended day, and from today
// its earliest. Pure; a person acts on business days. It computes days only: what being late means is the provider's to say.
import { bugError } from '../base/errors.ts';
import {
  addBusinessDays,
  BUSINESS_WALK_DAYS_MAX,
  type Closure,
  isProvisional,
  nextOrSame,
  previousOrSame,
  subtractBusinessDays,
} from '../calendar/business-days.ts';
import { addDays, type CivilDate, daysBetween, earlierOf, laterOf } from '../calendar/civil-date.ts';
import type { StepId } from './step.ts';
import type { StepSchedule } from './terms.ts';

/** What passes between an act and the next one: days of the calendar (a TTL, a quiet period) or business days (somebody's work). */
export type Wait = { readonly days: number } | { readonly businessDays: number };

/** A day by which something must be done, and the day by which it had better be. */
export interface By {
  readonly latestOn: CivilDate;
  readonly recommendedOn: CivilDate;
}

/** One step of the plan. */
export interface PlannedWork {
  readonly step: StepId;
  /** Steps of the plan that come before it; they stand before it in the list. */
  readonly after: readonly StepId[];
  /** From this step to those after it; absent: they may follow on the same day. */
  readonly wait?: Wait;
  /** A limit of its own, whatever comes after. Needed where nothing comes after. */
  readonly by?: By;
  readonly fromOn?: CivilDate;
  /** It is done: only its wait still counts. */
  readonly doneOn?: CivilDate;
}

/** Today and the provider's closures. */
export interface PlanCalendar {
  readonly todayOn: CivilDate;
  readonly closures: readonly Closure[];
}

/** The steps that are left, in their order. Throws `no-business-day` (user) where the closures leave none. */
export function planBackward(works: readonly PlannedWork[], calendar: PlanCalendar): StepSchedule[] {
  requireOrder(works);
  const limits = limitsOf(works, calendar);
  const earliest = earliestOf(works, calendar);
  return works
    .filter((work) => work.doneOn === undefined)
    .map(({ step }) => {
      const { latestOn, recommendedOn, provisional } = limits.get(step)!;
      const earliestOn = earliest.get(step)!;
      return {
        step,
        earliestOn,
        recommendedOn: earlierOf(latestOn, laterOf(recommendedOn, earliestOn)),
        latestOn,
        slackDays: daysBetween(earliestOn, latestOn),
        provisional,
      };
    });
}

interface Limit extends By {
  readonly provisional: boolean;
}

/** From the last step to the first: no later than its own limit, nor than what comes after it allows. */
function limitsOf(works: readonly PlannedWork[], { todayOn, closures }: PlanCalendar): Map<StepId, Limit> {
  const limits = new Map<StepId, Limit>();
  for (const work of works.toReversed()) {
    const next = works.filter((one) => one.after.includes(work.step)).map((one) => limits.get(one.step)!);
    const of = (day: keyof By): CivilDate => {
      const raw = [
        ...(work.by === undefined ? [] : [work.by[day]]),
        ...next.map((one) => before(one[day], work.wait, closures)),
      ];
      return previousOrSame(raw.reduce(earlierOf), closures);
    };
    const [latestOn, recommendedOn] = [of('latestOn'), of('recommendedOn')];
    const ends = [...(work.by === undefined ? [] : [work.by.latestOn]), ...next.map((one) => one.latestOn)];
    const provisional =
      next.some((one) => one.provisional) ||
      ends.some(
        (end) =>
          daysBetween(recommendedOn, end) <= BUSINESS_WALK_DAYS_MAX &&
          isProvisional(recommendedOn, end, todayOn, closures),
      );
    limits.set(work.step, { latestOn, recommendedOn, provisional });
  }
  return limits;
}

/** From the first step to the last: today, and after what comes before it. */
function earliestOf(works: readonly PlannedWork[], { todayOn, closures }: PlanCalendar): Map<StepId, CivilDate> {
  const earliest = new Map<StepId, CivilDate>();
  const byId = new Map(works.map((work) => [work.step, work]));
  for (const work of works) {
    const ready = work.after.map((id) => {
      const previous = byId.get(id)!;
      return after(previous.doneOn ?? earliest.get(id)!, previous.wait, closures);
    });
    const from = [todayOn, ...(work.fromOn === undefined ? [] : [work.fromOn]), ...ready].reduce(laterOf);
    earliest.set(work.step, nextOrSame(from, closures));
  }
  return earliest;
}

function before(day: CivilDate, wait: Wait | undefined, closures: readonly Closure[]): CivilDate {
  if (wait === undefined) return day;
  return 'days' in wait ? addDays(day, -wait.days) : subtractBusinessDays(day, wait.businessDays, closures);
}

function after(day: CivilDate, wait: Wait | undefined, closures: readonly Closure[]): CivilDate {
  if (wait === undefined) return day;
  return 'days' in wait ? addDays(day, wait.days) : addBusinessDays(day, wait.businessDays, closures);
}

function requireOrder(works: readonly PlannedWork[]): void {
  const seen = new Set<StepId>();
  for (const [at, { step, after: previous, by }] of works.entries()) {
    if (seen.has(step) || previous.some((id) => !seen.has(id)))
      throw bugError('plan-order', `${step} stands twice in its plan, or before what it comes after`);
    if (by === undefined && !works.slice(at + 1).some((one) => one.after.includes(step)))
      throw bugError('plan-open', `${step} has no limit and nothing after it`);
    seen.add(step);
  }
}
