// One call from its first byte to its last, faults included. Between reading the body and writing the answer everything
// is synchronous, so calls never interleave.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../../../base/loopback.ts';
import { type Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { type Faults, type FaultSpec, met } from './faults.ts';
import { REQUEST_BYTES_MAX } from './limits.ts';
import { ApiRefusal, badParameter, errorBody, unauthorized } from './refuse.ts';
import { type Keys, requireSigned } from './signature.ts';
import type { CallParams, Simulation } from './simulation.ts';
import type { JobFailure } from './world.ts';
import { asXml } from './xml.ts';

export interface Service {
  readonly simulation: Simulation;
  readonly faults: Faults;
  readonly keys: Keys;
  readonly strict: boolean;
}

export interface Served {
  readonly command: string;
  /** 0: it got no answer. */
  readonly status: number;
}

type Pair = readonly [name: string, value: string];

/** Serves one call. */
export async function serveApi(service: Service, request: IncomingMessage, response: ServerResponse): Promise<Served> {
  const query = (request.url ?? '').split('?').slice(1).join('?');
  const body = await bodyOf(request, REQUEST_BYTES_MAX, () => badParameter('the request is too large'));
  const pairs: Pair[] = [...new URLSearchParams(query), ...new URLSearchParams(body)];
  const params = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  const command = params['command'] ?? '';
  const faults = service.faults.meet(command);
  const before = met(faults, 'timeout-before');
  if (before !== undefined) return silent(request, command, before.how);
  const nowMs = service.simulation.nowMs() + (met(faults, 'clock-skew')?.ms ?? 0);
  const answer = answerOf(service, { pairs, params, command, faults, method: request.method ?? 'GET', nowMs });
  const after = met(faults, 'timeout-after');
  if (after !== undefined) return silent(request, command, after.how);
  write(response, nowMs, answer, params['response'] === 'json', met(faults, 'not-json') !== undefined);
  return { command, status: answer.status };
}

interface Asked {
  readonly pairs: readonly Pair[];
  readonly params: CallParams;
  readonly command: string;
  readonly faults: readonly FaultSpec[];
  readonly method: string;
  /** By the server's clock. */
  readonly nowMs: number;
}

interface Answer {
  readonly status: number;
  readonly envelope: string;
  readonly body: Record<string, unknown>;
}

function answerOf(service: Service, asked: Asked): Answer {
  const { command, faults } = asked;
  const known = Object.hasOwn(COMMANDS, command);
  const envelope = known ? `${command.toLowerCase()}response` : 'errorresponse';
  try {
    const http = met(faults, 'http');
    if (http !== undefined) throw new ApiRefusal(http.status, 9999, `fault: ${http.status}`);
    service.simulation.settle();
    requireSigned(asked.pairs, service.keys, { nowMs: asked.nowMs, strict: service.strict });
    if (!known) throw unauthorized();
    if (service.simulation.state.forbidden.includes(command))
      throw new ApiRefusal(
        432,
        9999,
        `The given command '${command}' either does not exist, is not available for user.`,
      );
    const one = COMMANDS[command]!;
    if (service.strict && one.kind !== 'read' && asked.method !== 'POST')
      throw new ApiRefusal(405, 9999, `${command} must be sent by POST`);
    return { status: 200, envelope, body: run(service.simulation, one, asked) };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { status: error.errorCode, envelope, body: errorBody(error) };
  }
}

function run(simulation: Simulation, one: Command, { command, params, faults }: Asked): Record<string, unknown> {
  const lag = met(faults, 'stale-lists');
  if (one.kind !== 'async') {
    if (lag !== undefined) simulation.lag(lag.ms, lag.lists, simulation.nowMs());
    const body = one.run(simulation, params);
    return met(faults, 'short-page') === undefined ? body : withoutLastRow(body);
  }
  one.check(simulation, params);
  const stale = structuredClone(simulation.state);
  const job = simulation.accept(command, params, params[one.idParam] ?? '', failureOf(met(faults, 'job-fails')));
  if (lag !== undefined) simulation.lag(lag.ms, lag.lists, job.endsAtMs, stale);
  return { jobid: job.id };
}

function failureOf(fault: Extract<FaultSpec, { name: 'job-fails' }> | undefined): JobFailure | undefined {
  if (fault === undefined) return undefined;
  const { errorcode = 530, errortext = 'Failed to stop the vm', as = 'object', half = false } = fault;
  return { errorcode, errortext, as, half };
}

function withoutLastRow(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, -1) : value]),
  );
}

function silent(request: IncomingMessage, command: string, how: 'hang' | 'reset' = 'hang'): Served {
  if (how === 'reset') request.socket.destroy();
  return { command, status: 0 };
}

function write(response: ServerResponse, nowMs: number, answer: Answer, json: boolean, cut: boolean): void {
  const { status, envelope, body } = answer;
  const whole = json ? JSON.stringify({ [envelope]: body }) : asXml(envelope, body);
  const text = cut ? whole.slice(0, Math.ceil(whole.length / 2)) : whole;
  const described = typeof body['errortext'] === 'string' ? { 'X-Description': encodeURI(body['errortext']) } : {};
  response.writeHead(status, {
    'Content-Type': json ? 'application/json;charset=UTF-8' : 'text/xml;charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    Date: new Date(nowMs).toUTCString(),
    ...described,
  });
  response.end(text);
}
