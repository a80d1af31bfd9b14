// What a person sends or works through at each step of a transfer: letters and mails in Japanese, ready to paste or print, and
// checklists. Pure; it refuses what is missing, and sends nothing. The AuthCode never stands in a text. Desks and addresses
// are the source's and are to be confirmed before use.
import { userError } from '../../src/base/errors.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import type { JmottoTransferContract } from './contract.ts';
import { formGuidance, groupwareGuidance, groupwareMail, zoneMail } from './leaving-texts.ts';
import {
  backUpList,
  bookingMail,
  closingList,
  copyList,
  handOverText,
  newServerList,
  parallelList,
  switchList,
  transferList,
  verifyList,
} from './moving-texts.ts';

type Text = (contract: JmottoTransferContract, known: RequestKnown | undefined) => Omit<RequestText, 'step'>;

/** By step and form; the ordinary form is the one without a name. In the order of the teardown. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  // JM3, JM8: zone data and the groupware's form are asked for whenever one likes.
  'prepare-new-server': { '': newServerList, zone: zoneMail, groupware: groupwareMail },
  'withdrawal-form': { '': formGuidance },
  'groupware-form': { '': groupwareGuidance },
  'receive-zone-and-authcode': { '': zoneMail },
  'hand-over-to-new-host': { '': handOverText },
  'transfer-domain': { '': transferList },
  'back-up': { '': backUpList },
  'copy-data': { '': copyList },
  'book-switch': { '': bookingMail },
  'switch-dns': { '': switchList },
  'parallel-running': { '': parallelList },
  verify: { '': verifyList },
  close: { '': closingList },
};

/** The request of one person's step. Throws `request-unknown`, `request-not-needed` and `request-incomplete` (user). */
export function requestText(
  contract: JmottoTransferContract,
  step: string,
  form?: string,
  known?: RequestKnown,
): RequestText {
  const forms = Object.hasOwn(TEXTS, step) ? TEXTS[step]! : undefined;
  if (forms === undefined)
    throw userError('request-unknown', `there is no request text for the step "${step}"`, {
      next: `steps: ${Object.keys(TEXTS).join(', ')}`,
    });
  const text = Object.hasOwn(forms, form ?? '') ? forms[form ?? ''] : undefined;
  if (text === undefined) {
    const names = Object.keys(forms).filter((name) => name !== '');
    throw userError('request-unknown', `there is no form "${form}" of ${step}`, {
      next: names.length === 0 ? 'leave --form out' : `forms: ${names.join(', ')}, or none`,
    });
  }
  return { step, ...text(contract, known) };
}
