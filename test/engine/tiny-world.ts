// A little world with everything that an ending has: boxes on a shelf that are unlocked, wiped and removed, once a
// letter has been sent. The shelf is a real state machine with its own misfortunes, so that the engine is tested
// against something that can disagree with it. No socket, no file.
import { digestOf, type JsonObject } from '../../src/base/canonical-json.ts';
import { MovedClock } from '../../src/base/clock.ts';
import { errorDetail, KaiyakuError, providerError, refusal } from '../../src/base/errors.ts';
import { openedBody } from '../../src/engine/open.ts';
import type { Run } from '../../src/engine/run.ts';
import type { ActContext, Command, Executor, Observation, Target } from '../../src/executors/port.ts';
import { targetKey } from '../../src/executors/port.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { emptyDisk, MemoryJournalStore, type MemoryDisk } from '../../src/journal/memory-store.ts';
import { JournalScan } from '../../src/journal/scan.ts';
import type { Policy } from '../../src/teardown/policy.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';

export const START = Date.parse('2026-12-10T01:00:00.000Z');
export const HOUR_MS = 3_600_000;
/** How long any act takes. */
const ACT_MS = 1_000;
/** How long the shelf takes to do what it accepted, when it is slow. */
export const SLOW_MS = 120_000;

/** What the contract of this world says. */
export interface TinyContract {
  readonly boxes: readonly { readonly id: string; readonly name: string }[];
  /** From when boxes may be removed. */
  readonly removeFromOn?: string;
  readonly approvalHours: number;
  readonly waivers: readonly { refusal: string; about: string; reason: string }[];
  /** Removals are proven beside each other. */
  readonly deletedBeside?: boolean;
  /** Why nothing is copied. */
  readonly noCopy?: string;
}

export const ONE_BOX: TinyContract = { boxes: [{ id: 'b1', name: 'red' }], approvalHours: 72, waivers: [] };

/** What goes wrong with the next act of a verb. */
export type Misfortune =
  /** The shelf says no; nothing happens. */
  | 'refused'
  /** The shelf is busy; nothing happens. */
  | 'busy'
  /** The line breaks before the shelf hears of it, and after it has done it. */
  | 'lost-before'
  | 'lost-after'
  /** Accepted; done only SLOW_MS later, or never. */
  | 'slow'
  | 'never'
  /** The executor itself is broken; nothing happens. */
  | 'broken'
  /** The executor refuses by a numbered rule, before it sends anything. */
  | 'rule';

interface Box {
  name: string;
  locked: boolean;
  blank: boolean;
}

/** The shelf, and the executor that talks to it. */
export class Shelf implements Executor {
  readonly name = 'shelf';
  readonly boxes = new Map<string, Box>();
  /** Every act that reached the shelf, and every one that changed it. */
  readonly heard: string[] = [];
  readonly happened: string[] = [];
  /** Every look, by target key. */
  readonly looked: string[] = [];
  /** Looks at these target keys fail. */
  readonly blind = new Set<string>();
  #misfortunes = new Map<string, (Misfortune | undefined)[]>();
  #later: { atMs: number; run: () => void }[] = [];
  #clock: MovedClock;

  constructor(clock: MovedClock, contract: TinyContract) {
    this.#clock = clock;
    for (const { id, name } of contract.boxes) this.boxes.set(id, { name, locked: true, blank: false });
  }

  /** The next acts of this verb go wrong in this way, one after another. */
  willSuffer(verb: string, ...misfortunes: (Misfortune | undefined)[]): void {
    this.#misfortunes.set(verb, misfortunes);
  }

  async observe(target: Target): Promise<Observation> {
    this.#runLater();
    this.looked.push(targetKey(target));
    const seenAtMs = this.#clock.nowMs();
    if (this.blind.has(targetKey(target)))
      return {
        state: 'unknown',
        error: errorDetail(providerError('no-light', `${target.label} is in the dark`)),
        seenAtMs,
      };
    if (target.kind === 'shelf') return { state: 'present', facts: { boxes: [...this.boxes.keys()] }, seenAtMs };
    const box = this.boxes.get(target.id);
    if (box === undefined) return { state: 'absent', proof: [`no box ${target.id}`], seenAtMs };
    const facts = { name: box.name, locked: box.locked, blank: box.blank };
    const expected = target.expect['name'];
    if (expected === undefined || expected === box.name) return { state: 'present', facts, seenAtMs };
    return {
      state: 'foreign',
      facts,
      differences: [{ what: 'name', expected: JSON.stringify(expected), found: box.name }],
      seenAtMs,
    };
  }

