// The one way in which zone files change: prove the edit by BIND's own reading of before and after, keep what was, write, let the
// server's machine check it, tell the server; and put the old bytes back where any of that fails.
import { KaiyakuError, providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import type { ActContext, EvidenceRef, Receipt } from '../port.ts';
import { applied, type Change, editingOf, type Replacement } from './edit.ts';
import { compiledLines } from './compiled.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';
import { changing, told as toldNote } from './notes.ts';
import { nextSerial } from './serial.ts';
import { reload, requireValid } from './told.ts';
import { isDynamic, type ZonePlace, type ZoneText, zoneTexts } from './zone-texts.ts';

export interface ZoneChange {
  readonly place: ZonePlace;
  readonly change: Change;
  readonly reload?: readonly string[];
}

interface Edited {
  readonly path: string;
  readonly before: string;
  readonly after: string;
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
  const evidence = await kept(files, ctx);
  const known = { ...facts, files: files.map(({ path }) => path) };
  await ctx.note(changing(known));
  await write(machine, wanted, files, ctx);
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
  if (sorted(wanted).join('\n') !== sorted(after).join('\n'))
    throw providerError('edit-not-proven', `the edit of ${zone} would change more, or less, than it should`, {
      class: 'permanent',
      next: 'change this zone by hand',
      facts: { unexpected: difference(after, wanted).slice(0, LINES_IN_FACTS_MAX) },
    });
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

async function kept(files: readonly Edited[], ctx: ActContext): Promise<EvidenceRef[]> {
  const refs: EvidenceRef[] = [];
  for (const { path, before } of files)
    refs.push(await ctx.evidence.put(`before${path.replaceAll('/', '-')}`, Buffer.from(before, 'latin1')));
  return refs;
}

async function write(
  machine: Machine,
  { place }: ZoneChange,
  files: readonly Edited[],
  ctx: ActContext,
): Promise<void> {
  try {
    for (const { path, before, after } of files) {
      if ((await machine.read(path)) !== before) throw changedMeanwhile(path);
      await machine.replace(path, after);
      ctx.fault();
    }
    await requireValid(machine, place);
  } catch (error) {
    await putBack(machine, files, error);
    throw notWritten(place.zone, error);
  }
}

const changedMeanwhile = (path: string): KaiyakuError =>
  providerError('zone-changed', `${path} was changed by somebody else meanwhile`, {
    class: 'permanent',
    next: 'let them finish, then run apply again',
  });

/** Everything is as it was: what may have happened meanwhile is undone. */
function notWritten(zone: string, error: unknown): unknown {
  if (!(error instanceof KaiyakuError) || error.detail.class !== 'unknown-outcome') return error;
  return providerError('zone-not-written', `${zone} is as it was: ${error.message}`, {
    class: 'permanent',
    next: error.detail.next ?? 'run apply again',
    cause: error,
  });
}

/** What was already replaced gets its old bytes again. Where that fails nobody knows what the zone says. */
async function putBack(machine: Machine, files: readonly Edited[], because: unknown): Promise<void> {
  for (const { path, before, after } of files) {
    try {
      if ((await machine.read(path)) === after) await machine.replace(path, before);
    } catch (cause) {
      const why = because instanceof Error ? because.message : String(because);
      throw providerError('zone-not-put-back', `${path} was edited and could not be put back`, {
        class: 'unknown-outcome',
        why,
        next: 'put it back from the evidence, then settle',
        cause,
      });
    }
  }
}

async function told(
  machine: Machine,
  { place, reload: argv }: ZoneChange,
  files: readonly Edited[],
  ctx: ActContext,
): Promise<boolean> {
  if (argv === undefined) return false;
  ctx.progress(`reloading ${place.zone}`);
  const { came, said } = await reload(machine, argv);
  if (came === 'reloaded') return true;
  const failed = (class_: 'permanent' | 'unknown-outcome') =>
    providerError('reload-failed', `the server was not reloaded for ${place.zone}: ${said}`, {
      class: class_,
      next: 'rndc status; then run apply again',
    });
  if (came === 'unknown') throw failed('unknown-outcome');
  await putBack(machine, files, new Error(said));
  throw failed('permanent');
}
