// A simulated registry on loopback: RDAP with a list of services like IANA's, and WHOIS in JPRS's form. For tests, rehearsals,
// and any client whose server can be set (`curl`, `whois -h -p`). What is fact and what is choice is listed in README.md.
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import type { JsonObject } from '../../../base/canonical-json.ts';
import { listenOnLoopback } from '../../../base/loopback.ts';
import { rdapDomain, rdapError, WHOIS_NO_MATCH, whoisText } from './answers.ts';
import { faultBox, type FaultSpec } from './faults.ts';
import { checkedWorld, defaultWorld, type DomainState, type RegistryWorld } from './world.ts';

export type { FaultSpec } from './faults.ts';
export type { DomainState, RegistryWorld } from './world.ts';

export interface RegistryOptions {
  /** Of RDAP; 0, the default, takes a free one. Always on 127.0.0.1. */
  readonly port?: number;
  readonly whoisPort?: number;
  /** Default `defaultWorld()`. */
  readonly world?: RegistryWorld;
  readonly faults?: readonly FaultSpec[];
}

export interface RegistrySimulator {
  /** `http://127.0.0.1:P/rdap/` */
  readonly rdap: string;
  /** `http://127.0.0.1:P/dns.json`, which names `rdap` for the world's generic names. */
  readonly bootstrap: string;
  /** `127.0.0.1:P` */
  readonly whois: string;
  /** The questions, oldest first: `rdap shop.example`, `whois example.jp/e`. */
  readonly asked: readonly string[];
  addFault(spec: FaultSpec): void;
  clearFaults(): void;
  /** Puts this registration in place of the one of its name; `undefined` takes it away. */
  change(name: string, state: DomainState | undefined): void;
  close(): Promise<void>;
}

const ASKED_KEPT_MAX = 1_000;
const QUESTION_BYTES_MAX = 1_024;

/** Throws `userError('fault-spec')`, `bad-world` or `cannot-listen`. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RegistrySimulator> {
  const domains = new Map(checkedWorld(options.world ?? defaultWorld()).domains.map((one) => [one.name, one]));
  const faults = faultBox(options.faults);
  const asked: string[] = [];
  const note = (question: string) => {
    asked.push(question);
    if (asked.length > ASKED_KEPT_MAX) asked.shift();
  };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) =>
    void sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
  let root = '';

  const http = createHttpServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/dns.json') return send(response, 200, bootstrapOf(domains.values(), root), 'application/json');
    const name = /^\/rdap\/domain\/([^/?]+)$/.exec(path)?.[1]?.toLowerCase();
    note(`rdap ${name ?? path}`);
    const fault = faults.meetFirst('rdap');
    if (fault !== undefined) return fail(response, fault);
    if (path === '/rdap/help') return send(response, 200, { rdapConformance: ['rdap_level_0'] });
    if (name === undefined) return send(response, 400, rdapError(400, 'no such path segment'));
    const domain = domains.get(name);
    if (domain?.form !== 'generic') return send(response, 404, rdapError(404, `${name} not found`));
    return send(response, 200, rdapDomain(domain, root));
  });
  http.on('connection', keep);

  const whois = createTcpServer((socket) => {
    keep(socket);
    let line = '';
    socket.on('data', (bytes: Buffer) => {
      line += bytes.toString('latin1');
      if (line.length > QUESTION_BYTES_MAX) return void socket.destroy();
      if (!line.includes('\n')) return;
      const question = line.trim();
      note(`whois ${question}`);
      const fault = faults.meetFirst('whois');
      if (fault?.name === 'silence') return;
      if (fault?.name === 'other') return void socket.end('Too many requests.\r\n');
      const domain = domains.get(question.toLowerCase().replace(/\/e$/, ''));
      const text = domain === undefined || domain.form === 'generic' ? WHOIS_NO_MATCH : whoisText(domain);
      const answer = text.replaceAll('\n', '\r\n');
      socket.end(fault?.name === 'cut' ? answer.slice(0, answer.indexOf('[Domain Name]') + 30) : answer);
    });
  });

  const rdapPort = await listenOnLoopback(http, options.port ?? 0);
  root = `http://127.0.0.1:${rdapPort}/rdap/`;
  const whoisPort = await listenOnLoopback(whois, options.whoisPort ?? 0).catch((error: unknown) => {
    http.close();
    throw error;
  });
  return {
    rdap: root,
    bootstrap: `http://127.0.0.1:${rdapPort}/dns.json`,
    whois: `127.0.0.1:${whoisPort}`,
    asked,
    addFault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    change: (name, state) => void (state === undefined ? domains.delete(name) : domains.set(name, state)),
    close: async () => {
      const ended = Promise.all([http, whois].map((server) => new Promise((resolve) => server.close(resolve))));
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}

/** RFC 9224, 4: top-level labels of generic names, and where they are served. */
const bootstrapOf = (domains: Iterable<DomainState>, root: string): JsonObject => ({
  version: '1.0',
  publication: '2026-01-01T00:00:00Z',
  services: [
    [
      [...new Set([...domains].filter(({ form }) => form === 'generic').map(({ name }) => name.split('.').at(-1)!))],
      [root],
    ],
  ],
});

function send(response: ServerResponse, status: number, body: JsonObject, type = 'application/rdap+json'): void {
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, { name, status = 503, retryAfter, to = '/elsewhere' }: FaultSpec): void {
  switch (name) {
    case 'http':
      response
        .writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) })
        .end(JSON.stringify(rdapError(status, 'as ordered')));
      return;
    case 'redirect':
      response.writeHead(302, { Location: to }).end();
      return;
    case 'page':
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html><body>Not Found</body></html>');
      return;
    case 'not-json':
      response.writeHead(200, { 'Content-Type': 'application/rdap+json' }).end('{"objectClassName": "dom');
      return;
    case 'silence':
    case 'cut':
    case 'other':
      // The client's own limit ends it.
      return;
  }
}
