// The withdrawal form and its letter, the groupware's form, and the zone data (JM1, JM3, JM8, JM9). Pure.
import { userError } from '../../src/base/errors.ts';
import { formatJapanese } from '../../src/calendar/civil-date.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import { handsOver, type JmottoTransferContract } from './contract.ts';
import { receiptWindow } from './end-dates.ts';
import { sendLatestOf } from './terms.ts';
import { DESK, DESK_WAY, lineOf, senderLines } from './text-parts.ts';

type Contract = JmottoTransferContract;
type Text = Omit<RequestText, 'step'>;

/** The form is their PDF: what to write into it, and the letter that goes with it. */
export function formGuidance(contract: Contract): Text {
  const { domain, newHost, groupware, endMonth } = contract;
  const { acceptFromOn, acceptByOn, endsOn } = receiptWindow(endMonth);
  return {
    title: 'withdrawal form (ホスティング解除届), with a letter',
    text: [
      '【ホスティング解除届 記入内容】',
      ...senderLines(contract),
      `■解除希望日:${formatJapanese(endsOn)}`,
      `■ドメイン:${domain.managedHere ? '他社へ移管する(AuthCodeの発行を希望)' : '自社で管理(移管なし)'}`,
      `■DNS:${domain.dnsHere ? '貴社管理(ZONE情報の提供と切替作業を希望)' : '自社で管理'}`,
      `■移管先:${lineOf(newHost.name, 'newHost.name')}`,
      `■グループウェア:${groupware === 'keep' ? '継続' : '同時に解約(専用の書面は別途送付)'}`,
      '□ 解除理由の入力は不要',
      `□ ${formatJapanese(acceptFromOn)}から${formatJapanese(acceptByOn)}までに受理されるように送付(投函期限 ${formatJapanese(sendLatestOf(contract))}、追跡できる方法で)`,
      '□ 控えと追跡番号を保存',
      '',
      '【添え状】',
      'J-MOTTOお客様サポートセンター 御中',
      '',
      'ホスティングサービスの解除届をお送りいたします。お手数ですが、次の点をご返信ください。',
      '1. 解除届を受理された日',
      `2. 契約解除日(当方の認識:${formatJapanese(endsOn)})`,
      '3. 本書面で解除の手続きが完了し、移管完了後に改めて解約の手続きは必要ないこと',
      ...(handsOver(contract) ? [`4. ${issued(contract)}をお送りいただける時期`] : []),
      '',
      ...senderLines(contract).map((line) => line.slice(1)),
    ].join('\n'),
    how: `Paper: download ${DESK.form} (the source’s address; confirm it), fill it in, and post it to the address on the form. Received before ${acceptFromOn} it ends the contract a month early, after ${acceptByOn} a month late (JM1).`,
  };
}

/** JM8: the form is asked for at any time; it is posted in the same window as the other. */
export function groupwareMail(contract: Contract): Text {
  requireGroupwareEnds(contract);
  const { endsOn } = receiptWindow(contract.endMonth);
  return {
    title: 'request for the groupware’s own form',
    text: [
      '件名:グループウェア契約の解約書面送付のお願い',
      '',
      'ホスティングサービスの解除と同時に、グループウェア契約も解約いたします。専用の書面をお送りください。',
      `解約希望日は${formatJapanese(endsOn)}です。書面の受理期限をお知らせください。`,
      '',
      ...senderLines(contract),
    ].join('\n'),
    how: `${DESK_WAY}. Ask in good time: the form comes by post, and is posted back by ${sendLatestOf(contract)} at the latest (a reading of JM8).`,
  };
}

/** JM8: what to write into it, and by when it is posted. */
export function groupwareGuidance(contract: Contract): Text {
  requireGroupwareEnds(contract);
  const { acceptFromOn, acceptByOn, endsOn } = receiptWindow(contract.endMonth);
  return {
    title: 'the groupware’s own form (グループウェアの解約書面)',
    text: [
      '【グループウェア解約書面 記入内容】',
      ...senderLines(contract),
      `■解約希望日:${formatJapanese(endsOn)}`,
      `□ ${formatJapanese(acceptFromOn)}から${formatJapanese(acceptByOn)}までに受理されるように送付(投函期限 ${formatJapanese(sendLatestOf(contract))}、追跡できる方法で)`,
      '□ 控えと追跡番号を保存',
    ].join('\n'),
    how: 'Paper, as the support centre sent it; where it has none yet: kaiyaku request CONTRACT prepare-new-server --form groupware. The limit is a reading of JM8: theirs goes before it.',
  };
}

function requireGroupwareEnds({ groupware }: Contract): void {
  if (groupware === 'cancel') return;
  throw userError('request-not-needed', 'the contract keeps the groupware (JM8)', { next: 'run `kaiyaku plan`' });
}

/** JM3: the zone data may be asked for before the form was received. */
export function zoneMail(contract: Contract): Text {
  if (!handsOver(contract))
    throw userError('request-not-needed', 'domain and DNS are the customer’s own: nothing is issued (JM7)', {
      next: 'run `kaiyaku plan`',
    });
  return {
    title: `request for ${issued(contract)}`,
    text: [
      `件名:${issued(contract)}のご提供のお願い`,
      '',
      'ホスティングサービスの移管に伴い、次の情報のご提供をお願いいたします。',
      ...(contract.domain.dnsHere ? ['・既存のZONE情報(DNSサーバーへの設定情報。解除届の受理前のご提供を希望)'] : []),
      ...(contract.domain.managedHere ? ['・AuthCode(解除届の受理後)'] : []),
      '',
      ...senderLines(contract),
    ].join('\n'),
    how: [
      `${DESK_WAY}.`,
      ...(contract.domain.dnsHere ? ['The zone data may come before the form was received (JM3).'] : []),
      ...(contract.domain.managedHere
        ? ['The AuthCode is a secret: keep it where secrets are kept, and never file it as evidence.']
        : []),
    ].join(' '),
  };
}

const issued = ({ domain }: Contract): string =>
  [...(domain.dnsHere ? ['ZONE情報'] : []), ...(domain.managedHere ? ['AuthCode'] : [])].join('・');
