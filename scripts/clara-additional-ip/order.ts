// Which steps a contract has, and what each comes after: domain by domain, side by side, and the form when all are verified.
// Pure, and of the contract alone: nothing that happens may change the order.
import type { Actor, StepId } from '../../src/teardown/step.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { isOwnDomain, isOwnWork } from './plesk-section.ts';

/** What is done with one domain. */
export type DomainWork =
  | 'back-up'
  | 'lower-ttl'
  | 'change'
  | 'delete'
  | 'secondary-zone'
  | 'host-objects'
  | 'abolish'
  | 'mail-clients'
  | 'verify';

/** One step's place. */
export interface Place {
  readonly id: StepId;
  readonly after: readonly StepId[];
  readonly actor: Actor;
  /** What it is, and of which domain; absent for the form and the end. */
  readonly of?: { readonly work: DomainWork; readonly domain: ClaraDomain };
}

/** The works of one domain, in their order (CL2–CL6). */
export function worksOf({ fate, primaryDns, hostRegistered, abolish }: ClaraDomain): DomainWork[] {
  const own = primaryDns === 'own-server';
  return [
    'back-up',
    ...(fate === 'move' && own ? (['lower-ttl'] as const) : []),
    fate === 'move' ? 'change' : 'delete',
    ...(own ? (['secondary-zone'] as const) : []),
    ...(hostRegistered ? (['host-objects'] as const) : []),
    ...(abolish ? (['abolish'] as const) : []),
    ...(fate === 'move' ? (['mail-clients'] as const) : []),
    'verify',
  ];
}

/** Who carries it out. What is asked of others takes its time. */
export function actorOf(work: DomainWork, { primaryDns, registrar }: ClaraDomain): Actor {
  if (work === 'change' || work === 'delete')
    return primaryDns === 'own-server' ? 'customer' : primaryDns === 'provider' ? 'provider' : 'third-party';
  if (work === 'host-objects' || work === 'abolish') return registrar === 'clara' ? 'provider' : 'third-party';
  return 'customer';
}

/** `change:example.jp` */
export const stepOf = (work: DomainWork, { name }: Pick<ClaraDomain, 'name'>): StepId => `${work}:${name}`;

/** The web server’s configuration, after the last domain; only where kaiyaku works on the server itself. */
export const WEB_ADDRESS = 'web-address';

/** Only where kaiyaku itself works in Plesk. */
export const ADDRESS_UNUSED = 'address-unused';

type Ordered = Pick<ClaraContract, 'domains'> & Partial<Pick<ClaraContract, 'panel' | 'plesk' | 'server'>>;

/** The steps in the order in which they stand in the teardown. */
export function orderOf(contract: Ordered): Place[] {
  const perDomain = contract.domains.flatMap((domain) =>
    worksOf(domain).map((work, at, works) => ({
      id: stepOf(work, domain),
      after: at === 0 ? [] : [stepOf(works[at - 1]!, domain)],
      actor: isOwnWork(contract, work, domain) ? 'kaiyaku' : actorOf(work, domain),
      of: { work, domain },
    })),
  );
  const verified = contract.domains.map((domain) => stepOf('verify', domain));
  const unused = contract.domains.some((domain) => isOwnDomain(contract, domain));
  const onWeb = contract.server !== undefined && contract.server.web !== 'none';
  const own = [...(unused ? [ADDRESS_UNUSED] : []), ...(onWeb ? [WEB_ADDRESS] : [])];
  return [
    ...perDomain,
    ...own.map((id) => ({ id, after: verified, actor: 'kaiyaku' as const })),
    { id: 'cancellation-form', after: own.length > 0 ? own : verified, actor: 'customer' },
    { id: 'close', after: ['cancellation-form'], actor: 'customer' },
  ];
}
