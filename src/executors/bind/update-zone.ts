// The one way in which a dynamic zone changes: one update that holds what must be so before and what is to be so after, so that it
// happens once or not at all; and then the zone is read again.
import { KaiyakuError, providerError } from '../../base/errors.ts';
import { changing, told } from '../machine/change-notes.ts';
import { applied } from '../machine/replacement.ts';
import type { ActContext, Receipt } from '../port.ts';
import { type Change, editingOf } from './edit.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';
import { type LivePlace, liveLines, sendUpdate } from './live-zone.ts';

/** Throws provider errors with their class; after one that is `permanent` the zone is as it was. */
export async function updateZone(place: LivePlace, keyFile: string, change: Change, ctx: ActContext): Promise<Receipt> {
  const before = await liveLines(place, keyFile, ctx);
  const read = before.map((line) => ({ line, ...editingOf(line, change) }));
  const ttlSecondsBefore = read.reduce((most, { ttlSecondsMax }) => Math.max(most, ttlSecondsMax), 0);
  const sets = setsOf(before, change);
  const facts = {
    ttlSecondsBefore,
    serialFrom: serialIn(before),
    changed: sets.flatMap(({ after }) => after).slice(0, LINES_IN_FACTS_MAX),
    changedLines: sets.reduce((count, { after }) => count + after.length, 0),
  };
  const evidence = [await ctx.evidence.put(`before-${place.zone}.axfr`, `${before.join('\n')}\n`)];
  await ctx.note(changing(facts));
  if (sets.length > 0) {
    const came = await sendUpdate(place, keyFile, sets.flatMap(updateOf), ctx);
    ctx.fault();
    if (came !== 'done') throw notUpdated(place, came);
  }
  await ctx.note(told(true));
  const after = await linesAfter(place, keyFile, ctx);
  if (setsOf(after, change).length > 0)
    throw providerError('update-not-proven', `${place.zone} still names the address after its update`, {
      class: 'unknown-outcome',
      next: 'look at the zone by hand, then run apply again',
    });
  return { facts: { ...facts, serialTo: serialIn(after), reloaded: true }, evidence };
}

/** Behind the update nothing is as it was any more: what cannot be read then is settled by looking. */
async function linesAfter(place: LivePlace, keyFile: string, ctx: ActContext): Promise<string[]> {
  try {
    return await liveLines(place, keyFile, ctx);
  } catch (error) {
    if (!(error instanceof KaiyakuError)) throw error;
    throw providerError('update-not-proven', `${place.zone} was updated, and could not be read since`, {
      class: 'unknown-outcome',
      why: error.message,
      next: 'run apply again: it looks first',
    });
  }
}

const serialIn = (lines: readonly string[]): number | null =>
  lines.map((line) => editingOf(line, { address: '' }).serial?.from).find((serial) => serial !== undefined) ?? null;

/** All records of one name and type: what RFC 2136 compares and replaces as one. */
interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The sets that the change touches. Throws `zone-by-hand` where a name or a text cannot be handed on as it stands. */
function setsOf(lines: readonly string[], change: Change): RecordSet[] {
  const sets = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', , , type = ''] = line.split(' ');
    const key = `${name.toLowerCase()} ${type}`;
    sets.set(key, [...(sets.get(key) ?? []), line]);
  }
  return [...sets].flatMap(([key, before]): RecordSet[] => {
    if (before.every((line) => editingOf(line, change).replacements.length === 0)) return [];
    const [name = '', type = ''] = key.split(' ');
    const edited = before.map((line) => applied(line, editingOf(line, change).replacements));
    // One TTL for all of a set (RFC 2181 §5.2).
    const after = change.ttlSeconds === undefined ? edited : edited.map((line) => withTtl(line, change.ttlSeconds!));
    for (const line of [...before, ...after])
      if (!/^[\x20-\x7e]+$/.test(line)) throw byHand(`${name} ${type} holds what no line can carry`);
    return [{ name, type, before, after: [...new Set(after)] }];
  });
}

const withTtl = (line: string, ttlSeconds: number): string => {
  const [name = '', ttl = '', ...rest] = line.split(' ');
  return [name, String(Math.min(Number(ttl), ttlSeconds)), ...rest].join(' ');
};

/** The set as it is must be so (`yxrrset` with its data); then it is replaced as a whole. */
function updateOf({ name, type, before, after }: RecordSet): string[] {
  return [
    ...before.map((line) => `prereq yxrrset ${name} IN ${type} ${dataOf(line)}`),
    `update delete ${name} IN ${type}`,
    ...after.map((line) => `update add ${line}`),
  ];
}

const dataOf = (line: string): string => line.split(' ').slice(4).join(' ');

const byHand = (what: string): KaiyakuError =>
  providerError('zone-by-hand', what, { class: 'permanent', next: 'change this record by hand, then run apply again' });

function notUpdated({ zone, host }: LivePlace, came: 'refused' | 'unknown'): KaiyakuError {
  return came === 'refused'
    ? providerError('update-refused', `${host} refused the update of ${zone}`, {
        class: 'permanent',
        why: 'its prerequisites no longer held, or the key may not update these records',
        next: 'look at the log of the server and its update-policy, then run apply again',
      })
    : providerError('update-unknown', `${host} did not answer the update of ${zone}`, {
        class: 'unknown-outcome',
        next: 'run apply again: it looks first',
      });
}
