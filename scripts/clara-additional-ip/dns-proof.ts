// What the name servers must show before a domain counts as moved: every server of its own, transferred whole, on one serial,
// and nothing that names the additional address. Pure.
import type { DnsSectionZone } from '../../src/contract/dns-section.ts';
import { addressUseTarget, type DnsServer, zoneGoneTarget } from '../../src/executors/dns/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { addressGone, zoneOf } from '../../src/teardown/dns-proof.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import type { ServerContract } from './contract.ts';

/**
 * None without a `dns` section. A domain that is deleted is proven only where another zone shows that its servers are alive: a
 * refusal alone is not an answer.
 */
export function dnsProof({ dns, additionalIp }: ClaraContract, { name, fate }: ClaraDomain): ProofPart[] {
  const zone = dns?.zones.find((one) => one.name === name);
  if (dns === undefined || zone === undefined) return [];
  if (fate === 'delete') return goneProof(dns, zone);
  return [addressGone(additionalIp, { zone, resolvers: dns.resolvers })];
}

function goneProof({ knownZone }: NonNullable<ClaraContract['dns']>, zone: DnsSectionZone): ProofPart[] {
  if (knownZone === undefined) return [];
  const { name, servers } = zoneOf(zone);
  return [
    {
      part: `nobody serves ${name} any more, or hands it out`,
      target: zoneGoneTarget(name, { servers, knownZone }),
      goal: { is: 'facts', equal: { gone: true } },
    },
  ];
}

/** What the primaries alone serve of the address; the secondaries follow later. */
export const primaryUse = (contract: ServerContract, domain: ClaraDomain): Target =>
  useAt(contract, domain, ['primary'], 'primary');

/** What every name server of the zone serves of it, without what lies above and outside. */
export const serversUse = (contract: ServerContract, domain: ClaraDomain): Target =>
  useAt(contract, domain, ['primary', 'secondary'], 'name servers');

function useAt(
  { dns, additionalIp, server }: ServerContract,
  { name }: ClaraDomain,
  roles: readonly DnsServer['role'][],
  what: string,
): Target {
  const { servers, ...zone } = zoneOf(dns!.zones.find((one) => one.name === name)!);
  const asked = servers.filter(({ role }) => roles.includes(role));
  const { ttlSeconds } = server;
  const use = addressUseTarget(additionalIp, { zones: [{ ...zone, servers: asked }], ttlSeconds });
  return { ...use, zone: `${name} at its ${what}`, label: `use of ${additionalIp} at the ${what} of ${name}` };
}
