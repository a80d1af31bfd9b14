// The objects of a FortiGate estate that Terraform can hold, as data: the one reading of the contract for both provider
// versions. Must never list what another Terraform state owns: two states over one object undo each other.
import type { SakuraFortigateContract } from '../scripts/sakura-fortigate/contract.ts';

type Item = SakuraFortigateContract['estate'][number];
type Of<K extends Item['kind']> = Extract<Item, { kind: K }>;
type Named = { readonly id: string; readonly name: string; readonly zone: string };

/** One object; ids are 12 digits, except that a reverse name's is its address. */
export type EstateObject =
  | (Named & { readonly kind: 'server'; readonly diskIds: readonly string[] })
  | (Named & { readonly kind: 'disk' | 'switch' | 'packet-filter' | 'archive' })
  /** `diskId`: the first licensed disk; the contract does not say which one is copied. */
  | (Named & { readonly kind: 'auto-backup'; readonly diskId: string })
  /** `id` is the router's, not that of its switch half. */
  | (Named & { readonly kind: 'router'; readonly ipv6: boolean })
  /** `maskBits`: length of the prefix, 26 to 28 at this provider. */
  | {
      readonly kind: 'subnet';
      readonly id: string;
      readonly zone: string;
      readonly routerId: string;
      readonly maskBits: number;
    }
  | { readonly kind: 'ptr'; readonly id: string; readonly zone: string; readonly hostName?: string }
  /** Global: `zone` is where the API is asked. It is described and protected to the end; only records of it end. */
  | { readonly kind: 'dns-zone'; readonly id: string; readonly zone: string; readonly domain: string };

/** What a stack of this contract describes, and what is left to the state that owns it. */
export interface Estate {
  readonly objects: readonly EstateObject[];
  readonly external: readonly EstateObject[];
}

/** The contract's text as Terraform must read it: nothing in a name is ever evaluated. */
export const literal = (text: string): string => text.replaceAll(/([$%])\{/g, '$1$1{');

/** Servers and disks first, then the estate in the order of the contract file. */
export function estateOf(contract: SakuraFortigateContract): Estate {
  const all = [
    ...contract.services.flatMap((service) => mark(service.ownedBy, ofService(service))),
    ...contract.estate.flatMap((item) => mark(item.ownedBy, ofItem(item, contract))),
    ...(contract.dns ?? []).flatMap((zone) => mark(zone.ownedBy, [ofDnsZone(zone, contract)])),
  ];
  const chosen = (external: boolean) => all.filter((one) => one.external === external).map((one) => one.object);
  return { objects: chosen(false), external: chosen(true) };
}

const mark = (ownedBy: string | undefined, objects: readonly EstateObject[]) =>
  objects.map((object) => ({ object, external: ownedBy === 'external' }));

function ofService({ server, disks }: SakuraFortigateContract['services'][number]): EstateObject[] {
  return [
    { kind: 'server', ...server, name: literal(server.name), diskIds: disks.map(({ id }) => id) },
    ...disks.map(({ id, name }): EstateObject => ({ kind: 'disk', id, name: literal(name), zone: server.zone })),
  ];
}

function ofItem(item: Item, contract: SakuraFortigateContract): EstateObject[] {
  switch (item.kind) {
    case 'router':
      return ofRouter(item);
    case 'address':
      return [
        {
          kind: 'ptr',
          id: item.ip,
          zone: item.zone,
          ...(item.ptr === undefined ? {} : { hostName: literal(item.ptr) }),
        },
      ];
    case 'auto-backup':
      return [
        {
          kind: item.kind,
          id: item.id,
          name: literal(item.name),
          zone: item.zone,
          diskId: licensedDisk(item, contract),
        },
      ];
    case 'switch':
    case 'packet-filter':
    case 'archive':
    case 'disk':
      return [{ kind: item.kind, id: item.id, name: literal(item.name), zone: item.zone }];
  }
}

const ofDnsZone = (
  { id, domain }: NonNullable<SakuraFortigateContract['dns']>[number],
  { services }: SakuraFortigateContract,
): EstateObject => ({ kind: 'dns-zone', id, zone: services[0]!.server.zone, domain: literal(domain) });

/** The first disk of a service in the same zone: an auto-backup never crosses zones. */
function licensedDisk({ zone }: { zone: string }, { services }: SakuraFortigateContract): string {
  const service = services.find(({ server }) => server.zone === zone) ?? services[0]!;
  return service.disks[0]!.id;
}

function ofRouter({ id, name, zone, subnets, ipv6Net }: Of<'router'>): EstateObject[] {
  return [
    { kind: 'router', id, name: literal(name), zone, ipv6: ipv6Net !== undefined },
    ...subnets.map((subnet): EstateObject => ({
      kind: 'subnet',
      id: subnet.id,
      zone,
      routerId: id,
      maskBits: Number(subnet.network.split('/')[1] ?? '28'),
    })),
  ];
}
