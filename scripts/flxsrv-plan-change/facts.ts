// What the journal has attested of a change of plan, by name; everything else is planned or unknown. Pure.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import type { History } from '../../src/teardown/provider.ts';

export interface TermsFacts {
  /** Day on which the first ticket was sent: the request. */
  readonly requestedOn?: CivilDate | undefined;
  readonly answeredOn?: CivilDate | undefined;
  readonly orderedOn?: CivilDate | undefined;
  /** Day on which the second ticket was sent. */
  readonly reportedOn?: CivilDate | undefined;
  readonly invoicedOn?: CivilDate | undefined;
  readonly invoiceYen?: number | undefined;
  /** What the provider says of the invoice. */
  readonly invoiceExplanation?: string | undefined;
  readonly paidOn?: CivilDate | undefined;
  readonly openedOn?: CivilDate | undefined;
  readonly newTermStartsOn?: CivilDate | undefined;
  readonly newTermEndsOn?: CivilDate | undefined;
  /** The old plan's end, as the provider set it: the deadline of the move. */
  readonly oldEndsOn?: CivilDate | undefined;
  readonly unlinkedOn?: CivilDate | undefined;
  readonly backedUpOn?: CivilDate | undefined;
  readonly movedOn?: CivilDate | undefined;
  readonly switchedOn?: CivilDate | undefined;
  readonly verifiedOn?: CivilDate | undefined;
  /** Last day on which anything reached the old server. */
  readonly lastUsedOn?: CivilDate | undefined;
  /** Day on which the old plan's cancellation was seen. */
  readonly cancelledOn?: CivilDate | undefined;
}

export function factsOf({ attested }: Pick<History, 'attested'>): TermsFacts {
  const of = (step: string, field: string) => attestedText(attested, step, field);
  const invoiceYen = attested['check-invoice']?.['invoiceYen'];
  return {
    requestedOn: of('ticket-before-order', 'sentOn'),
    answeredOn: of('ticket-before-order', 'repliedOn'),
    orderedOn: of('order', 'orderedOn'),
    reportedOn: of('ticket-after-order', 'sentOn'),
    invoicedOn: of('check-invoice', 'receivedOn'),
    invoiceYen: typeof invoiceYen === 'number' ? invoiceYen : undefined,
    invoiceExplanation: of('check-invoice', 'explanation'),
    paidOn: of('pay', 'paidOn'),
    openedOn: of('file-new-periods', 'openedOn'),
    newTermStartsOn: of('file-new-periods', 'newTermStartsOn'),
    newTermEndsOn: of('file-new-periods', 'newTermEndsOn'),
    oldEndsOn: of('file-new-periods', 'endsOn'),
    unlinkedOn: of('unlink-zones', 'unlinkedOn'),
    backedUpOn: of('back-up', 'backedUpOn'),
    movedOn: of('move-data', 'movedOn'),
    switchedOn: of('switch-dns', 'switchedOn'),
    verifiedOn: of('verify', 'verifiedOn'),
    lastUsedOn: of('verify', 'lastUsedOn'),
    cancelledOn: of('old-plan-cancelled', 'cancelledOn'),
  };
}
