// The simulated server as plain data: what `GET /_world` returns is what a world file holds.

export interface ServerAddress {
  readonly address: string;
  readonly interface: string;
  readonly mask: string;
  readonly type: 'S' | 'E';
  /** Pools of clients and resellers that hold it. */
  clients: number;
}

export interface Site {
  readonly name: string;
  /** An add-on domain without hosting of its own shows no system user. */
  readonly hosting: 'Physical hosting' | 'Standard forwarding' | 'None';
}

export interface Subscription {
  /** Its main domain. */
  readonly name: string;
  readonly owner: string;
  readonly systemUser: string;
  readonly hosting: Site['hosting'];
  web: string[];
  /** Of the mail service. No utility shows it; the zone's template follows it. */
  mail: string[];
  sites: Site[];
}

export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  value: string;
  /** From the template: it follows the web or the mail. A user's own record stays as it is. */
  readonly follows?: 'web' | 'mail';
}

export interface Zone {
  readonly name: string;
  records: ZoneRecord[];
}

export interface BackupFile {
  readonly path: string;
  readonly domain: string;
  readonly madeAtMs: number;
  damaged: boolean;
}

export interface WorldState {
  readonly version: string;
  /** Utilities that the gateway lists. */
  utilities: string[];
  addresses: ServerAddress[];
  /** The server's own: it cannot be taken from a domain's list by accident, only named. */
  readonly mainAddress: string;
  subscriptions: Subscription[];
  zones: Zone[];
  backups: BackupFile[];
}

/** What really changed, oldest first. */
export interface Transition {
  readonly atMs: number;
  readonly what: string;
  readonly id: string;
}

/** The zone that Plesk's template gives a domain. */
export function templateZone({ name, web, mail }: Pick<Subscription, 'name' | 'web' | 'mail'>): Zone {
  const typeOf = (address: string) => (address.includes(':') ? 'AAAA' : 'A');
  const at = (host: string, addresses: readonly string[], follows: 'web' | 'mail'): ZoneRecord[] =>
    addresses.map((value) => ({ name: `${host}.`, type: typeOf(value), value, follows }));
  return {
    name,
    records: [
      { name: `${name}.`, type: 'NS', value: `ns1.${name}.` },
      ...at(`ns1.${name}`, web, 'web'),
      ...at(name, web, 'web'),
      ...at(`mail.${name}`, mail, 'mail'),
      { name: `www.${name}.`, type: 'CNAME', value: `${name}.` },
      { name: `${name}.`, type: 'MX', value: `10 mail.${name}.` },
      { name: `${name}.`, type: 'TXT', value: 'v=spf1 +a +mx -all' },
    ],
  };
}
