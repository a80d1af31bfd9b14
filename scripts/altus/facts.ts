// What the journal has attested of this contract, as dates. Sent, told, returned and arrived are different days, and each is
// read from its own field only.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
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
    const told = factOf(attested, notifyStep, 'toldOn') ?? factOf(attested, 'notify-sales', 'toldOn');
    return {
      number,
      notifyStep,
      returnStep,
      toldOn: told,
      returnSentOn: factOf(attested, returnStep, 'sentOn'),
      returnArrivedOn: factOf(attested, returnStep, 'arrivedOn'),
      endsOn:
        factOf(attested, 'close', 'endsOn') ??
        factOf(attested, returnStep, 'endsOn') ??
        factOf(attested, notifyStep, 'endsOn'),
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
  return factOf(attested, step, field) ?? (field === 'toldOn' ? factOf(attested, kind, field) : undefined);
}

function factOf(attested: Attested, step: StepId, field: string): CivilDate | undefined {
  const value = attested[step]?.[field];
  return typeof value === 'string' ? value : undefined;
}
