// The days by which something must have happened in a change of plan (FX1, FX2, FX5, FX6, FX7), while it has not. Pure.
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import type { PlanCalendar } from '../../src/teardown/backward-plan.ts';
import { sendingDays } from '../../src/teardown/sending-days.ts';
import type { Deadline } from '../../src/teardown/terms.ts';
import { type FlxsrvPlanChangeContract, linkedDomains } from './contract.ts';
import { citeRule } from './explain.ts';
import type { TermsFacts } from './facts.ts';
import { openLatestOn } from './new-term.ts';

/** What the deadlines of one contract are computed from. */
export interface DeadlineContext {
  readonly contract: FlxsrvPlanChangeContract;
  readonly facts: TermsFacts;
  readonly openedOn: CivilDate;
  /** The old plan’s end that governs now. */
  readonly endsOn: CivilDate;
  readonly calendar: PlanCalendar;
}

export function deadlinesOf(context: DeadlineContext): Deadline[] {
  return [
    ...firstTicket(context),
    ...secondTicket(context),
    ...opening(context),
    ...unlinking(context),
    ...move(context),
    ...cancellation(context),
  ];
}

/** FX1: the reply, not only the ticket, comes before the order. */
function firstTicket({ contract, facts, calendar }: DeadlineContext): Deadline[] {
  if (facts.answeredOn !== undefined) return [];
  return [
    {
      rule: 'FX1',
      what: `the first trouble ticket is answered, before the order of ${contract.dates.orderOn}`,
      who: 'customer',
      ...sendingDays(addDays(contract.dates.orderOn, -1), contract.marginBusinessDays, calendar),
      stake: 'told afterwards nothing is adjusted, and the old plan goes on being billed',
      metBy: ['ticket-before-order'],
      field: ['dates', 'orderOn'],
      citation: citeRule('FX1'),
    },
  ];
}

/** FX2: the second ticket follows on the day of the order, before anything is paid; tickets are taken on any day. */
function secondTicket({ contract, facts }: DeadlineContext): Deadline[] {
  if (facts.reportedOn !== undefined) return [];
  const orderedOn = facts.orderedOn ?? contract.dates.orderOn;
  return [
    {
      rule: 'FX2',
      what: 'the order is reported by the second trouble ticket, before it is paid',
      who: 'customer',
      fromOn: orderedOn,
      on: orderedOn,
      latestOn: orderedOn,
      provisional: false,
      stake: 'the initial fee is not waived, and nothing is adjusted',
      metBy: ['ticket-after-order'],
      ...(contract.newPlan.initialFee === 0 ? { costRule: 'FX1' } : {}),
      field: ['dates', 'orderOn'],
      citation: citeRule('FX2', {
        section: '1-21',
        quote: '移行先プランをご注文後 トラブルチケットにてご連絡ください。',
      }),
    },
  ];
}

/** FX3, FX5: the month side by side is over before the old plan renews. */
function opening({ contract, facts, calendar }: DeadlineContext): Deadline[] {
  const { oldPlan } = contract;
  if (facts.openedOn !== undefined || oldPlan.endsOn === undefined) return [];
  return [
    {
      rule: 'FX5',
      what: `the new plan is open, so that the old one need not renew after ${oldPlan.endsOn}`,
      who: 'customer',
      ...sendingDays(openLatestOn(oldPlan.endsOn), contract.marginBusinessDays, calendar),
      stake: `the old plan renews: ${renewal(contract)}`,
      metBy: ['file-new-periods'],
      field: ['oldPlan', 'endsOn'],
      citation: citeRule('FX3', { quote: '新プランとは1ヶ月以上は並行稼動となるよう、旧プランの解約処理を行います。' }),
    },
  ];
}

/** FX7: support has to act before the zone can be edited. */
function unlinking({ contract, facts, calendar }: DeadlineContext): Deadline[] {
  const linked = linkedDomains(contract);
  if (linked.length === 0 || facts.unlinkedOn !== undefined || facts.switchedOn !== undefined) return [];
  return [
    {
      rule: 'FX7',
      what: `support has unlinked ${linked.map(({ name }) => name).join(', ')}`,
      who: 'customer',
      ...sendingDays(addDays(contract.dates.switchOn, -1), contract.marginBusinessDays, calendar),
      stake: 'a linked zone is overwritten with wrong data; without the link taken away nobody can switch',
      metBy: ['unlink-zones'],
      field: ['dates', 'switchOn'],
      citation: citeRule('FX7', { quote: 'お客様側でその設定することができません。' }),
    },
  ];
}

/** FX6: everything is moved before the old plan ends. */
function move({ contract, facts, openedOn, endsOn, calendar }: DeadlineContext): Deadline[] {
  if (facts.verifiedOn !== undefined) return [];
  const { recommendedOn, provisional } = sendingDays(addDays(endsOn, -1), contract.marginBusinessDays, calendar);
  return [
    {
      rule: 'FX6',
      what: 'data and DNS are moved to the new server, and verified',
      who: 'customer',
      fromOn: openedOn,
      on: endsOn,
      // Nobody else has to act: a weekend is a working day for whoever moves.
      latestOn: addDays(endsOn, -1),
      recommendedOn,
      provisional,
      stake: 'what still lies on the old server is lost with it, and what still points to it goes dark',
      metBy: ['move-data', 'switch-dns', 'verify'],
      field: ['dates', 'switchOn'],
      citation: citeRule('FX6'),
    },
  ];
}

/** FX5: the cancellation of the old plan is seen before it renews. */
function cancellation({ contract, facts, endsOn, calendar }: DeadlineContext): Deadline[] {
  if (facts.cancelledOn !== undefined) return [];
  return [
    {
      rule: 'FX5',
      what: 'the provider has issued the old plan’s cancellation (解約リクエスト)',
      who: 'provider',
      ...sendingDays(contract.oldPlan.endsOn ?? endsOn, contract.marginBusinessDays, calendar),
      stake: `the old plan renews: ${renewal(contract)}`,
      metBy: ['old-plan-cancelled'],
      field: ['oldPlan'],
      citation: citeRule('FX5'),
    },
  ];
}

function renewal({ oldPlan }: FlxsrvPlanChangeContract): string {
  return oldPlan.billing === 'yearly'
    ? `another year, ${oldPlan.yearlyPrice} yen`
    : `every further month, ${oldPlan.monthlyFee} yen`;
}
