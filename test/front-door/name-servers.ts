// The name servers of one zone on loopback for tests from the front door: two of its own that do not follow each other, one of
// its parent, and two that answer for others with what they hold.
import { type BindPrimary, type BindZone, startPrimary } from '../executors/dns/bind.ts';

export interface ZoneServers {
  readonly primary: BindPrimary;
  readonly secondary: BindPrimary;
  readonly parent: BindPrimary;
  readonly resolvers: readonly [BindPrimary, BindPrimary];
  /** The `dns:` lines of a contract, without what a provider adds. */
  readonly section: string;
  close(): Promise<void>;
}

/** The parent, which delegates to `ns1` and `ns2` of the domain. */
const above = (name: string) => {
  const [label = '', ...parent] = name.split('.');
  return {
    name: parent.join('.'),
    text: [
      `@ NS ns.${parent.join('.')}.\nns A 127.0.0.1`,
      ...['ns1', 'ns2'].map((host) => `${label} NS ${host}.${label}\n${host}.${label} A 127.0.0.1`),
    ].join('\n'),
  };
};
/** In which no address of the tests has a name. */
const REVERSE = { name: '113.0.203.in-addr.arpa', text: '@ NS ns.provider.example.\n20 PTR web01.elsewhere.example.' };

/** `zone` is served by the first two and remembered by the last two. */
export async function zoneServers(zone: BindZone): Promise<ZoneServers> {
  const started: BindPrimary[] = [];
  const start = async (zones: readonly BindZone[], resolves = false) => {
    const server = await startPrimary(zones, resolves);
    started.push(server);
    return server;
  };
  const primary = await start([zone]);
  const secondary = await start([{ ...zone, transfer: false }]);
  const parent = await start([above(zone.name)]);
  const resolvers = [await start([REVERSE, zone], true), await start([REVERSE, zone], true)] as const;
  return {
    primary,
    secondary,
    parent,
    resolvers,
    section: `dns:
  zones:
    - name: ${zone.name}
      primary: ["${primary.at}"]
      secondary: ["${secondary.at}"]
      parent: ["${parent.at}"]
      serverNames: { "${primary.at}": ns1.${zone.name}, "${secondary.at}": ns2.${zone.name} }
  resolvers: ["${resolvers[0].at}", "${resolvers[1].at}"]
`,
    close: async () => {
      await Promise.all(started.map((one) => one.close()));
    },
  };
}
