// What the rules FX1–FX7 mean, with the provider's own words: for `explain`, for citations and for refusals.
// Source: sources/003 (プラン変更について). Quotes are verbatim; a reading is called one.
import type { Citation } from '../../src/teardown/terms.ts';

export type FlxsrvRule = 'FX1' | 'FX2' | 'FX3' | 'FX4' | 'FX5' | 'FX6' | 'FX7';

export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Verbatim from the source. */
  readonly quote: string;
  readonly section: string;
}

export const explain: Readonly<Record<FlxsrvRule, Explanation>> = {
  FX1: {
    title: 'A trouble ticket comes before the order',
    text:
      'It names the present plan, the contract and the new plan. Whoever reports afterwards gets no adjustment of the bill, ' +
      'and the old plan goes on being billed. kaiyaku prints no order before the reply to this ticket is filed.',
    quote: '事後連絡では金額調整、および旧プランの請求停止は受け付けられませんのでご注意ください。',
    section: '冒頭, 1-11',
  },
  FX2: {
    title: 'The order is reported by a second ticket; the initial fee is waived where there is one',
    text:
      'Plans with an initial fee (Lite, Basic, Pro, WordPress hosting) are billed without it once the order was reported; ' +
      'VPS plans have none. Nothing is paid before the adjusted bill is there. Prices stand in the contract file.',
    quote: '初期設定費用のあるプランの場合※は該当金額を免除させていただきます。',
    section: '1-21, 1-3',
  },
  FX3: {
    title: 'Old and new plan run side by side for a month or more; the new plan’s first month is free',
    text:
      'The old plan ends no earlier than one month after the opening of the new one, in practice with the end of that ' +
      'month. The new term starts on the first of the month after the opening, so that an opening early in a month is ' +
      'free for longer. From monthly to monthly only the new plan is billed in the last parallel month; from a yearly ' +
      'plan the new term is a full year and FX4 applies.',
    quote: '新プランについては初月無料、翌月から契約料金発生として、契約期間を設定します。',
    section: '1-5',
  },
  FX4: {
    title: 'Leaving a yearly plan early: what is not used up is taken off the new bill',
    text:
      'Bill = new price − ceil(old yearly price ÷ 12) × months left. When it is negative nothing is billed, and the new ' +
      'term grows by ceil(−bill ÷ ceil(new yearly price ÷ 12)) months. “Months left” has three readings: from the month ' +
      'after the opening, after the parallel month, or after the request; and for a monthly new plan the “new price” is ' +
      'one fee or twelve. All are computed and shown as a range, the first ticket asks, and the invoice is the truth. ' +
      'The divisor “A” of 2-2 is read as the monthly price of 2-1.',
    quote: '【新プラン料金-{(旧プラン年額÷12)×残月数}】 ※(旧プラン年額÷12)の小数点は切り上げ',
    section: '1-5',
  },
  FX5: {
    title: 'The provider cancels the old plan only for customers who told it',
    text:
      'The cancellation request (解約リクエスト) of the old plan is issued by the provider, and only after both tickets. ' +
      'Otherwise the old plan renews and is billed, although nobody uses it any more.',
    quote:
      '旧サーバの利用をしていなくても、旧プランの解約手続きを行っていただかない限りは、更新の請求は発行されてしまいます。',
    section: 'サポートに連絡しなくてもプラン変更はできますか',
  },
  FX6: {
    title: 'Data and DNS are moved by the customer, inside the time of running side by side',
    text:
      'After the payment the provider sets the new term and the old plan’s end: the deadline of the move, to be filed as ' +
      'evidence. The IP address changes; there are no tools and no help with the move. Until the end is known the ' +
      'earliest possible one, a month after the opening, is planned for; the work is to be finished by the day before.',
    quote: '必ずサーバ並行稼動期間中に完了するようにしてください。',
    section: '1-6',
  },
  FX7: {
    title: 'A zone that is linked to a contract must be unlinked by support before it is edited',
    text:
      'Where 契約で使用済み shows #NNNN and a name, the linked mode gives wrong data since the migration of 2017, and only ' +
      'support can take the link away (ホスティング契約紐づけなし). Where it shows N/A the customer edits: copy the zone ' +
      'first, replace the old address row by row, then look again.',
    quote:
      '「契約にて使用済み」の機能を使うと正しいデータが反映されないため、手動でIPアドレスを書き換える作業をお願いしています。',
    section: 'コントロールパネルにて、DNSゾーンを管理されているお客様へ',
  },
};

/** Where a rule is written. `other` names another place of the same rule. */
export function citeRule(rule: FlxsrvRule, other: Partial<Pick<Citation, 'section' | 'quote'>> = {}): Citation {
  const { section, quote } = explain[rule];
  return { document: 'プラン変更について (EX-CLOUD)', section: other.section ?? section, quote: other.quote ?? quote };
}
