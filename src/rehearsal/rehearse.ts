// The rehearsal: the real `apply`, on a world of simulators, from `open` to `closed`. What a person or the provider would
// do is done here, visibly; what kaiyaku does is done by kaiyaku. Refuses to talk to anything but loopback.
import { bugError } from '../base/errors.ts';
import { civilDateInJapan, instantInJapan } from '../calendar/civil-date.ts';
import type { DecideInput } from '../engine/decide.ts';
import { apply, type ApplyResult } from '../engine/advance.ts';
import { openedBody } from '../engine/open.ts';
import type { Decision, StepVerdict } from '../engine/verdict.ts';
import { setJournal } from '../contract/set-journal.ts';
import { TOOL_VERSION } from '../version.ts';
import {
  contractInHand,
  executorsOf,
  openForReading,
  openForWriting,
  partsOf,
  withFaults,
  type Opened,
  type Options,
} from '../wiring.ts';
import { survey, Sight } from '../engine/survey.ts';
import { executorFaults, type WantedFault } from './faults.ts';
import { answerPerson } from './persons.ts';
import { effectsCounted, leftOver, type CountedEffect } from './checkers.ts';
import { startWorld, type RehearsalWorld } from './world.ts';

export interface RehearsalOptions {
  readonly route: 'r' | 'd';
  /** Default `api`. `terraform`: the real program, with the stand-in provider attached. */
  readonly engine?: 'api' | 'terraform';
  readonly faults: readonly WantedFault[];
  readonly signal?: AbortSignal;
  /** Told as it happens. */
  tell?(event: StoryEvent): void;
  /** Told what every decision rests on, as it is made. The journal's state in it goes on changing. */
  watch?(input: DecideInput): void;
  /** Called at the end with the folder that holds contract, secrets and journal, before it is deleted. */
  keep?(folder: string): Promise<void>;
}

export interface StoryEvent {
  /** RFC 3339, UTC, of the moved clock. */
  readonly at: string;
  readonly who: 'kaiyaku' | 'customer' | 'provider' | 'third-party' | 'clock';
  readonly text: string;
}

export interface RehearsalResult {
  readonly outcome: string;
  readonly provider: string;
  /** `none`: a contract that persons end. */
  readonly engine: 'api' | 'terraform' | 'none';
  readonly route: 'r' | 'd' | 'ordinary';
  readonly steps: readonly { id: string; actor: string; verdict: string }[];
  readonly effects: readonly CountedEffect[];
  readonly journal: { readonly entries: number; readonly head: string; readonly verified: boolean };
  readonly left: readonly string[];
  readonly wallMs: number;
  readonly waitedMs: number;
  readonly story: readonly StoryEvent[];
}

/** Applies, answers, moves the clock, at most so often. */
const ROUNDS_MAX = 60;
/** How far the clock is moved before a step that could not look, or failed, is tried again. */
const TRY_AGAIN_MS = 600_000;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const startedMs = performance.now();
  const world = await startWorld(options.engine ?? 'api');
  try {
    const story: StoryEvent[] = [];
    const tell = (who: StoryEvent['who'], text: string) => {
      const event = { at: new Date(world.clock.nowMs()).toISOString(), who, text };
      story.push(event);
      options.tell?.(event);
    };
    if (options.route === 'd') {
      world.fortigate.setPower('down');
      tell('clock', 'the FortiGate stops answering; its server still runs');
    }
    await open(world);
    tell('kaiyaku', 'open: the journal begins');
    const outcome = await toTheEnd(world, options, tell);
    const final = await finalView(world);
    await options.keep?.(world.folder);
    return {
      outcome,
      provider: final.provider,
      engine: options.engine ?? 'api',
      route: options.route,
      steps: final.steps,
      effects: await effectsCounted(world, final.state),
      journal: final.journal,
      left: await leftOver(world, options.route),
      wallMs: Math.round(performance.now() - startedMs),
      waitedMs: world.clock.waitedMs,
      story,
    };
  } finally {
    await world.close();
  }
}

/** Where a contract file lies, and whose time passes. */
type Stage = Pick<RehearsalWorld, 'contractPath' | 'clock'>;

export async function open(world: Stage): Promise<void> {
  const contract = await contractInHand(world.contractPath);
  const { store, todayOn } = partsOf(contract, { clock: world.clock });
  const session = await store.create(
    openedBody(contract, { todayOn, toolVersion: TOOL_VERSION, by: 'rehearsal' }),
    'rehearse',
  );
  await setJournal(world.contractPath, session.state.opened!.journalId);
  await session.close();
}

