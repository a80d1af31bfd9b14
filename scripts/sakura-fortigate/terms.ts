// The terms of a FortiGateVM licence on Sakura Cloud: windows, deadlines, end date, costs and the readings they rest on.
// Pure: today arrives as an argument. It states what the source says; what to do about it is the policies' to decide.
// Source: sources/002, rules SF1–SF4 and SF7–SF10.
import { userError } from '../../src/base/errors.ts';
import {
  type Closure,
  isProvisional,
  nextOrSame,
  previousOrSame,
  subtractBusinessDays,
} from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate, dayOfMonth, earlierOf, laterOf, monthOf } from '../../src/calendar/civil-date.ts';
import type { Deadline, Terms } from '../../src/teardown/terms.ts';
import { assumptionsOf } from './assumptions.ts';
import type { SakuraFortigateContract } from './contract.ts';
import { costsOf } from './costs.ts';
import { endOfNoTerm, endOfTerm, noTermWindow, type TermPlan, termWindow } from './end-dates.ts';
import { citeRule } from './explain.ts';
import type { TermsFacts } from './facts.ts';

export { endOfNoTerm, endOfTerm } from './end-dates.ts';

/** 年末年始 as this provider has published it; `closures` in the contract replaces it. */
export const SAKURA_CLOSURES: readonly Closure[] = [{ from: '12-29', to: '01-04' }];
/** From so many business days before the end every verdict names the shortest lawful route left (SF8). */
export const ROUTE_WARNING_BUSINESS_DAYS = 5;
/** The file-share URL of the licence notice lives so long (SF7). */
export const NOTICE_URL_DAYS = 7;
export const NOTICE_DOWNLOADS_MAX = 5;

/** The closures that hold for this contract. */
export function closuresOf(contract: Pick<SakuraFortigateContract, 'closures'>): readonly Closure[] {
  return contract.closures ?? SAKURA_CLOSURES;
}

/**
 * What the terms say of this contract on `todayOn`.
 * Throws `contract-incomplete` where `checkContract` would have reported a missing field, and what `termWindow` throws.
 */
export function termsOf(contract: SakuraFortigateContract, facts: TermsFacts, todayOn: CivilDate): Terms {
  const serviceEndsOn = contract.serviceEndsOn === 'when-noticed' ? undefined : contract.serviceEndsOn;
  if (contract.plan === 'archive-only') {
    if (serviceEndsOn === undefined) throw incomplete('serviceEndsOn', 'an archive-only product has no notice');
    return {
      endsOnSource: 'none',
      deadlines: remedyDeadlines(facts),
      costs: [],
      assumptions: assumptionsOf(contract, facts),
      teardownWindow: { fromOn: serviceEndsOn },
    };
  }
  const window = applicationWindowOf(contract, todayOn);
  const ends = endsOf(contract, facts, window.endsOn);
  return {
    ...ends,
    applicationWindow: window,
    deadlines: [
      ...applicationDeadlines(contract, facts, window),
      ...noticeDeadlines(contract, facts),
      endOfUseDeadline(contract, ends.governingEndsOn, serviceEndsOn, todayOn),
      ...remedyDeadlines(facts),
    ],
    costs: costsOf(
      contract,
      { wantedOn: window.endsOn, ...ends },
      acceptanceOpen(facts) ? window.acceptByOn : undefined,
      todayOn,
    ),
    assumptions: assumptionsOf(contract, facts),
    atRiskFromOn: routeWarningFrom(ends.governingEndsOn, closuresOf(contract)),
    teardownWindow: {
      ...(serviceEndsOn === undefined ? {} : { fromOn: serviceEndsOn }),
      untilOn: addDays(ends.governingEndsOn, -1),
    },
  };
}

/** From when verdicts name the shortest lawful route left: 5 business days before the end (SF8). */
export function routeWarningFrom(endsOn: CivilDate, closures: readonly Closure[] = SAKURA_CLOSURES): CivilDate {
  return subtractBusinessDays(endsOn, ROUTE_WARNING_BUSINESS_DAYS, closures);
}

