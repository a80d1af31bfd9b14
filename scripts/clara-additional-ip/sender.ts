// Who writes, and how a letter to Clara begins and ends. Pure; a letter with a gap is refused.
import { userError } from '../../src/base/errors.ts';
import type { ClaraContract } from './contract.ts';

/** contract@clara.ad.jp: the form, extensions, withdrawals. */
export const CONTRACT_DESK = 'contract@clara.ad.jp';
/** support@clara.ne.jp: zones on Clara's name servers. */
export const SUPPORT_DESK = 'support@clara.ne.jp';
/** Legal forms of which a full company name shows one. */
export const LEGAL_FORM =
  /株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:社団|財団|医療|学校|宗教|社会福祉|特定非営利活動|独立行政|国立大学|弁護士|税理士|監査)法人|組合|協同|大学|[都道府県市区町村]$/;

export interface Sender {
  readonly company: string;
  readonly person: string;
  /** The lines below a letter. */
  readonly signature: string;
}

/** Throws `request-incomplete` where the contract file does not say who writes. */
export function senderOf({ contact }: ClaraContract): Sender {
  if (contact === undefined)
    throw userError('request-incomplete', 'the letter needs who cancels', {
      why: 'a form or letter that is asked back may miss its month (CL7)',
      next: 'add to the contract file\ncontact: { company: 株式会社…, person: …, registered: true }',
    });
  const { company, person, phone, mail } = contact;
  const lines = [
    company,
    person,
    ...(phone === undefined ? [] : [`電話:${phone}`]),
    ...(mail === undefined ? [] : [`メール:${mail}`]),
  ];
  return { company, person, signature: lines.join('\n') };
}

/** CL9: only a registered contact is heard. */
export function registeredSenderOf(contract: ClaraContract): Sender {
  const sender = senderOf(contract);
  if (contract.contact?.registered === true) return sender;
  throw userError('request-incomplete', `${sender.person} is not registered with Clara`, {
    why: 'only a registered contact is heard (CL9)',
    next: 'have a registered contact write, or register the person first (登録情報変更届出フォーム)',
  });
}

/** A mail: subject, addressee, greeting, body, signature. */
export function mail(subject: string, to: string, { company, person, signature }: Sender, body: string): string {
  return `件名:${subject}\n\n${to}\n\nいつもお世話になっております。${company}の${person}です。\n${body}\n\n${signature}`;
}

/** What names the contract, one line each. */
export const contractLines = ({ customerNumber, service, serverHost }: ClaraContract): string =>
  `お客様番号:${customerNumber}\n対象サービス名:${service}\nサーバホスト名:${serverHost}`;
