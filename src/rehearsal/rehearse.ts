// The rehearsal: the real `apply`, on a world of simulators, from `open` to `closed`. What a person or the provider would
// do is done here, visibly; what kaiyaku does is done by kaiyaku. The contract is the default world's or a copy of the user's
// own. Refuses to talk to anything but loopback.
import { bugError } from '../base/errors.ts';
import { civilDateInJapan, instantInJapan, type CivilDate } from '../calendar/civil-date.ts';
import type { DecideInput } from '../engine/decide-input.ts';
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
import { opensOn } from './open-window.ts';
import { fortigateEstateOf } from './fortigate-estate.ts';
import { startContractWorld, startWorld, type RehearsalEngine, type RehearsalWorld } from './world.ts';

export interface RehearsalOptions {
  readonly route: 'r' | 'd';
  /** Default `api`, or the contract's own. `terraform`: the real program, with the stand-in provider attached. */
  readonly engine?: RehearsalEngine;
  /** The user's own contract: its estate is built, and its file copied. Default: the simulators' default world. */
  readonly contract?: { readonly path: string; readonly startOn: CivilDate };
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
  /** `none`: a contract that persons end. `server`: by its own name server and web server. */
  readonly engine: 'api' | 'terraform' | 'server' | 'none';
  readonly route: 'r' | 'd' | 'ordinary';
  readonly steps: readonly { id: string; actor: string; verdict: string }[];
  readonly effects: readonly CountedEffect[];
  readonly journal: { readonly entries: number; readonly head: string; readonly verified: boolean };
  readonly left: readonly string[];
  /** Of the user's contract file: what the rehearsal's copy has its own for. */
  readonly replaced: readonly string[];
  /** Where the window refused it (R02): a day on which it is open. */
  readonly opensOn?: CivilDate;
  readonly wallMs: number;
  readonly waitedMs: number;
  readonly story: readonly StoryEvent[];
}

/** Applies, answers, moves the clock, at most so often. */
const ROUNDS_MAX = 200;
/** How often in a row nobody can do anything but wait. */
const TRIES_MAX = 12;
/** How far the clock is moved before a step that could not look, or failed, is tried again. */
const TRY_AGAIN_MS = 600_000;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const startedMs = performance.now();
  const world = await worldFor(options);
  try {
    const story: StoryEvent[] = [];
    const tell = (who: StoryEvent['who'], text: string) => {
      const event = { at: new Date(world.clock.nowMs()).toISOString(), who, text };
      story.push(event);
      options.tell?.(event);
    };
    if (world.replaced.length > 0)
      tell('kaiyaku', `works on a copy of the contract file; replaced in it: ${world.replaced.join(', ')}`);
    if (options.route === 'd') {
      for (const fortigate of world.fortigates) fortigate.setPower('down');
      tell('clock', 'the FortiGate stops answering; its server still runs');
    }
    await open(world);
    tell('kaiyaku', 'open: the journal begins');
    const outcome = await toTheEnd(world, options, tell);
    const final = await finalView(world);
    const contract = fortigateEstateOf(final.content)!;
    await options.keep?.(world.folder);
    return {
      outcome,
      provider: final.provider,
      engine: contract.engine,
      route: options.route,
      steps: final.steps,
      effects: await effectsCounted(world, contract, final.state),
      journal: final.journal,
      left: await leftOver(world, contract, options.route),
      ...(final.opensOn === undefined ? {} : { opensOn: final.opensOn }),
      replaced: world.replaced,
      wallMs: Math.round(performance.now() - startedMs),
      waitedMs: world.clock.waitedMs,
      story,
    };
  } finally {
    await world.close();
  }
}

function worldFor({ contract, engine }: RehearsalOptions): Promise<RehearsalWorld> {
  if (contract === undefined) return startWorld(engine ?? 'api');
  const { path, startOn } = contract;
  return startContractWorld({ contractPath: path, startOn, ...(engine === undefined ? {} : { engine }) });
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
  let tries = 0;
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
      const answered = await answer(world, opened, result, tell);
      tries = answered === 'waited' ? tries + 1 : 0;
      if (answered === 'nothing' || tries > TRIES_MAX) return result.outcome;
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

/** `waited`: only time passed. `nothing`: nothing can be done. */
type Answered = 'done' | 'waited' | 'nothing';

/** What the rest of the world does about the outcome. */
async function answer(world: RehearsalWorld, opened: Opened, result: ApplyResult, tell: Tell): Promise<Answered> {
  const { decision } = result.survey;
  const current = currentStep(decision);
  switch (result.outcome) {
    case 'complete':
      return 'nothing';
    case 'waiting-until': {
      const fromOn = current?.step.window.fromOn;
      if (fromOn === undefined) return 'nothing';
      world.clock.moveTo(instantInJapan(fromOn, '10:00'));
      tell('clock', `moved to ${civilDateInJapan(world.clock.nowMs())}, 10:00 in Japan`);
      return 'done';
    }
    case 'more-to-do':
    case 'in-doubt':
    case 'could-not-look':
    case 'refused':
    case 'waiting-for-person':
      if (current === undefined) return 'nothing';
      if (await answerPerson(world, opened, result, current, tell)) return 'done';
      world.clock.moveTo(world.clock.nowMs() + TRY_AGAIN_MS);
      tell('clock', 'ten minutes later');
      return result.outcome !== 'in-doubt' && result.outcome !== 'waiting-for-person' ? 'waited' : 'nothing';
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
    const { decision, terms } = await survey(run, new Sight());
    const on = opensOn({ decision, terms }, civilDateInJapan(world.clock.nowMs()));
    const { state } = await store.read();
    return {
      state,
      provider: run.contract.provider.id,
      content: run.contract.content,
      ...(on === undefined ? {} : { opensOn: on }),
      steps: decision.steps.map(({ step, verdict }) => ({ id: step.id, actor: step.actor, verdict })),
      // Reading goes through the whole chain; a bad entry would have thrown.
      journal: { entries: state.entries, head: state.head.hash, verified: true },
    };
  } finally {
    await close();
  }
}
