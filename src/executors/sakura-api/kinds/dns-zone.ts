// Zones of the DNS appliance: global items whose records are one list, replaced as a whole. Which of the contract's records are
// still there is a fact, since nothing else of the zone is this contract's business.
import type { JsonObject } from '../../../base/canonical-json.ts';
import { dnsRecordSaid, type DnsRecord } from '../command.ts';
import { badResponse, readRowOrNull, readRowsOrNone, readText, readTextOrNull, type Row } from '../shapes.ts';
import { serviceClassOf } from './auto-backup.ts';
import { differs, idOf, nameOf, type ObjectKind } from './kind.ts';

/** The domain of the zone. */
export const domainOf = (item: Row): string =>
  readTextOrNull(readRowOrNull(item['Status'], 'Status')?.['Zone'], 'Status.Zone') ?? nameOf(item);

const dnsSettingsOf = (item: Row): Row | null =>
  readRowOrNull(readRowOrNull(item['Settings'], 'Settings')?.['DNS'], 'Settings.DNS');

/** Every record of the zone, as the API has it. */
export const recordRowsOf = (item: Row): readonly Row[] =>
  readRowsOrNone(dnsSettingsOf(item)?.['ResourceRecordSets'], 'ResourceRecordSets');

/** One of them. */
export const recordOf = (row: Row): DnsRecord => ({
  name: readText(row['Name'], 'record Name'),
  type: readText(row['Type'], 'record Type'),
  data: readText(row['RData'], 'record RData'),
});

const isAmong = (wanted: readonly DnsRecord[]) => {
  const said = new Set(wanted.map(dnsRecordSaid));
  return (row: Row): boolean => said.has(dnsRecordSaid(recordOf(row)));
};

/**
 * The body that takes these records out, and leaves every other one and every other setting as it was read. It holds the hash of
 * what was read: where the zone has changed since, the API refuses it. Throws `bad-response` for a zone without a hash.
 */
export function withoutRecords(item: Row, wanted: readonly DnsRecord[]): { body: JsonObject; removed: JsonObject[] } {
  const hash = readTextOrNull(item['SettingsHash'], 'SettingsHash');
  if (hash === null || hash === '')
    throw badResponse('the zone has no SettingsHash: its records cannot be replaced safely');
  const ends = isAmong(wanted);
  const rows = recordRowsOf(item) as readonly JsonObject[];
  const settings = item['Settings'] as JsonObject;
  const kept = rows.filter((row) => !ends(row));
  const dns = { ...(settings['DNS'] as JsonObject), ResourceRecordSets: kept };
  return {
    body: { CommonServiceItem: { Settings: { ...settings, DNS: dns }, SettingsHash: hash } },
    removed: rows.filter(ends),
  };
}

export const dnsZone: ObjectKind = {
  kind: 'dns-zone',
  path: 'commonserviceitem',
  one: 'CommonServiceItem',
  many: 'CommonServiceItems',
  named: false,
  includes: (row) => serviceClassOf(row) === 'dns',
  facts: async (row, _zone, _look, { records = [] }) => ({
    id: idOf(row),
    domain: domainOf(row),
    records: recordRowsOf(row).length,
    left: recordRowsOf(row)
      .filter(isAmong(records))
      .map((one) => dnsRecordSaid(recordOf(one))),
  }),
  differences: async ({ domain }, expect) =>
    expect.domain === undefined || expect.domain === domain ? [] : [differs('domain', expect.domain, domain as string)],
};
