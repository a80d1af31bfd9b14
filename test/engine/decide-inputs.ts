// Random inputs of a decision: teardowns of every shape, journals that a writer could have written (entries that break an
// invariant are left out, not repaired), worlds that agree with them or do not, and findings. Everything that a property
// needs to judge the decision by itself stands beside the input.
import * as fc from 'fast-check';
import type { JsonObject } from '../../src/base/canonical-json.ts';
import type { DecideInput } from '../../src/engine/decide-input.ts';
import { type Observation, type Target, targetKey } from '../../src/executors/port.ts';
import { sealEntry } from '../../src/journal/chain.ts';
import type { Entry, NewEntry } from '../../src/journal/entry.ts';
import { invariantFault } from '../../src/journal/invariants.ts';
import { applyEntry, effectState, emptyState, findApproval, type JournalState } from '../../src/journal/project.ts';
import type { Finding } from '../../src/teardown/policy.ts';
import { effect, effectDigest, type Effect, type Goal, type Step, step } from '../../src/teardown/step.ts';

export const CONTRACT_DIGEST = 'sha256:contract';
export const TEARDOWN_DIGEST = 'sha256:teardown';
const START_MS = Date.parse('2026-12-01T00:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const CITATION = { document: 'made up', section: '1' };
const EVIDENCE = [{ name: 'sentOn', kind: 'date', required: true, what: 'a day' }] as const;

export interface Sample {
  readonly input: DecideInput;
  readonly entries: readonly Entry[];
}

const targetOf = (n: number): Target => ({
  executor: 'made-up',
  kind: 'thing',
  id: String(n),
  expect: {},
  label: `thing ${n}`,
});

const goals: fc.Arbitrary<Goal> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Goal>({ is: 'absent' }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ whoever: fc.boolean(), orAbsent: fc.boolean() })
      .map<Goal>((also) => ({ is: 'facts', equal: { on: false }, ...also })),
  },
  { weight: 1, arbitrary: fc.constant<Goal>({ is: 'receipt', equal: { ok: true } }) },
);

const targets = fc.nat({ max: 5 });

/** An effect without its step's id. */
const effectPlans = fc.record({
  target: targets,
  goal: goals,
  second: fc.option(fc.record({ target: targets, goal: goals }), { freq: 4 }),
  irreversible: fc.boolean(),
  repeatable: fc.boolean(),
  lasting: fc.boolean(),
  fresh: fc.option(fc.nat({ max: 4 }), { freq: 6 }),
});
type EffectPlan = typeof effectPlans extends fc.Arbitrary<infer T> ? T : never;

const stepPlans = fc.record({
  person: fc.boolean(),
  irreversible: fc.boolean(),
  effects: fc.array(effectPlans, { maxLength: 3 }),
  probe: fc.option(targets, { freq: 4 }),
  look: fc.option(targets, { freq: 4 }),
  anytime: fc.boolean(),
  notNeeded: fc.constantFrom(false, false, false, false, true),
  unreadable: fc.constantFrom(...Array<false>(9).fill(false), true),
  fromOn: fc.option(fc.constantFrom('2026-12-01', '2026-12-02', '2026-12-05'), { freq: 3 }),
  // Which of the steps before it comes after; a step without any may run at once.
  after: fc.constantFrom('previous', 'previous', 'previous', 'all', 'none'),
});
type StepPlan = typeof stepPlans extends fc.Arbitrary<infer T> ? T : never;

function effectOf(id: string, n: number, { target, goal, second, fresh, ...rest }: EffectPlan): Effect {
  const proof = [{ part: 'first', target: targetOf(target), goal }];
  return effect({
    step: id,
    title: `${id}, effect ${n}`,
    command: { target: targetOf(target), verb: `v${n}`, args: {} },
    ...rest,
    proofWaitMs: HOUR_MS,
    proof: second === null ? proof : [...proof, { part: 'second', target: targetOf(second.target), goal: second.goal }],
    ...(fresh === null ? {} : { fresh: { forMs: 6 * HOUR_MS, untilStep: `s${fresh}` } }),
  });
}

