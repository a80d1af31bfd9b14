// The estate of a contract file: every object once, what is kept with its reason, addresses inside the listed networks.
// Pure. Sakura Cloud ids are unique over all kinds and zones, so that one id can mean one object only.
import { containsAddress, parseNetwork } from '../../src/contract/networks.ts';
import type { ContractPath, ContractProblem } from '../../src/contract/provider-schema.ts';
import type { PartialContract } from './contract.ts';
import { twice, zoneNotListed } from './check-services.ts';
import type { EstateItem } from './contract.ts';

export function checkEstate(contract: PartialContract): ContractProblem[] {
  const { estate } = contract;
  return [
    ...checkIds(contract),
    ...(estate ?? []).flatMap((item, at) => [
      ...checkFate(item, at),
      ...checkZone(contract, item, at),
      ...checkNetworks(item, at),
      ...checkAddress(estate ?? [], item, at),
    ]),
    ...checkVia(contract),
  ];
}

interface Claim {
  readonly id: string;
  readonly path: ContractPath;
  readonly what: string;
}

/** Every object id in the order of the file. */
function claimsOf({ services = [], estate = [] }: PartialContract): Claim[] {
  return [
    ...services.flatMap(({ server, disks }, at): Claim[] => [
      { id: server.id, path: ['services', at, 'server', 'id'], what: `server ${server.name}` },
      ...disks.map((disk, no): Claim => ({
        id: disk.id,
        path: ['services', at, 'disks', no, 'id'],
        what: `disk ${disk.name}`,
      })),
    ]),
    ...estate.flatMap((item, at): Claim[] => {
      const path = ['estate', at] as const;
      if (item.kind === 'address') return [{ id: item.ip, path: [...path, 'ip'], what: `address ${item.ip}` }];
      const own: Claim = { id: item.id, path: [...path, 'id'], what: `${item.kind} ${item.name}` };
      if (item.kind !== 'router') return [own];
      return [
        own,
        { id: item.switchId, path: [...path, 'switchId'], what: `the switch of router ${item.name}` },
        ...item.subnets.map((subnet, no): Claim => ({
          id: subnet.id,
          path: [...path, 'subnets', no, 'id'],
          what: `subnet ${subnet.network}`,
        })),
        ...(item.ipv6Net === undefined
          ? []
          : [{ id: item.ipv6Net.id, path: [...path, 'ipv6Net', 'id'], what: `IPv6 net ${item.ipv6Net.prefix}` }]),
      ];
    }),
  ];
}

function checkIds(contract: PartialContract): ContractProblem[] {
  const claims = claimsOf(contract);
  return claims.flatMap((claim, at) => {
    const first = claims.findIndex(({ id }) => id === claim.id);
    if (first === at) return [];
    const { what } = claims[first]!;
    if (what.startsWith('disk') && claim.what.startsWith('disk')) return [diskTwice(contract, claim, what)];
    return [twice(claim.path, `${claim.what} (${claim.id})`, `${what} has the same id`)];
  });
}

/** A service's disk ends with its server; the first one carries FortiGateVM and may not survive the contract (SF8). */
function diskTwice({ services = [] }: PartialContract, claim: Claim, first: string): ContractProblem {
  const carries = services.some(({ disks }) => disks[0]?.id === claim.id);
  return {
    ...twice(claim.path, `${claim.what} (${claim.id})`, `${first} of a service has the same id`),
    ...(carries
      ? {
          why: 'it is the first disk of a service: it carries FortiGateVM and ends with the contract (SF8)',
          next: 'remove it from the estate',
        }
      : { next: 'a disk that is to be kept is listed in the estate only, not under the service' }),
  };
}

function checkFate(item: EstateItem, at: number): ContractProblem[] {
  if (item.fate !== 'keep' || item.reason !== undefined) return [];
  return [
    {
      code: 'keep-without-reason',
      path: ['estate', at, 'fate'],
      what: 'what is kept needs a reason',
      why: 'an auditor reads it, and a copy of the licensed disk may not be kept at all (R14)',
      next: 'add `reason: …` beside it',
    },
  ];
}

function checkZone({ api }: PartialContract, item: EstateItem, at: number): ContractProblem[] {
  return api === undefined || api.zones.includes(item.zone) ? [] : [zoneNotListed(['estate', at, 'zone'], item.zone)];
}

