// The durable notes of one call, written and read back: that it is being sent, and how it ended. What is noted in between is
// for persons.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { ActContext, Receipt, Recovery } from '../port.ts';

const SENDING = 'sending ';
const ENDED = 'ended ';

/** On disk before the call: notes without it prove that nothing was sent. */
export const noteSending = (ctx: ActContext, call: string): Promise<void> => ctx.note(`${SENDING}${call}`);

/** The receipt of a call that came to its end, noted first. */
export async function ended(ctx: ActContext, facts: JsonObject): Promise<Receipt> {
  await ctx.note(`${ENDED}${JSON.stringify(facts)}`);
  return { facts, evidence: [] };
}

/** A call that was sent and whose end is not noted proves nothing: looking has to tell. */
export function recovered(notes: readonly string[]): Recovery {
  if (!notes.some((note) => note.startsWith(SENDING)))
    return { proves: 'not-begun', why: 'the call had not been sent' };
  const end = notes.find((note) => note.startsWith(ENDED));
  if (end === undefined) return { proves: 'nothing' };
  return { proves: 'sent', receipt: { facts: JSON.parse(end.slice(ENDED.length)) as JsonObject, evidence: [] } };
}
