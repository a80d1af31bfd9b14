// Which objects of an estate the journal has proved to be gone. Only `verified` and `found` count: what the API took, or
// what a person said, is not a proof, and an object without a proof keeps its block.
import type { JournalState } from '../src/journal/state.ts';
import type { EstateObject } from './estate.ts';

/** What the stacks read of a folded journal. */
export type JournalMoment = Pick<JournalState, 'effects' | 'head'>;

/** Says of each object whether its absence (for a reverse name: that it is empty) is proved. */
export function goneBy({ effects }: JournalMoment): (object: EstateObject) => boolean {
  const proved = new Set<string>();
  for (const [id, { status, verified, found }] of effects) {
    if (status !== 'verified' && status !== 'found') continue;
    // An effect's id is `step/verb:target`; which step did it makes no difference to what is there.
    const [verb, ...target] = id.slice(id.indexOf('/') + 1).split(':');
    proved.add([verb, ...target].join(':'));
    // Of a set the proof names each member: `absent TARGET`.
    for (const { part } of (verified ?? found)?.parts ?? []) proved.add(`${verb}:${part.replace(/^absent /, '')}`);
  }
  return ({ kind, zone, id }) =>
    proved.has(`${kind === 'ptr' ? 'clear-ptr' : 'delete'}:sakura-api:${kind}:${zone}:${id}`);
}
