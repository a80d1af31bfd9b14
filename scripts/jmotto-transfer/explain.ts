// What the rules JM1–JM9 mean, with the provider's own words: for `explain`, for citations and for refusals.
// Source: sources/004 (ホスティングサービス移管(概要)). Quotes are verbatim; a reading is called one.
import type { Citation } from '../../src/teardown/terms.ts';

export type JmottoRule = 'JM1' | 'JM2' | 'JM3' | 'JM4' | 'JM5' | 'JM6' | 'JM7' | 'JM8' | 'JM9';

export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Verbatim from the source. */
  readonly quote: string;
  readonly section: string;
}

export const explain: Readonly<Record<JmottoRule, Explanation>> = {
  JM1: {
    title: 'The withdrawal form received by the 25th ends the contract with the next month',
    text:
      'The form (解除届) is paper; no reason is asked for. Received (受理) by the 25th the contract ends on the last day of ' +
      'the next month, later on that of the month after it. To end in month M it is received from the 26th of M−2 to the ' +
      '25th of M−1: later costs a month, earlier ends the contract a month early. What is sent back for correction was not ' +
      'received. Four days are allowed for posting and handling (an assumption), so the last day of posting is four days ' +
      'before the limit, or the business day before that.',
    quote: '※25 日までに弊社で解除届を受理した翌月末で契約解除となります。',
    section: 'ホスティングサービスの解除手続き',
  },
  JM2: {
    title: 'The whole takes three to six weeks, and both contracts overlap',
    text:
      'One or two weeks for the new server, two to four for the customer’s own preparation. The new contract begins before ' +
      'the old one ends, because for some days nobody can say which server is reached.',
    quote: '全体では３～６週間ほどかかるケースが一般的です。',
    section: '冒頭',
  },
  JM3: {
    title: 'Zone data and AuthCode come after the form was received, to be handed to the new host',
    text:
      'Both are issued by J-MOTTO and handed on by the customer; the zone data are to be had earlier too, and the text calls ' +
      'the form 退会届 there (read as the same form). The AuthCode is a secret: it is never filed, printed or attested, only ' +
      'the day on which it came. It lives 35 days from its issue (JPRS’s figure; the text names none): the transfer begins before.',
    quote: '※ZONE 情報は退会届を受理する前でもご提供が可能です。',
    section: '新サーバの設定',
  },
  JM4: {
    title: 'The DNS switch is booked a week or more ahead',
    text:
      'The switch takes about an hour and is done by J-MOTTO at the booked time. Booked by the day seven days before it, or ' +
      'the business day before that. For some days afterwards visitors and mail may reach either server.',
    quote: '作業希望日時の１週間前までに作業予約をお願いいたします。',
    section: '新サーバへの移行作業／DNS 切替',
  },
  JM5: {
    title: 'A domain transfer needs a month or more of validity',
    text:
      'Whether at its start or at its completion is open; the reading is at its completion, taken as ten days after the start. ' +
      'When that day is past, the domain is renewed first.',
    quote: 'ドメイン移管時のルールにより、移管手続きを行なう際は有効期限が 1 か月以上必要となります。',
    section: 'ご注意事項',
  },
  JM6: {
    title: 'Data is deleted after the end',
    text: 'Web, databases and mail are backed up before, at the latest by the day before the end. Nothing is given afterwards.',
    quote: '解約後サーバのデータは削除されますので、お客様にて解約前に取得をお願いいたします。',
    section: 'ご注意事項',
  },
  JM7: {
    title: 'Where domain or DNS are the customer’s own, the customer switches',
    text: 'No appointment is made then; the switch is the customer’s step instead of the provider’s.',
    quote: '※お客様で独自にドメインや DNS を管理されている場合はお客様にて作業が必要となります。',
    section: '新サーバへの移行作業／DNS 切替',
  },
  JM8: {
    title: 'Ending the groupware as well needs a form of its own',
    text:
      'The support centre sends it on request. By when it has to be received is not said; the reading is the same limit as ' +
      'for the withdrawal form.',
    quote:
      '※グループウェア契約も同時に解約をご希望の場合は専用の書面をお送りしますので、サポートセンターまでご連絡ください。',
    section: 'ホスティングサービスの解除手続き',
  },
  JM9: {
    title: 'The form is not sent while the switch and the days side by side do not fit before the end',
    text:
      'The date of the form fixes the end, and a switch that slips past it takes web and mail off the net. So switchOn + ' +
      'parallelDays must lie by the end date, or the form is not printed (R02). The text’s closing “proceed with the old ' +
      'server’s cancellation” is read as follow-up: the form at the beginning is the cancellation; their reply is to ' +
      'confirm it.',
    quote: '旧／新ホスティングサービスの契約期間が重複するように申込・解除手続きをお願いいたします。',
    section: 'サーバの移行期間',
  },
};

/** Where a rule is written. `other` names another place of the same rule. */
export function citeRule(rule: JmottoRule, other: Partial<Pick<Citation, 'section' | 'quote'>> = {}): Citation {
  const { section, quote } = explain[rule];
  return {
    document: 'J-MOTTO ホスティングサービス移管(概要)',
    section: other.section ?? section,
    quote: other.quote ?? quote,
  };
}
