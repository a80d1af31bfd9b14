// The durable notes of one change of files, written and read back: what was about to change, and whether the server was told.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Recovery } from '../port.ts';

const CHANGING = 'changing ';
const TOLD = 'told ';

/** Before the first byte changes. */
export const changing = (facts: JsonObject): string => `${CHANGING}${JSON.stringify(facts)}`;
export const told = (reloaded: boolean): string => `${TOLD}${String(reloaded)}`;

/** What of it took effect is for looks to say; the notes hold what no later look can show, what was there before. */
export function recovered(notes: readonly string[]): Recovery {
  const begun = notes.find((note) => note.startsWith(CHANGING));
  if (begun === undefined) return { proves: 'not-begun', why: 'no file was touched' };
  const facts = JSON.parse(begun.slice(CHANGING.length)) as JsonObject;
  const answer = notes.find((note) => note.startsWith(TOLD));
  const known: JsonObject = answer === undefined ? facts : { ...facts, reloaded: answer === `${TOLD}true` };
  return { proves: 'sent', receipt: { facts: known, evidence: [] } };
}
