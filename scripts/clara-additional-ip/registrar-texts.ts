// What is asked of the registrar of a name, and of the people who use it: host objects (CL6), giving the name up (CL4), mail
// clients (CL5). Pure.
import { userError } from '../../src/base/errors.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { contractLines, mail, senderOf } from './sender.ts';

type Text = Omit<RequestText, 'step'>;

/** CL6. */
export function hostObjectsText(contract: ClaraContract, { name, registrar, hostNames, fate }: ClaraDomain): Text {
  if (hostNames.length === 0)
    throw userError('request-incomplete', `${name}: the registered host names are not named`, {
      why: 'the registrar changes each host object by its name',
      next: `add to the domain in the contract file\nhostNames: [ns1.${name}]`,
    });
  const { additionalIp, mainIp } = contract;
  const lines = hostNames.map((host) =>
    fate === 'delete'
      ? `${host}:${additionalIp} → 登録の削除(ほかのドメインが利用している場合は ${mainIp} へ変更)`
      : `${host}:変更前 ${additionalIp} → 変更後 ${mainIp}`,
  );
  if (registrar === 'clara')
    return {
      title: 'host objects (ホスト登録), by Clara’s form',
      text: `■ホスト登録変更の記入内容\n${contractLines(contract)}\nご契約者名:${senderOf(contract).company}\n対象ドメイン:${name}\n${lines.join('\n')}`,
      how: 'By the form at https://spt.clara.jp/procedure/domain/#domain06. Done when the parent zone no longer hands out the address.',
    };
  return {
    title: 'host objects (ホスト登録), asked of the registrar',
    text: mail(
      `${name} のホスト登録変更のご依頼`,
      'ドメインご担当者様',
      senderOf(contract),
      `弊社ドメイン ${name} のホスト登録につきまして、下記のとおり変更をお願いいたします。\n\n${lines.join('\n')}\n\n変更日を、本メールへの返信にてお知らせください。`,
    ),
    how: 'To the registrar. Host objects of .com and .net are shared by every domain that uses the name server: look for all of them. Done when the parent zone no longer hands out the address.',
  };
}

/** CL4. */
export function abolishText(contract: ClaraContract, { name, registrar }: ClaraDomain): Text {
  if (registrar === 'clara')
    return {
      title: `giving up ${name}, by Clara’s form`,
      text: `■解約申込書(サービス・オプション・ドメイン解約)への記入内容\n${contractLines(contract)}\nご契約者名(法人格まで):${senderOf(contract).company}\n解約対象:ドメイン ${name}(廃止)`,
      how: 'By https://spt.clara.jp/procedure/service/#kaiyaku. A name that is given up can be registered by anybody: a second person compares it first.',
    };
  return {
    title: `giving up ${name}, asked of its registrar`,
    text: mail(
      `${name} の廃止のご依頼`,
      'ドメインご担当者様',
      senderOf(contract),
      `弊社ドメイン ${name} を廃止いたしたく、お手続きをお願いいたします。\n\n廃止日を、本メールへの返信にてお知らせください。`,
    ),
    how: 'To the registrar, the way it takes such requests. A name that is given up can be registered by anybody: a second person compares it first.',
  };
}

/** CL5: a note to the people who use the mail. */
export function mailClientsText(contract: ClaraContract, { name }: ClaraDomain): Text {
  const { additionalIp, mainIp, mailClients } = contract;
  return {
    title: `note to the users of mail of ${name}`,
    text: `件名:メールソフトの設定変更のお願い(${name})

${mailClients ?? 'メールをご利用の皆様'}

メールソフトの[送信メールサーバ]および[受信メールサーバ]の欄に ${additionalIp} が入力されている場合は、
mail.${name} など、ドメイン名による設定へ変更してください(IPアドレスで設定する場合は ${mainIp})。
${additionalIp} は近日中に利用できなくなります。`,
    how: 'To everybody who uses the mail of the domain. Then watch the mail log of the old address: whoever still appears there was not reached.',
  };
}
