// Interfaces (facts §5.1). The platform gives an address only on the shared segment; elsewhere `UserIPAddress` is a label.
import { created, deleted, done, one, type Answer } from '../http/answer.ts';
import { idIn, param, payload, removeRow, route, target, type Call, type Route } from '../http/call.ts';
import { blockOf, usableAddresses } from '../ipv4.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { nicView } from '../views/network.ts';
import type { Nic } from '../world/file.ts';
import { ZONES } from '../zones.ts';
import { requirePowerDown } from './power.ts';

const nicOf = (call: Call) => target(call, call.z.interfaces);
const view = (call: Call, nic: Nic) => nicView(call.z, call.zone, nic);

export function newNic(call: Call, serverId: string): Nic {
  const id = call.world.newId();
  const tail = Number(id).toString(16).toUpperCase().padStart(6, '0').slice(-6);
  const nic: Nic = {
    id,
    mac: `9C:A3:BA:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4, 6)}`,
    ip: null,
    userIp: null,
    hostName: null,
    serverId,
    switchId: null,
    packetFilterId: null,
    lockedUntilMs: null,
  };
  call.z.interfaces.push(nic);
  return nic;
}

/** `upstream`: a switch id of this zone, or `shared`. */
export function connectNic(call: Call, nic: Nic, upstream: string): void {
  nic.switchId = upstream;
  nic.userIp = null;
  nic.ip = upstream === 'shared' ? freeSharedAddress(call) : null;
}

function freeSharedAddress(call: Call): string {
  const used = new Set(call.z.interfaces.map(({ ip }) => ip));
  const free = usableAddresses(blockOf(ZONES[call.zone].shared.network), true).find((ip) => !used.has(ip));
  if (free === undefined) throw refuse('run_out_of_ipaddress');
  return free;
}

/** CHOICE: NICs of a running server are not plugged or pulled; packet filters and labels may change at any time. */
function requireServerDown(call: Call, nic: Nic): void {
  const server = call.z.servers.find(({ id }) => id === nic.serverId);
  if (server !== undefined) requirePowerDown(server);
}

function create(call: Call): Answer {
  const serverId = idIn(payload(call, 'Interface'), 'Server');
  const server = call.z.servers.find(({ id }) => id === serverId);
  if (server === undefined) throw refuse('param_res_not_found', `server ${serverId}`);
  requirePowerDown(server);
  return created('Interface', view(call, newNic(call, server.id)));
}

function update(call: Call): Answer {
  const nic = nicOf(call);
  const body = payload(call, 'Interface');
  if ('UserIPAddress' in body) {
    const value = body['UserIPAddress'];
    if (value !== null && typeof value !== 'string') throw refuse('invalid_format', 'UserIPAddress');
    nic.userIp = value || null;
  }
  return one('Interface', view(call, nic));
}

function remove(call: Call): Answer {
  const nic = nicOf(call);
  requireServerDown(call, nic);
  const last = view(call, nic);
  removeRow(call.z.interfaces, nic);
  return deleted('Interface', last);
}

function connect(call: Call, upstream: string): Answer {
  const nic = nicOf(call);
  if (upstream !== 'shared' && !call.z.switches.some(({ id }) => id === upstream))
    throw refuse('not_found', `switch ${upstream}`);
  if (nic.switchId !== null) throw refuse('res_already_connected');
  requireServerDown(call, nic);
  connectNic(call, nic, upstream);
  return done();
}

function disconnect(call: Call): Answer {
  const nic = nicOf(call);
  if (nic.switchId === null) throw refuse('res_already_disconnected');
  requireServerDown(call, nic);
  nic.switchId = null;
  nic.ip = null;
  nic.userIp = null;
  return done();
}

function applyFilter(call: Call): Answer {
  const nic = nicOf(call);
  const filter = target(call, call.z.packetFilters, 'filter');
  nic.packetFilterId = filter.id;
  return done();
}

function removeFilter(call: Call): Answer {
  const nic = nicOf(call);
  if (nic.packetFilterId === null) throw refuse('res_already_disconnected');
  nic.packetFilterId = null;
  return done();
}

export const nicRoutes: readonly Route[] = [
  ...resource('interface', 'Interface', 'Interfaces', { rows: ({ z }) => z.interfaces, view, create, update, remove }),
  route('PUT', 'interface/:id/to/switch/shared', (call) => connect(call, 'shared')),
  route('PUT', 'interface/:id/to/switch/:switch', (call) => connect(call, param(call, 'switch'))),
  route('DELETE', 'interface/:id/to/switch', disconnect, 'arrange'),
  route('PUT', 'interface/:id/to/packetfilter/:filter', applyFilter),
  route('DELETE', 'interface/:id/to/packetfilter', removeFilter, 'arrange'),
];
