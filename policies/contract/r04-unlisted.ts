// R04: a router takes every subnet and IPv6 net with it; what the contract does not list must not go along. A server leaves
// its volumes and snapshots behind; what the contract does not list must not be left behind unseen. A Plesk subscription takes
// its sites along.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';
import { ownServerIds } from './own-server-ids.ts';
import { unlistedSites } from './unlisted-sites.ts';
import { unlistedStorage } from './unlisted-storage.ts';

interface RouterFacts {
  readonly subnets?: readonly { id: string; network: string }[];
  readonly ipv6Nets?: readonly { id: string; prefix: string }[];
  readonly attachedServerIds?: readonly string[];
  readonly applianceIds?: readonly string[];
}

export const unlisted: Policy = {
  refusal: 'R04',
  check(context) {
    const { provider, contract, observe, open } = context;
    if (provider === 'altus') return unlistedStorage(context);
    if (provider === 'clara-additional-ip') return unlistedSites(context);
    const { estate, services } = contract as SakuraFortigateContract;
    const servers = ownServerIds(services, observe);
    const findings: Finding[] = [];
    for (const router of estate) {
      if (router.kind !== 'router' || router.fate !== 'delete') continue;
      if (!open.some((effect) => effect.command.target.kind === 'router' && effect.command.target.id === router.id))
        continue;
      const seen = observe({ executor: 'sakura-api', kind: 'router', zone: router.zone, id: router.id });
      if (seen.state !== 'present') continue;
      const facts = seen.facts as RouterFacts;
      const listed = new Set([...router.subnets.map((subnet) => subnet.id), router.ipv6Net?.id]);
      for (const subnet of facts.subnets ?? [])
        if (!listed.has(subnet.id)) findings.push(refused(`subnet ${subnet.network} (${subnet.id})`, router.name));
      for (const net of facts.ipv6Nets ?? [])
        if (!listed.has(net.id)) findings.push(refused(`IPv6 net ${net.prefix} (${net.id})`, router.name));
      for (const id of facts.attachedServerIds ?? [])
        if (!servers.has(id)) findings.push(refused(`server ${id}`, router.name));
      for (const id of facts.applianceIds ?? []) findings.push(refused(`appliance ${id}`, router.name));
    }
    return findings;
  },
};

const refused = (what: string, router: string): Finding => ({
  refusal: 'R04',
  severity: 'error',
  what: `${what} hangs on router ${router}, and the contract does not list it`,
  why: 'deleting the router would take it along, or fail because of it',
  next: 'list it in the estate (and kaiyaku amend CONTRACT), or take it off the router',
  about: what,
});
