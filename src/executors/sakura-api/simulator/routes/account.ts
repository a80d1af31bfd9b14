// auth-status, zones, regions (facts §1.1, §1.5).
import { found } from '../http/answer.ts';
import { param, route, type Route } from '../http/call.ts';
import { refuse } from '../refuse.ts';
import { one } from '../http/answer.ts';
import { regionView, zoneView } from '../views/common.ts';
import { ZONE_NAMES, zoneById, zoneNameOf } from '../zones.ts';

export const accountRoutes: readonly Route[] = [
  route('GET', 'auth-status', ({ state }) => ({
    status: 200,
    body: {
      Account: { ID: state.account.id, Code: state.account.code, Name: state.account.name, Class: state.account.class },
      AuthClass: 'account',
      AuthMethod: 'apikey',
      ExternalPermission: state.externalPermission === '' ? 'none' : state.externalPermission,
      IsAPIKey: true,
      Member: { Code: state.member.code, Class: state.member.class, Errors: [] },
      OperationPenalty: state.operationPenalty,
      Permission: state.permission,
      RESTFilter: null,
      User: null,
      is_ok: true,
    },
  })),
  route('GET', 'zone', ({ query, world }) => found('Zones', ZONE_NAMES.map(zoneView), query, world.now())),
  route('GET', 'zone/:id', (call) => {
    const zone = zoneNameOf(param(call, 'id')) ?? zoneById(param(call, 'id'));
    if (zone === undefined) throw refuse('not_found');
    return one('Zone', zoneView(zone));
  }),
  route('GET', 'region', ({ query, world }) => {
    const regions = new Map(ZONE_NAMES.map(regionView).map((view) => [view['ID'], view]));
    return found('Regions', [...regions.values()], query, world.now());
  }),
];
