// Switches and bridges (facts §5.2, §6).
import { created, deleted, done, one, type Answer } from '../http/answer.ts';
import {
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
import { switchView } from '../views/network.ts';
import type { Switch, WorldState, ZoneState } from '../world/file.ts';
import { serversOnSwitch } from './server.ts';

const switchOf = (call: Call) => target(call, call.z.switches);
const view = (call: Call, sw: Switch) => switchView(call.z, call.zone, sw);

/** Clients write "no subnet" as `{"DefaultRoute":"","NetworkMaskLen":0}`. */
function userSubnetIn(body: View): Switch['userSubnet'] {
  const subnet = viewIn(body, 'UserSubnet');
  const networkMaskLen = subnet === undefined ? 0 : (numberIn(subnet, 'NetworkMaskLen') ?? 0);
  if (subnet === undefined || networkMaskLen === 0) return null;
  return { defaultRoute: textIn(subnet, 'DefaultRoute') || '0.0.0.0', networkMaskLen };
}

function create(call: Call): Answer {
  const body = payload(call, 'Switch');
  const userSubnet = userSubnetIn(body);
  const sw: Switch = { ...newNamed(call, body), userSubnet, bridgeId: null, hybridConnectionId: null };
  call.z.switches.push(sw);
  return created('Switch', view(call, sw));
}

function update(call: Call): Answer {
  const sw = switchOf(call);
  const body = payload(call, 'Switch');
  const userSubnet = 'UserSubnet' in body ? userSubnetIn(body) : sw.userSubnet;
  renameFrom(call, sw, body);
  sw.userSubnet = userSubnet;
  return one('Switch', view(call, sw));
}

/** Whether anything is plugged in: a NIC (also one without a server), an appliance, a local router. */
export function isPluggedIn(state: WorldState, z: ZoneState, switchId: string): boolean {
  return (
    z.interfaces.some((nic) => nic.switchId === switchId) ||
    z.appliances.some(({ nics }) => nics.some((nic) => nic.switchId === switchId)) ||
    state.global.items.some((item) => localRouterSwitch(item.settings) === switchId)
  );
}

/** `Settings.LocalRouter.Switch.Code` (facts §6). */
function localRouterSwitch(settings: View): string | undefined {
  const router = viewIn(settings, 'LocalRouter');
  const sw = router && viewIn(router, 'Switch');
  return sw && textIn(sw, 'Code');
}

/** CHOICE: a bridged switch answers `disconnect_b4_delete`; a local router's switch `res_used_in_zone`. */
function remove(call: Call): Answer {
  const { z, state } = call;
  const sw = switchOf(call);
  if (z.routers.some(({ switchId }) => switchId === sw.id)) throw refuse('delete_router_b4_switch');
  if (sw.hybridConnectionId !== null) throw refuse('switch_hybrid_connected');
  if (isPluggedIn(state, z, sw.id)) throw refuse('res_used_in_zone');
  if (sw.bridgeId !== null) throw refuse('disconnect_b4_delete', 'bridge');
  const last = view(call, sw);
  removeRow(z.switches, sw);
  return deleted('Switch', last);
}

function toBridge(call: Call): Answer {
  const sw = switchOf(call);
  const bridge = call.z.bridges.find(({ id }) => id === param(call, 'bridge'));
  if (bridge === undefined) throw refuse('not_found', `bridge ${param(call, 'bridge')}`);
  if (sw.bridgeId !== null) throw refuse('res_already_connected');
  sw.bridgeId = bridge.id;
  return done();
}

function offBridge(call: Call): Answer {
  const sw = switchOf(call);
  if (sw.bridgeId === null) throw refuse('res_already_disconnected');
  sw.bridgeId = null;
  return done();
}

export const switchRoutes: readonly Route[] = [
  ...resource('switch', 'Switch', 'Switches', { rows: ({ z }) => z.switches, view, create, update, remove }),
  route('GET', 'switch/:id/server', (call) => {
    switchOf(call);
    return serversOnSwitch(call);
  }),
  route('PUT', 'switch/:id/to/bridge/:bridge', toBridge),
  route('DELETE', 'switch/:id/to/bridge', offBridge, 'arrange'),
];
