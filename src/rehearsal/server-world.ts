// The world of a contract whose server kaiyaku works on itself: real BIND and a real web server on loopback, built from the file, with
// every name server that its `dns` section asks. Only executors at these servers are handed out: nobody else is asked.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { userError } from '../base/errors.ts';
import { Secret } from '../base/redact.ts';
import { executorsOf } from '../wiring.ts';
import type { ActingWorld } from './acting-world.ts';
import { freePort, requireInstalled } from './installed.ts';
import type { NamedRig } from './named.ts';
import { requireInside, serverCopyOf, type ServerDoors } from './server-copy.ts';
import { witnessOf } from './server-census.ts';
import { onLoopback, type ServerEstate, sitesOf } from './server-estate.ts';
import { startNameServers, type NameServers } from './server-names.ts';
import { answerOf, listensOf, logOf, siteFilesOf } from './server-sites.ts';
import { KEPT, namesOf, STRANGER } from './server-zones.ts';
import { startWeb, type WebRig } from './web-rig.ts';

/** The executors of this world. */
const EXECUTORS: readonly string[] = ['bind', 'web-server', 'dns'];

/**
 * Throws `rehearsal-needs-program` where a server or a tool is not installed, `rehearsal-needs-world` where this machine cannot
 * stand for the contract's (both user).
 */
