// One effect, from the last look to the durable outcome (J1–J4): look again at the place of use, hold the guards and the
// approval against what is there now, write `intended`, act once, write what became of it, prove it.
import { randomUUID } from 'node:crypto';
import { errorDetail, KaiyakuError } from '../base/errors.ts';
import { faultPoint } from '../base/fault-point.ts';
import { redact } from '../base/redact.ts';
import { targetKey, type ActContext, type Command, type Receipt } from '../executors/port.ts';
import type { Entry } from '../journal/entry.ts';
import type { Effect } from '../teardown/step.ts';
import { partsReached } from './evaluate.ts';
import { GO_ON, type Progress } from './progress.ts';
import { lookAtParts, proveAndRecord } from './prove.ts';
import { executorFor, type Run } from './run.ts';
import { settleOpenAttempt } from './settle.ts';
import { survey, type Sight } from './survey.ts';
import type { Action } from './verdict.ts';

type CarryOut = Extract<Action, { do: 'carry-out' }>;

export async function carryOut(run: Run, sight: Sight, wanted: CarryOut): Promise<Progress> {
  const action = await sameAtPlaceOfUse(run, sight, wanted);
  if (action === undefined) return GO_ON;
  const { effect } = action;
  faultPoint('effect.before-intended');
  const intended = await intend(run, action);
  faultPoint('effect.after-intended');
  run.progress(effect.title);
  let receipt: Receipt;
  try {
    receipt = await executorFor(run, effect.command.target).act(commandOf(effect), actContext(run, intended.body.key));
  } catch (error) {
    if (run.signal?.aborted === true) throw error;
    return await afterError(run, sight, effect, intended, error);
  }
  faultPoint('effect.after-act');
  await run.journal.append({
    kind: 'done',
    body: { intended: intended.seq, effect: effect.id, receipt: receipt.facts, evidence: receipt.evidence },
  });
  faultPoint('effect.after-done');
  if (effect.provenBeside === true && (await isReachedOnce(run, sight, effect))) return GO_ON;
  return proveAndRecord(run, sight, effect);
}

/** The first look of the proof; the second one comes when the pause is over, whatever is done meanwhile. */
async function isReachedOnce(run: Run, sight: Sight, { proof }: Effect): Promise<boolean> {
  await lookAtParts(run, sight, proof);
  return partsReached(proof, sight.seen) === 'reached';
}

/** Looks again at the effect's targets and the step's guards; undefined when the decision is no longer the same. */
async function sameAtPlaceOfUse(run: Run, sight: Sight, wanted: CarryOut): Promise<CarryOut | undefined> {
  const step = (await survey(run, sight)).teardown.steps.find((one) => one.id === wanted.step);
  sight.forget([
    wanted.effect.command.target,
    ...wanted.effect.proof.map((part) => part.target),
    ...(step?.looks ?? []),
  ]);
  const { action } = (await survey(run, sight)).decision;
  if (action?.do !== 'carry-out' || action.effect.id !== wanted.effect.id || action.digest !== wanted.digest)
    return undefined;
  return action;
}

async function intend(run: Run, { effect, digest, approvalId }: CarryOut): Promise<Entry<'intended'>> {
  const entry = await run.journal.append({
    kind: 'intended',
    body: {
      effect: effect.id,
      step: effect.step,
      verb: effect.command.verb,
      target: targetKey(effect.command.target),
      key: randomUUID(),
      digest,
      irreversible: effect.irreversible,
      contractDigest: run.contract.digest,
      ...(approvalId === undefined ? {} : { approvalId }),
    },
  });
  return entry as Entry<'intended'>;
}

/** The command with what earlier effects left for it; only the digest never sees that. */
const commandOf = ({ command, late }: Effect): Command =>
  late === undefined ? command : { ...command, args: { ...command.args, ...late } };

function actContext(run: Run, key: string): ActContext {
  return {
    key,
    clock: run.clock,
    evidence: run.journal,
    progress: (text) => run.progress(text),
    note: (line) => run.journal.note(key, redact(line)),
    fault: () => faultPoint('effect.during-act'),
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  };
}

/** A refusal or a definite no is recorded as proven non-effect; anything else is settled by looking. */
async function afterError(
  run: Run,
  sight: Sight,
  effect: Effect,
  intended: Entry<'intended'>,
  error: unknown,
): Promise<Progress> {
  const detail = errorDetail(error);
  const meaning = executorFor(run, effect.command.target).classify(error);
  if (meaning === 'unknown-outcome' || detail.kind === 'bug') {
    run.progress(`${effect.title}: the outcome is not known (${detail.code}); looking`);
    const settled = await settleOpenAttempt(run, sight);
    if (detail.kind === 'bug') throw error;
    if (settled === 'done') return GO_ON;
    // One attempt a call: what failed without a reason is not hammered.
    return { again: false, outcome: settled === 'in-doubt' ? 'in-doubt' : 'could-not-look', error: detail };
  }
  await run.journal.append({
    kind: 'failed',
    body: {
      intended: intended.seq,
      effect: effect.id,
      code: detail.code,
      message: redact(detail.message),
      nonEffect: meaning === 'permanent' ? 'the other side refused it, or it was never sent' : 'it was never accepted',
    },
  });
  sight.forgetAll();
  const refused = error instanceof KaiyakuError && error.kind === 'refusal';
  return { again: false, outcome: refused || meaning === 'permanent' ? 'refused' : 'could-not-look', error: detail };
}
