// `close`: completed contracts are swept once more and the proof is added; others are closed with a reason.
import { userError } from '../../base/errors.ts';
import { apply } from '../../engine/advance.ts';
import { surveyOffline } from '../../engine/offline.ts';
import type { Run } from '../../engine/run.ts';
import { sweepAgain } from '../../engine/sweep-again.ts';
import { applyJson, applyText } from '../../report/apply.ts';
import { openForWriting } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { requireConfirmed } from '../confirm.ts';
import { EXIT, exitCodeOfOutcome } from '../exit-codes.ts';
import { reasonOf, recordOne } from '../recording.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const as = textOption(given, 'as');
  if (as === 'withdrawn' || as === 'superseded' || as === 'abandoned') {
    const reason = reasonOf(given);
    return recordOne(
      given,
      io,
      'close',
      async ({ run }) => {
        if (run.journal.state.closed !== undefined)
          throw userError('already-closed', `${run.contract.name} is closed already`);
        await requireConfirmed(
          io,
          run.contract.name,
          textOption(given, 'confirm'),
          `kaiyaku close ${run.contract.name} --as ${as}`,
        );
        return { kind: 'closed', body: { as, reason, by: run.by, proof: [] } };
      },
      `closed as ${as}`,
    );
  }
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'close', options);
  try {
    const { name } = run.contract;
    if (run.journal.state.closed !== undefined && !looksAgain(run)) {
      if (wantsJson(given)) io.out(JSON.stringify({ contract: name, hits: [] }, null, 2));
      else io.out(`${name} is closed already; its end was a person’s word, and there is nothing to look at again`);
      return EXIT.ok;
    }
    if (run.journal.state.closed !== undefined) {
      const { hits } = await sweepAgain(run);
      if (wantsJson(given)) io.out(JSON.stringify({ contract: name, hits }, null, 2));
      else
        io.out(
          hits.length === 0
            ? `swept again: nothing of ${name} is left`
            : `something of ${name} is back:\n${hits.map((hit) => `  ${hit}`).join('\n')}`,
        );
      return hits.length === 0 ? EXIT.ok : EXIT.refused;
    }
    const result = await apply(run);
    const view = { contract: name, result, journalHead: run.journal.state.head };
    io.out(wantsJson(given) ? JSON.stringify(applyJson(view), null, 2) : applyText(view, io.style));
    return exitCodeOfOutcome(result.outcome);
  } finally {
    await close();
  }
};

/** Whether the last step has a probe: what rests on a person's word alone cannot be swept. */
const looksAgain = (run: Run): boolean => (surveyOffline(run).teardown.steps.at(-1)?.probes ?? []).length > 0;
