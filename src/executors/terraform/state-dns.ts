// DNS records out of a state: a resource that is one record, or a zone with the list of all that it has. Only these resources of
// the two Sakura providers are read for them, because `value` of another resource may be a secret. Source: the providers' schemas;
// in version 2 `record` is computed as well, so that it says what the zone has, not what somebody's configuration lists.
import type { Json, JsonObject } from '../../base/canonical-json.ts';
import type { TerraformHeld } from './command.ts';
import { objectType } from './object-types.ts';

const RECORD_TYPES: ReadonlySet<string> = new Set(['sakuracloud_dns_record', 'sakura_dns_record']);

/** What a resource says of DNS; nothing for any other one. */
export function dnsHeldBy(
  type: string,
  provider: string,
  values: JsonObject,
): Pick<TerraformHeld, 'kind' | 'part' | 'id' | 'records'> | undefined {
  const zoneType = type.replace(/_record$/, '');
  if (objectType(zoneType, provider)?.kind !== 'dns-zone') return undefined;
  if (!RECORD_TYPES.has(type)) {
    const rows = values['record'];
    return { records: Array.isArray(rows) ? rows.flatMap(recordIn) : [] };
  }
  const zoneId = textOf(values['dns_id']);
  return { kind: 'dns-zone', part: true, records: recordIn(values), ...(zoneId === '' ? {} : { id: zoneId }) };
}

/** As the API has it: numbers of MX and SRV before the value, whose name they end with a dot. None for what is no record. */
function recordIn(row: Json | undefined): NonNullable<TerraformHeld['records']> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
  const values = row as JsonObject;
  const [name, type, value] = ['name', 'type', 'value'].map((one) => textOf(values[one])) as [string, string, string];
  if (name === '' || type === '' || value === '') return [];
  return [{ name, type, data: [...numbersOf(type, values), dotted(type, value)].join(' ') }];
}

const numbersOf = (type: string, values: JsonObject): string[] => {
  const number = (attribute: string, otherwise: number) => textOf(values[attribute]) || String(otherwise);
  if (type === 'MX') return [number('priority', 10)];
  return type === 'SRV' ? [number('priority', 0), number('weight', 0), number('port', 1)] : [];
};

const dotted = (type: string, value: string): string =>
  (type === 'MX' || type === 'SRV') && !value.endsWith('.') ? `${value}.` : value;

const textOf = (value: unknown): string =>
  typeof value === 'string' || (typeof value === 'number' && value !== 0) ? `${value}` : '';
