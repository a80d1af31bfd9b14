// Waivers stand in the contract file, reviewed like the rest of it; the journal records each one once, when it first counts.
import type { Run } from './run.ts';

export async function recordWaivers(run: Run): Promise<void> {
  const { state } = run.journal;
  if (state.closed !== undefined || state.contractDigest !== run.contract.digest) return;
  for (const waiver of run.contract.provider.waivers(run.contract.content)) {
    const known = state.waivers.some(
      (one) => one.refusal === waiver.refusal && one.about === waiver.about && one.untilOn === waiver.untilOn,
    );
    if (!known) await run.journal.append({ kind: 'waived', body: { ...waiver, by: run.by } });
  }
}
