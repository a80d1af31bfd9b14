// What a provider's document says about dates and money, as data. Computed by pure functions in scripts/<provider>/terms.ts.
import type { CivilDate } from '../calendar/civil-date.ts';

/** Where a rule is written: document, section. */
export interface Citation {
  readonly document: string;
  readonly section: string;
  /** The provider's own words, short. */
  readonly quote?: string;
}

/** One day by which (or from which) something must have happened. */
export interface Deadline {
  /** `SF1`… */
  readonly rule: string;
  /** What must have happened. */
  readonly what: string;
  readonly who: 'kaiyaku' | 'customer' | 'provider' | 'third-party';
  /** Earlier is too early (would end the contract in another month). */
  readonly fromOn?: CivilDate;
  /** First business day of the window: from when the customer may act. */
  readonly applyFromOn?: CivilDate;
  /** The provider's own limit. */
  readonly on: CivilDate;
  /** Last business day on which the customer can act and still meet `on`. */
  readonly latestOn?: CivilDate;
  readonly recommendedOn?: CivilDate;
  /** Rests on a holiday that is not yet announced. */
  readonly provisional: boolean;
  /** What is at stake: yen, data, violation. */
  readonly stake: string;
  /** Steps that meet it: done all of them, it is met. Without: it is met when the terms no longer list it. */
  readonly metBy?: readonly string[];
  /** The rule of the cost of missing it, where that is another one than its own. */
  readonly costRule?: string;
  /** The field of the contract file that sets it, as keys and indexes from the root. */
  readonly field?: readonly (string | number)[];
  readonly citation: Citation;
}

export interface Cost {
  readonly rule: string;
  readonly yen: number;
  readonly months?: number;
  readonly formula: string;
  readonly when: string;
  /** The known dates have caused it already; otherwise it threatens. */
  readonly incurred?: boolean;
}

/** A reading of an open question; shown to the user. */
export interface Assumption {
  readonly rule: string;
  readonly reading: string;
  readonly overridableBy?: string;
}

/** When one step can, should and must be done, counted back from the end. Business days all three. */
export interface StepSchedule {
  readonly step: string;
  /** First day on which it can be done: today, or when what comes before it lets it. */
  readonly earliestOn: CivilDate;
  readonly recommendedOn: CivilDate;
  readonly latestOn: CivilDate;
  /** Days from `earliestOn` to `latestOn`; negative: the end can no longer be reached in this order. */
  readonly slackDays: number;
  /** Rests on a holiday that is not yet announced. */
  readonly provisional: boolean;
}

/** An amount that some reading of the terms gives. */
export interface BillReading {
  readonly yen: number;
  readonly reading: string;
}

/** An invoice that was filed, and what the terms give. */
export interface Billed {
  readonly rule: string;
  /** Where it was filed, and where it is explained. */
  readonly step: string;
  readonly yen: number;
  /** What is agreed on, or every reading while nothing is. */
  readonly expected: readonly BillReading[];
  /** Readings that an agreement took away. */
  readonly others: readonly BillReading[];
  /** Somebody has filed what the provider says of it. */
  readonly explained: boolean;
}

/** What the terms say of one contract at one time. Pure data. */
export interface Terms {
  /** The legal end: the notice's when known, else the computed one, else the wanted one. Undefined: the contract has none. */
  readonly endsOn?: CivilDate;
  /** From which of these `endsOn` comes. */
  readonly endsOnSource: 'notice' | 'computed' | 'wanted' | 'none';
  /** Computed from the acceptance date, when that is known. */
  readonly computedEndsOn?: CivilDate;
  /** End by which everything has to be finished: the earlier of notice and computed while they disagree. */
  readonly governingEndsOn?: CivilDate;
  /** Computed and noticed end differ and nobody acknowledged it. */
  readonly endsOnConflict?: {
    readonly computedOn: CivilDate;
    readonly noticeOn: CivilDate;
    /** The rule by which the notice decides; default SF7. */
    readonly rule?: string;
  };
  readonly deadlines: readonly Deadline[];
  readonly costs: readonly Cost[];
  readonly assumptions: readonly Assumption[];
  /** When an application may be sent, both days included; undefined where the product has no application. */
  readonly applicationWindow?: {
    readonly acceptFromOn: CivilDate;
    readonly acceptByOn: CivilDate;
    readonly applyFromOn: CivilDate;
    readonly applyLatestOn: CivilDate;
    readonly applyRecommendedOn: CivilDate;
    readonly provisional: boolean;
    /** Every end that an acceptance in this window gives. */
    readonly endsOn: CivilDate;
  };
  /** The steps that are left, each with its days; in the order of the teardown. */
  readonly schedule?: readonly StepSchedule[];
  /** Last day on which the service is still needed; an application that would end it before is refused (R02). */
  readonly neededUntilOn?: CivilDate;
  /** The same while what it is needed for has no appointment yet: with the first one that can still be had (R02). */
  readonly neededAtBestUntilOn?: CivilDate;
  /** What was billed, against what the terms give (R27). */
  readonly billed?: Billed;
  /** From this day (5 business days before the end) every verdict names the shortest lawful route left. */
  readonly atRiskFromOn?: CivilDate;
  /** When destructive steps may run: from the service's end to the day before the contract's end. */
  readonly teardownWindow?: { readonly fromOn?: CivilDate; readonly untilOn?: CivilDate };
}
