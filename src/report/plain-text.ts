// Text from elsewhere, made safe and measurable: a name that the other side chose must not move the cursor, and a column
// must stay a column when it holds Japanese. Pure.
import type { Style } from './style.ts';

/** Control characters and those that turn the direction of writing: shown as codes, never obeyed. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** What a terminal without Unicode gets instead of our punctuation. Japanese stays: nothing else says the same. */
const IN_ASCII: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '…': '...',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': 'x',
  '·': '-',
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '‹': '<',
  '›': '>',
  '¥': 'JPY ',
  '§': 'section ',
};
const TYPOGRAPHIC = new RegExp(`[${Object.keys(IN_ASCII).join('')}]`, 'gu');

/** The text as it may be printed. Line feeds and tabs stay. */
export function printable(text: string, { unicode }: Pick<Style, 'unicode'>): string {
  const safe = text.replace(OBEYED, codeOf);
  return unicode ? safe : safe.replace(TYPOGRAPHIC, (found) => IN_ASCII[found] ?? found);
}

function codeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const ESCAPE_CODE = /\u001b\[[0-9;]*m/gu;
/** Two columns wide in every terminal that shows them at all. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

/** Whether the text has a character that takes two columns. */
export const hasWide = (text: string): boolean => WIDE.test(text);

/** Columns that a text takes, without its colours. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text.replace(ESCAPE_CODE, '')) {
    if (character < '\u0300') columns += 1;
    else if (!NO_WIDTH.test(character)) columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** A value of a journal or an error, as one word or as JSON. */
export const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Spaces up to a column; at least none. */
export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