/** Networks of a router: written as networks, and none inside another. */
function checkNetworks(item: EstateItem, at: number): ContractProblem[] {
  if (item.kind !== 'router') return [];
  const all = [
    ...item.subnets.map(({ network }, no) => ({
      text: network,
      path: ['estate', at, 'subnets', no, 'network'],
      family: 4,
    })),
    ...(item.ipv6Net === undefined
      ? []
      : [{ text: item.ipv6Net.prefix, path: ['estate', at, 'ipv6Net', 'prefix'], family: 6 }]),
  ];
  return all.flatMap(({ text, path, family }, no): ContractProblem[] => {
    const network = parseNetwork(text);
    if (network === undefined || network.family !== family)
      return [
        { code: 'wrong-value', path, what: `${text} is not an IPv${family} network`, next: NETWORK_HELP[family]! },
      ];
    if (network.address !== network.first)
      return [
        {
          code: 'wrong-value',
          path,
          what: `${text} is an address inside a network, not its first one`,
          next: NETWORK_HELP[family]!,
        },
      ];
    const other = all.slice(0, no).find((earlier) => overlaps(text, earlier.text));
    if (other === undefined) return [];
    return [twice(path, `network ${text}`, `${other.text} contains it or lies in it`)];
  });
}

const NETWORK_HELP: Readonly<Record<number, string>> = {
  4: 'write the first address and the length, like 203.0.113.16/28',
  6: 'write the prefix and the length, like 2001:db8:11:22::/64',
};

function overlaps(one: string, other: string): boolean {
  const [a, b] = [parseNetwork(one), parseNetwork(other)];
  if (a === undefined || b === undefined || a.family !== b.family) return false;
  return a.first <= b.last && b.first <= a.last;
}

/**
 * Only a warning: a router's first block and shared segments are not listed, and an address may lie there. An address
 * with its expected `ptr` is not warned of: a mistyped one would not have that name, and the survey says so.
 */
function checkAddress(estate: readonly EstateItem[], item: EstateItem, at: number): ContractProblem[] {
  if (item.kind !== 'address' || item.ptr !== undefined) return [];
  const routers = estate.filter((one) => one.kind === 'router' && one.zone === item.zone);
  const networks = routers.flatMap((router) =>
    router.kind !== 'router'
      ? []
      : [
          ...router.subnets.map(({ network }) => network),
          ...(router.ipv6Net === undefined ? [] : [router.ipv6Net.prefix]),
        ],
  );
  if (networks.length === 0 || networks.some((network) => containsAddress(network, item.ip))) return [];
  return [
    {
      code: 'address-outside-networks',
      severity: 'warning',
      path: ['estate', at, 'ip'],
      what: `${item.ip} lies in none of the networks listed in ${item.zone}`,
      why: `listed: ${networks.join(', ')}`,
      next: 'correct the address; where it is right (a router’s first block, a shared segment) name the `ptr` expected on it',
    },
  ];
}

/** `via` names an object of the estate by id, name or address. */
function checkVia({ services = [], licenceFiles = [], runner, estate }: PartialContract): ContractProblem[] {
  if (estate === undefined) return [];
  const known = new Set(
    estate.flatMap((item) => (item.kind === 'address' ? [item.ip] : [item.id, item.name, `${item.kind}:${item.id}`])),
  );
  const hosts = services.flatMap(({ fortigate, server }) => [
    fortigate.hostname,
    fortigate.serial,
    server.id,
    server.name,
  ]);
  for (const host of hosts) known.add(host);
  const vias = [
    { via: runner?.via, path: ['runner', 'via'] },
    ...services.map(({ fortigate }, at) => ({ via: fortigate.via, path: ['services', at, 'fortigate', 'via'] })),
    ...licenceFiles.map((file, at) => ({
      via: 'via' in file ? file.via : undefined,
      path: ['licenceFiles', at, 'via'],
    })),
  ];
  return vias.flatMap(({ via, path }) =>
    via === undefined || known.has(via)
      ? []
      : [
          {
            code: 'unknown-via',
            severity: 'warning' as const,
            path,
            what: `${via} names nothing that this contract ends`,
            next: 'name an object of the estate, a server or a FortiGate by its id or name',
          },
        ],
  );
}
