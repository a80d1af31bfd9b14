// `adopt`: an estate as YAML for a contract file, and the blocks by which its repository lets go. Text that a person pastes:
// names are quoted by JSON’s rules, which both YAML and HCL read. Pure.
import type { AdoptedEstate } from '../teardown/adopted-estate.ts';

const quoted = (text: string): string => JSON.stringify(text);
/** HCL reads `${` and `%{` in a string; no address has them. */
const plainAddress = (address: string): string => address.replaceAll(/\[[^\]]*\]/g, '');

/** The sections `services`, `estate` and, where records name its addresses, `dns`. Everything is `ownedBy: external` until its repository has let go. */
export function estateYaml(estate: AdoptedEstate, source: string): string {
  const fate = (id: string): string => {
    const users = estate.sharedWith.get(id) ?? [];
    const owned = ', ownedBy: external';
    return users.length === 0 ? owned : `, fate: keep, reason: ${quoted(`used by ${users.join(', ')}`)}${owned}`;
  };
  const lines = [
    `# From the state ${source}. Everything is still its repository’s: no step deletes it until the blocks of`,
    '# `kaiyaku adopt --removed` are applied there and `ownedBy` is taken out here.',
    'services:',
    ...estate.servers.flatMap(({ id, name, zone, disks }) => [
      '  - resourceId: "" # リソースID of the FortiGateVM service, from the licence notice',
      `    server: { id: ${quoted(id)}, name: ${quoted(name)}, zone: ${zone} }`,
      '    disks: # the first one carries FortiGateVM',
      ...disks.map((disk) => `      - { id: ${quoted(disk.id)}, name: ${quoted(disk.name)} }`),
      '    ownedBy: external',
      '    fortigate: {} # what no state knows: host, hostKey, user, credential, serial, hostname, version',
    ]),
    'estate:',
    ...estate.routers.flatMap(({ id, name, zone, switchId, subnets, ipv6Prefix }) => [
      `  - kind: router`,
      `    id: ${quoted(id)}`,
      `    name: ${quoted(name)}`,
      `    zone: ${zone}`,
      `    switchId: ${quoted(switchId)}`,
      `    subnets: [${subnets.map((one) => `{ id: ${quoted(one.id)}, network: ${one.network} }`).join(', ')}]`,
      ...(ipv6Prefix === undefined
        ? []
        : [
            `    # ipv6Net: { id: "", prefix: ${quoted(ipv6Prefix)} }   # its id is in no state; the control panel has it`,
          ]),
      ...keyLines(fate(id)),
    ]),
    ...estate.addresses.map(({ ip, zone, ptr }) => {
      const name = ptr === undefined ? '' : `, ptr: ${quoted(ptr)}`;
      return `  - { kind: address, ip: ${quoted(ip)}, zone: ${zone}${name}, ownedBy: external }`;
    }),
    ...estate.items.map(
      ({ kind, id, name, zone }) =>
        `  - { kind: ${kind}, id: ${quoted(id)}, name: ${quoted(name)}, zone: ${zone}${fate(id)} }`,
    ),
    ...(estate.dns.length === 0 ? [] : ['dns:']),
    ...estate.dns.flatMap(({ id, domain, records }) => [
      `  - id: ${quoted(id)}`,
      `    domain: ${quoted(domain)}`,
      '    ownedBy: external',
      '    records:',
      ...records.map(
        ({ name, type, data }) => `      - { name: ${quoted(name)}, type: ${type}, data: ${quoted(data)} }`,
      ),
    ]),
    ...recordWarnings(estate).map((warning) => `# ${warning}`),
    ...(estate.leftOut.length === 0 ? [] : ['# Left out:']),
    ...estate.leftOut.map(({ address, why }) => `#   ${address}: ${why}`),
  ];
  return lines.join('\n');
}

/** Of records that no `removed` block can let go of: each in a sentence. */
export const recordWarnings = ({ dns }: AdoptedEstate): string[] =>
  dns.flatMap(({ domain, records }) =>
    records
      .filter(({ whole }) => !whole)
      .map(
        ({ name, type, data, from }) =>
          `NOT ITS OWN RESOURCE: ${name} ${type} ${data} of ${domain} is shown by ${from.address}, which keeps the zone. Where its ` +
          'configuration lists the record, its repository has to take it out there; leave `ownedBy: external` until then.',
      ),
  );

/** `, a: b, c: d` as lines of a block. */
const keyLines = (flow: string): string[] =>
  flow
    .split(/, (?=fate|reason|ownedBy)/)
    .filter((one) => one !== '')
    .map((one) => `    ${one}`);

/** For the repository that owns the state: it forgets the objects and destroys nothing. Terraform 1.7, OpenTofu 1.7. */
export function removedBlocks(addresses: readonly string[], allAddresses: readonly string[]): string {
  const taken = new Set(addresses);
  const places = [...new Set(addresses.map(plainAddress))].sort();
  return places
    .flatMap((from) => {
      const more = allAddresses.filter((one) => plainAddress(one) === from && !taken.has(one));
      return [
        ...more.map((one) => `# NOT ALONE: ${one} goes by the same block; move it first (terraform state mv).`),
        'removed {',
        `  from = ${from}`,
        '  lifecycle {',
        '    destroy = false',
        '  }',
        '}',
      ];
    })
    .join('\n');
}

/** Addresses of everything that was taken over. */
export function adoptedAddresses({ servers, routers, addresses, items, dns }: AdoptedEstate): string[] {
  return [
    ...servers.flatMap(({ from, disks }) => [from.address, ...disks.map((disk) => disk.from.address)]),
    ...routers.flatMap(({ from, subnets }) => [from.address, ...subnets.map((one) => one.from.address)]),
    ...addresses.flatMap(({ from }) => (from === undefined ? [] : [from.address])),
    ...items.map(({ from }) => from.address),
    ...dns.flatMap(({ records }) => records.flatMap(({ from, whole }) => (whole ? [from.address] : []))),
  ].sort();
}
