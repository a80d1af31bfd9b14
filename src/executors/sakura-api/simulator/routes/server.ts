// Servers (facts §2): read, create, change, renew by plan, delete. Power is in power.ts.
import { created, deleted, done, found, listed, one, type Answer } from '../http/answer.ts';
import {
  boolIn,
  idIn,
  idsIn,
  listIn,
  newNamed,
  numberIn,
  param,
  payload,
  removeRow,
  renameFrom,
  route,
  target,
  textIn,
  viewIn,
  type Call,
  type Route,
} from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { disksOf, instanceView, serverView } from '../views/compute.ts';
import { nicView } from '../views/network.ts';
import type { Disk, Server } from '../world/file.ts';
import { connectNic, newNic } from './nic.ts';
import { boot, cancelPower, requirePowerDown, reset, shutDown } from './power.ts';

const serverOf = (call: Call) => target(call, call.z.servers);
const view = (call: Call, server: Server) => serverView(call.z, call.zone, server);

function planFrom(plan: Server['plan'], body: View): Server['plan'] {
  const commitment = textIn(body, 'Commitment') ?? plan.commitment;
  return {
    cpu: numberIn(body, 'CPU') ?? plan.cpu,
    memoryMB: numberIn(body, 'MemoryMB') ?? plan.memoryMB,
    gpu: numberIn(body, 'GPU') ?? 0,
    gpuModel: textIn(body, 'GPUModel') ?? '',
    cpuModel: textIn(body, 'CPUModel') || 'uncategorized',
    commitment: commitment === 'dedicatedcpu' ? 'dedicatedcpu' : 'standard',
    // 0 asks for the newest generation.
    generation: numberIn(body, 'Generation') || 200,
    confidentialVM: boolIn(body, 'ConfidentialVM') ?? false,
  };
}

function driverIn(body: View): Server['interfaceDriver'] | undefined {
  const driver = textIn(body, 'InterfaceDriver');
  if (driver === undefined || driver === '') return undefined;
  if (driver !== 'virtio' && driver !== 'e1000') throw refuse('invalid_format', 'InterfaceDriver');
  return driver;
}

function privateHostIn(call: Call, body: View): string | null {
  const id = idIn(body, 'PrivateHost');
  if (id !== null && !call.z.privateHosts.some((host) => host.id === id)) throw refuse('param_res_not_found', id);
  return id;
}

function create(call: Call): Answer {
  const body = payload(call, 'Server');
  const upstreams = (listIn(body, 'ConnectedSwitches') ?? []).map((entry) => upstreamIn(call, entry));
  const server: Server = {
    ...newNamed(call, body),
    availability: 'available',
    hostName: textIn(body, 'HostName') ?? '',
    power: 'down',
    beforePower: 'down',
    powerChangedAt: null,
    plan: planFrom(
      {
        cpu: 1,
        memoryMB: 1024,
        gpu: 0,
        gpuModel: '',
        cpuModel: 'uncategorized',
        commitment: 'standard',
        generation: 200,
        confidentialVM: false,
      },
      viewIn(body, 'ServerPlan') ?? {},
    ),
    interfaceDriver: driverIn(body) ?? 'virtio',
    privateHostId: privateHostIn(call, body),
    cdromId: null,
    ignoresAcpi: false,
  };
  call.z.servers.push(server);
  for (const upstream of upstreams) {
    const nic = newNic(call, server.id);
    if (upstream !== null) connectNic(call, nic, upstream);
  }
  return created('Server', view(call, server));
}

/** `null`, `{"Scope":"shared"}` or `{"ID":…}`. */
function upstreamIn(call: Call, entry: unknown): string | null {
  if (entry === null) return null;
  if (typeof entry !== 'object') throw refuse('invalid_format', 'ConnectedSwitches');
  const id = idIn({ entry }, 'entry');
  if (id === null) return textIn(entry as View, 'Scope') === 'shared' ? 'shared' : null;
  if (!call.z.switches.some((sw) => sw.id === id)) throw refuse('param_res_not_found', id);
  return id;
}

function update(call: Call): Answer {
  const server = serverOf(call);
  const body = payload(call, 'Server');
  const driver = driverIn(body);
  const hostId = 'PrivateHost' in body ? privateHostIn(call, body) : server.privateHostId;
  renameFrom(call, server, body);
  server.interfaceDriver = driver ?? server.interfaceDriver;
  server.privateHostId = hostId;
  return one('Server', view(call, server));
}

/**
 * Needs the server down. NICs go with it, whatever they are on; disks stay unless `WithDisk` names them.
 * CHOICE: the codes for a server that is up (seen on an appliance only) and for `cleaning`.
 * CHOICE: `WithDisk` with a disk that is not on this server is refused as a whole.
 */