function stepOf(plan: StepPlan, n: number): Step {
  const id = `s${n}`;
  const before = Array.from({ length: n }, (_, at) => `s${at}`);
  return step({
    id,
    title: `step ${n}`,
    actor: plan.person ? 'customer' : 'kaiyaku',
    after: plan.after === 'none' ? [] : plan.after === 'all' ? before : before.slice(-1),
    citation: CITATION,
    irreversible: plan.person && plan.irreversible,
    anytime: !plan.person && plan.anytime,
    effects: plan.person ? [] : plan.effects.map((one, at) => effectOf(id, at, one)),
    evidence: plan.person ? EVIDENCE : [],
    looks: plan.look === null ? [] : [targetOf(plan.look)],
    probes:
      plan.probe === null
        ? []
        : [
            {
              part: 'probe',
              target: targetOf(plan.probe),
              goal: { is: 'facts', equal: { on: false }, orAbsent: true },
            },
          ],
    window: plan.fromOn === null ? {} : { fromOn: plan.fromOn },
    ...(plan.notNeeded ? { notNeeded: 'not in this contract' } : {}),
    ...(plan.unreadable ? { unreadable: { code: 'dark', kind: 'provider', message: 'could not list' } } : {}),
  });
}

const OPS = [
  'approve',
  'approve-another-digest',
  'approve-another-contract',
  'approve-briefly',
  'revoke',
  'intend',
  'done',
  'failed',
  'settle-done',
  'settle-not-done',
  'verify',
  'find',
  'attest',
  'attest-nothing',
  'request',
  'verify-step',
] as const;
const RARE_OPS = ['hold', 'release', 'amend', 'close'] as const;
type Op = (typeof OPS)[number] | (typeof RARE_OPS)[number];

const ops = fc.record({
  op: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<Op>(...OPS) },
    { weight: 1, arbitrary: fc.constantFrom<Op>(...RARE_OPS) },
  ),
  which: fc.nat({ max: 30 }),
});

/** Writes entries as a store would: what may not follow is not written. */
class Writer {
  readonly state: JournalState = emptyState();
  readonly entries: Entry[] = [];
  #approvals = 0;

  get nowMs(): number {
    return START_MS + this.entries.length * MINUTE_MS;
  }

  write(entry: NewEntry): boolean {
    if (invariantFault(this.state, entry) !== undefined) return false;
    const previous = this.state.entries === 0 ? undefined : this.state.head;
    const sealed = sealEntry(previous, entry, new Date(this.nowMs).toISOString());
    applyEntry(this.state, sealed);
    this.entries.push(sealed);
    return true;
  }

  approve(name: string, digest: string, contractDigest = CONTRACT_DIGEST, forMs = 1_000 * HOUR_MS): void {
    this.#approvals += 1;
    this.write({
      kind: 'approved',
      body: {
        approvalId: `A${this.#approvals}`,
        effects: [{ effect: name, digest }],
        contractDigest,
        expiresAt: new Date(this.nowMs + forMs).toISOString(),
        by: 'test',
        shown: [],
      },
    });
  }

  intend(one: Effect): boolean {
    const digest = effectDigest(one);
    const found = findApproval(this.state, one.id, digest, CONTRACT_DIGEST, this.nowMs);
    return this.write(intendedEntry(one, 'approvalId' in found ? found.approvalId : undefined));
  }

  close(how: 'done' | 'failed' | 'settle-done' | 'settle-not-done', one: Effect): void {
    const open = this.state.openIntended;
    const intended = open?.seq ?? effectState(this.state, one.id).intended?.seq ?? 0;
    const name = open?.body.effect ?? one.id;
    if (how === 'done')
      this.write({ kind: 'done', body: { intended, effect: name, receipt: { ok: true }, evidence: [] } });
    else if (how === 'failed')
      this.write({ kind: 'failed', body: { intended, effect: name, code: 'no', message: 'no', nonEffect: 'said no' } });
    else {
      const as = how === 'settle-done' ? 'done' : 'not-done';
      this.write({ kind: 'settled', body: { intended, effect: name, as, reason: 'looked', by: 'test' } });
    }
  }

  prove(kind: 'verified' | 'found', one: Effect): void {
    const seenAt = [new Date(this.nowMs).toISOString()];
    const parts = one.proof.map(({ part, target }) => ({ part, target: targetKey(target), proof: ['seen'], seenAt }));
    this.write({ kind, body: { effect: one.id, step: one.step, parts } });
  }

  attest(id: string, facts: JsonObject): void {
    this.write({ kind: 'attested', body: { step: id, facts, evidence: [], by: 'test' } });
  }

  verifyStep(id: string): void {
    this.write({ kind: 'verified', body: { step: id, parts: [] } });
  }

