// Routers (ルータ+スイッチ, `internet`), their blocks and IPv6 nets (facts §5.3). A new one answers 404 for a while; a new
// bandwidth gives it a new id; nothing of it may be in use when it goes.
import { ROUTER_HIDDEN_MS } from '../durations.ts';
import { created, deleted, done, one, type Answer } from '../http/answer.ts';
import {
  newNamed,
  numberIn,
  payload,
  removeRow,
  renameFrom,
  route,
  target,
  textIn,
  type Call,
  type Route,
} from '../http/call.ts';
import { blockOf, inBlock, ipToNumber } from '../ipv4.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { ipv6NetView, primaryOf, routerView, subnetView } from '../views/network.ts';
import type { Router, Subnet } from '../world/file.ts';
import { freeBlock, freeIpv6Prefix } from '../world/pools.ts';
import { isPluggedIn } from './switch.ts';

const MASKS = [26, 27, 28];
const BANDWIDTHS = [
  100, 250, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5500, 6000, 6500, 7000, 7500, 8000, 8500, 9000,
  9500, 10000,
];

const visible = (call: Call) => call.z.routers.filter(({ availability }) => availability === 'available');
const routerOf = (call: Call) => target(call, visible(call));
const view = (call: Call, router: Router) => routerView(call.z, call.zone, router);

function maskIn(body: Record<string, unknown>): number {
  const mask = numberIn(body, 'NetworkMaskLen');
  if (mask === undefined) throw refuse('missing_param', 'NetworkMaskLen');
  if (!MASKS.includes(mask)) throw refuse('invalid_range', 'NetworkMaskLen');
  return mask;
}

function bandWidthIn(body: Record<string, unknown>): number {
  const mbps = numberIn(body, 'BandWidthMbps');
  if (mbps === undefined) throw refuse('missing_param', 'BandWidthMbps');
  if (!BANDWIDTHS.includes(mbps)) throw refuse('invalid_range', 'BandWidthMbps');
  return mbps;
}

function create(call: Call): Answer {
  const { z, world, zone } = call;
  const body = payload(call, 'Internet');
  const mask = maskIn(body);
  const bandWidthMbps = bandWidthIn(body);
  const network = freeBlock(world.state, mask);
  const named = newNamed(call, body);
  const switchId = world.newId();
  z.switches.push({ ...named, id: switchId, userSubnet: null, bridgeId: null, hybridConnectionId: null });
  const router: Router = { ...named, availability: 'migrating', bandWidthMbps, switchId };
  z.routers.push(router);
  z.subnets.push({ ...newSubnet(call, router), network, nextHop: null });
  world.schedule(ROUTER_HIDDEN_MS, { kind: 'ready', zone, collection: 'routers', id: router.id });
  return created('Internet', view(call, router));
}

function newSubnet(call: Call, router: Router) {
  return { id: call.world.newId(), routerId: router.id, createdAt: call.world.now(), lockedUntilMs: null };
}

function update(call: Call): Answer {
  const router = routerOf(call);
  const body = payload(call, 'Internet');
  renameFrom(call, router, body);
  return one('Internet', view(call, router));
}

/** The router gets a new id, its switch, blocks and IPv6 nets stay. */
function changeBandwidth(call: Call): Answer {
  const { z, world, zone } = call;
  const router = routerOf(call);
  router.bandWidthMbps = bandWidthIn(payload(call, 'Internet'));
  const from = router.id;
  router.id = world.newId();
  router.modifiedAt = world.now();
  for (const row of [...z.subnets, ...z.ipv6Nets]) if (row.routerId === from) row.routerId = router.id;
  world.state.renewals.push({ zone, from, to: router.id });
  return one('Internet', view(call, router));
}

/** CHOICE: the order of the checks, and `res_used_in_zone` for attached NICs. */
function remove(call: Call): Answer {
  const { z, state } = call;
  const router = routerOf(call);
  if (isPluggedIn(state, z, router.switchId)) throw refuse('res_used_in_zone');
  if (z.ipv6Nets.some(({ routerId }) => routerId === router.id)) throw refuse('delete_ipv6nets_first');
  if (z.subnets.some(({ routerId, nextHop }) => routerId === router.id && nextHop !== null))
    throw refuse('delete_static_route_first');
  const sw = z.switches.find(({ id }) => id === router.switchId);
  if (sw !== undefined && sw.bridgeId !== null) throw refuse('disconnect_b4_delete', 'bridge');
  const last = view(call, router);
  z.subnets = z.subnets.filter(({ routerId }) => routerId !== router.id);
  if (sw !== undefined) removeRow(z.switches, sw);
  removeRow(z.routers, router);
  return deleted('Internet', last);
}

/** A next hop is an address of the router's primary block. */
function nextHopIn(call: Call, router: Router): string {
  const hop = textIn(call.body, 'NextHop');
  const address = ipToNumber(hop ?? '');
  if (hop === undefined || address === undefined) throw refuse('invalid_format', 'NextHop');
  const primary = primaryOf(call.z, router.id);
  if (primary === undefined || !inBlock(blockOf(primary.network), address)) throw refuse('param_ip_not_found', hop);
  return hop;
}

function addSubnet(call: Call): Answer {
  const router = routerOf(call);
  const mask = maskIn(call.body);
  const nextHop = nextHopIn(call, router);
  const network = freeBlock(call.world.state, mask);
  const subnet: Subnet = { ...newSubnet(call, router), network, nextHop };
  call.z.subnets.push(subnet);
  return created('Subnet', subnetView(call.z, subnet));
}

/** An additional block of this router; the primary one is not reached this way. */
function additionalSubnet(call: Call): Subnet {
  const router = routerOf(call);
  const own = call.z.subnets.filter(({ routerId, nextHop }) => routerId === router.id && nextHop !== null);
  return target(call, own, 'subnet');
}

function changeNextHop(call: Call): Answer {
  const subnet = additionalSubnet(call);
  subnet.nextHop = nextHopIn(call, routerOf(call));
  return one('Subnet', subnetView(call.z, subnet));
}

function removeSubnet(call: Call): Answer {
  removeRow(call.z.subnets, additionalSubnet(call));
  return done();
}

function enableIpv6(call: Call): Answer {
  const { z, world } = call;
  const router = routerOf(call);
  if (z.ipv6Nets.some(({ routerId }) => routerId === router.id)) throw refuse('ipv6net_already_attached');
  const net = { ...newSubnet(call, router), prefix: freeIpv6Prefix(world.state), prefixLen: 64 };
  z.ipv6Nets.push(net);
  return created('IPv6Net', ipv6NetView(z, net));
}

function disableIpv6(call: Call): Answer {
  const router = routerOf(call);
  const own = call.z.ipv6Nets.filter(({ routerId }) => routerId === router.id);
  removeRow(call.z.ipv6Nets, target(call, own, 'net'));
  return done();
}

export const internetRoutes: readonly Route[] = [
  ...resource('internet', 'Internet', 'Internet', { rows: visible, view, create, update, remove }),
  route('PUT', 'internet/:id/bandwidth', changeBandwidth, 'create'),
  route('POST', 'internet/:id/subnet', addSubnet),
  route('PUT', 'internet/:id/subnet/:subnet', changeNextHop),
  route('DELETE', 'internet/:id/subnet/:subnet', removeSubnet),
  route('POST', 'internet/:id/ipv6net', enableIpv6),
  route('DELETE', 'internet/:id/ipv6net/:net', disableIpv6),
];
