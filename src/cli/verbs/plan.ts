// `plan`: look, decide, show. It cannot write: the journal and the executors it is given refuse to.
import { openForReading } from '../../wiring.ts';
import { planDigest } from '../../engine/plan-digest.ts';
import { Sight, survey } from '../../engine/survey.ts';
import { planJson, planText } from '../../report/plan.ts';
import { isSet, wantsJson, type Verb } from '../command.ts';
import { exitCodeOfOutcome, EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path, options } = withContract(given, io);
  const { run, hasJournal, close } = await openForReading(path, options);
  try {
    const seen = await survey(run, new Sight());
    const { state } = run.journal;
    const view = {
      contract: run.contract.name,
      survey: seen,
      planDigest: planDigest(seen.decision),
      title: 'plan',
      ...(hasJournal ? { journalHead: state.head } : {}),
    };
    io.out(wantsJson(given) ? JSON.stringify(planJson(view), null, 2) : planText(view, io.style));
    return isSet(given, 'detailedExitcode') ? exitCodeOfOutcome(seen.decision.outcome) : EXIT.ok;
  } finally {
    await close();
  }
};
