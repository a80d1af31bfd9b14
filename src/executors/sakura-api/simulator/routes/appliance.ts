// Appliances (facts §6): loadbalancer, vpcrouter, database, nfs, mobilegateway. They sit on switches and hold addresses.
import { APPLIANCE_CREATE_MS } from '../durations.ts';
import { accepted, deleted, done, one, type Answer } from '../http/answer.ts';
import {
  idIn,
  newNamed,
  payload,
  removeRow,
  renameFrom,
  route,
  target,
  textIn,
  viewIn,
  listIn,
  type Call,
  type Route,
} from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { instanceView } from '../views/compute.ts';
import { applianceView } from '../views/items.ts';
import { appliance as applianceShape } from '../world/network.ts';
import type { Appliance } from '../world/file.ts';
import { requireFresh } from './packet-filter.ts';
import { boot, cancelPower, requirePowerDown, reset, shutDown } from './power.ts';

const applianceOf = (call: Call) => target(call, call.z.appliances);
const view = (call: Call, row: Appliance) => applianceView(call.z, call.zone, row);

function create(call: Call): Answer {
  const { world, zone, z } = call;
  const body = payload(call, 'Appliance');
  const className = applianceShape.shape.class.safeParse(body['Class']);
  if (!className.success) throw refuse('invalid_format', 'Class');
  const remark = viewIn(body, 'Remark') ?? {};
  const switchId = idIn(remark, 'Switch') ?? (viewIn(remark, 'Switch')?.['Scope'] === 'shared' ? 'shared' : null);
  if (switchId !== null && switchId !== 'shared' && !z.switches.some(({ id }) => id === switchId))
    throw refuse('param_res_not_found', `switch ${switchId}`);
  const servers = (listIn(remark, 'Servers') ?? []) as View[];
  const row: Appliance = {
    ...newNamed(call, body),
    class: className.data,
    availability: 'migrating',
    power: 'down',
    beforePower: 'down',
    powerChangedAt: null,
    planId: idIn(body, 'Plan') ?? idIn(remark, 'Plan') ?? '1',
    nics: switchId === null ? [] : [{ switchId, ip: textIn(servers[0] ?? {}, 'IPAddress') ?? null }],
    settings: viewIn(body, 'Settings') ?? {},
    remark,
  };
  z.appliances.push(row);
  world.schedule(APPLIANCE_CREATE_MS, { kind: 'ready', zone, collection: 'appliances', id: row.id });
  return accepted('Appliance', view(call, row));
}

function update(call: Call): Answer {
  const row = applianceOf(call);
  const body = payload(call, 'Appliance');
  requireFresh(body, 'SettingsHash', row.settings);
  const settings = viewIn(body, 'Settings');
  renameFrom(call, row, body);
  if (settings !== undefined) row.settings = { ...row.settings, ...settings };
  return one('Appliance', view(call, row));
}

function remove(call: Call): Answer {
  const row = applianceOf(call);
  if (row.availability === 'migrating') throw refuse('still_creating');
  requirePowerDown(row);
  const last = view(call, row);
  cancelPower(call.world, 'appliances', row.id);
  removeRow(call.z.appliances, row);
  return deleted('Appliance', last);
}

export const applianceRoutes: readonly Route[] = [
  ...resource('appliance', 'Appliance', 'Appliances', { rows: ({ z }) => z.appliances, view, create, update, remove }),
  route('PUT', 'appliance/:id/config', (call) => one('Appliance', view(call, applianceOf(call)))),
  route('GET', 'appliance/:id/power', (call) => done({ Instance: instanceView(applianceOf(call), false) })),
  route('PUT', 'appliance/:id/power', (call) => boot(call, 'appliances', applianceOf(call)), 'power'),
  route('DELETE', 'appliance/:id/power', (call) => shutDown(call, 'appliances', applianceOf(call)), 'power'),
  route('PUT', 'appliance/:id/reset', (call) => reset(applianceOf(call)), 'power'),
];
