// Letters to the provider, in Japanese: the cancellation is told (AL1), the notice is returned, the end is confirmed (AL8).
// Pure; a letter with a gap is refused, because it would be asked back and the day may be missed.
import { userError } from '../../src/base/errors.ts';
import { formatJapanese } from '../../src/calendar/civil-date.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { AltusContract } from './contract.ts';

type Letter = Omit<RequestText, 'step'>;

const PACKAGE = 'CMSパッケージオプション';
/** Desks as of 2015-11; to be confirmed before use. */
export const CONTRACT_DESK = 'cr-qa@gmocloud.com, 03-6415-7087 (weekdays 9–19)';

/** AL1: the intention to cancel, and a wish for the notice and for a confirmation with dates. */
export function notice(contract: AltusContract, number: string): Letter {
  const { company, person, reach } = senderOf(contract);
  return {
    title: `cancellation of ${PACKAGE}, told to sales`,
    text: `${headOf(`${PACKAGE}解約のご連絡(契約番号:${number})`, contract)}

いつもお世話になっております。${company}の${person}です。
下記のとおり「${PACKAGE}」を解約いたしたく、ご連絡いたします。

■ご契約内容
契約番号:${number}
解約対象:${PACKAGE}(関連パッケージ一式)
${relatedOf(contract)}解約希望日:${formatJapanese(contract.endOn)}

■お願い
1. 解約通知書をご送付ください。必要事項を記入のうえ、折り返し返送いたします。
2. 本連絡を受領された日と、解約日を、本メールへの返信にてお知らせください。
3. 解約通知書のご返送期限がございましたら、あわせてお知らせください。

${reach}`,
    how:
      `To your contact in sales${mailOf(contract)}; the source publishes no address of sales, the contract desk is ` +
      `${CONTRACT_DESK}. Confirm the address before you use it: the source is of 2015. Told on the day they know of it, ` +
      'not on the day of sending: file their reply.',
  };
}

/** AL1: what goes with the notice. Its own fields are not known, so none are made up. */
export function returnLetter(contract: AltusContract, number: string): Letter {
  const { company, person, reach } = senderOf(contract);
  return {
    title: 'letter that goes with the notice of cancellation (解約通知書)',
    text: `${headOf(`解約通知書ご返送の件(契約番号:${number})`, contract)}

いつもお世話になっております。${company}の${person}です。
「${PACKAGE}」の解約通知書に必要事項を記入いたしましたので、返送いたします。

契約番号:${number}
解約希望日:${formatJapanese(contract.endOn)}
同封:解約通知書 1通

お手数ですが、到着日・受理日・解約日を、本メールへの返信にてお知らせください。

${reach}`,
    how:
      'Fill in the notice that sales sent (its fields are not in the source), check contract number and end date against ' +
      'the lines above, and return it the way the notice says. By post: with tracking, and keep a copy. It counts as ' +
      'something that cannot be taken back.',
  };
}

/** AL8: the provider is asked to confirm the end in its own words. */
export function closingLetter(contract: AltusContract): Letter {
  const { company, person, reach } = senderOf(contract);
  const numbers = contract.contractNumbers.join('、');
  return {
    title: 'asking the provider to confirm the end',
    text: `${headOf(`解約完了のご確認(契約番号:${numbers})`, contract)}

いつもお世話になっております。${company}の${person}です。
「${PACKAGE}」につきまして、下記のとおり関連パッケージの解約・削除が完了いたしました。

契約番号:${numbers}
${relatedOf(contract)}解約希望日:${formatJapanese(contract.endOn)}

つきましては、解約日と、以後ご請求が発生しないことを、本メールへの返信にてご確認ください。

${reach}`,
    how: `To the contract desk (${CONTRACT_DESK}; confirm it before use) or your contact in sales. Their reply is the end of record.`,
  };
}

function headOf(subject: string, { sales }: AltusContract): string {
  const to = sales?.person === undefined ? '営業ご担当者様' : `営業部 ${sales.person}様`;
  return `件名:${subject}\n\nGMOクラウド株式会社\n${to}`;
}

const mailOf = ({ sales }: AltusContract): string => (sales === undefined ? '' : ` (${sales.mail})`);

/** What belongs to the package, one line a kind. */
function relatedOf({ plesk, addresses, servers }: AltusContract): string {
  const line = (label: string, names: readonly string[]) =>
    names.length === 0 ? '' : `${label}:${names.join('、')}\n`;
  return [
    line('仮想サーバ', servers),
    line('グローバルIPアドレス', addresses),
    line(
      'Pleskライセンス(サーバIP)',
      plesk.map(({ serverIp }) => serverIp),
    ),
  ].join('');
}

function senderOf({ customer }: AltusContract): { company: string; person: string; reach: string } {
  if (customer === undefined)
    throw userError('request-incomplete', 'the letter needs who cancels', {
      why: 'a letter that is asked back may miss its day (AL1)',
      next: 'add to the contract file\ncustomer: { company: 株式会社…, person: … }',
    });
  const { company, person, phone, mail } = customer;
  const reach = [
    company,
    person,
    ...(phone === undefined ? [] : [`電話:${phone}`]),
    ...(mail === undefined ? [] : [`メール:${mail}`]),
  ];
  return { company, person, reach: reach.join('\n') };
}
