// The utilities that a call may name, each over the world. All of one call is synchronous: calls never interleave.
import type { Answer } from './answer.ts';
import { failed, said } from './answer.ts';
import { addressList, domainInfo, nameList, zoneInfo } from './texts.ts';
import { templateZone, type Subscription, type Transition, type WorldState } from './world.ts';

export interface Simulated {
  state: WorldState;
  readonly transitions: Transition[];
  nowMs(): number;
}

type Utility = (server: Simulated, params: readonly string[]) => Answer;

/** Runs one utility; one that nobody knows ends with 1, as the shell’s `plesk bin` does. */
export function runUtility(server: Simulated, name: string, params: readonly string[]): Answer {
  const utility = server.state.utilities.includes(name) ? UTILITIES[name] : undefined;
  return utility === undefined ? failed(1, `exit status 1: no utility ${name}`) : utility(server, params);
}

const changed = (server: Simulated, what: string, id: string): void =>
  void server.transitions.push({ atMs: server.nowMs(), what, id });

const siteIn = (state: WorldState, name: string) =>
  state.subscriptions.flatMap((one) => {
    const site = one.sites.find((site) => site.name === name);
    return site === undefined ? [] : [{ subscription: one, site }];
  })[0];

const mainNames = ({ subscriptions }: WorldState) => subscriptions.map(({ name }) => name);
const allNames = ({ subscriptions }: WorldState) =>
  subscriptions.flatMap(({ name, sites }) => [name, ...sites.map((site) => site.name)]);

/** `--list`, `--info NAME`, `--remove NAME`; whatever else is refused. */
const UTILITIES: Readonly<Record<string, Utility>> = {
  ipmanage: ({ state }, [command]) =>
    command === '--ip_list' || command === '-l' ? said(addressList(state)) : unknownCommand(command),
  domain: (server, [command, name = '']) => {
    if (command === '--list') return said(nameList(allNames(server.state)));
    if (command === '--info') return info(server.state, name);
    return unknownCommand(command);
  },
  site: (server, [command, name = '']) => {
    const { state } = server;
    if (command === '--list') return said(nameList(allNames(state)));
    if (command !== '--remove') return unknownCommand(command);
    const found = siteIn(state, name);
    if (found === undefined) return failed(1, `Unable to find site '${name}'`);
    found.subscription.sites = found.subscription.sites.filter((site) => site.name !== name);
    state.zones = state.zones.filter((zone) => zone.name !== name);
    changed(server, 'site removed', name);
    return said(`SUCCESS: Removal of site '${name}' completed.\n`);
  },
  subscription: (server, [command, name = '', ...options]) => {
    const { state } = server;
    if (command === '--list') return said(nameList(mainNames(state)));
    const one = state.subscriptions.find((subscription) => subscription.name === name);
    if (one === undefined) return failed(1, `Subscription '${name}' was not found`);
    if (command === '--remove') return removeSubscription(server, one);
    if (command === '--update') return updateSubscription(server, one, options);
    return unknownCommand(command);
  },
  dns: ({ state }, [command, name = '']) => {
    if (command !== '--info') return unknownCommand(command);
    const zone = state.zones.find((one) => one.name === name);
    return zone === undefined ? failed(1, `The domain ${name} has no DNS zone`) : said(zoneInfo(zone));
  },
  pleskbackup: backUp,
  pleskrestore: ({ state }, [command, path]) => {
    if (command !== '--check-backup') return unknownCommand(command);
    const backup = state.backups.find((one) => one.path === path);
    if (backup === undefined) return failed(1, `The file ${path} is not found`);
    return backup.damaged ? failed(2, 'The backup file is corrupted') : said('The backup file is valid.\n');
  },
};

const unknownCommand = (command: string | undefined): Answer => failed(1, `Unknown command: ${command ?? ''}`);

function info({ subscriptions, ...rest }: WorldState, name: string): Answer {
  const main = subscriptions.find((one) => one.name === name);
  if (main !== undefined) return said(domainInfo(main));
  const found = siteIn({ subscriptions, ...rest }, name);
  return found === undefined
    ? failed(1, `Domain '${name}' does not exist`)
    : said(domainInfo(found.subscription, found.site));
}

function removeSubscription(server: Simulated, { name, sites }: Subscription): Answer {
  const { state } = server;
  const gone = new Set([name, ...sites.map((site) => site.name)]);
  state.subscriptions = state.subscriptions.filter((one) => one.name !== name);
  state.zones = state.zones.filter((zone) => !gone.has(zone.name));
  changed(server, 'subscription removed', name);
  for (const site of sites) changed(server, 'site removed', site.name);
  return said(`SUCCESS: Removal of subscription '${name}' completed.\n`);
}

/** A family that is left out is dropped; an address that is in no pool is refused. */
function updateSubscription(server: Simulated, one: Subscription, options: readonly string[]): Answer {
  const { state } = server;
  const given = (name: string): string[] | undefined => {
    const at = options.indexOf(name);
    return at < 0 ? undefined : (options[at + 1] ?? '').split(',');
  };
  const [web, mail] = [given('-ip'), given('-mail-service-ip')];
  const unknown = [...(web ?? []), ...(mail ?? [])].find(
    (ip) => !state.addresses.some(({ address }) => address === ip),
  );
  if (unknown !== undefined) return failed(1, `IP address ${unknown} is not in the IP pool of the owner`);
  if (web === undefined && mail === undefined) return failed(1, 'Nothing to update');
  if (web !== undefined && String(web) !== String(one.web)) {
    one.web = web;
    changed(server, 'web moved', one.name);
  }
  if (mail !== undefined && String(mail) !== String(one.mail)) {
    one.mail = mail;
    changed(server, 'mail moved', one.name);
  }
  const template = templateZone(one);
  for (const zone of state.zones.filter(({ name }) => name === one.name))
    zone.records = [
      ...template.records.filter(({ follows }) => follows !== undefined),
      ...zone.records.filter(({ follows }) => follows === undefined),
    ];
  return said(`SUCCESS: Update of subscription '${one.name}' completed.\n`);
}

function backUp(server: Simulated, params: readonly string[]): Answer {
  const { state } = server;
  const at = params.indexOf('--domains-name');
  const domain = at < 0 ? undefined : params[at + 1];
  const path = params.find((one) => one.startsWith('--output-file='))?.slice('--output-file='.length);
  if (domain === undefined || path === undefined) return failed(1, 'Unknown command');
  if (!allNames(state).includes(domain)) return failed(1, `Domain ${domain} is not found`);
  state.backups.push({ path, domain, madeAtMs: server.nowMs(), damaged: false });
  changed(server, 'backed up', domain);
  return said(`Backing up domain ${domain}\nThe backup was exported to ${path}\n`);
}
