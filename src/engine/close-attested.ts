// A contract whose last step is a person's is complete by their word: no probe of ours sees it end. This records that the
// contract is closed, with what the word rests on.
import { attestedFacts } from './attestations.ts';
import { surveyOffline } from './offline.ts';
import { todayOf, type Run } from './run.ts';

/** Appends `closed` once every step is done and the last one was attested. Returns whether it did. */
export async function closeAttested(run: Run): Promise<boolean> {
  const { state } = run.journal;
  const { decision, teardown, terms } = surveyOffline(run);
  const last = teardown.steps.at(-1);
  const attested = last === undefined ? undefined : state.attestations.get(last.id);
  if (state.closed !== undefined || !decision.complete || last?.actor === 'kaiyaku' || attested === undefined)
    return false;
  const facts = Object.entries(attestedFacts(state, last!.id)).map(([name, value]) => `${name} ${String(value)}`);
  const files = attested.flatMap(({ evidence }) => evidence.map(({ name, sha256 }) => `${name} sha256:${sha256}`));
  await run.journal.append({
    kind: 'closed',
    body: {
      as: 'completed',
      reason: `every step is done, the last by a person’s word, on ${todayOf(run)}`,
      by: run.by,
      proof: [...facts, ...files],
      ...(terms.endsOn === undefined ? {} : { endsOn: terms.endsOn }),
    },
  });
  return true;
}
