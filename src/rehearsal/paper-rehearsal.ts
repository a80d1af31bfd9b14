// The rehearsal of a contract file: the user's own, copied, or an example; the real `apply`, the real requests, and evidence
// as a customer and a provider would file it, while the clock is moved from day to day. What kaiyaku itself does over an
// API it does to a simulated account. Contacts nobody, and must never touch the user's own file or journal.
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { MovedClock } from '../base/clock.ts';
import { KaiyakuError, userError } from '../base/errors.ts';
import { civilDateInJapan, instantInJapan, type CivilDate } from '../calendar/civil-date.ts';
import { apply } from '../engine/advance.ts';
import { draftApproval, recordApproval } from '../engine/approve.ts';
import { surveyOffline } from '../engine/offline.ts';
import { attest, request } from '../engine/person.ts';
import type { Executor } from '../executors/port.ts';
import type { Run } from '../engine/run.ts';
import type { Survey } from '../engine/survey.ts';
import type { Step, Teardown } from '../teardown/step.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import { contractInHand, executorsOf, openForWriting, withFaults, type Options } from '../wiring.ts';
import { type ActingWorld } from './acting-world.ts';
import { startActingWorld } from './acting-worlds.ts';
import { executorFaults, type WantedFault } from './faults.ts';
import { answersTo } from './paper-answers.ts';
import { obedientBackup } from './paper-backup.ts';
import { paperDns } from './paper-dns.ts';
import { type PaperRegistry, startPaperRegistry } from './paper-registry.ts';
import { finalView, open, said, type RehearsalResult, type StoryEvent } from './rehearse.ts';

export interface PaperOptions {
  /** The contract file; it is copied. */
  readonly contractPath: string;
  /** The day in Japan on which the rehearsal begins. */
  readonly startOn: CivilDate;
  /** Of steps that kaiyaku itself does or sees. */
  readonly faults?: readonly WantedFault[];
  readonly signal?: AbortSignal;
  tell?(event: StoryEvent): void;
}

interface PaperWorld {
  readonly clock: MovedClock;
  readonly contractPath: string;
  /** Where kaiyaku itself acts. */
  readonly estate?: ActingWorld;
  readonly registry?: PaperRegistry;
  /** Folder of the user's file: what it names beside itself is read there, and never written. */
  readonly besideDir: string;
  /** Name servers follow what was said last. */
  readonly names: { untilMs: number };
  readonly faults: ReturnType<typeof executorFaults>;
  tell(who: StoryEvent['who'], text: string): void;
}

/** Applies, requests, attestations and moves of the clock, at most so often: a contract has some dozens of steps. */
const ROUNDS_MAX = 500;
/** Evidence is asked for again when what was filed wants an explanation. */
const FILINGS_MAX = 3;
/** How often in a row the other side may fail. */
const TRIES_MAX = 5;
const TRY_AGAIN_MS = 600_000;
/** From what somebody said to what name servers show. */
const NAMES_FOLLOW_MS = 3_600_000;
const OFFICE_OPENS = '10:00';
const MS_PER_MINUTE = 60_000;

