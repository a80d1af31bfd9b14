// A domain that is no longer used (CL2): by pattern A, B or C, and by the panel of the server. Pure.
import type { RequestText } from '../../src/teardown/provider.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { contractLines, mail, senderOf, SUPPORT_DESK } from './sender.ts';

type Text = Omit<RequestText, 'step'>;

const DELEGATION =
  ' Where the name itself goes on, have its delegation to these name servers taken away at the registrar first: a name that ' +
  'points to a server without its zone can be taken over.';

export function deleteText(contract: ClaraContract, domain: ClaraDomain): Text {
  if (domain.primaryDns === 'own-server') return onOwnServer(contract, domain);
  const asked = `弊社ドメイン ${domain.name} を今後利用いたしませんので、ゾーンファイルの削除をお願いいたします。`;
  const answer = '削除日を、本メールへの返信にてお知らせください。';
  const subject = `${domain.name} のゾーンファイル削除のご依頼`;
  if (domain.primaryDns === 'provider')
    return {
      title: `deletion of the zone of ${domain.name}, asked of Clara`,
      text: mail(
        subject,
        'クララ株式会社 サポートご担当者様',
        senderOf(contract),
        `${asked}\n\n${contractLines(contract)}\n対象ドメイン:${domain.name}\n\n${answer}`,
      ),
      how: `By mail to ${SUPPORT_DESK}. Sent and done are two days: file both.${DELEGATION}`,
    };
  return {
    title: `deletion of the zone of ${domain.name}, asked of who runs its name servers`,
    text: mail(
      subject,
      domain.dnsCompany === undefined ? 'ネームサーバ ご担当者様' : `${domain.dnsCompany} ご担当者様`,
      senderOf(contract),
      `${asked}\n\n対象ドメイン:${domain.name}\n\n${answer}`,
    ),
    how: `To the company that runs the name servers. Sent and done are two days: file both.${DELEGATION}`,
  };
}

/** Pattern A. */
function onOwnServer({ panel, additionalIp, serverHost }: ClaraContract, { name }: ClaraDomain): Text {
  const plesk = panel === 'plesk';
  return {
    title: `deletion of ${name} on ${serverHost}`,
    text: (plesk
      ? [
          `□ Plesk上から ${name} を削除する`,
          '  ※ Webのコンテンツデータ、関連のデータベースが削除される。バックアップを確認してから行う',
        ]
      : [
          `□ Webサーバ等の設定ファイルから ${additionalIp} の記述と ${name} の記述を削除する`,
          `□ ネームサーバの ${name} のゾーンファイルと、ゾーンの設定を削除する`,
          '□ ネームサーバを再読み込みし、ゾーンが無いことを問い合わせて確認する',
        ]
    ).join('\n'),
    how: `${plesk ? 'In Plesk; there is no undo.' : 'On the server.'} The zone on the secondary DNS comes next.${DELEGATION}`,
  };
}
