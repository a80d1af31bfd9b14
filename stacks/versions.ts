// The estate in the words of both Terraform providers, sacloud/sakuracloud (version 2) and sacloud/sakura (version 3): one table
// of what differs, one way to write a block. Attributes hold what the contract says and nothing that was observed; the units and
// limits are the provider's. Must never set a credential.
import * as sakura from '@cdktf/provider-sakura';
import * as sakuracloud from '@cdktf/provider-sakuracloud';
import type { TerraformMetaArguments, TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { STAND_IN, type Binding, type Block, type ProviderVersion, type ZoneProvider } from './binding.ts';
import type { EstateObject } from './estate.ts';

/** A resource of a provider, as its binding has it. */
interface Resource<Config> {
  readonly tfResourceType: string;
  new (scope: Construct, name: string, config: TerraformMetaArguments & Config): TerraformResource;
}
type Zoned = { readonly zone: string };
type Named = Zoned & { readonly name: string };

/** What a version calls things; `Days`: the attribute for the days of an auto-backup. */
interface Words<Days> {
  /** Oldest Terraform that understands the result. */
  readonly terraform: string;
  readonly provider: new (scope: Construct, name: string, config: ZoneProvider) => TerraformProvider;
  readonly days: (weekdays: readonly string[]) => Days;
  readonly resources: {
    readonly server: Resource<Named & { readonly disks: readonly string[] }>;
    readonly disk: Resource<Named>;
    readonly router: Resource<Named & { readonly enableIpv6?: boolean }>;
    readonly subnet: Resource<
      Zoned & { readonly internetId: string; readonly netmask: number; readonly nextHop: string }
    >;
    readonly switch: Resource<Named>;
    readonly ptr: Resource<Zoned & { readonly ipAddress: string; readonly hostname: string }>;
    readonly 'packet-filter': Resource<Named>;
    readonly archive: Resource<Named>;
    readonly 'dns-zone': Resource<Zoned>;
    readonly 'auto-backup': Resource<Named & Days & { readonly diskId: string }>;
  };
}

/** Names that both versions share. */
const shared = (provider: typeof sakura | typeof sakuracloud) => ({
  server: provider.server.Server,
  disk: provider.disk.Disk,
  router: provider.internet.Internet,
  subnet: provider.subnet.Subnet,
  ptr: provider.ipv4Ptr.Ipv4Ptr,
  'packet-filter': provider.packetFilter.PacketFilter,
  archive: provider.archive.Archive,
  'dns-zone': provider.dns.Dns,
});

export const VERSIONS: Readonly<Record<ProviderVersion, Binding>> = {
  2: bindingOf({
    terraform: '>= 1.7',
    provider: sakuracloud.provider.SakuracloudProvider,
    days: (weekdays) => ({ weekdays }),
    resources: {
      ...shared(sakuracloud),
      switch: sakuracloud.switch.Switch,
      'auto-backup': sakuracloud.autoBackup.AutoBackup,
    },
  }),
  3: bindingOf({
    terraform: '>= 1.11',
    provider: sakura.provider.SakuraProvider,
    days: (daysOfWeek) => ({ daysOfWeek }),
    resources: { ...shared(sakura), switch: sakura.vswitch.Vswitch, 'auto-backup': sakura.autoBackup.AutoBackup },
  }),
};

function bindingOf<Days extends object>({ terraform, provider: Provider, days, resources }: Words<Days>): Binding {
  const write =
    <K extends EstateObject['kind'], Config>(Class: Resource<Config>, configOf: (block: Block<K>) => Config) =>
    (block: Block<K>): TerraformResource =>
      new Class(block.scope, block.name, { ...block.meta, ...configOf(block) });
  return {
    terraform,
    provider: (scope, name, config) => new Provider(scope, name, config),
    types: Object.fromEntries(
      Object.entries(resources).map(([kind, { tfResourceType }]) => [kind, tfResourceType]),
    ) as Binding['types'],
    blocks: {
      server: write(resources.server, ({ object, idOf }) => ({ ...named(object), disks: object.diskIds.map(idOf) })),
      disk: write(resources.disk, ({ object }) => named(object)),
      router: write(resources.router, ({ object }) => ({
        ...named(object),
        ...(object.ipv6 ? { enableIpv6: true } : {}),
      })),
      subnet: write(resources.subnet, ({ object: { zone, routerId, maskBits }, idOf }) => ({
        internetId: idOf(routerId),
        netmask: maskBits,
        nextHop: STAND_IN.nextHop,
        zone,
      })),
      switch: write(resources.switch, ({ object }) => named(object)),
      ptr: write(resources.ptr, ({ object: { id, zone, hostName = STAND_IN.hostName } }) => ({
        ipAddress: id,
        hostname: hostName,
        zone,
      })),
      'packet-filter': write(resources['packet-filter'], ({ object }) => named(object)),
      // What it calls its zone is the domain.
      'dns-zone': write(resources['dns-zone'], ({ object }) => ({ zone: object.domain })),
      archive: write(resources.archive, ({ object }) => named(object)),
      'auto-backup': write(resources['auto-backup'], ({ object, idOf }) => ({
        ...named(object),
        diskId: idOf(object.diskId),
        ...days(STAND_IN.weekdays),
      })),
    },
  };
}

const named = ({ name, zone }: Named): Named => ({ name, zone });
