// What the rules SF1–SF11 mean, with the provider's own words: for `explain`, for citations and for refusals.
// Source: sources/002 (FortiGateVMライセンス 解約概要, 2026-01-29). Quotes are verbatim; a reading is called one.
import type { Citation } from '../../src/teardown/terms.ts';
import { cite } from './citation.ts';

export type SakuraRule = 'SF1' | 'SF2' | 'SF3' | 'SF4' | 'SF5' | 'SF6' | 'SF7' | 'SF8' | 'SF9' | 'SF10' | 'SF11';

export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Verbatim from the source. */
  readonly quote: string;
  readonly section: string;
}

export const explain: Readonly<Record<SakuraRule, Explanation>> = {
  SF1: {
    title: 'No-term plan: acceptance by the 20th ends the month',
    text:
      'Accepted on or before the 20th of a month, the contract ends on that month’s last day; accepted later, on the ' +
      'last day of the next month. The form has no field for a wished month, so to end in month M the acceptance must ' +
      'fall between the 21st of M−1 and the 20th of M: too late costs a month, too early ends the contract a month ' +
      'early and cannot be taken back. An end before `serviceEndsOn` is refused.',
    quote: '毎月20日までの解約受理の場合、当月末日',
    section: '2.1.1',
  },
  SF2: {
    title: 'Term plan: acceptance by the 20th of the month before the term’s last month',
    text:
      'The term ends in month T. Accepted by the 20th of T−1, the contract ends on the last day of T; accepted later, ' +
      'on the last day of the next term’s T. It never ends inside a term, however early it was accepted. The length of ' +
      'a term is the product’s own; the end date of the licence notice (`termEndsOn`) wins over the computed day. How ' +
      'long a renewed term runs is open: `renewalMonths`, 12 unless the contract says otherwise (the text’s only figure).',
    quote:
      'ご利用開始日から契約継続期間満了日が属する月の前月20日までに解約を受理した場合、契約継続期間満了日が属する月の末日',
    section: '2.1.2',
  },
  SF3: {
    title: 'Archive-only products: deleting the server is the cancellation',
    text:
      'There is no application, no notice and no end date: deleting the server (its disk) cancels the contract. When ' +
      'billing ends is open; the reading is that it ends no earlier than the deletion. The teardown opens with ' +
      '`serviceEndsOn`.',
    quote: 'アーカイブのみで提供する製品・サービスは、サーバー(ディスク)を削除することで解約となります。',
    section: '1.1',
  },
  SF4: {
    title: 'An application is taken in business hours and cannot be withdrawn',
    text:
      'Sending the application is irreversible and needs an approval. Acceptance follows a check and an arrangement ' +
      'and may come days later; no message but the licence notice is promised, so the day of acceptance may stay ' +
      'unknown. `applyLatest` presumes that acceptance follows on the same day. Business hours are not named; ' +
      '10:00–17:00 on business days is assumed, later counts as the next business day.',
    quote: '申し込み後のキャンセルはできません',
    section: '2.1.1',
  },
  SF5: {
    title: 'The application goes through the member menu, with a fixed form and template',
    text:
      'サポート → お問い合わせ → メールでのお問い合わせ (https://help.sakura.ad.jp/contact/#mail). The “または メール” of ' +
      'section 2.2 is read as this mail form. An incomplete application is asked back, and the wished month may be missed.',
    quote: '再確認が完了する時期によっては、ご希望どおりの解約月にお応えできない場合がございます。',
    section: '3.4',
  },
  SF6: {
    title: 'After acceptance the service leaves the control panel',
    text:
      'Its absence there is not an error and no proof that anything was deleted. It is billed up to the end date; the ' +
      'server and its disks stay until the customer deletes them.',
    quote: '解約の受理後、解約対象サービスはクラウドコントロールパネルから削除されます。',
    section: '3.5',
  },
  SF7: {
    title: 'The licence notice (ライセンス通知書) names the legal end date',
    text:
      'It is an updated edition of the first one and comes by a password-protected file-share URL: 7 days, 5 downloads. ' +
      'The days are counted from the mail’s own date, and kaiyaku never downloads it. An expired one is reissued by ' +
      'support. When its end date differs from the computed one, everything stops until somebody acknowledges it ' +
      '(`endsOnAcknowledged`), and until then the earlier date governs.',
    quote: '解約の受理後、解約日が記載されたライセンス通知書が発行されます。',
    section: '3.6',
  },
  SF8: {
    title: 'Use must have ended by the end date: disk deleted or OS reset, and licence files deleted',
    text:
      'Two routes are lawful: R, the reset (`execute factoryreset`) proven; D, the disk that carries FortiGateVM proven ' +
      'absent and no copy of it left. The ordinary run does both. The licence files go either way. The text says “by the ' +
      'end date” and also “from the end date on it cannot be used”; the reading is to be finished by the day before.',
    quote: '必ず解約日までに以下を実施し、ご利用を終了してください。',
    section: '4.1',
  },
  SF9: {
    title: 'Use past the end date breaks the terms and the licence, and is billed',
    text:
      'No-term plan: billed month by month up to the month in which the end of use is confirmed. Term plan: another ' +
      'term of 12 months is billed. Either is a breach of the provider’s terms and of Fortinet’s licence agreement.',
    quote: '解約日以降の利用が確認された場合、利用終了が確認された月までの利用料金を請求させていただきます。',
    section: '4.1',
  },
  SF10: {
    title: 'A mail about a breach must be answered and mended by the 10th of its month',
    text:
      'The provider writes to the mail address of the membership. Without answer and remedy by the 10th of the month ' +
      'of that mail the cloud account is frozen or the service suspended. When the mail itself comes after the 10th ' +
      'the text leaves the limit open; the reading is to answer on the same day.',
    quote:
      'ご連絡した月の10日までにご返信・ご対応をいただけない場合は、クラウドアカウントの凍結またはサービス利用の停止となります。',
    section: '4.1',
  },
  SF11: {
    title: 'Dozens of services may be listed in the licence notice',
    text:
      'When dozens of marketplace services end at once, they may be marked in the licence notice, which is handed in ' +
      'with the application in place of the template’s list.',
    quote:
      '数十件以上のマーケットプレイスサービスを一括解約する場合は、ライセンス通知書に解約対象サービスをご指定のうえ、ご提示いただいても構いません。',
    section: '3.3',
  },
};

/** Where a rule is written. `other` names another place of the same rule: SF8 of a term plan stands in 4.2. */
export function citeRule(rule: SakuraRule, other: Partial<Pick<Citation, 'section' | 'quote'>> = {}): Citation {
  return cite(other.section ?? explain[rule].section, other.quote ?? explain[rule].quote);
}
