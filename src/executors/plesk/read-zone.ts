// `dns --info NAME`: the records of the zone that Plesk serves, one a line, `OWNER TYPE VALUE`, and a last line that says that these
// are all. Without that line the answer may be cut off.
import { unread } from './failures.ts';
import { holdsAddress, plainAddress, plainName } from './spelling.ts';

export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Throws `plesk-unread`. */
export function readZone(output: string, name: string): ZoneRecord[] {
  const what = `dns --info ${name}`;
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  if (!/^SUCCESS\b/.test(lines.at(-1) ?? '')) throw unread(what, 'it does not say that it is complete');
  return lines.slice(0, -1).map((line) => {
    const [, owner, type, value] = /^(\S+)\s+([A-Z][A-Z0-9]*)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (owner === undefined || type === undefined || value === undefined) throw unread(what, 'a line is no record');
    return { name: owner.replace(/\.$/, ''), type, value };
  });
}

/** Records that hold the address, whoever wrote them. */
export const recordsHolding = (records: readonly ZoneRecord[], address: string): ZoneRecord[] =>
  records.filter(({ value }) => holdsAddress(value, address));

/** Addresses of the hosts that take the domain's mail, as far as this zone says. */
export function mailAddresses(records: readonly ZoneRecord[], domain: string): string[] {
  const plain = (text: string) => plainName(text) ?? text;
  const hosts = new Set(
    records
      .filter(({ name, type }) => type === 'MX' && plain(name) === domain)
      .map(({ value }) => plain(value.split(/\s+/).at(-1)!)),
  );
  return records
    .filter(({ name, type }) => (type === 'A' || type === 'AAAA') && hosts.has(plain(name)))
    .map(({ value }) => plainAddress(value) ?? value)
    .sort();
}
