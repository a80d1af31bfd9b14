// The days by which something must have happened in a transfer (JM1, JM2, JM4, JM5, JM6, JM8, JM9), while it has not. Pure.
import { previousOrSame, subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import type { PlanCalendar } from '../../src/teardown/backward-plan.ts';
import { isUnannounced, sendingDays } from '../../src/teardown/sending-days.ts';
import type { Deadline, Terms } from '../../src/teardown/terms.ts';
import type { JmottoTransferContract } from './contract.ts';
import {
  authCodeUntil,
  bookBy,
  postBy,
  PREPARATION_WEEKS,
  prepareBy,
  switchBy,
  transferCompleteBy,
  transferStartBy,
} from './end-dates.ts';
import { citeRule } from './explain.ts';
import type { TermsFacts } from './facts.ts';

/** What the deadlines of one contract are computed from. */
export interface DeadlineContext {
  readonly contract: JmottoTransferContract;
  readonly facts: TermsFacts;
  readonly window: NonNullable<Terms['applicationWindow']>;
  /** The end that governs now. */
  readonly endsOn: CivilDate;
  /** The day of the switch: done, booked or planned. */
  readonly switchOn: CivilDate;
  readonly calendar: PlanCalendar;
}

export function deadlinesOf(context: DeadlineContext): Deadline[] {
  return [
    ...preparation(context),
    ...receipt(context),
    ...posting(context),
    ...groupware(context),
    ...authCode(context),
    ...transfer(context),
    ...booking(context),
    ...switching(context),
    ...backup(context),
  ];
}

/** JM2: three weeks at the least, six to be safe. */
function preparation({ facts, contract, switchOn, calendar }: DeadlineContext): Deadline[] {
  if (facts.preparingFromOn !== undefined || facts.readyOn !== undefined || facts.switchedOn !== undefined) return [];
  const on = prepareBy(switchOn, PREPARATION_WEEKS.least);
  const recommendedOn = previousOrSame(prepareBy(switchOn, PREPARATION_WEEKS.most), calendar.closures);
  return [
    {
      rule: 'JM2',
      what: `the preparation of the new server at ${contract.newHost.name} has begun`,
      who: 'customer',
      on,
      latestOn: previousOrSame(on, calendar.closures),
      recommendedOn,
      provisional: isUnannounced(recommendedOn, on, calendar),
      stake: 'the new server is not ready for the switch, and the contracts do not overlap',
      metBy: ['prepare-new-server'],
      costRule: 'JM1',
      field: ['dates', 'prepareOn'],
      citation: citeRule('JM2'),
    },
  ];
}

const isReceiptOpen = ({ acceptedOn, providerEndsOn }: TermsFacts): boolean =>
  acceptedOn === undefined && providerEndsOn === undefined;

/** JM1: only the receipt (受理) meets it, neither the sending nor the arrival. */
function receipt({ facts, contract, window }: DeadlineContext): Deadline[] {
  if (!isReceiptOpen(facts)) return [];
  const sent = facts.sentOn !== undefined;
  return [
    {
      rule: 'JM1',
      what: `the withdrawal form (解除届) is received (受理), to end on ${window.endsOn}`,
      who: sent ? 'provider' : 'customer',
      fromOn: window.acceptFromOn,
      on: window.acceptByOn,
      // Once it is posted there is nothing left that the customer could do by a day.
      ...(sent
        ? {}
        : {
            applyFromOn: window.applyFromOn,
            latestOn: window.applyLatestOn,
            recommendedOn: window.applyRecommendedOn,
          }),
      provisional: window.provisional,
      stake: formStake(contract),
      metBy: ['withdrawal-form'],
      field: ['endMonth'],
      citation: citeRule('JM1'),
    },
  ];
}

const formStake = ({ monthlyFee }: JmottoTransferContract): string =>
  `too late: one month more, ${monthlyFee} yen; too early: the contract ends a month early`;

/** JM1: the last day on which it is posted; four days before the limit, then the business day before. */
function posting({ facts, contract, window, calendar }: DeadlineContext): Deadline[] {
  if (!isReceiptOpen(facts) || facts.sentOn !== undefined) return [];
  return [
    {
      rule: 'JM1',
      what: 'the withdrawal form is posted, with tracking',
      who: 'customer',
      fromOn: window.acceptFromOn,
      applyFromOn: window.applyFromOn,
      ...sendingDays(postBy(window.acceptByOn), contract.marginBusinessDays, calendar, window.applyFromOn),
      stake: formStake(contract),
      metBy: ['withdrawal-form'],
      field: ['endMonth'],
      citation: citeRule('JM1', { quote: '解除届をダウンロードし、必要事項を明記の上、送付をお願いします。' }),
    },
  ];
}

/** JM8: read with the same limit as the withdrawal form. */
function groupware({ facts, contract, window, calendar }: DeadlineContext): Deadline[] {
  if (contract.groupware === 'keep' || facts.groupwareAcceptedOn !== undefined || facts.groupwareSentOn !== undefined)
    return [];
  return [
    {
      rule: 'JM8',
      what: 'the groupware’s own form is posted',
      who: 'customer',
      fromOn: window.acceptFromOn,
      applyFromOn: window.applyFromOn,
      ...sendingDays(postBy(window.acceptByOn), contract.marginBusinessDays, calendar, window.applyFromOn),
      stake: 'the groupware goes on and is billed',
      metBy: ['groupware-form'],
      field: ['groupware'],
      citation: citeRule('JM8'),
    },
  ];
}

/** JM3: an AuthCode that has run out has to be issued again, and their reply takes its time. */
function authCode({ facts, contract: { domain, marginBusinessDays }, calendar }: DeadlineContext): Deadline[] {
  const { authCodeOn, transferStartedOn, transferredOn } = facts;
  if (!domain.managedHere || authCodeOn === undefined || (transferStartedOn ?? transferredOn) !== undefined) return [];
  return [
    {
      rule: 'JM3',
      what: `the transfer of ${domain.name} has begun while its AuthCode holds`,
      who: 'customer',
      ...sendingDays(authCodeUntil(authCodeOn), marginBusinessDays, calendar),
      stake: 'the AuthCode runs out, and another one has to be asked for',
      metBy: ['transfer-domain'],
      costRule: 'JM1',
      field: ['domain', 'name'],
      citation: citeRule('JM3'),
    },
  ];
}

/** JM5: a month of validity is left when the transfer is complete. */
function transfer({ facts, contract: { domain, marginBusinessDays }, calendar }: DeadlineContext): Deadline[] {
  if (!domain.managedHere || domain.expiresOn === undefined || facts.transferredOn !== undefined) return [];
  const on = transferCompleteBy(domain.expiresOn);
  const { latestOn, recommendedOn, provisional } = sendingDays(
    transferStartBy(domain.expiresOn),
    marginBusinessDays,
    calendar,
  );
  const begun = facts.transferStartedOn !== undefined;
  return [
    {
      rule: 'JM5',
      what: `the transfer of ${domain.name}, which expires on ${domain.expiresOn}, is complete`,
      who: begun ? 'third-party' : 'customer',
      on,
      ...(begun ? {} : { latestOn, recommendedOn }),
      provisional,
      stake: 'the transfer is refused with less than a month of validity: the domain has to be renewed first',
      metBy: ['transfer-domain'],
      field: ['domain', 'expiresOn'],
      citation: citeRule('JM5'),
    },
  ];
}

/** JM4: only where the provider switches (JM7). */
function booking({ facts, contract: { domain, marginBusinessDays }, switchOn, calendar }: DeadlineContext): Deadline[] {
  if (!domain.dnsHere || facts.bookedOn !== undefined || facts.switchedOn !== undefined) return [];
  return [
    {
      rule: 'JM4',
      what: `the DNS switch of ${switchOn} is booked`,
      who: 'customer',
      ...sendingDays(bookBy(switchOn), marginBusinessDays, calendar),
      stake: 'the switch is later, and the days side by side are fewer',
      metBy: ['book-switch'],
      field: ['dates', 'switchOn'],
      citation: citeRule('JM4'),
    },
  ];
}

/** JM9: later, and the days side by side no longer fit before the end. */
function switching({ facts, contract, endsOn, calendar }: DeadlineContext): Deadline[] {
  if (facts.switchedOn !== undefined) return [];
  const { domain, parallelDays, marginBusinessDays } = contract;
  const days = sendingDays(switchBy(endsOn, parallelDays), marginBusinessDays, calendar);
  return [
    {
      rule: 'JM9',
      what: `DNS is switched, so that ${parallelDays} days side by side fit before the end`,
      who: domain.dnsHere ? 'provider' : 'customer',
      ...days,
      // The provider works on business days; whoever switches alone may do so on any day.
      latestOn: domain.dnsHere ? days.latestOn : days.on,
      stake: 'web and mail that still reach the old server are lost when it ends',
      metBy: ['switch-dns'],
      field: ['dates', 'switchOn'],
      citation: citeRule('JM9'),
    },
  ];
}

/** JM6: nothing is to be had afterwards. */
function backup({ facts, contract, endsOn, calendar }: DeadlineContext): Deadline[] {
  if (facts.backedUpOn !== undefined) return [];
  const recommendedOn = subtractBusinessDays(endsOn, contract.marginBusinessDays, calendar.closures);
  return [
    {
      rule: 'JM6',
      what: 'web, databases and mail of the old server are backed up',
      who: 'customer',
      on: endsOn,
      latestOn: addDays(endsOn, -1),
      recommendedOn,
      provisional: isUnannounced(recommendedOn, endsOn, calendar),
      stake: 'the data is deleted after the end',
      metBy: ['back-up'],
      field: ['endMonth'],
      citation: citeRule('JM6'),
    },
  ];
}
