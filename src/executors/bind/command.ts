// A zone as its server holds it, as a target, and the changes that are made in it. No I/O here: scripts/ builds these.
// Source: RFC 1035 §5, RFC 1982, RFC 2136; BIND’s own tools prove every edit.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import type { Command, Target } from '../port.ts';

export const BIND = 'bind';

export type BindKind = 'zone-file' | 'dynamic-zone' | 'configured-zone';

export interface ZoneFile {
  /** Name of the zone, without the last dot. */
  readonly zone: string;
  /** Its master file; relative to `directory`. */
  readonly file: string;
  /** `directory` of named.conf: `$INCLUDE`d names start there. */
  readonly directory: string;
  /** The address that must not be named any more. */
  readonly address: string;
  /** What `ttlWithin` is held against. */
  readonly ttlSeconds?: number;
  /** The machine on which the file lies; none: this one. */
  readonly ssh?: SshPlace;
}

export function zoneFileTarget({ zone, ...expect }: ZoneFile): Target {
  return target('zone-file', zone, expect, `zone file of ${zone}`);
}

export interface DynamicZone {
  readonly zone: string;
  /** Its primary: `192.0.2.53` or `192.0.2.53:5353`. */
  readonly server: string;
  /** Name of the TSIG key. */
  readonly key: string;
  readonly address: string;
  readonly ttlSeconds?: number;
}

/** A zone that its server writes itself: changed by RFC 2136 only, never as a file. */
export function dynamicZoneTarget({ zone, ...expect }: DynamicZone): Target {
  return target('dynamic-zone', zone, expect, `dynamic zone ${zone}`);
}

export interface ConfiguredZone {
  readonly zone: string;
  /** named.conf; what it includes is read as well. */
  readonly config: string;
  readonly file: string;
  readonly directory: string;
  readonly ssh?: SshPlace;
}

/** A zone as its server is configured to serve it: its statement, and its file. */
export function configuredZoneTarget({ zone, ...expect }: ConfiguredZone): Target {
  return target('configured-zone', zone, expect, `zone ${zone} in the name server’s configuration`);
}

/**
 * `remove-zone` (configured-zone): its one statement goes out of named.conf, proven by named-checkconf before and after; the server is
 * told by `reconfig`; then its file goes. All of it is evidence. Receipt facts: `files[], zoneFile, reloaded`.
 */
export const removeZone = (target: Target, reconfig: readonly string[]): Command => ({
  target,
  verb: 'remove-zone',
  args: { reconfig: [...reconfig] },
});

function target(kind: BindKind, id: string, expect: object, label: string): Target {
  return { executor: BIND, kind, id, expect: JSON.parse(JSON.stringify(expect)) as JsonObject, label };
}

/** A zone as a provider’s panel shows or exports it, kept in a file on this machine. */
export interface ZoneExport {
  readonly zone: string;
  /** Relative to the contract file. */
  readonly file: string;
}

/** Rows as they were before an edit: to be read, never changed. */
export function zoneExportTarget({ zone, file }: ZoneExport): Target {
  return { executor: BIND, kind: 'zone-export', id: zone, expect: { file }, label: `export of zone ${zone}` };
}

/** One row of an export. */
export interface ExportedRow {
  /** Full name, in small letters, without the last dot. */
  readonly name: string;
  readonly type: string;
  /** The strings of a TXT joined; words of other types with one space between. */
  readonly data: string;
  /** Of the file, counted from 1. */
  readonly line: number;
}

/**
 * Facts of a `zone-export`: `rows[]` as above, and `unread[{line, text}]`, every line that could not be read as a row of the
 * zone: it is named, never left out. A file that cannot be read is `unknown`, never absent.
 */
export interface ZoneExportFacts {
  readonly rows: readonly ExportedRow[];
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

/** How the server is told; a dynamic zone needs nothing of it. */
export interface Told {
  /** argv that makes the server read the zone again (`rndc reload ZONE`); none: a person does. */
  readonly reload?: readonly string[];
}

export interface MoveAddress extends Told {
  /** The address that takes its place; of the same family. */
  readonly to: string;
}

/**
 * `move-address`: A and AAAA records and SPF terms of the address name the other one, the serial goes up once, and nothing
 * else changes: proven by BIND’s reading of before and after. Files as they were are evidence. Where nothing names the address
 * any more only the server is told. Receipt facts: `ttlSecondsBefore` (largest TTL of what named the address), `serialFrom,
 * serialTo, files[], changed[]` (canonical lines), `changedLines`, `reloaded`.
 */
export const moveAddress = (target: Target, { to, reload }: MoveAddress): Command => ({
  target,
  verb: 'move-address',
  args: { to, ...argv(reload) },
});

/** `lower-ttl`: the TTL of these records is at most the target’s `ttlSeconds`. Receipt as of `move-address`. */
export const lowerTtl = (target: Target, { reload }: Told): Command => ({
  target,
  verb: 'lower-ttl',
  args: argv(reload),
});

const argv = (reload: readonly string[] | undefined): JsonObject =>
  reload === undefined ? {} : { reload: [...reload] };

/**
 * Facts of an observation: `serial`, `mentions[]` (canonical lines of records that name the address), `mentionLines`,
 * `ttlSecondsMax` (of these), `ttlWithin` (where the target has `ttlSeconds`), and of a zone file `dynamic` (a journal lies
 * beside it: the server writes the zone itself) and `files[]`; of a configured zone `statements` (how many name it) and `fileThere`. Never absent: what is not there is `unknown`, because the zone
 * may lie elsewhere. Foreign: the machine has another host key. What is served is the dns executor’s to say.
 */
export type BindFactsNote = never;
