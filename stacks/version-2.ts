// The estate in the words of the Terraform provider sacloud/sakuracloud (version 2). Attributes hold what the contract says and
// nothing that was observed; the units and limits are the provider's. Must never set a credential.
import { Archive } from '@cdktf/provider-sakuracloud/lib/archive';
import { AutoBackup } from '@cdktf/provider-sakuracloud/lib/auto-backup';
import { Disk } from '@cdktf/provider-sakuracloud/lib/disk';
import { Internet } from '@cdktf/provider-sakuracloud/lib/internet';
import { Ipv4Ptr } from '@cdktf/provider-sakuracloud/lib/ipv4-ptr';
import { PacketFilter } from '@cdktf/provider-sakuracloud/lib/packet-filter';
import { SakuracloudProvider } from '@cdktf/provider-sakuracloud/lib/provider';
import { Server } from '@cdktf/provider-sakuracloud/lib/server';
import { Subnet } from '@cdktf/provider-sakuracloud/lib/subnet';
import { Switch } from '@cdktf/provider-sakuracloud/lib/switch';
import { STAND_IN, type Binding, type Block } from './binding.ts';

const named = ({ object: { name, zone }, meta }: { object: { name: string; zone: string }; meta: Block['meta'] }) => ({
  ...meta,
  name,
  zone,
});

/** Provider version 2. */
export const version2: Binding = {
  terraform: '>= 1.7',
  provider: (scope, name, config) => new SakuracloudProvider(scope, name, config),
  types: {
    server: Server.tfResourceType,
    disk: Disk.tfResourceType,
    router: Internet.tfResourceType,
    subnet: Subnet.tfResourceType,
    switch: Switch.tfResourceType,
    ptr: Ipv4Ptr.tfResourceType,
    'packet-filter': PacketFilter.tfResourceType,
    archive: Archive.tfResourceType,
    'auto-backup': AutoBackup.tfResourceType,
  },
  blocks: {
    server: (block) =>
      new Server(block.scope, block.name, { ...named(block), disks: block.object.diskIds.map(block.idOf) }),
    disk: (block) => new Disk(block.scope, block.name, named(block)),
    router: (block) =>
      new Internet(block.scope, block.name, {
        ...named(block),
        ...(block.object.ipv6 ? { enableIpv6: true } : {}),
      }),
    subnet: ({ scope, name, object, idOf, meta }) =>
      new Subnet(scope, name, {
        ...meta,
        internetId: idOf(object.routerId),
        netmask: object.maskBits,
        nextHop: STAND_IN.nextHop,
        zone: object.zone,
      }),
    switch: (block) => new Switch(block.scope, block.name, named(block)),
    ptr: ({ scope, name, object, meta }) =>
      new Ipv4Ptr(scope, name, {
        ...meta,
        ipAddress: object.id,
        hostname: object.hostName ?? STAND_IN.hostName,
        zone: object.zone,
      }),
    'packet-filter': (block) => new PacketFilter(block.scope, block.name, named(block)),
    archive: (block) => new Archive(block.scope, block.name, named(block)),
    'auto-backup': (block) =>
      new AutoBackup(block.scope, block.name, {
        ...named(block),
        diskId: block.idOf(block.object.diskId),
        weekdays: STAND_IN.weekdays,
      }),
  },
};
