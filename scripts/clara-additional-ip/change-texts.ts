// A domain goes on with the main address (CL3): by pattern A, B or C, and by the panel of the server. Pure.
import { userError } from '../../src/base/errors.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { contractLines, mail, senderOf } from './sender.ts';
import { listOf } from './zone-texts.ts';

type Text = Omit<RequestText, 'step'>;

/** Where the paid change of records is applied for. */
export const RECORD_CHANGE_FORM = 'https://spt.clara.jp/procedure/domain/#ns-record-change';

export function changeText(contract: ClaraContract, domain: ClaraDomain): Text {
  if (domain.primaryDns === 'own-server') return onOwnServer(contract, domain);
  return domain.primaryDns === 'provider' ? byProvider(contract, domain) : byOtherCompany(contract, domain);
}

/** Pattern A. */
function onOwnServer({ panel, additionalIp, mainIp, serverHost }: ClaraContract, { name, records }: ClaraDomain): Text {
  const plesk = panel === 'plesk';
  return {
    title: `change of ${name} to the main address on ${serverHost}`,
    text: (plesk
      ? [
          `□ Plesk上で ${name} のIPアドレスを変更する:${additionalIp} → ${mainIp}`,
          '  <Plesk上で設定しているドメインのIPアドレスを変更する方法> https://spt.clara.jp/ufaqs/id-398/',
          `□ 手で加えたレコードに ${additionalIp} が残っていないことを確認する${listOf(records)}`,
        ]
      : [
          `□ Webサーバの設定ファイル:${additionalIp} → ${mainIp}`,
          `□ 設定対象の設定ファイル(メール、FTP、ファイアウォール等):${additionalIp} → ${mainIp}`,
          `□ ${name} のゾーンファイル:${additionalIp} → ${mainIp}${listOf(records)}、SPFの ip4:、SOAシリアルを1回上げる`,
          '□ ゾーンを再読み込みし、SOAシリアルを問い合わせて確認する',
        ]
    ).join('\n'),
    how: plesk
      ? 'In Plesk. Records that a person added stay as they are: read the zone again. The secondary DNS comes next.'
      : 'On the server. Replace whole addresses only, and compare the compiled zone before and after. The secondary DNS comes next.',
  };
}

/** Pattern B. */
function byOtherCompany(contract: ClaraContract, domain: ClaraDomain): Text {
  const { name, dnsCompany } = domain;
  const body = `弊社ドメイン ${name} につきまして、下記レコードの変更をお願いいたします。\n\n${recordLines(contract, domain)}\n\n変更日を、本メールへの返信にてお知らせください。`;
  return {
    title: `change of the records of ${name}, asked of who runs its name servers`,
    text: mail(
      `${name} のレコード変更のご依頼`,
      dnsCompany === undefined ? 'ネームサーバ ご担当者様' : `${dnsCompany} ご担当者様`,
      senderOf(contract),
      body,
    ),
    how: 'To the company that runs the name servers. Sent and done are two days: file both.',
  };
}

/** Pattern C: by an application that is billed. */
function byProvider(contract: ClaraContract, domain: ClaraDomain): Text {
  return {
    title: 'application for a change of records (ネームサーバレコード内容変更申込書), billed',
    text: `■ネームサーバレコード内容変更申込書(レコード内容変更用)への記入内容\n${contractLines(contract)}\nご契約者名:${senderOf(contract).company}\nご担当者名:${senderOf(contract).person}\n対象ドメイン:${domain.name}\n${recordLines(contract, domain)}`,
    how: `By ${RECORD_CHANGE_FORM}. It costs a fee that the source does not name: ask for it, and file it. Sent and done are two days.`,
  };
}

/** Every record by its name: “everything with that address” is asked back. */
function recordLines({ additionalIp, mainIp }: ClaraContract, { name, records }: ClaraDomain): string {
  if (records.length === 0)
    throw userError('request-incomplete', `${name}: the records to be changed are not named`, {
      why: 'whoever changes them has to be told each one',
      next: `add to the domain in the contract file\nrecords: [${name}, www.${name}]`,
    });
  const type = additionalIp.includes(':') ? 'AAAA' : 'A';
  return [
    ...records.map((record) => `${record} ${type}:変更前 ${additionalIp} → 変更後 ${mainIp}`),
    'その他、同じIPアドレスを含むレコード(SPF等)がございましたら、あわせて変更をお願いいたします。',
  ].join('\n');
}
