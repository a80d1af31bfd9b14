// A next command as it is printed: whole, in its colour, with nothing behind it. Pure.
import { field, paragraph, wholeLine } from './block.ts';
import { isCommand } from './command-line.ts';
import type { Piece } from './flow.ts';
import { both, type Pen } from './style.ts';

/** `Next  kaiyaku …`: the last line, whole where it is a command. */
export function nextLines(pen: Pen, next: string | undefined, word = 'Next'): string[] {
  if (next === undefined) return [];
  const label = { text: word, paint: pen.bold };
  const paint = both(pen.bold, pen.cyan);
  return field(pen, 0, label, [{ text: next, paint: isCommand(next) ? paint : undefined, solid: isCommand(next) }], 6);
}

/** A command whole and in its colour, or the sentence as it is. */
export const commandOrText = (pen: Pen, next: string): Piece =>
  isCommand(next) ? { text: next, paint: pen.cyan, solid: true } : { text: next };

/** A command on a line of its own, or the sentence where it is one. */
export const nextWithin = (pen: Pen, indent: number, next: string): string[] =>
  isCommand(next) ? wholeLine(pen, indent, { text: next, paint: pen.cyan }) : paragraph(pen, indent, { text: next });
