// Work on the zone of one domain, to tick off: the backup before it, the TTL, the secondary DNS, and the proof. Pure.
import type { RequestText } from '../../src/teardown/provider.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';

type Text = Omit<RequestText, 'step'>;

/** Where the secondary DNS is worked on. */
export const SECONDARY_MANUAL = 'https://spt.clara.jp/manual/server/dns/#secondary';
/** Seconds to which the TTL is lowered. */
const LOW_TTL_S = 300;

/** A server of the parent zone that can be asked for glue, where it is known by name. */
const PARENTS: readonly (readonly [RegExp, string])[] = [
  [/\.jp$/i, 'a.dns.jp'],
  [/\.(?:com|net)$/i, 'a.gtld-servers.net'],
];

export function backUpText({ panel }: ClaraContract, { name, fate, primaryDns }: ClaraDomain): Text {
  return {
    title: `backup of ${name} (バックアップ)`,
    text: [
      `□ ${name} のWebコンテンツ`,
      `□ ${name} の関連データベース`,
      `□ ${name} のメール(メールボックス、転送・エイリアス設定)`,
      `□ ${name} のゾーン(${
        primaryDns === 'own-server' ? 'ゾーンファイルまたはAXFR' : '各レコードの値の控え'
      }、SOAシリアル、TTL)`,
      ...(panel === 'plesk' ? ['□ Pleskのバックアップ(ドメイン単位)を書き出し、読み戻せることを確認'] : []),
    ].join('\n'),
    how: `Read each backup back.${
      fate === 'delete' && primaryDns === 'own-server' && panel === 'plesk'
        ? ' Deleting the domain takes web content and databases along; there is no undo.'
        : ''
    } Keep the zone as text: the proof afterwards is held against it.`,
  };
}

export function lowerTtlText({ additionalIp, ttlDays }: ClaraContract, { name, records }: ClaraDomain): Text {
  return {
    title: `lower TTL for ${name}`,
    text: [
      `□ ${name} の現在のTTLとSOAシリアルを控える`,
      `□ ${additionalIp} を値に持つレコード${listOf(records)}のTTLを ${LOW_TTL_S} に下げる`,
      '□ SOAシリアルを1回上げ、プライマリとセカンダリのシリアルが一致することを確認する',
    ].join('\n'),
    how: `On the primary DNS, at least ${ttlDays} days before the switch: the old TTL has to run out everywhere first.`,
  };
}

/** CL3: for a change the page points to “delete a zone”, which is read as a slip. */
export function secondaryText({ additionalIp, mainIp }: ClaraContract, { name, fate }: ClaraDomain): Text {
  if (fate === 'delete')
    return {
      title: `deletion of ${name} on the secondary DNS`,
      text: `□ セカンダリDNSの ${name} のゾーンを削除する(セカンダリ DNS ゾーンを削除する)\n${SECONDARY_MANUAL}`,
      how: 'In Clara’s panel, after the zone is gone from the primary. Save the list before and after.',
    };
  return {
    title: `change of ${name} on the secondary DNS`,
    text: [
      `□ セカンダリDNSの ${name} のゾーンを変更する(マスターのIPアドレス:${additionalIp} → ${mainIp})。削除はしない`,
      SECONDARY_MANUAL,
      '□ プライマリのSOAシリアルを1回上げ、セカンダリが追従することを確認する',
    ].join('\n'),
    how:
      'In Clara’s panel. The page points to “delete a zone” here, too; change it instead (CL3). Where only deleting and adding ' +
      'is offered, do both within one TTL and ask both name servers afterwards.',
  };
}

/** Asked of everybody who could still name the address. */
export function verifyText(
  { additionalIp, quietDays }: ClaraContract,
  { name, fate, records, hostNames }: ClaraDomain,
): Text {
  const parent = PARENTS.find(([tld]) => tld.test(name))?.[1];
  const names = records.length === 0 ? [name] : records;
  const type = additionalIp.includes(':') ? 'AAAA' : 'A';
  const asked =
    fate === 'delete'
      ? [
          `dig +norec @<旧プライマリ> ${name} SOA    … ゾーンが無い`,
          `dig +norec @<セカンダリ> ${name} SOA    … ゾーンが無い`,
        ]
      : [
          `dig +short NS ${name}`,
          `dig +norec @<各ネームサーバ> ${name} SOA    … シリアルがすべて一致`,
          ...names.map((one) => `dig +norec @<各ネームサーバ> ${one} ${type}`),
          `dig +norec @<各ネームサーバ> ${name} TXT    … SPFに残っていない`,
        ];
  return {
    title: `proof that nothing of ${name} names ${additionalIp}`,
    text: [
      '□ 権威サーバ(プライマリ・セカンダリ)',
      ...asked.map((line) => `  ${line}`),
      '□ 上位のネームサーバ(委任とグルー)',
      parent === undefined
        ? `  dig +trace ${name} NS`
        : `  dig +norec @${parent} ${name} NS    … ADDITIONAL に ${additionalIp} が無い`,
      ...hostNames.map((host) => `  ${parent === undefined ? 'dig +trace' : `dig +norec @${parent}`} ${host} ${type}`),
      `□ ${additionalIp} への通信(アクセスログ、メールログ、DNSクエリログ)が24時間ないこと`,
      `□ 回答のどこにも ${additionalIp} が含まれないこと`,
    ].join('\n'),
    how: `Not before ${quietDays} quiet days after the last change. Ask every server directly; a resolver may answer from yesterday. Keep all answers as one file.`,
  };
}

export const listOf = (records: readonly string[]): string => (records.length === 0 ? '' : `(${records.join('、')})`);
