// One API request from its first byte to its last, faults included. Everything between reading the body and writing the
// answer is synchronous, so calls never interleave.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpAnswer, httpFault, named, partialPage, scheduleReturn } from '../faults/apply.ts';
import type { Faults } from '../faults/box.ts';
import type { Fault } from '../faults/spec.ts';
import { errorBody, refusalOf, refuse } from '../refuse.ts';
import type { WorldState } from '../world/file.ts';
import type { World } from '../world/world.ts';
import type { Answer } from './answer.ts';
import { requireAuthorized, requirePermitted, type Credentials } from './auth.ts';
import type { Call, Route } from './call.ts';
import { parseBody, readBody, writeAnswer } from './exchange.ts';
import { parseQuery } from './query.ts';
import { locatePath, matchRoute, type Located, type Matched } from './router.ts';

interface Stale {
  readonly untilMs: number;
  readonly state: WorldState;
}

export interface Service {
  readonly world: World;
  readonly faults: Faults;
  readonly routes: readonly Route[];
  readonly credentials: Credentials | undefined;
  /** Old states that reads still show: the fault `eventual-consistency`. */
  stale: Stale[];
  /** Counts errors, for their serials. */
  errors: number;
}

type Outcome = { readonly answer: Answer } | { readonly silent: 'hang' | 'reset' };

export async function serveApi(service: Service, request: IncomingMessage, response: ServerResponse): Promise<number> {
  const method = request.method ?? 'GET';
  const [path = '', ...query] = (request.url ?? '').split('?');
  const located = locatePath(path);
  const matched = tryMatch(service, method, located);
  let text: string;
  try {
    text = await readBody(request);
  } catch (error) {
    return write(service, request, response, [], { answer: errorAnswer(service, error) });
  }
  service.world.settle();
  const call = 'route' in matched ? callName(matched.route) : undefined;
  const met = service.faults
    .meet({ method, path: located ? `/${located.zone}/${located.rest}` : path, call })
    .map(({ fault }) => fault);
  const run = (): Answer => {
    requireAuthorized(request.headers.authorization, service.credentials);
    if ('error' in matched || located === undefined)
      throw 'error' in matched ? matched.error : refuse('resource_path_not_found', path);
    requirePermitted(service.world.state, matched.route);
    return perform(service, matched, located, query.join('?'), parseBody(text), met);
  };
  return write(service, request, response, met, outcomeOf(service, met, run));
}

const callName = (route: Route) => `${route.method} /${route.path}`;

function tryMatch(service: Service, method: string, located: Located | undefined): Matched | { error: unknown } {
  try {
    if (located === undefined) throw refuse('resource_path_not_found');
    return matchRoute(service.routes, method, located);
  } catch (error) {
    return { error };
  }
}

function outcomeOf(service: Service, met: readonly Fault[], run: () => Answer): Outcome {
  const before = named(met, 'timeout-before');
  if (before !== undefined) return { silent: before.how };
  const early = httpFault(met, false);
  if (early !== undefined) return { answer: httpAnswer(early, serial(service)) };
  let answer: Answer;
  try {
    answer = run();
  } catch (error) {
    answer = errorAnswer(service, error);
  }
  const after = named(met, 'timeout-after');
  if (after !== undefined) return { silent: after.how };
  const late = httpFault(met, true);
  if (late !== undefined) return { answer: httpAnswer(late, serial(service)) };
  const partial = named(met, 'partial-page');
  return { answer: partial === undefined ? answer : partialPage(partial, answer) };
}

function perform(
  service: Service,
  { route, params }: Matched,
  { zone }: Located,
  query: string,
  body: Record<string, unknown>,
  met: readonly Fault[],
): Answer {
  const { world } = service;
  const writes = route.method !== 'GET';
  const callOn = (state: WorldState): Call => ({
    world,
    state,
    zone,
    z: state.zones[zone],
    writes,
    params,
    query: writes ? {} : parseQuery(query),
    body,
  });
  if (!writes) return route.run(callOn(visibleState(service)));
  if (named(met, 'accepted-not-done') !== undefined) return world.pretend(() => route.run(callOn(world.state)));
  const { result, changed, before } = world.change(callName(route), () => route.run(callOn(world.state)));
  const lag = named(met, 'eventual-consistency');
  if (lag !== undefined) {
    const nowMs = world.nowMs();
    service.stale = service.stale.filter(({ untilMs }) => untilMs > nowMs);
    service.stale.push({ untilMs: nowMs + lag.ms, state: before });
  }
  const back = named(met, 'comes-back');
  if (back !== undefined) scheduleReturn(world, back, changed);
  return result;
}

/** The oldest state that a fault still shows, or the present one. */
function visibleState({ world, stale }: Service): WorldState {
  return stale.find(({ untilMs }) => untilMs > world.nowMs())?.state ?? world.state;
}

function errorAnswer(service: Service, error: unknown): Answer {
  const refusal = refusalOf(error);
  return { status: refusal.status, body: errorBody(refusal, serial(service)) };
}

function serial(service: Service): string {
  service.errors += 1;
  return createHash('md5').update(String(service.errors)).digest('hex');
}

/** Returns the status that was answered; 0 for silence. */
function write(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  met: readonly Fault[],
  outcome: Outcome,
): number {
  if ('silent' in outcome) {
    if (outcome.silent === 'reset') request.socket.destroy();
    return 0;
  }
  const skew = named(met, 'clock-skew')?.ms ?? 0;
  const truncated = named(met, 'truncated-json') !== undefined;
  writeAnswer(request, response, outcome.answer, { dateMs: service.world.nowMs() + skew, truncated });
  return outcome.answer.status;
}
