// What the domain's registry has to show (JM5): before the transfer the validity that the contract counts on, and no lock;
// after it the new registrar, and no shorter validity. Pure.
import { domainTarget, movedDomainTarget, type RegistryDoor } from '../../src/executors/registry/command.ts';
import type { Target } from '../../src/executors/port.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { JmottoTransferContract } from './contract.ts';

type Contract = Pick<JmottoTransferContract, 'domain' | 'registry'>;

/** For the guard of `transfer-domain` (R29). None without a `registry` section, or where the domain does not move. */
export function registrationBefore({ domain, registry }: Contract): Target[] {
  const { name, managedHere, expiresOn } = domain;
  if (registry === undefined || !managedHere) return [];
  const wanted = { unlocked: true as const, ...(expiresOn === undefined ? {} : { expiresFrom: expiresOn }) };
  return [domainTarget(name, doorOf(registry), wanted)];
}

/**
 * For the end of `transfer-domain`. Of a name under .jp the registry shows no registrar: that it has moved is a person's word, and
 * what is proven is that it stands with the validity it had.
 */
export function movedProof({ domain, registry }: Contract): ProofPart[] {
  const { name, managedHere, expiresOn } = domain;
  if (registry === undefined || !managedHere) return [];
  const { registrarAfter } = registry;
  const wanted = {
    ...(expiresOn === undefined ? {} : { expiresFrom: expiresOn }),
    ...(registrarAfter === undefined ? {} : { registrar: registrarAfter }),
  };
  return [
    {
      part: `the registry shows ${name}${registrarAfter === undefined ? '' : ` at ${registrarAfter}`}${expiresOn === undefined ? '' : `, valid to ${expiresOn} or longer`}`,
      target: movedDomainTarget(name, doorOf(registry), wanted),
      goal: { is: 'facts', equal: { differs: [] } },
    },
  ];
}

const doorOf = ({ rdap, whois, bootstrap }: RegistryDoor): RegistryDoor => ({ rdap, whois, bootstrap });
