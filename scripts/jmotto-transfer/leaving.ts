// The beginning of a transfer: the new server, the forms, and what the provider issues for the new host (JM1, JM2, JM3, JM8).
// The new server and the form go side by side; the form is refused outside its window, and while JM9 does not hold (R02).
import { step, type Step } from '../../src/teardown/step.ts';
import { handsOver } from './contract.ts';
import { citeRule } from './explain.ts';
import { date, file } from './evidence.ts';
import type { Context } from './context.ts';
import { sendLatestOf } from './terms.ts';

const NOTHING_TO_HAND_OVER = 'domain and DNS are the customer’s own: there is nothing to be issued (JM7)';

export function prepareNewServer({ contract }: Context): Step {
  return step({
    id: 'prepare-new-server',
    title: `prepare the new server at ${contract.newHost.name}`,
    actor: 'customer',
    after: [],
    lateRule: 'JM1',
    evidence: [
      { ...date('startedOn', 'day on which the new server was ordered'), required: false },
      date('readyOn', 'day on which mail accounts and web site were ready on it'),
      file('test of mail and web on the new server', false),
    ],
    citation: citeRule('JM2'),
  });
}

export function withdrawalForm(context: Context): Step {
  return step({
    id: 'withdrawal-form',
    title: 'post the withdrawal form (ホスティング解除届)',
    actor: 'customer',
    after: [],
    // Received it fixes the end, and nothing says that it can be taken back.
    irreversible: true,
    guards: ['R02', 'R20'],
    lateRule: 'JM1',
    // Once it is posted there is nothing left that the customer could do by a day.
    window: context.facts.sentOn === undefined ? formWindow(context) : {},
    evidence: [
      date('sentOn', 'day it was posted'),
      { ...date('receivedOn', 'day it arrived, from the tracking'), required: false },
      date('acceptedOn', 'day of the receipt (受理), as they say it'),
      { ...date('endsOn', 'the end date in their words, where the reply names it'), required: false },
      file('their reply; also the form as it was sent, and the tracking'),
    ],
    citation: citeRule('JM1'),
  });
}

/** JM8: only where the groupware ends too. */
export function groupwareForm(context: Context): Step[] {
  if (context.contract.groupware === 'keep') return [];
  return [
    step({
      id: 'groupware-form',
      title: 'post the groupware’s own form (グループウェアの解約)',
      actor: 'customer',
      after: [],
      irreversible: true,
      guards: ['R02', 'R20'],
      window: context.facts.groupwareSentOn === undefined ? formWindow(context) : {},
      evidence: [
        date('sentOn', 'day it was posted'),
        date('acceptedOn', 'day of the receipt (受理), as they say it'),
        file('their reply'),
      ],
      citation: citeRule('JM8'),
    }),
  ];
}

export function receiveZoneAndAuthcode({ contract }: Context): Step {
  const { dnsHere, managedHere } = contract.domain;
  return step({
    id: 'receive-zone-and-authcode',
    title: 'receive zone data and AuthCode',
    actor: 'provider',
    after: ['withdrawal-form'],
    evidence: [
      ...(dnsHere ? [date('zoneOn', 'day the zone data (ZONE情報) came')] : []),
      ...(managedHere ? [date('authCodeOn', 'day the AuthCode came; never the code itself')] : []),
      file('the zone data; never the AuthCode, which is a secret', dnsHere),
    ],
    ...(handsOver(contract) ? {} : { notNeeded: NOTHING_TO_HAND_OVER }),
    citation: citeRule('JM3', { quote: '移管のお手続き開始後に、移管先へ引継ぎに必要な下記の情報が発行されます。' }),
  });
}

export function handOverToNewHost({ contract }: Context): Step {
  return step({
    id: 'hand-over-to-new-host',
    title: `hand zone data and AuthCode to ${contract.newHost.name}`,
    actor: 'customer',
    after: ['prepare-new-server', 'receive-zone-and-authcode'],
    evidence: [date('handedOn', 'day they were handed over'), file('their receipt, without the AuthCode', false)],
    ...(handsOver(contract) ? {} : { notNeeded: NOTHING_TO_HAND_OVER }),
    citation: citeRule('JM3', { quote: '弊社よりお知らせしますので、移管先事業者様へ送付をお願いいたします。' }),
  });
}

/** Not before the window opens, or it ends a month early; posted by the day that leaves time for the post. */
function formWindow({ contract, terms }: Context): Step['window'] {
  const window = terms.applicationWindow;
  if (window === undefined) return {};
  return {
    fromOn: window.applyFromOn,
    untilOn: sendLatestOf(contract),
    why: 'JM1: the month of the receipt decides the month of the end',
  };
}
