// From method and path to a route. Knows nothing of resources.
import { refuse } from '../refuse.ts';
import { GLOBAL_ZONE, zoneNameOf, type ZoneName } from '../zones.ts';
import type { Route } from './call.ts';

export interface Located {
  readonly zone: ZoneName;
  readonly api: 'cloud' | 'system';
  /** Below the API's version: `server/113…`. */
  readonly rest: string;
}

/** `/cloud/zone/is1b/api/cloud/1.1/server` → its parts. The zoneless form answers for the global zone. */
export function locatePath(path: string): Located | undefined {
  const [, zoneText, cloud, rest = ''] =
    /^\/cloud(?:\/zone\/([^/]+))?\/api\/(cloud\/1\.1|system\/1\.0)\/(.*?)\/?$/.exec(path) ?? [];
  if (cloud === undefined) return undefined;
  const zone = zoneText === undefined ? GLOBAL_ZONE : zoneNameOf(zoneText);
  if (zone === undefined) return undefined;
  return { zone, api: cloud.startsWith('cloud') ? 'cloud' : 'system', rest };
}

export interface Matched {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** Throws 404 for a path nobody serves, 405 for one that is served with other methods. */
export function matchRoute(routes: readonly Route[], method: string, { api, rest }: Located): Matched {
  let known = false;
  for (const route of routes) {
    if (route.api !== api) continue;
    const params = matchPath(route.path, rest);
    if (params === undefined) continue;
    if (route.method === method) return { route, params };
    known = true;
  }
  throw refuse(known ? 'method_not_allowed' : 'resource_path_not_found', `${method} ${rest}`);
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const want = pattern.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of want.entries()) {
    const value = have[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodePart(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('bad_request', 'the path is not percent-encoded text');
  }
}
