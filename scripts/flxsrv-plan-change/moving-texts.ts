// The zones, the backup, the move, the switch and the proof that the old plan is cancelled (FX5, FX6, FX7). Pure.
import { userError } from '../../src/base/errors.ts';
import { addDays, formatJapanese } from '../../src/calendar/civil-date.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import { type FlxsrvDomain, type FlxsrvPlanChangeContract, linkedDomains } from './contract.ts';
import { rowLines } from './row-lines.ts';
import { lineOf, planLine, planLines, ticketWay } from './text-parts.ts';

type Contract = FlxsrvPlanChangeContract;
type Text = Omit<RequestText, 'step'>;

/** FX7: only support can take the link away. */
export function unlinkTicket(contract: Contract): Text {
  const linked = linkedDomains(contract);
  if (linked.length === 0)
    throw userError('request-not-needed', 'no zone is linked to a contract (FX7)', { next: 'run `kaiyaku plan`' });
  return {
    title: 'ticket to support: unlink the zones',
    text: [
      '件名:「ホスティング契約紐づけなし」への変更のお願い',
      '',
      'プラン変更に伴い、DNSゾーンのIPアドレスを手動で書き換えますので、次のドメインを「ホスティング契約紐づけなし」に変更してください。',
      '',
      ...linked.map(
        ({ name, linked: shown }) => `■${lineOf(name, 'domains')}(契約で使用済み:${lineOf(shown, 'linked')})`,
      ),
      '',
      '変更が完了しましたら、ご連絡をお願いいたします。',
    ].join('\n'),
    how: `${ticketWay(contract)}. Never edit a zone while 契約で使用済み shows a contract: what is written there is overwritten (FX7).`,
  };
}

export function backUpList(contract: Contract): Text {
  return {
    title: 'backup of the old server and its zones',
    text: [
      '□ Webサイトのデータ',
      '□ データベース',
      '□ メール(全メールボックス)',
      ...contract.domains.map(
        ({ name, dnsHere }) =>
          `□ DNSゾーン ${name}${dnsHere ? '(コントロールパネルのDNSゾーンタブの全行)' : '(他社管理)'}`,
      ),
      '□ 保存したものを読み戻して確認',
    ].join('\n'),
    how: 'Keep the backup outside of this provider, and read something of it back. What is left on the old server is lost with its end.',
  };
}

export function moveList(contract: Contract): Text {
  return {
    title: 'move of the data to the new server',
    text: [
      ...contract.domains.map(({ name }) => `□ ${name}:Webサイト、データベース、メールアカウント`),
      '□ メールソフトの2重設定(新旧サーバ)',
      '□ 新サーバでの動作確認(hostsファイル等)',
    ].join('\n'),
    how: 'The customer moves everything; the provider has no tools for it and does not help with the work (FX6). Lower the TTL of the zones now, so that the switch is short.',
  };
}

export function switchList(contract: Contract, known: RequestKnown | undefined): Text {
  const { oldServerIp, domains, panelUrl } = contract;
  const newServerIp = lineOf(contract.newServerIp, 'newServerIp');
  const here = domains.filter(({ dnsHere }) => dnsHere);
  const elsewhere = domains.filter(({ dnsHere }) => !dnsHere);
  const untilOn = known?.terms.endsOn === undefined ? undefined : addDays(known.terms.endsOn, -1);
  const rows = (domain: FlxsrvDomain): string[] => rowLines(contract, domain, known);
  return {
    title: 'switch of the DNS rows from the old address to the new one',
    text: [
      ...here.map((domain) =>
        [
          `■${lineOf(domain.name, 'domains')}`,
          '□ 契約欄「すべてのマイドメイン」→ すべてのマイドメインタブ',
          '□ 「契約で使用済み」がN/Aであることを確認',
          `□ 「${domain.name}」→「DNSゾーン」タブ → 編集前の内容を保存`,
          `□ ${oldServerIp} の行をひとつずつ「編集」→ ${newServerIp} → 保存`,
          ...rows(domain),
          `□ DNSゾーンタブを再確認(${oldServerIp} が残っていない)`,
        ].join('\n'),
      ),
      ...elsewhere.map((domain) =>
        [
          `■${lineOf(domain.name, 'domains')}(他社のDNS)`,
          `□ ${oldServerIp} → ${newServerIp} に変更し、再確認`,
          ...rows(domain),
        ].join('\n'),
      ),
      ...(untilOn === undefined ? [] : [`□ ${formatJapanese(untilOn)}までに完了`]),
    ].join('\n'),
    how: `control panel ${panelUrl}; look at A, MX and SPF rows (TXT) as well: no row may keep the old address (FX7).`,
  };
}

export function verifyList(contract: Contract): Text {
  const newServerIp = lineOf(contract.newServerIp, 'newServerIp');
  return {
    title: 'proof that everything answers from the new server',
    text: [
      ...contract.domains.map(({ name }) => `□ ${name}:権威DNSの応答が ${newServerIp}、Web・メールの送受信`),
      `□ 旧サーバ(${contract.oldServerIp})へのアクセスとメールの着信がない`,
    ].join('\n'),
    how: 'Ask the authoritative name servers, not a cache; look into the old server’s logs and mailboxes once more.',
  };
}

/** FX5: to be sent only when the panel does not show the cancellation. */
export function cancellationInquiry(contract: Contract): Text {
  return {
    title: 'the old plan’s cancellation (解約リクエスト)',
    text: [
      '件名:旧プランの解約リクエストの確認',
      '',
      'プラン変更に伴う旧プランの解約リクエストが、コントロールパネルで確認できません。発行状況をお知らせください。',
      '',
      ...planLines(contract),
    ].join('\n'),
    how: `Look into the contract list of ${contract.panelUrl} first; send the text by ${ticketWay(contract)} only when the cancellation is not shown there. Without it the old plan renews and is billed (FX5).`,
  };
}

export function closingList(contract: Contract): Text {
  return {
    title: 'close of the change',
    text: [
      `□ 旧プラン(${planLine(contract.oldPlan, 'oldPlan.name')})の契約が終了している`,
      '□ 旧プランの更新請求が発行されていない',
      `□ 新プラン(${planLine(contract.newPlan, 'newPlan.name')})の契約期間が記録と一致している`,
    ].join('\n'),
    how: `control panel ${contract.panelUrl}: contract list and invoices.`,
  };
}
