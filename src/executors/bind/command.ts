// A zone's master file on this machine, as a target, and the one change that is made in it. No I/O here: scripts/ builds
// these. Source: RFC 1035 §5, RFC 1982; BIND’s own tools prove every edit.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Command, Target } from '../port.ts';

export const BIND = 'bind';

export interface ZoneFile {
  /** Name of the zone, without the last dot. */
  readonly zone: string;
  /** Its master file; relative to `directory`. */
  readonly file: string;
  /** `directory` of named.conf: `$INCLUDE`d names start there. */
  readonly directory: string;
  /** The address that must not be named any more. */
  readonly address: string;
}

export function zoneFileTarget({ zone, file, directory, address }: ZoneFile): Target {
  return {
    executor: BIND,
    kind: 'zone-file',
    id: zone,
    expect: { file, directory, address },
    label: `zone file of ${zone}`,
  };
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

export interface MoveAddress {
  /** The address that takes its place; of the same family. */
  readonly to: string;
  /** argv that makes the server read the zone again (`rndc reload ZONE`); none: a person does. */
  readonly reload?: readonly string[];
}

/**
 * `move-address`: A and AAAA records and SPF terms of the address name the other one, the serial goes up once, and nothing
 * else changes: proven by named-compilezone before and after. The files as they were are evidence. Receipt facts: `serialFrom,
 * serialTo, files[], changed[]` (canonical lines), `reloaded`.
 */
export const moveAddress = (target: Target, { to, reload }: MoveAddress): Command => ({
  target,
  verb: 'move-address',
  args: { to, ...(reload === undefined ? {} : { reload: [...reload] }) } satisfies JsonObject,
});

/**
 * Facts of an observation: `serial` (of the file), `mentions[]` (canonical lines of records that name the address), `dynamic`
 * (a journal lies beside it: the server writes the zone itself), `files[]`. Never absent: a file that is not there is
 * `unknown`, because the zone may lie elsewhere. What is served is the dns executor’s to say.
 */
export type BindFactsNote = never;
