// `domain --info NAME`: `Key: value` lines below headings. What is read: the name, the kind of hosting, the addresses of the web,
// and the system user, which all sites of one subscription share. It shows no address of the mail service.
import { unread } from './failures.ts';
import { plainAddress, plainName } from './spelling.ts';

export interface DomainInfo {
  /** As Plesk words it: `Physical hosting`. */
  readonly hosting: string;
  readonly web: readonly string[];
  /** `FTP Login`; undefined where it has none (forwarding, no hosting). */
  readonly systemUser: string | undefined;
}

/** Throws `plesk-unread`, also where the answer is about another domain. */
export function readDomain(output: string, name: string): DomainInfo {
  const what = `domain --info ${name}`;
  const values = new Map<string, string>();
  for (const line of output.split('\n')) {
    const [, key, value] = /^([^:]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !values.has(key.trim())) values.set(key.trim(), value);
  }
  const said = values.get('Domain name');
  if (said === undefined || plainName(said) !== name)
    throw unread(what, 'it does not name the domain that was asked for');
  const hosting = values.get('Hosting type');
  if (hosting === undefined) throw unread(what, 'it names no hosting type');
  const addresses = values.get('IP Address') ?? '';
  const web = addresses
    .split(/[,\s]+/)
    .filter((one) => one !== '')
    .map((one) => plainAddress(one) ?? raise(unread(what, 'its IP Address holds something else')));
  const systemUser = values.get('FTP Login');
  return { hosting, web, systemUser: systemUser === '' ? undefined : systemUser };
}

function raise(error: Error): never {
  throw error;
}
