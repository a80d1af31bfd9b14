// What the journal has attested of this contract, as dates. Sent, arrived and accepted are different days, and each is read
// from its own field only.
import { type CivilDate, civilDateInJapan } from '../../src/calendar/civil-date.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import type { ClaraContract } from './contract.ts';
import { type DomainWork, orderOf } from './order.ts';

type Attested = History['attested'];

/** The form's own days (CL7). */
export interface FormFacts {
  readonly sentOn: CivilDate | undefined;
  readonly arrivedOn: CivilDate | undefined;
  /** The accepted end (受理済解約日), in the provider's own words. */
  readonly endsOn: CivilDate | undefined;
}

export const formFacts = (attested: Attested): FormFacts => ({
  sentOn: attestedText(attested, 'cancellation-form', 'sentOn'),
  arrivedOn: attestedText(attested, 'cancellation-form', 'arrivedOn'),
  endsOn: attestedText(attested, 'close', 'endsOn') ?? attestedText(attested, 'cancellation-form', 'endsOn'),
});

/** The field that says that a work is done. */
export const DONE_FIELD: Readonly<Record<DomainWork, string>> = {
  'back-up': 'backedUpOn',
  'lower-ttl': 'loweredOn',
  change: 'changedOn',
  delete: 'deletedOn',
  'secondary-zone': 'doneOn',
  'host-objects': 'changedOn',
  abolish: 'sentOn',
  'mail-clients': 'doneOn',
  verify: 'verifiedOn',
};

/**
 * What is attested; with a `server` also the steps that nobody attests because kaiyaku did them: one that a later step follows,
 * or whose closing probe was recorded, is done.
 */
export function attestedByServer(
  contract: ClaraContract,
  attested: Attested,
  { provenAt = {} }: Pick<History, 'provenAt'>,
): Attested {
  if (contract.server === undefined) return attested;
  const own = orderOf(contract).flatMap(({ id, of }): [StepId, Attested[string]][] => {
    // A change of the web server alone is no change of the domain.
    const proven = Object.entries(provenAt).filter(
      ([key]) => key === id || (key.startsWith(`${id}/`) && (of?.work !== 'change' || key.includes(':bind:'))),
    );
    const at = proven
      .map(([, instant]) => instant)
      .sort()
      .at(-1);
    const field = of === undefined ? 'doneOn' : DONE_FIELD[of.work];
    if (at === undefined || attested[id]?.[field] !== undefined) return [];
    return [[id, { ...attested[id], [field]: civilDateInJapan(Date.parse(at)) }]];
  });
  return { ...attested, ...Object.fromEntries(own) };
}
