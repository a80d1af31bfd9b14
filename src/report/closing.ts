// What a report rests on, at its end: how far the contract is, the plan's digest, the journal's head. Pure.
import type { Decision } from '../engine/verdict.ts';
import type { Head } from '../journal/state.ts';
import { wholeLine } from './block.ts';
import type { Pen } from './style.ts';

/** How far it is, under which plan, upon which journal. The digest and the head stay whole: they are copied. */
export function closingLines(
  pen: Pen,
  { steps }: Decision,
  { planDigest, journalHead }: { readonly planDigest?: string; readonly journalHead?: Pick<Head, 'seq' | 'hash'> },
): string[] {
  const needed = steps.filter((one) => one.verdict !== 'not-needed');
  const done = needed.filter((one) => one.verdict === 'done').length;
  return [
    ...closingLine(pen, 'steps', `${done} of ${needed.length} done`),
    ...(planDigest === undefined ? [] : closingLine(pen, 'plan', planDigest)),
    ...(journalHead === undefined ? [] : closingLine(pen, 'journal', headText(journalHead))),
  ];
}

/** `17:3f6c…`: what `--anchor` takes. */
export const headText = ({ seq, hash }: Pick<Head, 'seq' | 'hash'>): string => `${seq}:${hash}`;

export const closingLine = (pen: Pen, label: string, text: string): string[] =>
  wholeLine(pen, 0, { text: `${label.padEnd(9)}${text}`, paint: pen.dim });
