// The cancellation itself, which comes last (CL1, CL7), and the end.
import { addDays } from '../../src/calendar/civil-date.ts';
import { step, type Step } from '../../src/teardown/step.ts';
import { type Context, windowFrom } from './context.ts';
import { citeRule } from './explain.ts';

/** CL7: it must arrive. A withdrawal may be accepted (CL9), which is not to be relied on. */
export function cancellationForm(context: Context): Step {
  const { terms, place } = context;
  return step({
    id: place.id,
    title: 'send the cancellation form (解約申込書) under seal',
    actor: 'customer',
    after: place.after,
    irreversible: true,
    guards: ['R02', 'R20'],
    window: windowFrom(context, 'CL7: it arrives within the month before', terms.applicationWindow?.applyFromOn),
    lateRule: 'CL7',
    formsAfterwards: ['withdrawal', 'extension'],
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day on which the mail was sent' },
      { name: 'arrivedOn', kind: 'date', required: true, what: 'day on which it arrived at Clara: their reply' },
      { name: 'acceptedOn', kind: 'date', required: false, what: 'day on which they accepted it (受理)' },
      { name: 'endsOn', kind: 'date', required: false, what: 'the accepted end date (受理済解約日), in their words' },
      { name: 'file', kind: 'file', required: true, what: 'the sealed form as it was sent, or their reply' },
    ],
    citation: citeRule('CL7'),
  });
}

/** When the end has passed: the address is gone, and the bills for it with it. */
export function close({ terms, place }: Context): Step {
  const goneFrom = terms.endsOn === undefined ? undefined : addDays(terms.endsOn, 1);
  return step({
    id: place.id,
    title: 'confirm that the address has ended, and close',
    actor: 'customer',
    after: place.after,
    window: goneFrom === undefined ? {} : { fromOn: goneFrom, why: `it ends on ${terms.endsOn}` },
    evidence: [
      {
        name: 'goneOn',
        kind: 'date',
        required: true,
        what: 'day on which it was seen that the address no longer answers',
        ...(goneFrom === undefined ? {} : { notBefore: goneFrom }),
      },
      {
        name: 'endsOn',
        kind: 'date',
        required: false,
        what: 'the end date in Clara’s words, where it was not filed yet',
      },
      { name: 'file', kind: 'file', required: true, what: 'their confirmation, or the last bill' },
    ],
    citation: citeRule('CL1'),
  });
}
