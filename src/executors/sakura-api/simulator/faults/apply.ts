// What each fault does to a call. A call may meet several at once.
import { errorBody, refuse, refusalOf, type Refusal } from '../refuse.ts';
import type { Answer } from '../http/answer.ts';
import type { Difference } from '../world/diff.ts';
import type { World } from '../world/world.ts';
import type { Fault, FaultName } from './spec.ts';

const CODE_OF: Readonly<Partial<Record<FaultName, string>>> = {
  'http-401': 'unauthorized',
  'http-409-still-creating': 'still_creating',
  'http-423': 'locked',
  'http-429': 'too_many_request',
  'http-500': 'internal_server_error',
  'http-503': 'service_unavailable',
  'http-504': 'apiproxy_timeout_non_get',
};

export function named(faults: readonly Fault[], name: FaultName): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}

/** The first `http-*` fault of this moment: `after` tells whether the effect has happened. */
export function httpFault(faults: readonly Fault[], after: boolean): Fault | undefined {
  return faults.find((fault) => CODE_OF[fault.name] !== undefined && fault.after === after);
}

export function httpAnswer(fault: Fault, serial: string): Answer {
  const usual = refusalOf(refuse(CODE_OF[fault.name] ?? 'internal_server_error', 'a simulated fault'));
  const refusal: Refusal = { ...usual, code: fault.code ?? usual.code };
  const headers: Record<string, string> =
    usual.status === 429 || usual.status === 503 ? { 'Retry-After': String(fault.retryAfterSeconds) } : {};
  return { status: usual.status, body: errorBody(refusal, serial), headers };
}

/** `comes-back`: everything the call removed or changed is put back later. */
export function scheduleReturn(world: World, fault: Fault, changed: readonly Difference[]): void {
  const rows = changed.flatMap(({ zone, collection, id, before, from, to }) =>
    before === null || from === null
      ? []
      : [{ zone, collection, id, whole: to === null, row: to === null ? before : from }],
  );
  if (rows.length > 0) world.state.pending.push({ kind: 'restore', atMs: world.nowMs() + fault.ms, rows });
}

/** `partial-page`: fewer rows than Total says. */
export function partialPage(fault: Fault, answer: Answer): Answer {
  const rows = answer.listKey === undefined ? undefined : answer.body[answer.listKey];
  if (answer.listKey === undefined || !Array.isArray(rows)) return answer;
  const kept = rows.slice(0, fault.rows ?? Math.floor(rows.length / 2)) as unknown[];
  return { ...answer, body: { ...answer.body, Count: kept.length, [answer.listKey]: kept } };
}
