// A contract that persons end, in a folder of its own, driven from the front door: what is due is asked of the engine, and each
// step is closed by the commands that a person would give. Its days count from today, because its clock cannot be set.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, addMonthsTo, civilDateInJapan, monthOf } from '../../src/calendar/civil-date.ts';
import { surveyOffline } from '../../src/engine/offline.ts';
import type { StepVerdict } from '../../src/engine/verdict.ts';
import { answersTo } from '../../src/rehearsal/paper-answers.ts';
import { openForReading } from '../../src/wiring.ts';
import { type Ran, runKaiyaku } from './run-kaiyaku.ts';

export const NAME = 'contract';
export const TODAY = civilDateInJapan(Date.now());
/** So many days from today; a negative number: before it. */
export const inDays = (days: number): string => addDays(TODAY, days);
export const inMonths = (months: number): string => addMonthsTo(monthOf(TODAY), months);

export interface PersonsContract {
  readonly folder: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** The journal as bytes on the disk; empty before `open`. */
  journal(): Promise<string>;
  steps(): Promise<readonly StepVerdict[]>;
  /** What a person does next for the first step that anybody can do something about today; none: nothing is left to do. */
  next(stopAt?: string): Promise<readonly string[] | undefined>;
  /** Closes what comes before the step, until it is its turn. Throws where it does not get there. */
  reach(step: string): Promise<void>;
  /** The commands that close a step. */
  closing(step: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** An example with top-level fields replaced, not opened yet. A field that is not there is added. */
export async function personsContract(
  example: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<PersonsContract> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-persons-'));
  let text = await readFile(`examples/${example}.yaml`, 'utf8');
  for (const [key, value] of Object.entries(fields)) {
    // A field with all the lines that are indented below it.
    const field = new RegExp(`^${key}:.*\\n(?:[ \\t]+.*\\n|\\n(?=[ \\t]))*`, 'm');
    const line = value === '' ? '' : `${key}: ${value}\n`;
    text = field.test(text) ? text.replace(field, line) : `${text}\n${line}`;
  }
  const path = join(folder, `${NAME}.yaml`);
  await writeFile(path, text);
  await writeFile(join(folder, 'proof.txt'), '証跡');
  const run: PersonsContract['run'] = (args, env = {}) => runKaiyaku(args, { cwd: folder, env });

  const offline = async () => {
    const { run: one, close } = await openForReading(path);
    try {
      const { decision, terms } = surveyOffline(one);
      return { steps: decision.steps, terms, content: one.contract.content, requests: one.journal.state.requests };
    } finally {
      await close();
    }
  };
  type Offline = Awaited<ReturnType<typeof offline>>;

  const attestation = ({ terms, content }: Offline, { step }: StepVerdict): string[] => {
    const facts = answersTo(step, { todayOn: TODAY, terms, content });
    const sets = Object.entries(facts).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    const file = step.evidence.some(({ kind }) => kind === 'file') ? ['--file', 'proof.txt'] : [];
    return ['attest', NAME, step.id, ...sets, ...file];
  };

  const next: PersonsContract['next'] = async (stopAt) => {
    const now = await offline();
    for (const one of now.steps) {
      const { step, verdict, due } = one;
      if (!due || step.id === stopAt) continue;
      if (verdict === 'needs-approval') return ['approve', NAME, '--step', step.id, '--confirm', NAME];
      if (verdict !== 'waiting-for-person' || step.evidence.some(({ notBefore }) => (notBefore ?? TODAY) > TODAY))
        continue;
      if (!now.requests.has(step.id)) return ['request', NAME, step.id];
      return attestation(now, one);
    }
    return undefined;
  };

  return {
    folder,
    run,
    journal: () =>
      readFile(join(folder, '.kaiyaku', NAME, 'journal.jsonl'), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      }),
    steps: async () => (await offline()).steps,
    next,
    reach: async (step) => {
      for (let count = 0; count < COMMANDS_MAX; count += 1) {
        const { steps } = await offline();
        if (steps.find((one) => one.step.id === step)?.due === true) return;
        const args = await next(step);
        if (args === undefined) throw new Error(`${step}: nothing can be done about what comes before it`);
        const ran = await run(args);
        if (ran.code !== 0) throw new Error(`${args.join(' ')}: exit ${ran.code}\n${ran.out}${ran.err}`);
      }
      throw new Error(`${step} was never due`);
    },
    closing: async (id) => {
      const now = await offline();
      return attestation(
        now,
        now.steps.find(({ step }) => step.id === id)!,
      );
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const COMMANDS_MAX = 100;
