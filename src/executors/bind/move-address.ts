// The one change: back up, edit in place, prove it by BIND's own reading of before and after, and put the old bytes back where
// that fails. The server is told only of what is proven.
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import type { ActContext, EvidenceRef, Receipt } from '../port.ts';
import { applied, editingOf, type Move, type Replacement } from './edit.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';
import { nextSerial } from './serial.ts';
import { compiledLines, reload, type ZonePlace } from './tools.ts';
import { digestOfText, isDynamic, replaceText, textOf, zoneTexts, type ZoneText } from './zone-files.ts';

export interface Moving extends ZonePlace, Move {
  readonly reload?: readonly string[];
}

interface Edited {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Throws provider errors with their class; after one that is `permanent` the files are as they were. */
export async function moveAddress(moving: Moving, ctx: ActContext): Promise<Receipt> {
  const texts = await zoneTexts(moving, moving);
  await requireEditable(moving, texts);
  const before = await compiledLines(moving, ctx);
  const serialFrom = texts.find(({ editing }) => editing.serial !== undefined)?.editing.serial?.from;
  if (serialFrom === undefined) throw byHand(moving.zone, ['no file of it has the SOA record’s serial as a number']);
  const serialTo = nextSerial(serialFrom, ctx.clock.nowMs());
  const edits = texts.flatMap((one) => editOf(one, serialTo));
  const evidence = await kept(edits, ctx);
  await ctx.note(`editing ${edits.map(({ path, before: text }) => `${path} sha256:${digestOfText(text)}`).join(', ')}`);
  const changed = await written(moving, edits, { before, serialTo }, ctx);
  ctx.fault();
  const reloaded = await told(moving, edits, ctx);
  const facts = {
    serialFrom,
    serialTo,
    files: edits.map(({ path }) => path),
    changed: changed.slice(0, LINES_IN_FACTS_MAX),
    changedLines: changed.length,
    reloaded,
  };
  return { facts, evidence };
}

async function requireEditable({ zone, ...place }: Moving, texts: readonly ZoneText[]): Promise<void> {
  if (await isDynamic({ zone, ...place }))
    throw providerError('zone-dynamic', `${zone} is written by the server itself: a journal lies beside its file`, {
      class: 'permanent',
      next: 'rndc freeze ZONE first, or change it by nsupdate',
    });
  const problems = texts.flatMap(({ path, editing }) => editing.problems.map((problem) => `${path}, ${problem}`));
  if (problems.length > 0) throw byHand(zone, problems);
}

const byHand = (zone: string, problems: readonly string[]): KaiyakuError =>
  providerError('zone-by-hand', `${zone} cannot be changed safely: ${problems.join('; ')}`, {
    class: 'permanent',
    next: 'change these places by hand, then run apply again',
  });

/** Files in which nothing stands to be changed stay untouched; the one with the serial always changes. */
function editOf({ path, text, editing }: ZoneText, serialTo: number): Edited[] {
  const serial: Replacement[] =
    editing.serial === undefined
      ? []
      : [{ start: editing.serial.word.start, end: editing.serial.word.end, text: String(serialTo) }];
  const all = [...editing.replacements, ...serial];
  return all.length === 0 ? [] : [{ path, before: text, after: applied(text, all) }];
}

async function kept(edits: readonly Edited[], ctx: ActContext): Promise<EvidenceRef[]> {
  const refs: EvidenceRef[] = [];
  for (const { path, before } of edits)
    refs.push(await ctx.evidence.put(`before${path.replaceAll('/', '-')}`, Buffer.from(before, 'latin1')));
  return refs;
}

/** Writes the files and proves them; otherwise puts the old ones back. Gives the canonical lines that changed. */
async function written(
  moving: Moving,
  edits: readonly Edited[],
  known: { readonly before: readonly string[]; readonly serialTo: number },
  ctx: ActContext,
): Promise<string[]> {
  try {
    for (const { path, before, after } of edits) {
      if ((await textOf(path)) !== before) throw changedMeanwhile(path);
      await replaceText(path, after);
      ctx.fault();
    }
    const after = await compiledLines(moving, ctx);
    const wanted = known.before.map((line) => expectedLine(line, moving, known.serialTo));
    if (sorted(wanted).join('\n') !== sorted(after).join('\n'))
      throw providerError('edit-not-proven', `the edit of ${moving.zone} would change more than it should`, {
        class: 'permanent',
        next: 'change this zone by hand',
        facts: { unexpected: difference(after, wanted).slice(0, LINES_IN_FACTS_MAX) },
      });
    return difference(after, known.before);
  } catch (error) {
    await putBack(edits, error);
    throw error;
  }
}

const sorted = (lines: readonly string[]): string[] => [...lines].sort();

function difference(lines: readonly string[], from: readonly string[]): string[] {
  const known = new Set(from);
  return lines.filter((line) => !known.has(line));
}

/** A canonical line as it has to be afterwards: the same edit, on BIND's own words. */
function expectedLine(line: string, move: Move, serialTo: number): string {
  const { replacements, serial } = editingOf(line, move);
  const counted =
    serial === undefined ? [] : [{ start: serial.word.start, end: serial.word.end, text: String(serialTo) }];
  return applied(line, [...replacements, ...counted]);
}

const changedMeanwhile = (path: string): KaiyakuError =>
  providerError('zone-changed', `${path} was changed by somebody else meanwhile`, {
    class: 'permanent',
    next: 'let them finish, then run apply again',
  });

/** What was already replaced gets its old bytes again. Where that fails nobody knows what the zone says. */
async function putBack(edits: readonly Edited[], because: unknown): Promise<void> {
  for (const { path, before, after } of edits) {
    try {
      if ((await textOf(path)) === after) await replaceText(path, before);
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

async function told(moving: Moving, edits: readonly Edited[], ctx: ActContext): Promise<boolean> {
  if (moving.reload === undefined) return false;
  ctx.progress(`reloading ${moving.zone}`);
  const { came, said } = await reload(moving.reload, ctx);
  if (came === 'reloaded') return true;
  const failed = (class_: 'permanent' | 'unknown-outcome') =>
    providerError('reload-failed', `the server was not reloaded for ${moving.zone}: ${said}`, {
      class: class_,
      next: 'rndc status; then run apply again',
    });
  if (came === 'unknown') throw failed('unknown-outcome');
  await putBack(edits, new Error(said));
  throw failed('permanent');
}