/** Last day on which the notice can be downloaded; the mail's own day is taken as the first of the seven (SF7). */
export function noticeDownloadBy(mailedOn: CivilDate): CivilDate {
  return addDays(mailedOn, NOTICE_URL_DAYS - 1);
}

/** Day by which a mail about a breach must be answered and mended: the 10th of its month, or the same day after it (SF10). */
export function remedyBy(mailOn: CivilDate): CivilDate {
  return laterOf(mailOn, dayOfMonth(monthOf(mailOn), 10));
}

type Window = NonNullable<Terms['applicationWindow']>;

function applicationWindowOf(contract: SakuraFortigateContract, todayOn: CivilDate): Window {
  if (contract.endMonth === undefined) throw incomplete('endMonth', `plan ${contract.plan} ends in a wanted month`);
  const closures = closuresOf(contract);
  const { acceptFromOn, acceptByOn, endsOn } =
    contract.plan === 'term' ? termWindow(contract.endMonth, termOf(contract)) : noTermWindow(contract.endMonth);
  const applyFromOn = nextOrSame(acceptFromOn, closures);
  const applyLatestOn = previousOrSame(acceptByOn, closures);
  const recommended = subtractBusinessDays(applyLatestOn, contract.marginBusinessDays, closures);
  return {
    acceptFromOn,
    acceptByOn,
    applyFromOn,
    applyLatestOn,
    // A wide margin must not recommend a day that would end the contract a month early.
    applyRecommendedOn: laterOf(recommended, applyFromOn),
    provisional:
      isProvisional(acceptFromOn, applyFromOn, todayOn, closures) ||
      isProvisional(recommended, acceptByOn, todayOn, closures),
    endsOn,
  };
}

type Ends = Pick<Terms, 'endsOn' | 'endsOnSource' | 'computedEndsOn' | 'endsOnConflict'> & {
  readonly endsOn: CivilDate;
  readonly governingEndsOn: CivilDate;
};

/** The notice's date is the legal one (SF7); while it differs from ours unacknowledged, or is missing, the earlier governs. */
function endsOf(contract: SakuraFortigateContract, facts: TermsFacts, wantedOn: CivilDate): Ends {
  const { acceptedOn, noticeEndsOn } = facts;
  const computedEndsOn =
    acceptedOn === undefined
      ? undefined
      : contract.plan === 'term'
        ? endOfTerm(acceptedOn, termOf(contract))
        : endOfNoTerm(acceptedOn);
  const computed = computedEndsOn === undefined ? {} : { computedEndsOn };
  if (noticeEndsOn === undefined)
    return {
      ...computed,
      endsOn: computedEndsOn ?? wantedOn,
      endsOnSource: computedEndsOn === undefined ? 'wanted' : 'computed',
      governingEndsOn: earlierOf(computedEndsOn ?? wantedOn, wantedOn),
    };
  // The day of acceptance may stay unknown (SF4): then the end that was applied for is what the notice must confirm.
  const expectedOn = computedEndsOn ?? wantedOn;
  const settled = noticeEndsOn === expectedOn || contract.endsOnAcknowledged === noticeEndsOn;
  return {
    ...computed,
    endsOn: noticeEndsOn,
    endsOnSource: 'notice',
    governingEndsOn: settled ? noticeEndsOn : earlierOf(noticeEndsOn, expectedOn),
    ...(settled ? {} : { endsOnConflict: { computedOn: expectedOn, noticeOn: noticeEndsOn } }),
  };
}

