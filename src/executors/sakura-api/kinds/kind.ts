// What one kind of object is to the API: where it is read, what its facts are, what makes it another one, and what
// would betray that it still exists under another id. One file a kind; nothing here writes.
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Difference, Target } from '../../port.ts';
import type { SakuraExpect, SakuraKind } from '../command.ts';
import type { Look } from '../look.ts';
import { readCount, readId, readRefOrNull, readRows, readText, type Row } from '../shapes.ts';

export type ObjectKindName = Exclude<SakuraKind, 'account' | 'ptr' | 'references' | 'copies' | 'sweep'>;

export interface ObjectKind {
  readonly kind: ObjectKindName;
  /** `server`: path segment of read, find and delete. */
  readonly path: string;
  /** Envelope keys: `Server`, `Servers`. */
  readonly one: string;
  readonly many: string;
  /** Has a `Name`. */
  readonly named: boolean;
  /** For finds that hold several kinds, or objects of the platform. */
  includes?(row: Row): boolean;
  /** Rows that bear another object's name: the switch half of a router. A name says nothing about them. */
  borrowsName?(row: Row): boolean;
  facts(row: Row, zone: string, look: Look, expect: SakuraExpect): Promise<JsonObject>;
  /** Differences from the contract beyond the name. */
  differences(facts: JsonObject, expect: SakuraExpect, zone: string, look: Look): Promise<readonly Difference[]>;
  /** Other signs of an object whose id reads 404. */
  traces?(target: Seen, look: Look): Promise<Traces>;
}

/** A target whose zone is known. */
export interface Seen {
  readonly id: string;
  readonly zone: string;
  readonly expect: SakuraExpect;
}

/** What other lists say of an object whose id reads 404. */
export interface Traces {
  /** Rows that may be the object under another id. */
  readonly hits: readonly { readonly zone: string; readonly row: Row; readonly by: string }[];
  /** Places that still name the old id itself: they contradict its 404. */
  readonly contradictions: readonly string[];
  /** Each reading in words. */
  readonly proof: readonly string[];
}

/** The rows of a kind in a zone. */
export async function rowsOf(kind: ObjectKind, zone: string, look: Look): Promise<readonly Row[]> {
  const rows = await look.find(zone, kind.path, kind.many);
  return kind.includes === undefined ? rows : rows.filter((row) => kind.includes!(row));
}

export const PREVIOUS_ID_TAG = '@previous-id=';

/** Changing a server's plan or a router's bandwidth gives it a new id; official tools leave this tag on it. */
export const previousIdTag = (id: string): string => `${PREVIOUS_ID_TAG}${id}`;

export const idOf = (row: Row): string => readId(row['ID'], 'ID');
export const nameOf = (row: Row): string => readText(row['Name'], 'Name');
export const refOf = (row: Row, key: string): string | null => readRefOrNull(row[key], key);
export const disksOf = (server: Row): readonly Row[] => readRows(server['Disks'], 'Server.Disks');
export const interfacesOf = (server: Row): readonly Row[] => readRows(server['Interfaces'], 'Server.Interfaces');

/** All servers of a zone; every kind that a server can hold asks for them. */
export const serversIn = (zone: string, look: Look): Promise<readonly Row[]> => look.find(zone, 'server', 'Servers');

/** `network/len` of a subnet. */
export function networkOf(subnet: Row): string {
  return `${readText(subnet['NetworkAddress'], 'NetworkAddress')}/${readCount(subnet['NetworkMaskLen'], 'NetworkMaskLen')}`;
}

/** `prefix/len` of an IPv6 net. */
export function prefixOf(net: Row): string {
  return `${readText(net['IPv6Prefix'], 'IPv6Prefix')}/${readCount(net['IPv6PrefixLen'], 'IPv6PrefixLen')}`;
}

export const differs = (what: string, expected: string, found: string | null): Difference => ({
  what,
  expected,
  found: found ?? 'none',
});

/** The expectations of a target; `expect` is plain JSON there. */
export const expectOf = (target: Target): SakuraExpect => target.expect;
