// The new server, the hand-over, the booked switch and what follows it (JM2, JM4, JM5, JM6, JM7, JM9). Pure.
import { userError } from '../../src/base/errors.ts';
import { addDays, formatJapanese } from '../../src/calendar/civil-date.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import { handsOver, type JmottoTransferContract } from './contract.ts';
import { bookBy, receiptWindow, transferStartBy } from './end-dates.ts';
import { switchDayOf } from './terms.ts';
import { DESK_WAY, factsKnown, lineOf, recordLines, senderLines } from './text-parts.ts';

type Contract = JmottoTransferContract;
type Text = Omit<RequestText, 'step'>;

export function newServerList(contract: Contract): Text {
  const { newHost, domain, dates } = contract;
  return {
    title: `new server at ${newHost.name}`,
    text: [
      `□ ${lineOf(newHost.name, 'newHost.name')}と契約(${formatJapanese(dates.prepareOn)}から準備開始)`,
      `□ メールアカウントの作成(${lineOf(domain.name, 'domain.name')})`,
      '□ Webサイト公開の環境',
      '□ 移管先での受け入れ手順と必要な情報の確認',
      '□ 新サーバでの動作確認',
    ].join('\n'),
    how: [
      'At the new host: one to two weeks, and two to four for your own preparation (JM2).',
      ...(domain.dnsHere
        ? ['Ask for the zone data now, too: kaiyaku request CONTRACT prepare-new-server --form zone.']
        : []),
      ...(contract.groupware === 'cancel'
        ? ['And for the groupware’s form: kaiyaku request CONTRACT prepare-new-server --form groupware.']
        : []),
    ].join(' '),
  };
}

/** JM3: to the new host. The AuthCode goes by another way and never stands here. */
export function handOverText(contract: Contract): Text {
  const { domain, newHost, dates } = contract;
  if (!handsOver(contract))
    throw userError('request-not-needed', 'domain and DNS are the customer’s own: nothing is handed over (JM7)', {
      next: 'run `kaiyaku plan`',
    });
  return {
    title: `hand-over to ${newHost.name}`,
    text: [
      `件名:${lineOf(domain.name, 'domain.name')} 移管情報の送付`,
      '',
      `${lineOf(newHost.name, 'newHost.name')} ご担当者様`,
      '',
      'ホスティングサービスの移管に必要な情報をお送りします。',
      ...(domain.dnsHere ? ['・既存のZONE情報:添付のとおり'] : []),
      ...(domain.managedHere
        ? [
            '・AuthCode:別の安全な方法でお送りします(本メールには記載しません)',
            ...(domain.expiresOn === undefined
              ? []
              : [
                  `・ドメインの有効期限:${formatJapanese(domain.expiresOn)}(移管手続きは${formatJapanese(transferStartBy(domain.expiresOn))}までに開始をお願いします)`,
                ]),
          ]
        : []),
      `・DNS切替の希望日:${formatJapanese(dates.switchOn)}`,
      '',
      '受領のご連絡と、移管手続きの開始日・完了予定日をお知らせください。',
    ].join('\n'),
    how: `To ${newHost.contact ?? `the contact of ${newHost.name}`}.${domain.managedHere ? ' Send the AuthCode apart from this mail, by a way that keeps it secret.' : ''}`,
  };
}

export function transferList({ domain, newHost }: Contract): Text {
  if (!domain.managedHere)
    throw userError('request-not-needed', 'the domain is not registered through J-MOTTO (JM7)', {
      next: 'run `kaiyaku plan`',
    });
  return {
    title: `transfer of ${domain.name}`,
    text: [
      `□ ${lineOf(newHost.name, 'newHost.name')}で ${lineOf(domain.name, 'domain.name')} の移管手続きを開始(AuthCode)`,
      ...(domain.expiresOn === undefined
        ? []
        : [
            `□ ${formatJapanese(transferStartBy(domain.expiresOn))}までに開始(有効期限 ${formatJapanese(domain.expiresOn)}、1か月以上必要)`,
            '□ 間に合わない場合は、先に更新する',
          ]),
      '□ 承認メールに期限内に回答',
      '□ WHOISで移管の完了を確認',
    ].join('\n'),
    how: 'At the new host. The zone stays as it is while the registration moves; look at the name servers before and after.',
  };
}

export function backUpList({ domain }: Contract): Text {
  return {
    title: 'backup of the old server',
    text: [
      `□ Webサイトのデータ(${lineOf(domain.name, 'domain.name')})`,
      '□ データベース',
      '□ メール(全メールボックス、件数を控える)',
      '□ アクセスログなど、後から必要になるもの',
      '□ 保存したものを読み戻して確認',
    ].join('\n'),
    how: 'The data is deleted after the end (JM6). Mail that arrives after this backup is fetched again in the days side by side.',
  };
}

