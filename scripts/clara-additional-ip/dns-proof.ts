// What the name servers must show before a domain counts as moved: every server of its own, transferred whole, on one serial,
// and nothing that names the additional address. Pure.
import { addressGone } from '../../src/teardown/dns-proof.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';

/**
 * None without a `dns` section, and none for a domain that is deleted: a server that no longer has the zone refuses to say so,
 * and a refusal is not an answer.
 */
export function dnsProof({ dns, additionalIp }: ClaraContract, { name, fate }: ClaraDomain): ProofPart[] {
  const zone = dns?.zones.find((one) => one.name === name);
  if (dns === undefined || zone === undefined || fate === 'delete') return [];
  return [addressGone(additionalIp, { zone, resolvers: dns.resolvers })];
}
