// The kinds of objects that are read and deleted by their id, as a written list.
import { archive } from './archive.ts';
import { autoBackup } from './auto-backup.ts';
import { disk } from './disk.ts';
import { dnsZone } from './dns-zone.ts';
import { nic } from './interface.ts';
import type { ObjectKind } from './kind.ts';
import { packetFilter } from './packet-filter.ts';
import { router } from './router.ts';
import { server } from './server.ts';
import { ipv6Net, subnet } from './subnet.ts';
import { networkSwitch } from './switch.ts';

/** Those of a zone, which a sweep looks for. */
export const OBJECT_KINDS: readonly ObjectKind[] = [
  server,
  disk,
  archive,
  autoBackup,
  nic,
  networkSwitch,
  router,
  subnet,
  ipv6Net,
  packetFilter,
];

export function objectKind(kind: string): ObjectKind | undefined {
  return [...OBJECT_KINDS, dnsZone].find((known) => known.kind === kind);
}
