// The answer of JPRS WHOIS in its English form (`/e`) as a registration: `[Expires on]` of a general-use name, the date in
// `[State]` of an organizational one. Its registrar is not shown there. Pure.
import { hostNames, type Registration } from './registration.ts';

/** `[Domain Name]   EXAMPLE.JP`, `p. [Name Server]   ns1.example.jp` */
const FIELD = /^(?:[a-z]\. )?\[([^\]]+)\][ \t]*(.*)$/;
const DAY = /^(\d{4})\/(\d\d)\/(\d\d)$/;
/** `Connected (2027/03/31)` */
const STATE = /^([A-Za-z ]+?)\s*(?:\((\d{4}\/\d\d\/\d\d)\))?$/;

/** Undefined: this is no answer about that name. */
export function registrationIn(text: string, name: string): Registration | 'absent' | undefined {
  if (/^No match!!/m.test(text)) return 'absent';
  const fields = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value = ''] = FIELD.exec(line) ?? [];
    if (key !== undefined) fields.set(key, [...(fields.get(key) ?? []), value.trim()]);
  }
  const valuesOf = (key: string) => (fields.get(key) ?? []).filter((value) => value !== '');
  if (hostNames(valuesOf('Domain Name').slice(0, 1))[0] !== name) return undefined;
  const [state] = [...valuesOf('State'), ...valuesOf('Status')];
  const [, status, until] = STATE.exec(state ?? '') ?? [];
  const [expires = until] = valuesOf('Expires on');
  // Without a status the text was cut off, and a day that cannot be read must not look like none.
  if (status === undefined || (expires !== undefined && !DAY.test(expires))) return undefined;
  return {
    status: [status, ...valuesOf('Lock Status')],
    nameServers: hostNames(valuesOf('Name Server').map((value) => value.split(/\s/)[0]!)),
    ...(expires === undefined ? {} : { expiresOn: expires.replaceAll('/', '-') }),
  };
}