export function copyList({ domain }: Contract): Text {
  return {
    title: 'copy to the new server',
    text: [
      `□ Webサイト(${lineOf(domain.name, 'domain.name')})`,
      '□ データベース',
      '□ メールボックス(IMAPなどで複製、件数を比較)',
      '□ メールソフトの設定(新旧両方で受信)',
    ].join('\n'),
    how: 'Compare counts and sizes on both sides; copy once more right after the switch.',
  };
}

/** JM4: 作業希望日時の１週間前までに作業予約. */
export function bookingMail(contract: Contract, known: RequestKnown | undefined): Text {
  if (!contract.domain.dnsHere)
    throw userError('request-not-needed', 'DNS is the customer’s own: no appointment is needed (JM7)', {
      next: 'run `kaiyaku plan`',
    });
  const switchOn = switchDayOf(contract, factsKnown(known));
  const at = lineOf(contract.dates.switchAt, 'dates.switchAt');
  return {
    title: 'booking of the DNS switch (作業予約)',
    text: [
      '件名:DNS切替の作業予約のお願い',
      '',
      'ホスティングサービスの移管に伴うDNS切替につきまして、次の日時で作業予約をお願いいたします。',
      '',
      ...senderLines(contract),
      `■作業希望日時:${formatJapanese(switchOn)} ${at}`,
      '■切替先:',
      ...recordLines(contract),
      `■移管先:${lineOf(contract.newHost.name, 'newHost.name')}`,
      '',
      'ご予約が確定しましたら、日時をご返信ください。切替後も並行期間として、契約解除日まで旧サーバを利用いたします。',
    ].join('\n'),
    how: `${DESK_WAY}; by ${bookBy(switchOn)} or the business day before it (JM4).`,
  };
}

export function switchList(contract: Contract, known: RequestKnown | undefined): Text {
  const switchOn = switchDayOf(contract, factsKnown(known));
  const { dnsHere, name } = contract.domain;
  return {
    title: 'DNS switch',
    text: [
      `□ ${formatJapanese(switchOn)}:${dnsHere ? 'J-MOTTOによる切替(1時間程度)に立ち会う' : '自社のDNSを切り替える'}`,
      `□ 切替先(${lineOf(name, 'domain.name')}):`,
      ...recordLines(contract),
      '□ 権威DNSの応答を確認',
      '□ 直後にデータとメールをもう一度複製',
    ].join('\n'),
    how: dnsHere
      ? 'They switch at the booked time; it takes about an hour. For some days visitors and mail may reach either server.'
      : 'The zone is yours, so you switch it (JM7). Lower its TTL some days before.',
  };
}

export function parallelList(contract: Contract, known: RequestKnown | undefined): Text {
  const { parallelDays } = contract;
  const untilOn = addDays(switchDayOf(contract, factsKnown(known)), parallelDays);
  return {
    title: `${parallelDays} days side by side`,
    text: [
      `□ ${formatJapanese(untilOn)}まで旧サーバを停止しない(${parallelDays}日間)`,
      '□ 旧サーバに届いたメールを毎日取得',
      '□ 旧サーバのアクセスログを確認',
      '□ 最後の着信・アクセスの日を記録',
    ].join('\n'),
    how: 'For some days nobody can say which server is reached: both are kept, and the old one is emptied.',
  };
}

export function verifyList(contract: Contract): Text {
  return {
    title: 'proof that everything answers from the new server',
    text: [
      `□ ${lineOf(contract.domain.name, 'domain.name')}:権威DNSの応答`,
      ...recordLines(contract),
      '□ Webの表示、メールの送受信(社外から)',
      '□ 旧サーバに着信・アクセスがない',
    ].join('\n'),
    how: 'Ask the authoritative name servers, not a cache.',
  };
}

export function closingList(contract: Contract, known: RequestKnown | undefined): Text {
  const endsOn = known?.terms.endsOn ?? receiptWindow(contract.endMonth).endsOn;
  return {
    title: 'close of the contract',
    text: [
      `□ 契約解除日(${formatJapanese(endsOn)}、または先方の回答の日)を過ぎている`,
      '□ 以降の請求がない',
      ...(contract.groupware === 'cancel' ? ['□ グループウェアの解約も完了している'] : []),
    ].join('\n'),
    how: `If the end is in doubt, ask: ${DESK_WAY}.`,
  };
}
