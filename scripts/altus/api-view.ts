// The contract's servers, addresses and rules as they are known now: from the API, or from the journal once they are gone.
import type { CloudStackKind } from '../../src/executors/cloudstack-api/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { journalled, resolve, type Resolved, type Seen } from './api-names.ts';
import { type Named, ruleTarget, staticNatTarget } from './api-targets.ts';
import type { Context } from './context.ts';
import type { ApiContract } from './contract.ts';

/** What the step functions of an API contract are given. */
export interface ApiView extends Context {
  readonly contract: ApiContract;
  readonly seen: Seen;
}

const RELEASE = 'release-addresses';

export function serversOf({ contract, history: { effects }, seen }: ApiView): Resolved {
  return resolve('server', contract.servers, seen, seen.is === 'seen' ? seen.machines : [], [
    ...journalled(effects, 'destroy-servers', 'destroy', 'vm'),
    ...journalled(effects, 'expunge-servers', 'expunge', 'vm'),
  ]);
}

export function addressesOf({ contract, history: { effects }, seen }: ApiView): Resolved {
  const shown = seen.is === 'seen' ? seen.addresses.map(({ id, address }) => ({ id, name: address })) : [];
  return resolve('address', contract.addresses, seen, shown, [
    ...journalled(effects, RELEASE, 'disable-static-nat', 'static-nat'),
    ...journalled(effects, RELEASE, 'release-address', 'ip-address'),
  ]);
}

/** Firewall rules first: disabling static NAT takes them along, and each is to have its own evidence. */
const RULE_KINDS = ['firewall-rule', 'port-forwarding-rule', 'load-balancer-rule', 'static-nat'] as const;

/** What stands on the address, or stood there when the journal last acted on it. */
export function rulesOn(view: ApiView, address: Named): { kind: CloudStackKind; target: Target }[] {
  const { seen, history } = view;
  const shown =
    seen.is === 'seen' ? seen.addresses.filter(({ id }) => id === address.id).flatMap(({ rules }) => rules) : [];
  return RULE_KINDS.flatMap((kind) => {
    const verb = kind === 'static-nat' ? 'disable-static-nat' : 'delete-rule';
    const known = journalled(history.effects, RELEASE, verb, kind).filter(({ name }) => name === address.name);
    const ids = new Set([...known, ...shown.filter((one) => one.kind === kind)].map(({ id }) => id));
    return [...ids].map((id) => ({
      kind,
      target: kind === 'static-nat' ? staticNatTarget(address) : ruleTarget(kind, id, address.name, address.id),
    }));
  });
}
