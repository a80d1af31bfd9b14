// What still names an address, a block or a switch: whoever uses it would break when it is released. Reads only;
// texts are searched as addresses, so that 203.0.113.5 is not found in 203.0.113.50.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError } from '../../base/errors.ts';
import { addressOfReverseName, names, type Network, overlaps, parseNetwork } from './addresses.ts';
import { GLOBAL_ZONE } from './client.ts';
import { serviceClassOf } from './kinds/auto-backup.ts';
import { domainOf, recordOf, recordRowsOf } from './kinds/dns-zone.ts';
import { idOf, interfacesOf, nameOf, refOf, type Seen, serversIn } from './kinds/kind.ts';
import { appliancesOnSwitch } from './kinds/switch.ts';
import type { Look } from './look.ts';
import { isRow, readRowOrNull, readText, type Row } from './shapes.ts';

/** One use. `what` is stable: waivers name it. `id` is the object's, so that a caller can leave its own ones out. */
export interface Reference {
  readonly what: string;
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

/** References to `target.id`: an address, `network/len`, or the id of a switch of `target.zone`. */
export async function findReferences(target: Seen, look: Look): Promise<readonly JsonObject[]> {
  await look.requireSight();
  const network = parseNetwork(target.id);
  if (network === undefined && !/^\d+$/.test(target.id))
    throw bugError('references-of-what', `references of ${target.id}: neither an address, a block nor a switch id`);
  const found =
    network === undefined ? await referencesToSwitch(target, look) : await referencesToNetwork(network, look);
  const own = target.expect.ownIds ?? [];
  return found.filter(({ id }) => !own.includes(id)).map((reference) => ({ ...reference }));
}

const SERVICE_WORDS: Readonly<Record<string, string>> = {
  simplemon: 'simple-monitor',
  gslb: 'gslb',
  proxylb: 'elb',
  localrouter: 'local-router',
};
const APPLIANCE_WORDS: Readonly<Record<string, string>> = {
  loadbalancer: 'load-balancer',
  vpcrouter: 'vpc-router',
  mobilegateway: 'mobile-gateway',
};

async function referencesToNetwork(network: Network, look: Look): Promise<Reference[]> {
  const services = await look.find(GLOBAL_ZONE, 'commonserviceitem', 'CommonServiceItems');
  const found = services.flatMap((item) =>
    serviceClassOf(item) === 'dns' ? dnsRecords(item, network) : inService(item, network),
  );
  for (const zone of look.zones) {
    for (const appliance of await look.find(zone, 'appliance', 'Appliances')) {
      const texts = [appliance['Settings'], appliance['Remark'], appliance['Interfaces']];
      const detail = naming(texts, network);
      if (detail.length > 0) found.push(referenceTo(applianceWord(appliance), appliance, detail.join(', ')));
    }
    for (const server of await serversIn(zone, look)) found.push(...inServer(server, network));
  }
  return found;
}

/** Monitors, GSLB, enhanced load balancers, local routers…: any setting or state that names the address. */
function inService(item: Row, network: Network): Reference[] {
  const serviceClass = serviceClassOf(item);
  const detail = naming([item['Settings'], item['Status']], network);
  return detail.length === 0 ? [] : [referenceTo(SERVICE_WORDS[serviceClass] ?? serviceClass, item, detail.join(', '))];
}

function dnsRecords(item: Row, network: Network): Reference[] {
  const zoneName = domainOf(item);
  return recordRowsOf(item).flatMap((row) => {
    const { name, type, data } = recordOf(row);
    const reverse = addressOfReverseName(name === '@' ? zoneName : `${name}.${zoneName}`);
    const owner = reverse === undefined ? undefined : parseNetwork(reverse);
    if (!names(data, network) && !(owner !== undefined && overlaps(owner, network))) return [];
    return [{ what: `dns:${zoneName}/${name}/${type}`, id: idOf(item), name: nameOf(item), detail: data }];
  });
}

/** The address that people typed on an interface, or the one that the platform gave it. */
function inServer(server: Row, network: Network): Reference[] {
  return interfacesOf(server).flatMap((nic, index) => {
    const addresses = [nic['IPAddress'], nic['UserIPAddress']].filter((value) => typeof value === 'string');
    const detail = naming(addresses, network);
    return detail.length === 0 ? [] : [referenceTo('server', server, detail.join(', '), `/nic${index}`)];
  });
}

async function referencesToSwitch({ id: switchId, zone }: Seen, look: Look): Promise<Reference[]> {
  const found: Reference[] = [];
  for (const server of await serversIn(zone, look))
    interfacesOf(server).forEach((nic, index) => {
      if (refOf(nic, 'Switch') === switchId) found.push(referenceTo('server', server, idOf(nic), `/nic${index}`));
    });
  for (const appliance of await appliancesOnSwitch(switchId, zone, look))
    found.push(referenceTo(applianceWord(appliance), appliance, `on switch ${switchId}`));
  for (const item of await look.find(GLOBAL_ZONE, 'commonserviceitem', 'CommonServiceItems'))
    if (localRouterSwitchOf(item) === switchId) found.push(referenceTo('local-router', item, `on switch ${switchId}`));
  for (const nic of await look.find(zone, 'interface', 'Interfaces'))
    if (
      refOf(nic, 'Switch') === switchId &&
      refOf(nic, 'Server') === null &&
      !found.some((one) => one.detail === idOf(nic))
    )
      found.push({ what: `interface:${idOf(nic)}`, id: idOf(nic), name: idOf(nic), detail: 'of no server' });
  return [...found, ...(await bridgesOf(switchId, zone, look))];
}

async function bridgesOf(switchId: string, zone: string, look: Look): Promise<Reference[]> {
  const row = await look.read(zone, `switch/${switchId}`, 'Switch');
  if (row === null) return [];
  const bridge = readRowOrNull(row['Bridge'], 'Switch.Bridge');
  const hybrid = readRowOrNull(row['HybridConnection'], 'Switch.HybridConnection');
  return [
    ...(bridge === null ? [] : [referenceTo('bridge', bridge, `on switch ${switchId}`)]),
    ...(hybrid === null
      ? []
      : [{ what: `hybrid-connection:${idOf(hybrid)}`, id: idOf(hybrid), name: idOf(hybrid), detail: 'hybrid' }]),
  ];
}

/** `Settings.LocalRouter.Switch.Code`: the switch id as text, for cloud switches. */
function localRouterSwitchOf(item: Row): string | null {
  if (serviceClassOf(item) !== 'localrouter') return null;
  const settings = readRowOrNull(readRowOrNull(item['Settings'], 'Settings')?.['LocalRouter'], 'Settings.LocalRouter');
  const code = readRowOrNull(settings?.['Switch'], 'Settings.LocalRouter.Switch')?.['Code'];
  return typeof code === 'string' || typeof code === 'number' ? String(code) : null;
}

function applianceWord(appliance: Row): string {
  const applianceClass = readText(appliance['Class'], 'Appliance.Class');
  return APPLIANCE_WORDS[applianceClass] ?? applianceClass;
}

function referenceTo(word: string, row: Row, detail: string, suffix = ''): Reference {
  return { what: `${word}:${nameOf(row)}${suffix}`, id: idOf(row), name: nameOf(row), detail };
}

/** The texts anywhere inside that name the address, each once. */
function naming(value: unknown, network: Network): string[] {
  return [...new Set(textsIn(value).filter((text) => names(text, network)))];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRow(value) ? Object.values(value).flatMap(textsIn) : [];
}
