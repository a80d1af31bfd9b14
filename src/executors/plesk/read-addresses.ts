// `ipmanage --ip_list`: the addresses of the server, and what is on each. Its columns are named in its first line: state, type, ip,
// clients, hosting, publicip. A line that does not fit makes the whole list unread: a list with a gap proves no absence.
import { unread } from './failures.ts';
import { plainAddress } from './spelling.ts';

export interface PleskAddress {
  readonly address: string;
  readonly type: 'shared' | 'exclusive';
  /** Pools of clients and resellers that hold it. */
  readonly clients: number;
  /** Sites on it. */
  readonly hosting: number;
}

const WHAT = 'ipmanage --ip_list';
const TYPES: Readonly<Record<string, PleskAddress['type']>> = { S: 'shared', E: 'exclusive' };

/** Throws `plesk-unread`. */
export function readAddresses(output: string): PleskAddress[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s*SUCCESS\b/.test(line));
  const columns = (lines[0] ?? '').trim().toLowerCase().split(/\s+/);
  const at = (name: string) => columns.indexOf(name);
  const [type, ip, clients, hosting] = ['type', 'ip', 'clients', 'hosting'].map(at) as [number, number, number, number];
  if ([type, ip, clients, hosting].includes(-1)) throw unread(WHAT, 'its first line names other columns');
  return lines.slice(1).map((line) => {
    const fields = line.trim().split(/\s+/);
    const address = addressIn(fields[ip] ?? '');
    const kind = TYPES[fields[type] ?? ''];
    const counts = [fields[clients], fields[hosting]].map((field) =>
      /^\d+$/.test(field ?? '') ? Number(field) : undefined,
    );
    const [pools, sites] = counts;
    if (address === undefined || kind === undefined || pools === undefined || sites === undefined)
      throw unread(WHAT, 'a line has another form');
    return { address, type: kind, clients: pools, hosting: sites };
  });
}

/** `eth0:203.0.113.10/255.255.255.0`, with or without interface and mask. */
function addressIn(field: string): string | undefined {
  const [whole = ''] = field.split('/');
  return plainAddress(whole) ?? plainAddress(whole.slice(whole.indexOf(':') + 1));
}
