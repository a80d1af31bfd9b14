// What an attempt at a backup writes down: that it began, and, once it was read back, its whole receipt.
import type { ActContext, Receipt } from '../port.ts';

const BEGUN = 'begun';
const READ_BACK = 'read-back ';

export const noteBegun = (ctx: ActContext): Promise<void> => ctx.note(BEGUN);

export const noteReadBack = (ctx: ActContext, receipt: Receipt): Promise<void> =>
  ctx.note(`${READ_BACK}${JSON.stringify(receipt)}`);

/** The receipt of an attempt that came to its end; `begun`: it did not; undefined: it never began. */
export function readNotes(notes: readonly string[]): Receipt | 'begun' | undefined {
  const last = notes.find((note) => note.startsWith(READ_BACK));
  if (last !== undefined) return JSON.parse(last.slice(READ_BACK.length)) as Receipt;
  return notes.length === 0 ? undefined : 'begun';
}