/** Throws `rehearsal-needs-world` (user) where kaiyaku itself would act: that is no paper. */
export async function rehearsePaper(options: PaperOptions): Promise<RehearsalResult> {
  const startedMs = performance.now();
  const clock = new MovedClock(instantInJapan(options.startOn, OFFICE_OPENS));
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-on-paper-'));
  const contractPath = join(folder, basename(options.contractPath));
  const story: StoryEvent[] = [];
  const tell: PaperWorld['tell'] = (who, text) => {
    const event = { at: new Date(clock.nowMs()).toISOString(), who, text };
    story.push(event);
    options.tell?.(event);
  };
  let estate: ActingWorld | undefined;
  let registry: PaperRegistry | undefined;
  try {
    await writeFile(contractPath, await readFile(options.contractPath), { mode: 0o600 });
    const { content } = await contractInHand(contractPath);
    estate = await startActingWorld(content, clock);
    if (estate?.copy !== undefined) {
      await writeFile(contractPath, `${JSON.stringify(estate.copy.content, null, 2)}\n`);
      tell('kaiyaku', `works on a copy of the contract file; replaced in it: ${estate.copy.replaced.join(', ')}`);
      tell('kaiyaku', estate.copy.said);
    }
    registry = await startPaperRegistry(content);
    const world: PaperWorld = {
      clock,
      contractPath,
      besideDir: dirname(options.contractPath),
      names: { untilMs: 0 },
      faults: executorFaults(options.faults ?? []),
      tell,
      ...(estate === undefined ? {} : { estate }),
      ...(registry === undefined ? {} : { registry }),
    };
    await open(world);
    tell('kaiyaku', 'open: the journal begins');
    const outcome = await toTheEnd(world, options);
    const { state, steps, journal, provider, opensOn } = await finalView(world, executorsIn(world));
    return {
      outcome,
      provider,
      engine: estate === undefined ? 'none' : (estate.engine ?? 'api'),
      route: 'ordinary',
      steps,
      effects: estate?.effects(state) ?? [],
      journal,
      left: [
        ...steps
          .filter(({ verdict }) => verdict !== 'done' && verdict !== 'not-needed')
          .map(({ id, verdict }) => `${id} (${verdict})`),
        ...((await estate?.left()) ?? []),
      ],
      replaced: estate?.copy?.replaced ?? [],
      ...(opensOn === undefined ? {} : { opensOn }),
      wallMs: Math.round(performance.now() - startedMs),
      waitedMs: clock.nowMs() - instantInJapan(options.startOn, OFFICE_OPENS),
      story,
    };
  } finally {
    await estate?.close();
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the simulated places; of files beside the contract only their reader. Backups succeed: nothing is read or written. */
const executorsIn =
  ({ estate, registry, besideDir, names }: PaperWorld): NonNullable<Options['executors']> =>
  (parts) => {
    const bind = executorsOf({ ...parts, baseDir: besideDir, readOnly: true }).get('bind')!;
    return new Map<string, Executor>([
      ['dns', paperDns(() => names)],
      ['bind', bind],
      ...(registry === undefined ? [] : [['registry', registry.executor(parts)] as const]),
      ...(estate?.executors(parts) ?? []),
      ['backup', obedientBackup],
    ]);
  };

async function toTheEnd(world: PaperWorld, { signal, faults: wanted = [] }: PaperOptions): Promise<string> {
  const filings = new Map<string, number>();
  const { estate, faults } = world;
  let tries = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    signal?.throwIfAborted();
    const { run, close } = await openForWriting(world.contractPath, 'rehearse', {
      clock: world.clock,
      by: 'rehearsal',
      executors: (parts) =>
        new Map([...executorsIn(world)(parts)].map(([name, executor]) => [name, withFaults(executor, faults.faults)])),
    });
    try {
      if (estate === undefined) requirePaper(surveyOffline(run));
      const watch: Run['watch'] = (decision) => {
        faults.follow(decision);
        if (decision.action?.do === 'carry-out') world.tell('kaiyaku', decision.action.effect.title);
      };
      const proven = new Set(run.journal.state.verifiedSteps.keys());
      const result = await apply({ ...run, watch });
      if (result.did.length > 0 || result.error !== undefined || result.outcome === 'complete')
        world.tell('kaiyaku', said(result));
      for (const [step, { body }] of run.journal.state.verifiedSteps)
        if (!proven.has(step))
          world.tell('kaiyaku', `${step} is proven: ${body.parts.map(({ part }) => part).join('; ')}`);
      if (result.outcome === 'complete') return 'complete';
      if (await answer(world, run, filings, result.survey)) tries = 0;
      else if ((estate === undefined && wanted.length === 0) || (tries += 1) > TRIES_MAX) return result.outcome;
      else await later(world);
    } finally {
      await close();
    }
  }
  return 'gave-up';
}

/** The other side failed: what was tried is tried again. */
const later = (world: PaperWorld): Promise<true> => moveBy(world, TRY_AGAIN_MS, 'ten minutes later');

async function moveBy(world: PaperWorld, ms: number, words: string): Promise<true> {
  await passes(world, world.clock.nowMs() + ms, words);
  return true;
}

async function passes(world: PaperWorld, untilMs: number, words: string): Promise<void> {
  world.clock.moveTo(untilMs);
  world.tell('clock', words);
  if (!world.faults.isStale()) await world.estate?.follow?.();
}

/** What kaiyaku itself carries out; backups do not count. */
const ownStepsOf = ({ steps }: Teardown): readonly Step[] =>
  steps.filter(
    ({ actor, notNeeded, effects }) =>
      actor === 'kaiyaku' &&
      notNeeded === undefined &&
      effects.some(({ command }) => command.target.executor !== obedientBackup.name),
  );

function requirePaper({ teardown }: Survey): void {
  const ours = ownStepsOf(teardown);
  if (ours.length === 0) return;
  throw userError('rehearsal-needs-world', `kaiyaku itself carries out ${ours.map(({ id }) => id).join(', ')}`, {
    why: 'for this provider there is no simulated world; only persons’ steps can be rehearsed',
    next: 'kaiyaku rehearse   # the whole job in a simulated world of its own',
  });
}

/** What the persons do next. False: nothing that anybody could do. */
async function answer(
  world: PaperWorld,
  run: Run,
  filings: Map<string, number>,
  { decision, terms }: Survey,
): Promise<boolean> {
  const due = decision.steps.filter(({ due, verdict }) => due && verdict !== 'done' && verdict !== 'not-needed');
  const named = due.find(({ reasons }) => reasons.some(({ code }) => code === 'R13'));
  if (named !== undefined && world.clock.nowMs() < world.names.untilMs) {
    world.tell('kaiyaku', `${named.step.id}: ${named.sentence}`);
    return moveBy(world, NAMES_FOLLOW_MS, 'an hour later');
  }
  const asked = due.find(({ verdict }) => verdict === 'needs-approval' || verdict === 'waiting-for-person');
  if (asked?.reasons.some(({ code }) => code === 'probe') === true) {
    world.tell('kaiyaku', `${asked.step.id}: ${asked.sentence}: ${asked.reasons[0]!.sentence}`);
    return world.clock.nowMs() < world.names.untilMs && (await moveBy(world, NAMES_FOLLOW_MS, 'an hour later'));
  }
  if (asked !== undefined) {
    const count = (filings.get(asked.step.id) ?? 0) + 1;
    filings.set(asked.step.id, count);
    return count <= FILINGS_MAX * 2 && (await personsStep(world, run, asked, terms));
  }
  const instants = due.flatMap(({ verdict, step: { window } }) =>
    verdict === 'waiting-until' ? opensAtMs(window) : [],
  );
  if (instants.length === 0) return false;
  await moveTo(world, Math.min(...instants));
  return true;
}

/** None: it is not by its window that the step waits. */
function opensAtMs({ fromOn, fromAt }: Step['window']): number[] {
  const instants = [
    ...(fromOn === undefined ? [] : [instantInJapan(fromOn, OFFICE_OPENS)]),
    ...(fromAt === undefined ? [] : [Date.parse(fromAt.at)]),
  ];
  return instants.length === 0 ? [] : [Math.max(...instants)];
}

async function personsStep(
  world: PaperWorld,
  run: Run,
  { step, verdict }: StepVerdict,
  terms: Survey['terms'],
): Promise<boolean> {
  const person = step.actor === 'kaiyaku' ? 'customer' : step.actor;
  try {
    if (verdict === 'needs-approval') {
      const id = await recordApproval(run, await draftApproval(run, { steps: [step.id] }));
      world.tell('customer', `approves ${step.id}, which cannot be undone (${id})`);
      return true;
    }
    if (!run.journal.state.requests.has(step.id)) {
      const text = await request(run, step.id);
      world.tell('kaiyaku', `request ${step.id}: the text for “${text.title}” is printed`);
    }
    const todayOn = civilDateInJapan(world.clock.nowMs());
    const facts = answersTo(step, { todayOn, terms, content: run.contract.content });
    const seenOn = step.evidence.find(({ notBefore }) => notBefore !== undefined && notBefore > todayOn)?.notBefore;
    if (seenOn !== undefined) await moveTo(world, instantInJapan(seenOn, OFFICE_OPENS));
    const files = step.evidence.some(({ kind }) => kind === 'file')
      ? [await run.journal.put(`${step.id.replaceAll(':', '-')}.txt`, `REHEARSAL: evidence of ${step.id}\n`)]
      : [];
    await attest(run, step.id, { facts, evidence: files });
    world.names.untilMs = world.clock.nowMs() + NAMES_FOLLOW_MS;
    world.registry?.told(step.id);
    await world.estate?.told?.(step.id);
    const filed = [
      ...Object.entries(facts).map(([name, value]) => `${name} ${value}`),
      ...(files.length > 0 ? ['a file'] : []),
    ];
    world.tell(person, `files for ${step.id}: ${filed.join(', ')}`);
    if (facts['switchOn'] !== undefined) await moveTo(world, instantInJapan(facts['switchOn'], OFFICE_OPENS));
    return true;
  } catch (error) {
    if (!(error instanceof KaiyakuError)) throw error;
    world.tell('kaiyaku', `${step.id} stops: ${error.message}`);
    return false;
  }
}

async function moveTo(world: PaperWorld, atMs: number): Promise<void> {
  const on = civilDateInJapan(atMs);
  const [hours = 0, minutes = 0] = OFFICE_OPENS.split(':').map(Number);
  const time = new Date((hours * 60 + minutes) * MS_PER_MINUTE + atMs - instantInJapan(on, OFFICE_OPENS));
  await passes(world, atMs, `moved to ${on}, ${time.toISOString().slice(11, 16)} in Japan`);
}
