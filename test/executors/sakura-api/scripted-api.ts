// A tiny API on a real socket that answers exactly what a test says, also what no API should: cut bodies, silence,
// resets. For the client's own behaviour; the world behind it is the simulator's business.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MovedClock } from '../../../src/base/clock.ts';
import { KaiyakuError } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import { createClient, type ClientOptions, type SakuraClient } from '../../../src/executors/sakura-api/client.ts';

export interface Got {
  readonly method: string;
  /** Below the version: `server/1/power`. */
  readonly path: string;
  readonly zone: string;
  readonly query: Record<string, unknown>;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

export type Reply =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | 'hang'
  | 'reset'
  | { readonly cutAfter: string };

export const API_NOW_MS = Date.parse('2026-12-21T01:00:00Z');
// No multiple of three bytes long: otherwise its base64 form would be the beginning of that of `token:secret`.
export const TOKEN = 'token-of-a-contract';
export const SECRET = 'secret-of-the-contract';

export interface ScriptedApi {
  readonly root: string;
  readonly got: Got[];
  readonly clock: MovedClock;
  /** Lines said to a person who waits. */
  readonly said: string[];
  readonly ctx: { progress(text: string): void };
  client(options?: Partial<ClientOptions>): SakuraClient;
  close(): Promise<void>;
}

/** The n-th request (from 0) gets the n-th reply; the last reply is repeated. A function decides by itself. */
export async function scriptedApi(replies: readonly Reply[] | ((got: Got, n: number) => Reply)): Promise<ScriptedApi> {
  const got: Got[] = [];
  const said: string[] = [];
  const clock = new MovedClock(API_NOW_MS);
  const replyTo =
    typeof replies === 'function' ? replies : (_: Got, n: number) => replies[Math.min(n, replies.length - 1)]!;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = readRequest(
        request.method ?? '',
        request.url ?? '',
        request.headers,
        Buffer.concat(parts).toString(),
      );
      got.push(one);
      send(response, replyTo(one, got.length - 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cloud/zone`;
  return {
    root,
    got,
    clock,
    said,
    ctx: { progress: (text) => void said.push(text) },
    client: (options = {}) =>
      createClient({
        root,
        token: new Secret(TOKEN),
        secret: new Secret(SECRET),
        clock,
        timeoutMs: 5_000,
        ...options,
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function readRequest(method: string, url: string, headers: IncomingHttpHeaders, body: string): Got {
  const [path = '', search = ''] = url.split('?');
  const [, zone = '', rest = ''] = /^\/cloud\/zone\/([^/]+)\/api\/cloud\/1\.1\/(.*)$/.exec(path) ?? [];
  const query = search === '' ? {} : (JSON.parse(decodeURIComponent(search)) as Record<string, unknown>);
  return { method, path: rest, zone, query, body, headers };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') return void response.socket?.resetAndDestroy();
  if ('cutAfter' in reply) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write(reply.cutAfter, () => response.socket?.destroy());
    return;
  }
  const { status = 200, json, text, headers = {} } = reply;
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(text ?? JSON.stringify(json ?? { is_ok: true }));
}

/** An error answer in the API's own form. */
export function apiError(
  status: number,
  code: string,
  more: { headers?: Record<string, string>; message?: string } = {},
): Reply {
  const { headers, message = '要求された操作を行えません。' } = more;
  return {
    status,
    json: {
      is_fatal: true,
      serial: '0123456789abcdef',
      status: `${status} Reason`,
      error_code: code,
      error_msg: message,
    },
    ...(headers === undefined ? {} : { headers }),
  };
}

/** The error of a promise that must fail with one of ours. */
export async function failure(promise: Promise<unknown>): Promise<KaiyakuError> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof KaiyakuError)) throw new Error('a KaiyakuError was expected', { cause: error });
  return error;
}
