// What the customer sends or does, ready to paste or print, in the provider's language. Pure functions of the contract;
// refuses what is missing, and sends nothing.
import { userError } from '../../src/base/errors.ts';
import type { RequestText } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import { certificateInstructions, domainInstructions } from './panel-texts.ts';
import { closingLetter, notice, returnLetter } from './letter-texts.ts';
import type { AltusContract } from './contract.ts';
import { orderOf, stepOf } from './order.ts';
import { addressInstructions, destroyInstructions, expungeInstructions, pleskInstructions } from './console-texts.ts';

/** The request of one person's step. Throws `request-unknown`, `request-not-needed` and `request-incomplete` (user). */
export function requestText(contract: AltusContract, step: StepId, form?: string): RequestText {
  const place = orderOf(contract).find(({ id }) => id === step);
  if (place === undefined)
    throw userError('request-unknown', `there is no request text for the step "${step}"`, {
      next: `steps: ${orderOf(contract)
        .map(({ id }) => id)
        .join(', ')}`,
    });
  if (place.notNeeded !== undefined) throw userError('request-not-needed', `${step}: ${place.notNeeded}`);
  if (form !== undefined)
    throw userError('request-unknown', `${step} has no form "${form}"`, { next: 'run it without --form' });
  return { step, ...textOf(contract, step) };
}

function textOf(contract: AltusContract, step: StepId): Omit<RequestText, 'step'> {
  const numberOf = (of: 'notify-sales' | 'return-notice'): string =>
    contract.contractNumbers.find((number) => stepOf(contract, of, number) === step)!;
  switch (step.split(':')[0]!) {
    case 'notify-sales':
      return notice(contract, numberOf('notify-sales'));
    case 'return-notice':
      return returnLetter(contract, numberOf('return-notice'));
    case 'cancel-domains':
      return domainInstructions(contract);
    case 'settle-certificates':
      return certificateInstructions(contract);
    case 'delete-plesk-licences':
      return pleskInstructions(contract);
    case 'release-addresses':
      return addressInstructions(contract);
    case 'destroy-servers':
      return destroyInstructions(contract);
    case 'expunge-servers':
      return expungeInstructions(contract);
    case 'close':
      return closingLetter(contract);
    default:
      return backUpInstructions(contract);
  }
}

function backUpInstructions({ backups, servers, domains }: AltusContract): Omit<RequestText, 'step'> {
  const named = backups.length > 0 ? backups : [...servers, ...domains.map(({ name }) => name)];
  return {
    title: 'back up by hand (バックアップ)',
    text: named.map((name) => `□ ${name}`).join('\n'),
    how:
      'Back up each of these and read the backup back: web content, databases, mail and zones. Keep the proof for ' +
      '`kaiyaku attest`. Once the licences, addresses and servers are gone nothing can be fetched any more.',
  };
}
