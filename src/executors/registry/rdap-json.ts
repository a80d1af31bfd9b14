// RDAP's JSON (RFC 9083) as a registration. What is no domain object of the name that was asked for is an error, never a part
// of one. Pure.
import { hostNames, type Registration } from './registration.ts';

/** Registries answer in UTC; days of contracts are Japan's. */
const JAPAN_MS = 9 * 3_600_000;

type Row = Readonly<Record<string, unknown>>;

/** Undefined: this is not the registration of that name. */
export function registrationOf(value: unknown, name: string): Registration | undefined {
  const domain = asRow(value);
  if (domain?.['objectClassName'] !== 'domain' || typeof domain['ldhName'] !== 'string') return undefined;
  if (hostNames([domain['ldhName']])[0] !== name) return undefined;
  const expiry = rowsOf(domain['events']).find((event) => event['eventAction'] === 'expiration');
  const expiresOn = expiry === undefined ? undefined : dayOf(expiry['eventDate']);
  // An expiry that cannot be read must not look like none.
  if (expiry !== undefined && expiresOn === undefined) return undefined;
  const registrar = rowsOf(domain['entities']).find((entity) => textsOf(entity['roles']).includes('registrar'));
  const registrarName = registrar === undefined ? undefined : nameOf(registrar['vcardArray']);
  const registrarId = rowsOf(registrar?.['publicIds']).find((id) => typeof id['identifier'] === 'string')?.[
    'identifier'
  ];
  return {
    status: textsOf(domain['status']),
    nameServers: hostNames(
      rowsOf(domain['nameservers']).flatMap(({ ldhName }) => (typeof ldhName === 'string' ? [ldhName] : [])),
    ),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(registrarName === undefined ? {} : { registrar: registrarName }),
    ...(typeof registrarId === 'string' ? { registrarId } : {}),
  };
}

/** RDAP's own answer that it has no such name (RFC 9083, 6): not the page of a web server that knows no such path. */
export const isNoSuchName = (value: unknown): boolean => asRow(value)?.['errorCode'] === 404;

/** `["vcard", [["fn", {}, "text", "Name"], …]]` */
function nameOf(vcard: unknown): string | undefined {
  const properties: unknown[] = Array.isArray(vcard) && Array.isArray(vcard[1]) ? vcard[1] : [];
  const found = properties.find((one): one is unknown[] => Array.isArray(one) && one[0] === 'fn');
  return typeof found?.[3] === 'string' && found[3] !== '' ? found[3] : undefined;
}

function dayOf(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms + JAPAN_MS).toISOString().slice(0, 10);
}

const asRow = (value: unknown): Row | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;

const rowsOf = (value: unknown): Row[] =>
  Array.isArray(value) ? value.map(asRow).filter((one) => one !== undefined) : [];

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
