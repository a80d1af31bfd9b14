// DNS zones of a FortiGateVM contract in a rehearsal: built with the listed records and a stranger's, which has to survive.
import type { FortigateEstate } from './fortigate-estate.ts';

/** A record as the API has it. */
interface Row {
  readonly Name: string;
  readonly Type: string;
  readonly RData: string;
  readonly TTL: number;
}
interface Item {
  readonly id: string;
  readonly settings: Record<string, unknown>;
}
type Zone = NonNullable<FortigateEstate['dns']>[number];
type Listed = Zone['records'][number];

const TTL_SECONDS = 300;
const rowOf = ({ name, type, data }: Listed): Row => ({ Name: name, Type: type, RData: data, TTL: TTL_SECONDS });
const STRANGERS: Row = { Name: 'somebody-elses', Type: 'A', RData: '198.19.250.10', TTL: TTL_SECONDS };
const isSame = (one: Row, { name, type, data }: Listed): boolean =>
  one.Name === name && one.Type === type && one.RData === data;

/** Global items of the simulated account. */
export const dnsItemsOf = ({ dns = [] }: FortigateEstate) =>
  dns.map(({ id, domain, records }) => ({
    id,
    class: 'dns',
    name: domain,
    settings: { DNS: { ResourceRecordSets: [...records.map(rowOf), STRANGERS] } },
    status: { Zone: domain, NS: ['ns1.dns.example.jp', 'ns2.dns.example.jp'] },
  }));

/** Records that should be gone and are not; and those that should be there and are not. */
export function dnsLeft(items: readonly Item[], { dns = [] }: FortigateEstate): string[] {
  return dns.flatMap(({ id, domain, records }) => {
    const rows = rowsOf(items, id);
    const isThere = (record: Listed) => rows.some((row) => isSame(row, record));
    const said = ({ name, type }: Listed) => `record ${name} ${type} of ${domain}`;
    const ending = records.filter(({ fate }) => fate === 'delete');
    return [
      ...ending.filter(isThere).map(said),
      ...records.filter((one) => one.fate === 'keep' && !isThere(one)).map((one) => `DAMAGE: ${said(one)} is gone`),
      ...(rows.some(({ Name }) => Name === STRANGERS.Name) ? [] : [`DAMAGE: a stranger’s record of ${domain} is gone`]),
    ];
  });
}

/** What the owner of another state takes out; the domains in which there was anything. */
export function ownersRecords(items: readonly Item[], { dns = [] }: FortigateEstate): string[] {
  return dns.flatMap(({ id, domain, records, ownedBy }) => {
    const rows = rowsOf(items, id);
    const ending = records.filter(({ fate }) => fate === 'delete');
    const kept = rows.filter((row) => !ending.some((record) => isSame(row, record)));
    const item = items.find((one) => one.id === id);
    if (ownedBy !== 'external' || item === undefined || kept.length === rows.length) return [];
    item.settings['DNS'] = { ResourceRecordSets: kept };
    return [`records of ${domain}`];
  });
}

function rowsOf(items: readonly Item[], id: string): readonly Row[] {
  const dns = items.find((one) => one.id === id)?.settings['DNS'];
  return (dns as { ResourceRecordSets?: readonly Row[] } | undefined)?.ResourceRecordSets ?? [];
}
