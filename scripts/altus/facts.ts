// What the journal has attested of this contract, as dates. Sent, told, returned and arrived are different days, and each is
// read from its own field only.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import type { AltusContract } from './contract.ts';
import { stepOf } from './order.ts';

type Attested = History['attested'];

/** One contract number's letters (AL1, AL7). */
export interface NumberFacts {
  readonly number: string;
  readonly notifyStep: StepId;
  readonly returnStep: StepId;
  readonly toldOn: CivilDate | undefined;
  readonly returnSentOn: CivilDate | undefined;
  readonly returnArrivedOn: CivilDate | undefined;
  /** The end in the provider's own words. */
  readonly endsOn: CivilDate | undefined;
}

export function numbersOf(contract: AltusContract, attested: Attested): NumberFacts[] {
  return contract.contractNumbers.map((number) => {
    const notifyStep = stepOf(contract, 'notify-sales', number);
    const returnStep = stepOf(contract, 'return-notice', number);
    // A what-if is about all numbers, and names the plain step.
    const told = attestedText(attested, notifyStep, 'toldOn') ?? attestedText(attested, 'notify-sales', 'toldOn');
    return {
      number,
      notifyStep,
      returnStep,
      toldOn: told,
      returnSentOn: attestedText(attested, returnStep, 'sentOn'),
      returnArrivedOn: attestedText(attested, returnStep, 'arrivedOn'),
      endsOn:
        attestedText(attested, 'close', 'endsOn') ??
        attestedText(attested, returnStep, 'endsOn') ??
        attestedText(attested, notifyStep, 'endsOn'),
    };
  });
}

/** The field that says that a step is done, by step; those of letters carry their number behind a colon. */
const DONE_FIELD: Readonly<Record<string, string>> = {
  'notify-sales': 'toldOn',
  'back-up': 'backedUpOn',
  'return-notice': 'sentOn',
  'cancel-domains': 'appliedOn',
  'settle-certificates': 'settledOn',
  'final-back-up': 'backedUpOn',
  'delete-plesk-licences': 'deletedOn',
  'release-addresses': 'releasedOn',
  'destroy-servers': 'destroyedOn',
  'expunge-servers': 'expungedOn',
};

/** The day on which the step was done, as attested. */
export function doneOn(attested: Attested, step: StepId): CivilDate | undefined {
  const [kind = ''] = step.split(':');
  const field = DONE_FIELD[kind];
  if (field === undefined) return undefined;
  return attestedText(attested, step, field) ?? (field === 'toldOn' ? attestedText(attested, kind, field) : undefined);
}

/** Steps that kaiyaku carries out, in their order. */
const BY_API = ['release-addresses', 'destroy-servers', 'expunge-servers'] as const;

/**
 * What is attested; with an `api` also the steps that nobody attests because kaiyaku did them: one that a later step
 * follows is done, and all of them when `close` is filed.
 */
export function attestedBy(contract: AltusContract, { attested, effects, lastVerifiedOn }: History): Attested {
  if (contract.api === undefined) return attested;
  const begun = BY_API.findLastIndex((step) => effects.some((id) => id.startsWith(`${step}/`)));
  const done = attested['close'] === undefined ? BY_API.slice(0, Math.max(0, begun)) : BY_API;
  const on = lastVerifiedOn ?? attestedText(attested, 'close', 'goneOn');
  if (on === undefined) return attested;
  return { ...attested, ...Object.fromEntries(done.map((step) => [step, { [DONE_FIELD[step]!]: on }])) };
}
