// The part of a contract that the world of its server is built from, and the addresses that stand for its two in that world. Pure.

/** As the `dns` section has it: servers by their own addresses. */
export interface ServerZone {
  readonly name: string;
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
  readonly parent: readonly string[];
  readonly serverNames: Readonly<Record<string, string>>;
}

interface Update {
  readonly server: string;
  readonly key: string;
  readonly algorithm: string;
  readonly secret: unknown;
}

export interface ServerDomain {
  readonly name: string;
  readonly fate: 'delete' | 'move';
  readonly primaryDns: string;
  /** Names whose records hold the additional address; none: not said. */
  readonly records: readonly string[];
}

export interface ServerEstate {
  readonly additionalIp: string;
  readonly mainIp: string;
  readonly domains: readonly ServerDomain[];
  readonly dns: {
    readonly zones: readonly ServerZone[];
    readonly resolvers: readonly string[];
    readonly knownZone?: string;
  };
  readonly server: {
    readonly ssh?: object;
    readonly bind: {
      readonly directory: string;
      readonly config?: string;
      readonly rndc: readonly string[];
      readonly zones: readonly { readonly name: string; readonly file?: string; readonly update?: Update }[];
    };
    readonly web:
      | 'none'
      | {
          readonly kind: 'apache' | 'nginx';
          readonly roots: readonly string[];
          readonly test: readonly string[];
          readonly reload: readonly string[];
          readonly logs: readonly string[];
        };
    readonly quietHours: number;
  };
}

/** The contract's server, where kaiyaku works on its name server and web server. */
export function serverEstateOf(content: unknown): ServerEstate | undefined {
  return (content as { server?: { bind?: unknown } }).server?.bind === undefined
    ? undefined
    : (content as ServerEstate);
}

/** Domains whose site lies on the server, on the additional address. */
export const sitesOf = ({ domains }: ServerEstate): readonly ServerDomain[] =>
  domains.filter(({ primaryDns }) => primaryDns === 'own-server');

/** The zone of a domain that kaiyaku itself changes. */
export const isOurs = ({ server }: ServerEstate, zone: string): boolean =>
  server.bind.zones.some(({ name }) => name === zone);

/** Servers and secondaries of the rehearsal have these. */
const TAKEN = ['127.0.0.1', '127.0.0.2'];
const SPARE = ['127.1.0.80', '127.1.0.23'];

/** An address of loopback that is still known by its last three numbers: `203.0.113.80` is `127.0.113.80`. IPv4 only. */
export function onLoopback(address: string, taken: readonly string[] = []): string {
  const alike = address.replace(/^\d+/, '127');
  const free = (one: string) =>
    !TAKEN.includes(one) && !taken.includes(one) && !/^127\.(?:0\.0\.0|255\.255\.255)$/.test(one);
  return [alike, ...SPARE].find(free)!;
}

/** `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353` without the port. */
export const hostOf = (at: string): string =>
  /^\[(.*)\](?::\d+)?$/.exec(at)?.[1] ?? (at.split(':').length > 2 ? at : at.replace(/:\d+$/, ''));
