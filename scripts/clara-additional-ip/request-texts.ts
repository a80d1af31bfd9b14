// What the customer sends or does, ready to paste or print, in the provider's language. Pure functions of the contract;
// refuses what is missing, and sends nothing.
import { userError } from '../../src/base/errors.ts';
import type { RequestKnown, RequestText } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import { changeText } from './change-texts.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { deleteText } from './delete-texts.ts';
import { type DomainWork, orderOf } from './order.ts';
import { closingLetter, extensionLetter, formLetter, withdrawalLetter } from './form-texts.ts';
import { abolishText, hostObjectsText, mailClientsText } from './registrar-texts.ts';
import { backUpText, lowerTtlText, secondaryText, verifyText } from './zone-texts.ts';

type Text = Omit<RequestText, 'step'>;

const WORKS: Readonly<Record<DomainWork, (contract: ClaraContract, domain: ClaraDomain) => Text>> = {
  'back-up': backUpText,
  'lower-ttl': lowerTtlText,
  change: changeText,
  delete: deleteText,
  'secondary-zone': secondaryText,
  'host-objects': hostObjectsText,
  abolish: abolishText,
  'mail-clients': mailClientsText,
  verify: verifyText,
};

/**
 * The request of one person's step. `cancellation-form` knows the forms `withdrawal` and `extension` (CL9), which name the
 * accepted end date. Throws `request-unknown` and `request-incomplete` (user).
 */
export function requestText(contract: ClaraContract, step: StepId, form?: string, known?: RequestKnown): RequestText {
  const places = orderOf(contract);
  const place = places.find(({ id }) => id === step);
  if (place === undefined)
    throw userError('request-unknown', `there is no request text for the step "${step}"`, {
      next: `steps: ${places.map(({ id }) => id).join(', ')}`,
    });
  if (step === 'cancellation-form' && form === 'withdrawal') return { step, ...withdrawalLetter(contract, known) };
  if (step === 'cancellation-form' && form === 'extension') return { step, ...extensionLetter(contract, known) };
  if (form !== undefined)
    throw userError('request-unknown', `${step} has no form "${form}"`, {
      next: step === 'cancellation-form' ? 'forms: withdrawal, extension' : 'run it without --form',
    });
  if (place.of !== undefined) return { step, ...WORKS[place.of.work](contract, place.of.domain) };
  return { step, ...(step === 'close' ? closingLetter(contract) : formLetter(contract)) };
}
