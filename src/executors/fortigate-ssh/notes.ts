// The durable notes of a reset: written before the point of no return, read after a kill. Pure. No secrets in them.
import type { ResetCommand } from './command.ts';

const ANSWERING = 'answering ';
const SEEN = 'reset text seen ';

export const answeringNote = (command: ResetCommand, serial: string): string =>
  `${ANSWERING}y to the question of execute ${command} on ${serial}`;

export const resetTextNote = (serial: string): string => `${SEEN}from ${serial}`;

/** What the notes of an interrupted reset say. */
export function readNotes(notes: readonly string[]): { readonly answering: boolean; readonly resetTextSeen: boolean } {
  return {
    answering: notes.some((line) => line.startsWith(ANSWERING)),
    resetTextSeen: notes.some((line) => line.startsWith(SEEN)),
  };
}
