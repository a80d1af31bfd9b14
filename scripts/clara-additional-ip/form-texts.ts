// The letters about the contract itself, in Japanese: the cancellation form (CL7), extension and withdrawal (CL9), the end.
// Pure; each is refused while something that it must name is missing.
import { userError } from '../../src/base/errors.ts';
import { type CivilDate, formatJapanese, lastDayOfMonth } from '../../src/calendar/civil-date.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import type { ClaraContract } from './contract.ts';
import { arriveBy } from './end-dates.ts';
import { CONTRACT_DESK, contractLines, LEGAL_FORM, mail, registeredSenderOf, senderOf } from './sender.ts';

type Letter = Omit<RequestText, 'step'>;

const DESK = 'クララ株式会社 契約担当者様';
const SEALS = { company: '社印(角印)・公印', 'office-holder': '役職者印' } as const;

/** CL7: what is entered in the form, and the mail that it goes with. */
export function formLetter(contract: ClaraContract): Letter {
  const sender = senderOf(contract);
  const seal = sealOf(contract);
  const endsOn = formatJapanese(lastDayOfMonth(contract.endMonth));
  const mailText = mail(
    `追加IPアドレス 解約申込書の送付(お客様番号:${contract.customerNumber})`,
    DESK,
    sender,
    `追加IPアドレスの解約申込書をお送りいたします。\n\n${contractLines(contract)}\n解約対象:追加IPアドレス ${contract.additionalIp}\n解約希望日:${endsOn}\n※ サーバ本体(本体IPアドレス ${contract.mainIp})は継続いたします。\n\n添付:解約申込書(PDF、${seal} 捺印済) 1通\n\nお手数ですが、到着日・受理日・解約日を、本メールへの返信にてお知らせください。`,
  );
  return {
    title: 'cancellation form (解約申込書) and the mail it goes with',
    text: `■解約申込書(サービス・オプション・ドメイン解約)への記入内容
ご契約者名(法人格まで):${sender.company}
ご担当者名:${sender.person}
${contractLines(contract)}
解約対象:オプション 追加IPアドレス ${contract.additionalIp}(サーバ本体は継続)
解約希望日:${endsOn}
捺印:${seal}(法人格までを含む正式名称の表示があるもの。電子印鑑可、担当者印は不可)

■メール
${mailText}`,
    how:
      'Download the form at https://spt.clara.jp/procedure/service/#kaiyaku, enter the lines above, seal it, and send the PDF to ' +
      `${CONTRACT_DESK}. It must have arrived by ${arriveBy(contract.endMonth)}; not by telephone. It counts as something that ` +
      'cannot be taken back. Ask for the day of arrival and file their reply.',
  };
}

function sealOf({ seal, contact }: ClaraContract): string {
  if (seal === undefined || seal === 'staff')
    throw userError('request-incomplete', 'the form needs a seal of the company or of an office-holder', {
      why: 'a staff member’s seal is refused, and the form may miss its month (CL7)',
      next: 'set seal: company or seal: office-holder in the contract file',
    });
  if (seal === 'company' && contact !== undefined && !LEGAL_FORM.test(contact.company))
    throw userError('request-incomplete', `“${contact.company}” shows no legal form`, {
      why: 'the seal must show the full legal name with its legal form (CL7)',
      next: 'set contact.company to the full legal name, like 株式会社エグザンプル',
    });
  return SEALS[seal];
}

/** CL9: until the end date. The forms themselves come by mail. */
export function withdrawalLetter(contract: ClaraContract, known?: RequestKnown): Letter {
  const reason = contract.withdrawal?.reason;
  if (reason === undefined)
    throw userError('request-incomplete', 'a withdrawal needs its reason', {
      next: 'add to the contract file\nwithdrawal: { reason: … }',
    });
  return afterwards(contract, known, '解約取下げのご相談', `解約取下理由:${reason}`, '解約申込取下依頼書');
}

/** CL9: to a month's end, billed. */
export function extensionLetter(contract: ClaraContract, known?: RequestKnown): Letter {
  const until = contract.extension?.untilMonth;
  if (until === undefined)
    throw userError('request-incomplete', 'an extension needs the month until which it is wanted', {
      next: 'add to the contract file\nextension: { untilMonth: 2027-04 }',
    });
  const [year, month] = until.split('-');
  return afterwards(
    contract,
    known,
    '解約期日延長のご相談',
    `延長希望日:${year}年${Number(month)}月末日`,
    '解約期日延長依頼書',
  );
}

function afterwards(
  contract: ClaraContract,
  known: RequestKnown | undefined,
  subject: string,
  wish: string,
  form: string,
): Letter {
  const sender = registeredSenderOf(contract);
  const acceptedOn = acceptedEnd(known);
  return {
    title: `${subject} (CL9)`,
    text: mail(
      `${subject}(お客様番号:${contract.customerNumber})`,
      DESK,
      sender,
      `下記の解約につきまして、ご相談申し上げます。\n\n${contractLines(contract)}\n解約対象:追加IPアドレス ${contract.additionalIp}\n受理済解約日:${formatJapanese(acceptedOn)}\n${wish}\n\n受付が可能でしたら、「${form}」をお送りください。`,
    ),
    how:
      `To ${CONTRACT_DESK}, by a registered contact, before ${acceptedOn}. They may refuse. They answer with 「${form}」, which ` +
      'goes back to the same address as a sealed PDF; an extension is billed.',
  };
}

/** 受理済解約日 is the provider's word, so a computed day will not do. */
function acceptedEnd(known: RequestKnown | undefined): CivilDate {
  const { endsOn, endsOnSource } = known?.terms ?? {};
  if (endsOn === undefined || endsOnSource !== 'notice')
    throw userError('request-incomplete', 'the accepted end date (受理済解約日) is not filed', {
      next: 'kaiyaku attest CONTRACT cancellation-form --set endsOn=YYYY-MM-DD --file REPLY',
    });
  if (known !== undefined && known.todayOn > endsOn)
    throw userError('request-not-needed', `it ended on ${endsOn}; only before that can it be asked (CL9)`);
  return endsOn;
}

/** The end, in the provider's words. */
export function closingLetter(contract: ClaraContract): Letter {
  return {
    title: 'asking Clara to confirm the end',
    text: mail(
      `追加IPアドレス 解約完了のご確認(お客様番号:${contract.customerNumber})`,
      DESK,
      senderOf(contract),
      `下記の解約につきまして、解約日と、以後ご請求が発生しないことを、本メールへの返信にてご確認ください。\n\n${contractLines(contract)}\n解約対象:追加IPアドレス ${contract.additionalIp}\n解約希望日:${formatJapanese(lastDayOfMonth(contract.endMonth))}`,
    ),
    how: `To ${CONTRACT_DESK}, when the end date has passed. Make sure that the address no longer answers and is out of the server’s own network configuration.`,
  };
}
