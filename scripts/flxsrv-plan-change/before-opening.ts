// From the first ticket to the new plan's periods: what is written to the provider, and what is filed of their answers.
// FX1 and FX6 are kept by the order: no order is asked for before the reply to the first ticket is filed.
import { previousOrSame } from '../../src/calendar/business-days.ts';
import { type EvidenceField, step, type Step } from '../../src/teardown/step.ts';
import { citeRule } from './explain.ts';
import { openBy } from './schedule.ts';
import type { Context } from './context.ts';
import { isInvoiceSettled } from './billed.ts';
import { closuresOf, isExpectedTerm } from './terms.ts';

export function ticketBeforeOrder(context: Context): Step {
  return step({
    id: 'ticket-before-order',
    title: 'announce the change by a trouble ticket (トラブルチケット), before the order',
    actor: 'customer',
    after: [],
    window: beforeRenewal(context),
    lateRule: 'FX1',
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day the ticket was sent' },
      { name: 'ticketNo', kind: 'text', required: true, what: 'number of the ticket' },
      { name: 'repliedOn', kind: 'date', required: true, what: 'day of their reply: nothing is ordered before it' },
      { name: 'file', kind: 'file', required: true, what: 'the reply, with the answers to the questions' },
    ],
    citation: citeRule('FX1'),
  });
}

/** FX1: an order that went out before the reply is what the provider does not adjust. */
export function order(context: Context): Step {
  const { orderedOn, answeredOn } = context.facts;
  const unannounced = orderedOn !== undefined && answeredOn !== undefined && orderedOn < answeredOn;
  return step({
    id: 'order',
    title: 'order the new plan, and do not pay yet',
    actor: 'customer',
    after: [],
    window: beforeRenewal(context),
    lateRule: 'FX5',
    evidence: [
      { name: 'orderedOn', kind: 'date', required: true, what: 'day of the order' },
      { name: 'orderNo', kind: 'text', required: true, what: 'number of the order' },
      { name: 'quotedYen', kind: 'yen', required: true, what: 'the total it shows, initial fee included' },
      ...(unannounced ? [explanation(`the reply came on ${answeredOn}, after the order: what they say of it`)] : []),
      { name: 'file', kind: 'file', required: false, what: 'the order’s confirmation' },
    ],
    citation: citeRule('FX2', {
      section: '1-21',
      quote: '移行先プランをご注文後 トラブルチケットにてご連絡ください。',
    }),
  });
}

export function ticketAfterOrder(context: Context): Step {
  return step({
    id: 'ticket-after-order',
    title: 'report the order by a second trouble ticket',
    actor: 'customer',
    after: [],
    window: beforeRenewal(context),
    lateRule: 'FX2',
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day the second ticket was sent' },
      { name: 'ticketNo', kind: 'text', required: true, what: 'number of the ticket' },
      { name: 'file', kind: 'file', required: false, what: 'the ticket, or their reply' },
    ],
    citation: citeRule('FX2', {
      section: '1-21',
      quote: '移行先プランをご注文後 トラブルチケットにてご連絡ください。',
    }),
  });
}

/** FX4: the invoice is the truth; one that the terms do not give is explained by the provider before it is paid (R27). */
export function checkInvoice(context: Context): Step {
  return step({
    id: 'check-invoice',
    title: 'check the adjusted invoice against the computed bill',
    actor: 'customer',
    after: [],
    window: beforeRenewal(context),
    evidence: [
      { name: 'receivedOn', kind: 'date', required: true, what: 'day the adjusted invoice came' },
      { name: 'invoiceYen', kind: 'yen', required: true, what: 'the amount it asks for' },
      {
        ...explanation('what the provider says of an amount that no agreed reading of FX4 gives'),
        required: false,
      },
      { name: 'file', kind: 'file', required: true, what: 'the invoice' },
    ],
    citation: citeRule('FX4'),
  });
}

export function pay(context: Context): Step {
  const { facts, history } = context;
  const paidYen = history.attested['pay']?.['paidYen'];
  const asInvoiced = paidYen === undefined || facts.invoiceYen === undefined || paidYen === facts.invoiceYen;
  return step({
    id: 'pay',
    title: 'pay the adjusted invoice',
    actor: 'customer',
    after: [],
    // With the payment the provider sets the old plan's end: nothing says that this can be taken back.
    irreversible: true,
    guards: ['R20', 'R27'],
    window: beforeRenewal(context),
    lateRule: 'FX5',
    evidence: [
      { name: 'paidOn', kind: 'date', required: true, what: 'day of the payment' },
      { name: 'paidYen', kind: 'yen', required: true, what: 'the amount paid' },
      ...(asInvoiced ? [] : [explanation(`the invoice asks for ${facts.invoiceYen} yen: why another amount was paid`)]),
      { name: 'file', kind: 'file', required: true, what: 'the receipt' },
    ],
    // Nothing where something was agreed on is no gift before the provider has said so.
    ...(facts.invoiceYen === 0 && isInvoiceSettled(context.terms)
      ? { notNeeded: 'the adjusted invoice asks for nothing (FX4)' }
      : {}),
    citation: citeRule('FX2', { section: '1-4', quote: '【お客様】によるお支払い' }),
  });
}

/** FX6: the old plan's end is the deadline of the move; FX3, FX4: the new term is held against the computed one. */
export function fileNewPeriods(context: Context): Step {
  const { contract, facts } = context;
  return step({
    id: 'file-new-periods',
    title: 'file the new plan’s term and the old plan’s end, as the provider set them',
    actor: 'customer',
    after: [],
    window: beforeRenewal(context),
    lateRule: 'FX5',
    evidence: [
      { name: 'openedOn', kind: 'date', required: true, what: 'day the new plan was opened (開通)' },
      {
        name: 'newTermStartsOn',
        kind: 'date',
        required: true,
        what: 'first day of the new plan’s term',
        mayLieAhead: true,
      },
      {
        name: 'newTermEndsOn',
        kind: 'date',
        required: true,
        what: 'last day of the new plan’s term',
        mayLieAhead: true,
      },
      { name: 'endsOn', kind: 'date', required: true, what: 'the old plan’s end: the deadline of the move' },
      ...(isExpectedTerm(contract, facts)
        ? []
        : [explanation('no reading of FX3 and FX4 gives this term: what the provider says of it')]),
      { name: 'file', kind: 'file', required: true, what: 'the control panel or the mail that shows both periods' },
    ],
    citation: citeRule('FX3'),
  });
}

const explanation = (what: string): EvidenceField => ({ name: 'explanation', kind: 'text', required: true, what });

/** Later, and the month side by side no longer fits before the old plan renews (FX5). */
function beforeRenewal({ contract }: Context): Step['window'] {
  if (contract.oldPlan.endsOn === undefined) return {};
  return {
    untilOn: previousOrSame(openBy(contract), closuresOf(contract)),
    why: 'FX5: the month side by side is over before the old plan renews',
  };
}
