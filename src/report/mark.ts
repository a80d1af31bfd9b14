// One mark and one word for every state that is shown: what a person scans for. With an ASCII mark for every other one.
import type { Outcome, Standing, VerdictWord } from '../engine/verdict.ts';
import type { Piece } from './flow.ts';
import type { Paint, Pen } from './style.ts';

/** `later`: its turn has not come; that is no refusal, and must not look like one. */
export type Sign = VerdictWord | 'later';

interface Look {
  readonly unicode: string;
  readonly ascii: string;
  readonly word: string;
  readonly paint: Exclude<keyof Pen, 'style'>;
}

const LOOKS: Readonly<Record<Sign, Look>> = {
  done: { unicode: '✔', ascii: '+', word: 'done', paint: 'green' },
  'not-needed': { unicode: '–', ascii: '-', word: 'not needed', paint: 'dim' },
  ready: { unicode: '●', ascii: '>', word: 'ready', paint: 'cyan' },
  'waiting-until': { unicode: '◷', ascii: '~', word: 'waits for a date', paint: 'cyan' },
  'waiting-for-person': { unicode: '☐', ascii: 'o', word: 'waits for a person', paint: 'yellow' },
  'needs-approval': { unicode: '⚑', ascii: 'A', word: 'needs approval', paint: 'magenta' },
  blocked: { unicode: '✖', ascii: 'x', word: 'blocked', paint: 'red' },
  'in-doubt': { unicode: '?', ascii: '?', word: 'in doubt', paint: 'red' },
  unreadable: { unicode: '!', ascii: '!', word: 'could not look', paint: 'red' },
  later: { unicode: '·', ascii: '.', word: 'later', paint: 'dim' },
};

/** The mark in its colour. */
export function markOf(pen: Pen, sign: Sign): Piece {
  const look = LOOKS[sign];
  return { text: pen.style.unicode ? look.unicode : look.ascii, paint: pen[look.paint] };
}

/** `✔ back-up`: the mark in its own colour, the id in the line's. */
export function stepLabel(pen: Pen, sign: Sign, id: string, paint: Paint = (text) => text): Piece {
  const mark = markOf(pen, sign);
  return { text: `${mark.text} ${id}`, paint: (text) => `${mark.paint!(text.slice(0, 1))} ${paint(text.slice(2))}` };
}

export const wordOf = (sign: Sign): string => LOOKS[sign].word;
export const paintOf = (pen: Pen, sign: Sign): Paint => pen[LOOKS[sign].paint];

/** How an effect's standing is marked, and what is said beside it. */
export const STANDINGS: Readonly<Record<Standing, { readonly sign: Sign; readonly note: string }>> = {
  settled: { sign: 'done', note: '' },
  reached: { sign: 'ready', note: 'is so already; to be proven and recorded' },
  proving: { sign: 'waiting-until', note: 'was taken; its proof is awaited' },
  'in-doubt': { sign: 'in-doubt', note: 'begun, neither proven nor refuted' },
  returned: { sign: 'blocked', note: 'was verified absent, and is back' },
  'to-do': { sign: 'ready', note: '' },
  foreign: { sign: 'blocked', note: 'is not what the contract names' },
  unknown: { sign: 'unreadable', note: 'could not look' },
  'not-asked': { sign: 'later', note: 'not looked at yet' },
};

/** What the whole contract is at, and what that means for going on. */
export const OUTCOMES: Readonly<
  Record<Outcome, { readonly sign: Sign; readonly word: string; readonly rest: string }>
> = {
  complete: { sign: 'done', word: 'Complete', rest: ': nothing is left to do.' },
  'more-to-do': { sign: 'ready', word: 'Ready', rest: ': there is more to do.' },
  'waiting-until': { sign: 'waiting-until', word: 'Waiting for a date', rest: '.' },
  'waiting-for-person': { sign: 'waiting-for-person', word: 'Waiting for a person', rest: '.' },
  'in-doubt': { sign: 'in-doubt', word: 'In doubt', rest: ': nothing goes on until somebody has looked.' },
  refused: { sign: 'blocked', word: 'Refused', rest: ': nothing goes on until this is mended.' },
  'could-not-look': { sign: 'unreadable', word: 'Could not look', rest: ': nothing is done on a guess.' },
};
