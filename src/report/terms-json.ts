// The terms as plain JSON, the same wherever they appear. Keys are an interface: added to, never renamed.
import { daysBetween, type CivilDate } from '../calendar/civil-date.ts';
import type { StepSchedule, Terms } from '../teardown/terms.ts';
import { plain } from './plain.ts';
import { actBy } from './terms-lines.ts';

/** Dates are civil dates in Japan (`YYYY-MM-DD`), money is whole yen. What is not known is left out. */
export interface TermsJson {
  readonly endsOn?: string;
  readonly endsOnSource: Terms['endsOnSource'];
  /** Days from `todayOn` to `endsOn`; negative when it has passed. */
  readonly daysLeft?: number;
  readonly computedEndsOn?: string;
  readonly governingEndsOn?: string;
  readonly endsOnConflict?: { readonly computedOn: string; readonly noticeOn: string };
  readonly atRiskFromOn?: string;
  readonly teardownWindow?: { readonly fromOn?: string; readonly untilOn?: string };
  readonly applicationWindow?: Terms['applicationWindow'];
  readonly deadlines: readonly DeadlineJson[];
  /** The steps that are left, counted back from the end; only of providers that plan them. */
  readonly schedule?: readonly StepSchedule[];
  readonly costs: readonly {
    readonly rule: string;
    readonly yen: number;
    readonly months?: number;
    readonly formula: string;
    readonly when: string;
  }[];
  readonly assumptions: readonly { readonly rule: string; readonly reading: string; readonly overridableBy?: string }[];
}

export interface DeadlineJson {
  readonly rule: string;
  readonly what: string;
  readonly who: string;
  /** Earlier is too early. */
  readonly fromOn?: string;
  readonly applyFromOn?: string;
  /** The provider's own limit. */
  readonly on: string;
  /** The last day on which whoever has to act still meets `on`. */
  readonly latestOn?: string;
  readonly recommendedOn?: string;
  /** Days from today to `latestOn`, or to `on`. */
  readonly daysLeft: number;
  readonly provisional: boolean;
  readonly stake: string;
  readonly citation: { readonly document: string; readonly section: string; readonly quote?: string };
}

export function termsFields(terms: Terms, todayOn: CivilDate): TermsJson {
  const { endsOn, endsOnSource, computedEndsOn, governingEndsOn, endsOnConflict, atRiskFromOn } = terms;
  const { teardownWindow, applicationWindow, costs, assumptions } = terms;
  return plain({
    endsOn,
    endsOnSource,
    daysLeft: endsOn === undefined ? undefined : daysBetween(todayOn, endsOn),
    computedEndsOn,
    governingEndsOn,
    endsOnConflict,
    atRiskFromOn,
    teardownWindow,
    applicationWindow,
    deadlines: terms.deadlines.map((one) =>
      plain({
        rule: one.rule,
        what: one.what,
        who: one.who,
        fromOn: one.fromOn,
        applyFromOn: one.applyFromOn,
        on: one.on,
        latestOn: one.latestOn,
        recommendedOn: one.recommendedOn,
        daysLeft: daysBetween(todayOn, actBy(one)),
        provisional: one.provisional,
        stake: one.stake,
        citation: one.citation,
      }),
    ),
    schedule: terms.schedule,
    costs,
    assumptions,
  });
}