function applicationDeadlines(contract: SakuraFortigateContract, facts: TermsFacts, window: Window): Deadline[] {
  if (!acceptanceOpen(facts)) return [];
  const rule = contract.plan === 'term' ? 'SF2' : 'SF1';
  const applied = facts.appliedOn !== undefined;
  return [
    {
      rule,
      what: `the cancellation is accepted (受理), to end on ${window.endsOn}`,
      who: applied ? 'provider' : 'customer',
      fromOn: window.acceptFromOn,
      on: window.acceptByOn,
      // Once it is sent there is nothing left that the customer could do by a day.
      ...(applied
        ? {}
        : {
            applyFromOn: window.applyFromOn,
            latestOn: window.applyLatestOn,
            recommendedOn: window.applyRecommendedOn,
          }),
      provisional: window.provisional,
      stake: applicationStake(contract),
      citation: citeRule(rule),
    },
  ];
}

function acceptanceOpen(facts: TermsFacts): boolean {
  return facts.acceptedOn === undefined && facts.noticeEndsOn === undefined;
}

function applicationStake(contract: SakuraFortigateContract): string {
  if (contract.plan !== 'term')
    return `too late: one month more, ${contract.monthlyFee} yen; too early: the contract ends a month early, irrevocably`;
  const { renewalMonths } = termOf(contract);
  return `too late: another term of ${renewalMonths} months, ${renewalMonths * contract.monthlyFee} yen`;
}

function noticeDeadlines({ plan }: SakuraFortigateContract, { noticeMailedOn, noticeEndsOn }: TermsFacts): Deadline[] {
  if (noticeMailedOn === undefined || noticeEndsOn !== undefined) return [];
  return [
    {
      rule: 'SF7',
      what: 'the licence notice (ライセンス通知書) is downloaded and filed',
      who: 'customer',
      on: noticeDownloadBy(noticeMailedOn),
      latestOn: noticeDownloadBy(noticeMailedOn),
      provisional: false,
      stake: `the URL expires after ${NOTICE_URL_DAYS} days or ${NOTICE_DOWNLOADS_MAX} downloads; support must reissue it`,
      citation: citeRule('SF7', {
        section: plan === 'term' ? '2.1.2 注釈' : '2.1.1 注釈',
        quote: 'ダウンロード期限は7日間、ダウンロード回数は5回までです。',
      }),
    },
  ];
}

function endOfUseDeadline(
  contract: SakuraFortigateContract,
  endsOn: CivilDate,
  serviceEndsOn: CivilDate | undefined,
  todayOn: CivilDate,
): Deadline {
  const closures = closuresOf(contract);
  const recommendedOn = routeWarningFrom(endsOn, closures);
  return {
    rule: 'SF8',
    what: 'FortiGateVM is reset or its disk deleted, and the licence files are deleted',
    who: 'kaiyaku',
    ...(serviceEndsOn === undefined ? {} : { fromOn: serviceEndsOn }),
    on: endsOn,
    latestOn: addDays(endsOn, -1),
    recommendedOn,
    provisional: isProvisional(recommendedOn, endsOn, todayOn, closures),
    stake: `use past the end breaks the provider’s terms and Fortinet’s licence; ${
      contract.plan === 'term' ? 'another 12 months are' : 'every further month is'
    } billed`,
    metBy: ['reset-fortigate', 'delete-licence-file', 'destroy-server'],
    costRule: 'SF9',
    citation: citeRule('SF8', contract.plan === 'term' ? { section: '4.2' } : {}),
  };
}

function remedyDeadlines({ warnedOn }: TermsFacts): Deadline[] {
  if (warnedOn === undefined) return [];
  return [
    {
      rule: 'SF10',
      what: 'the provider’s mail is answered and what it names is mended',
      who: 'customer',
      on: remedyBy(warnedOn),
      latestOn: remedyBy(warnedOn),
      provisional: false,
      stake: 'the cloud account is frozen or the service suspended',
      citation: citeRule('SF10'),
    },
  ];
}

function termOf(contract: SakuraFortigateContract): TermPlan {
  if (contract.term === undefined) throw incomplete('term', 'plan term needs the term’s start and length');
  return contract.term;
}

function incomplete(field: string, why: string) {
  return userError('contract-incomplete', `the contract names no \`${field}\``, {
    why,
    next: `add \`${field}\` to the contract file, then \`kaiyaku check\``,
  });
}
