// The contract's objects as targets of the executors. One function an object; nothing else names an id twice.
import type { Target } from '../../src/executors/port.ts';
import { fortigateTarget } from '../../src/executors/fortigate-ssh/command.ts';
import { licenceFileTarget, licenceSearchTarget } from '../../src/executors/files/command.ts';
import { sakuraTarget } from '../../src/executors/sakura-api/command.ts';
import type { EstateItem, FortigateService, SakuraFortigateContract } from './contract.ts';

type Contract = SakuraFortigateContract;
export type Item<K extends EstateItem['kind']> = Extract<EstateItem, { kind: K }>;

/** Estate items of one kind that end with this contract: fate `delete`, and no other contract uses them. */
export function ending<K extends EstateItem['kind']>(contract: Contract, kind: K): Item<K>[] {
  return contract.estate.filter(
    (item): item is Item<K> => item.kind === kind && item.fate === 'delete' && item.usedBy.length === 0,
  );
}

export const accountTarget = (contract: Contract): Target =>
  sakuraTarget({
    kind: 'account',
    id: contract.projectId,
    expect: { memberCode: contract.memberCode },
    label: `project ${contract.projectId}`,
  });

/** Other objects of the contract with the same name: a search by name finds them, and they are no strangers. */
function namesakes(contract: Contract, name: string, id: string): { ownIds?: string[] } {
  const all = [
    ...contract.services.flatMap(({ server, disks }) => [server, ...disks]),
    ...contract.estate.flatMap((item) => ('name' in item ? [item] : [])),
  ];
  const ids = all.filter((one) => one.name === name && one.id !== id).map((one) => one.id);
  return ids.length === 0 ? {} : { ownIds: ids };
}

export const serverTarget = (contract: Contract, { server, disks }: FortigateService): Target =>
  sakuraTarget({
    kind: 'server',
    id: server.id,
    zone: server.zone,
    expect: {
      name: server.name,
      diskIds: disks.map((disk) => disk.id),
      ...namesakes(contract, server.name, server.id),
    },
  });

export const diskTarget = (
  contract: Contract,
  { server }: FortigateService,
  disk: FortigateService['disks'][number],
): Target =>
  sakuraTarget({
    kind: 'disk',
    id: disk.id,
    zone: server.zone,
    expect: { name: disk.name, serverId: server.id, ...namesakes(contract, disk.name, disk.id) },
  });

export const copiesTarget = ({ server }: FortigateService, disk: FortigateService['disks'][number]): Target =>
  sakuraTarget({ kind: 'copies', id: disk.id, zone: server.zone, label: `copies of disk ${disk.name}` });

export const namedTarget = (
  kind: 'switch' | 'packet-filter' | 'archive' | 'auto-backup' | 'disk',
  contract: Contract,
  item: { id: string; name: string; zone: string },
): Target =>
  sakuraTarget({
    kind,
    id: item.id,
    zone: item.zone,
    expect: { name: item.name, ...namesakes(contract, item.name, item.id) },
  });

export const routerTarget = (router: Item<'router'>): Target =>
  sakuraTarget({
    kind: 'router',
    id: router.id,
    zone: router.zone,
    expect: { name: router.name, switchId: router.switchId },
  });

export const subnetTarget = (router: Item<'router'>, subnet: Item<'router'>['subnets'][number]): Target =>
  sakuraTarget({
    kind: 'subnet',
    id: subnet.id,
    zone: router.zone,
    expect: { network: subnet.network, routerId: router.id },
    label: `subnet ${subnet.network} (${subnet.id})`,
  });

export const ipv6Target = (router: Item<'router'>, net: { id: string; prefix: string }): Target =>
  sakuraTarget({
    kind: 'ipv6-net',
    id: net.id,
    zone: router.zone,
    expect: { network: net.prefix, routerId: router.id },
    label: `IPv6 net ${net.prefix} (${net.id})`,
  });

export const ptrTarget = (address: Item<'address'>): Target =>
  sakuraTarget({ kind: 'ptr', id: address.ip, zone: address.zone, label: `reverse name of ${address.ip}` });

export const interfaceTarget = (zone: string, id: string, serverName: string): Target =>
  sakuraTarget({ kind: 'interface', id, zone, label: `interface ${id} of ${serverName}` });

/** What still names an address, a block (`203.0.113.0/28`) or a switch id. */
export const referencesTarget = (id: string, zone: string): Target =>
  sakuraTarget({ kind: 'references', id, zone, label: `what still uses ${id}` });

export const sweepTarget = (contract: Contract): Target => {
  const names = [
    ...contract.services.flatMap(({ server, disks }) => [server.name, ...disks.map((disk) => disk.name)]),
    ...contract.estate.flatMap((item) =>
      'name' in item && item.fate === 'delete' && item.usedBy.length === 0 ? [item.name] : [],
    ),
  ];
  const ids = [
    ...contract.services.flatMap(({ server, disks }) => [server.id, ...disks.map((disk) => disk.id)]),
    ...contract.estate.flatMap((item) => ('id' in item && item.fate === 'delete' ? [item.id] : [])),
  ];
  const kept = contract.estate.flatMap((item) =>
    'id' in item && (item.fate === 'keep' || item.usedBy.length > 0) ? [item.id] : [],
  );
  return {
    executor: 'sakura-api',
    kind: 'sweep',
    id: [...new Set(names)].join(','),
    expect: { ids, ignoreIds: kept },
    label: 'sweep of the account by name and tag',
  };
};

export const deviceTarget = ({ fortigate }: FortigateService): Target =>
  fortigateTarget({
    host: fortigate.host,
    port: fortigate.port,
    hostKey: fortigate.hostKey,
    user: fortigate.user,
    serial: fortigate.serial,
    hostname: fortigate.hostname,
    version: fortigate.version,
    vdoms: fortigate.vdoms,
    legacyAlgorithms: fortigate.legacyAlgorithms,
  });

export const localLicencePaths = (contract: Contract): string[] =>
  contract.licenceFiles.flatMap((file) => ('path' in file ? [file.path] : []));

export const fileTarget = (path: string): Target => licenceFileTarget(path);

export const searchTarget = (contract: Contract): Target =>
  licenceSearchTarget({
    patterns: localLicencePaths(contract),
    folders: contract.licenceSearch,
    ignore: contract.waivers.filter((waiver) => waiver.refusal === 'R24').map((waiver) => waiver.about),
  });

/** Every object that ends, for one look at its identity before the first irreversible effect. */
export const estateTargets = (contract: Contract): Target[] => [
  ...contract.services.flatMap((service) => service.disks.map((disk) => diskTarget(contract, service, disk))),
  ...(['auto-backup', 'archive', 'disk', 'switch', 'packet-filter'] as const).flatMap((kind) =>
    ending(contract, kind).map((item) => namedTarget(kind, contract, item)),
  ),
];