  async act({ target, verb }: Command, ctx: ActContext) {
    const misfortune = this.#misfortunes.get(verb)?.shift();
    this.#clock.moveTo(this.#clock.nowMs() + ACT_MS);
    if (misfortune === 'broken') throw new TypeError('the executor is broken');
    if (misfortune === 'rule') throw refusal('R11', 'the copy is not of what is there now');
    await ctx.note('asked');
    if (misfortune === 'lost-before') throw lost();
    this.heard.push(`${verb} ${target.id}`);
    if (misfortune === 'refused') throw providerError('refused', 'the shelf says no', { class: 'permanent' });
    if (misfortune === 'busy') throw providerError('busy', 'the shelf is busy', { class: 'retry' });
    if (misfortune === 'slow')
      this.#later.push({ atMs: this.#clock.nowMs() + SLOW_MS, run: () => this.change(verb, target.id) });
    else if (misfortune !== 'never') this.change(verb, target.id);
    await ctx.note('answered');
    if (misfortune === 'lost-after') throw lost();
    return { facts: this.#receipt(verb), evidence: [] };
  }

  classify(error: unknown) {
    if (!(error instanceof KaiyakuError)) return 'unknown-outcome' as const;
    return error.kind === 'refusal' ? ('permanent' as const) : (error.detail.class ?? ('unknown-outcome' as const));
  }

  /** Only of a wipe can the notes tell anything. */
  recover({ verb }: Command, notes: readonly string[]) {
    if (verb !== 'wipe') return { proves: 'nothing' as const };
    if (notes.length === 0) return { proves: 'not-begun' as const, why: 'nothing was sent' };
    if (!notes.includes('answered')) return { proves: 'nothing' as const };
    return { proves: 'sent' as const, receipt: { facts: this.#receipt(verb), evidence: [] } };
  }

  /** What the verb does to the box, at once. */
  change(verb: string, id: string): void {
    this.happened.push(`${verb} ${id}`);
    const box = this.boxes.get(id);
    if (verb === 'delete') this.boxes.delete(id);
    if (verb === 'unlock' && box !== undefined) box.locked = false;
    if (verb === 'wipe' && box !== undefined) box.blank = true;
  }

  #receipt(verb: string): JsonObject {
    if (verb === 'copy') return { copied: true };
    return verb === 'wipe' ? { wiped: true } : { accepted: true };
  }

  #runLater(): void {
    const due = this.#later.filter(({ atMs }) => atMs <= this.#clock.nowMs());
    this.#later = this.#later.filter((one) => !due.includes(one));
    for (const { run } of due) run();
  }
}

const lost = () => providerError('lost', 'the line broke', { class: 'unknown-outcome' });

export const boxTarget = ({ id, name }: TinyContract['boxes'][number]): Target => ({
  executor: 'shelf',
  kind: 'box',
  id,
  expect: { name },
  label: `box ${name}`,
});
export const SHELF_TARGET: Target = { executor: 'shelf', kind: 'shelf', id: 'all', expect: {}, label: 'the shelf' };

const CITATION = { document: 'tiny', section: '1' };

const copy = (box: TinyContract['boxes'][number]): Effect =>
  effect({
    step: 'copy',
    title: `copy box ${box.name}`,
    command: { target: boxTarget(box), verb: 'copy', args: {} },
    goal: { is: 'receipt', equal: { copied: true } },
    fresh: { forMs: 24 * HOUR_MS, untilStep: 'wipe' },
  });

const unlock = (box: TinyContract['boxes'][number]): Effect =>
  effect({
    step: 'wipe',
    title: `unlock box ${box.name}`,
    command: { target: boxTarget(box), verb: 'unlock', args: {} },
    goal: { is: 'facts', equal: { locked: false }, orAbsent: true },
    lasting: true,
  });

const wipe = (box: TinyContract['boxes'][number]): Effect =>
  effect({
    step: 'wipe',
    title: `wipe box ${box.name}`,
    command: { target: boxTarget(box), verb: 'wipe', args: {} },
    irreversible: true,
    repeatable: false,
    proofWaitMs: 300_000,
    proof: [
      { part: 'commanded', target: boxTarget(box), goal: { is: 'receipt', equal: { wiped: true } } },
      { part: 'blank', target: boxTarget(box), goal: { is: 'facts', equal: { blank: true } } },
    ],
    refuted: [{ part: 'as before', target: boxTarget(box), goal: { is: 'facts', equal: { blank: false } } }],
  });

const remove = (box: TinyContract['boxes'][number], deletedBeside = false): Effect =>
  effect({
    step: 'remove',
    title: `remove box ${box.name}`,
    command: { target: boxTarget(box), verb: 'delete', args: {} },
    ...(deletedBeside && { provenBeside: true }),
  });

export const tinyProvider: Provider<TinyContract> = {
  id: 'tiny',
  title: 'boxes on a shelf',
  explain: {},
  termsOf: () => ({ endsOnSource: 'none', deadlines: [], costs: [], assumptions: [] }),
  discover: () => [],
  teardownOf: (contract, _, history) => {
    const crushed = history.route === 'crush';
    const steps: Step[] = [
      step({
        id: 'ask',
        title: 'send the letter',
        actor: 'customer',
        after: [],
        irreversible: true,
        guards: ['R02'],
        evidence: [
          { name: 'sentOn', kind: 'date', required: true, what: 'day of the letter' },
          { name: 'endsOn', kind: 'date', required: false, what: 'when it ends' },
          { name: 'fee', kind: 'yen', required: false, what: 'what it costs' },
          { name: 'file', kind: 'file', required: true, what: 'the letter' },
        ],
        citation: CITATION,
      }),
      step({
        id: 'copy',
        title: 'copy what is in the boxes',
        actor: 'kaiyaku',
        after: ['ask'],
        anytime: true,
        effects: contract.noCopy === undefined ? contract.boxes.map(copy) : [],
        ...(contract.noCopy === undefined ? {} : { notNeeded: contract.noCopy }),
        citation: CITATION,
      }),
      step({
        id: 'wipe',
        title: 'wipe the boxes',
        actor: 'kaiyaku',
        after: ['copy'],
        effects: crushed ? [] : contract.boxes.flatMap((box) => [unlock(box), wipe(box)]),
        guards: ['R07'],
        ...(crushed ? { notNeeded: 'the boxes are crushed' } : {}),
        otherRoute: { route: 'crush', sentence: 'Crush the boxes instead.', shows: ['nothing is wiped'] },
        citation: CITATION,
      }),
      step({
        id: 'remove',
        title: 'remove the boxes',
        actor: 'kaiyaku',
        after: ['wipe'],
        effects: contract.boxes.map((box) => remove(box, contract.deletedBeside)),
        looks: [SHELF_TARGET],
        guards: ['R07'],
        window: contract.removeFromOn === undefined ? {} : { fromOn: contract.removeFromOn },
        citation: CITATION,
      }),
      step({
        id: 'close',
        title: 'look at the shelf once more',
        actor: 'kaiyaku',
        after: ['remove'],
        probes: [{ part: 'the shelf is empty', target: SHELF_TARGET, goal: { is: 'facts', equal: { boxes: [] } } }],
        citation: CITATION,
      }),
    ];
    return { provider: 'tiny', route: crushed ? 'crush' : 'ordinary', steps };
  },
  requestText: (_, id) => ({ step: id, title: 'the letter', text: 'Please end it.', how: 'by post' }),
  claims: () => [],
  wantedEndsOn: () => undefined,
  approval: ({ approvalHours }) => ({ approvers: [], hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};

/** R07 over the step's open effects, and R02 for a letter sent on the day that the test forbids. */
export const tinyPolicies = (noLetterOn?: string): Policy[] => [
  {
    refusal: 'R07',
    check: (context) =>
      context.open.flatMap(({ command }) => {
        const seen = context.observe(command.target);
        if (seen.state !== 'foreign') return [];
        const what = `${command.target.label} is ${seen.differences[0]!.found}`;
        return { refusal: 'R07' as const, severity: 'error' as const, what, why: 'names differ', next: 'look' };
      }),
  },
  {
    refusal: 'R02',
    check: ({ todayOn }) =>
      todayOn === noLetterOn
        ? [{ refusal: 'R02', severity: 'error', what: `no letter on ${todayOn}`, why: 'the rules', next: 'wait' }]
        : [],
  },
];

/** One contract on its shelf, with the run that a command would have. */
export interface TinyWorld {
  readonly clock: MovedClock;
  readonly shelf: Shelf;
  readonly disk: MemoryDisk;
  readonly contract: TinyContract;
  readonly run: Run;
  /** What `progress` was told. */
  readonly said: string[];
  /** The run that a later command has: another contract file, other policies. */
  runWith(
    changes: Partial<Pick<Run, 'policies' | 'early' | 'todayOn' | 'signal' | 'watch' | 'toolVersion'>> & {
      content?: TinyContract;
    },
  ): Run;
  /** Entries of the journal as they stand on the disk. */
  entries(): Entry[];
  kinds(): string[];
}

export async function tinyWorld(contract: TinyContract = ONE_BOX): Promise<TinyWorld> {
  const clock = new MovedClock(START);
  const shelf = new Shelf(clock, contract);
  const disk = emptyDisk();
  const said: string[] = [];
  const inHand = (content: TinyContract) => ({
    name: 'tiny',
    path: 'tiny.yaml',
    content,
    digest: digestOf(content),
    provider: tinyProvider as Provider,
    claimedBy: new Map(),
  });
  const hand = inHand(contract);
  const store = new MemoryJournalStore({ contract: 'tiny', clock, disk });
  const journal = await store.create(
    openedBody(hand, { journalId: 'j', todayOn: '2026-12-10', toolVersion: '1', by: 'test' }),
    'test',
  );
  const run: Run = {
    contract: hand,
    clock,
    executors: new Map([['shelf', shelf]]),
    policies: tinyPolicies(),
    journal,
    by: 'test',
    toolVersion: '1',
    progress: (text) => void said.push(text),
  };
  const entries = () => {
    const found: Entry[] = [];
    const scan = new JournalScan((entry) => found.push(entry));
    scan.push(disk.journal!);
    scan.end();
    return found;
  };
  return {
    clock,
    shelf,
    disk,
    contract,
    run,
    said,
    runWith: ({ content, ...changes }) => ({
      ...run,
      ...(content === undefined ? {} : { contract: inHand(content) }),
      ...changes,
    }),
    entries,
    kinds: () => entries().map(({ kind }) => kind),
  };
}
