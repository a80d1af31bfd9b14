// The contract's objects as a Terraform plan would show them, each with what the plan must say of it. Interfaces have no
// resource of their own, and an IPv6 net goes with its router.
import type { NamedObject } from '../../src/teardown/named-object.ts';
import type { EstateItem, FortigateService, SakuraFortigateContract } from './contract.ts';
import type { DnsZone } from './dns-contract.ts';
import type { Item } from './targets.ts';

/** Everything that the contract names and Terraform could hold, what is kept as well. */
export function terraformObjects({ services, estate, dns = [] }: SakuraFortigateContract): NamedObject[] {
  return [...services.flatMap(ofService), ...estate.flatMap(ofItem), ...dns.map(ofDnsZone)];
}

const ofDnsZone = ({ id, domain, ownedBy }: DnsZone): NamedObject => ({
  kind: 'dns-zone',
  id,
  zone: domain,
  external: ownedBy === 'external',
  expect: {},
  stays: 'kept: only records of it end',
});

function ofService({ server, disks, ownedBy }: FortigateService): NamedObject[] {
  const own = { zone: server.zone, external: ownedBy === 'external' };
  return [
    { ...own, kind: 'server', id: server.id, name: server.name, expect: {} },
    ...disks.map(({ id, name }): NamedObject => ({ ...own, kind: 'disk', id, name, expect: { server_id: server.id } })),
  ];
}

function ofItem(item: EstateItem): NamedObject[] {
  const why = staysBecause(item);
  const own = {
    zone: item.zone,
    external: item.ownedBy === 'external',
    expect: {},
    ...(why === undefined ? {} : { stays: why }),
  };
  if (item.kind === 'address') return [{ ...own, kind: 'ptr', id: item.ip }];
  if (item.kind === 'router') return ofRouter(item, own);
  return [{ ...own, kind: item.kind, id: item.id, name: item.name }];
}

function ofRouter(router: Item<'router'>, own: Omit<NamedObject, 'kind' | 'id'>): NamedObject[] {
  const { id, name, switchId, subnets, ipv6Net } = router;
  const takes = { subnetIds: subnets.map((subnet) => subnet.id), ipv6: ipv6Net !== undefined };
  return [
    { ...own, kind: 'router', id, name, expect: { switch_id: switchId }, takes },
    ...subnets.map((subnet): NamedObject => {
      const [address = '', length = ''] = subnet.network.split('/');
      return {
        ...own,
        kind: 'subnet',
        id: subnet.id,
        expect: { internet_id: id, network_address: address, netmask: length },
      };
    }),
  ];
}

function staysBecause({ fate, reason, usedBy }: EstateItem): string | undefined {
  if (fate === 'keep') return `kept: ${reason ?? 'no reason is given'}`;
  return usedBy.length === 0 ? undefined : `still used by ${usedBy.join(', ')}`;
}
