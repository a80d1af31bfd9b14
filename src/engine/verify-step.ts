// The end of a step that closes with a probe: look once more, record it, and close the contract after the last one. Where
// nothing can be probed the contract closes by a person's word, and the record says so.
import { targetKey } from '../executors/port.ts';
import { GO_ON, type Progress } from './progress.ts';
import { observationOf, partsReached } from './evaluate.ts';
import { attestedFacts } from './attestations.ts';
import { todayOf, type Run } from './run.ts';
import { look, type Sight, type Survey } from './survey.ts';

export async function verifyStep(
  run: Run,
  sight: Sight,
  { teardown, terms }: Survey,
  stepId: string,
): Promise<Progress> {
  const step = teardown.steps.find((one) => one.id === stepId);
  if (step === undefined) return GO_ON;
  const targets = step.probes.map((probe) => probe.target);
  sight.forget(targets);
  await look(run, sight, targets);
  if (partsReached(step.probes, sight.seen) !== 'reached') return GO_ON;
  const seenAt = [new Date(run.clock.nowMs()).toISOString()];
  const parts = step.probes.map(({ part, target }) => {
    const seen = observationOf(sight.seen, target);
    const proof = seen.state === 'absent' ? seen.proof : ['observed in the wanted state'];
    return { part, target: targetKey(target), proof, seenAt };
  });
  const byWord = step.probes.length === 0 && step.actor !== 'kaiyaku';
  if (!byWord) await run.journal.append({ kind: 'verified', body: { step: stepId, parts } });
  if (teardown.steps.at(-1)?.id === stepId)
    await run.journal.append({
      kind: 'closed',
      body: {
        as: 'completed',
        reason: byWord
          ? `every step is done on ${todayOf(run)}, the last by a person’s word`
          : `nothing of the estate is left on ${todayOf(run)}`,
        by: run.by,
        proof: byWord ? wordOf(run, stepId) : parts.map((part) => part.part),
        ...(terms.endsOn === undefined ? {} : { endsOn: terms.endsOn }),
      },
    });
  return GO_ON;
}

/** What a person filed for the step: facts, and the digests of files. */
function wordOf({ journal: { state } }: Run, stepId: string): string[] {
  const files = (state.attestations.get(stepId) ?? []).flatMap(({ evidence }) => evidence);
  return [
    ...Object.entries(attestedFacts(state, stepId)).map(([name, value]) => `${name} ${String(value)}`),
    ...files.map(({ name, sha256 }) => `${name} sha256:${sha256}`),
  ];
}
