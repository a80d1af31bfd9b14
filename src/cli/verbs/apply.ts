// `apply`: the main loop under the lock, and what came of it.
import { openForWriting } from '../../wiring.ts';
import { userError } from '../../base/errors.ts';
import { apply } from '../../engine/advance.ts';
import { applyJson, applyText } from '../../report/apply.ts';
import { isSet, textOption, wantsJson, type Verb } from '../command.ts';
import { exitCodeOfOutcome } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path, options } = withContract(given, io);
  const until = textOption(given, 'until');
  const effectsMax = effectsMaxOf(textOption(given, 'effectsMax'));
  const { run, close } = await openForWriting(path, 'apply', {
    ...options,
    ...(until === undefined ? {} : { early: until }),
  });
  try {
    if (until !== undefined && !run.journal.state.steps.some((step) => step.id === until))
      throw userError('unknown-step', `no step ${until}`, {
        next: `steps: ${run.journal.state.steps.map((step) => step.id).join(', ')}`,
      });
    const result = await apply(run, {
      dryRun: isSet(given, 'dryRun'),
      ...(until === undefined ? {} : { until }),
      ...(effectsMax === undefined ? {} : { effectsMax }),
    });
    const view = { contract: run.contract.name, result, journalHead: run.journal.state.head };
    io.out(wantsJson(given) ? JSON.stringify(applyJson(view), null, 2) : applyText(view, io.style));
    return exitCodeOfOutcome(result.outcome);
  } finally {
    await close();
  }
};

function effectsMaxOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw userError('bad-number', `--effects-max ${text} is not a number from 1 to 9999`);
  return Number(text);
}