  /** Everything that closes a step, as `apply` and a person would write it. */
  complete(one: Step, found: boolean): void {
    if (one.notNeeded !== undefined) return;
    if (one.actor !== 'kaiyaku') this.attest(one.id, { sentOn: '2026-12-01' });
    for (const each of one.effects) {
      const receipt = each.proof.some(({ goal }) => goal.is === 'receipt');
      if (found && !receipt) {
        this.prove('found', each);
        continue;
      }
      if (each.irreversible) this.approve(each.id, effectDigest(each));
      if (!this.intend(each)) return;
      this.close('done', each);
      this.prove('verified', each);
    }
    if (one.probes.length > 0) this.verifyStep(one.id);
  }

  attempt(one: Effect, outcome: 'open' | 'done' | 'failed' | 'settle-done'): void {
    if (one.irreversible) this.approve(one.id, effectDigest(one));
    if (this.intend(one) && outcome !== 'open') this.close(outcome, one);
  }

  perform(op: Op, one: Step, each: Effect | undefined): void {
    const [name, digest] = each === undefined ? [`step/${one.id}`, `step:${one.id}`] : [each.id, effectDigest(each)];
    const body = { reason: 'because', by: 'test' };
    const on = (act: (effect: Effect) => void) => (each === undefined ? undefined : act(each));
    const writers: Readonly<Record<Op, () => unknown>> = {
      approve: () => this.approve(name, digest),
      'approve-another-digest': () => this.approve(name, 'sha256:another'),
      'approve-another-contract': () => this.approve(name, digest, 'sha256:another'),
      'approve-briefly': () => this.approve(name, digest, CONTRACT_DIGEST, 1),
      revoke: () => this.write({ kind: 'revoked', body: { approvalId: `A${this.#approvals}`, ...body } }),
      intend: () => on((effect) => this.intend(effect)),
      done: () => on((effect) => this.close('done', effect)),
      failed: () => on((effect) => this.close('failed', effect)),
      'settle-done': () => on((effect) => this.close('settle-done', effect)),
      'settle-not-done': () => on((effect) => this.close('settle-not-done', effect)),
      verify: () => on((effect) => this.prove('verified', effect)),
      find: () => on((effect) => this.prove('found', effect)),
      attest: () => this.attest(one.id, { sentOn: '2026-12-01' }),
      'attest-nothing': () => this.attest(one.id, { note: 'nothing yet' }),
      request: () => this.write({ kind: 'requested', body: { step: one.id, text: 'please', by: 'test' } }),
      'verify-step': () => this.verifyStep(one.id),
      hold: () => this.write({ kind: 'held', body }),
      release: () => this.write({ kind: 'released', body }),
      amend: () => this.write({ kind: 'amended', body: { ...recorded('sha256:amended'), changes: ['x'], ...body } }),
      close: () => this.write({ kind: 'closed', body: { ...body, as: 'withdrawn', proof: [] } }),
    };
    writers[op]();
  }
}

const recorded = (contractDigest: string) => ({
  contractDigest,
  teardownDigest: TEARDOWN_DIGEST,
  toolVersion: '1',
  content: {},
  steps: [],
});

/** What `carry-out.ts` writes before it acts. */
export const intendedEntry = (one: Effect, approvalId: string | undefined): NewEntry & { kind: 'intended' } => ({
  kind: 'intended',
  body: {
    effect: one.id,
    step: one.step,
    verb: one.command.verb,
    target: targetKey(one.command.target),
    key: 'k',
    digest: effectDigest(one),
    irreversible: one.irreversible,
    contractDigest: CONTRACT_DIGEST,
    ...(approvalId === undefined ? {} : { approvalId }),
  },
});

const SEEN = ['as-wanted', 'present', 'absent', 'off', 'foreign-off', 'foreign-on', 'unknown', 'not-asked'] as const;
type Seen = (typeof SEEN)[number];

/** What a target shows when everything that the journal calls proven (or accepted as well) is so. */
function asWanted(steps: readonly Step[], state: JournalState, key: string, accepted: boolean): Seen {
  const settled = accepted ? ['verified', 'found', 'done'] : ['verified', 'found'];
  const wanted = new Set<Goal['is']>();
  for (const { effects, probes } of steps) {
    for (const one of effects)
      if (settled.includes(effectState(state, one.id).status))
        for (const { goal, target } of one.proof) if (targetKey(target) === key) wanted.add(goal.is);
    if (probes.some(({ target }) => targetKey(target) === key)) wanted.add('facts');
  }
  return wanted.has('absent') ? 'absent' : wanted.has('facts') ? 'off' : 'present';
}

