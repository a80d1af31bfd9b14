// The first trouble ticket (FX1): before the order, with every question that the source leaves open. Pure.
import { formatJapanese } from '../../src/calendar/civil-date.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { monthsLeftByReading, rangeOf, settlementsOf } from './settlement.ts';
import { datesOf } from './terms.ts';
import { factsKnown, planLines, ticketWay, yenLine } from './text-parts.ts';

type Contract = FlxsrvPlanChangeContract;

export function firstTicket(contract: Contract, known: RequestKnown | undefined): Omit<RequestText, 'step'> {
  const { dates, oldPlan } = contract;
  return {
    title: 'first trouble ticket: the change is announced before the order',
    text: [
      '件名:プラン変更のご相談(ご注文前のご連絡)',
      '',
      'プラン変更を予定しておりますので、新プランのご注文前にご連絡いたします。',
      '',
      ...planLines(contract),
      ...(oldPlan.endsOn === undefined ? [] : [`■現行のプランの契約終了日:${formatJapanese(oldPlan.endsOn)}`]),
      `■新プランのご注文予定日:${formatJapanese(dates.orderOn)}`,
      `■新プランの開通希望時期:${formatJapanese(dates.openOn)}`,
      `■DNSの切替予定日:${formatJapanese(dates.switchOn)}`,
      '',
      '恐れ入りますが、次の点をご教示ください。',
      ...numbered(questions(contract, known)),
      '',
      'ご回答をいただいてから、新プランを注文いたします。',
    ].join('\n'),
    how: `${ticketWay(contract)}; before the order, and the order waits for the reply: what is told afterwards is not adjusted (FX1).`,
  };
}

function questions(contract: Contract, known: RequestKnown | undefined): string[] {
  return [
    '旧プランの解約リクエストは貴社で発行いただけますでしょうか。また、旧プランの終了日(並行稼動の最終日)はいつになりますでしょうか。',
    ...(contract.newPlan.initialFee === 0
      ? []
      : [`初期費用${yenLine(contract.newPlan.initialFee)}は免除いただけますでしょうか。`]),
    ...settlementQuestions(contract, known),
    '調整後のご請求額と、新プランの契約期間(開始日・終了日)をお知らせください。',
  ];
}

/** FX4: what is open in the formula, with the numbers that each reading gives. */
function settlementQuestions(contract: Contract, known: RequestKnown | undefined): string[] {
  const { oldPlan, newPlan, agreed } = contract;
  if (oldPlan.billing === 'monthly') return [];
  const dates = datesOf(contract, factsKnown(known));
  const months = monthsLeftByReading(dates, oldPlan.endsOn);
  const bill = rangeOf(settlementsOf(contract, dates), 'billYen');
  return [
    ...(agreed?.monthsLeft === undefined
      ? [
          [
            '年払いの残月数は、どの月から数えますでしょうか。',
            `   (ア) 新プラン開通の翌月から:${months['after-opening']}ヶ月`,
            `   (イ) 並行稼動月の翌月から:${months['after-parallel']}ヶ月`,
            `   (ウ) 本ご連絡の翌月から:${months['after-request']}ヶ月`,
          ].join('\n'),
        ]
      : []),
    ...(newPlan.billing === 'monthly' && agreed?.price === undefined
      ? [
          `計算式の「新プラン料金」は、月額1回分(${yenLine(newPlan.monthlyFee)})と12ヶ月分(${yenLine(newPlan.monthlyFee * 12)})のどちらでしょうか。`,
        ]
      : []),
    '計算式2-2の「A」は、2-1の単月料金(新プランの年額÷12、小数点切り上げ)でよろしいでしょうか。',
    `当方の計算では、ご請求額は${bill.least === bill.most ? yenLine(bill.least) : `${yenLine(bill.least)}から${yenLine(bill.most)}`}となります。相違ございませんでしょうか。`,
  ];
}

const numbered = (lines: readonly string[]): string[] => lines.map((line, at) => `${at + 1}. ${line}`);
