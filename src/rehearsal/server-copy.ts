// The rehearsal's copy of a contract with a server: whatever leads to a machine, a program or a file of the user's is replaced by the
// world's own, and named. Pure.
import { bugError } from '../base/errors.ts';
import type { ServerEstate } from './server-estate.ts';
import { UPDATE_KEY } from './server-zones.ts';

/** Where the world's servers are. */
export interface ServerDoors {
  readonly additionalIp: string;
  readonly mainIp: string;
  /** By the address that the contract names. */
  readonly nameServers: ReadonlyMap<string, string>;
  readonly resolvers: readonly string[];
  readonly bind: { readonly at: string; readonly folder: string; readonly rndc: readonly string[] };
  readonly web?: {
    readonly folder: string;
    readonly root: string;
    readonly test: readonly string[];
    readonly reload: readonly string[];
    readonly accessLog: string;
  };
}

export interface ServerCopy {
  readonly content: ServerEstate;
  /** Paths in the user's file, in its order. */
  readonly replaced: readonly string[];
}

/** What its update keys are resolved from: never the user's own. */
const NO_SECRET = 'file:of-the-rehearsal';

interface Whole extends ServerEstate {
  readonly journal?: string;
  readonly approvers?: readonly unknown[];
}

export function serverCopyOf(contract: ServerEstate, doors: ServerDoors): ServerCopy {
  const { journal, approvers = [], ...whole } = contract as Whole;
  const { dns, server } = whole;
  const { ssh, bind, web, ...limits } = server;
  const { config } = bind;
  const content: ServerEstate = {
    ...whole,
    additionalIp: doors.additionalIp,
    mainIp: doors.mainIp,
    dns: { ...dns, zones: dns.zones.map((zone) => zoneAt(zone, doors)), resolvers: doors.resolvers },
    server: {
      ...limits,
      bind: {
        directory: doors.bind.folder,
        ...(config === undefined ? {} : { config: `${doors.bind.folder}/named.conf` }),
        rndc: doors.bind.rndc,
        zones: bind.zones.map(({ name, update }) =>
          update === undefined
            ? { name, file: `${doors.bind.folder}/${name}.zone` }
            : { name, update: { ...update, server: doors.bind.at, key: UPDATE_KEY(name), secret: NO_SECRET } },
        ),
      },
      web: web === 'none' || doors.web === undefined ? 'none' : { kind: web.kind, ...webAt(doors.web) },
    },
  };
  requireInside(content, doors);
  const replaced = [
    ...(journal === undefined ? [] : ['journal']),
    ...(approvers.length === 0 ? [] : ['approvers']),
    'additionalIp',
    'mainIp',
    'dns.zones',
    'dns.resolvers',
    ...(ssh === undefined ? [] : ['server.ssh']),
    'server.bind.directory',
    ...(config === undefined ? [] : ['server.bind.config']),
    'server.bind.rndc',
    ...bind.zones.map(({ update }, at) => `server.bind.zones[${at}].${update === undefined ? 'file' : 'update'}`),
    ...(web === 'none' ? [] : ['roots', 'test', 'reload', 'logs'].map((name) => `server.web.${name}`)),
  ];
  return { content, replaced };
}

const webAt = ({ root, test, reload, accessLog }: NonNullable<ServerDoors['web']>) => ({
  roots: [root],
  test,
  reload,
  logs: [accessLog],
});

function zoneAt(zone: ServerEstate['dns']['zones'][number], { nameServers }: ServerDoors) {
  const at = (address: string): string => nameServers.get(address)!;
  return {
    ...zone,
    primary: zone.primary.map(at),
    secondary: zone.secondary.map(at),
    parent: zone.parent.map(at),
    serverNames: Object.fromEntries(
      Object.entries(zone.serverNames).flatMap(([address, name]) =>
        nameServers.has(address) ? [[at(address), name]] : [],
      ),
    ),
  };
}

/** A rehearsal that could reach what is not its own would be none. Throws `rehearsal-outside` (bug). */
export function requireInside(content: ServerEstate, { bind, web }: Pick<ServerDoors, 'bind' | 'web'>): void {
  const { server, dns, additionalIp, mainIp } = content;
  const own = [bind.folder, ...(web === undefined ? [] : [web.folder])];
  const addresses = [
    additionalIp,
    mainIp,
    ...dns.zones.flatMap(({ primary, secondary, parent }) => [...primary, ...secondary, ...parent]),
    ...dns.resolvers,
    ...server.bind.zones.flatMap(({ update }) => (update === undefined ? [] : [update.server])),
  ];
  const paths = [
    server.bind.directory,
    ...(server.bind.config === undefined ? [] : [server.bind.config]),
    ...server.bind.zones.flatMap(({ file }) => (file === undefined ? [] : [file])),
    ...(server.web === 'none' ? [] : [...server.web.roots, ...server.web.logs]),
  ];
  const outside = [
    ...(server.ssh === undefined ? [] : ['server.ssh']),
    ...addresses.filter((one) => !one.startsWith('127.')),
    ...paths.filter((path) => !own.some((folder) => path === folder || path.startsWith(`${folder}/`))),
    ...(server.bind.rndc.includes(`${bind.folder}/rndc.conf`) ? [] : ['server.bind.rndc']),
    ...(server.web === 'none' || [server.web.test, server.web.reload].every((argv) => argv.includes(web?.root ?? ''))
      ? []
      : ['server.web']),
  ];
  if (outside.length > 0) throw bugError('rehearsal-outside', `a rehearsal would reach ${outside.join(', ')}`);
}
