// Who may call, and what a key of this account may do (facts §1.2, §1.5). Digest and bearer are not served.
import { timingSafeEqual } from 'node:crypto';
import { refuse } from '../refuse.ts';
import type { WorldState } from '../world/file.ts';
import type { Needs, Route } from './call.ts';

export interface Credentials {
  readonly token: string;
  readonly secret: string;
}

/** Throws 401 (CHOICE: its body is the usual error body). Without `credentials` any complete pair is good. */
export function requireAuthorized(header: string | undefined, credentials: Credentials | undefined): void {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) throw refuse('unauthorized');
  const given = Buffer.from(encoded, 'base64');
  if (credentials === undefined) {
    if (!/^[^:]+:.+$/s.test(given.toString('utf8'))) throw refuse('unauthorized');
    return;
  }
  const wanted = Buffer.from(`${credentials.token}:${credentials.secret}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw refuse('unauthorized');
}

const RANK: Readonly<Record<Needs, number>> = { view: 0, power: 1, arrange: 2, create: 3 };

/** Throws 403 `forbidden` or 402 `penalty_operation`. */
export function requirePermitted(state: WorldState, route: Route): void {
  if (RANK[state.permission] < RANK[route.needs]) throw refuse('forbidden', `needs permission ${route.needs}`);
  if (route.api === 'system' && !state.externalPermission.split('+').includes('bill'))
    throw refuse('forbidden', 'needs external permission bill');
  if (route.method !== 'GET' && state.operationPenalty !== 'none') throw refuse('penalty_operation');
}