function remove(call: Call): Answer {
  const { z, world } = call;
  const server = serverOf(call);
  if (server.availability !== 'available') throw refuse('still_creating');
  requirePowerDown(server);
  const withDisk = (idsIn(call.body, 'WithDisk') ?? []).map((id) => ownDisk(call, server, id));
  const last = view(call, server);
  cancelPower(world, 'servers', server.id);
  for (const disk of disksOf(z, server.id)) {
    disk.serverId = null;
    disk.connectionOrder = null;
  }
  for (const disk of withDisk) removeRow(z.disks, disk);
  for (const nic of z.interfaces.filter(({ serverId }) => serverId === server.id)) removeRow(z.interfaces, nic);
  removeRow(z.servers, server);
  return deleted('Server', last);
}

function ownDisk(call: Call, server: Server, id: string): Disk {
  const disk = call.z.disks.find((row) => row.id === id && row.serverId === server.id);
  if (disk === undefined) throw refuse('param_res_not_found', `disk ${id} is not on this server`);
  if (disk.availability !== 'available') throw refuse('disk_is_copying', id);
  return disk;
}

/** The server gets a new id; the old one answers 404 from now on. Disks and NICs follow. */
function changePlan(call: Call): Answer {
  const { z, world, zone } = call;
  const server = serverOf(call);
  requirePowerDown(server);
  const plan = planFrom(server.plan, call.body);
  cancelPower(world, 'servers', server.id);
  const from = server.id;
  server.id = world.newId();
  server.plan = plan;
  server.modifiedAt = world.now();
  for (const row of [...z.disks, ...z.interfaces]) if (row.serverId === from) row.serverId = server.id;
  world.state.renewals.push({ zone, from, to: server.id });
  return one('Server', view(call, server));
}

function insertCdrom(call: Call): Answer {
  const server = serverOf(call);
  const id = idIn(call.body, 'CDROM');
  if (id === null || !call.z.cdroms.some((row) => row.id === id)) throw refuse('param_res_not_found', id ?? 'CDROM');
  server.cdromId = id;
  return done();
}

function ejectCdrom(call: Call): Answer {
  const server = serverOf(call);
  if (server.cdromId === null) throw refuse('res_already_disconnected');
  server.cdromId = null;
  return done();
}

function bootServer(call: Call): Answer {
  const server = serverOf(call);
  const busy = disksOf(call.z, server.id).find((disk) => disk.availability !== 'available');
  if (busy !== undefined) throw refuse('disk_is_not_available', busy.id);
  return boot(call, 'servers', server);
}

const vncProxy = (call: Call): Answer => {
  if (serverOf(call).power !== 'up') throw refuse('server_power_must_be_up');
  return done({ Status: 'OK', Host: `sac-${call.zone}.example.jp`, Port: '51234', Password: 'simulated', VNCFile: '' });
};

export const serverRoutes: readonly Route[] = [
  ...resource('server', 'Server', 'Servers', { rows: ({ z }) => z.servers, view, create, update, remove }),
  route('PUT', 'server/:id/plan', changePlan, 'create'),
  route('GET', 'server/:id/power', (call) => done({ Instance: instanceView(serverOf(call), true) })),
  route('PUT', 'server/:id/power', bootServer, 'power'),
  route('DELETE', 'server/:id/power', (call) => shutDown(call, 'servers', serverOf(call)), 'power'),
  route('PUT', 'server/:id/reset', (call) => reset(serverOf(call)), 'power'),
  route('PUT', 'server/:id/cdrom', insertCdrom),
  route('DELETE', 'server/:id/cdrom', ejectCdrom, 'arrange'),
  route('GET', 'server/:id/interface', (call) => {
    const server = serverOf(call);
    const nics = call.z.interfaces.filter(({ serverId }) => serverId === server.id);
    return listed(
      'Interfaces',
      nics.map((nic) => nicView(call.z, call.zone, nic)),
      call.world.now(),
    );
  }),
  route('GET', 'server/:id/vnc/proxy', vncProxy),
  route('PUT', 'server/:id/keyboard', (call) => reset(serverOf(call)), 'power'),
  route('PUT', 'server/:id/qemu/nmi', (call) => reset(serverOf(call)), 'power'),
];

/** GET switch/:id/server */
export function serversOnSwitch(call: Call): Answer {
  const id = param(call, 'id');
  const on = new Set(call.z.interfaces.flatMap((nic) => (nic.switchId === id ? [nic.serverId] : [])));
  const rows = call.z.servers.filter((server) => on.has(server.id));
  return found(
    'Servers',
    rows.map((server) => view(call, server)),
    { Count: 0, ...call.query },
    call.world.now(),
  );
}
