// What is clicked in the portal and the console, object by object: licences (AL4), addresses (AL5), servers (AL6). Only what
// the contract lists, each with its own box to tick. Pure.
import type { RequestText } from '../../src/teardown/provider.ts';
import type { AltusContract } from './contract.ts';

type Instructions = Omit<RequestText, 'step'>;

const each = (names: readonly string[]): string => names.map((name) => `□ ${name}`).join('\n');

/** AL4. */
export function pleskInstructions({ plesk }: AltusContract): Instructions {
  return {
    title: 'deletion of the Plesk licences in the portal (PLESKの解約)',
    text: [
      'ポータルサイト → [契約管理] → Plesk ライセンス管理の[手続きに進む]',
      '→ サーバの IP アドレスを確認 →「操作」プルダウンメニューから「削除」→「OK」',
      '',
      each(plesk.map(({ serverIp }) => serverIp)),
      '',
      '削除後、ライセンス一覧から消えたことを確認する。',
    ].join('\n'),
    how: 'In the portal. Save the list before and after; compare the IP address of each row with the lines above before “OK”.',
  };
}

/** AL5: nothing but what the partner named; never the source-NAT address. */
export function addressInstructions({ addresses, network, sourceNatAddress }: AltusContract): Instructions {
  return {
    title: 'release of the global IPs in the console (グローバルIPアドレスの削除)',
    text: [
      `ALTUS Basicコンソールパネル →「ネットワーク」→ ${network === undefined ? '対象のネットワーク名称' : `「${network}」`}`,
      '→「詳細タブ」→「表示-IPアドレス」→ 対象のGIP →「×」→「はい」',
      '',
      each(addresses),
      '',
      '解放完了の通知を確認し、一覧から消えたことを確認する。',
      ...(sourceNatAddress === undefined ? [] : [`※ ${sourceNatAddress}(ソースNAT)は解放しない。`]),
    ].join('\n'),
    how:
      'In the console. Only these, which the partner named at contract time; an address marked as source NAT stays with its ' +
      'network. Before the release nothing may still name them: DNS, name servers, monitoring.',
  };
}

/** AL6, the first time. */
export function destroyInstructions({ servers }: AltusContract): Instructions {
  return {
    title: 'destruction of the servers in the console (仮想サーバの破棄)',
    text: [
      'コンソール → 該当する仮想サーバを選択 → 仮想サーバ名を確認 → 削除アイコン「×」→「OK」',
      '',
      each(servers),
      '',
      '破棄完了の通知と、状態が「Destroyed」になったことを確認する。',
    ].join('\n'),
    how:
      'In the console. Compare the whole name: other packages of the account have KLS-… servers too. Where the list no longer ' +
      'shows a destroyed server, your account cannot see them; that proves nothing yet.',
  };
}

/** AL6, the second time. */
export function expungeInstructions({ servers }: AltusContract): Instructions {
  return {
    title: 'expunging of the destroyed servers (仮想サーバの完全な削除)',
    text: [
      'コンソール →「Destroyed」の対象の仮想サーバを選択 →「×」→ 削除対象であることを確認 →「OK」',
      '',
      each(servers),
      '',
      '削除完了の通知を確認し、仮想サーバー一覧から消えたことを確認する。',
      '(「Destroyed」の仮想サーバが表示されない場合は、完全に削除されたことをサポートに確認する。)',
    ].join('\n'),
    how:
      'In the console, the second time for each server. Done means that a list which can show destroyed servers no longer has ' +
      'it. Where your account cannot see them, ask jp_support@gmocloud.com or 03-6415-7088 (weekdays 9–19) and file the answer.',
  };
}
