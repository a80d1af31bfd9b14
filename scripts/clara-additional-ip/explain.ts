// What the rules CL1–CL10 mean, with the provider's own words: for `explain`, for citations and for texts.
// Source: sources/001 (Clara's FAQ, 2022-06-16 and 2022-07-07). Quotes are verbatim; a reading is called one.
import type { Citation } from '../../src/teardown/terms.ts';
import { cite } from './citation.ts';

export type ClaraRule = 'CL1' | 'CL2' | 'CL3' | 'CL4' | 'CL5' | 'CL6' | 'CL7' | 'CL8' | 'CL9' | 'CL10';

export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Verbatim from the source. */
  readonly quote: string;
  readonly section: string;
}

export const explain: Readonly<Record<ClaraRule, Explanation>> = {
  CL1: {
    title: 'All work on domains and DNS comes first, the cancellation last',
    text:
      'Every domain that hangs on the additional address is deleted or moved, its host objects and mail clients are changed, ' +
      'and it is verified that nothing still names the address. Only then is the form sent; so the work is done by the last ' +
      'day on which the form can be sent.',
    quote: '全ての作業完了後に、弊社まで▼追加IPアドレス のご解約をいただきますようお願いいたします。',
    section: '追加IPアドレスのご解約',
  },
  CL2: {
    title: 'A domain that is no longer used is deleted, by the place of its primary DNS',
    text:
      'Pattern A (own server) with Plesk: delete the domain in Plesk, which takes web content and databases along, then its ' +
      'zone on Clara’s secondary DNS. A with Webmin or no panel: take it and the address out of the server configuration, ' +
      'delete the zone file, then the secondary zone. B: ask the other company. C: ask Clara by mail to support@clara.ne.jp.',
    quote: '※対象ドメインのWebのコンテンツデータや、関連のデータベースが削除されます',
    section: '今後ドメインを利用されない場合(削除)',
  },
  CL3: {
    title: 'A domain that goes on is changed to the main address, by the place of its primary DNS',
    text:
      'Pattern A with Plesk: change the address of the domain in Plesk, then the zone on Clara’s secondary DNS. A with Webmin ' +
      'or no panel: change server configuration and zone file, then the secondary. B: ask the other company to change the ' +
      'records. C: a paid application, 「ネームサーバレコード内容変更申込書(レコード内容変更用)」. The text points to “delete a ' +
      'zone” even for the change; the reading is a slip of the page: change the zone, never delete it.',
    quote: 'Plesk上から追加IPアドレスから、本体のIPアドレスへ変更をいただく必要がございます。',
    section: '追加IPアドレスから、本体IPアドレスへの変更をおこなう場合',
  },
  CL4: {
    title: 'Giving up a domain name is asked of its registrar',
    text:
      'Deleting a zone does not end the registration. Where Clara registered the name, its own cancellation form is used ' +
      '(https://spt.clara.jp/procedure/service/#kaiyaku).',
    quote: '※ドメインの廃止をご希望の場合は、ドメインの取得元会社様へご依頼をいただきますようお願いいたします。',
    section: '今後ドメインを利用されない場合(削除)',
  },
  CL5: {
    title: 'Mail clients that have the address as their server are changed',
    text:
      'To a name such as mail.DOMAIN, or to the main address. Nobody but their users sees what is typed into them; the traffic ' +
      'to the old address shows who was forgotten.',
    quote:
      '※ご利用のメールソフト側で[送信メールサーバ]および、[受信メールサーバ]の欄に追加IPアドレスが入力されていた場合は',
    section: '追加IPアドレスから、本体IPアドレスへの変更をおこなう場合',
  },
  CL6: {
    title: 'Host objects that hold the address are changed at the registrar',
    text:
      'A registered host object is handed out by the parent zone as glue, whatever the zone itself says. Where Clara registered ' +
      'the name, its form is used (https://spt.clara.jp/procedure/domain/#domain06).',
    quote:
      '※対象ドメインに対してホスト登録されているIPアドレスが、追加IPアドレスで登録されていた場合は、本体IPアドレスへの変更が必要となります。',
    section: '追加IPアドレスから、本体IPアドレスへの変更をおこなう場合',
  },
  CL7: {
    title: 'The form must arrive by the last day of the month before the wanted month',
    text:
      'As a PDF by mail to contract@clara.ad.jp, under the company’s seal that shows the full legal name with its legal form, ' +
      'or an office-holder’s; a staff member’s seal is refused, an electronic seal will do, and it need not be registered. Not ' +
      'by telephone. Later costs a month. That it then ends on the wanted month’s last day is inferred. Whether a form that ' +
      'arrives earlier still ends it in the month that it names is open: the procedure page speaks of the end of the month ' +
      'after the application. So it is sent within the month before, where both agree (`formMayArriveEarly`).',
    quote: '”解約希望月の前月末日までに解約申込書のご提出が必着”となります。',
    section: 'ご解約: 解約申込書',
  },
  CL8: {
    title: 'What is missing of the minimum term is billed at the end',
    text:
      'The minimum term counts from the month after the opening: missing months × monthly fee. Its length for the additional ' +
      'address is not in the source; it stands in the price list or in the contract. A special agreement overrides it ' +
      '(`minimumTermEndsOn`).',
    quote:
      '最低契約期間未満でご解約の場合には、最低利用期間に満たない月数分の料金をご解約時にご請求させていただきます。',
    section: 'ご解約: 最低利用期間',
  },
  CL9: {
    title: 'Before the end date an extension or a withdrawal may be accepted',
    text:
      'Asked only by a registered contact of contract@clara.ad.jp, with customer number, service, server host or domain, the ' +
      'accepted end date, and the wanted date (a month’s end, billed) or the reason; then a sealed form as PDF. It is not to be ' +
      'relied on: the application counts as irreversible.',
    quote:
      '解約日を過ぎていない場合には受付できる場合がありますので、契約担当(contract@clara.ad.jp)までご連絡ください。',
    section: 'ご解約: 延長・取下げ',
  },
  CL10: {
    title: 'There is no suspension; a change of plan has a price of its own',
    text:
      'Clara Cloud Flex, Flex Mini Cube, Flex Web and KUSANAGI with Cube, paid for a year in advance: an upgrade costs (new − old ' +
      'monthly fee) × months left, a downgrade refunds nothing, and the renewal is at the new price. Whether the running month ' +
      'counts as left is open: both are shown. No change where the operating system is out of support, nor for Flex Mini, Flex ' +
      'Mini 2, FPS and VPS (as of 2022-06-16).',
    quote: 'お支払い金額=(変更後プラン月額料金 – 変更前プラン月額料金)×年契約の残月',
    section: 'ご契約関連: プラン変更',
  },
};

/** Where a rule is written. */
export function citeRule(rule: ClaraRule): Citation {
  return cite(explain[rule].section, explain[rule].quote);
}
