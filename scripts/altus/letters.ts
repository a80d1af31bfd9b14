// What passes between the customer and sales: the cancellation is told, the notice returned; and the backups beside it.
import { backUpBy } from '../../src/teardown/backups.ts';
import { step, type Step } from '../../src/teardown/step.ts';
import { citeRule } from './explain.ts';
import { cite } from './citation.ts';
import { type Context, windowOf } from './context.ts';
import type { AltusContract } from './contract.ts';
import { orderOf } from './order.ts';

/** AL1: telling counts, sending does not. */
export function notifySales({ contract, terms, place }: Context): Step {
  return step({
    id: place.id,
    title: `tell sales of the cancellation${ofNumber(place.id)}`,
    actor: 'customer',
    after: place.after,
    window: windowOf(terms, place.id, `AL1: a month before ${contract.endOn}`),
    lateRule: 'AL1',
    evidence: [
      { name: 'sentOn', kind: 'date', required: false, what: 'day on which the mail was sent' },
      { name: 'toldOn', kind: 'date', required: true, what: 'day on which sales knew of it: their reply, or the call' },
      { name: 'endsOn', kind: 'date', required: false, what: 'the end date that they confirm, where they do' },
      { name: 'file', kind: 'file', required: true, what: 'their reply, or a note of the call with name and time' },
    ],
    citation: citeRule('AL1'),
  });
}

/** AL1: nothing in the text takes it back, so it counts as irreversible. */
export function returnNotice({ terms, place }: Context): Step {
  return step({
    id: place.id,
    title: `fill in and return the notice of cancellation (解約通知書)${ofNumber(place.id)}`,
    actor: 'customer',
    after: place.after,
    irreversible: true,
    guards: ['R20'],
    window: windowOf(terms, place.id, 'AL1: no limit is given, so the day by which sales is told is taken'),
    lateRule: 'AL1',
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day on which it was sent' },
      { name: 'arrivedOn', kind: 'date', required: false, what: 'day on which it arrived: tracking, or their reply' },
      { name: 'acceptedOn', kind: 'date', required: false, what: 'day on which they accepted it, where they say so' },
      { name: 'endsOn', kind: 'date', required: false, what: 'the end date in their own words' },
      { name: 'file', kind: 'file', required: true, what: 'copy of the notice as it was sent' },
    ],
    citation: cite('1. 解約準備', '解約通知書に必要事項をご記入頂き、弊社宛にご返送下さい。'),
  });
}

/** Once before anything that cannot be undone, once more before the services are taken down. */
export function backUp(context: Context): Step {
  const { contract, place } = context;
  return backUpBy(contract.backup, { untilStep: usedBy(contract, place.id) }, backUpByPerson(context));
}

function backUpByPerson({ terms, place }: Context): Step {
  const last = place.id === 'final-back-up';
  return step({
    id: place.id,
    title: last ? 'back up once more, and read it back' : 'back up, and read it back',
    actor: 'customer',
    after: place.after,
    window: windowOf(terms, place.id, last ? 'before the licences go' : 'before anything that cannot be undone'),
    evidence: [
      { name: 'backedUpOn', kind: 'date', required: true, what: 'day of the backup' },
      { name: 'file', kind: 'file', required: true, what: 'proof that it can be read back' },
    ],
    citation: cite('6. ALTUS Basicの仮想サーバを破棄する', '削除が完了すると通知がきます。'),
  });
}

/** The step that a backup has to be fresh for: the last notice, or the first that is taken down. */
function usedBy(contract: AltusContract, id: string): string {
  const places = orderOf(contract).filter(({ notNeeded }) => notNeeded === undefined);
  if (id === 'back-up') return places.findLast((place) => place.id.startsWith('return-notice'))!.id;
  return (places.find(({ after }) => after.includes(id)) ?? places.at(-1))!.id;
}

const ofNumber = (id: string): string => (id.includes(':') ? ` of ${id.slice(id.indexOf(':') + 1)}` : '');