type Tell = (who: StoryEvent['who'], text: string) => void;

/** apply → answer what it waits for → apply again. */
async function toTheEnd(world: RehearsalWorld, options: RehearsalOptions, tell: Tell): Promise<string> {
  const faults = executorFaults(options.faults);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const opened = await openForWriting(world.contractPath, 'rehearse', runOptions(world, options, faults));
    try {
      const watch = (decision: Decision, input: DecideInput) => {
        options.watch?.(input);
        faults.follow(decision);
        if (decision.action?.do === 'carry-out') tell('kaiyaku', decision.action.effect.title);
      };
      const result = await apply({ ...opened.run, watch });
      tell('kaiyaku', said(result));
      if (result.outcome === 'complete') return 'complete';
      if (!(await answer(world, opened, result, tell))) return result.outcome;
    } finally {
      await opened.close();
    }
  }
  return 'gave-up';
}

function runOptions(
  world: RehearsalWorld,
  options: RehearsalOptions,
  faults: ReturnType<typeof executorFaults>,
): Options {
  return {
    clock: world.clock,
    by: 'rehearsal',
    ...(world.reattach === undefined ? {} : { reattach: world.reattach }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    executors: (parts) => {
      requireLoopback(parts.contract);
      return new Map(
        [...executorsOf({ ...parts, loopback: true })].map(([name, executor]) => [
          name,
          withFaults(executor, faults.faults),
        ]),
      );
    },
  };
}

/** A rehearsal that could reach a real provider would not be one. */
function requireLoopback(contract: unknown): void {
  const { api, services } = contract as { api: { root: string }; services: { fortigate: { host: string } }[] };
  const hosts = [new URL(api.root).hostname, ...services.map((service) => service.fortigate.host)];
  const outside = hosts.filter((host) => host !== '127.0.0.1');
  if (outside.length > 0) throw bugError('rehearsal-outside', `a rehearsal would talk to ${outside.join(', ')}`);
}

/** What the rest of the world does about the outcome. False: nothing can be done. */
async function answer(world: RehearsalWorld, opened: Opened, result: ApplyResult, tell: Tell): Promise<boolean> {
  const { decision } = result.survey;
  const current = currentStep(decision);
  switch (result.outcome) {
    case 'complete':
      return false;
    case 'waiting-until': {
      const fromOn = current?.step.window.fromOn;
      if (fromOn === undefined) return false;
      world.clock.moveTo(instantInJapan(fromOn, '10:00'));
      tell('clock', `moved to ${civilDateInJapan(world.clock.nowMs())}, 10:00 in Japan`);
      return true;
    }
    case 'more-to-do':
    case 'in-doubt':
    case 'could-not-look':
    case 'refused':
    case 'waiting-for-person':
      if (current === undefined) return false;
      if (await answerPerson(world, opened, result, current, tell)) return true;
      world.clock.moveTo(world.clock.nowMs() + TRY_AGAIN_MS);
      tell('clock', 'ten minutes later');
      return result.outcome !== 'in-doubt' && result.outcome !== 'waiting-for-person';
  }
}

/** The step whose turn it is. */
export const currentStep = (decision: Decision): StepVerdict | undefined =>
  decision.steps.find((one) => one.due && one.verdict !== 'done' && one.verdict !== 'not-needed');

export function said({ outcome, survey: { decision }, error, did }: ApplyResult): string {
  const current = currentStep(decision);
  const count = did.length === 0 ? '' : `${did.length} recorded; `;
  if (error !== undefined) return `apply: ${count}stopped: ${error.message}`;
  return current === undefined ? `apply: ${count}${outcome}` : `apply: ${count}${current.step.id}: ${current.sentence}`;
}

export async function finalView(world: Stage, executors?: Options['executors']) {
  const { run, store, close } = await openForReading(world.contractPath, {
    clock: world.clock,
    ...(executors === undefined ? {} : { executors }),
  });
  try {
    const { decision } = await survey(run, new Sight());
    const { state } = await store.read();
    return {
      state,
      provider: run.contract.provider.id,
      steps: decision.steps.map(({ step, verdict }) => ({ id: step.id, actor: step.actor, verdict })),
      // Reading goes through the whole chain; a bad entry would have thrown.
      journal: { entries: state.entries, head: state.head.hash, verified: true },
    };
  } finally {
    await close();
  }
}
