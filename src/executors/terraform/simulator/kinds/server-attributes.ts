// A server as the providers show it: plan, disks, interfaces, and the address of its first interface. Reads only.
import { inner, rows, word, type Shown } from '../api.ts';
import type { Values } from '../values.ts';
import { shownLabels } from './kind.ts';
import { upstreamOf } from './server-interfaces.ts';

export const GIB_IN_MB = 1024;

export function attributesOf(shown: Shown): Values {
  const plan = inner(shown, 'ServerPlan');
  const host = inner(shown, 'PrivateHost');
  const nics = rows(shown, 'Interfaces');
  const first = nics[0] ?? {};
  const upstream = inner(first, 'Switch');
  const segment =
    word(upstream, 'Scope') === 'shared'
      ? inner(upstream, 'Subnet')
      : inner(upstream, upstream['Subnet'] === null ? 'UserSubnet' : 'Subnet');
  const names = inner(inner(shown, 'Zone'), 'Region')['NameServers'];
  return {
    ...shownLabels(shown),
    core: Number(plan['CPU']),
    memory: Number(plan['MemoryMB']) / GIB_IN_MB,
    commitment: word(plan, 'Commitment'),
    cpu_model: word(plan, 'CPUModel'),
    gpu: Number(plan['GPU'] ?? 0),
    gpu_model: word(plan, 'GPUModel'),
    confidential_vm: plan['ConfidentialVM'] === true,
    interface_driver: word(shown, 'InterfaceDriver'),
    disks: rows(shown, 'Disks').map((disk) => word(disk, 'ID')),
    cdrom_id: word(inner(inner(shown, 'Instance'), 'CDROM'), 'ID'),
    private_host_id: word(host, 'ID'),
    private_host_name: word(host, 'Name'),
    network_interface: nics.map((nic) => ({
      upstream: upstreamOf(nic),
      packet_filter_id: word(inner(nic, 'PacketFilter'), 'ID') || null,
      mac_address: word(nic, 'MACAddress').toLowerCase(),
      user_ip_address: word(nic, 'UserIPAddress'),
    })),
    hostname: word(shown, 'HostName'),
    ip_address: word(first, 'IPAddress') || word(first, 'UserIPAddress'),
    gateway: word(segment, 'DefaultRoute'),
    network_address: word(segment, 'NetworkAddress'),
    netmask: Number(segment['NetworkMaskLen'] ?? 0),
    dns_servers: Array.isArray(names) ? names.map(String) : [],
    zone: word(inner(shown, 'Zone'), 'Name'),
  };
}
