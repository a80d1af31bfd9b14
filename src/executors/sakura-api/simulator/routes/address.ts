// Blocks and addresses as such, and reverse names (facts §5.3, §5.4). There is no "release" call: an address goes with its
// block or its NIC. CHOICE: from then on it answers 404 here, while its reverse name stays behind in the world.
import { done, found, listed, one, type Answer } from '../http/answer.ts';
import { param, payload, removeRow, route, textIn, viewIn, type Call, type Route } from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { readable } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { addressesOf, hostNameOf, ipv6NetView, subnetView } from '../views/network.ts';
import type { WorldState } from '../world/file.ts';

interface Owned {
  readonly ip: string;
  readonly nicId: string | null;
  readonly subnetId: string | null;
}

/** Every address this account holds in the zone. CHOICE: of a primary block only the usable ones of its blocks, and shared ones of its NICs. */
function ownedAddresses({ z }: Call): Owned[] {
  const nicOf = new Map(z.interfaces.map((nic) => [nic.ip ?? nic.userIp, nic.id]));
  const inBlocks = z.subnets.flatMap((subnet) =>
    addressesOf(subnet).map((ip) => ({ ip, nicId: nicOf.get(ip) ?? null, subnetId: subnet.id })),
  );
  const shared = z.interfaces.flatMap((nic) =>
    nic.ip === null ? [] : [{ ip: nic.ip, nicId: nic.id, subnetId: null }],
  );
  return [...inBlocks, ...shared];
}

function ownedAddress(call: Call): Owned {
  const owned = ownedAddresses(call).find(({ ip }) => ip === param(call, 'ip'));
  if (owned === undefined) throw refuse('not_found', param(call, 'ip'));
  return owned;
}

function view({ z }: Call, { ip, nicId, subnetId }: Owned): View {
  return {
    IPAddress: ip,
    HostName: hostNameOf(z, ip),
    Interface: nicId === null ? null : { ID: nicId },
    Subnet: subnetId === null ? null : { ID: subnetId },
  };
}

function setPtr(call: Call): Answer {
  const owned = ownedAddress(call);
  const hostName = textIn(payload(call, 'IPAddress'), 'HostName');
  if (hostName === undefined) throw refuse('missing_param', 'HostName');
  if (hostName !== '' && !forwardExists(call.state, hostName, owned.ip))
    throw refuse('dns_a_record_not_found', hostName);
  const row = call.z.ptrs.find(({ ip }) => ip === owned.ip);
  if (row !== undefined) row.hostName = hostName;
  else if (hostName !== '') call.z.ptrs.push({ ip: owned.ip, hostName });
  return one('IPAddress', view(call, owned));
}

/** CHOICE: a name is checked when its zone is one of this account's; other zones are taken to hold the A record. */
function forwardExists(state: WorldState, hostName: string, ip: string): boolean {
  for (const item of state.global.items) {
    const zone = item.class === 'dns' ? textIn(item.status, 'Zone') : undefined;
    if (zone === undefined || !(hostName === zone || hostName.endsWith(`.${zone}`))) continue;
    const label = hostName === zone ? '@' : hostName.slice(0, -zone.length - 1);
    const records = (viewIn(item.settings, 'DNS')?.['ResourceRecordSets'] ?? []) as View[];
    return records.some(({ Name, Type, RData }) => Name === label && Type === 'A' && RData === ip);
  }
  return true;
}

function ipv6Row(call: Call) {
  const row = call.z.ipv6Addrs.find(({ ip }) => ip === param(call, 'ip'));
  if (row === undefined) throw refuse('not_found', param(call, 'ip'));
  return row;
}

const ipv6View = (row: { ip: string; hostName: string }): View => ({
  IPv6Addr: row.ip,
  HostName: row.hostName,
  IPv6Net: null,
  Interface: null,
});

function addIpv6(call: Call): Answer {
  const body = payload(call, 'IPv6Addr');
  const ip = textIn(body, 'IPv6Addr');
  if (ip === undefined) throw refuse('missing_param', 'IPv6Addr');
  const inside = call.z.ipv6Nets.some(({ prefix }) => ip.startsWith(prefix.replace(/::$/, ':')));
  if (!inside) throw refuse('param_ip_not_found', ip);
  if (call.z.ipv6Addrs.some((row) => row.ip === ip)) throw refuse('res_already_exists', ip);
  const row = { ip, hostName: textIn(body, 'HostName') ?? '' };
  call.z.ipv6Addrs.push(row);
  return { status: 201, body: { IPv6Addr: ipv6View(row), Success: true, is_ok: true } };
}

export const addressRoutes: readonly Route[] = [
  ...readable('subnet', 'Subnet', 'Subnets', { rows: ({ z }) => z.subnets, view: ({ z }, row) => subnetView(z, row) }),
  ...readable('ipv6net', 'IPv6Net', 'IPv6Nets', {
    rows: ({ z }) => z.ipv6Nets,
    view: ({ z }, row) => ipv6NetView(z, row),
  }),
  route('GET', 'ipaddress', (call) =>
    found(
      'IPAddress',
      ownedAddresses(call).map((owned) => view(call, owned)),
      // The official client sends no parameters here and expects every address.
      { Count: 0, ...call.query },
      call.world.now(),
    ),
  ),
  route('GET', 'ipaddress/:ip', (call) => one('IPAddress', view(call, ownedAddress(call)))),
  route('PUT', 'ipaddress/:ip', setPtr),
  route('GET', 'ipv6addr', (call) => listed('IPv6Addrs', call.z.ipv6Addrs.map(ipv6View), call.world.now())),
  route('POST', 'ipv6addr', addIpv6),
  route('GET', 'ipv6addr/:ip', (call) => one('IPv6Addr', ipv6View(ipv6Row(call)))),
  route('PUT', 'ipv6addr/:ip', (call) => {
    const row = ipv6Row(call);
    row.hostName = textIn(payload(call, 'IPv6Addr'), 'HostName') ?? '';
    return one('IPv6Addr', ipv6View(row));
  }),
  route('DELETE', 'ipv6addr/:ip', (call) => {
    const row = ipv6Row(call);
    removeRow(call.z.ipv6Addrs, row);
    return done();
  }),
];
