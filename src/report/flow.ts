// Pieces of text with their looks, flowed into lines of a width. Breaks at spaces and between Japanese characters; never
// inside a command, a hash or an id, which must stay whole to be copied. Pure.
import { columnsOf, hasWide, printable } from './plain-text.ts';
import type { Paint, Style } from './style.ts';

export interface Piece {
  readonly text: string;
  readonly paint?: Paint | undefined;
  /** Never broken, not even at a space: a command. */
  readonly solid?: boolean | undefined;
}

interface Atom {
  readonly text: string;
  readonly columns: number;
  readonly paint: Paint | undefined;
  /** A space stands before it, unless it opens a line. */
  readonly spaced: boolean;
}

/** Neither opens a line: closing brackets and full stops belong to what they close. */
const CLOSES = '、。」』）】〉》!！?？,.・：；ー)';
/** A date and its weekday are one word. */
const WORDS = /\s+|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d{2}-\d{2}[^\s]*|[^\s]+/gu;

/** Lines of at most `width` columns, each without a break at its end. A piece begins where the one before ended. */
export function flow(pieces: readonly Piece[], width: number, style: Pick<Style, 'unicode'>): string[] {
  const lines: Atom[][] = [];
  let line: Atom[] = [];
  let used = 0;
  for (const atom of atomsOf(pieces, style)) {
    const gap = atom.spaced && line.length > 0 ? 1 : 0;
    if (line.length > 0 && used + gap + atom.columns > width) {
      lines.push(withoutLastSeparator(line));
      line = [];
      used = 0;
    }
    if (line.length === 0 && lines.length > 0 && isSeparator(atom)) continue;
    used += (line.length > 0 ? gap : 0) + atom.columns;
    line.push(atom);
  }
  if (line.length > 0) lines.push(line);
  return lines.map(paintLine);
}

/** Stands alone between two thoughts on one line; at the edge of a line nothing is left to separate. */
const SEPARATORS: ReadonlySet<string> = new Set(['·', '-']);
const isSeparator = (atom: Atom | undefined): boolean => atom !== undefined && SEPARATORS.has(atom.text);

const withoutLastSeparator = (line: readonly Atom[]): Atom[] =>
  isSeparator(line.at(-1)) ? line.slice(0, -1) : [...line];

function* atomsOf(pieces: readonly Piece[], style: Pick<Style, 'unicode'>): Generator<Atom> {
  let spaced = false;
  // Parts of one word that stand in several pieces (a colon after a painted word) are not torn apart.
  for (const { text, paint, solid } of pieces) {
    const safe = printable(text, style);
    if (solid === true) {
      const whole = safe.trim();
      yield { text: whole, columns: columnsOf(whole), paint, spaced: spaced || safe.startsWith(' ') };
      spaced = safe.endsWith(' ');
      continue;
    }
    for (const [word] of safe.matchAll(WORDS)) {
      if (word.trim() === '') {
        spaced = true;
        continue;
      }
      for (const part of partsOf(word)) {
        yield { text: part, columns: columnsOf(part), paint, spaced };
        spaced = false;
      }
    }
  }
}

/** A word without Japanese is one part; Japanese may break before any character that does not close something. */
function partsOf(word: string): string[] {
  if (!hasWide(word)) return [word];
  const parts: string[] = [];
  for (const character of word) {
    const before = parts.at(-1);
    const opens = before !== undefined && /[(「『（【〈《“]$/u.test(before);
    const joins = before !== undefined && !hasWide(character) && !hasWide(before.slice(-1));
    if (before !== undefined && (CLOSES.includes(character) || opens || joins))
      parts[parts.length - 1] = before + character;
    else parts.push(character);
  }
  return parts;
}

function paintLine(atoms: readonly Atom[]): string {
  let line = '';
  let run = '';
  let paint: Paint | undefined;
  const flush = () => {
    line += run === '' || paint === undefined ? run : paint(run);
    run = '';
  };
  atoms.forEach((atom, index) => {
    const gap = atom.spaced && index > 0 ? ' ' : '';
    if (atom.paint === paint) {
      run += gap + atom.text;
      return;
    }
    flush();
    line += gap;
    paint = atom.paint;
    run = atom.text;
  });
  flush();
  return line;
}
