// DNS records of a Terraform state that name an address of the estate, as the contract's section lists them. What names none, or
// whose zone nobody knows, is left to a person. Pure.
import { NAMING_PREFIX_V4_MIN, NAMING_PREFIX_V6_MIN } from '../../src/base/limits.ts';
import { type Network, parseAddress, parseNetwork } from '../../src/contract/networks.ts';
import { dnsRecordSaid } from '../../src/executors/sakura-api/command.ts';
import type { TerraformHeld } from '../../src/executors/terraform/command.ts';
import type { AdoptedZone } from '../../src/teardown/adopted-estate.ts';

/** `own`: addresses and networks that end. `domains`: by zone id. One record that is a resource of its own and in its zone's list is one. */
export function dnsOfState(
  objects: readonly TerraformHeld[],
  own: readonly string[],
  domains: ReadonlyMap<string, string>,
): AdoptedZone[] {
  const blocks = own.flatMap(networkOf);
  const zones = new Map<string, Map<string, AdoptedZone['records'][number]>>();
  // Resources of their own first: those can be forgotten.
  const inOrder = [...objects].sort((one, other) => Number(other.part === true) - Number(one.part === true));
  for (const from of inOrder) {
    const { id } = from;
    if (id === undefined || !domains.has(id)) continue;
    for (const record of from.records ?? []) {
      if (!namesOneOf(record.data, blocks)) continue;
      const known = zones.get(id) ?? new Map();
      const said = dnsRecordSaid(record);
      if (!known.has(said)) known.set(said, { ...record, from, whole: from.part === true });
      zones.set(id, known);
    }
  }
  return [...zones].map(([id, records]) => ({ id, domain: domains.get(id)!, records: [...records.values()] }));
}

/** Why an object with records is not taken over, or not in full. */
export function whyRecordsLeft({ part, records = [] }: TerraformHeld, own: readonly string[]): string {
  if (part !== true)
    return 'a DNS zone does not end: only records that name an address of the estate are listed under dns';
  return records.some(({ data }) => namesOneOf(data, own.flatMap(networkOf)))
    ? 'it names an address of the estate, but its zone’s domain is not in the state: list it under dns by hand'
    : 'it names no address of the estate';
}

/** `v=spf1 ip4:203.0.113.0/28`, `1 . ipv4hint=203.0.113.4,203.0.113.5`, `203.0.113.4`: judged as R13 judges it later. */
function namesOneOf(data: string, blocks: readonly Network[]): boolean {
  const words = data.split(/[\s,"=]+/).map((word) => word.replace(/^[-+?~]?ip[46]:/i, ''));
  return words
    .flatMap(networkOf)
    .filter(({ family, first, last }) => last - first < narrowest(family))
    .some(({ family, first, last }) =>
      blocks.some((one) => one.family === family && one.first <= last && first <= one.last),
    );
}

/** How many addresses a network may have that still means each of them. */
const narrowest = (family: 4 | 6): bigint =>
  family === 4 ? 1n << BigInt(32 - NAMING_PREFIX_V4_MIN) : 1n << BigInt(128 - NAMING_PREFIX_V6_MIN);

/** An address is a network of one. */
function networkOf(text: string): Network[] {
  const single = parseAddress(text);
  const network =
    single === undefined
      ? parseNetwork(text)
      : { family: single.family, address: single.value, first: single.value, last: single.value };
  return network === undefined ? [] : [network];
}
