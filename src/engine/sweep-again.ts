// Some days after the end: look for anything of the estate again, by name, id and tag. What is clean is added to the
// journal as a later proof; what is back is only reported, because a closed contract does nothing any more.
import { providerError } from '../base/errors.ts';
import { targetKey } from '../executors/port.ts';
import { partsReached, observationOf, firstError } from './evaluate.ts';
import { derive, type Run } from './run.ts';
import { look, Sight } from './survey.ts';

/** Throws a provider error when it could not look. */
export async function sweepAgain(run: Run): Promise<{ readonly hits: readonly string[] }> {
  const sight = new Sight();
  const step = derive(run, sight.seen).teardown.steps.at(-1)!;
  await look(
    run,
    sight,
    step.probes.map((probe) => probe.target),
  );
  const reached = partsReached(step.probes, sight.seen);
  if (reached === 'reached') {
    const seenAt = [new Date(run.clock.nowMs()).toISOString()];
    const parts = step.probes.map(({ part, target }) => ({
      part,
      target: targetKey(target),
      proof: ['swept again'],
      seenAt,
    }));
    await run.journal.append({ kind: 'verified', body: { step: step.id, parts, level: 'swept-again' } });
    return { hits: [] };
  }
  if (reached === 'missed') {
    const seen = step.probes.map((probe) => observationOf(sight.seen, probe.target));
    return { hits: seen.flatMap((one) => (one.state === 'present' ? [JSON.stringify(one.facts['hits'])] : [])) };
  }
  const error = firstError(step.probes, sight.seen);
  throw providerError(error?.code ?? 'could-not-look', error?.message ?? 'the sweep could not look', { exitCode: 16 });
}
