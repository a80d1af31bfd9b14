// What stands on an address and has to go before it: firewall, port forwarding and load balancer rules, and static NAT.
// It only lists them; each is removed as a change of its own, so that each has its own evidence.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Look } from './look.ts';
import { readFlag, readId, type Row, textOrNull } from './shapes.ts';

/** Kinds of rules, with the key by which their rows name the address. */
export const RULE_ADDRESS_KEYS = {
  'firewall-rule': 'ipaddressid',
  'port-forwarding-rule': 'ipaddressid',
  'load-balancer-rule': 'publicipid',
} as const;

export type RuleKind = keyof typeof RULE_ADDRESS_KEYS;

/** One thing that stands on an address and goes before it. */
export interface AddressRule extends JsonObject {
  readonly kind: RuleKind | 'static-nat';
  readonly id: string;
  readonly detail: string;
}

/** Every rule of an address, and its static NAT. Firewall rules first: disabling static NAT takes them along. */
export async function rulesOf(addressId: string, look: Look): Promise<readonly AddressRule[]> {
  const found: AddressRule[] = [];
  for (const kind of Object.keys(RULE_ADDRESS_KEYS) as RuleKind[])
    for (const row of await look.all(kind))
      if (textOrNull(row, RULE_ADDRESS_KEYS[kind]) === addressId)
        found.push({ kind, id: readId(row, 'id'), detail: detailOf(row) });
  const own = (await look.all('ip-address')).find((row) => readId(row, 'id') === addressId);
  if (own !== undefined && readFlag(own, 'isstaticnat'))
    found.push({
      kind: 'static-nat',
      id: addressId,
      detail: `to ${textOrNull(own, 'virtualmachineid') ?? 'a machine'}`,
    });
  return found;
}

function detailOf(row: Row): string {
  const port = textOrNull(row, 'publicport') ?? textOrNull(row, 'startport');
  return [textOrNull(row, 'protocol'), port, textOrNull(row, 'name')].filter((part) => part !== null).join(' ');
}