export async function startServerRehearsal(contract: ServerEstate, clock: Clock): Promise<ActingWorld> {
  requirePossible(contract);
  const additionalIp = onLoopback(contract.additionalIp);
  const mainIp = onLoopback(contract.mainIp, [additionalIp]);
  const secret = randomBytes(32).toString('base64');
  const names = await startNameServers({
    contract,
    additionalIp,
    mainIp,
    keyClause: (zone) => keyClause(contract, zone, secret),
  });
  let web: Site | undefined;
  const close = async () => {
    await Promise.all([names.close(), web?.rig.close()]);
  };
  try {
    const here = { ...contract, additionalIp, mainIp };
    web = await startSite(here, clock.nowMs());
    const { own } = names;
    const doors: ServerDoors = {
      additionalIp,
      mainIp,
      nameServers: names.addresses,
      resolvers: names.resolvers,
      bind: own,
      ...(web === undefined ? {} : { web: web.rig }),
    };
    const { content, replaced } = serverCopyOf(contract, doors);
    const zones = [...contract.dns.zones.map(({ name }) => name), STRANGER];
    const witness = witnessOf(own, zones, web?.rig);
    return {
      engine: 'server',
      copy: {
        content,
        replaced,
        said: `on loopback ${contract.additionalIp} is ${additionalIp}, and ${contract.mainIp} is ${mainIp}`,
      },
      executors: (parts) => {
        requireInside(parts.contract as ServerEstate, doors);
        const resolveSecret = () => Promise.resolve(new Secret(secret));
        const all = executorsOf({ ...parts, resolveSecret, loopback: true });
        return new Map(
          [...all].flatMap(([name, one]) => (EXECUTORS.includes(name) ? [[name, witness.around(one)] as const] : [])),
        );
      },
      told: async (step) => {
        await names.told(step);
        if (web !== undefined) toldOnWeb(here, web.rig, step);
      },
      follow: () => names.follow(),
      effects: (state) => witness.effects(state),
      left: async () => [
        ...(await leftInNames(here, names)),
        ...(web === undefined ? [] : await leftOnWeb(here, web)),
        ...(await strangersLeft(own)),
        ...witness.damage(),
      ],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function keyClause({ server }: ServerEstate, zone: string, secret: string): string | undefined {
  const update = server.bind.zones.find(({ name }) => name === zone)?.update;
  return update === undefined ? undefined : `{ algorithm ${update.algorithm}; secret "${secret}"; }`;
}

function requirePossible({ additionalIp, server: { bind, web } }: ServerEstate): void {
  if (process.platform !== 'linux' || additionalIp.includes(':'))
    throw userError('rehearsal-needs-world', `${additionalIp} has no other address to stand for it on this machine`, {
      why: 'the server is rehearsed on addresses of 127.0.0.0/8, which Linux alone has; IPv6 has only one of them',
      next: 'rehearse on Linux; without the server section the persons’ steps of this contract can be rehearsed',
    });
  requireInstalled([
    'named',
    'named-checkzone',
    'named-compilezone',
    'named-checkconf',
    'rndc',
    ...(bind.zones.some(({ update }) => update !== undefined) ? ['nsupdate', 'dig'] : []),
    ...(web === 'none' ? [] : [web.kind === 'apache' ? 'apache2' : 'nginx', 'ss']),
  ]);
}

interface Site {
  readonly rig: WebRig;
  readonly port: number;
}

async function startSite(here: ServerEstate, nowMs: number): Promise<Site | undefined> {
  const { web } = here.server;
  if (web === 'none') return undefined;
  const port = await freePort();
  const rig = await startWeb(web.kind, listensOf(web.kind, here, port), siteFilesOf(web.kind, here, port));
  writeFileSync(rig.accessLog, logOf(here, nowMs));
  return { rig, port };
}

/** A person who changes a zone by hand changes its site as well. */
function toldOnWeb(here: ServerEstate, { folder, reload }: WebRig, step: string): void {
  const [work, domain] = step.split(':');
  if ((work !== 'change' && work !== 'delete') || !sitesOf(here).some(({ name }) => name === domain)) return;
  const file = join(folder, 'sites', `${domain}.conf`);
  const text = work === 'delete' ? '' : readFileSync(file, 'latin1').replaceAll(here.additionalIp, here.mainIp);
  writeFileSync(file, text, 'latin1');
  execFileSync(reload[0]!, reload.slice(1), { stdio: 'ignore' });
}

/** Of every server of every zone: names that still lead to the address, zones that are still there, rows that went with them. */
async function leftInNames(here: ServerEstate, names: NameServers): Promise<string[]> {
  const all = here.domains.flatMap((domain) => {
    const zone = here.dns.zones.find(({ name }) => name === domain.name);
    return zone === undefined ? [] : [{ domain, zone }];
  });
  const found = all.flatMap(({ domain, zone }) =>
    [...new Set([...zone.primary, ...zone.secondary])].map(async (address): Promise<string[]> => {
      const rig = names.named(address);
      if (domain.fate === 'delete')
        return (await rig.serial(domain.name)) === undefined ? [] : [`zone ${domain.name} at ${address}`];
      const asked = [...new Set([...namesOf(domain), ...Object.values(zone.serverNames)])];
      const addresses = await Promise.all(
        asked.map(async (name) => ({ name, given: await addressesAt(rig.at, name) })),
      );
      const kept = await addressesAt(rig.at, `${KEPT.label}.${domain.name}`);
      return [
        ...addresses
          .filter(({ given }) => given.includes(here.additionalIp))
          .map(({ name }) => `${name} names ${here.additionalIp} at ${address}`),
        ...(kept.includes(KEPT.address) ? [] : [`DAMAGE: ${KEPT.label}.${domain.name} is gone at ${address}`]),
      ];
    }),
  );
  return (await Promise.all(found)).flat();
}

/** By Node's own resolver, so that the executors do not vouch for themselves. Empty: no answer, or none of these. */
async function addressesAt(at: string, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  resolver.setServers([at]);
  return resolver.resolve4(name).catch(() => []);
}

async function leftOnWeb(here: ServerEstate, { rig, port }: Site): Promise<string[]> {
  const files = ['main.conf', ...readdirSync(join(rig.folder, 'sites')).map((name) => `sites/${name}`)];
  const naming = files.filter((name) => readFileSync(join(rig.folder, name), 'latin1').includes(here.additionalIp));
  const answers = await Promise.all(
    [...sitesOf(here), { name: STRANGER, fate: 'move' as const }].map(async ({ name, fate }) => {
      const isThere = (await rig.ask(here.mainIp, port, name)) === answerOf(name);
      if (isThere === (fate === 'move')) return [];
      return [isThere ? `site ${name} on ${here.mainIp}` : `DAMAGE: nobody answers for ${name} on ${here.mainIp}`];
    }),
  );
  return [
    ...naming.map((name) => `web server file ${name} names ${here.additionalIp}`),
    ...((await rig.ask(here.additionalIp, port, STRANGER)) === undefined
      ? []
      : [`the web server answers on ${here.additionalIp}`]),
    ...answers.flat(),
  ];
}

const strangersLeft = async (own: NamedRig): Promise<string[]> =>
  (await own.serial(STRANGER)) === 1 ? [] : [`DAMAGE: the zone ${STRANGER} was changed`];
