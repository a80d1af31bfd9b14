// The REST door: the command line gateway below `/api/v2/cli`, with a secret key, and the side doors without one.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, serveSideDoors } from '../../../base/loopback.ts';
import { REQUEST_BYTES_MAX } from './limits.ts';
import { serveCall, type Service } from './service.ts';
import type { FaultSpec } from './faults.ts';
import type { WorldState } from './world.ts';

export async function serveRest(
  service: Service,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const write = (status: number, body: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const path = (request.url ?? '').split('?')[0]!;
  if (path.startsWith('/_')) return serveSideDoors(sideDoors(service), request, response);
  const body = await bodyOf(request, REQUEST_BYTES_MAX, () => new Error('the request is too large'));
  if (!sameKey(request.headers['x-api-key'], key)) return write(401, { code: 0, message: 'You are not authenticated' });
  if (request.method === 'GET' && path === '/api/v2/cli/commands') return write(200, service.server.state.utilities);
  const utility = /^\/api\/v2\/cli\/([^/]+)\/call$/.exec(path)?.[1];
  if (request.method !== 'POST' || utility === undefined || !service.server.state.utilities.includes(utility))
    return write(404, { code: 0, message: 'Not Found' });
  const params = paramsIn(body);
  if (params === undefined) return write(400, { code: 0, message: 'Bad request' });
  const outcome = serveCall(service, { door: 'rest', utility, params });
  if (outcome.is === 'cut') return void request.socket.destroy();
  // A utility that failed is no failed request: its code stands in the body.
  return outcome.is === 'status' ? write(outcome.status, { message: 'ordered' }) : write(200, outcome.answer);
}

function sideDoors({ server, faults, requests }: Service) {
  return {
    'GET /_world': () => server.state,
    'POST /_world': (body: string) => ((server.state = JSON.parse(body) as WorldState), { replaced: true }),
    'GET /_transitions': () => server.transitions,
    'GET /_requests': () => requests,
    'POST /_fault': (body: string) => (faults.add(JSON.parse(body) as FaultSpec), { added: true }),
    'DELETE /_fault': () => (faults.clear(), { cleared: true }),
  };
}

function sameKey(given: string | string[] | undefined, key: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function paramsIn(body: string): string[] | undefined {
  try {
    const { params } = JSON.parse(body) as { params?: unknown };
    return Array.isArray(params) && params.every((one) => typeof one === 'string') ? params : undefined;
  } catch {
    return undefined; // no JSON: told as a bad request
  }
}
