// One contract, ended by hand from its example: real file, real journal, the engine as the command line calls it, and a clock
// that the test moves. Nothing is simulated because nothing is asked: every step is a person's.
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovedClock } from '../../src/base/clock.ts';
import { instantInJapan } from '../../src/calendar/civil-date.ts';
import { setJournal } from '../../src/contract/set-journal.ts';
import { amend, openedBody } from '../../src/engine/open.ts';
import { apply } from '../../src/engine/advance.ts';
import { draftApproval, recordApproval } from '../../src/engine/approve.ts';
import { surveyOffline } from '../../src/engine/offline.ts';
import { attest, request } from '../../src/engine/person.ts';
import type { Run } from '../../src/engine/run.ts';
import type { StepVerdict } from '../../src/engine/verdict.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { contractInHand, openForWriting, partsOf } from '../../src/wiring.ts';

export interface ByHand {
  /** The text of a step; rejects with the refusal while it is not its turn. */
  request(step: string, form?: string): Promise<string>;
  /** Files facts, with a file as evidence unless told otherwise. */
  attest(step: string, facts: Readonly<Record<string, string>>, withFile?: boolean): Promise<void>;
  approve(step: string): Promise<void>;
  /** Replaces text in the contract file and records it. */
  amend(from: string, to: string): Promise<void>;
  verdictOf(step: string): Promise<StepVerdict>;
  terms(): Promise<Terms>;
  /** Records the end where everything is done; says whether it is recorded. */
  close(): Promise<boolean>;
  /** 10:00 in Japan on that day. */
  moveTo(date: string): void;
  remove(): Promise<void>;
}

/** Opens `examples/<path>.yaml` on a day. */
export async function openByHand(path: string, todayOn: string): Promise<ByHand> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-by-hand-'));
  const file = join(folder, `${path.split('/').at(-1)!}.yaml`);
  await copyFile(`examples/${path}.yaml`, file);
  const clock = new MovedClock(instantInJapan(todayOn, '10:00'));
  const contract = await contractInHand(file);
  const { store } = partsOf(contract, { clock });
  const session = await store.create(openedBody(contract, { todayOn, toolVersion: '0', by: 'test' }), 'open');
  await setJournal(file, session.state.opened!.journalId);
  await session.close();

  const withRun = async <T>(act: (run: Run) => Promise<T>): Promise<T> => {
    const { run, close } = await openForWriting(file, 'test', { clock, by: 'test' });
    try {
      return await act(run);
    } finally {
      await close();
    }
  };
  const survey = () => withRun(async (run) => surveyOffline(run));
  return {
    request: (step, form) => withRun(async (run) => (await request(run, step, form)).text),
    attest: (step, facts, withFile = true) =>
      withRun(async (run) => {
        const evidence = withFile ? [await run.journal.put('proof.txt', new TextEncoder().encode(step))] : [];
        await attest(run, step, { facts, evidence });
      }),
    approve: (step) =>
      withRun(async (run) => {
        await recordApproval(run, await draftApproval(run, { steps: [step] }));
      }),
    amend: async (from, to) => {
      const before = await readFile(file, 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`nothing to replace: ${from}`);
      await writeFile(file, after);
      await withRun((run) => amend(run, 'test'));
    },
    verdictOf: async (step) => (await survey()).decision.steps.find((one) => one.step.id === step)!,
    terms: async () => (await survey()).terms,
    close: () =>
      withRun(async (run) => {
        await apply(run);
        return run.journal.state.closed !== undefined;
      }),
    moveTo: (date) => clock.moveTo(instantInJapan(date, '10:00')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