function observationOf(seen: Seen, seenAtMs: number): Observation | undefined {
  switch (seen) {
    case 'as-wanted':
    case 'not-asked':
      return undefined;
    case 'present':
      return { state: 'present', facts: { on: true }, seenAtMs };
    case 'off':
      return { state: 'present', facts: { on: false }, seenAtMs };
    case 'absent':
      return { state: 'absent', proof: ['404'], seenAtMs };
    case 'foreign-off':
    case 'foreign-on':
      return { state: 'foreign', facts: { on: seen === 'foreign-on' }, differences: [], seenAtMs };
    case 'unknown':
      return { state: 'unknown', error: { code: 'dark', kind: 'provider', message: 'could not look' }, seenAtMs };
  }
}

const findings = fc.record({
  step: fc.nat({ max: 5 }),
  severity: fc.constantFrom<Finding['severity']>('error', 'error', 'warning'),
});

/** Plans out of which a sample is built; small, so that fast-check can shrink them. */
const plans = fc.record({
  steps: fc.array(stepPlans, { minLength: 1, maxLength: 5 }),
  completed: fc.nat({ max: 5 }),
  all: fc.constantFrom(...Array<false>(7).fill(false), true),
  found: fc.boolean(),
  approved: fc.boolean(),
  // What became of the first effect that is left to do.
  attempt: fc.constantFrom('none', 'none', 'open', 'done', 'failed', 'settle-done'),
  ops: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(ops, { maxLength: 10 }) }),
  seen: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<Seen>('as-wanted') },
      { weight: 2, arbitrary: fc.constantFrom<Seen>(...SEEN) },
    ),
    { minLength: 6, maxLength: 6 },
  ),
  findings: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(findings, { maxLength: 2 }) },
  ),
  laterMs: fc.constantFrom(0, 30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS, 90 * HOUR_MS),
  early: fc.option(fc.nat({ max: 4 }), { freq: 4 }),
  changed: fc.constantFrom(...Array<'no'>(12).fill('no'), 'contract' as const, 'teardown' as const),
});

function sampleOf(plan: typeof plans extends fc.Arbitrary<infer T> ? T : never): Sample {
  const steps = plan.steps.map(stepOf);
  const writer = new Writer();
  const opened = { ...recorded(CONTRACT_DIGEST), journalId: 'j', contract: 'c', provider: 'p', by: 'test' };
  writer.write({ kind: 'opened', body: opened });
  const completed = plan.all ? steps.length : plan.completed % steps.length;
  for (const one of steps.slice(0, completed)) writer.complete(one, plan.found);
  const next = steps.slice(completed).flatMap(({ effects }) => effects)[0];
  if (plan.attempt !== 'none' && next !== undefined) writer.attempt(next, plan.attempt);
  for (const { op, which } of plan.ops) {
    const one = steps[which % steps.length]!;
    writer.perform(op, one, one.effects[which % Math.max(1, one.effects.length)]);
  }
  if (plan.approved)
    for (const one of steps.flatMap(({ effects }) => effects))
      if (one.irreversible) writer.approve(one.id, effectDigest(one));
  const nowMs = writer.nowMs + plan.laterMs;
  const observations = new Map<string, Observation>();
  for (const [n, seen] of plan.seen.entries()) {
    const key = targetKey(targetOf(n));
    const observed = observationOf(seen === 'as-wanted' ? asWanted(steps, writer.state, key, plan.found) : seen, nowMs);
    if (observed !== undefined) observations.set(key, observed);
  }
  const found = new Map<string, Finding[]>();
  for (const { step: n, severity } of plan.findings)
    found.set(`s${n}`, [{ refusal: 'R07', severity, what: 'something', why: 'because', next: 'look' }]);
  return {
    entries: writer.entries,
    input: {
      teardown: { provider: 'p', route: 'ordinary', steps },
      terms: { endsOnSource: 'none', deadlines: [], costs: [], assumptions: [] },
      state: writer.state,
      contractDigest: plan.changed === 'contract' ? 'sha256:changed' : CONTRACT_DIGEST,
      teardownDigest: plan.changed === 'teardown' ? 'sha256:changed' : TEARDOWN_DIGEST,
      observations,
      findings: found,
      nowMs,
      todayOn: new Date(nowMs).toISOString().slice(0, 10),
      ...(plan.early === null ? {} : { early: `s${plan.early}` }),
    },
  };
}

export const samples: fc.Arbitrary<Sample> = plans.map(sampleOf);
