// What the customer does in the account manager: domains are cancelled; certificates are looked at.
import { addDays } from '../../src/calendar/civil-date.ts';
import type { Target } from '../../src/executors/port.ts';
import { domainTarget } from '../../src/executors/registry/command.ts';
import { step, type Step } from '../../src/teardown/step.ts';
import type { AltusContract } from './contract.ts';
import { citeRule } from './explain.ts';
import { endingDomains } from './order.ts';
import { type Context, windowOf } from './context.ts';

/** AL2: an abolished name is lost to whoever registers it next. */
export function cancelDomains({ contract, terms, place }: Context): Step {
  const names = endingDomains(contract).map(({ name }) => name);
  const looks = registrationsOf(contract);
  return step({
    id: place.id,
    title: `cancel the domains${names.length === 0 ? '' : `: ${names.join(', ')}`}`,
    actor: 'customer',
    after: place.after,
    irreversible: true,
    guards: looks.length === 0 ? ['R20'] : ['R20', 'R29'],
    looks,
    window: windowOf(terms, place.id, 'AL2: the day before the first renewal, or the chosen day'),
    lateRule: 'AL2',
    evidence: [
      { name: 'appliedOn', kind: 'date', required: true, what: 'day on which the last of them was cancelled' },
      { name: 'file', kind: 'file', required: true, what: 'completion screens (STEP8), with ticks and end dates' },
    ],
    citation: citeRule('AL2'),
  });
}

/** AL2: the renewal that everything is counted from follows the expiry, or falls on it. None without a `registry` section. */
function registrationsOf(contract: AltusContract): Target[] {
  const { registry } = contract;
  if (registry === undefined) return [];
  return endingDomains(contract).map(({ name, nextRenewalOn, disposition }) =>
    domainTarget(name, registry, {
      ...(nextRenewalOn === undefined ? {} : { expiresFrom: addDays(nextRenewalOn, -1), expiresTo: nextRenewalOn }),
      ...(disposition === 'transfer' ? { unlocked: true } : {}),
    }),
  );
}

/** AL3: nothing to cancel at the provider; issuers may want to be asked. */
export function settleCertificates({ terms, place }: Context): Step {
  return step({
    id: place.id,
    title: 'let the certificates expire, and ask their issuers where they are others',
    actor: 'customer',
    after: place.after,
    window: windowOf(terms, place.id, 'AL3'),
    evidence: [
      { name: 'settledOn', kind: 'date', required: true, what: 'day on which it was settled for every certificate' },
      { name: 'issuers', kind: 'text', required: false, what: 'what the issuers said, where they were asked' },
      { name: 'file', kind: 'file', required: false, what: 'their replies, or the rows of the account manager' },
    ],
    citation: citeRule('AL3'),
  });
}
