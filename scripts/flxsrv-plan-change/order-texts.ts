// The order, the second ticket, the invoice, the payment and the new periods (FX2, FX3, FX4). Pure.
import { userError } from '../../src/base/errors.ts';
import { formatJapanese } from '../../src/calendar/civil-date.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import { NO_HISTORY, type RequestKnown, type RequestText } from '../../src/teardown/provider.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { firstPrice } from './costs.ts';
import { newTermEndsOn, newTermMonths, newTermStartsOn, parallelUntil } from './new-term.ts';
import { datesOf, knownSettlements } from './terms.ts';
import { dateOr, factsKnown, lineOf, planLine, planLines, ticketWay, yenLine } from './text-parts.ts';

type Contract = FlxsrvPlanChangeContract;
type Text = Omit<RequestText, 'step'>;

export function orderList(contract: Contract): Text {
  const { newPlan, dates, panelUrl } = contract;
  const price = firstPrice(contract);
  const label = newPlan.billing === 'yearly' ? '年額費用' : '月額費用';
  const total =
    newPlan.initialFee === 0
      ? `${label} ${yenLine(price)}(税込)`
      : `初期費用 ${yenLine(newPlan.initialFee)} + ${label} ${yenLine(price)} = 合計 ${yenLine(newPlan.initialFee + price)}(税込)`;
  return {
    title: 'order of the new plan',
    text: [
      `□ 新プランを注文する:${planLine(newPlan, 'newPlan.name')}`,
      `□ 注文予定日:${formatJapanese(dates.orderOn)}`,
      `□ この時点のご請求額:${total}`,
      '□ まだ支払わない(金額調整の前)',
      '□ 注文番号を控え、トラブルチケットで連絡する',
    ].join('\n'),
    how: `control panel ${panelUrl}, order form. Only after the reply to the first ticket; do not pay the amount shown (FX2). When the prices differ from the contract file, correct the file first.`,
  };
}

/** FX2: the second ticket names the order, so that the bill can be adjusted before it is paid. */
export function reportTicket(contract: Contract, known: RequestKnown | undefined): Text {
  const { attested } = known?.history ?? NO_HISTORY;
  const orderNo = lineOf(attestedText(attested, 'order', 'orderNo'), 'the order’s number (orderNo)');
  const firstNo = attestedText(attested, 'ticket-before-order', 'ticketNo');
  const orderedOn = dateOr(factsKnown(known).orderedOn, contract.dates.orderOn);
  return {
    title: 'second trouble ticket: the order is reported',
    text: [
      '件名:プラン変更 新プランご注文のご連絡',
      '',
      `先日ご連絡いたしましたプラン変更${firstNo === undefined ? '' : `(チケット番号:${firstNo})`}につきまして、新プランを注文いたしました。`,
      '',
      ...planLines(contract),
      `■ご注文日:${formatJapanese(orderedOn)}`,
      `■ご注文番号:${orderNo}`,
      '',
      ...(contract.newPlan.initialFee === 0
        ? ['ご請求金額の調整をお願いいたします。']
        : ['初期費用の免除と、ご請求金額の調整をお願いいたします。']),
      '調整後のご請求書をいただいてから、お支払いいたします。',
      '旧プランの解約リクエストの発行と、旧プランの終了日のご連絡も併せてお願いいたします。',
    ].join('\n'),
    how: `${ticketWay(contract)}; on the day of the order, before anything is paid (FX2).`,
  };
}

export function invoiceList(contract: Contract, known: RequestKnown | undefined): Text {
  const settlements = knownSettlements(contract, factsKnown(known));
  const lines = settlements.map(
    ({ billYen, extensionMonths, formula, monthsLeft, price }) =>
      `□ ${yenLine(billYen)}${extensionMonths === 0 ? '' : `、契約期間+${extensionMonths}ヶ月`} … ${formula} (${[...monthsLeft.counted, ...(price.reading === undefined ? [] : [price.reading])].join('; ')})`,
  );
  return {
    title: 'check of the adjusted invoice (調整後のご請求額)',
    text: [
      '調整後のご請求額が、次のいずれかと一致することを確認する。',
      ...(lines.length === 0 ? [`□ ${yenLine(firstPrice(contract))}(初期費用を除く)`] : lines),
      '□ 初期費用が含まれていない',
      '□ 一致しない場合は、お支払いの前にトラブルチケットで確認する',
    ].join('\n'),
    how: 'Compare the invoice with the computed bills; the invoice is the truth, and one that no reading gives needs the provider’s explanation before it is paid (FX4).',
  };
}

export function paymentList(_: Contract, known: RequestKnown | undefined): Text {
  const { invoiceYen } = factsKnown(known);
  if (invoiceYen === undefined)
    throw userError('request-incomplete', 'the payment needs the amount of the adjusted invoice', {
      why: 'the amount shown at the order is not the one to pay (FX2)',
      next: 'attest check-invoice with invoiceYen',
    });
  return {
    title: 'payment of the adjusted invoice (お支払い)',
    text: [
      `□ お支払い金額:${yenLine(invoiceYen)}(調整後のご請求額のみ)`,
      '□ 領収書または支払完了の画面を保存する',
    ].join('\n'),
    how: 'Pay the adjusted amount only. With the payment the provider sets both periods; nothing says that it can be taken back.',
  };
}

export function periodsList(contract: Contract, known: RequestKnown | undefined): Text {
  const { openedOn } = datesOf(contract, factsKnown(known));
  const startsOn = newTermStartsOn(openedOn);
  const months = newTermMonths(contract);
  const extensions = [
    ...new Set([0, ...knownSettlements(contract, factsKnown(known)).map((one) => one.extensionMonths)]),
  ];
  const ends = extensions
    .sort((one, other) => one - other)
    .map((extension) => {
      const longer = extension === 0 ? '' : `(+${extension}ヶ月)`;
      return `${formatJapanese(newTermEndsOn(startsOn, months, extension))}${longer}`;
    });
  return {
    title: 'new periods: the new plan’s term and the old plan’s end',
    text: [
      `□ 新プランの開通日(見込み:${formatJapanese(openedOn)})`,
      `□ 新プランの契約開始日(見込み:${formatJapanese(startsOn)})`,
      `□ 新プランの契約終了日(見込み:${ends.join('、')})`,
      `□ 旧プランの終了日(${formatJapanese(parallelUntil(openedOn))}以降、1ヶ月以上の並行稼動)`,
    ].join('\n'),
    how: `control panel ${contract.panelUrl}, contract list, or their mail: file what they set. The old plan’s end is the deadline of the move (FX6).`,
  };
}
