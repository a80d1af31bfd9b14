// The one way in which zone files change: prove the edit by BIND's own reading of before and after, keep what was, write, let the
// server's machine check it, tell the server; and put the old bytes back where any of that fails.
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import { type Edited, keepBefore, tell, writeAll } from '../machine/change-files.ts';
import type { Machine } from '../machine/machine.ts';
import type { ActContext, Receipt } from '../port.ts';
import { changing, told as toldNote } from '../machine/change-notes.ts';
import { applied, type Replacement } from '../machine/replacement.ts';
import { type Change, editingOf } from './edit.ts';
import { compiledLines } from './compiled.ts';
import { LINES_IN_FACTS_MAX, RELOAD_TIMEOUT_MS } from './limits.ts';
import { nextSerial } from './serial.ts';
import { requireValid } from './valid.ts';
import { isDynamic, type ZonePlace, type ZoneText, zoneTexts } from './zone-texts.ts';

export interface ZoneChange {
  readonly place: ZonePlace;
  readonly change: Change;
  readonly reload?: readonly string[];
}

/** Throws provider errors with their class; after one that is `permanent` the files are as they were. */
export async function changeZone(machine: Machine, wanted: ZoneChange, ctx: ActContext): Promise<Receipt> {
  const { place, change } = wanted;
  const texts = await zoneTexts(machine, place, change);
  await requireEditable(machine, place, texts);
  const before = await compiledLines(place.zone, texts, ctx);
  const { edits, facts } = await provenEdits(place.zone, change, texts, before, ctx);
  const files = texts.flatMap(({ path, text }) => {
    const own = edits.get(path) ?? [];
    return own.length === 0 ? [] : [{ path, before: text, after: applied(text, own) }];
  });
  const evidence = await keepBefore(files, ctx);
  const known = { ...facts, files: files.map(({ path }) => path) };
  await ctx.note(changing(known));
  await writeAll(machine, files, ctx, () => requireValid(machine, place));
  ctx.fault();
  const reloaded = await told(machine, wanted, files, ctx);
  await ctx.note(toldNote(reloaded));
  return { facts: { ...known, reloaded }, evidence };
}

async function requireEditable(machine: Machine, place: ZonePlace, texts: readonly ZoneText[]): Promise<void> {
  if (await isDynamic(machine, place))
    throw providerError(
      'zone-dynamic',
      `${place.zone} is written by the server itself: a journal lies beside its file`,
      {
        class: 'permanent',
        next: 'name an update key for it in the contract (server.bind.zones: update), or freeze it first: rndc freeze ZONE',
      },
    );
  const problems = texts.flatMap(({ path, editing }) => editing.problems.map((problem) => `${path}, ${problem}`));
  if (problems.length > 0) throw byHand(place.zone, problems);
}

const byHand = (zone: string, problems: readonly string[]): KaiyakuError =>
  providerError('zone-by-hand', `${zone} cannot be changed safely: ${problems.join('; ')}`, {
    class: 'permanent',
    next: 'change these places by hand, then run apply again',
  });

/** Files in which nothing stands to be changed stay untouched; where any changes, the one with the serial does too. */
async function provenEdits(
  zone: string,
  change: Change,
  texts: readonly ZoneText[],
  before: readonly string[],
  ctx: ActContext,
) {
  const found = before.map((line) => editingOf(line, change));
  const ttlSecondsBefore = found.reduce((most, { ttlSecondsMax }) => Math.max(most, ttlSecondsMax), 0);
  if (texts.every(({ editing }) => editing.replacements.length === 0))
    return { edits: new Map<string, Replacement[]>(), facts: { ttlSecondsBefore, changed: [], changedLines: 0 } };
  const serialFrom = texts.find(({ editing }) => editing.serial !== undefined)?.editing.serial?.from;
  if (serialFrom === undefined) throw byHand(zone, ['no file of it has the SOA record’s serial as a number']);
  const serialTo = nextSerial(serialFrom, ctx.clock.nowMs());
  const edits = new Map(
    texts.map(({ path, editing }) => [path, [...editing.replacements, ...serialEdit(editing.serial, serialTo)]]),
  );
  const after = await compiledLines(zone, texts, ctx, edits);
  const wanted = before.map((line, at) =>
    applied(line, [...found[at]!.replacements, ...serialEdit(found[at]!.serial, serialTo)]),
  );
  if (sorted(wanted).join('\n') !== sorted(after).join('\n')) {
    const unexpected = difference(after, wanted).slice(0, LINES_IN_FACTS_MAX);
    throw providerError('edit-not-proven', `the edit of ${zone} would change more, or less, than it should`, {
      class: 'permanent',
      why: `BIND would read: ${unexpected[0] ?? 'fewer records'}`,
      next: 'change this zone by hand',
      facts: { unexpected },
    });
  }
  const changed = difference(after, before);
  const lines = { changed: changed.slice(0, LINES_IN_FACTS_MAX), changedLines: changed.length };
  return { edits, facts: { ttlSecondsBefore, serialFrom, serialTo, ...lines } };
}

const serialEdit = (serial: ZoneText['editing']['serial'], to: number): Replacement[] =>
  serial === undefined ? [] : [{ start: serial.word.start, end: serial.word.end, text: String(to) }];

const sorted = (lines: readonly string[]): string[] => [...lines].sort();

function difference(lines: readonly string[], from: readonly string[]): string[] {
  const known = new Set(from);
  return lines.filter((line) => !known.has(line));
}

async function told(
  machine: Machine,
  { place, reload: argv }: ZoneChange,
  files: readonly Edited[],
  ctx: ActContext,
): Promise<boolean> {
  if (argv === undefined) return false;
  ctx.progress(`reloading ${place.zone}`);
  await tell(machine, files, { argv, timeoutMs: RELOAD_TIMEOUT_MS, server: `named (${place.zone})` });
  return true;
}
