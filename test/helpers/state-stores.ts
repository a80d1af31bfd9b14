// Places for Terraform's states, for tests: a server as the backend `http` wants it, a store that speaks as much of S3 as the
// backend `s3` needs, and a real PostgreSQL. The first two keep what they hold in memory and say what they were asked.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../executors/dns/bind.ts';

export interface StateStore {
  readonly origin: string;
  /** What is kept, by its path. */
  readonly kept: Map<string, Buffer>;
  /** `METHOD /path` in the order in which they came. */
  readonly asked: string[];
  close(): Promise<void>;
}

async function serve(make: (store: Omit<StateStore, 'origin' | 'close'>) => RequestListener): Promise<StateStore> {
  const store = { kept: new Map<string, Buffer>(), asked: [] as string[] };
  const server = createServer(make(store));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...store,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** GET, POST and DELETE of a state; LOCK and UNLOCK beside it, answered with 423 while another holds it. Wants a password. */
export const startHttpStates = (user: string, password: string): Promise<StateStore> =>
  serve(({ kept, asked }) => async (request, response) => {
    const path = request.url ?? '';
    const method = request.method ?? '';
    asked.push(`${method} ${path}`);
    const body = await bodyOf(request);
    const answer = (status: number, content?: Buffer) => response.writeHead(status).end(content);
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (request.headers.authorization !== wanted) return answer(401);
    const at = path.split('?')[0]!;
    if (method === 'GET') return kept.has(at) ? answer(200, kept.get(at)) : answer(404);
    if (method === 'LOCK') return kept.has(at) ? answer(423, kept.get(at)) : (kept.set(at, body), answer(200));
    if (method === 'POST') return (kept.set(at, body), answer(200));
    kept.delete(at);
    return answer(200);
  });

/** Objects of one bucket by path: GET (also a range), HEAD, PUT (also `If-None-Match: *`), DELETE, and a list by prefix. */
export const startS3 = (accessKey: string): Promise<StateStore> =>
  serve(({ kept, asked }) => async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const method = request.method ?? '';
    asked.push(`${method} ${pathname}`);
    const body = unchunked(await bodyOf(request), request.headers);
    const failed = (status: number, code: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    if (!request.headers.authorization?.includes(`Credential=${accessKey}/`)) return failed(403, 'AccessDenied');
    const listed = (content: string) =>
      response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${content}`);
    if (searchParams.has('location')) return listed('<LocationConstraint>us-east-1</LocationConstraint>');
    if (searchParams.has('list-type') || searchParams.has('prefix'))
      return listed(listOf(kept, pathname.replace(/\/$/, ''), searchParams.get('prefix') ?? ''));
    // The bucket itself.
    if (/^\/[^/]+\/?$/.test(pathname) && method === 'HEAD') return response.writeHead(200).end();
    const held = kept.get(pathname);
    if (method === 'PUT') {
      if (request.headers['if-none-match'] === '*' && held !== undefined) return failed(412, 'PreconditionFailed');
      kept.set(pathname, body);
      return response.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (method === 'DELETE') return (kept.delete(pathname), response.writeHead(204).end());
    if (held === undefined) return failed(404, 'NoSuchKey');
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const part = from === undefined ? held : held.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
    response.writeHead(from === undefined ? 200 : 206, {
      etag: etagOf(held),
      'content-length': part.length,
      'last-modified': new Date(0).toUTCString(),
      ...(from === undefined
        ? {}
        : { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${held.length}` }),
    });
    return response.end(method === 'HEAD' ? undefined : part);
  });

/** Everything below the prefix in one page; folders are not told apart. */
function listOf(kept: ReadonlyMap<string, Buffer>, bucket: string, prefix: string): string {
  const contents = [...kept]
    .map(([path, body]) => [path.slice(bucket.length + 1), body] as const)
    .filter(([key]) => key.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, body]) =>
        `<Contents><Key>${key}</Key><Size>${body.length}</Size><ETag>${etagOf(body)}</ETag><LastModified>1970-01-01T00:00:00.000Z</LastModified></Contents>`,
    );
  return `<ListBucketResult><Name>${bucket.slice(1)}</Name><Prefix>${prefix}</Prefix><KeyCount>${contents.length}</KeyCount><MaxKeys>10000</MaxKeys><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
}

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** The chunked signing that a client of S3 may use for a body. */
function unchunked(body: Buffer, headers: IncomingMessage['headers']): Buffer {
  const streams = String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
  if (!streams && !headers['content-encoding']?.includes('aws-chunked')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at);
    const bytes = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(bytes > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + bytes));
    at = end + 2 + bytes + 2;
  }
  return Buffer.concat(parts);
}

const POSTGRES = ['/usr/lib/postgresql/17/bin', '/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/16/bin'].find((at) =>
  existsSync(join(at, 'initdb')),
);
/** For the title of a suite: empty, or why it is skipped. */
export const WITHOUT_POSTGRES = POSTGRES === undefined ? ' (skipped: no PostgreSQL on this machine)' : '';

/** A cluster of its own in a temporary folder. `query` gives the lines that `psql -At` prints. */
export async function startPostgres(): Promise<{
  readonly connection: string;
  query(sql: string): string[];
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-pg-'));
  // PostgreSQL refuses to run as root: its own user then owns the folder.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  else await chmod(folder, 0o700);
  const as = (program: string, args: readonly string[]): [string, string[]] =>
    isRoot
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', join(POSTGRES!, program), ...args]]
      : [join(POSTGRES!, program), [...args]];
  const port = await freePort();
  execFileSync(...as('initdb', ['-D', join(folder, 'data'), '-U', 'kaiyaku', '-A', 'trust', '-N']), {
    stdio: 'ignore',
    cwd: '/',
  });
  const listening = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'];
  const server = spawn(...as('postgres', ['-D', join(folder, 'data'), '-p', `${port}`, ...listening]), {
    stdio: 'ignore',
    cwd: '/',
  });
  const connection = `postgres://kaiyaku@127.0.0.1:${port}/postgres?sslmode=disable`;
  const query = (sql: string) =>
    execFileSync(join(POSTGRES!, 'psql'), ['-At', connection, '-c', sql], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  await untilItAnswers(() => query('select 1'));
  return {
    connection,
    query,
    async close() {
      const ended = new Promise((resolve) => server.once('close', resolve));
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const START_TRIES_MAX = 100;

async function untilItAnswers(ask: () => unknown): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      ask();
      return;
    } catch (error) {
      if (tried === START_TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
