// What the name servers must show before a domain counts as moved: every server of its own, transferred whole, on one serial,
// and nothing that names the additional address. Pure.
import { addressUseTarget, type DnsServer, type DnsZone } from '../../src/executors/dns/command.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';

/**
 * None without a `dns` section, and none for a domain that is deleted: a server that no longer has the zone refuses to say so,
 * and a refusal is not an answer.
 */
export function dnsProof({ dns, additionalIp }: ClaraContract, { name, fate }: ClaraDomain): ProofPart[] {
  const zone = dns?.zones.find((one) => one.name === name);
  if (dns === undefined || zone === undefined || fate === 'delete') return [];
  const use = addressUseTarget(additionalIp, { zones: [zoneOf(zone)], resolvers: dns.resolvers });
  return [
    {
      part: `no name server of ${name} names ${additionalIp}`,
      // The same address is looked for once a domain: the zone tells these looks apart.
      target: { ...use, zone: name, label: `use of ${additionalIp} in ${name}` },
      goal: { is: 'facts', equal: { mentions: [], serialsAgree: true, complete: true } },
    },
  ];
}

type Zone = NonNullable<ClaraContract['dns']>['zones'][number];

function zoneOf({ name, serverNames, ...servers }: Zone): DnsZone {
  const asked = (role: DnsServer['role']): DnsServer[] =>
    servers[role].map((at) => ({ role, at, ...(serverNames[at] === undefined ? {} : { name: serverNames[at] }) }));
  return { name, servers: [...asked('primary'), ...asked('secondary'), ...asked('parent')] };
}
