// Reads back what `calendar` wrote, and nothing else: another program's file is never taken for ours. Pure.
import { userError } from '../../base/errors.ts';
import type { WrittenEntry } from './entry.ts';
import { PRODID } from './ics.ts';
import { unfoldedLines } from './ics-lines.ts';

/** Entries of one file; more is no calendar of contracts. */
const ENTRIES_MAX = 100_000;

/** Throws user error `calendar-foreign` for a file that kaiyaku did not write, or that was changed since. */
export function readCalendar(text: string, path: string): WrittenEntry[] {
  const lines = unfoldedLines(text);
  if (!lines.includes(`PRODID:${PRODID}`)) throw foreign(path, 'its PRODID is another program’s');
  const entries: WrittenEntry[] = [];
  let from = -1;
  for (const [at, line] of lines.entries()) {
    if (line === 'BEGIN:VEVENT') from = at + 1;
    if (line !== 'END:VEVENT') continue;
    const entry = from === -1 ? undefined : entryOf(lines.slice(from, at));
    if (entry === undefined || entries.length >= ENTRIES_MAX)
      throw foreign(path, `its entry ${entries.length + 1} is not ours`);
    entries.push(entry);
    from = -1;
  }
  return entries;
}

const HEAD = [
  /^UID:(.+)$/u,
  /^DTSTAMP:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u,
  /^LAST-MODIFIED:/u,
  /^SEQUENCE:(\d{1,9})$/u,
  /^STATUS:(CONFIRMED|CANCELLED)$/u,
  /^X-KAIYAKU-DIGEST:([0-9a-f]{32})$/u,
] as const;

function entryOf(lines: readonly string[]): WrittenEntry | undefined {
  const found = HEAD.map((pattern, at) => pattern.exec(lines[at] ?? ''));
  const [uid, stamp, modified, sequence, status, digest] = found;
  if (!uid || !stamp || !modified || !sequence || !status || !digest) return undefined;
  const [year, month, day, hour, minute, second] = stamp.slice(1).map(Number);
  return {
    uid: uid[1]!.replaceAll(/\\([\\;,])/gu, '$1'),
    stampMs: Date.UTC(year!, month! - 1, day, hour, minute, second),
    sequence: Number(sequence[1]),
    cancelled: status[1] === 'CANCELLED',
    digest: digest[1]!,
    lines: lines.slice(HEAD.length),
  };
}

const foreign = (path: string, why: string) =>
  userError('calendar-foreign', `${path} is not a calendar that kaiyaku wrote`, {
    why,
    next: 'name another file for -o, or move this one away',
  });
