// How far a story in the tiny world has come, told in one line a test: letter sent, everything approved, applied.
import { apply, type ApplyOptions, type ApplyResult } from '../../src/engine/advance.ts';
import { draftApproval, recordApproval } from '../../src/engine/approve.ts';
import { attest, request } from '../../src/engine/person.ts';
import type { Run } from '../../src/engine/run.ts';
import type { StepVerdict, VerdictWord } from '../../src/engine/verdict.ts';
import { effectState } from '../../src/journal/project.ts';
import { effectDigest, type Effect } from '../../src/teardown/step.ts';
import { targetKey } from '../../src/executors/port.ts';
import { tinyWorld, type TinyContract, type TinyWorld, tinyProvider } from './tiny-world.ts';

/** Approves what waits for it (or these steps, or everything); returns the approval's id. */
export async function approve(
  run: Run,
  asked: { steps?: string[]; all?: boolean; route?: string } = {},
): Promise<string> {
  return await recordApproval(run, await draftApproval(run, { steps: [], ...asked }));
}

/** The letter is approved, asked for and sent. */
export async function sendLetter({ run }: TinyWorld): Promise<void> {
  await approve(run, { steps: ['ask'] });
  await request(run, 'ask');
  const letter = await run.journal.put('letter.txt', 'please');
  await attest(run, 'ask', { facts: { sentOn: '2026-12-10' }, evidence: [letter] });
}

/** A world whose letter is sent, with everything else approved as well. */
export async function readyWorld(contract?: TinyContract): Promise<TinyWorld> {
  const world = await tinyWorld(contract);
  await sendLetter(world);
  await approve(world.run, { all: true });
  return world;
}

export const applied = (run: Run, options: ApplyOptions = {}): Promise<ApplyResult> => apply(run, options);

/** The verdict of one step in a result. */
export function verdictOf({ survey }: Pick<ApplyResult, 'survey'>, id: string): StepVerdict {
  return survey.decision.steps.find(({ step }) => step.id === id)!;
}

export const wordOf = (result: Pick<ApplyResult, 'survey'>, id: string): VerdictWord => verdictOf(result, id).verdict;

/** An effect of the tiny teardown, by its verb. */
export function effectOf({ contract, run }: TinyWorld, verb: string, box = 0): Effect {
  const history = { attested: {}, receipts: {}, effects: [], route: 'ordinary' };
  const terms = tinyProvider.termsOf(contract, history, '2026-12-10');
  const { steps } = run.contract.provider.teardownOf(contract, terms, history, new Map());
  return steps.flatMap(({ effects }) => effects).filter(({ command }) => command.verb === verb)[box]!;
}

export const statusOf = (world: TinyWorld, verb: string, box = 0): string =>
  effectState(world.run.journal.state, effectOf(world, verb, box).id).status;

/** What a killed process leaves: an open attempt, with the notes it had written, and whatever the shelf had done by then. */
export async function interrupted(world: TinyWorld, verb: string, notes: readonly string[]): Promise<void> {
  const { run } = world;
  const effect = effectOf(world, verb);
  const digest = effectDigest(effect);
  const approvals = [...run.journal.state.approvals].filter(([, { remaining }]) => remaining.has(effect.id));
  await run.journal.append({
    kind: 'intended',
    body: {
      effect: effect.id,
      step: effect.step,
      verb,
      target: targetKey(effect.command.target),
      key: `key-${verb}`,
      digest,
      irreversible: effect.irreversible,
      contractDigest: run.contract.digest,
      ...(effect.irreversible ? { approvalId: approvals.at(-1)![0] } : {}),
    },
  });
  for (const note of notes) await run.journal.note(`key-${verb}`, note);
}
