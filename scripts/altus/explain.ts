// What the rules AL1–AL8 mean, with the provider's own words: for `explain`, for citations and for texts.
// Source: sources/000 (CMS パッケージ解約手順書 01版, 2015-11). Quotes are verbatim; a reading is called one.
import type { Citation } from '../../src/teardown/terms.ts';
import { cite } from './citation.ts';

export type AltusRule = 'AL1' | 'AL2' | 'AL3' | 'AL4' | 'AL5' | 'AL6' | 'AL7' | 'AL8';

export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Verbatim from the source. */
  readonly quote: string;
  readonly section: string;
}

export const explain: Readonly<Record<AltusRule, Explanation>> = {
  AL1: {
    title: 'Sales is told at least one month before the wanted day',
    text:
      'Sales then sends a notice of cancellation (解約通知書), which is filled in and returned. Whether “one month” is a ' +
      'calendar month or 31 days, and whether the day itself counts, is open; the reading is the earlier of the two, ' +
      'minus one more day so that a full month lies between, then the business day before. No limit is given for ' +
      'returning the notice: the same day is taken, and sales is told `marginBusinessDays` earlier. Sales has no published ' +
      'number; the contract desk is 03-6415-7087 (weekdays 9–19), cr-qa@gmocloud.com, to be confirmed before use.',
    quote: '解約を希望される期日の1ヶ月前までに弊社営業へ「CMSパッケージオプション」の解約意思をお伝え下さい。',
    section: '1. 解約準備',
  },
  AL2: {
    title: 'A domain bought there and no longer needed is cancelled by itself',
    text:
      'It is abolished, or transferred to another company; the transfer of generic and country names differs from that of ' +
      '.jp names. It ends on the day before its next renewal, or on a chosen day before that, entered as YYYY/MM/DD. The ' +
      'text says “up to the next renewal”; the reading is that the renewal day itself is never used.',
    quote: '弊社よりドメインをご購入頂いており、今後不要な場合(※)はドメインの解約が必要です。',
    section: '2. ドメインの解約',
  },
  AL3: {
    title: 'Certificates of the provider need no cancellation',
    text:
      'Not renewing lets them expire. A certificate of GlobalSign or of another company may need a cancellation of its own: ' +
      'ask its issuer. Whether the provider renews by itself is not said; look for such rows in the account manager.',
    quote: '契約更新時に次回更新を行わなければSSL証明書有効期限が切れます。',
    section: '3. SSLの解約',
  },
  AL4: {
    title: 'Plesk licences are deleted in the portal, by the server’s IP address',
    text:
      'The list of licences is keyed by server IP, so the licence goes before the address and the server. It is done when ' +
      'the licence is gone from the list.',
    quote: '解約したいサーバの IP アドレスを確認し、「操作」プルダウンメニューから「削除」を選択してください。',
    section: '4. PLESKの解約',
  },
  AL5: {
    title: 'Global IPs that the partner named are released',
    text:
      'Only those named at contract time, in the console: network → IP addresses → ×. The source-NAT address of the network ' +
      'is never released by itself (a fact of CloudStack, not of the text).',
    quote: '対象は、CMSパッケージご契約時に弊社パートナーよりお伝えしているGIPとなります。',
    section: '5. グローバルIPアドレスの削除',
  },
  AL6: {
    title: 'The KLS-… servers are destroyed, then destroyed a second time',
    text:
      'After the first time a server is `Destroyed` and still recoverable; the second time expunges it. Done means that the ' +
      'expunging succeeded and that a listing which is able to show destroyed servers no longer has it. An account that ' +
      'cannot see destroyed servers leaves it in doubt until a person confirms.',
    quote: '完全に削除するために、再度対象の仮想サーバを選択します。',
    section: '6. ALTUS Basicの仮想サーバを破棄する',
  },
  AL7: {
    title: 'Several packages and contract numbers: each by itself',
    text:
      'Sales is told, and the notice returned, for each contract number; one that is forgotten goes on. Each has steps of ' +
      'its own.',
    quote: '複数契約をご利用のお客さまで全て解約希望の場合、契約番号毎に解約手続きを行ってください。',
    section: '2. ドメインの解約',
  },
  AL8: {
    title: 'The package counts as cancelled when sales was told and everything related is gone',
    text:
      'Letters alone do not end it, and neither does destroying servers alone: every related package, address and listed ' +
      'KLS-… server has to be gone as well. One server that is left keeps the contract alive.',
    quote:
      '弊社営業へ解約をお伝え頂き、関係する VM 破棄を含む関連パッケージの解約を行うことで CMS パッケージの解約とします。',
    section: 'CMS パッケージを解約する手順',
  },
};

/** Where a rule is written. */
export function citeRule(rule: AltusRule): Citation {
  return cite(explain[rule].section, explain[rule].quote);
}
