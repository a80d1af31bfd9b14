// The reverse name of an address. Readable only while the account holds the address; afterwards the address, not the
// name, is what is absent: no zone lists it, no server has it, no router routes it.
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError, providerError } from '../../base/errors.ts';
import type { Found } from '../common/found.ts';
import { overlaps, parseNetwork, sameNetwork } from './addresses.ts';
import { idOf, interfacesOf, refOf, serversIn, type Seen } from './kinds/kind.ts';
import { routedNetworks } from './kinds/router.ts';
import type { Look } from './look.ts';
import { badResponse, readText, readTextOrNull, type Row } from './shapes.ts';

/** One pass. Throws `provider` errors and refusal `R06`. */
export async function findPtr({ id: ip, zone }: Seen, look: Look): Promise<Found> {
  const row = await readAddress(ip, zone, look);
  if (row !== null) return { is: 'there', facts: ptrFacts(row, ip), differences: [] };
  const proof = [...(await look.requireSight()), `address ${ip} is not held in ${zone} (404 not_found)`];
  const address = parseNetwork(ip);
  if (address === undefined) throw badResponse(`${ip} is not an address`);
  for (const zone of look.zones) {
    const holders = await holdersOf(ip, zone, look);
    const routed = (await routedNetworks(zone, look)).filter((text) => {
      const network = parseNetwork(text);
      return network !== undefined && overlaps(network, address);
    });
    const contradictions = [...holders, ...routed.map((network) => `a router of ${zone} routes ${network}`)];
    if (contradictions.length > 0)
      throw providerError('still-listed', `address ${ip} reads 404, but ${contradictions.join('; ')}`, {
        class: 'retry',
        next: 'look again in a minute',
        facts: { contradictions },
      });
    proof.push(`${zone}: no address list, server or router has ${ip}`);
  }
  return { is: 'absent', proof };
}

/** The API answers 404 `not_found`, or 400 `param_ip_not_found`, for an address that is not the account's. */
async function readAddress(ip: string, zone: string, look: Look): Promise<Row | null> {
  try {
    return await look.read(zone, `ipaddress/${encodeURIComponent(ip)}`, 'IPAddress');
  } catch (error) {
    if (error instanceof KaiyakuError && error.detail.facts?.['apiCode'] === 'param_ip_not_found') return null;
    throw error;
  }
}

async function holdersOf(ip: string, zone: string, look: Look): Promise<string[]> {
  const listed = await look.find(zone, 'ipaddress', 'IPAddress');
  const servers = await serversIn(zone, look);
  return [
    ...listed
      .filter((row) => sameNetwork(readText(row['IPAddress'], 'IPAddress'), ip))
      .map(() => `the address list of ${zone} has it`),
    ...servers
      .filter((server) => interfacesOf(server).some((nic) => nic['IPAddress'] === ip))
      .map((server) => `server ${idOf(server)} in ${zone} has it`),
  ];
}

function ptrFacts(row: Row, ip: string): JsonObject {
  const found = readText(row['IPAddress'], 'IPAddress');
  if (!sameNetwork(found, ip)) throw badResponse(`address ${ip} was asked for, ${found} came`);
  return {
    ip: found,
    hostName: readTextOrNull(row['HostName'], 'HostName') ?? '',
    interfaceId: refOf(row, 'Interface'),
    subnetId: refOf(row, 'Subnet'),
  };
}
