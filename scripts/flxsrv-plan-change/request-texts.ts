// What a person sends or works through at each step of a change of plan: tickets in Japanese, ready to paste, and checklists
// in the words of the control panel. Pure; it refuses what is missing, and sends nothing. Desks and addresses are the
// source's and are to be confirmed before use.
import { userError } from '../../src/base/errors.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import {
  backUpList,
  cancellationInquiry,
  closingList,
  moveList,
  switchList,
  unlinkTicket,
  verifyList,
} from './moving-texts.ts';
import { invoiceList, orderList, paymentList, periodsList, reportTicket } from './order-texts.ts';
import { firstTicket } from './ticket-text.ts';

type Text = (contract: FlxsrvPlanChangeContract, known: RequestKnown | undefined) => Omit<RequestText, 'step'>;

/** In the order of the teardown. */
const TEXTS: Readonly<Record<string, Text>> = {
  'ticket-before-order': firstTicket,
  order: orderList,
  'ticket-after-order': reportTicket,
  'check-invoice': invoiceList,
  pay: paymentList,
  'file-new-periods': periodsList,
  'unlink-zones': unlinkTicket,
  'back-up': backUpList,
  'move-data': moveList,
  'switch-dns': switchList,
  verify: verifyList,
  'old-plan-cancelled': cancellationInquiry,
  close: closingList,
};

/** The request of one person's step. Throws `request-unknown`, `request-not-needed` and `request-incomplete` (user). */
export function requestText(
  contract: FlxsrvPlanChangeContract,
  step: string,
  form?: string,
  known?: RequestKnown,
): RequestText {
  const text = Object.hasOwn(TEXTS, step) ? TEXTS[step] : undefined;
  if (text === undefined)
    throw userError('request-unknown', `there is no request text for the step "${step}"`, {
      next: `steps: ${Object.keys(TEXTS).join(', ')}`,
    });
  if (form !== undefined)
    throw userError('request-unknown', `there is no form "${form}" of ${step}`, { next: 'leave --form out' });
  return { step, ...text(contract, known) };
}
